"""Anonymised facts for other programs: whoever sees a unit's figures may have them, everybody the same."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.assessment import exchange
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, Job
from tests import people as cast
from tests.assessment import world

from .exchanging import ask, fetched, rows, unpacked, worked

FILES = {"README.txt", "dictionary.csv", "answers.csv", "classes.csv"}


@pytest.fixture
def lessons(app, people):
    """Classes of twenty, twelve and three, each with a quiz: the twelve are hidden too, or the three could be had by subtraction."""
    with app.app_context():
        with write():
            fire, day = world.lesson("FIRE"), date(2026, 11, 2)
            for code, size in (("LJ-SY-2024-2", 20), ("LJ-SY-2021-1", 12), ("LJ-SY-2024-1", 3)):
                unit = world.unit(code)
                world.teach(unit, fire, day, roll=size)
                for pupil in world.pupils(unit, size):
                    world.quiz(unit, fire, pupil, day, 100)
        world.settle()


@pytest.mark.parametrize(("who", "code"), [("city_song", "LJ"), ("district_zhou", "LJ-DC"), ("officer_safe", "LJ-SY")])
def test_groups_of_ten_are_in_it_and_smaller_ones_are_not(app, client_for, lessons, who, code):
    files = unpacked(fetched(client_for(who), app, code, "facts"))
    assert set(files) == FILES
    answers, classes = rows(files["answers.csv"]), rows(files["classes.csv"])
    told = sorted((row["week"], row["topic"], row["roll"], row["pupils"], row["passed"]) for row in classes)
    assert told == [("2026-11-02", "FIRE", "12", "", ""), ("2026-11-02", "FIRE", "20", "20", "20")]
    twenty = [row["class"] for row in classes if row["pupils"]]
    assert {row["correct"] for row in answers} == {"1"} and {row["class"] for row in answers} == set(twenty)
    text = "".join(files.values())
    with app.app_context():
        assert not any(unit.name in text or f",{unit.code}," in text for unit in db.session.query(world.Unit))
        said = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert (said.action, said.detail["what"]) == ("report.export", "microdata")


def test_everybody_gets_the_same_rows_of_a_school(app, client_for, lessons):
    inside, above = (
        unpacked(fetched(client_for(who), app, code, "facts"))["answers.csv"]
        for who, code in (("officer_safe", "LJ-SY"), ("city_song", "LJ"))
    )
    assert inside == above


def test_a_unit_with_nothing_gets_the_heads_and_the_dictionary(app, client_for, people):
    files = unpacked(fetched(client_for("officer_safe"), app, "LJ-SY", "facts"))
    assert set(files) == FILES and rows(files["answers.csv"]) == [] == rows(files["classes.csv"])


def test_too_much_for_one_file_is_refused_at_once(app, client_for, lessons, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_SHEETS", 19)
    answer = ask(client_for("city_song"), app, "LJ", "facts")
    assert answer.status_code == 422 and "这里的答卷超过 19 份" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.query(Job).count() == 0


def test_a_job_killed_half_way_leaves_no_file_and_is_done_again(app, client_for, lessons, monkeypatch):
    client = client_for("city_song")
    there = ask(client, app, "LJ", "facts").location
    with monkeypatch.context() as broken:
        broken.setattr("eduplatform.assessment.microdata.packed_text", lambda *of: 1 / 0)
        worked(app)
    assert "没有成功" in client.get(there).get_data(as_text=True) and client.get(f"{there}/file").status_code == 404
    assert set(unpacked(fetched(client, app, "LJ", "facts"))) == FILES


def test_a_homeroom_teacher_has_no_such_page(app, client_for, people):
    with app.app_context():
        address = f"/office/units/{cast.unit('LJ-SY').id}/exchange"
    client = client_for("teacher_lin")
    assert client.get(address).status_code == client.post(address, data={"kind": "exchange.facts"}).status_code == 404
