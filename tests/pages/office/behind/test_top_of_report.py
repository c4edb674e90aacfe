"""The top of each report: who is behind, why, the one thing to do; a list narrowed and searched; nobody shamed, nothing hidden given away."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from eduplatform.assessment import behind_rules
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.shared.database import write
from tests import people as cast
from tests.assessment import world
from tests.conftest import sql_count

CLASS, D = "LJ-SY-2024-2", date(2026, 11, 2)


@pytest.fixture
def ids(app, people):
    """One class with a few lessons, one that only declares, the others with nothing."""
    with app.app_context():
        with write():
            world.teach(world.unit(CLASS), world.lesson("FIRE"), D, roll=20, hands=20)
            for n in range(3):
                world.enter(world.unit("LJ-SY-2024-1"), world.lesson("DROWN"), date(2026, 10, 12 + n), 100, 40, 40)
        world.settle()
        return {unit.code: unit.id for unit in db.session.query(world.Unit)}


def text(page) -> str:
    assert page.status_code == 200, page.status_code
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def block(page) -> str:
    """HTML of the first block."""
    found = re.search(r'<section class="behind.*?</section>', page.get_data(as_text=True), re.S)
    assert found, "no block"
    return found.group()


def helped(page) -> list[list[str]]:
    """Lines of the block: name, weeks, reason, label of the button, its address."""
    lines = re.findall(r"<li>(.*?)</li>", block(page), re.S)
    return [
        [re.sub(r"<[^>]+>", " ", line).strip(), unescape(re.findall(r'href="([^"]+)"', line)[-1])] for line in lines
    ]


def test_the_school_sees_which_classes_are_behind_why_and_what_to_do(client_for, ids):
    lines = helped(client_for("principal_he").get(f"/office/units/{ids['LJ-SY']}"))
    assert 1 < len(lines) <= 5
    said = {line[0].split()[0]: line for line in lines}
    assert "还没有上课记录" in said["六(1)班"][0] and "/hours" in said["六(1)班"][1]
    assert "申报 3，有记录 0" in said["三(1)班"][0] and "kind=reminder" in said["三(1)班"][1]
    assert "应授 10 节，上了 1 节" in said["三(2)班"][0] and "落后 9 周" in re.sub(r"\s+", " ", said["三(2)班"][0])


def test_a_district_sees_schools_with_the_mean_of_their_classes(client_for, ids):
    lines = helped(client_for("district_zhou").get(f"/office/units/{ids['LJ-DC']}"))
    assert any(line[0].startswith("实验小学") and "平均每班落后" in line[0] for line in lines)


def test_the_class_is_told_every_reason_but_not_its_own_name(client_for, ids):
    page = client_for("teacher_lin").get(f"/office/units/{ids[CLASS]}")
    (line,) = helped(page)
    assert (
        "课上得少" in line[0]
        and line[1].startswith("/teacher/classes/")
        and "落后 9 周" in re.sub(r"<[^>]+>", "", block(page))
    )


def test_no_pupil_and_no_rank_is_in_the_block(client_for, ids):
    for who, code in (
        ("city_song", "LJ"),
        ("district_zhou", "LJ-DC"),
        ("principal_he", "LJ-SY"),
        ("teacher_lin", CLASS),
    ):
        shown = block(client_for(who).get(f"/office/units/{ids[code]}"))
        assert not any(real in shown for _n, _c, _u, real in cast.PUPILS) and "第 1" not in shown and "<ol" not in shown


def test_where_nobody_is_behind_it_says_so_calmly(app, client_for, ids):
    with app.app_context():
        with write():
            for n in range(10):
                world.teach(world.unit("LJ-XS1-2024-1"), world.lesson("FIRE"), date(2026, 10, 12 + n), roll=20)
        world.settle()
    shown = block(client_for("city_song").get(f"/office/units/{ids['LJ-XS1']}"))
    assert "没有落后一周以上的" in shown and "<li>" not in shown


def test_of_a_past_day_there_is_nothing_to_do_but_look(client_for, ids):
    page = client_for("principal_he").get(f"/office/units/{ids['LJ-SY']}?year=2026&day=2026-10-20")
    assert all("打开看" in line[0] and "day=2026-10-20" in line[1] for line in helped(page))


def test_every_button_leads_somewhere_the_viewer_may_go(client_for, ids):
    for who, code in (
        ("city_song", "LJ"),
        ("district_zhou", "LJ-DC"),
        ("principal_he", "LJ-SY"),
        ("principal_he", CLASS),
        ("officer_safe", "LJ-SY"),
        ("teacher_lin", CLASS),
    ):
        client = client_for(who)
        for words, url in helped(client.get(f"/office/units/{ids[code]}")):
            assert client.get(url).status_code == 200, (who, words, url)


def test_the_reminder_is_filled_in_with_its_cost(client_for, ids):
    client = client_for("principal_he")
    url = next(url for _words, url in helped(client.get(f"/office/units/{ids['LJ-SY']}")) if "kind=reminder" in url)
    page = text(client.get(url))
    assert "布置以前先看" in page and "1 个班" in page


def rows(page) -> list[str]:
    body = page.get_data(as_text=True).partition("table-wide")[2].partition("</table>")[0].partition("<tbody>")[2]
    return [unescape(name) for name in re.findall(r'<th scope="row">\s*<a[^>]*>([^<]+)</a>', body)]


def test_the_list_is_narrowed_by_weeks_and_stage_and_the_address_survives(client_for, ids):
    client = client_for("principal_he")
    here = f"/office/units/{ids['LJ-SY']}"
    assert rows(client.get(here)) == ["一(1)班", "三(1)班", "三(2)班", "六(1)班"]
    assert rows(client.get(f"{here}?stage=P2")) == ["三(1)班", "三(2)班"]
    assert rows(client.get(f"{here}?behind=8&stage=P2")) == ["三(2)班"]
    page = client.get(f"{here}?behind=3&sort=owed&show=pass_rate")
    assert set(rows(page)) == {"一(1)班", "三(1)班", "三(2)班", "六(1)班"} and rows(page)[-1] == "三(1)班"
    tabs = [unescape(href) for href in re.findall(r'href="([^"]+show=[^"]+)"', page.get_data(as_text=True))]
    assert sum("behind=3" in tab and "sort=owed" in tab for tab in tabs) == 6  # each way to compare keeps the list


def test_the_whole_list_is_never_in_the_order_of_weeks(client_for, ids):
    page = client_for("principal_he").get(f"/office/units/{ids['LJ-SY']}?sort=owed")
    assert rows(page) == ["一(1)班", "三(1)班", "三(2)班", "六(1)班"]


def test_odd_values_ask_for_nothing(client_for, ids):
    client = client_for("principal_he")
    for odd in ("behind=-3&sort=x&stage=ZZ&topic=NO", f"behind={'9' * 4000}", "page=" + "9" * 4000, "q=%25%5C_"):
        assert client.get(f"/office/units/{ids['LJ-SY']}?{odd}").status_code == 200


def test_a_school_is_found_by_its_name_in_the_city(client_for, ids):
    page = client_for("city_song").get(f"/office/units/{ids['LJ']}?q=实验")
    assert "实验小学" in text(page) and f"/office/units/{ids['LJ-SY']}" in page.get_data(as_text=True)
    assert "没有找到" in text(client_for("city_song").get(f"/office/units/{ids['LJ']}?q=没有这所"))
    assert "没有找到" in text(client_for("district_zhou").get(f"/office/units/{ids['LJ-DC']}?q=西山"))


def test_statements_do_not_grow_with_the_units_below_nor_by_the_choice(app, client_for, ids):
    client = client_for("city_song")
    here = f"/office/units/{ids['LJ-DC']}"

    def counted() -> list[int]:
        found = []
        for query in ("", "?behind=1&sort=owed", "?topic=FIRE", "?q=学", "?page=2"):
            client.get(here + query)
            found.append(sql_count(client.get(here + query)))
        return found

    few = counted()
    with app.app_context(), write():
        for n in range(40):
            school = tree.add_child_unit(world.unit("LJ-DC"), "school", f"LJ-N{n}", f"新学校{n}", stages="P1,P2,P3")
            tree.add_class(school, 1, 2026, 3, "三(1)班")
    with app.app_context():
        world.settle()
    assert counted() == few
    assert few[0] <= 10, few


def test_the_page_says_so_where_the_order_of_weeks_would_be_a_ranking(client_for, ids, monkeypatch):
    here = f"/office/units/{ids['LJ-SY']}?behind=3&sort=owed"
    client = client_for("principal_he")
    assert "不排名次。" not in text(client.get(here)).partition("下面 4 个里")[2]
    monkeypatch.setattr(behind_rules, "MOST", 2)
    page = client.get(here)
    assert "仍按编号排，不排名次。" in text(page)
    assert rows(page) == ["一(1)班", "三(1)班", "三(2)班", "六(1)班"]


def test_a_weak_topic_is_deployed_with_one_of_its_lessons_filled_in(app, client_for, ids):
    with app.app_context():
        with write():
            unit, fire = world.unit("LJ-SY-2024-1"), world.lesson("FIRE")
            for n in range(5):
                world.teach(unit, fire, date(2026, 10, 12 + n), roll=30, quiz_mode="devices")
            for pupil in world.pupils(unit, 30):
                world.quiz(unit, fire, pupil, date(2026, 10, 12), 20)
        world.settle()
    client = client_for("principal_he")
    line = next(line for line in helped(client.get(f"/office/units/{ids['LJ-SY']}")) if line[0].startswith("三(1)班"))
    assert "薄弱专题" in line[0] and "应授 10 节" in line[0] and "topic=FIRE" in line[1], line
    page = client.get(line[1]).get_data(as_text=True)
    chosen = re.search(r'<select[^>]*name="lesson".*?</select>', page, re.S).group()
    assert re.search(r'<option value="\d+" selected', chosen)
    assert client.get(line[1].replace("FIRE", "NO")).status_code < 500
