"""The 1530 log counts itself."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from eduplatform.teaching.models import Reminder
from tests.conftest import sql_count
from tests.pages.office.people.test_people import unit_id
from tests.people import unit


@pytest.fixture
def kept(app, people):
    with app.app_context(), write():
        room, lesson = unit("LJ-SY-2024-2"), content.lessons_of("P2")[0].lesson_id
        for day, minutes, ended in ((2, 1, True), (3, 1, True), (3, 5, True), (4, 1, False)):
            now = school_clock.now()
            db.session.add(
                Reminder(
                    school_id=room.school_id, class_id=room.id, year=2026, given_on=date(2026, 11, day), format=minutes,
                    lesson_id=lesson, teacher_id=people["teacher_lin"].user_id, started_at=now, ended_at=now if ended else None,
                )
            )  # fmt: skip


def figures(text: str) -> list[str]:
    return [piece.partition("<")[0].strip() for piece in text.split('class="stat-figure')[1:]]


def test_a_school_sees_its_classes_and_the_sum(app, client_for, kept):
    client, address = client_for("officer_safe"), f"/office/units/{unit_id(app, 'LJ-SY')}/reminders"
    client.get(address)  # the calendar is remembered from here on
    page = client.get(address)
    assert page.status_code == 200 and sql_count(page) <= 6
    row = page.text.partition("三(2)班</a>")[2].partition("</tr>")[0]
    assert [part.partition("<")[0] for part in row.split('">')[1:] if part[0].isdigit()] == ["2", "1", "0"]


def test_a_class_sees_each_one_and_what_was_broken_off_does_not_count(app, client_for, kept):
    page = client_for("teacher_lin").get(f"/office/units/{unit_id(app, 'LJ-SY-2024-2')}/reminders")
    assert page.text.count("2026年11月3日") == 2 and "2026年11月4日" not in page.text and "另有 1 次没放完" in page.text


def test_nothing_yet_says_so_and_a_bureau_has_no_such_page(app, client_for):
    school = client_for("officer_safe").get(f"/office/units/{unit_id(app, 'LJ-SY')}/reminders").text
    assert "还没有记录" in school and "<table" not in school, "a list of noughts says nothing"
    assert "还没有记录" in client_for("teacher_lin").get(f"/office/units/{unit_id(app, 'LJ-SY-2024-2')}/reminders").text
    assert client_for("city_song").get(f"/office/units/{unit_id(app, 'LJ')}/reminders").status_code == 404
