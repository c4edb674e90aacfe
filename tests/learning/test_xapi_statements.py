"""Records as xAPI statements: as the specification has them, the same each time, and no more of a child than must be."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.learning import xapi_export
from eduplatform.learning import xapi_statements as xapi
from eduplatform.learning.models import QuizAttempt
from eduplatform.org.models import Enrolment
from eduplatform.shared.database import write
from eduplatform.teaching.models import Absence
from tests.assessment import world

from .xapi_rules import faults_of

HERE = xapi.Install("https://0123456789abcdef.anxue.invalid/")
QUIZ, LESSON = xapi.Activity("11111111-1111-4111-8111-111111111111", "quiz", "测"), xapi.Activity("2-2", "lesson")
AT = datetime(2026, 11, 2, 11, 0, 0, 120_000, tzinfo=timezone(timedelta(hours=8)))
SHEET = xapi.Sheet(
    school_id=7,
    attempt_id=3,
    actor="a1",
    quiz=QUIZ,
    lesson=LESSON,
    place=xapi.Place("c1", "P2", "FIRE", "A"),
    started_at=AT - timedelta(seconds=95.5),
    submitted_at=AT,
    score=67,
    passed=True,
    questions=[xapi.Activity(f"q-{n}", "question", "问") for n in range(3)],
    answers=["a", None, ["b", "c"]],
    shares=[100, 0, 50],
)


def test_a_sheet_is_completed_and_each_question_that_was_answered():
    done, *answered = xapi.of_sheet(HERE, SHEET)
    assert faults_of(done) == [] and [fault for one in answered for fault in faults_of(one)] == []
    assert done["timestamp"] == "2026-11-02T03:00:00.120Z" and done["result"]["duration"] == "PT95.5S"
    assert done["result"]["score"] == {"scaled": 0.67} and done["result"]["success"] is True
    assert [(one["object"]["id"], one["result"]) for one in answered] == [
        ("urn:uuid:q-0", {"score": {"scaled": 1.0}, "success": True}),
        ("urn:uuid:q-2", {"score": {"scaled": 0.5}, "success": False}),
    ]
    assert {one["context"]["registration"] for one in (done, *answered)} == {done["context"]["registration"]}


def test_the_same_record_is_the_same_statement_and_others_are_others():
    first = xapi.of_sheet(HERE, SHEET)
    assert xapi.of_sheet(HERE, SHEET) == first
    others = [replace(SHEET, attempt_id=4), replace(SHEET, school_id=8)]
    ids = [one["id"] for sheet in (SHEET, *others) for one in xapi.of_sheet(HERE, sheet)]
    ids += [one["id"] for one in xapi.of_sheet(xapi.Install("https://other.anxue.invalid/"), SHEET)]
    assert len(set(ids)) == len(ids) == 12


def test_a_clock_that_was_set_back_makes_no_duration():
    done = xapi.of_sheet(HERE, replace(SHEET, started_at=AT + timedelta(seconds=1)))[0]
    assert "duration" not in done["result"] and faults_of(done) == []
    assert xapi.of_sheet(HERE, replace(SHEET, started_at=AT))[0]["result"]["duration"] == "PT0S"
    long = xapi.of_sheet(HERE, replace(SHEET, started_at=AT - timedelta(days=400)))[0]
    assert long["result"]["duration"] == "PT34560000S" and faults_of(long) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timestamp", "2026-11-02T03:00:00"),
        ("timestamp", "2026-11-02"),
        ("version", "2.0"),
        ("object", {}),
        ("result", {"duration": "1:30:00"}),
        ("result", {"score": {"scaled": 1.5}}),
        ("result", {"response": ""}),
        ("name", "x"),
    ],
)
def test_the_rules_find_what_is_wrong(field, value):
    assert faults_of(xapi.of_sheet(HERE, SHEET)[0] | {field: value})


# ── a school ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def a_year(seed: int) -> dict[str, int]:
    """A random history of 实验小学; how many statements of each verb it must give, counted while it is made."""
    chance, wanted = random.Random(seed), Counter({"completed": 0, "answered": 0, "attended": 0})
    with write():
        heads = [world.lesson("FIRE"), world.lesson("DROWN")]
        for code in ("LJ-SY-2024-1", "LJ-SY-2024-2"):
            unit = world.unit(code)
            there = len(db.session.scalars(select(Enrolment.id).where(Enrolment.class_id == unit.id)).all())
            new = world.pupils(unit, chance.randint(0, 5))
            late = world.pupils(unit, 1, date(2026, 11, 10))
            for n, head in enumerate(heads):
                day = date(2026, 11, 2 + 7 * n)
                entry = world.teach(unit, head, day, roll=there + len(new))
                away = chance.sample(new, chance.randint(0, len(new)))
                for pupil in away:
                    db.session.add(
                        Absence(
                            school_id=unit.school_id,
                            session_id=entry.session_id,
                            pupil_id=pupil,
                            noted_at=world.at(day),
                        )
                    )
                if chance.random() < 0.3:
                    world.take_back(entry, day)
                else:
                    wanted["attended"] += there + len(new) - len(away)
                for pupil in new:
                    _answers(chance, world.quiz(unit, head, pupil, day, chance.choice([0, 40, 100])), wanted)
                    if chance.random() < 0.5:
                        world.train(unit, head, pupil, day)
                        wanted["completed"] += 1
            _answers(chance, world.quiz(unit, heads[0], late[0], date(2026, 11, 11)), wanted)
        unfinished = world.quiz(unit, heads[1], late[0], date(2026, 11, 12))
        unfinished.submitted_at = None
    return dict(wanted)


def _answers(chance: random.Random, attempt: QuizAttempt, wanted: Counter[str]) -> None:
    attempt.answers = [chance.choice(["a", "b", None]) for _ in attempt.shares]
    wanted["completed"] += 1
    wanted["answered"] += sum(answer is not None for answer in attempt.answers)


def statements(code: str = "LJ-SY") -> list[dict]:
    return json.loads(json.dumps(list(xapi_export.statements_of(world.unit(code), 2026))))


@pytest.mark.parametrize("seed", range(4))
def test_a_school_has_as_many_statements_as_records_and_all_are_right(app, people, seed):
    with app.app_context():
        wanted = a_year(seed)
        found = statements()
        assert Counter(one["verb"]["display"]["en-US"] for one in found) == Counter(wanted)
        assert len({one["id"] for one in found}) == len(found)
        assert [fault for one in found for fault in faults_of(one)] == []
        assert statements() == found
        assert all(datetime.fromisoformat(one["timestamp"]).astimezone(UTC).year == 2026 for one in found)
        assert statements("LJ-XS1") == []


def test_nobody_can_be_read_off_the_statements(app, people):
    with app.app_context():
        a_year(1)
        text = json.dumps(statements(), ensure_ascii=False)
        for name, key in db.session.execute(select(User.name, User.person_key)):
            assert name not in text and key not in text
        homes = {one["actor"]["account"]["homePage"] for one in statements()}
        assert len(homes) == 1 and homes.pop().endswith(".anxue.invalid/")


def test_an_erased_pupil_is_in_no_further_export(app, people, tmp_path):
    from eduplatform.org.erasing import erase_person
    from eduplatform.org.roster_uploads import Uploads

    with app.app_context():
        a_year(2)
        who = db.session.scalars(select(QuizAttempt.pupil_id)).first()
        user = db.session.scalars(select(User).where(User.id == who)).one()
        actor = xapi_export.actor_name(user.person_key)
        before = statements()
        with write():
            erase_person(user, Uploads(tmp_path))
        after = statements()
        assert any(one["actor"]["account"]["name"] == actor for one in before)
        assert after == [one for one in before if one["actor"]["account"]["name"] != actor]
