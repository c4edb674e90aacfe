"""Filings: made on demand, and every month by the worker for each unit, so that they lie ready before the 15th."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import exists, func, select

from ..extensions import db
from ..org import queries as org
from ..org.models import Unit
from ..shared import audit, clock, jobs
from ..shared.database import end_read, write
from ..shared.models import Job
from .filing_body import Known, filing_body
from .filing_rules import KINDS, PREPARED_ON, Period, is_taught, month_before
from .models import Filing

KIND = "assessment.filings"
AGAIN = timedelta(hours=1)  #: after a failure
PAGE = 20


def keep_filing(unit: Unit, period: Period, body: dict[str, Any], made_by: int | None) -> Filing:
    """Keep a filing as it was made and put its digest on record. Asked for again with the same figures, the first one stands."""
    digest = digest_of(body)
    mine = (Filing.school_id == unit.keeper_id, Filing.unit_id == unit.id, Filing.kind == period.kind)
    same = select(Filing).where(*mine, Filing.until_on == period.until_on, Filing.digest == digest)
    if (kept := db.session.scalars(same.order_by(Filing.id).limit(1)).first()) is not None:
        return kept
    row = Filing(
        school_id=unit.keeper_id,
        unit_id=unit.id,
        kind=period.kind,
        year=period.year,
        from_on=period.from_on,
        until_on=period.until_on,
        body=body,
        digest=digest,
        made_at=clock.now(),
        made_by=made_by,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        unit.keeper_id,
        made_by,
        "filing.make",
        f"unit:{unit.id}",
        filing=period.kind,
        day=period.until_on.isoformat(),
        digest=digest,
    )
    return row


def digest_of(body: dict[str, Any]) -> str:
    """SHA-256 of the figures. When they were counted up to and which release wrote them is no figure."""
    figures = {name: value for name, value in body.items() if name not in ("counted_at", "release")}
    return sha256(json.dumps(figures, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def filing_by_id(filing_id: int) -> tuple[Filing, Unit] | None:
    """A filing with its unit."""
    found = select(Filing, Unit).join(Unit, Unit.id == Filing.unit_id).where(Filing.id == filing_id)
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else None


def filings_of(unit: Unit, page: int) -> tuple[Sequence[Any], int]:
    """One page of a unit's filings, the latest first, without their figures: rows of id, kind, year, from_on, until_on, made_at,
    made_by. And how many there are."""
    mine = (Filing.school_id == unit.keeper_id, Filing.unit_id == unit.id)
    total = db.session.scalar(select(func.count()).select_from(Filing).where(*mine)) or 0
    columns = (Filing.id, Filing.kind, Filing.year, Filing.from_on, Filing.until_on, Filing.made_at, Filing.made_by)
    found = select(*columns).where(*mine).order_by(Filing.until_on.desc(), Filing.id.desc())
    return db.session.execute(found.limit(PAGE).offset((page - 1) * PAGE)).all(), total


def has_month(unit: Unit, period: Period) -> bool:
    """Whether figures of a month lie ready."""
    mine = (Filing.school_id == unit.keeper_id, Filing.unit_id == unit.id, Filing.kind == KINDS[0])
    return bool(db.session.scalar(select(exists().where(*mine, Filing.until_on == period.until_on))))


# ── prepared by the worker ──────────────────────────────────────────────────────────────────────────────────────────────


def queue_due() -> Job | None:
    """Queue the figures of the month before, once, from the tenth on. In a transaction of its own."""
    today = clock.today()
    period = month_before(today)
    if today.day < PREPARED_ON or _asked(period, today):
        return None
    with write():
        return jobs.queue(KIND, {"until": period.until_on.isoformat()})


def _asked(period: Period, today: date) -> bool:
    """Whether it waits, runs, is done, or failed less than an hour ago."""
    of_month = select(Job.state, Job.payload, Job.asked_at).where(
        Job.kind == KIND, Job.asked_at >= clock.start_of(today.replace(day=1))
    )
    return any(
        row.payload["until"] == period.until_on.isoformat()
        and (row.state != "failed" or row.asked_at > clock.now() - AGAIN)
        for row in db.session.execute(of_month)
    )


@jobs.kind(KIND)
def prepare_month(job: Job) -> dict[str, Any]:
    """Make the month's filing of each unit that has none yet, one transaction each; safe to run again and to be killed anywhere."""
    period = month_before(date.fromisoformat(job.payload["until"]) + timedelta(days=1))
    waiting = list(db.session.scalars(_without(period)))
    known: Known = {}
    made = 0
    for place, unit_id in enumerate(waiting):
        made += _prepare(unit_id, period, known)
        if place % 50 == 49:
            jobs.report_progress(job.id, 100 * place // len(waiting))
    return {"units": len(waiting), "made": made}


def _prepare(unit_id: int, period: Period, known: Known) -> bool:
    """Make one unit's. Nothing of a unit that has no class, or had no school in that month."""
    end_read()
    unit = db.session.get(Unit, unit_id)
    if unit is None or not is_taught(org.calendar_of(unit, period.year), period):
        return False
    body = filing_body(unit, period, known)
    if not body["last"][body["columns"].index("classes")]:
        return False
    with write():
        keep_filing(unit, period, body, None)
    return True


def _without(period: Period) -> Any:
    """SELECT of units above the class that have no filing of the month."""
    made = exists().where(Filing.unit_id == Unit.id, Filing.kind == period.kind, Filing.until_on == period.until_on)
    return select(Unit.id).where(Unit.kind != "class", Unit.closed_on.is_(None), ~made).order_by(Unit.id)
