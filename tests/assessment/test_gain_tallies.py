"""Pairs of answers added up by class and topic and upwards, against every pair reckoned one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

import pytest

from eduplatform.assessment.gain_rules import KINDS, NAMES, Sums, of_session
from eduplatform.assessment.models import TallyTopic, TallyUnitTopic
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning.models import CheckAnswer
from eduplatform.org.queries import path_ids
from eduplatform.shared import stale_marks
from eduplatform.shared.database import write
from tests.assessment import world

CLASSES = ("LJ-SY-2024-2", "LJ-SY-2024-1", "LJ-XS1-2024-1")


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def put_pairs(lot: Random) -> list[CheckAnswer]:
    """Lessons of three classes in two districts, each with pairs of 7 to 14 pupils, some with two pairs."""
    found = []
    for code in CLASSES:
        class_unit = world.unit(code)
        pupils = world.pupils(class_unit, 14)
        for day, topic in enumerate(("FIRE", "DROWN", "FIRE"), start=2):
            head = world.lesson(topic)
            entry = world.teach(class_unit, head, date(2026, 11, day), roll=14)
            revision = content.question_pool(content.quiz_of(head.lesson_id).revision_id)[0][0]
            kind = lot.choice(KINDS)
            for pupil in pupils[: lot.choice((7, 9, 10, 14))]:
                for place in range(4, 4 + lot.choice((1, 2))):
                    found.append(
                        CheckAnswer(
                            school_id=class_unit.school_id,
                            session_id=entry.session_id,
                            place=place,
                            pupil_id=pupil,
                            class_id=class_unit.id,
                            year=world.YEAR,
                            kind=kind,
                            lesson_id=head.lesson_id,
                            revision_id=revision,
                            was=lot.choice((0, 33, 100)),
                            became=lot.choice((0, 100)),
                            asked_at=world.at(date(2026, 11, day)),
                        )
                    )
            stale_marks.mark_stale("class_lesson", class_unit.school_id, class_unit.id, world.YEAR, head.lesson_id)
    db.session.add_all(found)
    return found


def slowly(rows: list[CheckAnswer]) -> dict[tuple[int, str], dict[str, Sums]]:
    """Unit and topic → kind → sums, for the class and every unit above it."""
    topics = {world.lesson(topic).lesson_id: topic for topic in ("FIRE", "DROWN")}
    above = {world.unit(code).id: path_ids(world.unit(code).path) for code in CLASSES}
    pupils = defaultdict(lambda: defaultdict(list))
    for row in rows:
        pupils[row.class_id, row.session_id, topics[row.lesson_id], row.kind][row.pupil_id].append(row)
    found = defaultdict(lambda: dict.fromkeys(KINDS, Sums()))
    for (class_id, _session, topic, kind), each in pupils.items():
        means = [
            (sum(row.was for row in mine) // len(mine), sum(row.became for row in mine) // len(mine))
            for mine in each.values()
        ]
        sums = of_session(
            len(means), sum(w for w, _b in means), sum(b for _w, b in means), sum((b - w) ** 2 for w, b in means)
        )
        for unit_id in above[class_id]:
            found[unit_id, topic][kind] += sums
    return {key: of for key, of in found.items() if any(one.pairs for one in of.values())}


def stored() -> dict[tuple[int, str], dict[str, Sums]]:
    found = {}
    for table, unit in ((TallyTopic, TallyTopic.class_id), (TallyUnitTopic, TallyUnitTopic.unit_id)):
        for row in db.session.query(table).filter(table.year == world.YEAR):
            sums = {kind: Sums(*(getattr(row, f"{kind}_{name}") for name in NAMES)) for kind in KINDS}
            if any(one.pairs for one in sums.values()):
                found[getattr(row, unit.key), row.topic] = sums
    return found


def test_every_unit_adds_up_its_lessons_of_ten_pupils_or_more(inside):
    lot = Random(7)
    with write():
        put_pairs(lot)
    world.settle()
    assert world.faults() == []
    rows = db.session.query(CheckAnswer).all()
    expected = slowly(rows)
    assert expected and stored() == expected
    gone = [row.id for row in lot.sample(rows, len(rows) // 3)]
    with write():
        db.session.query(CheckAnswer).filter(CheckAnswer.id.in_(gone)).delete()
        for code in CLASSES:
            class_unit = world.unit(code)
            stale_marks.mark_stale("class_all", class_unit.school_id, class_unit.id, world.YEAR)
    world.settle()
    assert world.faults() == []
    assert stored() == slowly(db.session.query(CheckAnswer).all())


def test_a_pair_changed_behind_the_tallies_is_found(inside):
    with write():
        put_pairs(Random(1))
    world.settle()
    with write():
        db.session.query(CheckAnswer).update({CheckAnswer.became: 100 - CheckAnswer.became})
    assert world.faults() != []
