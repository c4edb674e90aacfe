"""Background work on rosters: reading an upload and staging it, with progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..extensions import db
from ..shared import jobs
from ..shared.database import write
from ..shared.models import Job
from ..shared.refusals import Refused
from . import roster_staging, roster_year
from .models import RosterBatch, Unit
from .roster.book_types import Book
from .roster.refusals import RosterRefused
from .roster.sandbox import read_file_safely
from .roster_matching.compare import Diff
from .roster_uploads import Uploads

Told = Callable[[int], None]


def _given_up(job: Job) -> None:
    """The page must not say for ever that the file is being read."""
    batch = db.session.get(RosterBatch, (job.payload["school_id"], job.payload["batch_id"]))
    if batch is not None and batch.state == "reading":
        refuse(batch, RosterRefused("reading_failed", count=job.tries))


@jobs.kind("roster.read", _given_up)
def read_upload(job: Job) -> dict[str, Any] | None:
    """Read an upload, or what was kept of it, and stage it.

    Payload: school_id, batch_id, folder; optional encoding, only (class codes the importer may change).
    Columns chosen by hand and answers to questions stand in the batch.
    """
    asked = job.payload
    batch = db.session.get(RosterBatch, (asked["school_id"], asked["batch_id"]))
    school = db.session.get(Unit, asked["school_id"])
    if batch is None or school is None or batch.state != "reading":
        return None
    uploads = Uploads(asked["folder"])
    told = lambda percent: jobs.report_progress(job.id, percent)  # noqa: E731 – a name for the argument
    try:
        book = _book(uploads, batch, asked.get("encoding"))
    except RosterRefused as refusal:
        refuse(batch, refusal)
        uploads.forget(batch.id)
        raise Refused(refusal.code, **refusal.values) from None
    only = set(asked["only"]) if asked.get("only") is not None else None
    stage_book(batch, school, book, only, told)
    return batch.counts


def _book(uploads: Uploads, batch: RosterBatch, encoding: str | None) -> Book:
    kept = uploads.book(batch.id)
    if kept:
        return kept
    path = uploads.raw(batch.id)
    if not path.exists():
        raise RosterRefused("file_gone")
    book = read_file_safely(batch.filename, path.read_bytes(), encoding)
    uploads.keep_book(batch.id, book)
    return book


def stage_book(
    batch: RosterBatch, school: Unit, book: Book, only: set[str] | None = None, told: Told = lambda _: None
) -> Diff | None:
    """Check what was read and stage it; returns the diff, or None with the problems or the questions kept in the batch."""
    told(30)
    listed = roster_year.read_for_year(school, book, roster_year.Reading(batch.year, batch.chosen, batch.answers, only))
    told(50)
    return roster_staging.stage(batch, listed, told)


def refuse(batch: RosterBatch, refusal: RosterRefused) -> None:
    """Keep why the whole file was refused."""
    with write():
        batch.state = "refused"
        batch.progress = 100
        batch.questions = []
        batch.problems = [{"sheet": "", "line": 0, "column": "", "code": refusal.code, "values": refusal.values}]
