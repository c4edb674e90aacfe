"""Who is behind, by how many weeks and why: equal to a slow count over the records, class by class, over random histories and past days."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.assessment import behind, behind_rules, hidden_units, queries
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.org.access import Holding, Viewer
from eduplatform.org.models import Unit
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassSession, HandsCount

from . import hours_oracle as oracle
from . import world

TODAY, FIRST = date(2026, 11, 18), date(2026, 9, 2)


def history(random: Random) -> None:
    """Lessons tested by hands, by name or not at all, declared ones, some taken back; a class that has nothing."""
    oracle.forget()
    with write():
        for unit in [one for one in db.session.query(Unit).filter_by(kind="class") if one.code.startswith("LJ-")]:
            heads = [world.lesson(topic) for topic in ("FIRE", "DROWN", "TRAF")]
            pupils = world.pupils(unit, 25)
            for _ in range(random.choice((0, 0, 2, 6, 11, 14))):
                one(random, unit, random.choice(heads), pupils)
    world.settle()


def one(random: Random, unit: Unit, head, pupils) -> None:
    day = FIRST + timedelta(days=random.randint(0, 76))
    kind = random.choice(("hands", "names", "untested", "declared", "declared"))
    if kind == "declared":
        entry = world.enter(unit, head, day, 100, 40, 40)
        if random.random() < 0.3:
            world.take_back(entry, day)
        return
    entry = world.teach(unit, head, day, roll=25, hands=25 if kind == "hands" else 0, quiz_mode="devices")
    for pupil in pupils if kind == "names" else ():
        world.quiz(unit, head, pupil, day, random.choice((20, 40)), session_id=entry.session_id)


def expected(unit: Unit, day: date) -> tuple[int, set[str]]:
    """Weeks owed, and every reason that holds but the weak topic, from the records alone."""
    rows = [row for row in oracle.standing(oracle.known(day)) if row.class_id == unit.id]
    lessons, hours, declared = oracle.three(rows)
    due = sum(one <= day for one in oracle.due_days(unit))
    owed = max(0, due - lessons)
    if not lessons:
        return owed, {"no_lessons"}
    tested = {row.lesson_id for row in rows if answered(unit, row.lesson_id, day)}
    asked = {row.lesson_id for row in rows if row.session_id and quiz_in(row.session_id)}
    found = {"declared_only"} if 2 * declared >= hours else set()
    return owed, found | ({"untested"} if asked - tested and 2 * len(asked - tested) >= lessons else set())


def quiz_in(session_id: int) -> bool:
    return db.session.query(ClassSession).filter_by(id=session_id).one().quiz_revision_id is not None


def answered(unit: Unit, lesson_id: int, day: date) -> bool:
    sheets = db.session.query(QuizAttempt).filter_by(class_id=unit.id, lesson_id=lesson_id)
    if any(sheet.submitted_at.date() <= day for sheet in sheets):
        return True
    held = db.session.query(ClassSession).filter_by(class_id=unit.id, lesson_id=lesson_id)
    held = [one.id for one in held if one.opened_at.date() <= day]
    return db.session.query(HandsCount).filter(HandsCount.session_id.in_(held)).first() is not None


def weak_below(viewer: Viewer, unit: Unit, year: int, ids: set[int], forced: frozenset[str]) -> dict:
    rows = behind.topic_rows(unit, year, ids)[1]
    return behind.weak_of(rows, ids, hidden_units.looks_from_inside(viewer, unit.path), forced)


def officer(code: str) -> Viewer:
    unit = world.unit(code)
    held = Holding("school_officer", unit.id, unit.kind, unit.path, "")
    return Viewer(1, unit.id, "staff", "x", holdings=(held,))


@pytest.mark.parametrize("seed", range(8))
def test_weeks_owed_and_reasons_equal_the_slow_count(app, clock, seed):
    random = Random(seed)
    with app.app_context():
        history(random)
        seen = 0
        for day in (TODAY, FIRST + timedelta(days=random.randint(10, 70))):
            for code in ("LJ-SY", "LJ-XS1", "LJ-DZ"):
                report = queries.unit_report(officer(code), world.unit(code), 2026, day)
                slow = {}
                for glance in report.glances:
                    owed, reasons = expected(db.session.get(Unit, glance.unit_id), day)
                    slow[glance.unit_id] = owed
                    assert behind_rules.lessons_owed(glance.counts) == owed, (glance.name, day)
                    said = set(behind_rules.reasons(glance.counts, weak=False))
                    assert said == (reasons or {"few_lessons"}), (glance.name, day)
                    seen += 1
                first = [one.unit_id for one in behind_rules.furthest_behind(report.glances)]
                assert first == sorted((n for n in slow if slow[n] >= 1), key=lambda n: -slow[n])[:5]
                own, classes = report.own.counts, len(report.glances)
                assert behind_rules.lessons_owed(own) == sum(slow.values())
                assert own["classes"] != classes or behind_rules.weeks_owed(own) == sum(slow.values()) / classes
        assert seen


def test_the_order_of_weeks_never_ranks_more_than_half_of_the_units():
    def glance(number: int, owed: int) -> behind_rules.Glance:
        counts = dict.fromkeys(behind_rules.COUNTED, 0) | {"classes": 1, "slots_due": owed}
        return behind_rules.Glance(number, str(number), str(number), "school", f"/{number}/", "", counts)

    asked = behind_rules.Choice(behind=3, sort="owed")
    for behind_ones in range(1, 13):
        glances = [glance(n, 3 + n if n < behind_ones else 0) for n in range(12)]
        found = asked.chosen(glances)
        in_order = list(range(behind_ones))
        assert found == (in_order[::-1] if behind_ones <= 6 else in_order), behind_ones


def test_a_weak_topic_is_one_of_all_its_answers_and_no_other(app, clock):
    with app.app_context():
        with write():
            low, high = world.unit("LJ-SY-2024-1"), world.unit("LJ-SY-2024-2")
            fire, traffic = world.lesson("FIRE"), world.lesson("TRAF")
            for unit, head, score in ((low, fire, 20), (high, fire, 90), (low, traffic, 90)):
                world.teach(unit, head, FIRST, roll=30, quiz_mode="devices")
                for pupil in world.pupils(unit, 30):
                    world.quiz(unit, head, pupil, FIRST, score)
        world.settle()
        school = world.unit("LJ-SY")
        ids = {low.id, high.id}
        found = weak_below(officer("LJ-SY"), school, 2026, ids, frozenset())
        assert set(found) == {low.id} and {one.weak for one in found[low.id]} == {True}
        assert behind_rules.weakest(found[low.id]).share.value < 0.7
        assert weak_below(officer("LJ-SY"), school, 2026, set(), frozenset()) == {}
        assert not weak_below(officer("LJ-SY"), school, 2025, ids, frozenset())


@pytest.mark.parametrize("sizes", [(25, 5, 40), (25, 60)])
def test_what_the_list_of_topics_hides_is_not_called_weak(app, clock, sizes):
    """A topic hidden of a class, so that a small one cannot be taken off the total, is no reason on the page of who looks from above."""
    with app.app_context():
        with write():
            units = [world.unit(code) for code in ("LJ-SY-2024-1", "LJ-SY-2024-2", "LJ-SY-2021-1")][: len(sizes)]
            fire = world.lesson("FIRE")
            for unit, size in zip(units, sizes, strict=True):
                world.teach(unit, fire, FIRST, roll=size, quiz_mode="devices")
                for pupil in world.pupils(unit, size):
                    world.quiz(unit, fire, pupil, FIRST, 20)
        world.settle()
        school, city = world.unit("LJ-SY"), world.unit("LJ")
        above = Viewer(1, city.id, "staff", "x", holdings=(Holding("city_officer", city.id, "city", city.path, ""),))
        ids = {unit.id for unit in units}
        seen = set(weak_below(above, school, 2026, ids, frozenset()))
        assert seen == ({units[2].id} if 5 in sizes else ids)
        forced = frozenset(share.topic for share in weak_below(above, school, 2026, ids, frozenset())[units[-1].id])
        assert units[0].id not in weak_below(above, school, 2026, ids, forced)
