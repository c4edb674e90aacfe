"""What the worker does for the install: checks that read everything, and backups."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ..extensions import db
from ..org.models import Unit, YearRollover
from ..shared import audit, clock, jobs
from ..shared.database import write
from ..shared.models import Job
from . import backups, checks, retention, year_rollover

CHECK, BACKUP, RETENTION = "upkeep.check", "upkeep.backup", "upkeep.retention"
AGAIN = timedelta(hours=1)


def queue_once(kind: str, place: checks.Place, unit_id: int, asked_by: int | None) -> Job:
    """Queue a check or a backup, in the running transaction. One of a kind at a time: asking again gives the one under way."""
    return under_way(kind) or jobs.queue(kind, place.plain() | {"unit": unit_id, "auto": asked_by is None}, asked_by)


def under_way(*kinds: str) -> Job | None:
    """The check or backup that waits or runs."""
    found = select(Job).where(Job.kind.in_(kinds), Job.state.in_(("queued", "running"))).order_by(Job.id)
    return db.session.scalars(found.limit(1)).first()


def last(kind: str) -> Job | None:
    """The latest one that has ended, well or not."""
    found = select(Job).where(Job.kind == kind, Job.state.in_(("done", "failed"))).order_by(Job.id.desc())
    return db.session.scalars(found.limit(1)).first()


def _place(job: Job) -> checks.Place:
    asked = job.payload
    return checks.Place(Path(asked["instance"]), Path(asked["migrations"]), Path(asked["backups"]), asked["daily"])


def queue_daily(place: checks.Place) -> None:
    """Queue what is done once a school day: retention, and a backup where that is wanted. Asked for again an hour after a failure."""
    top = db.session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
    if top is None:
        return  # an empty install keeps nothing
    for kind in (RETENTION, *((BACKUP,) if place.daily else ())):
        if not _asked_lately(kind):
            with write():
                queue_once(kind, place, top, None)


def _asked_lately(kind: str) -> bool:
    """Whether the worker's own one of today waits, runs, is done, or failed less than an hour ago."""
    now = clock.now()
    own = select(Job.state, Job.asked_at).where(
        Job.kind == kind, Job.asked_by.is_(None), Job.asked_at >= clock.start_of(clock.today())
    )
    return any(row.state != "failed" or row.asked_at > now - AGAIN for row in db.session.execute(own))


@jobs.kind(RETENTION)
def keep_promises(job: Job) -> dict[str, Any]:
    """Remove what has run its time, as the page /about promises; rows by table."""
    return retention.keep_promised_terms(_place(job).instance)


@jobs.kind(CHECK)
def run_checks(job: Job) -> dict[str, Any]:
    """Every check; what they found is kept with the job."""
    return {name: asdict(found) for name, found in checks.findings(_place(job))}


@jobs.kind(BACKUP)
def backup(job: Job) -> dict[str, Any]:
    """Make a backup and put it on record. Run again from the start it makes another file: two backups hurt nobody."""
    place = _place(job)
    file = backups.create_backup(place.instance, place.backups, automatic=job.payload["auto"])
    size = file.stat().st_size
    with write():
        audit.record(
            job.payload["unit"],
            job.asked_by,
            "backup.create",
            f"unit:{job.payload['unit']}",
            megabytes=max(1, round(size / 1e6)),
        )
    return {"file": file.name, "size": size}


@jobs.kind(year_rollover.KIND)
def roll_year(job: Job) -> dict[str, Any] | None:
    """Take a unit into the next school year, a transaction a step. Run again it goes on behind the last step noted."""
    for n, code in enumerate(year_rollover.STEPS, 1):
        with write() as session:
            row = session.get(YearRollover, job.payload["rollover"], with_for_update=True)
            unit = session.get(Unit, row.unit_id) if row else None
            if row is None or unit is None or row.state != "queued":
                return None
            year_rollover.do_step(row, unit, code)
        jobs.report_progress(job.id, round(100 * n / len(year_rollover.STEPS)))
    return {"steps": len(year_rollover.STEPS)}
