"""A bureau sends a lesson: the cost first, then the plans of the classes, progress by unit, taking it back."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.shared.database import write
from tests import people as cast
from tests.assessment import world
from tests.conftest import sql_count
from tests.deployments.doing import lesson_of, planned, preview, send, sent, unit_id, wish, work


@pytest.fixture
def city(app, people) -> int:
    return unit_id(app, "LJ")


@pytest.fixture
def lesson(app, people) -> int:
    return lesson_of(app, "P2")


def teach(app, code: str, lesson_id: int, day: date = date(2026, 11, 16)) -> None:
    with app.app_context(), write():
        world.teach(cast.unit(code), content.lesson_head(lesson_id), day)


def test_the_cost_is_said_before_anything_is_sent(app, client_for, city, lesson):
    page = preview(client_for("city_song"), city, wish("lesson", lesson=lesson)).text
    assert "每班 40 分钟" in page and "3 个班" in page and "120 分钟（2 小时）" in page
    assert "2 所学校，3 个班，2 位班主任" in page and "11月第 4 周" in page
    assert sent(app) == []


def test_a_class_that_has_given_it_is_neither_counted_nor_planned(app, client_for, city, lesson):
    teach(app, "LJ-SY-2024-1", lesson)
    page = preview(client_for("city_song"), city, wish("lesson", lesson=lesson)).text
    assert "其中 1 个班这学年已经上过" in page and "80 分钟" in page
    send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    work(app)
    assert planned(app) == [("LJ-SY-2024-2", 13), ("LJ-XS1-2024-1", 13)]


def test_it_stands_in_the_plan_of_the_class_with_who_sent_it(app, client_for, city, lesson, clock):
    there = send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    assert "正在排进各班计划" in client_for("city_song").get(there).text
    assert client_for("city_song").get(f"{there}/state").json["done"] is False
    work(app)
    assert client_for("city_song").get(f"{there}/state").json == {"value": 100, "max": 100, "done": True, "next": there}
    assert planned(app) == [("LJ-SY-2024-1", 13), ("LJ-SY-2024-2", 13), ("LJ-XS1-2024-1", 13)]
    assert "临江市教育局布置，11月第 4 周" in client_for("teacher_lin").get("/teacher/plan").text
    assert "临江市教育局布置，11月第 4 周" in client_for("officer_safe").get("/office/plan").text
    assert "临江市教育局布置" not in client_for("teacher_lin").get("/teacher").text  # its week has not come
    junior = unit_id(app, "LJ-DZ")  # teaches no primary classes: nothing of it concerns the school
    assert "临江市教育局布置" not in client_for("city_song").get(f"/office/units/{junior}/plan").text
    clock.shift(7 * 86400)
    week = client_for("teacher_lin").get("/teacher").text
    assert "临江市教育局布置，11月第 4 周" in week.split('class="hero-title"')[0]
    assert "Set by" not in week and "临江市教育局布置" not in client_for("teacher_gao").get("/teacher").text


def test_only_the_units_chosen_get_it(app, client_for, city, lesson):
    send(client_for("city_song"), city, wish("lesson", lesson=lesson, units=[unit_id(app, "LJ-XS")]))
    work(app)
    assert planned(app) == [("LJ-XS1-2024-1", 13)]
    assert "临江市教育局布置" not in client_for("officer_safe").get("/office/plan").text
    assert client_for("officer_safe").get(f"/office/deployments/{sent(app)[0].id}").status_code == 404


def test_a_teacher_s_own_choice_stays(app, client_for, city, lesson):
    lin = client_for("teacher_lin")
    own = unit_id(app, "LJ-SY-2024-2")
    assert lin.post(f"/teacher/classes/{own}/assignments", data={"lesson": lesson, "week": 15}).status_code == 303
    send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    work(app)
    assert planned(app) == [("LJ-SY-2024-1", 13), ("LJ-XS1-2024-1", 13)]


def test_a_school_and_a_class_may_choose_another_week(app, client_for, city, lesson):
    there = send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    work(app)
    safe = client_for("officer_safe")
    assert "全校改到" in safe.get(there).text
    assert safe.post(f"{there}/move", data={"week": 14}).status_code == 303
    assert planned(app) == [("LJ-SY-2024-1", 14), ("LJ-SY-2024-2", 14), ("LJ-XS1-2024-1", 13)]
    assert safe.post(f"{there}/move", data={"week": 20}).status_code == 422  # after its last day
    own = unit_id(app, "LJ-SY-2024-2")
    client_for("teacher_lin").post(f"/teacher/classes/{own}/assignments", data={"lesson": lesson, "week": 13})
    assert planned(app)[1] == ("LJ-SY-2024-2", 13)
    assert client_for("city_song").post(f"{there}/move", data={"week": 14}).status_code == 404  # a city is no school


def test_progress_is_figures_of_units_and_no_class_is_named_above_its_teacher(app, client_for, city, lesson):
    there = send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    work(app)
    teach(app, "LJ-SY-2024-2", lesson)
    page = client_for("city_song").get(there).text
    assert "1 / 3" in page and "东城区" in page and "西山区" in page
    east = client_for("city_song").get(f"{there}?unit={unit_id(app, 'LJ-DC')}").text
    assert "1 / 2" in east and "实验小学" in east
    school = client_for("city_song").get(f"{there}?unit={unit_id(app, 'LJ-SY')}").text
    for text in (page, east, school, client_for("officer_safe").get(there).text):
        assert "三(1)班" not in text and "三(2)班" not in text and "lin老师" not in text
    assert "1 / 2" in school


def test_taken_back_it_is_in_no_plan_and_what_was_taught_stays(app, client_for, city, lesson, clock):
    song = client_for("city_song")
    there = send(song, city, wish("lesson", lesson=lesson))
    work(app)
    teach(app, "LJ-SY-2024-2", lesson)
    assert song.post(f"{there}/withdraw").status_code == 303
    page = song.get(there).text
    assert "已收回" in page and "1 / 3" in page
    assert "临江市教育局布置" not in client_for("officer_safe").get("/office/plan").text
    clock.shift(7 * 86400)
    assert "临江市教育局布置" not in client_for("teacher_chen").get("/teacher").text
    again = client_for("city_song")
    send(again, city, wish("lesson", lesson=lesson, starts_on="2026-11-30"))  # and once more, for another week
    work(app)
    assert ("LJ-SY-2024-1", 14) in planned(app) and ("LJ-SY-2024-2", 13) in planned(app)


def test_taken_back_while_it_goes_into_plans_the_job_stops(app, client_for, city, lesson):
    there = send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    client_for("city_song").post(f"{there}/withdraw")
    work(app)
    assert planned(app) == []


def test_a_list_of_what_was_sent_and_what_came(app, client_for, city, lesson):
    send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    client = client_for("district_zhou")
    client.get("/office/deployments")
    answer = client.get("/office/deployments")
    page = answer.text
    assert sql_count(answer) <= 4, sql_count(answer)
    assert "临江市教育局布置" in page and "这一学年还没有布置过" in page
    assert "上级布置" not in client_for("city_song").get("/office/deployments").text.split("<main")[1]


def test_it_is_on_record(app, client_for, city, lesson):
    there = send(client_for("city_song"), city, wish("lesson", lesson=lesson))
    work(app)
    client_for("officer_safe").post(f"{there}/move", data={"week": 14})
    client_for("city_song").post(f"{there}/withdraw")
    assert "部署下去" in (page := client_for("audit_qian").get("/office/audit").text) and "收回部署" in page
    assert "部署的课改周" in client_for("audit_school").get("/office/audit").text
