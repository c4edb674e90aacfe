"""What the report page says about its own limits: topics do not follow the date, small groups stay closed, long lists are cut."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from eduplatform.shared.database import write
from tests.assessment import world

CLASS, D = "LJ-SY-2024-2", date(2026, 11, 2)
TOPICS = ("FIRE", "DROWN", "TRAF", "FOOD", "ELEC", "QUAKE", "FRAUD", "BULLY")


@pytest.fixture
def ids(app):
    """A class with one sheet in one lesson, twelve in another, and answers on eight topics."""
    with app.app_context():
        with write():
            unit = world.unit(CLASS)
            pupils = world.pupils(unit, 16)
            for topic in TOPICS:
                head = world.lesson(topic)
                entry = world.teach(unit, head, D, roll=20, quiz_mode="devices")
                for pupil in pupils[: 1 if topic == "FIRE" else 12]:
                    sheet = world.quiz(unit, head, pupil, D, 90 - 10 * TOPICS.index(topic), session_id=entry.session_id)
                if topic == "FIRE":
                    few = (entry.session_id, sheet.id)
                if topic == "TRAF":
                    enough = (entry.session_id, sheet.id)
        world.settle()
        return {"class": world.unit(CLASS).id, "few": few, "enough": enough}


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def test_topics_say_so_when_the_report_is_of_a_past_day(client_for, ids):
    client = client_for("principal_he")
    words = "不随截至日期变化"
    assert words not in text(client.get(f"/office/units/{ids['class']}"))
    assert words in text(client.get(f"/office/units/{ids['class']}?year=2026&day=2026-11-10"))
    client.set_cookie("lang", "en")
    assert "the date above does not change it" in text(
        client.get(f"/office/units/{ids['class']}?year=2026&day=2026-11-10")
    )


def test_the_weakest_topics_stand_first_and_the_others_behind_a_link(client_for, ids):
    client = client_for("principal_he")
    page = client.get(f"/office/units/{ids['class']}")
    shown = page.get_data(as_text=True).partition('id="topics"')[2].partition("</figure>")[0]
    assert shown.count('class="chart-row"') == 3 and "看全部 8 个专题" in text(page)
    everything = client.get(f"/office/units/{ids['class']}?topics=all")
    assert (
        everything.get_data(as_text=True)
        .partition('id="topics"')[2]
        .partition("</figure>")[0]
        .count('class="chart-row"')
        == 8
    )
    assert "看全部" not in text(everything)


def test_sheets_of_fewer_than_ten_pupils_are_not_opened_from_above_the_school(client_for, ids):
    for who, status in (("city_song", 404), ("district_zhou", 404), ("principal_he", 200)):
        client = client_for(who)
        assert client.get(f"/office/attempts/{ids['few'][1]}").status_code == status
        assert client.get(f"/office/attempts/{ids['enough'][1]}").status_code == 200
        assert (
            f"/office/attempts/{ids['few'][1]}"
            in client.get(f"/office/sessions/{ids['few'][0]}").get_data(as_text=True)
        ) is (status == 200)


def test_the_two_lists_of_a_class_are_one_tab_each(client_for, ids):
    client = client_for("principal_he")
    first, second = (text(client.get(f"/office/units/{ids['class']}{query}")) for query in ("", "?lessons=1"))
    assert "授课" in first and "次数 参评率" not in first and "次数 参评率" in second


def test_what_is_written_down_in_september_of_the_year_before_is_in_its_report(app, client_for, clock):
    """A lesson of the last evening of August ends on the first of September; others are declared or put right within two weeks."""
    with app.app_context():
        with write():
            class_unit = world.unit("LJ-SY-2024-2")
            world.teach(class_unit, world.lesson("FIRE"), date(2027, 8, 31), roll=4, entered=date(2027, 9, 1))
        clock.move_to(world.at(date(2027, 10, 20)))
        world.settle()
        path = f"/office/units/{class_unit.id}"
    client = client_for("city_song")
    for query, there in (
        ("?year=2026", True),
        ("?year=2026&day=2027-09-01", True),
        ("?year=2026&day=2027-08-31", False),
        ("", False),
    ):
        assert ("有记录 1.0" in text(client.get(path + query))) == there, query
    assert "2027-09-30" in client.get(path + "?year=2026&day=2027-12-31").get_data(as_text=True)  # not for ever
