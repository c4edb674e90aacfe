"""Another name for a unit, and its end: who may, what stands in the way, what follows."""

from __future__ import annotations

from eduplatform.org import units

from .world import TODAY, TOMORROW, YESTERDAY, change, done, refusal, refused


def emptied(org, code: str) -> None:
    """Nobody is on the roll of a class any more."""
    for name in ("pupil_yu", "pupil_ming", "pupil_same", "pupil_same2", "pupil_next", "pupil_small", "pupil_junior"):
        if org.seats(name)[-1][0] == f"LJ-{code}":
            change(org.seat(name), to_on=TODAY)


def test_who_manages_the_unit_above_may_close(org):
    school = org.unit("LJ-SY")
    assert units.may_close(org.viewer("district_zhou"), school) and units.may_close(org.viewer("city_song"), school)
    assert not units.may_close(org.viewer("officer_safe"), school), "nobody closes what he stands on"
    assert units.may_close(org.viewer("officer_safe"), org.unit("SY-2024-2"))
    assert not units.may_close(org.viewer("teacher_lin"), org.unit("SY-2024-2"))
    assert not units.may_close(org.viewer("other_district"), school)
    assert not units.may_close(org.viewer("admin_top"), org.unit("P")), "the first unit of an install stays"
    assert units.may_close(org.viewer("admin_top"), org.unit("LJ"))


def test_what_stands_in_the_way_of_a_class_are_its_pupils(org):
    found = units.in_the_way(org.unit("SY-2024-2"))
    assert (found.units, found.pupils, found.posts) == ((), 4, 2)
    change(org.seat("pupil_yu"), to_on=TODAY)
    assert units.in_the_way(org.unit("SY-2024-2")).pupils == 3, "the first day no longer there"
    change(org.seat("pupil_yu"), to_on=TOMORROW)
    assert units.in_the_way(org.unit("SY-2024-2")).pupils == 4, "still there today"


def test_what_stands_in_the_way_of_a_school_are_its_open_classes(org):
    change(org.unit("SY-2021-1"), closed_on=YESTERDAY)
    found = units.in_the_way(org.unit("LJ-SY"))
    assert found.units == ("三(2)班", "三(1)班", "一(1)班") and found.pupils == 0
    assert found.posts == 3, "safety officer, principal and who reads the record; no teacher's"


def test_a_unit_gets_another_name_and_the_change_is_on_record(org):
    done(units.rename, org.viewer("district_zhou"), org.unit("LJ-SY"), "第一实验小学")
    assert org.unit("LJ-SY").name == "第一实验小学" and org.unit("LJ-SY").code == "LJ-SY"
    entry = org.last_audit()
    assert (entry.action, entry.actor_id) == ("unit.rename", org.people["district_zhou"].user_id)
    assert (entry.school_id, entry.subject) == (org.unit("LJ-SY").id, f"unit:{org.unit('LJ-SY').id}")
    assert entry.detail == {"old": "实验小学", "called": "第一实验小学"}


def test_the_command_line_is_named_in_its_place(org):
    done(units.rename, None, org.unit("LJ-DC"), "东城新区", by="command line")
    entry = org.last_audit()
    assert entry.actor_id is None and entry.detail["by"] == "command line" and entry.school_id == org.unit("LJ-DC").id


def test_the_same_name_changes_nothing_and_a_class_is_named_by_its_roster(org):
    done(units.rename, org.viewer("district_zhou"), org.unit("LJ-SY"), "实验小学")
    assert org.audits("unit.rename") == []
    viewer = org.viewer("officer_safe")
    assert refused(units.rename, viewer, org.unit("SY-2024-2"), "三(9)班") == "class_named_by_roster"
    assert org.unit("SY-2024-2").name == "三(2)班"


def test_a_class_with_pupils_stays(org):
    viewer, unit = org.viewer("officer_safe"), org.unit("SY-2024-2")
    said = refusal(units.close, viewer, unit)
    assert said.code == "class_has_pupils" and said.values == {"name": "三(2)班", "pupils": 4}
    assert org.unit("SY-2024-2").closed_on is None and org.post("teacher_lin").to_on is None


