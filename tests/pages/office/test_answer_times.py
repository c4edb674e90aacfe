"""Handed in, with plausible effort, in a class session: sums side by side for officers, never a class, never fewer than ten pupils."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from eduplatform.org import tree
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from tests.assessment import world
from tests.conftest import sql_count

D = date(2026, 10, 12)


def answered(code: str, slow: int, quick: int = 0, in_class: int = 0) -> None:
    """New pupils hand in a sheet: in ten minutes, in ten seconds, or with the class in a session, on cards: not timed."""
    unit, lesson = world.unit(code), world.lesson("FIRE")
    for place, pupil in enumerate(world.pupils(unit, slow + quick + in_class)):
        sheet = world.quiz(unit, lesson, pupil, D, session_id=7 if place >= slow + quick else None)
        sheet.submitted_at = sheet.started_at + timedelta(seconds=10 if slow <= place < slow + quick else 600)
        if sheet.session_id:
            sheet.attempt_key = f"room-{sheet.attempt_key}"


@pytest.fixture
def ids(app, people):
    """东城区: 实验小学 with 60 sheets in two classes, 东城中学 with 30; 西山区: 西山小学 with four."""
    with app.app_context():
        with write():
            answered("LJ-SY-2024-1", 20, 4, 6)
            answered("LJ-SY-2024-2", 10, 20)
            answered("LJ-DZ-J2025-3", 30)
            answered("LJ-XS1-2024-1", 3, 1)
        world.settle()
        ttl_cache.drop()
        return {unit.code: unit.id for unit in world.db.session.query(world.Unit)}


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def rows(page) -> dict[str, list[str]]:
    """Lines of the table: name → cells."""
    body = page.get_data(as_text=True).partition("<tbody")[2].partition("</tbody>")[0]
    found = [
        [
            unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell))).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        for row in body.split("</tr>")
    ]
    return {row[0]: row[1:] for row in found if row}


def here(ids: dict[str, int], code: str) -> str:
    return f"/office/units/{ids[code]}/answer-times"


def test_a_district_sees_the_three_sums_of_its_schools_beside_each_other(client_for, ids):
    page = client_for("district_zhou").get(here(ids, "LJ-DC"))
    said = text(page)
    assert re.search(r"交了的答卷 90 份 用时合理 66 份", said) and re.search(r"课堂上完成 6 份", said)
    found = rows(page)
    assert set(found) == {"东城中学", "实验小学"}
    assert found["实验小学"] == ["60", "36", "6", "55.6%", "42.4%–68.0%"], "24 of 54 timed were quick; Wilson"
    assert found["东城中学"][:2] == ["30", "30"]
    assert "三(" not in said and "班主任的说明" not in said, "no class, no note above the school"


def test_what_rests_on_four_pupils_is_hidden_with_enough_beside_it_and_on_its_own_page(client_for, ids):
    client = client_for("city_song")
    page = client.get(here(ids, "LJ"))
    found = rows(page)
    assert found["西山区"] == ["人数太少"] * 5 == found["东城区"], "the other one would be the total less four"
    for code in ("LJ-XS", "LJ-XS1", "LJ-DC"):
        said = text(client.get(here(ids, code)))
        assert "交了的答卷 90 份" not in said and "交了的答卷 4 份" not in said and "人数太少" in said, code
    schools = rows(client.get(here(ids, "LJ-DC")))
    shown = [name for name, cells in schools.items() if cells[0] != "人数太少"]
    assert len(shown) <= 1, "both schools together are the district"


def test_with_more_schools_one_small_one_takes_the_smallest_with_it(app, client_for, ids):
    with app.app_context():
        with write():
            for number, n in ((1, 40), (2, 25), (3, 5)):
                school = tree.add_child_unit(
                    world.unit("LJ-DC"), "school", f"LJ-N{number}", f"新校{number}", stages="P2"
                )
                room = tree.add_class(school, 1, 2026, 3, f"新({number})班")
                answered(room.code, n)
        world.settle()
        new = {unit.code: unit.id for unit in world.db.session.query(world.Unit)}
    client = client_for("district_zhou")
    found = rows(client.get(here(ids, "LJ-DC")))
    hidden = {name for name, cells in found.items() if cells[0] == "人数太少"}
    assert hidden == {"新校3", "新校2"}
    assert "交了的答卷" not in text(client.get(here(new, "LJ-N2"))).partition("怎样完成的")[2].partition("份")[0] or (
        "人数太少" in text(client.get(here(new, "LJ-N2")))
    )
    assert "人数太少" in text(client.get(here(new, "LJ-N3")))
    assert "40 份" in text(client.get(here(new, "LJ-N1")))


def test_a_school_sees_its_own_sums_and_what_its_teachers_said_but_no_class(app, client_for, ids):
    safe = client_for("officer_safe")
    said = text(safe.get(here(ids, "LJ-SY")))
    assert "交了的答卷 60 份" in said and "还没有班主任写过说明" in said
    assert "三(" not in said, "which class it is stays with its teacher"
    lin = client_for("teacher_lin")
    note = f"/teacher/classes/{ids['LJ-SY-2024-2']}/answer-times/note"
    assert lin.post(note, data={"cause": "device", "text": "机房只有一台能用"}).status_code == 303
    for who in ("officer_safe", "principal_he"):
        said = text(client_for(who).get(here(ids, "LJ-SY")))
        assert "三(2)班" in said and "几个人轮流用一台设备、机房只有一台能用" in said
    above = text(client_for("district_zhou").get(here(ids, "LJ-SY")))
    assert "机房只有一台" not in above and "三(2)班" not in above


def test_no_class_has_such_a_page_and_strangers_have_none(client_for, ids):
    assert client_for("officer_safe").get(here(ids, "LJ-SY-2024-2")).status_code == 404
    assert client_for("teacher_lin").get(here(ids, "LJ-SY")).status_code == 404
    for who in ("other_city", "teacher_chen", "editor_tang"):
        assert client_for(who).get(here(ids, "LJ-DC")).status_code == 404
    assert client_for("other_district").get(here(ids, "LJ-DC")).status_code == 404


def test_forty_more_schools_take_no_statement_more(app, client_for, ids):
    client = client_for("district_zhou")
    client.get(here(ids, "LJ-DC"))
    few = sql_count(client.get(here(ids, "LJ-DC")))
    with app.app_context():
        with write():
            for number in range(40):
                school = tree.add_child_unit(world.unit("LJ-DC"), "school", f"LJ-M{number}", f"校{number}", stages="P2")
                answered(tree.add_class(school, 1, 2026, 3, f"校({number})班").code, 12)
        world.settle()
    client.get(here(ids, "LJ-DC"))
    assert sql_count(client.get(here(ids, "LJ-DC"))) == few <= 9


def test_the_ways_there_and_what_is_published_about_it(client_for, ids):
    client = client_for("district_zhou")
    assert here(ids, "LJ-DC") in client.get(f"/office/units/{ids['LJ-DC']}").get_data(as_text=True)
    rules = text(client.get("/office/how-figures"))
    assert "太快的占到 31%" in rules and "每分钟按 300 字" in rules
    client.set_cookie("lang", "en")
    assert "How answer sheets were done" in text(client.get(here(ids, "LJ-DC")))
