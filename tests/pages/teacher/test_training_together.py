"""The class does the skill training together on its screen; the server keeps the way, and it counts for the class."""

from __future__ import annotations

import re

import pytest

from eduplatform.shared import clock as time

from ...assessment import world
from ...lessons import head_of
from .test_hours import text


@pytest.fixture
def trains(desk):
    with desk.app.app_context():
        desk.lesson_id = head_of().lesson_id
    return desk


def train(desk, session, most=30):
    """Take the first choice on the page until the end; how many it took."""
    for step in range(most):
        page = text(desk.get(f"/sessions/{session}/training"))
        found = re.search(r'name="choice" value="([^"]+)"', page)
        if not found:
            return step
        assert desk.post(f"/sessions/{session}/training", step=step, choice=found.group(1)).status_code == 303
    raise AssertionError("no end in sight")


def test_a_class_trains_together_and_it_counts_for_those_present(trains, clock, client_for):
    session = trains.start("hands")
    assert train(trains, session) > 1
    row = trains.session(session)
    assert row.trained_at is not None and len(row.trained) > 1
    assert "全班一起练完了" in text(trains.get(f"/sessions/{session}/training"))
    trains.post(f"/sessions/{session}/training", step=len(row.trained), again=1)
    again = trains.session(session)
    assert again.trained == [] and again.trained_at == row.trained_at
    clock.shift(40 * 60)
    trains.close(session)
    with trains.app.app_context():
        world.settle()
        assert world.faults() == []
        found = world.figures("LJ-SY-2024-2", time.today())
    assert (found["skill_due"], found["skill_group"], found.get("skill_done", 0)) == (4, 4, 0)
    assert "全班一起练过了" in text(trains.get(f"/sessions/{session}"))


def test_half_a_training_counts_nothing(trains, clock):
    session = trains.start("none")
    choice = re.search(r'name="choice" value="([^"]+)"', text(trains.get(f"/sessions/{session}/training"))).group(1)
    for _ in range(2):  # pressed twice: one step
        trains.post(f"/sessions/{session}/training", step=0, choice=choice)
    assert len(trains.session(session).trained) == 1
    assert trains.post(f"/sessions/{session}/training", step=1, choice="nothing").status_code in (400, 422)
    clock.shift(40 * 60)
    trains.close(session)
    with trains.app.app_context():
        world.settle()
        assert world.figures("LJ-SY-2024-2", time.today())["skill_unasked"] == 1


def test_after_the_end_of_the_lesson_nothing_is_trained(trains, clock):
    session = trains.start("none")
    clock.shift(40 * 60)
    trains.close(session)
    assert trains.post(f"/sessions/{session}/training", step=0, choice="x").status_code == 409
    assert trains.get(f"/sessions/{session}/training").status_code == 303