def test_an_empty_class_closes_with_its_posts_and_its_teachers_are_signed_out(org):
    emptied(org, "SY-2024-2")
    org.sign_in("teacher_lin", "teacher_wu", "teacher_chen")
    assert done(units.close, org.viewer("officer_safe"), org.unit("SY-2024-2")) == 2
    assert org.unit("SY-2024-2").closed_on == TODAY
    assert org.post("teacher_lin").to_on == org.post("teacher_wu").to_on == TODAY
    assert org.post("teacher_lin").ended_by == org.people["officer_safe"].user_id
    assert not org.signed_in("teacher_lin") and not org.signed_in("teacher_wu")
    assert org.signed_in("teacher_chen") and org.post("teacher_chen").to_on is None, "the next class goes on"
    entry = org.last_audit()
    assert (entry.action, entry.detail) == ("unit.close", {"posts": 2})
    assert entry.actor_id == org.people["officer_safe"].user_id


def test_a_post_that_had_ended_before_does_not_end_again(org):
    emptied(org, "SY-2024-2")
    change(org.post("teacher_wu"), to_on=YESTERDAY)
    assert units.in_the_way(org.unit("SY-2024-2")).posts == 1
    assert done(units.close, org.viewer("officer_safe"), org.unit("SY-2024-2")) == 1
    assert org.post("teacher_wu").to_on == YESTERDAY


def test_the_command_line_ends_posts_in_nobodys_name(org):
    emptied(org, "SY-2024-2")
    assert done(units.close, None, org.unit("SY-2024-2"), by="command line") == 2
    assert org.post("teacher_lin").ended_by is None and org.last_audit().detail == {"posts": 2, "by": "command line"}


def test_a_unit_closes_once_and_not_over_open_ones(org):
    viewer = org.viewer("city_song")
    assert refused(units.close, viewer, org.unit("LJ-DC")) == "unit_has_children"
    emptied(org, "SY-2024-2")
    done(units.close, viewer, org.unit("SY-2024-2"))
    said = refusal(units.close, viewer, org.unit("SY-2024-2"))
    assert (said.code, said.values) == ("unit_closed", {"name": "三(2)班"})


def test_the_end_of_a_unit_is_taken_back_without_its_posts(org):
    emptied(org, "SY-2024-2")
    done(units.close, org.viewer("officer_safe"), org.unit("SY-2024-2"))
    done(units.reopen, org.viewer("officer_safe"), org.unit("SY-2024-2"))
    assert org.unit("SY-2024-2").closed_on is None and org.post("teacher_lin").to_on == TODAY
    assert org.last_audit().action == "unit.reopen"
    assert org.last_audit().actor_id == org.people["officer_safe"].user_id
    done(units.reopen, org.viewer("officer_safe"), org.unit("SY-2024-2"))
    assert len(org.audits("unit.reopen")) == 1, "open already"


def test_nothing_opens_below_a_closed_unit(org):
    for code in ("LJ-DZ-J2025-3", "LJ-DZ"):
        change(org.unit(code), closed_on=TODAY)
    said = refusal(units.reopen, org.viewer("district_zhou"), org.unit("LJ-DZ-J2025-3"))
    assert (said.code, said.values) == ("parent_closed", {"name": "东城中学"})
    done(units.reopen, org.viewer("district_zhou"), org.unit("LJ-DZ"))
    done(units.reopen, org.viewer("district_zhou"), org.unit("LJ-DZ-J2025-3"))
    assert org.unit("LJ-DZ-J2025-3").closed_on is None


def test_closed_units_are_listed_the_latest_first_without_classes(org):
    change(org.unit("LJ-SY"), closed_on=YESTERDAY)
    change(org.unit("LJ-DZ"), closed_on=TODAY)
    change(org.unit("SY-2024-2"), closed_on=TODAY)
    assert [unit.code for unit in units.closed_below(org.unit("LJ-DC"))] == ["LJ-DZ", "LJ-SY"]
    change(org.unit("LJ-SY"), closed_on=TODAY)
    assert [unit.code for unit in units.closed_below(org.unit("LJ-DC"))] == ["LJ-SY", "LJ-DZ"], "of one day by place"
    assert units.closed_below(org.unit("LJ-SY")) == [] == units.closed_below(org.unit("LJ-XS"))
