"""How large an install is and what waits in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from ..accounts.models import UserSession
from ..extensions import db
from ..org.models import Enrolment, Unit
from ..org.queries import on_roll
from ..shared import clock
from ..shared.models import Job
from ..teaching.models import ClassSession
from ..teaching.sessions import OPEN

RECENT = timedelta(days=7)  #: failed jobs are shown this long
MOST = 10


@dataclass(frozen=True)
class Sizes:
    """`database` in bytes; `signed_in`: devices with a session that has not run out; `lessons`: class sessions under way."""

    database: int
    schools: int
    pupils: int
    signed_in: int
    lessons: int


def sizes() -> Sizes:
    """How large the install is. Five statements (four on SQLite)."""
    now = clock.now()
    signed_in = (UserSession.ended_at.is_(None), UserSession.expires_at > now)
    return Sizes(
        _bytes(),
        _count(Unit, Unit.kind == "school", Unit.closed_on.is_(None)),
        _count(Enrolment, on_roll(clock.today())),
        _count(UserSession, *signed_in),
        _count(ClassSession, ClassSession.state.in_(OPEN)),
    )


def _count(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _bytes() -> int:
    """The database on disk, with what is not yet folded into it."""
    if db.engine.dialect.name != "sqlite":
        return db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    file = str(db.engine.url.database)
    return sum(path.stat().st_size for path in (Path(file), Path(file + "-wal")) if path.exists())


def jobs_by_state() -> dict[str, int]:
    """How many jobs wait, run, and failed lately. One statement."""
    found = select(Job.state, func.count()).where(
        (Job.state.in_(("queued", "running"))) | ((Job.state == "failed") & (Job.ended_at > clock.now() - RECENT))
    )
    return {row[0]: row[1] for row in db.session.execute(found.group_by(Job.state))}


def failed() -> list[Job]:
    """Jobs that failed lately, the latest first, at most MOST. One statement."""
    found = select(Job).where(Job.state == "failed", Job.ended_at > clock.now() - RECENT)
    return list(db.session.scalars(found.order_by(Job.id.desc()).limit(MOST)))
