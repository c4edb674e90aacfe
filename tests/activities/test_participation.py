"""Which classes did which step: random lessons, records and takings back, told a second time slowly from plain lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.activities import class_records, operations, participation
from eduplatform.activities.class_records import Entered
from eduplatform.activities.models import Activity
from eduplatform.activities.participation import Count, Did, Noted
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassSession
from tests.activities.world import (
    ACT,
    CLASS,
    PLEDGE,
    SURVEY,
    day,
    drafted,
    fire,
    place,
    published,
    steps,
    with_lesson,
    with_topic,
)
from tests.assessment import world
from tests.org.world import TODAY, done

#: class → its stage
CLASSES = {"LJ-SY-2024-1": "P2", CLASS: "P2", "LJ-SY-2026-1": "P1", "LJ-SY-2021-1": "P3", "LJ-XS1-2024-1": "P2"}


@dataclass
class Lesson:
    """An entry of the ledger as this test remembers it."""

    code: str
    lesson_id: int
    topic: str
    day: date
    grade: str
    hours: int = 100
    answered: bool = False
    trained: bool = False
    stands: bool = True
    row: object = None


def teach(code: str, head, on: date, hands: int = 0, trained: bool = False, hours: int = 100) -> Lesson:
    with write():
        row = world.teach(world.unit(code), head, on, roll=30, hands=hands, hours=hours)
        if trained:
            db.session.get(ClassSession, (row.school_id, row.session_id)).trained_at = world.at(on)
    return Lesson(code, head.lesson_id, head.topic, on, "A", hours, hands > 0, trained, row=row)


def declare(code: str, head, on: date) -> Lesson:
    with write():
        row = world.enter(world.unit(code), head, on, 100, 30, 30)
    return Lesson(code, head.lesson_id, head.topic, on, "C", row=row)


def take_back(one: Lesson) -> None:
    one.stands = False
    with write():
        world.take_back(one.row, TODAY)


def did(activity: Activity, code: str = CLASS) -> dict[int, Did]:
    """What a class did, by the number of the step from 0."""
    numbers = {step.row.id: number for number, step in enumerate(steps(activity))}
    found = participation.did_steps(world.unit(code), [activity.id])
    return {numbers[step]: what for step, what in found.items()}


def all_kinds(org, **more) -> Activity:
    """0 lesson, 1 any lesson of the topic, 2 quiz, 3 training, 4 pledge, 5 lesson in three days, 6 act."""
    lesson, quiz, training = (with_lesson(kind) for kind in ("lesson", "quiz", "training"))
    short = replace(lesson, starts_on=day(-2), ends_on=day(0))
    return published(org, lesson, with_topic(), quiz, training, PLEDGE, short, ACT, code="LJ", by="city_song", **more)


def slowly(lessons: list[Lesson], pledged: dict[str, date], code: str) -> dict[int, Did]:
    """The steps of all_kinds() that a class did, by looking at each lesson by itself."""
    found: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    for one in lessons:
        if one.code != code or not one.stands or not one.hours or not day(-7) <= one.day <= day(7):
            continue
        named, mark = one.lesson_id == fire("P2").lesson_id and CLASSES[code] == "P2", (one.day, one.grade != "C")
        for number, done_so in {
            0: named,
            1: one.topic == "FIRE",
            2: named and one.answered,
            3: named and one.trained,
            5: named and one.day >= day(-2) and one.day <= TODAY,
        }.items():
            if done_so:
                found[number].append(mark)
    if code in pledged:
        found[4].append((pledged[code], False))
    return {n: Did(min(on for on, _ in marks), any(proven for _, proven in marks)) for n, marks in found.items()}


@pytest.mark.parametrize("seed", range(3))
def test_random_weeks_of_five_classes_are_told_as_the_slow_way_tells_them(org, seed):
    chance, activity = Random(seed), all_kinds(org)
    with write():
        heads = [fire("P2"), world.lesson("TRAF"), world.lesson("FIRE", "P1")]
    lessons: list[Lesson] = []
    pledged: dict[str, date] = {}
    for _ in range(45):
        code, on = chance.choice(list(CLASSES)), day(chance.randrange(-9, 1))
        act = chance.random()
        if act < 0.45:
            hands, hours = chance.choice((0, 4)), chance.choice((100, 100, 0))
            lessons.append(teach(code, chance.choice(heads), on, hands, chance.random() < 0.4, hours))
        elif act < 0.6:
            lessons.append(declare(code, chance.choice(heads), on))
        elif act < 0.85 and (standing := [one for one in lessons if one.stands]):
            take_back(chance.choice(standing))
        elif act < 0.95:
            pledged[code] = max(on, day(-7))
            done(
                class_records.enter,
                org.viewer("teacher_lin"),
                place(org, activity, 4, code),
                Entered(pledged[code], 9, 8),
            )
        else:
            pledged.pop(code, None)
            done(class_records.take_back, org.viewer("teacher_lin"), place(org, activity, 4, code))
    expected = {code: slowly(lessons, pledged, code) for code in CLASSES}
    assert {code: did(activity, code) for code in CLASSES} == expected
    numbers = {world.unit(code).id: code for code in CLASSES}
    took = participation.took_part([activity.id], numbers)
    assert {numbers[class_id] for _activity, class_id in took} == {code for code, found in expected.items() if found}
    _below(org, activity, expected)


def _below(org, activity: Activity, expected: dict[str, dict[int, Did]]) -> None:
    """Counts of units are those of their classes, added up one by one."""
    steps_in_order = [step.row.id for step in steps(activity)]
    for code in ("LJ", "LJ-DC", "LJ-SY", CLASS):
        inside = [found for each, found in expected.items() if _is_below(each, code)]
        took = participation.took_part_below(org.unit(code), [activity.id])
        assert took.get(activity.id, 0) == sum(bool(found) for found in inside)
        if code != CLASS:
            rows = participation.steps_by_child(org.unit(code), activity)
            for number, step_id in enumerate(steps_in_order):
                mine = [found[number] for found in inside if number in found]
                assert participation.by_step(rows, step_id) == Count(len(mine), sum(one.evidenced for one in mine))
            proven = [found for found in inside if any(one.evidenced for one in found.values())]
            assert participation.by_step(rows, 0) == Count(sum(map(bool, inside)), len(proven)), (
                "any step, each class once"
            )
    assert participation.by_step({}, 1) == participation.NONE


def _is_below(code: str, unit: str) -> bool:
    lies_in = {"LJ-SY": "LJ-DC", "LJ-XS1": "LJ-XS"}
    school = "LJ-XS1" if code.startswith("LJ-XS1") else "LJ-SY"
    return unit in ("LJ", code, school, lies_in[school])


def test_a_lesson_taken_back_leaves_neither_its_day_nor_its_evidence(org):
    """Taught by the system on Monday and taken back, declared on Wednesday: it was declared, on Wednesday."""
    activity = all_kinds(org)
    first = teach(CLASS, fire(), day(-2))
    take_back(first)
    assert did(activity) == {}
    declare(CLASS, fire(), TODAY)
    assert did(activity)[0] == Did(TODAY, False)
    rows = participation.steps_by_child(org.unit("LJ-SY"), activity)
    assert participation.by_step(rows, steps(activity)[0].row.id) == Count(1, 0)


def test_of_two_lessons_the_first_day_counts_and_either_is_evidence(org):
    activity = all_kinds(org)
    declare(CLASS, fire(), day(-5))
    teach(CLASS, fire(), day(-1))
    assert did(activity)[0] == Did(day(-5), True)


def test_a_draft_counts_nothing_and_one_taken_back_keeps_what_was_done(org):
    draft = drafted(org, with_lesson("lesson"), PLEDGE)
    teach(CLASS, fire(), TODAY)
    assert participation.took_part([draft.id], [org.unit(CLASS).id]) == set()
    row = published(org, with_lesson("lesson"))
    done(operations.withdraw_campaign, org.viewer("district_zhou"), row, org.unit("LJ-DC"))
    assert participation.took_part([row.id], [org.unit(CLASS).id]) == {(row.id, org.unit(CLASS).id)}


def test_nothing_asked_is_nothing_told(org):
    teach(CLASS, fire(), TODAY)
    assert participation.took_part([], [org.unit(CLASS).id]) == set() == participation.took_part([1], [])
    assert participation.did_steps(org.unit(CLASS), []) == {} == participation.took_part_below(org.unit("LJ"), [])
    assert participation.counts_below(org.unit("LJ"), []) == {}


@pytest.mark.parametrize(
    ("stages", "city", "district", "school"),
    [((), 6, 5, 4), (("P2",), 3, 2, 2), (("P1", "P3"), 2, 2, 2), (("J",), 1, 1, 0), (("S",), 0, 0, 0)],
)
def test_it_concerns_the_classes_of_its_stages_below(org, stages, city, district, school):
    activity = published(org, PLEDGE, code="LJ", by="city_song", stages=stages)

    def told(code: str) -> tuple[int, int]:
        unit = org.unit(code)
        ((took, here),) = participation.counts_below(unit, [activity]).values()
        below = participation.concerned_by_child(unit, activity)
        assert code == CLASS or sum(below.values()) == here, "the units below together"
        return took, here

    assert [told(code) for code in ("LJ", "LJ-DC", "LJ-SY")] == [(0, city), (0, district), (0, school)]
    assert participation.concerned(org.unit("LJ-SY"), 2026) == {"P1": 1, "P2": 2, "P3": 1}
    assert participation.concerned(org.unit("LJ-SY"), 2025) == {}


def test_another_year_and_another_class_of_the_same_lesson_do_not_count(org):
    activity = all_kinds(org)
    row = teach(CLASS, fire(), TODAY).row
    with write():
        row.year = 2025
        db.session.add(row)
    assert did(activity) == {} == did(activity, "LJ-SY-2024-1")


def test_pupils_alone_are_counted_once_each_in_the_days_of_the_step_and_of_its_stage(org):
    alone = replace(with_lesson("quiz"), alone=True, starts_on=day(-2), ends_on=day(-1))
    activity = published(org, alone, replace(with_lesson("training"), alone=True), with_lesson("quiz"))
    quiz, training, together = (one.row.id for one in steps(activity))
    with write():
        mine, others = world.unit(CLASS), world.unit("LJ-DZ-J2025-3")
        ours = world.pupils(mine, 4)
        for pupil, on in zip(ours, (day(-3), day(-2), day(-1), day(0)), strict=True):
            world.quiz(mine, fire(), pupil, on)
        world.quiz(mine, fire(), ours[1], day(-1))
        world.quiz(others, fire(), world.pupils(others, 1)[0], day(-2))  # a junior class: not for its stage
        world.train(mine, fire(), ours[0], TODAY)

    def told(code: str) -> dict[int, int]:
        return participation.pupils_alone(org.unit(code), activity, steps(activity))

    assert told("LJ-SY") == told("LJ-DC") == told(CLASS) == {quiz: 2, training: 1}
    assert told("LJ-DZ") == {} and together not in told("LJ-SY")
    assert did(activity) == {}, "what pupils do one by one is no part of the class"


def test_what_is_known_is_noted_by_the_day_it_was_entered(org, clock):
    """For reports as of a day: a pledge of Monday entered on Wednesday, replaced on Thursday, taken back on Friday."""
    activity = published(org, PLEDGE, with_lesson("quiz"))
    at, lin = place(org, activity), org.viewer("teacher_lin")
    done(class_records.enter, lin, at, Entered(day(-2), 9, 8))
    clock.shift(timedelta(days=1))
    done(class_records.enter, lin, at, Entered(day(-1), 9, 9))
    clock.shift(timedelta(days=1))
    done(class_records.take_back, lin, at)
    teach(CLASS, fire(), TODAY)
    answered = teach(CLASS, fire(), day(-3), hands=3)
    take_back(answered)
    found = participation.noted(2026, [org.unit(CLASS).id])
    assert set(found) == {(activity.id, org.unit(CLASS).id)}
    assert sorted(found[activity.id, org.unit(CLASS).id], key=repr) == sorted(
        [
            Noted(day(0), day(-2), 1),
            Noted(day(1), day(-2), -1),
            Noted(day(1), day(-1), 1),
            Noted(day(2), day(-1), -1),
            Noted(day(-3), day(-3), 1),
            Noted(TODAY, day(-3), -1),
        ],
        key=repr,
    )
    assert participation.noted(2025, [org.unit(CLASS).id]) == {} == participation.noted(2026, [])


def test_an_open_survey_and_a_film_not_over_are_no_part(org):
    activity = published(org, SURVEY, with_lesson("film"))
    lin = org.viewer("teacher_lin")
    row = done(class_records.open_survey, lin, place(org, activity, 0))
    done(class_records.begin_film, lin, place(org, activity, 1))
    assert did(activity) == {} == participation.noted(2026, [org.unit(CLASS).id])
    done(class_records.answer_survey, row, row.school_id, 1, (0, 0))
    done(class_records.close_survey, lin, place(org, activity, 0))
    assert did(activity) == {0: Did(TODAY, True)}
