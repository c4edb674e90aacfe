"""A class that closes owes nothing more, one that opens again or gets its first pupils owes from then on: the figures follow."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.extensions import db
from eduplatform.org import transfers, tree
from eduplatform.org.access import Viewer
from eduplatform.org.models import Enrolment
from eduplatform.shared import clock
from eduplatform.shared.database import write

from . import world

CLASS, TODAY, LATER = "LJ-SY-2024-2", date(2026, 11, 18), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def inside(app):
    with app.app_context():
        world.settle()
        yield


def test_a_closed_class_is_gone_from_the_figures_of_every_unit_above_from_that_day(clock):
    before, yesterday = world.figures("LJ", LATER), world.figures("LJ", date(2026, 11, 17))
    with write():
        tree.close_unit(world.unit(CLASS), TODAY)
    world.settle()
    after = world.figures("LJ", LATER)
    assert after["classes"] == before["classes"] - 1
    assert before["slots_due"] - after["slots_due"] == 6, "the weeks ending from its last day to the end of December"
    assert world.figures("LJ", date(2026, 11, 17)) == yesterday and world.faults() == []


def test_a_class_that_opens_again_counts_again():
    with write():
        tree.close_unit(world.unit(CLASS), TODAY)
    world.settle()
    with write():
        tree.add_class(world.unit("LJ-SY"), 2, 2026, 3, "三(2)班")
    world.settle()
    assert world.figures(CLASS, TODAY)["classes"] == 1 and world.faults() == []


def test_a_class_counts_from_its_first_pupil_on():
    with write():
        tree.add_class(world.unit("LJ-SY"), 7, 2026, 3, "三(7)班")
    world.settle()
    assert "classes" not in world.figures("LJ-SY-2024-7", TODAY)
    moved = db.session.query(Enrolment).filter_by(class_id=world.unit(CLASS).id).first()
    with write():
        transfers.move(Viewer(1, moved.school_id, "staff", "x"), moved, world.unit("LJ-SY-2024-7"))
    world.settle()
    assert world.figures("LJ-SY-2024-7", clock.today())["classes"] == 1 and world.faults() == []
