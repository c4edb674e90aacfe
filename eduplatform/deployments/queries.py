"""Reads: what a unit sent and was sent, how far it is by the units below, what schools answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ..extensions import db
from ..org.access import below
from ..org.models import Unit
from ..org.queries import path_ids
from ..shared.models import Job
from ..teaching.models import Assignment, Deployment
from .audience import (
    Audience,
    classes_by_school,
    concerns,
    given_by_school,
    reached,
    taking_part_by_school,
)
from .models import ReturnAnswer


class Sent(NamedTuple):
    """A deployment with the unit that sent it."""

    row: Deployment
    unit: Unit


def deployments_at(unit: Unit, year: int) -> list[Sent]:
    """What a unit sent in a school year and what reached it from above, the latest first. One statement."""
    found = select(Deployment, Unit).join(Unit, Unit.id == Deployment.unit_id)
    found = found.where(Deployment.unit_id.in_(path_ids(unit.path)), Deployment.year == year)
    rows = [Sent(*row) for row in db.session.execute(found.order_by(Deployment.id.desc()))]
    return [one for one in rows if one.unit.id == unit.id or concerns(one.row.targets, one.row.stages, unit)]


def from_above(unit: Unit, year: int) -> list[Sent]:
    """What stands of what the units above sent to a unit, by its days. One statement."""
    rows = [one for one in deployments_at(unit, year) if one.unit.id != unit.id and one.row.withdrawn_at is None]
    return sorted(rows, key=lambda one: (one.row.starts_on, one.row.id))


def open_at(path: str, year: int, day: date) -> list[Sent]:
    """What stands and runs on a day for a unit or for some below it; who sent it may be the unit itself. One statement."""
    found = select(Deployment, Unit).join(Unit, Unit.id == Deployment.unit_id)
    found = found.where(Deployment.unit_id.in_(path_ids(path)), Deployment.year == year)
    found = found.where(
        Deployment.withdrawn_at.is_(None), Deployment.starts_on <= day, Deployment.ends_on >= day
    ).order_by(Deployment.ends_on, Deployment.id)
    return [one for one in (Sent(*row) for row in db.session.execute(found)) if reached(one.row.targets, path)]


def find_deployment(deployment_id: int) -> Sent | None:
    """A deployment with the unit that sent it."""
    found = select(Deployment, Unit).join(Unit, Unit.id == Deployment.unit_id).where(Deployment.id == deployment_id)
    row = db.session.execute(found).first()
    return Sent(*row) if row else None


def is_withdrawn(deployment_id: int) -> bool:
    """Whether a deployment was taken back, or is gone."""
    row = db.session.execute(select(Deployment.withdrawn_at).where(Deployment.id == deployment_id)).first()
    return row is None or row[0] is not None


def job_of_deployment(row: Deployment) -> Job | None:
    """The job that lays its lesson; None for other kinds, and once the job's record has run out."""
    return db.session.get(Job, row.job_id) if row.job_id else None


def weeks_of_school(school: Unit, ids: list[int]) -> dict[int, list[int]]:
    """By deployment the weeks for which classes of a school mean its lesson. One statement, none for nothing."""
    if not ids:
        return {}
    found = select(Assignment.deployment_id, Assignment.week).distinct()
    found = found.where(
        Assignment.school_id == school.keeper_id,
        Assignment.deployment_id.in_(ids),
        Assignment.withdrawn_at.is_(None),
    )
    weeks: dict[int, list[int]] = {}
    for row in db.session.execute(found.order_by(Assignment.week)):
        weeks.setdefault(row.deployment_id, []).append(row.week)
    return weeks


@dataclass(frozen=True)
class Part:
    """How far it is in a unit: `done` of `all`, classes or schools."""

    unit: Unit
    done: int
    all: int


@dataclass(frozen=True)
class Progress:
    """Of a place in all and by the units one level down; inside a school in all only: classes are not listed."""

    done: int
    all: int
    parts: tuple[Part, ...] = ()


def audience_of(row: Deployment, path: str) -> Audience:
    """The classes of a deployment at or below a unit."""
    return Audience(tuple(row.targets), tuple(row.stages), row.year).within(path)


