"""The class does it, the teacher looks and ticks: on the screen, on the phone; kept with the session, counted for the class."""

from __future__ import annotations

import re

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.shared import clock as time

from ...assessment import world
from .test_hours import text

ITEMS = ("low", "hold", "guard", "stay")


@pytest.fixture
def quake(desk):
    """The desk with a lesson that has a checklist."""
    with desk.app.app_context():
        desk.lesson_id = next(head.lesson_id for head in content.lessons_of("P2") if head.topic == "QUAKE")
    return desk


def tick(desk, session: int, what: str, status: int = 303):
    answer = desk.post(f"/sessions/{session}/checklist", tick=what)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def test_ticked_to_the_end_it_counts_for_those_present_and_is_told_afterwards(quake, clock):
    session = quake.start("none")
    page = text(quake.get(f"/sessions/{session}/checklist"))
    assert "一只手抓紧桌腿" in page and len(re.findall('name="tick"[^>]*aria-pressed="false"', page)) == 12
    for item, level in zip(ITEMS, ("all", "most", "few", "all"), strict=True):
        assert tick(quake, session, f"{item}:{level}").location.endswith(f"#{item}")
    row = quake.session(session)
    assert row.checked == {"low": "all", "hold": "most", "guard": "few", "stay": "all"} and row.checked_at
    page = text(quake.get(f"/sessions/{session}/checklist"))
    assert "全班一起做完了" in page and len(re.findall('name="tick"[^>]*aria-pressed="true"', page)) == 4
    assert "碎东西就碰不到那里" in page and "桌子会滑走" not in page, "only what few did is explained once more"
    clock.shift(40 * 60)
    quake.close(session)
    with quake.app.app_context():
        world.settle()
        assert world.faults() == []
        found = world.figures("LJ-SY-2024-2", time.today())
    assert (found["skill_due"], found["skill_group"], found.get("skill_done", 0)) == (4, 4, 0)
    summary = text(quake.get(f"/sessions/{session}"))
    assert "全班一起做" in summary and re.search("护住后脑和脖子.*?少数", summary, re.S)


def test_the_office_reads_what_was_seen_without_a_name(quake, fifty, clock, client_for):
    session = quake.start("none")
    for item in ITEMS:
        tick(quake, session, f"{item}:most")
    clock.shift(40 * 60)
    quake.close(session)
    report = text(client_for("principal_he").get(f"/office/sessions/{session}"))
    assert len(re.findall("badge-info.*?多数", report)) == 4


def test_half_a_list_counts_nothing_and_says_so(quake, clock):
    session = quake.start("none")
    tick(quake, session, "low:all")
    assert quake.session(session).checked_at is None
    clock.shift(40 * 60)
    quake.close(session)
    assert "还有 3 项没有点" in text(quake.get(f"/sessions/{session}"))
    with quake.app.app_context():
        world.settle()
        assert world.figures("LJ-SY-2024-2", time.today())["skill_unasked"] == 1


def test_a_tick_can_be_changed_and_taken_away(quake):
    session = quake.start("none")
    for item in ITEMS:
        tick(quake, session, f"{item}:all")
    tick(quake, session, "low:few")
    assert quake.session(session).checked["low"] == "few"
    tick(quake, session, "low:")
    row = quake.session(session)
    assert "low" not in row.checked and row.checked_at is None, "no longer done to the end"


@pytest.mark.parametrize("what", ["low:some", "nothing:all", "", ":", "low:all:all", "low"])
def test_what_is_not_on_the_list_is_refused(quake, what):
    session = quake.start("none")
    if what == "low":  # no level at all is the same as taking the tick away
        tick(quake, session, what)
    else:
        assert quake.post(f"/sessions/{session}/checklist", tick=what).status_code in (400, 422)
    assert not quake.session(session).checked


def test_after_the_lesson_nothing_is_ticked_and_a_lesson_without_a_list_has_none(quake, desk, clock):
    session = quake.start("none")
    clock.shift(40 * 60)
    quake.close(session)
    tick(quake, session, "low:all", 409)
    assert quake.get(f"/sessions/{session}/checklist").status_code == 303
    with desk.app.app_context():
        desk.lesson_id = next(head.lesson_id for head in content.lessons_of("P2") if head.topic == "FOOD")
    other = desk.start("none")
    assert desk.get(f"/sessions/{other}/checklist").status_code == 404
    assert "/checklist" not in text(desk.get(f"/sessions/{other}/screen"))


def test_the_way_to_it_stands_on_its_page_on_the_end_and_on_the_teachers_own_page(quake):
    session = quake.start("none")
    screen = text(quake.get(f"/sessions/{session}/screen"))
    assert screen.count(f"/sessions/{session}/checklist") == 2, "on the page where the class acts, and at the end"
    assert f"/sessions/{session}/checklist" in text(quake.get(f"/sessions/{session}"))
