"""Ready-made activities of the course folder as drafts: days by the calendar of a unit, contents by the shelf as it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ..curriculum.models import Course, Item
from ..curriculum.ready_activities import ReadyActivity, ReadyStep, ready_activities
from ..extensions import db
from ..org.calendar import Calendar
from ..shared.refusals import NotFound
from ..teaching import key_days
from .rules import ActivitySaid, StepSaid, Thing

WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Offer:
    """A ready-made activity with the days it would have in a unit's calendar."""

    made: ReadyActivity
    starts_on: date
    ends_on: date


def offers(courses: Path, calendar: Calendar, today: date) -> list[Offer]:
    """Every ready-made activity, the next one first. Days that are over are those of the same weekday 52 weeks later."""
    found = [Offer(made, *_days(made, calendar, today)) for made in ready_activities(courses)]
    return sorted(found, key=lambda one: (one.starts_on, one.made.code))


def as_draft(courses: Path, code: str, calendar: Calendar, today: date) -> ActivitySaid:
    """A ready-made activity as it is taken. NotFound for one that is not there. One statement."""
    offer = next((one for one in offers(courses, calendar, today) if one.made.code == code), None)
    if offer is None:
        raise NotFound()
    known = _loaded(offer.made)
    return ActivitySaid(
        offer.made.title.zh,
        offer.starts_on,
        offer.ends_on,
        (),
        tuple(_step(step, known) for step in offer.made.steps),
        offer.made.title.en,
    )


def _days(made: ReadyActivity, calendar: Calendar, today: date) -> tuple[date, date]:
    """From the Monday of the week of its key day, or so many days before it."""
    found = [one.starts_on for one in key_days.for_lessons(key_days.year_file(), calendar) if one.code == made.key_day]
    first = (found[0] if found else today) - timedelta(days=made.before)
    while first + timedelta(days=made.days - 1) < today:
        first += timedelta(weeks=52)
    return first, first + timedelta(days=made.days - 1)


def _loaded(made: ReadyActivity) -> dict[str, tuple[int, str]]:
    """uuid → (lesson, stage) of what is on offer."""
    wanted = [str(uuid) for step in made.steps for uuid in step.uses]
    found = (
        select(Item.uuid, Item.id, Item.lesson_id, Course.stage)
        .join(Course, Course.id == Item.course_id)
        .where(Item.uuid.in_(wanted), Item.revision_id.is_not(None), Course.retired_at.is_(None))
    )
    return {row.uuid: (row.lesson_id or row.id, row.stage) for row in db.session.execute(found)}


def _step(step: ReadyStep, known: Mapping[str, tuple[int, str]]) -> StepSaid:
    things = [known[str(uuid)] for uuid in step.uses if str(uuid) in known]
    body: dict[str, dict[str, Any]] = {
        "pledge": {"lines": [line.model_dump() for line in step.lines]},
        "survey": {"questions": [question.model_dump() for question in step.questions]},
        "act": {"task": step.task},
    }
    return StepSaid(
        step.kind,
        step.title.zh,
        step.title.en,
        tuple(step.stages),
        body=body.get(step.kind, {}),
        things=tuple(Thing(stage, lesson_id=lesson) for lesson, stage in things),
    )
