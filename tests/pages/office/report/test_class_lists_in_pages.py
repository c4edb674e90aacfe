"""The lists on a class's report are cut into pages, so that the page does not grow with the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.assessment import class_report
from eduplatform.extensions import db
from eduplatform.pages.office.report.presenters import LINES, piece
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassHour
from tests.assessment import world

CLASS = "LJ-SY-2024-2"
DAY = date(2026, 11, 30)


@pytest.fixture
def taught(app):
    """A class with so many lessons that its ledger has three pages; the last lesson but one was taken back, one is of the day after."""
    with app.app_context():
        with write():
            unit, head = world.unit(CLASS), world.lesson("FIRE")
            given = [
                world.teach(unit, head, date(2026, 9, 1) + timedelta(days=n), roll=20, present=19)
                for n in range(LINES * 2 + 1)
            ]
            world.take_back(given[-2], date(2026, 11, 3))
            world.teach(unit, head, DAY + timedelta(days=1), roll=20, present=19)
        yield unit


def days(unit, page):
    return [line.entry.given_on for line in class_report.class_entries(unit, 2026, DAY, page, LINES)[0]]


def test_pages_hold_everything_once_the_newest_first(taught):
    found = [day for page in (1, 2, 3) for day in days(taught, page)]
    assert found == [date(2026, 9, 1) + timedelta(days=n) for n in range(LINES * 2, -1, -1)]
    assert {class_report.class_entries(taught, 2026, DAY, page, LINES)[1] for page in (1, 2, 3)} == {LINES * 2 + 1}


def test_a_lesson_taken_back_stays_in_the_list_and_counts_in_no_week(taught):
    lines = class_report.class_entries(taught, 2026, DAY, 1, LINES)[0]
    assert [line.holds for line in lines] == [n != 1 for n in range(LINES)]
    assert sum(class_report.lessons_by_week(taught, 2026, DAY).values()) == LINES * 2


def test_a_corrected_lesson_is_one_line_as_it_stands(app, taught):
    first = class_report.class_entries(taught, 2026, DAY, 1, LINES)[0][0].entry
    with write():
        old, after = db.session.get(ClassHour, (taught.school_id, first.id)), date(2026, 11, 20)
        world.take_back(old, after)
        world.enter(
            taught, world.lesson("FIRE"), old.given_on, 75, 20, 18, old.session_id, corrects=old.id, entered=after
        )
    lines, total = class_report.class_entries(taught, 2026, DAY, 1, LINES)
    assert (lines[0].entry.present, lines[0].holds, total) == (18, True, LINES * 2 + 1)
    before, _total = class_report.class_entries(taught, 2026, date(2026, 11, 19), 1, LINES)
    assert (before[0].entry.id, before[0].holds) == (first.id, True)


@pytest.mark.parametrize(("asked", "given"), [("0", 1), ("-5", 1), ("3", 3), ("99", 1), ("x", 1), ("9" * 30, 1)])
def test_a_page_that_is_not_there_is_the_first(taught, client_for, asked, given):
    page = client_for("teacher_lin").get(f"/office/units/{taught.id}?page={asked}").get_data(as_text=True)
    assert f"第 {given} / 3 页" in page


def test_an_empty_list_is_one_empty_page(app):
    with app.app_context():
        assert class_report.class_entries(world.unit(CLASS), 2026, DAY, 3, LINES) == ([], 0)
    assert (piece(([], 0), 3).page, piece(([], 0), 3).pages) == (1, 1)


def test_a_page_cut_out_by_the_query_says_where_it_is():
    assert piece((["x"], LINES + 1), 2).page == 2
    assert piece((["x"], LINES + 1), 9).page == 1
