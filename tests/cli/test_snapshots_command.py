"""`flask snapshots verify`: what was signed is there as it was signed."""

from __future__ import annotations

import re

from sqlalchemy import update

from eduplatform.assessment.models import Snapshot
from eduplatform.shared.database import write
from tests.assessment import world
from tests.assessment.test_snapshot_chain import DAYS, place, sign_one

from .running import invoke, refused


def test_whole_snapshots_are_said_to_be_whole_and_hold_the_printed_head(app, people, client_for):
    with app.app_context():
        world.settle()
        number = sign_one(people, DAYS[0], place(app))
    paper = client_for("principal_he").get(f"/office/official/{number}/print").get_data(as_text=True)
    head = re.search(r"LJ-SY:\d+:[0-9a-f]{16}", paper).group()  # typed as it is printed
    said = invoke(app, "snapshots", "verify", "--head", head)
    assert said.exit_code == 0 and said.output == "1 signed snapshots, no faults\n"
    other = refused(app, "snapshots", "verify", "--head", f"LJ-SY:{head.split(':')[1]}:{'0' * 16}")
    assert "the audit chain is not whole" in other


def test_a_changed_snapshot_is_named(app, people):
    with app.app_context():
        world.settle()
        number = sign_one(people, DAYS[0], place(app))
        with write() as session:
            session.execute(update(Snapshot).values(day=DAYS[1]))
    said = refused(app, "snapshots", "verify")
    assert f"snapshot {number}: is not what was signed" in said and "1 signed snapshots, 1 faults" in said


def test_an_odd_head_is_refused_by_snapshots(app, people):
    assert "CODE:ENTRY:LINK" in refused(app, "snapshots", "verify", "--head", "LJ-SY")
