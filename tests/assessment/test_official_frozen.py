"""Old official figures are bit-identical whatever happens later: 10,000 random events in the sweep, a sample of them always."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from eduplatform.assessment import jobs, snapshot_bodies, snapshot_chain
from eduplatform.assessment.models import Snapshot
from eduplatform.assessment.snapshot_rules import canonical
from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.upkeep import chain_anchors

from . import world
from .test_random_operations import CLASSES, World
from .test_snapshot_chain import place, sign_one

START = datetime(2026, 11, 18, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2026, 11, 17)


@pytest.fixture
def later(app, people):
    """A world in which something was taught and official figures of the school were signed; what can happen later."""
    with app.app_context():
        with write():
            for topic in ("FIRE", "DROWN"):
                world.lesson(topic)
            done = World({n: world.pupils(world.unit(code), 12) for n, code in enumerate(CLASSES)})
        with time_machine.travel(START - timedelta(days=8), tick=False), write():
            for n in range(3):
                done.teach(n, "FIRE", 12, 1, 0)
            for pupil in range(11):
                done.quiz(0, "FIRE", pupil, 90)
        world.settle()
        app.signed = sign_one(people, DAY, place(app))
    return done


def happen(random: Random, done: World) -> None:
    """One random event."""
    n, topic, few = random.randrange(3), random.choice(("FIRE", "DROWN")), random.randrange(7)
    events = {
        "teach": (n, topic, random.randint(1, 8), few, random.randrange(4)),
        "take_back": (few,),
        "quiz": (n, topic, few, random.choice((40, 70, 100))),
        "train": (n, topic, few),
        "again": (n, topic),
        "activity": (random.randrange(10),),
        "rule": (random.choice((100, 300, 500)),),
        "transfer": (few,),
        "rename": (random.choice(CLASSES), f"班{random.randrange(99)}"),
    }
    name = random.choices(list(events), (9, 4, 9, 6, 3, 1, 1, 2, 1))[0]
    with write():
        if name == "rename":
            code, called = events[name]
            db.session.execute(select(Unit).where(Unit.code == code)).scalar_one().name = called
        else:
            getattr(done, name)(*events[name])


def said_of(app, client) -> tuple[bytes, str]:
    """What a signed snapshot says: its bytes, and its page without what every page carries."""
    page = client.get(f"/office/official/{app.signed}").get_data(as_text=True)
    table = re.search(r"<table.*</table>", page, re.S)
    assert table is not None
    with app.app_context():
        row = db.session.get(Snapshot, app.signed)
        return (row.body + row.digest + row.seal + str(row.chain_link)).encode(), table.group()


@pytest.mark.parametrize(
    ("seed", "events"),
    [pytest.param(1, 40, id="a_sample"), pytest.param(2, 10_000, id="ten_thousand_events", marks=pytest.mark.sweep)],
)
def test_official_figures_are_bit_identical_after_random_later_events(app, client_for, later, seed, events):
    client, random = client_for("principal_he"), Random(seed)
    before = said_of(app, client)
    with app.app_context(), time_machine.travel(START, tick=False) as traveller:
        for number in range(events):
            happen(random, later)
            if number % 20 == 19:
                jobs.take_marks(random.randint(1, 9))
            if number % 500 == 19:
                world.settle()
                traveller.shift(86_400)
                ttl_cache.drop()
        world.settle()
    assert said_of(app, client) == before
    with app.app_context():
        assert read_again(app) == figures_in(app), "and the tallies still say the same of that day"
        anchors = chain_anchors.known_anchors(place(app), Path(app.config["BACKUPS"]))
        assert not snapshot_chain.verify_snapshots(anchors, 2015).faults


def figures_in(app) -> list[dict]:
    from eduplatform.assessment.snapshot_queries import body_of

    return [one["counts"] for one in body_of(db.session.get(Snapshot, app.signed))["lines"]]


def read_again(app) -> list[dict]:
    body = snapshot_bodies.read_figures(world.unit("LJ-SY"), 2026, DAY)
    assert canonical(body)
    return [one["counts"] for one in body["lines"]]
