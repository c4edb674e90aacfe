"""A unit taken into the next school year: its classes, calendar, plan and activities, step by step. Shown first, done by a job,
undone within its days.

Each step is done in one transaction with its note, so a job that is killed goes on behind the last note and does nothing twice.
Rules on class hours are dated and stay in force by themselves. What stands for the past year is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from ..activities import drafts
from ..extensions import db
from ..org import calendar_operations, rollover
from ..org.access import Viewer
from ..org.calendar import TermDates
from ..org.models import RosterBatch, Unit, YearRollover
from ..shared import audit, clock, jobs
from ..shared.models import Job
from ..shared.refusals import Conflict, Refused
from ..teaching import plan_operations

KIND = "year.rollover"
STEPS = ("classes", "calendar", "plan", "activities")


@dataclass(frozen=True)
class StepAhead:
    """What a step would take over: `count` things of it, `there` when the next year has its own already."""

    code: str
    count: int
    there: bool = False


def steps_ahead(unit: Unit, year: int) -> list[StepAhead]:
    """What taking a unit from school year `year` into the next would take over. Changes nothing; classes only of a school."""
    after = year + 1
    found = [
        StepAhead(
            "calendar",
            len(calendar_operations.own_terms(unit, year)),
            bool(calendar_operations.own_terms(unit, after)),
        ),
        StepAhead("plan", len(plan_operations.own_weeks(unit, year)), bool(plan_operations.own_weeks(unit, after))),
        StepAhead("activities", len(drafts.drafts_of_next_year(unit, year))),
    ]
    if unit.kind == "school":
        classes = rollover.preview(unit, year)
        found.insert(0, StepAhead("classes", len(classes), bool(classes) and all(_is_done(one) for one in classes)))
    return found


def _is_done(step: rollover.Step) -> bool:
    return step.done or step.label is None


def rollover_of(unit: Unit, year: int) -> YearRollover | None:
    """The rollover of a unit into a school year that stands."""
    found = select(YearRollover).where(YearRollover.unit_id == unit.id, YearRollover.year == year)
    return db.session.scalars(found.where(YearRollover.state != "undone")).first()


def ask_for_rollover(
    viewer: Viewer, unit: Unit, year: int, teachers: Mapping[int, int], undo_days: int
) -> YearRollover:
    """Ask the worker to take a unit from `year` into the next, in the running transaction. Asked again while one waits, it is that
    one; asked again afterwards, only what was not there is taken over."""
    row = rollover_of(unit, year + 1)
    if row is not None and row.state == "queued" and _is_under_way(row):
        return row
    now = clock.now()
    if row is None:
        row = YearRollover(
            unit_id=unit.id, year=year + 1, steps={}, asked_at=now, undo_until=now + timedelta(days=undo_days)
        )
        db.session.add(row)
        db.session.flush()
    row.state, row.asked_by, row.asked_at = "queued", viewer.user_id, now
    row.teachers = {str(class_id): user for class_id, user in teachers.items()}
    row.steps = {code: done for code, done in row.steps.items() if code in ("calendar", "plan") and any(done.values())}
    row.job_id = jobs.queue(KIND, {"rollover": row.id}, viewer.user_id).id
    audit.record(unit.keeper_id, viewer.user_id, "year.rollover", f"unit:{unit.id}", year=row.year)
    return row


def _is_under_way(row: YearRollover) -> bool:
    job = job_of(row)
    return job is not None and job.state in ("queued", "running")


def job_of(row: YearRollover) -> Job | None:
    """The job that does a rollover."""
    return db.session.get(Job, row.job_id) if row.job_id else None


def do_step(row: YearRollover, unit: Unit, code: str) -> None:
    """Do one step and note what it did, in the running transaction. One that is noted is not done again."""
    if code in row.steps:
        return
    viewer = Viewer(row.asked_by, unit.keeper_id, "staff", "") if row.asked_by else None
    row.steps = {**row.steps, code: _DO[code](viewer, unit, row)}
    if code == STEPS[-1]:
        row.state = "done"


def _classes(viewer: Viewer | None, unit: Unit, row: YearRollover) -> dict[str, Any]:
    if unit.kind != "school":
        return {}
    teachers = {int(class_id): user for class_id, user in row.teachers.items()}
    days = max(1, (row.undo_until - row.asked_at).days)
    ahead = rollover.preview(unit, row.year - 1)
    batch = rollover.apply_rollover(viewer, unit, row.year - 1, teachers, days)
    return {
        "batch": batch.id,
        "up": sum(one.label is not None for one in ahead),
        "left": sum(one.label is None for one in ahead),
    }


def _calendar(viewer: Viewer | None, unit: Unit, row: YearRollover) -> dict[str, Any]:
    entered = calendar_operations.carry_terms_over(viewer, unit, row.year)
    return {"terms": [[term.n, term.starts_on.isoformat(), term.ends_on.isoformat()] for term in entered]}


def _plan(viewer: Viewer | None, unit: Unit, row: YearRollover) -> dict[str, Any]:
    if not plan_operations.own_weeks(unit, row.year - 1) or plan_operations.own_weeks(unit, row.year):
        return {}
    left_out = plan_operations.carry_over(viewer, unit, row.year)
    db.session.flush()
    weeks = plan_operations.own_weeks(unit, row.year)
    return {"weeks": len(weeks), "left_out": [week.title for week in left_out], "mark": _mark(unit, row.year)}


def _mark(unit: Unit, year: int) -> str:
    """Digest of a unit's own plan: whether somebody has changed it since."""
    said = [[row.week, row.title, row.topics, row.keys] for row in plan_operations.own_weeks(unit, year)]
    return sha256(repr(said).encode()).hexdigest()[:32]


