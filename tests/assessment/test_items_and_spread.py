"""Tallies of topics' scatter and of questions, against a slow oracle that shares no code with them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.assessment import jobs, rebuild
from eduplatform.assessment.models import TallyClassItems, TallyItem, TallyTopicSpread, TallyUnitSpread
from eduplatform.curriculum import grading
from eduplatform.curriculum.models import Course, Item
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.learning.paper import Paper, pool_of_quiz
from eduplatform.org.models import ClassYear, Unit
from eduplatform.shared.database import write

from . import world

CLASSES = ("LJ-SY-2024-2", "LJ-SY-2024-1", "LJ-XS1-2024-1", "YS-1-2024-1")
D = date(2026, 10, 12)


def answer(chance: Random, attempt: QuizAttempt) -> None:
    """Answers as pupils give them: some right, some not, some none."""
    given = []
    for question in Paper.of(attempt).questions:
        options = [one.id for one in getattr(question, "options", [])]
        raw = chance.choice([*options, None]) if options and question.kind in ("single", "pictures") else None
        raw = chance.choice([True, False, None]) if question.kind == "truefalse" else raw
        if raw is not None and getattr(question, "sure", False):
            raw = {"choice": raw, "sure": chance.random() < 0.5}
        given.append(raw)
    attempt.answers = given
    questions = Paper.of(attempt).questions
    attempt.shares = [round(100 * grading.grade(q, a).share) for q, a in zip(questions, given, strict=True)]


@pytest.fixture
def after_a_while(app):
    """Quizzes, some taken again, in four classes of two cities; counted now and then; a sheet is taken away, a class changes stage."""
    chance = Random(11)
    with app.app_context():
        with write():
            lessons = [world.lesson(topic) for topic in ("FIRE", "DROWN", "TRAF")]
            pupils = {code: world.pupils(world.unit(code), 7) for code in CLASSES}
        for step in range(90):
            code = chance.choice(CLASSES)
            with write():
                made = world.quiz(
                    world.unit(code), chance.choice(lessons), chance.choice(pupils[code]), D + timedelta(days=step % 30)
                )
                answer(chance, made)
            if step % 7 == 0:
                jobs.take_marks(chance.randint(1, 4))
        with write():
            world.lose_a_sheet(CLASSES[0])
            world.change_stage(CLASSES[2], "P3")
        world.settle()
        yield app


def firsts() -> list[QuizAttempt]:
    found: dict[tuple[int, int], QuizAttempt] = {}
    for sheet in db.session.query(QuizAttempt).order_by(QuizAttempt.id):
        if sheet.submitted_at is not None:
            found.setdefault((sheet.pupil_id, sheet.lesson_id), sheet)
    return list(found.values())


def test_the_spread_of_every_class_and_unit_equals_the_answer_sheets(after_a_while):
    topics = {row.id: row.topic for row in db.session.query(Course)}
    course = {row.id: row.course_id for row in db.session.query(Item).filter_by(kind="lesson")}
    stages = {row.class_id: row.stage for row in db.session.query(ClassYear).filter_by(year=2026)}
    by_pupil = defaultdict(list)
    for sheet in firsts():
        by_pupil[sheet.class_id, topics[course[sheet.lesson_id]], sheet.pupil_id] += sheet.shares
    shares = defaultdict(list)
    for (class_id, topic, _pupil), marks in by_pupil.items():
        shares[class_id, topic].append(sum(marks) * 100 // len(marks))
    expected = {
        (class_id, topic): (
            stages[class_id],
            1,
            len(each),
            sum(each),
            sum(one * one for one in each),
            sum(each) ** 2 // len(each),
            len(each) ** 2,
        )
        for (class_id, topic), each in shares.items()
    }
    names = ("stage", "classes", "pupils", "total", "squares", "between", "sizes")
    stored = {
        (row.class_id, row.topic): tuple(getattr(row, name) for name in names)
        for row in db.session.query(TallyTopicSpread)
    }
    assert stored == expected and len(stored) >= 10
    above = defaultdict(lambda: [0] * 6)
    for (class_id, topic), (stage, *sums) in expected.items():
        unit = db.session.get(Unit, class_id)
        while unit.parent_id:
            unit = db.session.get(Unit, unit.parent_id)
            above[unit.id, stage, topic] = [a + b for a, b in zip(above[unit.id, stage, topic], sums, strict=True)]
    rows = {
        (row.unit_id, row.stage, row.topic): [getattr(row, name) for name in names[1:]]
        for row in db.session.query(TallyUnitSpread)
    }
    assert rows == dict(above)


def test_the_figures_of_every_question_equal_the_answer_sheets_city_by_city(after_a_while):
    cities = {unit.id: unit.code for unit in db.session.query(Unit).filter_by(kind="city")}
    expected = defaultdict(lambda: [0, 0, 0, 0])  # answers, marks, sum of the rest, none given
    for sheet in firsts():
        unit = db.session.get(Unit, sheet.class_id)
        city = next(int(part) for part in unit.path.strip("/").split("/") if int(part) in cities)
        assert {str(one.uuid) for one in Paper.of(sheet).questions} <= {
            str(one.uuid) for one in pool_of_quiz(sheet.revision_id)
        }
        for place, question in enumerate(Paper.of(sheet).questions):
            others = [mark for at, mark in enumerate(sheet.shares) if at != place]
            mine = expected[city, str(question.uuid)]
            mine[0] += 1
            mine[1] += sheet.shares[place]
            mine[2] += round(sum(others) / len(others))
            mine[3] += sheet.answers[place] is None and question.kind in (
                "single",
                "pictures",
                "truefalse",
                "multiple",
                "spot",
            )
    from eduplatform.curriculum.models import Revision

    uuids = {row.id: str(row.body["uuid"]) for row in db.session.query(Revision) if "stem" in row.body}
    stored = {}
    for row in db.session.query(TallyItem):
        n, marks, _pairs, _x, _xx, rest = row.sums[:6]
        stored[row.unit_id, uuids[row.revision_id]] = [n, marks, rest, row.sums[-1].get("", 0)]
    assert stored == dict(expected) and len({city for city, _uuid in stored}) == 2
    assert db.session.query(TallyClassItems).count() >= 10


def test_a_recount_finds_nothing_and_a_rebuild_changes_nothing(after_a_while):
    assert world.faults() == []

    def rows():
        found = {}
        for table in (TallyTopicSpread, TallyUnitSpread, TallyClassItems, TallyItem):
            columns = [one.name for one in table.__table__.columns if one.name != "id"]
            found[table.__tablename__] = sorted(
                repr([getattr(row, c) for c in columns]) for row in db.session.query(table)
            )
        return found

    before = rows()
    rebuild.rebuild_all(2026)
    db.session.expire_all()
    assert rows() == before


def test_a_wrong_row_is_found_and_mended(after_a_while):
    with write():
        row = db.session.query(TallyItem).first()
        row.sums = [row.sums[0] + 1, *row.sums[1:]]
        spread = db.session.query(TallyUnitSpread).first()
        spread.total += 1
    assert {one.where.partition(" (")[0] for one in world.faults()} == {
        "city and question",
        "spread of unit, stage and topic",
    }
    rebuild.rebuild_all(2026)
    assert world.faults() == []