def progress_of_lesson(row: Deployment, place: Unit) -> Progress:
    """Classes that have given the lesson this year, of those it went to. Four statements."""
    audience = audience_of(row, place.path)
    return _by_part(place, given_by_school(audience, row.lesson_id or 0), classes_by_school(audience))


def progress_of_activity(row: Deployment, place: Unit) -> Progress:
    """Classes that took part in the activity, of those it went to. Four statements."""
    audience = audience_of(row, place.path)
    return _by_part(place, taking_part_by_school(audience, row.activity_id or 0), classes_by_school(audience))


def progress_of_return(row: Deployment, place: Unit) -> Progress:
    """Schools that have answered, of those asked. Four statements."""
    asked = dict.fromkeys(classes_by_school(audience_of(row, place.path)), 1)
    found = select(ReturnAnswer.school_id).where(ReturnAnswer.deployment_id == row.id)
    answered = {school: 1 for school in db.session.scalars(found) if school in asked}
    return _by_part(place, answered, asked)


def _by_part(place: Unit, done: Mapping[int, int], every: Mapping[int, int]) -> Progress:
    if place.kind == "school":
        return Progress(done.get(place.id, 0), every.get(place.id, 0))
    depth = len(path_ids(place.path))
    schools = select(Unit.id, Unit.path).where(Unit.kind == "school", below(Unit.path, [place.path]))
    sums: dict[int, list[int]] = {}
    for row in db.session.execute(schools):
        if row.id in every:
            held = sums.setdefault(path_ids(row.path)[depth], [0, 0])
            held[0], held[1] = held[0] + done.get(row.id, 0), held[1] + every[row.id]
    units = db.session.scalars(select(Unit).where(Unit.id.in_(sums)).order_by(Unit.code)) if sums else ()
    parts = tuple(Part(unit, *sums[unit.id]) for unit in units)
    return Progress(sum(done.values()), sum(every.values()), parts)


def answer_of(row: Deployment, school: Unit) -> ReturnAnswer | None:
    """What a school answered."""
    found = select(ReturnAnswer).where(ReturnAnswer.school_id == school.id, ReturnAnswer.deployment_id == row.id)
    return db.session.scalars(found).first()


def answered_returns(school_id: int, ids: list[int]) -> set[int]:
    """Of some returns those that a school has answered. One statement, none for nothing."""
    found = select(ReturnAnswer.deployment_id).where(ReturnAnswer.school_id == school_id)
    return set(db.session.scalars(found.where(ReturnAnswer.deployment_id.in_(ids)))) if ids else set()


def answers_below(row: Deployment, place: Unit) -> list[tuple[Unit, ReturnAnswer]]:
    """The schools below a unit that have answered, with what they answered, by code. One statement."""
    found = select(Unit, ReturnAnswer).join(ReturnAnswer, ReturnAnswer.school_id == Unit.id)
    found = found.where(ReturnAnswer.deployment_id == row.id, below(Unit.path, [place.path])).order_by(Unit.code)
    return [(unit, answer) for unit, answer in db.session.execute(found)]


def sum_of_answers(row: Deployment, place: Unit) -> int:
    """The numbers answered below a unit, added up. One statement."""
    found = select(func.sum(ReturnAnswer.number)).join(Unit, Unit.id == ReturnAnswer.school_id)
    return int(
        db.session.scalar(found.where(ReturnAnswer.deployment_id == row.id, below(Unit.path, [place.path]))) or 0
    )


def units_at(paths: list[str]) -> list[Unit]:
    """The units with these paths, by code. One statement."""
    return list(db.session.scalars(select(Unit).where(Unit.path.in_(paths)).order_by(Unit.code)))


def titles_of(ids: Iterable[int]) -> dict[int, str]:
    """Titles of deployments by number, for lists of records. One statement, none for nothing."""
    wanted = set(ids)
    found = select(Deployment.id, Deployment.title).where(Deployment.id.in_(wanted))
    return {row.id: row.title for row in db.session.execute(found)} if wanted else {}
