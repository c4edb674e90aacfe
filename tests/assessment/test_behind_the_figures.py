"""What lies behind the figures of a class: sessions, sheets, shows of hands, the entry that holds; and the marks a recount takes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from eduplatform.assessment import class_report, jobs, sql_days
from eduplatform.assessment.models import TallyState
from eduplatform.assessment.recount import Wanted
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.org.access import Holding, Viewer
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassSession

from . import world

CLASS, D = "LJ-SY-2024-2", date(2026, 11, 2)


@pytest.fixture
def here(app):
    with app.app_context():
        yield world.unit(CLASS)
        db.session.rollback()


def session_of(entry) -> ClassSession:
    return db.session.scalars(select(ClassSession).where(ClassSession.id == entry.session_id)).one()


@pytest.fixture
def taught(here):
    """A lesson with three sheets: one handed in during it, one a day later, one a day later still."""
    with write():
        people = world.pupils(here, 3)
        entry = world.teach(here, world.lesson("FIRE"), D, roll=3)
        for n, pupil in enumerate(people):
            world.quiz(
                here, world.lesson("FIRE"), pupil, D + timedelta(days=n), 90 - 40 * n, None if n else entry.session_id
            )
    return entry


def test_sheets_come_as_they_were_handed_in_with_names_for_those_who_may_see_them(taught):
    named, nameless = (class_report.sheets(session_of(taught), names) for names in (True, False))
    assert [(one.score, one.passed, one.in_session, one.grade) for one in named] == [
        (90, True, True, "A"),
        (50, False, False, "B"),
        (10, False, False, "B"),
    ]
    assert all(one.name.startswith("学生") and one.number for one in named)
    assert {(one.name, one.number) for one in nameless} == {("", "")}
    assert [one.attempt_id for one in named] == [one.attempt_id for one in nameless]


def test_a_sheet_begun_and_never_handed_in_is_none(taught):
    with write():
        last = db.session.scalars(select(QuizAttempt).order_by(QuizAttempt.id.desc())).first()
        number, last.submitted_at = last.id, None
    assert len(class_report.sheets(session_of(taught), True)) == 2
    assert class_report.closed_attempt(number) is None


def test_a_sheet_without_a_name_goes_by_its_place(taught):
    found = [class_report.closed_attempt(one.attempt_id) for one in class_report.sheets(session_of(taught), False)]
    assert [class_report.place_of(sheet) for sheet in found] == [1, 2, 3]
    with write():
        for sheet in found:
            sheet.submitted_at = world.at(D)
    assert sorted(class_report.place_of(sheet) for sheet in found) == [1, 2, 3], "handed in at once, each has its place"


def test_a_session_is_opened_once_it_is_over(taught):
    session = session_of(taught)
    assert class_report.closed_session(session.id).id == session.id
    assert [one.id for one in class_report.sessions_of_lesson(world.unit(CLASS), session.lesson_id, 2026)] == [
        session.id
    ]
    with write():
        session.state = "running"
    assert class_report.closed_session(session.id) is None
    assert class_report.sessions_of_lesson(world.unit(CLASS), session.lesson_id, 2026) == []
    assert class_report.sessions_of_lesson(world.unit(CLASS), session.lesson_id, 2025) == []


def test_the_entry_of_a_session_is_the_one_that_holds(here, taught):
    session = session_of(taught)
    assert class_report.entry_of_session(session).id == taught.id
    with write():
        world.take_back(taught, D + timedelta(days=1))
    assert class_report.entry_of_session(session) is None
    with write():
        fire = world.lesson("FIRE")
        anew = world.enter(here, fire, D, 75, 3, 2, session.id, corrects=taught.id, entered=D + timedelta(days=1))
    assert class_report.entry_of_session(session).id == anew.id


def test_a_show_of_hands_stands_with_its_question_and_letters(here):
    with write():
        entry = world.teach(here, world.lesson("FIRE"), D, roll=20, hands=11)
        bare = world.teach(here, world.lesson("FIRE"), D + timedelta(days=7), roll=20)
    (shown,) = class_report.shows_of_hands(session_of(entry))
    assert shown.hands == 11
    assert [letter for letter, _text, _hands, _right in shown.options] == list("ABCDE"[: len(shown.options)])
    assert sum(hands for _letter, _text, hands, _right in shown.options) == 11
    assert sum(right for *_rest, right in shown.options) == 1
    assert class_report.shows_of_hands(session_of(bare)) == []


@pytest.mark.parametrize(
    ("body", "options"),
    [
        (
            {"kind": "truefalse", "stem": "问", "answer": False},
            [("A", "对", 2, False), ("B", "错", 3, True)],
        ),
        (
            {
                "kind": "spot",
                "stem": "问",
                "regions": [{"id": "false", "label": "门", "right": True}, {"id": "s2", "label": "窗", "right": False}],
            },
            [("A", "门", 3, True), ("B", "窗", 0, False)],
        ),
        (
            {
                "kind": "single",
                "stem": "问",
                "options": [{"id": "true", "text": "走", "right": False}, {"id": "b", "text": "跑", "right": True}],
            },
            [("A", "走", 2, False), ("B", "跑", 0, True)],
        ),
    ],
)
def test_hands_are_told_option_by_option_whatever_the_kind(body, options):
    found = class_report._question(body, {"true": 2, "false": 3})
    assert (found.stem, list(found.options), found.hands) == ("问", options, 5)


def outside(code: str = "LJ") -> Viewer:
    unit = world.unit(code)
    return Viewer(1, unit.id, "staff", "x", holdings=(Holding("officer", unit.id, unit.kind, unit.path, unit.name),))


@pytest.mark.parametrize(("roll", "taken", "few"), [(10, 10, False), (9, 9, True), (20, 9, True), (20, 10, False)])
def test_sheets_of_fewer_than_ten_are_not_opened_from_above_the_school(here, roll, taken, few):
    with write():
        people = world.pupils(here, taken)
        world.teach(here, world.lesson("FIRE"), D, roll=roll)
        for pupil in people:
            world.quiz(here, world.lesson("FIRE"), pupil, D, 90)
    world.settle()
    fire = world.lesson("FIRE").lesson_id
    for code, hidden in (("LJ", few), ("LJ-DC", few), ("LJ-SY", False), (CLASS, False)):
        assert class_report.too_few_to_open(outside(code), world.unit(CLASS), fire, 2026) is hidden, code
    assert class_report.too_few_to_open(outside(), world.unit(CLASS), 10**6, 2026), "of a lesson never given: nothing"


def mark(class_id: int, tally: str = "class_year", year: int = 2026, lesson_id: int = 0):
    return SimpleNamespace(class_id=class_id, tally=tally, year=year, lesson_id=lesson_id)


def test_marks_say_which_classes_and_which_lessons_are_counted_anew():
    marks = [
        mark(1),
        mark(1, "class_lesson", lesson_id=7),
        mark(2, "class_lesson", lesson_id=8),
        mark(3, year=2025),
        mark(4, "class_all"),
        mark(4, "class_all"),
    ]
    assert jobs._wanted(marks) == [
        Wanted(2026, frozenset({4})),
        Wanted(2025, frozenset({3}), frozenset()),
        Wanted(2026, frozenset({1}), frozenset({(1, 7), (2, 8)})),
    ]
    assert jobs._wanted([]) == []


def test_one_go_takes_all_marks_of_the_first_classes(monkeypatch):
    monkeypatch.setattr(jobs, "CLASSES", 2)
    marks = [mark(1), mark(2), mark(3), mark(1), mark(3), mark(2, "class_all")]
    assert [one.class_id for one in jobs._few_classes(marks)] == [1, 2, 1, 2]
    assert jobs._few_classes([]) == []


@pytest.mark.parametrize(
    ("seconds", "changed", "noted"),
    [(5, False, False), (20, False, False), (21, False, True), (5, True, True), (-5, False, True)],
)
def test_up_to_when_is_counted_is_noted_when_something_changed_or_now_and_then(here, seconds, changed, noted):
    began = datetime(2026, 11, 18, 2, 0, tzinfo=ZoneInfo("UTC"))

    def known() -> datetime:
        return db.session.scalar(select(TallyState.as_of).where(TallyState.name == "all"))

    with write():
        jobs.note_counted(began, changed=False)
    assert known() == began, "the first time in any case"
    later = began + timedelta(seconds=seconds)
    with write():
        jobs.note_counted(later, changed)
    assert known() == (later if noted else began)


def test_days_of_instants_are_local_days(here):
    day = sql_days.day_number(QuizAttempt.submitted_at, 2026)
    with write():
        pupil = world.pupils(here, 1)[0]
        sheet = world.quiz(here, world.lesson("FIRE"), pupil, D, 90)
    for hour, minute, on in ((0, 0, D), (23, 59, D), (7, 59, D)):
        with write():
            sheet.submitted_at = datetime(D.year, D.month, D.day, hour, minute, tzinfo=world.SHANGHAI)
        assert sql_days.date_of_number(db.session.scalar(select(day))) == on, (hour, minute)
    assert sql_days.date_of_number(0) == date(1970, 1, 1)


@pytest.mark.parametrize(
    ("zone", "steps"),
    [
        ("Asia/Shanghai", [28_800_000]),
        ("Europe/Berlin", [7_200_000, 3_600_000, 7_200_000]),
        ("America/New_York", [-14_400_000, -18_000_000, -14_400_000]),
    ],
)
def test_offsets_of_a_year_change_at_the_very_millisecond(app, monkeypatch, zone, steps):
    """A city of the country has one; a school abroad may have three."""
    found = ZoneInfo(zone)
    monkeypatch.setattr(sql_days.clock, "local", lambda instant: instant.astimezone(found))
    monkeypatch.setattr(sql_days.clock, "start_of", lambda day: datetime(day.year, day.month, day.day, tzinfo=found))
    offsets = sql_days._offsets.__wrapped__(2026, zone)
    assert [offset for _until, offset in offsets] == steps
    for until, offset in offsets[:-1]:
        before, after = (datetime.fromtimestamp(at / 1000, found) for at in (until - 1, until))
        assert before.utcoffset() == timedelta(milliseconds=offset) != after.utcoffset()
