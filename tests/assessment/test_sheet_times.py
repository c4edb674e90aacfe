"""Counts of how long answer sheets took, against a slow oracle that shares no code with them, after a random while."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.assessment import jobs, rebuild
from eduplatform.assessment.models import TallyTopic, TallyUnitTopic
from eduplatform.curriculum.models import Course, Item
from eduplatform.curriculum.question_draw import public_form
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.learning.paper import Paper
from eduplatform.org.models import ClassYear, Unit
from eduplatform.shared.database import write

from . import world
from .test_items_and_spread import answer, firsts
from .test_plausibility_rules import shown

CLASSES = ("LJ-SY-2024-2", "LJ-SY-2024-1", "LJ-XS1-2024-1", "YS-1-2024-1")
D = date(2026, 10, 12)
NAMES = ("sheets", "in_class", "timed", "quick", "in_chain", "in_burst", "alike")


@pytest.fixture
def after_a_while(app):
    """Sheets that took long or not, alone or after another, in class or not; some taken again, one taken away, a class grown older."""
    chance = Random(23)
    with app.app_context():
        with write():
            lessons = [world.lesson(topic) for topic in ("FIRE", "DROWN", "TRAF")]
            pupils = {code: world.pupils(world.unit(code), 50) for code in CLASSES}
        clocks = defaultdict(lambda: world.at(D))
        for step in range(230):
            code, lesson = chance.choice(CLASSES), chance.choice(lessons)
            took = timedelta(seconds=chance.choice([8, 20, 31, 32, 33, 60]) + chance.randint(0, 900) / 1000)
            with write():
                made = world.quiz(world.unit(code), lesson, chance.choice(pupils[code]), D)
                answer(chance, made)
                if chance.random() < 0.3:  # a copied sheet
                    same = db.session.query(QuizAttempt).filter_by(class_id=made.class_id, lesson_id=made.lesson_id)
                    first = same.order_by(QuizAttempt.id).first()
                    made.seed, made.answers, made.shares = first.seed, first.answers, first.shares
                key = code, lesson.lesson_id
                clocks[key] += timedelta(seconds=chance.choice([0, 5, 5, 20, 20, 59, 59, 60, 400, -30]))
                made.started_at = clocks[key]
                clocks[key] = made.submitted_at = made.started_at + took
                if chance.random() < 0.2:
                    made.attempt_key = f"{chance.choice(['room', 'makeup'])}-{step}"
                    made.asked = [str(question.uuid) for question in Paper(made.revision_id, made.seed).questions]
                made.grade = chance.choice("AAB") if chance.random() < 0.4 else "B"
            if step % 9 == 0:
                jobs.take_marks(chance.randint(1, 4))
        with write():
            world.lose_a_sheet(CLASSES[0])
            world.change_stage(CLASSES[2], "J")
        world.settle()
        yield app


def least(sheet: QuizAttempt, stage: str) -> float:
    letters = 0
    for question in Paper.of(sheet).questions:
        form = public_form(question, 1)
        form.pop("picture")
        letters += shown(form)
    return letters / (900 if stage.startswith("P") else 1500) * 60


def seconds(sheet: QuizAttempt) -> tuple[float, float]:
    return sheet.started_at.timestamp(), sheet.submitted_at.timestamp()


def wrong(sheet: QuizAttempt) -> list:
    questions = Paper.of(sheet).questions
    return [
        (question.uuid, given)
        for question, given, share in zip(questions, sheet.answers, sheet.shares, strict=True)
        if share < 100 and given is not None
    ]


def in_chain(sheets: list[QuizAttempt]) -> int:
    """Sheets in a run of five or more, each begun less than a minute after the one before ended, nobody else answering meanwhile."""
    times, found = sorted(map(seconds, sheets)), 0
    starts = [
        place
        for place, (began, _ended) in enumerate(times)
        if all(other[1] <= began for other in times[:place])  # alone when it begins
    ]
    run: list[int] = []
    for place in [*range(len(times)), None]:
        alone = place is not None and place in starts
        follows = bool(run) and alone and times[place][0] - max(one[1] for one in times[:place]) < 60
        if not follows:
            found += len(run) if len(run) >= 5 else 0
            run = []
        if alone:
            run.append(place)
    return found


def oracle() -> dict[tuple[int, str], list[int]]:
    topics = {row.id: row.topic for row in db.session.query(Course)}
    course = {row.id: row.course_id for row in db.session.query(Item).filter_by(kind="lesson")}
    stages = {row.class_id: row.stage for row in db.session.query(ClassYear).filter_by(year=2026)}
    lessons = defaultdict(list)
    for sheet in firsts():
        lessons[sheet.class_id, sheet.lesson_id].append(sheet)
    found = defaultdict(lambda: [0] * 7)
    for (class_id, lesson_id), sheets in lessons.items():
        timed = [one for one in sheets if one.attempt_key.split("-")[0] not in ("room", "makeup")]
        quick = [one for one in timed if seconds(one)[1] - seconds(one)[0] < least(one, stages[class_id])]
        ends = [seconds(one)[1] for one in timed if one.grade != "A"]
        burst = max((sum(0 <= end - one <= 600 for end in ends) for one in ends), default=0)
        alike = [
            one
            for one in timed
            if len(wrong(one)) >= 3
            and sum(sorted(map(str, wrong(o))) == sorted(map(str, wrong(one))) for o in timed) > 1
        ]
        counts = [len(sheets), sum(one.grade == "A" for one in sheets), len(timed), len(quick)]
        counts += [in_chain(timed), burst, len(alike)]
        key = class_id, topics[course[lesson_id]]
        found[key] = [a + b for a, b in zip(found[key], counts, strict=True)]
    return dict(found)


def test_the_counts_of_every_class_and_unit_equal_the_answer_sheets(after_a_while):
    expected = oracle()
    stored = {(row.class_id, row.topic): [getattr(row, name) for name in NAMES] for row in db.session.query(TallyTopic)}
    assert stored == expected
    assert all(sum(column) for column in zip(*expected.values(), strict=True)), "each sign occurs"
    above = defaultdict(lambda: [0] * 4)
    for (class_id, topic), counts in expected.items():
        unit = db.session.get(Unit, class_id)
        while unit.parent_id:
            unit = db.session.get(Unit, unit.parent_id)
            above[unit.id, topic] = [a + b for a, b in zip(above[unit.id, topic], counts[:4], strict=True)]
    rows = {
        (row.unit_id, row.topic): [getattr(row, name) for name in NAMES[:4]] for row in db.session.query(TallyUnitTopic)
    }
    assert rows == dict(above)
    assert not world.faults()


def test_a_rebuild_makes_the_same_and_the_check_finds_what_does_not_equal_the_sheets(after_a_while):
    before = oracle()
    with write() as session:
        session.query(TallyTopic).update({TallyTopic.quick: 999})
        session.query(TallyUnitTopic).update({TallyUnitTopic.in_class: 999})
    assert len([one for one in world.faults() if "topic" in one.where]) >= len(before)
    rebuild.rebuild_all(2026)
    assert not world.faults()
    assert {(row.class_id, row.topic): row.quick for row in db.session.query(TallyTopic)} == {
        key: counts[3] for key, counts in before.items()
    }
