"""Which classes did which step of an activity: told by records alone. One place for pages, reports, tallies and notices.

A lesson is one that stands in the ledger; a quiz or training is one answered or gone through in a class session that stands there;
film, pledge, questions and acts are records of this package. What pupils do one by one is counted apart and is no class's part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, Subquery, and_, case, exists, false, func, or_, select, union
from sqlalchemy.orm import aliased

from ..extensions import db
from ..learning.models import QuizAttempt, SkillAttempt
from ..org.access import below
from ..org.models import ClassYear, Unit
from ..shared import clock
from ..teaching.models import ClassHour, ClassSession, HandsCount
from .models import Activity, ActivityRecord, ActivityStep, ActivityThing
from .steps import StepOf

DECLARED = "C"


@dataclass(frozen=True)
class Did:
    """A class did a step: on which day first, and whether more than a declaration says so."""

    day: date
    evidenced: bool


@dataclass(frozen=True)
class Noted:
    """A change of what is known of a class and an activity, beside lessons: +1 or −1, entered on a day, for a day."""

    entered_on: date
    held_on: date
    n: int


@dataclass(frozen=True)
class Count:
    """Classes that did something, and how many of them by more than a declaration."""

    classes: int
    evidenced: int


NONE = Count(0, 0)


def counts_below(unit: Unit, activities: Sequence[Activity]) -> dict[int, tuple[int, int]]:
    """Of each activity of a year: how many classes at or below `unit` took part, and how many it concerns. Two statements for any
    number of activities."""
    if not activities:
        return {}
    took, here = took_part_below(unit, [one.id for one in activities]), concerned(unit, activities[0].year)
    return {
        one.id: (took.get(one.id, 0), sum(n for stage, n in here.items() if not one.stages or stage in one.stages))
        for one in activities
    }


def did_steps(class_unit: Unit, activity_ids: Iterable[int]) -> dict[int, Did]:
    """What a class did, by step. One statement."""
    rows = _done(activity_ids, ClassHour.class_id == class_unit.id, ActivityRecord.class_id == class_unit.id).subquery()
    found: dict[int, Did] = {}
    for row in db.session.execute(select(rows)):
        before = found.get(row.step_id, Did(row.day, False))
        found[row.step_id] = Did(min(before.day, row.day), before.evidenced or bool(row.proven))
    return found


def took_part(activity_ids: Iterable[int], class_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(activity, class) of classes that did a step. One statement."""
    ids = list(class_ids)
    rows = _done(activity_ids, ClassHour.class_id.in_(ids), ActivityRecord.class_id.in_(ids)).subquery()
    return {(row[0], row[1]) for row in db.session.execute(select(rows.c.activity_id, rows.c.class_id).distinct())}


def took_part_below(unit: Unit, activity_ids: Iterable[int]) -> dict[int, int]:
    """How many classes at or below a unit took part, by activity. One statement for any number of activities."""
    rows = _done(activity_ids).subquery()
    found = select(rows.c.activity_id, func.count(rows.c.class_id.distinct()))
    found = found.join(Unit, Unit.id == rows.c.class_id).where(below(Unit.path, [unit.path]))
    return {row[0]: row[1] for row in db.session.execute(found.group_by(rows.c.activity_id))}


def classes_taking_part(activity_id: int) -> Subquery:
    """SQL: the classes (class_id, each once) that did a step of an activity, to be joined."""
    rows = _done([activity_id]).subquery()
    return select(rows.c.class_id).distinct().subquery()


def steps_by_child(unit: Unit, activity: Activity) -> dict[tuple[int, int], Count]:
    """(unit below, step) → classes that did it; step 0: any of them. Of the units directly below; of a
    school its classes. Two statements."""
    rows = _done([activity.id]).subquery()
    child, room = aliased(Unit), aliased(Unit)
    inside = and_(
        room.path >= child.path, room.path < func.substr(child.path, 1, func.length(child.path) - 1).concat("0")
    )
    base = (
        select()
        .join_from(rows, room, room.id == rows.c.class_id)
        .join(child, inside)
        .where(child.parent_id == unit.id, below(room.path, [unit.path]))
    )
    classes, proven = func.count(rows.c.class_id.distinct()), case((rows.c.proven == 1, rows.c.class_id))
    each = base.add_columns(child.id, rows.c.step_id, classes, func.count(proven.distinct()))
    found = {
        (row[0], row[1]): Count(row[2], row[3]) for row in db.session.execute(each.group_by(child.id, rows.c.step_id))
    }
    total = base.add_columns(child.id, classes, func.count(proven.distinct())).group_by(child.id)
    return found | {(row[0], 0): Count(row[1], row[2]) for row in db.session.execute(total)}


