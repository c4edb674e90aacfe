"""The cheapest catch-up: shown on the hours page, planned with one tap, undone with another; tapped twice, planned once."""

import re

from eduplatform.extensions import db
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import plan, plan_operations
from eduplatform.teaching.models import Assignment

from ...conftest import sql_count
from ...people import unit


def text(answer):
    return answer.get_data(as_text=True)


def planned(desk):
    with desk.app.app_context():
        rows = (
            db.session.query(Assignment).filter_by(class_id=desk.class_id, withdrawn_at=None).order_by(Assignment.week)
        )
        return [(row.week, row.lesson_id, row.extra) for row in rows]


def ahead(page):
    return page[page.index('id="ahead"') :]


def test_a_class_behind_is_told_the_fewest_lessons_and_where(desk):
    page = ahead(text(desk.get("/hours")))
    number = int(re.search(r"最少再加 (\d+) 节", page).group(1))
    assert number == 10  # weeks 1 to 11 without the holiday
    assert len(re.findall(r"<li><span>第 \d+ 周", page)) == number and "一键排好" in page
    assert planned(desk) == []


def test_one_tap_plans_them_and_a_second_changes_nothing(desk):
    desk.post(f"/classes/{desk.class_id}/catch-up")
    first = planned(desk)
    assert len(first) == 10 and all(extra for *_rest, extra in first)
    assert len({week for week, *_rest in first}) == len({lesson for _week, lesson, _extra in first}) == 10
    desk.post(f"/classes/{desk.class_id}/catch-up")
    assert planned(desk) == first
    page = text(desk.get("/hours"))
    assert "已经排好的加课" in page and "一键排好" not in page
    assert "加课已经排好 10 节" in text(desk.get(""))


def test_another_tap_takes_back_what_was_not_given(desk, clock):
    desk.post(f"/classes/{desk.class_id}/catch-up")
    week, lesson, _extra = planned(desk)[0]
    desk.lesson_id = lesson
    session = desk.start()
    clock.shift(40 * 60)
    desk.close(session)
    desk.post(f"/classes/{desk.class_id}/catch-up/drop")
    assert [row[1] for row in planned(desk)] == [lesson]  # given: it stays on record
    assert "已经排好的加课" not in text(desk.get("/hours"))


def test_the_weeks_of_key_days_are_left_alone(desk):
    with desk.app.app_context(), write():
        plan_operations.adopt(None, unit("LJ"), 2026, plan.shipped())
    ttl_cache.drop()
    with desk.app.app_context():
        class_unit = unit("LJ-SY-2024-2")
        of_key_days = {row.week for row in plan.planned_weeks(class_unit, 2026) if row.keys}
        free = [row.week for row in plan.planned_weeks(class_unit, 2026) if row.week > 12 and not row.keys]
    desk.post(f"/classes/{desk.class_id}/catch-up")
    weeks = {row[0] for row in planned(desk)}
    assert len(weeks) == 10 and len(free) >= 10 and not weeks & of_key_days


def test_a_subject_teacher_sees_it_and_may_not_plan(desk, client_for):
    client = client_for("teacher_wu")
    page = text(client.get(f"/teacher/classes/{desk.class_id}/hours"))
    assert "最少再加" in page and "一键排好" not in page
    assert client.post(f"/teacher/classes/{desk.class_id}/catch-up").status_code == 404
    assert planned(desk) == []


def test_an_extra_lesson_that_is_moved_by_hand_stays_one(desk):
    desk.post(f"/classes/{desk.class_id}/catch-up")
    _week, lesson, _extra = planned(desk)[0]
    desk.post(f"/classes/{desk.class_id}/assignments", lesson=lesson, week=30)
    assert (30, lesson, True) in planned(desk)


def test_the_hours_page_says_its_statements(desk):
    desk.get("/hours")
    assert sql_count(desk.get("/hours")) <= 9


def test_the_sheet_of_the_ledger_is_the_screen(desk, clock):
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    session = desk.start()
    clock.shift(40 * 60)
    desk.close(session)
    page = text(desk.get("/hours"))
    answer = desk.get(f"/classes/{desk.class_id}/hours.xlsx")
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    line = next(row for row in sheet if row[0] == "2026年11月18日")
    for cell in line[:3]:
        assert str(cell) in page
    assert (line[3], line[4], line[5], line[6]) == (40.0, 1.0, "4 / 4", "A 课堂记录")
    assert next(row for row in sheet if row[0] == "合计")[3:5] == [40.0, 1.0]


def test_tenure_lists_the_own_posts_and_opens_them(desk, clock, people, client_for):
    session = desk.start()
    clock.shift(40 * 60)
    desk.close(session)
    page = text(desk.get("/tenure"))
    assert "三(2)班" in page and "<b>1</b>" in page
    href = re.search(r'href="/teacher(/tenure/\d+\?year=2026)"', page).group(1)
    inside = text(desk.get(href))
    assert "背后的课" in inside and f"/teacher/sessions/{session}" in inside
    assert client_for("teacher_chen").get(f"/teacher{href}").status_code == 404
    # a subject teacher has the own lessons only
    assert "<b>1</b>" not in text(client_for("teacher_wu").get("/teacher/tenure"))
