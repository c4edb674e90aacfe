"""What lists hide of a unit from whom, going down the tree; figures as of a day; the report of class sessions in pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.assessment import class_sessions, hidden_units, snapshot_bodies, suppression
from eduplatform.assessment.hidden_units import Listed, hidden_in, looks_from_inside, seen_pairs
from eduplatform.assessment.suppression import hidden_sizes, page_count
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.access import Holding, Viewer
from eduplatform.org.models import Unit
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassSession

from . import world
from .test_suppression import line

D, TODAY = date(2026, 11, 2), date(2026, 11, 18)
LINE = [
    Unit(id=n, kind=kind, path=path)
    for n, kind, path in (
        (1, "city", "/1/"),
        (2, "district", "/1/2/"),
        (3, "school", "/1/2/3/"),
        (4, "class", "/1/2/3/4/"),
    )
]


def viewer(*held: tuple[str, str, str]) -> Viewer:
    return Viewer(1, 1, "staff", "x", holdings=tuple(Holding(role, 1, kind, path, "") for role, kind, path in held))


CITY, DISTRICT = ("city_officer", "city", "/1/"), ("district_officer", "district", "/1/2/")
PRINCIPAL, TEACHER = ("principal", "school", "/1/2/3/"), ("homeroom_teacher", "class", "/1/2/3/4/")


@pytest.mark.parametrize(
    ("held", "path", "inside"),
    [
        ([PRINCIPAL], "/1/2/3/4/", True),
        ([PRINCIPAL], "/1/2/3/", True),
        ([PRINCIPAL], "/1/2/", False),
        ([PRINCIPAL], "/1/2/30/", False),
        ([TEACHER], "/1/2/3/4/", True),
        ([TEACHER], "/1/2/3/5/", False),
        ([CITY], "/1/2/3/", False),
        ([CITY, PRINCIPAL], "/1/2/3/", True),
        ([], "/1/", False),
    ],
)
def test_who_looks_from_within_a_school(held, path, inside):
    assert looks_from_inside(viewer(*held), path) is inside


@pytest.mark.parametrize(
    ("held", "depth", "pairs"),
    [
        ([CITY], 4, [(1, 2), (2, 3), (3, 4)]),
        ([DISTRICT], 4, [(2, 3), (3, 4)]),
        ([CITY], 1, []),
        ([DISTRICT], 2, []),
        ([PRINCIPAL], 4, []),
        ([CITY, PRINCIPAL], 3, []),  # from inside nothing is hidden
        ([CITY, PRINCIPAL], 2, [(1, 2)]),
        ([], 4, []),
    ],
)
def test_the_lists_that_a_viewer_sees_from_the_highest_unit_down(held, depth, pairs):
    assert [(one.id, two.id) for one, two in seen_pairs(viewer(*held), LINE[:depth])] == pairs
    assert seen_pairs(viewer(*held), []) == []


def test_a_list_hides_by_unit_and_one_more_where_its_own_total_is_hidden():
    listed = [Listed(n, line(pupils)) for n, pupils in ((7, 30), (8, 3), (9, 12))]
    plain = hidden_in(listed, frozenset())
    assert [bool(plain[n]) for n in (7, 8, 9)] == [False, True, True]
    whole = [Listed(n, line(30 + n)) for n in (1, 2)]
    assert hidden_in(whole, frozenset()) == {1: frozenset(), 2: frozenset()}
    assert hidden_in(whole, frozenset({"pass_rate"})) == {1: frozenset({"pass_rate"}), 2: frozenset()}
    assert hidden_in([], frozenset({"pass_rate"})) == {}


@pytest.mark.parametrize(
    ("sizes", "forced", "hidden"),
    [
        ([], True, set()),
        ([0, 0], True, set()),  # nobody stands behind a 0
        ([30, 40], False, set()),
        ([30, 40], True, {0}),  # its total is hidden: one is enough
        ([9, 30, 40], False, {0, 1}),
        ([9, 30, 40], True, {0, 1}),  # nine are fewer than ten
        ([9, 0, 8], False, {0, 2}),
        ([4, 4, 30, 50], False, {0, 1, 2}),
        ([4], False, {0}),
        ([20, 20], True, {0}),  # of equals the first
    ],
)
def test_which_numbers_of_sheets_are_left_out_of_a_list(sizes, forced, hidden):
    assert hidden_sizes(sizes, forced) == hidden


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 1), (27, 2), (51, 2), (52, 3)])
def test_so_many_pages_and_never_one_line_alone_on_the_last(total, pages):
    assert page_count(total) == pages


def test_a_sheet_of_all_lines_hides_what_each_page_hides_by_itself():
    lines = [line(30) for _unit in range(51)]
    lines[0] = line(3)
    lines[40] = line(40, taken=4)
    found = suppression.hidden_of(lines, [False] * 51)
    assert [place for place, codes in enumerate(found.codes) if "pass_rate" in codes] == [0, 1, 25, 40]
    first = suppression.covered(lines[:25], [False] * 25)
    assert list(found.codes[:25]) == list(first.codes) and len(found.codes) == 51


@pytest.fixture
def here(app, people):
    with app.app_context():
        yield
        db.session.rollback()


def school(code: str, sizes: tuple[int, ...], above: str = "LJ-DC") -> None:
    unit = tree.add_child_unit(world.unit(above), "school", code, code, stages="P1,P2,P3")
    for number, size in enumerate(sizes, 1):
        room = tree.add_class(unit, number, 2026, 3, f"三({number})班")
        world.teach(room, world.lesson("FIRE"), D, roll=size)
        for pupil in world.pupils(room, size):
            world.quiz(room, world.lesson("FIRE"), pupil, D, 90)


def test_what_is_hidden_goes_down_the_tree_and_stops_where_it_is_covered(here):
    with write():
        school("A", (3,))
        school("B", (12, 11))
        school("C", (20, 30))
    world.settle()
    units = {code: world.unit(code) for code in ("P", "LJ", "LJ-DC", "A", "B", "C")}
    district = viewer(("district_officer", "district", units["LJ-DC"].path))

    def hidden(code: str, day: date = TODAY, who: Viewer = district) -> bool:
        above = [units[one] for one in ("P", "LJ", "LJ-DC")] + [units[code]]
        return "pass_rate" in hidden_units.hidden_from_above(who, above, 2026, day)

    assert [hidden(code) for code in ("A", "B", "C")] == [True, True, False]
    assert not any(hidden(code, D - timedelta(days=1)) for code in ("A", "B", "C")), "nothing was known the day before"
    inside = viewer(("principal", "school", units["B"].path))
    assert not hidden("B", who=inside)
    rooms = hidden_units.hidden_children({units["B"].id: frozenset({"pass_rate"})}, 2026, TODAY)
    assert sorted("pass_rate" in codes for codes in rooms.values()) == [False, True], "one class covers the other"
    schools = hidden_units.hidden_schools(units["LJ"], frozenset(), 2026, TODAY)
    assert {code for code in "ABC" if "pass_rate" in schools[units[code].id]} == {"A", "B"}
    assert hidden_units.hidden_schools(units["B"], frozenset({"x"}), 2026, TODAY) == {units["B"].id: frozenset({"x"})}
    by_top = hidden_units.forced_by_top([units[one] for one in ("LJ", "LJ-DC", "A")], 2026, TODAY)
    assert [("pass_rate" in by_top[units[one].id]) for one in ("LJ", "LJ-DC", "A")] == [True, True, False]
    topics = hidden_units.hidden_topics_from_above(district, [units[one] for one in ("LJ-DC", "B")], 2026)
    assert topics == {"FIRE"}
    assert not hidden_units.hidden_topics_from_above(district, [units[one] for one in ("LJ-DC", "C")], 2026)


def test_a_frozen_body_is_looked_at_as_the_page_would_be(here):
    with write():
        school("A", (3,))
        school("B", (12, 11))
        school("C", (20, 30))
    world.settle()
    unit = world.unit("B")
    body = snapshot_bodies.read_figures(unit, 2026, TODAY)
    assert [one["path"] for one in body["above"]][-1] == unit.path and len(body["lines"]) == 2
    assert body["own"]["counts"]["quiz_taken"] == 23 == sum(one["counts"]["quiz_taken"] for one in body["lines"])
    east, city = world.unit("LJ-DC"), world.unit("LJ")
    for who, inside, forced in (
        (viewer(("district_officer", "district", east.path)), False, True),
        (viewer(("city_officer", "city", city.path)), False, True),
        (viewer(("principal", "school", unit.path)), True, False),
        (viewer(("district_officer", "district", world.unit("LJ-XS").path)), False, False),
    ):
        eyes = snapshot_bodies.eyes_of(who, body)
        assert (eyes.inside, "pass_rate" in eyes.forced) == (inside, forced)
        assert eyes.inside_lines == [inside, inside]
    teacher = snapshot_bodies.eyes_of(viewer(("homeroom_teacher", "class", body["lines"][1]["path"])), body)
    assert (teacher.inside, teacher.inside_lines) == (False, [False, True])
    early = snapshot_bodies.read_figures(unit, 2026, D - timedelta(days=1))
    assert early["own"]["counts"]["quiz_taken"] == 0


def test_class_sessions_come_one_after_the_other_with_what_stands_of_them(here):
    one, two = world.unit("LJ-SY-2024-2"), world.unit("LJ-XS1-2024-1")
    with write():
        first = world.teach(one, world.lesson("FIRE"), D)
        second = world.teach(two, world.lesson("TRAF"), D)
        third = world.teach(one, world.lesson("TRAF"), D + timedelta(days=7))
        fourth = world.teach(one, world.lesson("FIRE"), D + timedelta(days=14))
        world.take_back(third, TODAY)
        again = world.take_back(first, TODAY)
        mended = world.enter(
            one, world.lesson("FIRE"), D, 75, 40, 30, first.session_id, corrects=again.id, entered=TODAY
        )
        db.session.get(ClassSession, (fourth.school_id, fourth.session_id)).state = "running"

    def told(code: str, after: int = 0, most: int = 9, year: int = 2026) -> list[tuple[int, str, int | None]]:
        found = class_sessions.sessions_after(world.unit(code), year, after, most)
        return [(each.session.id, each.topic, each.entry.id if each.entry else None) for each in found]

    every = [
        (first.session_id, "FIRE", mended.id),
        (second.session_id, "TRAF", second.id),
        (third.session_id, "TRAF", None),  # taken back: the session was held all the same
    ]
    assert told("LJ") == every and told("LJ", most=2) == every[:2] and told("LJ", first.session_id) == every[1:]
    assert told("LJ-SY") == [every[0], every[2]] and told("LJ-XS1-2024-1") == [every[1]]
    assert told("YS") == told("LJ", year=2025) == told("LJ", third.session_id) == []
    session = db.session.get(ClassSession, (first.school_id, first.session_id))
    held = class_sessions.held_session(session)
    assert (held.entry.hours, held.topic, held.lesson.id) == (75, "FIRE", first.lesson_id)
