"""Units are added where they may stand; classes are there once however often a list names them; what closes owes nothing more."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from eduplatform.org import queries, tree
from eduplatform.org.models import ClassYear, Unit
from eduplatform.org.tree import ClassSpec
from eduplatform.shared import ttl_cache

from .world import TODAY, TOMORROW, change, done, refusal


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("P", "city"),
        ("LJ", "district"),
        ("LJ", "school"),
        ("LJ-DC", "school"),
        ("LJ-SY", "class"),
    ],
)
def test_each_kind_stands_below_its_own(org, above, kind):
    parent = org.unit(above)
    made = done(tree.add_child_unit, parent, kind, "LJ-NEW", "新单位")
    assert (made.parent_id, made.path) == (parent.id, f"{parent.path}{made.id}/")
    assert made.school_id == (made.id if kind == "school" else None)


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        (None, "district"),
        (None, "school"),
        ("P", "district"),
        ("P", "province"),
        ("LJ", "city"),
        ("LJ", "class"),
        ("LJ-DC", "district"),
        ("LJ-DC", "class"),
        ("LJ-SY", "school"),
        ("LJ-SY-2024-2", "class"),
    ],
)
def test_no_kind_stands_elsewhere(org, above, kind):
    parent = org.unit(above) if above else None
    said = refusal(tree.add_child_unit, parent, kind, "LJ-NEW", "新单位")
    assert (said.code, said.values) == ("unit_kind", {"kind": kind})


def test_a_code_is_given_once_in_the_whole_install(org):
    said = refusal(tree.add_child_unit, org.unit("LJ-XS"), "school", "LJ-SY", "另一所")
    assert (said.code, said.values) == ("code_taken", {"code": "LJ-SY"})


def test_stages_are_not_invented(org):
    assert done(tree.add_child_unit, org.unit("LJ-DC"), "school", "LJ-NEW", "新校").stages == ""


def test_a_first_unit_stands_at_the_root(org):
    for kind in ("province", "city"):
        made = done(tree.add_child_unit, None, kind, f"ROOT-{kind}", "顶层")
        assert (made.parent_id, made.path) == (None, f"/{made.id}/")


def test_a_school_keeps_its_stages_and_pages_see_a_new_unit_at_once(org):
    ttl_cache.remembered("unit list", lambda: "old")
    made = done(tree.add_child_unit, org.unit("LJ-DC"), "school", "LJ-NEW", "新校", stages="K,P1")
    assert made.stages == "K,P1" and ttl_cache.remembered("unit list", lambda: "new") == "new"


def test_a_class_gets_its_code_place_and_year(org):
    school = org.unit("LJ-DZ")
    made = done(tree.add_class, school, 5, 2026, 8, "八(5)班")
    assert (made.code, made.name, made.number, made.entry_year) == ("LJ-DZ-J2025-5", "八(5)班", 5, 2025)
    assert (made.kind, made.school_id, made.parent_id, made.stages) == ("class", school.id, school.id, "")
    assert made.path == f"{school.path}{made.id}/"
    row = queries.class_year(made, 2026)
    assert (row.grade, row.stage, row.label) == (8, "J", "八(5)班")
    assert org.marked() >= {("LJ-DZ-J2025-5", 2026)}


def test_a_class_that_is_there_is_found_again(org):
    before, school = org.unit("SY-2024-2"), org.unit("LJ-SY")
    org.forget_marks()
    assert done(tree.add_class, school, 2, 2026, 3, "三(2)班").id == before.id
    assert org.years("SY-2024-2") == {2026: "三(2)班"} and org.marked() == set(), "nothing has changed"


def test_a_class_that_is_there_gets_the_row_of_another_year_and_its_new_label(org):
    school = org.unit("LJ-SY")
    org.forget_marks()
    again = done(tree.add_class, school, 2, 2027, 4, "四(2)班")
    assert (again.code, again.name) == ("LJ-SY-2024-2", "四(2)班")
    assert org.years("SY-2024-2") == {2026: "三(2)班", 2027: "四(2)班"}
    assert org.marked() == {("LJ-SY-2024-2", 2027)}


def test_several_classes_are_made_in_the_order_they_are_named(org):
    school = org.unit("LJ-SY")
    wanted = [
        ClassSpec(7, 2, "二(7)班"),
        ClassSpec(2, 3, "三(2)班"),
        ClassSpec(0, 3, "三年级启航班", own="启航"),
        ClassSpec(1, 3, "三音乐(1)班", "音乐"),
    ]
    made = done(tree.add_classes, school, wanted, 2026)
    assert [unit.code for unit in made] == ["LJ-SY-2025-7", "LJ-SY-2024-2", "LJ-SY-2024-启航", "LJ-SY-2024音乐-1"]
    assert [unit.number for unit in made] == [7, 2, None, 1], "a label of its own is no number"
    assert all(unit.path == f"{school.path}{unit.id}/" for unit in made)
    assert db.session.query(Unit).filter(Unit.path.startswith("new:")).count() == 0


def test_five_years_of_primary_school_change_where_junior_school_begins(org):
    school = org.unit("LJ-DZ")
    assert done(tree.add_class, school, 1, 2026, 6, "六(1)班", "", 5).code == "LJ-DZ-2021-1", "the last of five and one"
    assert done(tree.add_class, school, 1, 2026, 7, "七(1)班", "", 5).code == "LJ-DZ-J2025-1"
    assert done(tree.add_class, school, 1, 2026, 7, "七(1)班", "", 6).code == "LJ-DZ-J2026-1"


def test_the_year_of_entry_follows_where_junior_school_begins(org):
    school = org.unit("LJ-DZ")
    assert done(tree.add_class, school, 1, 2026, 8, "八(1)班", "", 5).entry_year == 2024
    assert done(tree.add_class, school, 1, 2026, 8, "八(1)班").entry_year == 2025, "six years are usual"


def test_a_class_of_a_vocational_school_has_its_track(org):
    school = done(tree.add_child_unit, org.unit("LJ-DC"), "school", "LJ-ZJ", "职教中心", stages="V")
    made = done(tree.add_class, school, 1, 2026, 11, "高二机电(1)班", "机电")
    assert (made.code, made.entry_year) == ("LJ-ZJ-V2025机电-1", 2025)
    assert queries.class_year(made, 2026).stage == "V"


def test_the_same_number_at_another_school_is_another_class(org):
    west = done(tree.add_class, org.unit("LJ-XS1"), 2, 2026, 3, "三(2)班")
    assert west.code == "LJ-XS1-2024-2" and org.unit("SY-2024-2").id != west.id
    assert {row.school_id for row in db.session.query(ClassYear).filter_by(class_id=west.id)} == {west.school_id}


def test_a_closed_class_named_by_a_list_is_open_again_and_counted_anew(org):
    change(org.unit("SY-2024-2"), closed_on=TODAY)
    org.forget_marks()
    again = done(tree.add_class, org.unit("LJ-SY"), 2, 2026, 3, "三(2)班")
    assert again.closed_on is None and org.marked() == {("LJ-SY-2024-2", 2026)}


def test_a_unit_with_open_units_below_stays(org):
    said = refusal(tree.close_unit, org.unit("LJ-SY"), TODAY)
    assert (said.code, said.values) == ("unit_has_children", {"name": "实验小学"})
    assert org.unit("LJ-SY").closed_on is None


def test_closed_units_below_do_not_stand_in_the_way(org):
    with_closed = org.unit("LJ-DZ")
    change(org.unit("LJ-DZ-J2025-3"), closed_on=TODAY)
    done(tree.close_unit, with_closed, TOMORROW)
    assert org.unit("LJ-DZ").closed_on == TOMORROW


def test_closing_and_opening_again_have_the_classes_counted_anew(org):
    org.forget_marks()
    done(tree.close_unit, org.unit("SY-2024-2"), TODAY)
    assert org.marked() == {("LJ-SY-2024-2", 2026)}, "and no neighbour"
    org.forget_marks()
    done(tree.reopen, org.unit("SY-2024-2"))
    assert org.unit("SY-2024-2").closed_on is None and org.marked() == {("LJ-SY-2024-2", 2026)}
