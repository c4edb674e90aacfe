"""A sample of `python -m bench attack` that always runs: odd requests, borrowed and repeated posts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests import databases
from tests.access.served_world import ServedWorld
from tests.conftest import NOW

from . import credit, fuzz


@pytest.fixture
def own_hall(template: databases.Template, tmp_path: Path) -> Iterator[ServedWorld]:
    """A served world for each: the fuzz puts a phone into its first state."""
    with time_machine.travel(NOW, tick=False):
        made = ServedWorld(template, tmp_path)
    yield made
    made.close()


def test_fifteen_hundred_odd_requests_end_in_no_server_error(own_hall: ServedWorld):
    told = fuzz.run(own_hall, 1500, seed=7)
    assert told.asked == 1500 and told.statuses[200] > 100 and told.statuses[400] > 50, told.statuses
    assert not told.broken, "\n".join(told.broken[:20])


def test_posts_of_strangers_and_posts_sent_twice_gain_nothing(own_hall: ServedWorld):
    # What is gained does not depend on the database, and PostgreSQL takes twice as long
    every = 36 if os.environ.get("TEST_DATABASE") == "postgresql" else 12
    told = credit.run(own_hall, every=every)
    assert told.tried > 1800 / every
    assert not told.gained, "\n".join(told.gained[:30])
