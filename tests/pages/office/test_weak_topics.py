"""Weak topics of a unit: seen by officers, hidden where too few stand behind, into the plan with one click and out again."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.assessment import rules
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.pages.office.weak_topics import presenters
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.teaching import plan, plan_operations
from eduplatform.teaching.models import PlanWeek
from tests.assessment import world
from tests.conftest import sql_count

D = date(2026, 10, 12)
NAMES = re.compile("[甲乙丙丁戊己庚][一二同]")


def answered(code: str, n: int, levels: dict[str, int]) -> None:
    """`n` new pupils of a class hand in a quiz of each topic: a third of them 10 marks above, a third 10 below."""
    unit = world.unit(code)
    for place, pupil in enumerate(world.pupils(unit, n)):
        for topic, level in levels.items():
            world.quiz(unit, world.lesson(topic), pupil, D, max(0, min(100, level + 10 * (place % 3 - 1))))


@pytest.fixture
def ids(app, people):
    """In 实验小学 four classes of P2: fire is known, drowning nowhere; in 西山小学 four pupils."""
    with app.app_context():
        with write():
            school = world.unit("LJ-SY")
            for number in (3, 4):
                tree.add_class(school, number, 2026, 3, f"三({number})班")
            city = world.unit("LJ")
            plan_operations.adopt(None, city, 2026, plan.shipped())
            for code in ("LJ-SY-2024-1", "LJ-SY-2024-2", "LJ-SY-2024-3", "LJ-SY-2024-4"):
                answered(code, 36, {"FIRE": 90, "QUAKE": 45})
            answered("LJ-XS1-2024-1", 4, {"FIRE": 30, "QUAKE": 30})
        world.settle()
        ttl_cache.drop()
        return {unit.code: unit.id for unit in db.session.query(world.Unit)}


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def weeks(app, code: str) -> dict[int, list[str]]:
    """Topics of P2 by week, as the unit's own rows say."""
    with app.app_context():
        rows = db.session.query(PlanWeek).filter_by(unit_id=world.unit(code).id, year=2026)
        return {row.week: row.topics.get("P2") or row.topics.get("all") for row in rows}


def test_a_district_sees_what_is_known_least_with_its_range_and_puts_it_into_the_plan_and_takes_it_back(
    app, client_for, ids
):
    client, here = client_for("district_zhou"), f"/office/units/{ids['LJ-DC']}/weak-topics"
    page = client.get(here)
    said = text(page)
    assert "地震避险" in said
    assert "144 人作答" in said and "不像是碰巧" in said and not NAMES.search(said)
    week = int(re.search(r"排进第 (\d+) 周", said)[1])
    assert weeks(app, "LJ-DC") == {}
    answer = client.post(f"{here}/plan", data={"stage": "P2", "topic": "QUAKE"})
    assert answer.status_code == 303
    assert "QUAKE" in weeks(app, "LJ-DC")[week]
    after = client.get(answer.location)
    assert f"第 {week} 周的计划里已经有" in text(after) and "已经排进计划" in text(after)
    placed = re.search(r'name="placed" value="([^"]+)"', after.get_data(as_text=True))[1]
    assert client.post(f"{here}/undo", data={"stage": "P2", "topic": "QUAKE", "placed": placed}).status_code == 303
    assert weeks(app, "LJ-DC") == {}, "what then says the same as the city's plan is the city's plan again"
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(action="plan.week", subject=f"unit:{ids['LJ-DC']}").count() == 2


def test_it_is_asked_twice_and_put_in_once(app, client_for, ids):
    client, here = client_for("district_zhou"), f"/office/units/{ids['LJ-DC']}/weak-topics"
    form = {"stage": "P2", "topic": "QUAKE"}
    assert client.post(f"{here}/plan", data=form).status_code == 303
    before = weeks(app, "LJ-DC")
    answer = client.post(f"{here}/plan", data=form)
    assert answer.status_code == 409 or answer.status_code == 422
    assert "计划里已经有这个专题" in text(answer) and weeks(app, "LJ-DC") == before


@pytest.mark.parametrize(
    "form", [{}, {"stage": "P2"}, {"stage": "X", "topic": "FIRE"}, {"stage": "P2", "topic": "' OR"}]
)
def test_odd_forms_change_nothing(app, client_for, ids, form):
    client, here = client_for("district_zhou"), f"/office/units/{ids['LJ-DC']}/weak-topics"
    for verb in ("plan", "undo"):
        assert 400 <= client.post(f"{here}/{verb}", data=form).status_code < 500
    assert weeks(app, "LJ-DC") == {}
    assert client.get(f"{here}?placed=9999999999999-12,x&stage=Q&topic=%00").status_code in (400, 404)


def test_another_units_plan_is_not_taken_back_over_this_ones_page(app, client_for, ids):
    client = client_for("district_zhou")
    form = {"stage": "P2", "topic": "FIRE", "placed": f"{ids['LJ']}-14"}
    assert client.post(f"/office/units/{ids['LJ-DC']}/weak-topics/undo", data=form).status_code == 404
    form["placed"] = f"{ids['LJ-XS1']}-14"
    assert client.post(f"/office/units/{ids['LJ-DC']}/weak-topics/undo", data=form).status_code == 404


