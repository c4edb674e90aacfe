"""To whom a deployment goes, counted by the database: schools, classes by stage, homeroom teachers, classes that have done it already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from ..activities.participation import classes_taking_part
from ..extensions import db
from ..org.access import below
from ..org.models import ClassYear, Post, Unit
from ..teaching.models import ClassHour

HOMEROOM = "homeroom_teacher"


@dataclass(frozen=True)
class Audience:
    """Open classes of a school year at or below `paths`, of some `stages` (none: all)."""

    paths: tuple[str, ...]
    stages: tuple[str, ...]
    year: int

    def of(self, found: Any) -> Any:
        """A SELECT over ClassYear joined with the class's Unit, narrowed to these classes."""
        found = found.where(ClassYear.year == self.year, Unit.closed_on.is_(None), below(Unit.path, self.paths))
        return found.where(ClassYear.stage.in_(self.stages)) if self.stages else found

    def within(self, path: str) -> Audience:
        """Those at or below one unit."""
        inside = tuple(own if own.startswith(path) else path for own in self.paths if _touch(own, path))
        return Audience(inside, self.stages, self.year)


def _touch(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def reached(targets: Sequence[str], path: str) -> bool:
    """Whether a deployment to the units with these paths goes to the unit with `path`, or to some below it."""
    return any(_touch(target, path) for target in targets)


def concerns(targets: Sequence[str], stages: Sequence[str], unit: Unit) -> bool:
    """As reached(); and not a school that teaches none of the stages it is for."""
    taught = unit.stages.split(",") if unit.kind == "school" and unit.stages else stages
    return reached(targets, unit.path) and (not stages or not set(stages).isdisjoint(taught))


@dataclass(frozen=True)
class Counts:
    """`by_stage`: classes by stage; `done`: of them those that have given the lesson already."""

    schools: int
    teachers: int
    by_stage: dict[str, int]
    done: int = 0

    @property
    def classes(self) -> int:
        return sum(self.by_stage.values())


_JOINED = Unit.id == ClassYear.class_id


def count_audience(audience: Audience, day: date, lesson_id: int | None = None) -> Counts:
    """How many there are on a day. Two statements; three where a lesson may have been given."""
    staged = audience.of(select(ClassYear.stage, func.count()).join(Unit, _JOINED)).group_by(ClassYear.stage)
    by_stage = dict(db.session.execute(staged).all())
    held = (
        (Post.unit_id == ClassYear.class_id)
        & (Post.school_id == ClassYear.school_id)
        & (Post.role == HOMEROOM)
        & (Post.from_on <= day)
        & or_(Post.to_on.is_(None), Post.to_on > day)
    )
    heads = select(func.count(ClassYear.school_id.distinct()), func.count(Post.user_id.distinct()))
    schools, teachers = db.session.execute(audience.of(heads.join(Unit, _JOINED).outerjoin(Post, held))).one()
    done = sum(given_by_school(audience, lesson_id).values()) if lesson_id else 0
    return Counts(schools, teachers, by_stage, done)


def classes_by_school(audience: Audience) -> dict[int, int]:
    """Classes by school. One statement."""
    found = audience.of(select(ClassYear.school_id, func.count()).join(Unit, _JOINED))
    return dict(db.session.execute(found.group_by(ClassYear.school_id)).all())


def given_by_school(audience: Audience, lesson_id: int) -> dict[int, int]:
    """Classes by school that have given a lesson in the year. One statement."""
    given = (
        select(ClassHour.school_id, ClassHour.class_id)
        .where(ClassHour.lesson_id == lesson_id, ClassHour.year == audience.year)
        .group_by(ClassHour.school_id, ClassHour.class_id)
        .having(func.sum(ClassHour.hours) > 0)
        .subquery()
    )
    mine = (given.c.school_id == ClassYear.school_id) & (given.c.class_id == ClassYear.class_id)
    found = audience.of(select(ClassYear.school_id, func.count()).join(Unit, _JOINED).join(given, mine))
    return dict(db.session.execute(found.group_by(ClassYear.school_id)).all())


def taking_part_by_school(audience: Audience, activity_id: int) -> dict[int, int]:
    """Classes by school that did a step of an activity. One statement."""
    took = classes_taking_part(activity_id)
    found = select(ClassYear.school_id, func.count()).join(Unit, _JOINED)
    found = audience.of(found.join(took, took.c.class_id == ClassYear.class_id))
    return dict(db.session.execute(found.group_by(ClassYear.school_id)).all())


def schools_below(paths: Sequence[str]) -> list[tuple[int, str]]:
    """(number, path) of the open schools that hold or lie below these units, by number. One statement."""
    inside = below(Unit.path, paths)
    above = Unit.id.in_([int(path.split("/")[-3]) for path in paths if path.count("/") > 2])  # of a class its school
    found = select(Unit.id, Unit.path).where(Unit.kind == "school", Unit.closed_on.is_(None), inside | above)
    return [(row.id, row.path) for row in db.session.execute(found.order_by(Unit.id))]
