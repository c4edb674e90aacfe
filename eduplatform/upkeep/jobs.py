"""What the worker does for the install: checks that read everything, and backups."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ..extensions import db
from ..shared import audit, jobs
from ..shared.database import write
from ..shared.models import Job
from . import backups, checks

CHECK, BACKUP = "upkeep.check", "upkeep.backup"


def ask(kind: str, place: checks.Place, unit_id: int, asked_by: int) -> Job:
    """Queue a check or a backup, in the running transaction. One of a kind at a time: asking again gives the one under way."""
    return under_way(kind) or jobs.ask(kind, {"instance": str(place.instance), "migrations": str(place.migrations), "unit": unit_id}, asked_by)


def under_way(*kinds: str) -> Job | None:
    """The check or backup that waits or runs."""
    found = select(Job).where(Job.kind.in_(kinds), Job.state.in_(("queued", "running"))).order_by(Job.id)
    return db.session.scalars(found.limit(1)).first()


def last(kind: str) -> Job | None:
    """The latest one that has ended, well or not."""
    found = select(Job).where(Job.kind == kind, Job.state.in_(("done", "failed"))).order_by(Job.id.desc())
    return db.session.scalars(found.limit(1)).first()


def _place(job: Job) -> checks.Place:
    return checks.Place(Path(job.payload["instance"]), Path(job.payload["migrations"]))


@jobs.kind(CHECK)
def check(job: Job) -> dict[str, Any]:
    """Every check; what they found is kept with the job."""
    return {name: asdict(found) for name, found in checks.run(_place(job))}


@jobs.kind(BACKUP)
def backup(job: Job) -> dict[str, Any]:
    """Make a backup and put it on record. Run again from the start it makes another file: two backups hurt nobody."""
    file = backups.create(_place(job).instance)
    size = file.stat().st_size
    with write():
        audit.record(job.payload["unit"], job.asked_by, "backup.create", f"unit:{job.payload['unit']}", megabytes=max(1, round(size / 1e6)))
    return {"file": file.name, "size": size}
