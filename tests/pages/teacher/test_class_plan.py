"""The plan of a class: seen by who teaches it, moved by its homeroom teacher, back to the school's with one button."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from sqlalchemy import func, select

from eduplatform.extensions import db
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import plan, plan_operations
from eduplatform.teaching.models import PlanWeek

from ...conftest import sql_count
from ...people import PUPILS, unit


@pytest.fixture
def at(app) -> str:
    """Address of the class's plan; the city has adopted the recommended one."""
    with app.app_context():
        with write():
            plan_operations.adopt(None, unit("LJ"), 2026, plan.shipped())
        found = f"/teacher/classes/{unit('LJ-SY-2024-2').id}/plan"
    ttl_cache.drop()
    return found


def titles(app, code: str = "LJ-SY-2024-2") -> dict[int, str]:
    with app.app_context():
        ttl_cache.drop()
        return {week.week: week.title for week in plan.planned_weeks(unit(code), 2026)}


def line(page: str, week: int) -> str:
    return page.partition(f'id="week-{week}"')[2].partition("</li>")[0]


def test_the_class_sees_the_schools_year_with_what_its_stage_lacks(at, client_for):
    answer = client_for("teacher_lin").get(at)
    assert "本班计划" in answer.text and "三(2)班" in answer.text and "119 消防周" in answer.text
    assert "换过" not in answer.text and "改回学校的安排" not in answer.text
    assert len(re.findall(r'id="week-\d+"', answer.text)) == 41
    assert sql_count(answer) <= 10


def test_its_homeroom_teacher_moves_two_weeks_and_takes_it_back(app, at, client_for):
    client, before = client_for("teacher_lin"), titles(app)
    moved = client.post(f"{at}/swap", data={"one": "13", "other": "16"})
    assert moved.status_code == 303 and moved.location == f"{at}?moved=13-16#week-16"
    assert titles(app)[13] == before[16] and titles(app, "LJ-SY")[13] == before[13]
    page = client.get(f"{at}?moved=13-16").text
    assert f"本班换过。学校安排的是：{before[16]}" in line(page, 16) and "撤销" in line(page, 16)
    assert "本班换过 2 周，其余照学校的安排。" in page
    assert client.post(f"{at}/swap", data={"one": "13", "other": "16", "back": "1"}).status_code == 303
    assert titles(app) == before and "换过" not in client.get(at).text


def test_back_to_the_schools_plan_in_one_go(app, at, client_for):
    client, before = client_for("teacher_lin"), titles(app)
    for one, other in (("13", "16"), ("20", "21")):
        client.post(f"{at}/swap", data={"one": one, "other": other})
    page = client.post(f"{at}/drop", follow_redirects=True).text
    assert "已改回学校的安排" in page and titles(app) == before
    with app.app_context():
        mine = select(func.count()).where(PlanWeek.unit_id == unit("LJ-SY-2024-2").id)
        assert db.session.scalar(mine) == 0


@pytest.mark.parametrize("who", ["teacher_wu", "teacher_chen", "officer_safe", "city_song", "pupil_yu", "guardian_yu"])
def test_nobody_else_moves_its_weeks(app, at, client_for, who):
    before = titles(app)
    for verb in ("swap", "drop"):
        assert client_for(who).post(f"{at}/{verb}", data={"one": "13", "other": "16"}).status_code == 404
    assert titles(app) == before


def test_a_subject_teacher_sees_the_plan_without_a_way_to_move_it(at, client_for):
    page = client_for("teacher_wu").get(at).text
    assert "119 消防周" in page and "plan-grip" not in page and "data-planner" not in page


def test_what_cannot_change_places_is_refused_in_words(app, at, client_for):
    answer = client_for("teacher_lin").post(f"{at}/swap", data={"one": "13", "other": "13"})
    assert answer.status_code == 422 and "请选两个不同的周" in answer.text


def test_without_a_plan_it_says_what_to_do(app, client_for):
    with app.app_context():
        address = f"/teacher/classes/{unit('LJ-SY-2024-2').id}/plan"
    page = client_for("teacher_lin").get(address).text
    assert "学校还没有每周计划" in page and "挑一节课" in page
    refused = client_for("teacher_lin").post(f"{address}/swap", data={"one": "13", "other": "14"})
    assert refused.status_code == 422


def test_paper_and_excel_of_the_class(at, client_for):
    client = client_for("teacher_wu")
    page = client.get(f"{at}/print")
    assert page.text.count('<section class="sheet') == 2 and "三(2)班" in page.text
    sheet = client.get(f"{at}.xlsx")
    assert "三(2)班 2026–2027 学年安全课计划.xlsx" in unquote(sheet.headers["Content-Disposition"])


def test_in_english_and_without_names(at, client_for):
    client = client_for("teacher_lin")
    client.set_cookie("lang", "en")
    client.post(f"{at}/swap", data={"one": "13", "other": "16"})
    page = client.get(at).text
    assert "Plan of the class" in page and "Moved by this class. The school planned:" in page
    assert not [name for *_, name in PUPILS if name in page]


def test_the_week_page_names_the_key_days_and_leads_to_the_plan(app, at, client_for, clock):
    with_days = client_for("teacher_lin")
    clock.shift(-8 * 86400)  # 10 November, the week of the fire day
    page = with_days.get(at.removesuffix("/plan")).text
    assert "全国消防日" in page and f'href="{at}"' in page
