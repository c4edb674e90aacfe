"""What a week took of a teacher: counted from records, shown to that teacher, to a unit only as a median."""

from __future__ import annotations

import pytest

from eduplatform.notices import teacher_week
from eduplatform.teaching import teacher_acts
from tests.conftest import sql_count
from tests.pages.office.people.test_people import unit_id


def taught(desk, clock, away=()):
    session = desk.start("none")
    clock.shift(40 * 60)
    desk.post(
        f"/sessions/{session}/roll",
        then="close",
        version=desk.session(session).version,
        absent=[str(one) for one in away],
    )


def test_an_ordinary_week_takes_three_minutes_at_most():
    assert teacher_acts.seconds_of(teacher_acts.ORDINARY) <= teacher_acts.A_WEEK


def test_the_week_page_says_what_closed_itself_who_was_away_and_the_minutes(desk, clock, people):
    before = desk.get("").get_data(as_text=True)
    assert "本周的课还没上" in before and "本周还没有花你的时间" in before and "平常的一周约 3 分钟" in before
    taught(desk, clock, [people["pupil_yu"].user_id])
    page = desk.get("").get_data(as_text=True)
    assert "自动记好了 1 节课" in page and "上一节没来：田小雨甲一" in page
    assert "本周你花了约 2 分钟（上课除外）" in page and "收件箱都看过了" in page


def test_the_page_of_the_minutes_lists_each_act_with_its_stated_time(desk, clock, people):
    taught(desk, clock, [people["pupil_yu"].user_id])
    page = desk.get(f"/classes/{desk.class_id}/minutes")
    text = page.get_data(as_text=True)
    assert "看一遍备注（备课）" in text and "122 秒" in text and "点没来的同学" in text and "补报一节" not in text
    assert sql_count(page) <= 10


def test_last_week_is_another_week_and_practice_is_none(desk, clock, client_for):
    taught(desk, clock)
    clock.shift(7 * 86400)
    desk.client = client_for("teacher_lin")  # signed in again
    assert "本周还没有花你的时间" in desk.get("").get_data(as_text=True)
    desk.post(
        f"/classes/{desk.class_id}/sessions",
        lesson=desk.lesson_id,
        carrier="class_activity",
        quiz_mode="none",
        rehearsal=1,
    )
    text = desk.get(f"/classes/{desk.class_id}/minutes").get_data(as_text=True)
    assert "本周还没有花你的时间" in text


def test_a_subject_teacher_sees_only_the_own_time_and_no_stranger_gets_in(desk, clock, client_for):
    taught(desk, clock)
    wu = client_for("teacher_wu").get("/teacher").text
    assert "本周还没有花你的时间" in wu, "the lesson was given by another"
    assert client_for("teacher_gao").get(f"/teacher/classes/{desk.class_id}/minutes").status_code == 404


@pytest.mark.parametrize("who", ["city_song", "officer_safe"])
def test_a_unit_sees_no_median_of_few_teachers(app, desk, clock, client_for, who):
    taught(desk, clock)
    clock.shift(7 * 86400)
    at = unit_id(app, "LJ" if who == "city_song" else "LJ-SY")
    text = client_for(who).get(f"/office/units/{at}/teacher-minutes").text
    assert "不到 5 位，不显示" in text and "再布置一节课" in text


def test_a_unit_sees_the_middle_of_enough_teachers_and_no_name(app, desk, clock, client_for, monkeypatch):
    monkeypatch.setattr(teacher_week, "LEAST", 1)
    taught(desk, clock)
    clock.shift(7 * 86400)
    client, address = client_for("city_song"), f"/office/units/{unit_id(app, 'LJ')}/teacher-minutes"
    client.get(address)  # the calendar is remembered from here on
    page = client.get(address)
    figure = page.text.partition("上周老师花的时间（中位数）")[2].partition("</section>")[0]
    assert "1 位老师" in figure and "lin老师" not in page.text
    assert sql_count(page) <= 9


def test_the_middle_stands_beside_the_cost_before_a_unit_sends_more(app, desk, clock, client_for, monkeypatch):
    taught(desk, clock)
    clock.shift(7 * 86400)
    at, days = unit_id(app, "LJ"), {"starts_on": "2026-11-30", "ends_on": "2026-12-04"}
    asked = f"/office/units/{at}/deployments/new"
    reminder, lesson = (
        {"kind": "reminder", "words": "走斑马线", **days},
        {"kind": "lesson", "lesson": desk.lesson_id, **days},
    )
    few = client_for("city_song").get(asked, query_string=reminder).text
    assert "上周在课外已经花了" in few and "不到 5 位，不显示中位数。平常的一周约" in few and "加一节" not in few
    monkeypatch.setattr(teacher_week, "LEAST", 1)
    page = client_for("city_song").get(asked, query_string=lesson).text
    assert "中位数约 2 分钟（" in page and "1 位老师" in page and "每人约多花 2 分钟" in page
    assert "已经多于每周" not in page and "lin老师" not in page
    monkeypatch.setattr(teacher_acts, "A_WEEK", 60)
    assert "已经多于每周 1 分钟" in client_for("city_song").get(asked, query_string=reminder).text


def test_only_who_may_ask_for_more_sees_it(app, client_for):
    assert (
        client_for("teacher_lin").get(f"/office/units/{unit_id(app, 'LJ-SY-2024-2')}/teacher-minutes").status_code
        == 404
    )
    assert client_for("other_city").get(f"/office/units/{unit_id(app, 'LJ')}/teacher-minutes").status_code == 404