def _activities(viewer: Viewer | None, unit: Unit, row: YearRollover) -> dict[str, Any]:
    return {"drafts": [one.plain() for one in drafts.drafts_of_next_year(unit, row.year - 1)]}


_DO: dict[str, Callable[[Viewer | None, Unit, YearRollover], dict[str, Any]]] = {
    "classes": _classes,
    "calendar": _calendar,
    "plan": _plan,
    "activities": _activities,
}


def undo_year(viewer: Viewer, unit: Unit, row: YearRollover) -> list[str]:
    """Take a rollover back within its days; the steps that were left because somebody has changed them since. Refused
    'rollover_running', 'undo_too_late', and as undo_rollover_batch()."""
    if row.state != "done":
        raise Conflict("rollover_running")
    if clock.now() > row.undo_until:
        raise Refused("undo_too_late")
    _classes_back(viewer, unit, row.steps.get("classes", {}))
    left = [code for code, back in (("plan", _plan_back), ("calendar", _calendar_back)) if not back(viewer, unit, row)]
    row.state, row.undone_at = "undone", clock.now()
    audit.record(unit.keeper_id, viewer.user_id, "year.undo", f"unit:{unit.id}", year=row.year, left=left)
    return left


def _classes_back(viewer: Viewer, unit: Unit, done: Mapping[str, Any]) -> None:
    batch = db.session.get(RosterBatch, (unit.id, done["batch"])) if done.get("batch") else None
    if batch is not None and batch.state == "applied":
        rollover.undo_rollover_batch(viewer, unit, batch)


def _plan_back(viewer: Viewer, unit: Unit, row: YearRollover) -> bool:
    done = row.steps.get("plan", {})
    if not done.get("mark"):
        return True
    if _mark(unit, row.year) != done["mark"]:
        return False
    plan_operations.drop_own(viewer, unit, row.year)
    return True


def _calendar_back(viewer: Viewer, unit: Unit, row: YearRollover) -> bool:
    entered = [
        TermDates(n, date.fromisoformat(first), date.fromisoformat(last))
        for n, first, last in row.steps.get("calendar", {}).get("terms", [])
    ]
    return not entered or calendar_operations.take_terms_back(viewer, unit, row.year, entered)
