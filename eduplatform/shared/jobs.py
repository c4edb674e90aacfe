"""Background jobs: rows written with the change that asks for them, run by the worker.

Our own and not huey, because a queue in a second store cannot be written in the same transaction: a killed
server would lose jobs whose change was acknowledged, or run jobs whose change was rolled back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import select, update

from ..extensions import db
from . import clock
from .database import aside, write
from .models import Job
from .refusals import Refused

log = structlog.get_logger("jobs")
Work = Callable[[Job], dict[str, Any] | None]
Does = TypeVar("Does", bound=Work)
KINDS: dict[str, Work] = {}
GIVEN_UP: dict[str, Callable[[Job], None]] = {}
LEASE = timedelta(seconds=40)  # past this without a sign of life the worker is dead, and the job is taken up again
BEAT = 10  # seconds between two signs of life while a job makes no progress of its own
LONGEST = timedelta(minutes=30)  # a job that runs longer is hung: no more signs of life are given for it
MOST_TRIES = 3  # a job that killed its worker this often is not tried again


def kind(name: str, given_up: Callable[[Job], None] | None = None) -> Callable[[Does], Does]:
    """Register the function that does jobs of this kind. It must be safe to run again from the start. `given_up` is called, outside
    write(), when a job crashed or its worker died MOST_TRIES times: what waits for it must not wait for ever."""

    def keep(work: Does) -> Does:
        KINDS[name] = work
        if given_up:
            GIVEN_UP[name] = given_up
        return work

    return keep


def queue(name: str, payload: dict[str, Any], asked_by: int | None = None) -> Job:
    """Queue a job in the running transaction and return its row (flushed, so it has a number)."""
    job = Job(kind=name, payload=payload, asked_by=asked_by, asked_at=clock.now())
    db.session.add(job)
    db.session.flush()
    return job


def report_progress(job_id: int, percent: int) -> None:
    """Say how far a job is, in a transaction of its own; a sign of life."""
    with write() as session:
        session.execute(update(Job).where(Job.id == job_id).values(progress=percent, lease_until=clock.now() + LEASE))


def dead(now: datetime) -> Any:
    """The condition of jobs whose worker died."""
    no_lease = Job.lease_until.is_(None) & (Job.started_at < now - LONGEST)  # begun by a release that knew no leases
    return (Job.state == "running") & ((Job.lease_until < now) | no_lease)


def run_next() -> bool:
    """Take the oldest waiting job, or one whose worker died, and run it; False when none waits. Only one worker gets each job."""
    now = clock.now()
    with write() as session:
        waiting = (Job.state == "queued") | dead(now)
        job = session.scalars(
            select(Job).where(waiting).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
        ).first()
        if job is None:
            return False
        spent = job.state == "running" and job.tries >= MOST_TRIES
        if not spent:
            job.state, job.started_at, job.lease_until, job.tries = "running", now, now + LEASE, job.tries + 1
    if spent:
        log.error("job given up", job=job.id, kind=job.kind, tries=job.tries)
        _tell(job)
        _finish(job, "failed", {"refused": "job_given_up", "tries": job.tries})
    else:
        with _signs_of_life(job):
            outcome = _outcome(job)
        _finish(job, *outcome)
    return True


@contextmanager
def _signs_of_life(job: Job) -> Iterator[None]:
    """Put the lease off while the job runs. The thread dies with its process, and that is how a killed worker is known."""
    over, engine, began = threading.Event(), db.engine, time.monotonic()
    mine = update(Job).where(Job.id == job.id, Job.tries == job.tries, Job.state == "running")

    def beat() -> None:
        while not over.wait(BEAT) and time.monotonic() - began < LONGEST.total_seconds():
            try:
                aside(engine, mine.values(lease_until=clock.now() + LEASE))
            except Exception as error:  # a busy database: the next beat comes well within the lease
                log.warning("no sign of life", job=job.id, error=type(error).__name__)

    thread = threading.Thread(target=beat, daemon=True, name=f"job-{job.id}")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(5)


def _outcome(job: Job) -> tuple[str, dict[str, Any] | None]:
    try:
        return "done", KINDS[job.kind](job)
    except Refused as refusal:
        db.session.rollback()
        return "failed", {"refused": refusal.code, "values": refusal.values}
    except Exception as error:
        db.session.rollback()
        log.error("job failed", job=job.id, kind=job.kind, exc_info=error)
        _tell(job)
        return "failed", {"refused": "job_failed"}


def _tell(job: Job) -> None:
    """Whoever waits for the job hears that it will not be done."""
    try:
        if job.kind in GIVEN_UP:
            GIVEN_UP[job.kind](job)
    except Exception as error:
        db.session.rollback()
        log.error("job not told", job=job.id, kind=job.kind, exc_info=error)


def _finish(job: Job, state: str, result: dict[str, Any] | None) -> None:
    """Keep the outcome, unless another worker has taken the job up meanwhile."""
    with write() as session:
        done = {"state": state, "result": result, "ended_at": clock.now(), "progress": 100, "lease_until": None}
        session.execute(update(Job).where(Job.id == job.id, Job.tries == job.tries).values(**done))