def concerned_by_child(unit: Unit, activity: Activity) -> dict[int, int]:
    """Unit directly below → its classes of the year that the activity concerns. One statement."""
    child, room = aliased(Unit), aliased(Unit)
    inside = and_(
        room.path >= child.path, room.path < func.substr(child.path, 1, func.length(child.path) - 1).concat("0")
    )
    found = (
        select(child.id, func.count())
        .join_from(ClassYear, room, room.id == ClassYear.class_id)
        .join(child, inside)
        .where(child.parent_id == unit.id, ClassYear.year == activity.year, below(room.path, [unit.path]))
    )
    if activity.stages:
        found = found.where(ClassYear.stage.in_(activity.stages))
    return {row[0]: row[1] for row in db.session.execute(found.group_by(child.id))}


def concerned(unit: Unit, year: int) -> dict[str, int]:
    """Classes of a year at or below a unit, by stage. One statement."""
    found = select(ClassYear.stage, func.count()).join(Unit, Unit.id == ClassYear.class_id)
    found = found.where(below(Unit.path, [unit.path]), ClassYear.year == year)
    return {row[0]: row[1] for row in db.session.execute(found.group_by(ClassYear.stage))}


def pupils_alone(unit: Unit, activity: Activity, steps: Iterable[StepOf]) -> dict[int, int]:
    """How many pupils of a unit did a step one by one, by step. One statement; none where no step is for pupils alone."""
    mine = [one for one in steps if one.row.alone and one.row.starts_on and one.row.ends_on]
    parts = [
        _alone(unit, activity, [one for one in mine if one.row.kind == kind], table, at)
        for kind, table, at in (
            ("quiz", QuizAttempt, QuizAttempt.submitted_at),
            ("training", SkillAttempt, SkillAttempt.finished_at),
        )
        if any(one.row.kind == kind for one in mine)
    ]
    return {row[0]: row[1] for part in parts for row in db.session.execute(part)}


def _alone(unit: Unit, activity: Activity, steps: list[StepOf], table: Any, at: Any) -> Any:
    windows = or_(
        *(
            and_(
                ActivityThing.step_id == one.row.id,
                at >= clock.start_of(one.row.starts_on or activity.starts_on),
                at < clock.start_of((one.row.ends_on or activity.ends_on) + timedelta(days=1)),
            )
            for one in steps
        )
    )
    of_class = and_(
        table.school_id == ClassYear.school_id,
        table.class_id == ClassYear.class_id,
        table.lesson_id == ActivityThing.lesson_id,
    )
    return (
        select(ActivityThing.step_id, func.count(table.pupil_id.distinct()))
        .join_from(ActivityThing, ClassYear, ActivityThing.stage.in_(("", ClassYear.stage)))
        .join(Unit, Unit.id == ClassYear.class_id)
        .join(table, of_class)
        .where(windows, below(Unit.path, [unit.path]), ClassYear.year == activity.year, table.year == activity.year)
        .group_by(ActivityThing.step_id)
    )


def noted(year: int, class_ids: Iterable[int]) -> dict[tuple[int, int], list[Noted]]:
    """What is known of classes beside lessons, by (activity, class), in the order in which it was entered. Two statements."""
    ids = list(class_ids)
    found: dict[tuple[int, int], list[Noted]] = defaultdict(list)
    taught = _together().add_columns(
        ActivityStep.activity_id, ClassHour.class_id, ClassHour.entered_at, ClassHour.given_on, ClassHour.sign
    )
    for row in db.session.execute(taught.where(ClassHour.year == year, ClassHour.class_id.in_(ids))):
        found[row[0], row[1]].append(Noted(clock.local(row[2]).date(), row[3], row[4]))
    kept = select(ActivityRecord).where(
        ActivityRecord.year == year, ActivityRecord.class_id.in_(ids), ActivityRecord.done_at.is_not(None)
    )
    for one in db.session.scalars(kept):
        place = found[one.activity_id, one.class_id]
        if one.done_at is not None:
            place.append(Noted(clock.local(one.done_at).date(), one.held_on, 1))
        if one.withdrawn_at is not None:
            place.append(Noted(clock.local(one.withdrawn_at).date(), one.held_on, -1))
    return found


