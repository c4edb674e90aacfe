"""Background work on rosters: reading an upload and staging it, with progress."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..extensions import db
from ..shared import jobs
from ..shared.database import write
from ..shared.models import Job
from ..shared.refusals import Refused
from . import grades, imports
from .models import RosterBatch, Unit
from .roster.refusals import RosterRefused
from .roster.rows import read_roster
from .roster.sandbox import read_file_safely


@jobs.kind("roster.read")
def read(job: Job) -> dict[str, Any] | None:
    """Read the upload named in the payload and stage it. Payload: school_id, batch_id, path, mapping, encoding, only."""
    asked = job.payload
    batch = db.session.get(RosterBatch, (asked["school_id"], asked["batch_id"]))
    school = db.session.get(Unit, asked["school_id"])
    path = Path(asked["path"])
    if batch is None or school is None or batch.state != "reading" or not path.exists():
        return None
    only = set(asked["only"]) if asked.get("only") is not None else None
    try:
        stage_file(batch, school, path.read_bytes(), asked.get("mapping"), asked.get("encoding"), only,
                   lambda percent: jobs.report(job.id, percent))  # fmt: skip
    except RosterRefused as refusal:
        refuse(batch, refusal)
        raise Refused(refusal.code, **refusal.values) from None
    finally:
        if not asked.get("keep"):
            path.unlink(missing_ok=True)  # the file holds more than we keep
    return batch.counts


def stage_file(batch: RosterBatch, school: Unit, data: bytes, mapping: Any = None, encoding: str | None = None,
               only: set[str] | None = None, told: Any = lambda _: None) -> Any:  # fmt: skip
    """Read `data` in a guarded child process and stage it; returns the diff, or None with problems kept in the batch."""
    book = read_file_safely(batch.filename, data, encoding)
    told(30)
    roster = read_roster(book, mapping, batch.year, grades.divisions_of(school.stages), imports.primary_years(school))
    told(50)
    return imports.stage(batch, school, roster, only, told)


def refuse(batch: RosterBatch, refusal: RosterRefused) -> None:
    """Keep why the whole file was refused."""
    with write():
        batch.state = "refused"
        batch.progress = 100
        batch.problems = [{"sheet": "", "line": 0, "column": "", "code": refusal.code, "values": refusal.values}]
