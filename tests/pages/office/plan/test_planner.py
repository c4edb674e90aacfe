"""The planner of a unit: what it says of the year, weeks that change places, other years, paper and Excel."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from eduplatform.extensions import db
from eduplatform.org.models import SchoolYear, Term, Unit
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.teaching import plan, plan_operations
from tests.conftest import sql_count

from ....people import PUPILS, unit


@pytest.fixture
def ids(app) -> dict[str, int]:
    """Unit numbers by code; the city has adopted the recommended plan."""
    with app.app_context():
        with write():
            plan_operations.adopt(None, unit("LJ"), 2026, plan.shipped())
        found = {row.code: row.id for row in db.session.scalars(select(Unit))}
    ttl_cache.drop()
    return found


def titles(app, code: str, year: int = 2026) -> dict[int, str]:
    with app.app_context():
        ttl_cache.drop()
        return {week.week: week.title for week in plan.planned_weeks(unit(code), year)}


def line(page: str, week: int) -> str:
    """The HTML of one week."""
    return page.partition(f'id="week-{week}"')[2].partition("</li>")[0]


def test_the_year_stands_there_by_months_with_that_of_today_open(ids, client_for):
    answer = client_for("city_song").get(f"/office/units/{ids['LJ']}/plan")
    months = re.findall(r'<details class="plan-month" data-month( open)?><summary><h3>([^<]+)', answer.text)
    assert [name for opened, name in months if opened] == ["2026年11月"]
    assert months[0][1] == "2026年8月" and months[-1][1] == "2027年7月"
    assert len(re.findall(r'id="week-\d+"', answer.text)) == 41
    assert "11月16–22日" in line(answer.text, 12) and 'aria-current="date"' in line(answer.text, 12)
    assert sql_count(answer) <= 10


def test_a_week_says_its_key_days_its_drill_and_which_stages_lack_a_lesson(ids, client_for):
    page = client_for("city_song").get(f"/office/units/{ids['LJ']}/plan").text
    fire = line(page, 11)
    assert "全国消防日" in fire and "11月9日" in fire and "is-own" in fire and "演练" in fire
    assert "全国中小学生安全教育日" in page
    assert (
        "6月" in page.partition("全国安全生产月")[2][:60] and "6月1日" not in page.partition("全国安全生产月")[2][:60]
    )
    assert re.search(r"\d+ 个关键日都在该讲的那一周", page)
    assert "世界艾滋病日" in page, "a city has junior schools"
    school = client_for("officer_safe").get(f"/office/units/{ids['LJ-SY']}/plan").text
    assert "世界艾滋病日" not in school, "a primary school hears of its own days only"
    assert "用的是“临江市”的计划" in school


def test_two_weeks_change_places_and_back(app, ids, client_for):
    client, before = client_for("city_song"), titles(app, "LJ")
    moved = client.post(f"/office/units/{ids['LJ']}/plan/swap?year=2026", data={"one": "13", "other": "16"})
    assert moved.status_code == 303 and moved.location.endswith("moved=13-16#week-16")
    after = titles(app, "LJ-SY-2024-2")
    assert (after[13], after[16]) == (before[16], before[13])
    page = client.get(moved.location.partition("#")[0]).text
    assert "已和第 13 周对换" in line(page, 16) and "撤销" in line(page, 16)
    back = client.post(f"/office/units/{ids['LJ']}/plan/swap?year=2026", data={"one": "13", "other": "16", "back": "1"})
    assert back.status_code == 303 and titles(app, "LJ") == before
    with app.app_context():
        told = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action == "plan.move")).all()
        assert len(told) == 2


def test_a_theme_moved_off_its_day_is_told_on_top_and_at_the_week(ids, client_for):
    client = client_for("city_song")
    at = f"/office/units/{ids['LJ']}/plan"
    days = {n for n in range(13, 41) if "全国交通安全日" in line(client.get(at).text, n)}
    assert days == {14}
    client.post(f"{at}/swap?year=2026", data={"one": "14", "other": "17"})
    page = client.get(at).text
    assert "主题离开了“全国交通安全日”（12月2日）的那一周" in line(page, 17)
    assert '<a href="#week-17">第 17 周</a>' in page and "都在该讲的那一周" not in page
    assert "全国交通安全日" in line(page, 14), "the day itself stays"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"one": "13", "other": "13"}, "请选两个不同的周"),
        ({"one": "13", "other": "99"}, "没有第 99 周"),
        ({"one": "x", "other": ""}, "没有第 0 周"),
    ],
)
def test_what_cannot_change_places_is_refused_in_words(app, ids, client_for, fields, words):
    before = titles(app, "LJ")
    answer = client_for("city_song").post(f"/office/units/{ids['LJ']}/plan/swap?year=2026", data=fields)
    assert answer.status_code == 422 and words in answer.text
    assert titles(app, "LJ") == before


def test_without_a_script_the_week_is_chosen_from_a_list(ids, client_for):
    client = client_for("city_song")
    page = client.get(f"/office/units/{ids['LJ']}/plan?year=2026&move=13").text
    form = line(page, 13).partition('class="plan-choose"')[2]
    assert 'value="13"' in form and '<option value="16">' in form.replace(" selected", "")
    assert '<option value="11">' not in form, "that week is over"
    assert "plan-choose" not in client.get(f"/office/units/{ids['LJ']}/plan?year=2026").text


def test_a_week_that_is_over_cannot_be_taken_up(ids, client_for):
    page = client_for("city_song").get(f"/office/units/{ids['LJ']}/plan").text
    assert "plan-grip" not in line(page, 11) and "plan-grip" in line(page, 12)


def test_adopting_tells_which_themes_had_no_room(app, ids, client_for):
    with app.app_context(), write():
        for n, (first, last) in enumerate(
            ((date(2026, 9, 7), date(2026, 12, 25)), (date(2027, 3, 8), date(2027, 6, 25))), start=1
        ):
            db.session.add(Term(unit_id=ids["LJ-SY"], year=2026, n=n, starts_on=first, ends_on=last))
    ttl_cache.drop()
    client = client_for("officer_safe")
    page = client.post(f"/office/units/{ids['LJ-SY']}/plan/adopt?year=2026", follow_redirects=True).text
    assert re.search(r"有 \d+ 个主题没有排进去：", page)
    assert re.search(r"推荐的主题里有 \d+ 个不在计划里", page)
    roomy = client_for("city_song").post(f"/office/units/{ids['LJ']}/plan/adopt?year=2026", follow_redirects=True).text
    assert "没有排进去" not in roomy and "不在计划里" not in roomy


def test_the_coming_year_is_chosen_and_goes_on_with_this_years_plan(app, ids, client_for):
    client, at = client_for("city_song"), f"/office/units/{ids['LJ']}/plan"
    this = client.get(at).text
    assert "接着用上一学年的计划" not in this, "there was none last year"
    assert f'href="{at}?year=2027"' in this
    coming = client.get(f"{at}?year=2027").text
    assert "接着用上一学年的计划" in coming and "还没有每周计划" in coming and "还没有填校历" in coming
    assert client.post(f"{at}/swap?year=2026", data={"one": "13", "other": "16"}).status_code == 303
    assert client.post(f"{at}/carry-over?year=2027").status_code == 303
    assert "119 消防周" in titles(app, "LJ", 2027).values()
    page = client.get(f"{at}?year=2027").text
    assert "都在该讲的那一周" in page and "2027年9月" in page
    refused = client.post(f"{at}/carry-over?year=2030")
    assert refused.status_code == 422 and "上一学年没有计划" in refused.text


def test_a_year_that_is_over_can_be_looked_at_not_changed(ids, client_for):
    client, at = client_for("city_song"), f"/office/units/{ids['LJ']}/plan"
    assert "采用推荐" not in client.get(f"{at}?year=2025").text.partition("<main")[2].replace(
        "采用推荐的 40 周计划，", ""
    )
    answer = client.post(f"{at}/adopt?year=2025")
    assert answer.status_code == 422 and "过去的学年" in answer.text


def test_the_calendar_entered_is_no_usual_one(app, ids, client_for):
    with app.app_context(), write():
        db.session.add(SchoolYear(unit_id=ids["LJ"], year=2026, starts_on=date(2026, 8, 31), ends_on=date(2027, 8, 29)))
        for n, (first, last) in enumerate(
            ((date(2026, 8, 31), date(2027, 1, 22)), (date(2027, 3, 1), date(2027, 7, 9))), start=1
        ):
            db.session.add(Term(unit_id=ids["LJ"], year=2026, n=n, starts_on=first, ends_on=last))
    ttl_cache.drop()
    assert "还没有填校历" not in client_for("city_song").get(f"/office/units/{ids['LJ']}/plan").text


def test_a_stage_gets_topics_of_its_own_and_loses_them_again(app, ids, client_for):
    client, at = client_for("city_song"), f"/office/units/{ids['LJ']}/plan/weeks/13"
    page = client.get(f"{at}?year=2026&stage=K").text
    assert "只改这个学段" in page
    assert client.post(f"{at}?year=2026&stage=K", data={"topics": ["LIFT"]}).status_code == 303
    with app.app_context():
        ttl_cache.drop()
        assert plan.themes(unit("LJ-SY"), 2026, "K")[13].topics == ("LIFT",)
        assert plan.themes(unit("LJ-SY"), 2026, "P2")[13].topics != ("LIFT",)
        title = plan.themes(unit("LJ-SY"), 2026, "P2")[13].title_zh
    client.post(f"{at}?year=2026", data={"title": title, "topics": ["DISEASE", "FOOD"]})
    with app.app_context():
        ttl_cache.drop()
        assert plan.themes(unit("LJ-SY"), 2026, "K")[13].topics == ("LIFT",), "the same theme keeps what a stage has"
    client.post(f"{at}?year=2026&stage=K", data={})
    with app.app_context():
        ttl_cache.drop()
        assert plan.themes(unit("LJ-SY"), 2026, "K")[13].topics == ("DISEASE", "FOOD")
    assert (
        client_for("officer_safe").get(f"/office/units/{ids['LJ-SY']}/plan/weeks/13?year=2026&stage=V").status_code
        == 404
    ), "no stage of that school"


def test_excel_has_a_line_a_week_and_the_topics_of_each_stage(ids, client_for):
    answer = client_for("officer_safe").get(f"/office/units/{ids['LJ-SY']}/plan.xlsx?year=2026")
    assert "实验小学 2026–2027 学年安全课计划.xlsx" in unquote(answer.headers["Content-Disposition"])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert sheet.name == "年度计划"
    rows = sheet.to_python()
    heads = next(at for at, row in enumerate(rows) if row[0] == "周")
    assert rows[heads + 1][5:8] == ["小学低段", "小学中段", "小学高段"]
    weeks = rows[heads + 2 : heads + 43]
    assert [row[0] for row in weeks] == list(range(1, 42))
    fire = weeks[10]
    assert fire[2] == "119 消防周" and "全国消防日（11月9日）" in fire[3] and fire[4] == "演练" and "消防" in fire[6]


def test_paper_has_a_page_a_term(ids, client_for):
    page = client_for("officer_safe").get(f"/office/units/{ids['LJ-SY']}/plan/print?year=2026").text
    assert page.count('<section class="sheet') == 2
    assert "第 1 学期" in page and "第 2 学期" in page and "119 消防周" in page


def test_in_english(ids, client_for):
    client = client_for("city_song")
    client.set_cookie("lang", "en")
    page = client.get(f"/office/units/{ids['LJ']}/plan").text
    assert "Fire safety week (119)" in page and "National Fire Safety Day" in page and "Nov 2026" in page
    assert "Every key day" in page and "Move" in page
    name = client.get(f"/office/units/{ids['LJ']}/plan.xlsx").headers["Content-Disposition"]
    assert "plan of safety lessons" in unquote(name) and ":" not in unquote(name).partition("filename*=UTF-8''")[2]


@pytest.mark.parametrize("who", ["other_city", "other_district", "teacher_lin", "pupil_yu"])
def test_strangers_and_classes_move_nothing_of_a_school(app, ids, client_for, who):
    before = titles(app, "LJ-SY")
    answer = client_for(who).post(f"/office/units/{ids['LJ-SY']}/plan/swap", data={"one": "13", "other": "16"})
    assert answer.status_code == 404 and titles(app, "LJ-SY") == before


def test_no_pupil_is_named(ids, client_for):
    at = f"/office/units/{ids['LJ-SY']}/plan"
    pages = [
        client_for("officer_safe").get(address) for address in (at, f"{at}/print", f"{at}/rules", f"{at}/weeks/13")
    ]
    assert all(answer.status_code == 200 for answer in pages)
    assert not [name for *_, name in PUPILS for answer in pages if name in answer.text]