def test_the_city_does_not_see_what_rests_on_four_pupils_nor_can_subtract_it(client_for, ids):
    page = client_for("city_song").get(f"/office/units/{ids['LJ']}/weak-topics?stage=P2&topic=FIRE")
    rows = cells(page)
    by_unit = {(row[0], row[2]): row[3:] for row in rows}
    assert by_unit["西山区", "消防安全"] == ["人数太少"] * 6
    assert by_unit["东城区", "消防安全"] == ["人数太少"] * 6, "or the district of four follows from the city's total"
    assert rules.LEAST_PUPILS > 4 and by_unit["临江市", "消防安全"][0] == "148"


def cells(page) -> list[list[str]]:
    """Cells of the table that says the same as the map, heads left out."""
    body = page.get_data(as_text=True).partition('"weak-table"')[2].partition("</thead>")[2].partition("</table>")[0]
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)
        ]
        for line in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)
    ]


def test_the_sheet_says_what_the_screen_says_and_is_on_record(app, client_for, ids):
    client, here = client_for("officer_safe"), f"/office/units/{ids['LJ-SY']}/weak-topics"
    shown = cells(client.get(f"{here}?stage=P2"))
    file = client.get(f"{here}.xlsx?stage=P2")
    rows = CalamineWorkbook.from_filelike(BytesIO(file.data)).get_sheet_by_index(0).to_python()
    start = next(at for at, row in enumerate(rows) if row[0] == "实验小学" and row[1])
    sheet = [row for row in rows[start:] if row[1]]
    assert len(sheet) == len(shown) >= 10
    for written, seen in zip(sheet, shown, strict=True):
        assert [str(one) for one in written[:3]] == seen[:3]
        for value, word in zip(written[3:], seen[3:], strict=True):
            assert word == (
                f"{value * 100:.1f}%"
                if isinstance(value, float) and value <= 1
                else f"{value:.0f}"
                if isinstance(value, float)
                else str(value)
            )
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="report.export").order_by(AuditEntry.id.desc()).first()
        assert entry.detail["what"] == "weak_topics" and entry.subject == f"unit:{ids['LJ-SY']}"


def test_a_school_sees_its_classes_in_the_map_and_the_funnel_by_keyboard(client_for, ids):
    page = client_for("principal_he").get(f"/office/units/{ids['LJ-SY']}/weak-topics?stage=P2&topic=QUAKE")
    body = page.get_data(as_text=True)
    assert body.count('class="weak-dot"') + body.count('class="weak-out"') >= 4 + 1, "four classes and the key"
    assert "三(2)班：36 人" in text(page) and 'tabindex="0"' in body
    assert re.search(rf'href="/office/units/{ids["LJ-SY-2024-2"]}[?"]', body)


def test_the_page_takes_the_same_statements_with_two_and_with_ten_classes(app, client_for, ids):
    client, here = client_for("officer_safe"), f"/office/units/{ids['LJ-SY']}/weak-topics"
    client.get(here)
    before = sql_count(client.get(here))
    with app.app_context():
        with write():
            for number in range(5, 11):
                tree.add_class(world.unit("LJ-SY"), number, 2026, 3, f"三({number})班")
                answered(f"LJ-SY-2024-{number}", 12, {"FIRE": 80, "QUAKE": 60, "TRAF": 70})
        world.settle()
    client.get(here)
    assert sql_count(client.get(here)) == before <= 14


def test_a_class_has_no_such_page_and_a_unit_without_answers_says_what_to_do(client_for, ids):
    assert client_for("district_zhou").get(f"/office/units/{ids['LJ-SY-2024-2']}/weak-topics").status_code == 404
    assert "还没有个人答卷" in text(client_for("other_city").get(f"/office/units/{ids['YS']}/weak-topics"))
    assert client_for("other_city").get(f"/office/units/{ids['LJ']}/weak-topics").status_code == 404


def test_the_page_opens_at_what_is_to_be_done_first(client_for, ids):
    client, here = client_for("district_zhou"), f"/office/units/{ids['LJ-DC']}/weak-topics"
    first = client.get(here)
    assert "地震避险 · 小学中段" in text(first) and re.search(r'xlsx\?[^"]*topic=QUAKE', first.get_data(as_text=True))
    chosen = client.get(f"{here}?stage=P2&topic=FIRE").get_data(as_text=True)
    assert re.search(r'xlsx\?[^"]*topic=FIRE', chosen)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("防溺水", ["防溺水"]),
        ("Mental health and life education", ["Mental health and", "life education"]),
        ("Anti-terror and violent incidents", ["Anti-terror and", "violent incidents"]),
        ("临江市职业技术教育中心学校", ["临江市职业技", "术教育中心学校"]),
    ],
)
def test_a_long_name_stands_in_two_lines_beside_its_row(name, lines):
    assert presenters.lines_of(name) == lines
