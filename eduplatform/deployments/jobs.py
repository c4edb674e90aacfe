"""Laying a deployed lesson into the plans of the classes, school by school, each in a transaction that also says how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update

from ..extensions import db
from ..org import queries as org
from ..org.calendar import Calendar
from ..org.queries import path_ids
from ..shared import clock, jobs
from ..shared.database import end_read, write
from ..shared.models import Job
from ..shared.refusals import Refused
from ..teaching.assignments import lay_lesson
from ..teaching.models import Deployment
from . import rules
from .audience import schools_below
from .operations import PLACE

SCHOOLS = 10  #: in one transaction: on SQLite it keeps other writers waiting


@jobs.kind(PLACE)
def place_lesson(job: Job) -> dict[str, Any]:
    """Lay the lesson. Killed anywhere it goes on after the last school that is on record; taken back meanwhile it stops."""
    row = db.session.get(Deployment, job.payload["deployment"])
    if row is None:
        raise Refused("deployment_gone")
    stage = row.stages[0]
    waiting = [one for one in schools_below(row.targets) if one[0] > row.placed_to]
    weeks = dict(_weeks(row, waiting))
    for start in range(0, len(waiting), SCHOOLS):
        end_read()
        if not _place(row.id, waiting[start : start + SCHOOLS], weeks, stage):
            break
        jobs.report_progress(job.id, 100 * (start + SCHOOLS) // (len(waiting) + SCHOOLS))
    with write() as session:
        session.execute(update(Deployment).where(Deployment.id == row.id).values(ready_at=clock.now()))
    db.session.refresh(row)
    return {"schools": len(waiting), "classes": row.placed}


def _place(deployment_id: int, schools: list[tuple[int, str]], weeks: dict[int, int | None], stage: str) -> bool:
    """Some schools at once; False where the deployment was taken back."""
    with write() as session:
        row = session.scalars(
            select(Deployment)
            .where(Deployment.id == deployment_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        if row.withdrawn_at is not None:
            return False
        for school_id, _path in schools:
            if school_id <= row.placed_to:
                continue
            week = weeks[school_id]
            if week is None:
                row.weekless += 1
            else:
                row.placed += lay_lesson(row, school_id, row.targets, stage, week)
            row.placed_to = school_id
    return True


def _weeks(row: Deployment, schools: list[tuple[int, str]]) -> Iterator[tuple[int, int | None]]:
    """The teaching week of each school by its own calendar; schools with the calendar of the same units share it."""
    own = org.calendar_owners(row.year)
    known: dict[tuple[int, ...], Calendar] = {}
    for school_id, path in schools:
        key = tuple(each for each in path_ids(path) if each in own)
        if key not in known:
            known[key] = org.calendar_at(path, row.year)
        week = rules.week_for(known[key].weeks, row.starts_on, row.ends_on)
        yield school_id, week.number if week else None
