"""Background jobs: rows written with the change that asks for them, run by the worker.

Our own and not huey, because a queue in a second store cannot be written in the same transaction: a killed
server would lose jobs whose change was acknowledged, or run jobs whose change was rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from ..extensions import db
from . import clock
from .database import write
from .models import Job
from .refusals import Refused

log = structlog.get_logger("jobs")
Work = Callable[[Job], dict[str, Any] | None]
KINDS: dict[str, Work] = {}
GIVEN_UP = timedelta(minutes=30)  # a job that has run this long belonged to a worker that died: it is run again


def kind(name: str) -> Callable[[Work], Work]:
    """Register the function that does jobs of this kind. It must be safe to run again from the start."""

    def keep(work: Work) -> Work:
        KINDS[name] = work
        return work

    return keep


def ask(name: str, payload: dict[str, Any], asked_by: int | None = None) -> Job:
    """Queue a job in the running transaction and return its row (flushed, so it has a number)."""
    job = Job(kind=name, payload=payload, asked_by=asked_by, asked_at=clock.now())
    db.session.add(job)
    db.session.flush()
    return job


def report(job_id: int, percent: int) -> None:
    """Say how far a job is, in a transaction of its own."""
    with write() as session:
        session.execute(update(Job).where(Job.id == job_id).values(progress=percent))


def run_next() -> bool:
    """Take the oldest waiting job and run it; False when none waits. Only one worker gets each job."""
    now = clock.now()
    with write() as session:
        waiting = (Job.state == "queued") | ((Job.state == "running") & (Job.started_at < now - GIVEN_UP))
        job = session.scalars(select(Job).where(waiting).order_by(Job.id).limit(1).with_for_update(skip_locked=True)).first()
        if job is None:
            return False
        job.state, job.started_at = "running", now
    _finish(job, *_outcome(job))
    return True


def _outcome(job: Job) -> tuple[str, dict[str, Any] | None]:
    try:
        return "done", KINDS[job.kind](job)
    except Refused as refusal:
        db.session.rollback()
        return "failed", {"refused": refusal.code, "values": refusal.values}
    except Exception as error:
        db.session.rollback()
        log.error("job failed", job=job.id, kind=job.kind, exc_info=error)
        return "failed", {"refused": "job_failed"}


def _finish(job: Job, state: str, result: dict[str, Any] | None) -> None:
    with write() as session:
        done = {"state": state, "result": result, "ended_at": clock.now(), "progress": 100}
        session.execute(update(Job).where(Job.id == job.id).values(**done))
