"""The week page."""

import re
from datetime import date

from eduplatform.assessment import expectations
from eduplatform.extensions import db
from eduplatform.org import queries as org
from eduplatform.org.models import Enrolment
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import queries
from eduplatform.teaching.models import PlanWeek

from ...conftest import sql_count
from ...people import unit


def plan(desk, topics):
    with desk.app.app_context(), write():
        db.session.add(
            PlanWeek(
                unit_id=unit("LJ").id,
                year=2026,
                week=12,
                title="测试主题周",
                title_en="Test week",
                topics={"all": topics},
            )
        )
    ttl_cache.drop()


def text(answer):
    return answer.get_data(as_text=True)


def test_it_shows_the_week_the_lesson_and_one_big_button(desk):
    page = text(desk.get(""))
    assert "三(2)班 · 第 12 周" in page and "开始上课" in page
    assert page.count("btn-primary") == 1


def test_it_takes_few_statements_and_little_html(fifty, clock):
    session = fifty.start("hands")
    clock.shift(40 * 60)
    fifty.close(session)
    fifty.get("")
    answer = fifty.get("")
    assert sql_count(answer) <= 7
    assert len(answer.data) <= 30_000


def test_a_server_that_remembers_nothing_yet_answers_it_in_ten_statements(fifty, clock):
    session = fifty.start("hands")
    clock.shift(40 * 60)
    fifty.close(session)
    fifty.get("")
    asked = []
    for _ in range(3):  # where a request takes longer than a second, it looks once more whether anything was changed
        ttl_cache.drop()
        asked.append(sql_count(fifty.get("")))
    assert min(asked) <= 10


def test_the_theme_of_the_week_comes_from_the_plan_above(desk):
    plan(desk, ["FIRE"])
    assert "测试主题周" in text(desk.get(""))


def test_a_theme_without_a_course_says_so_and_offers_another_lesson(desk):
    plan(desk, ["NATSEC"])
    page = text(desk.get(""))
    assert "还没有课程" in page and "开始上课" in page


def test_an_open_lesson_is_the_thing_to_do(desk):
    session = desk.start()
    page = text(desk.get(""))
    assert "有一节课正在上" in page and f"/teacher/sessions/{session}/screen" in page
    assert "开始上课</span>" not in page


def test_after_the_lesson_the_hours_stand_there(desk, clock):
    session = desk.start()
    clock.shift(40 * 60)
    desk.close(session)
    page = text(desk.get(""))
    assert "<b>1</b>" in page and "本周的课已经上好" in page and "落下 9 节" in page


def test_in_the_holidays_it_says_when_school_begins(desk, clock, client_for):
    clock.move_to("2027-02-03T02:00:00+00:00")
    desk.client = client_for("teacher_lin")
    ttl_cache.drop()
    assert "现在放假" in text(desk.get(""))


def test_a_teacher_of_two_classes_can_switch_and_comes_back_to_the_last(desk, people):
    from datetime import date

    from eduplatform.org.models import Post

    lin = people["teacher_lin"]
    with desk.app.app_context(), write():
        other = unit("LJ-SY-2024-1").id
        db.session.add(
            Post(
                school_id=lin.school_id,
                user_id=lin.user_id,
                unit_id=other,
                role="subject_teacher",
                from_on=date(2026, 9, 1),
            )
        )
    assert "换一个班" in text(desk.get(""))
    assert "三(1)班 · 第 12 周" in text(desk.get(f"/classes/{other}"))
    assert "三(1)班 · 第 12 周" in text(desk.get(""))
    assert "三(1)班" in text(desk.get("/hours"))


def test_a_class_cookie_of_somebody_elses_class_opens_nothing(desk):
    with desk.app.app_context():
        strange = unit("LJ-SY-2024-1").id
    desk.client.set_cookie("class", str(strange), path="/teacher")
    assert "三(2)班 · 第 12 周" in text(desk.get(""))


def test_strangers_get_the_same_404_as_for_a_class_that_is_not_there(desk, client_for):
    for name in ("teacher_chen", "principal_he", "pupil_yu", "guardian_yu", "other_city"):
        client = client_for(name)
        for page in ("", "/lessons", "/pupils", "/hours", "/hours/declare"):
            there, missing = (client.get(f"/teacher/classes/{n}{page}") for n in (desk.class_id, 999_999))
            assert there.status_code == missing.status_code == 404


def test_it_reads_well_in_english(desk):
    desk.client.set_cookie("lang", "en")
    assert desk.get("").status_code == 200


def began(desk, day):
    """The class has had pupils from this day on: its roster came in mid-year."""
    with desk.app.app_context(), write():
        for row in db.session.query(Enrolment).filter_by(class_id=desk.class_id):
            row.from_on = day
    ttl_cache.drop()


def test_a_class_that_began_in_mid_year_is_not_told_it_fell_behind_before(desk):
    assert "落下" in text(desk.get("")), "a class of September has ten lessons to make up"
    began(desk, date(2026, 11, 16))
    page = text(desk.get(""))
    assert "落下" not in page and "正好跟上" in page
    assert re.search(r"第 11 周\s*还没开班", page) and not re.search(r"第 \d+ 周\s*还没补", page)


def test_the_teacher_and_the_report_agree_on_what_is_due(desk):
    """On Sunday the week is still open for both; from Monday its lesson is due for both."""
    for begins in (date(2026, 9, 1), date(2026, 11, 2), date(2026, 11, 12)):
        began(desk, begins)
        with desk.app.app_context():
            class_unit, year = unit("LJ-SY-2024-2"), 2026
            of_year = org.class_year(class_unit, year)
            place = expectations.class_places(year, [class_unit.id])[0]
            frame = expectations.Frames(year, date(2026, 11, 18)).of(place, begins, expectations.Stored({}, {}))
            for day in (date(2026, 11, 15), date(2026, 11, 16), date(2026, 11, 22), date(2026, 11, 23)):
                by_report = sum(n for due, n in frame.slots.items() if due <= day)
                assert queries.ledger(class_unit, of_year, day).outlook.due == by_report, (begins, day)


def test_figures_carry_a_unit_in_the_right_number(desk, clock):
    session = desk.start()
    clock.shift(40 * 60)
    desk.close(session)
    desk.client.set_cookie("lang", "en")
    page = text(desk.get("/hours"))
    assert "<b>1</b><small>class hour<" in page and "<b>1</b><small>lesson<" in page
    assert "<small>lessons<" in page  # those behind