def _done(activity_ids: Iterable[int], hours: Any = None, records: Any = None) -> CompoundSelect[Any]:
    """SQL rows (activity_id, step_id, class_id, day, proven) of what classes did; `hours` and `records` narrow the classes."""
    ids = list(activity_ids)
    mine = ActivityStep.activity_id.in_(ids) if ids else false()
    parts = [_given(ActivityThing.lesson_id == ClassHour.lesson_id), _given(ActivityThing.topic == ClassHour.topic)]
    taught = [  # by day and grade: what was taken back cancels only its own entry, not the day or the evidence of another
        part.add_columns(
            ActivityStep.activity_id,
            ActivityStep.id.label("step_id"),
            ClassHour.class_id,
            ClassHour.given_on.label("day"),
            case((ClassHour.grade == DECLARED, 0), else_=1).label("proven"),
        )
        .where(mine, *([] if hours is None else [hours]))
        .group_by(ActivityStep.activity_id, ActivityStep.id, ClassHour.class_id, ClassHour.given_on, ClassHour.grade)
        .having(func.sum(ClassHour.sign) > 0)
        for part in (*parts, _together())
    ]
    kept = select(
        ActivityRecord.activity_id,
        ActivityRecord.step_id,
        ActivityRecord.class_id,
        ActivityRecord.held_on,
        case((ActivityRecord.grade == DECLARED, 0), else_=1),
    ).where(
        ActivityRecord.activity_id.in_(ids) if ids else false(),
        ActivityRecord.withdrawn_at.is_(None),
        ActivityRecord.done_at.is_not(None),
        *([] if records is None else [records]),
    )
    return union(*taught, kept)


def _held(match: Any) -> Select[Any]:
    """FROM steps, what they are done with, and ledger entries inside their days, of classes of their stage."""
    return (
        select()
        .join_from(ActivityStep, Activity, Activity.id == ActivityStep.activity_id)
        .join(ActivityThing, ActivityThing.step_id == ActivityStep.id)
        .join(ClassHour, match & ClassHour.given_on.between(ActivityStep.starts_on, ActivityStep.ends_on))
        .join(ClassYear, (ClassYear.class_id == ClassHour.class_id) & (ClassYear.year == Activity.year))
        .where(
            ClassHour.year == Activity.year,
            ClassHour.hours != 0,
            Activity.draft.is_(False),
            ActivityThing.stage.in_(("", ClassYear.stage)),
        )
    )


def _given(match: Any) -> Select[Any]:
    return _held(match).where(ActivityStep.kind == "lesson")


def _together() -> Select[Any]:
    """Quizzes and trainings in class: entries whose class session had them."""
    session = ClassSession
    answered = or_(
        exists().where(HandsCount.school_id == session.school_id, HandsCount.session_id == session.id),
        exists().where(
            QuizAttempt.school_id == session.school_id,
            QuizAttempt.class_id == session.class_id,
            QuizAttempt.lesson_id == session.lesson_id,
            QuizAttempt.session_id == session.id,
            QuizAttempt.grade == "A",
            QuizAttempt.submitted_at.is_not(None),
        ),
    )
    trained = or_(session.trained_at.is_not(None), session.checked_at.is_not(None))
    kinds = or_(
        and_(ActivityStep.kind == "quiz", answered),
        and_(ActivityStep.kind == "training", trained),
    )
    return (
        _held(ActivityThing.lesson_id == ClassHour.lesson_id)
        .join(session, (session.school_id == ClassHour.school_id) & (session.id == ClassHour.session_id))
        .where(ActivityStep.alone.is_(False), kinds)
    )


def by_step(rows: Mapping[tuple[int, int], Count], step_id: int) -> Count:
    """Classes of all units below together that did a step."""
    found = [count for (_unit, step), count in rows.items() if step == step_id]
    return Count(sum(one.classes for one in found), sum(one.evidenced for one in found))
