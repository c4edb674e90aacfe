"""What the end of a lesson needs to know, asked once and handed down: the row, held; its time, class, roll, rule, and what it left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from ..accounts.models import UserSession
from ..curriculum import queries as content
from ..extensions import db
from ..org import queries as org
from ..org.models import Unit
from ..shared import clock
from . import plan, sessions
from .lesson_time import LessonTime, measure
from .models import ClassSession, Remote, Vote
from .rules import Rule


@dataclass(frozen=True)
class ClosingFacts:
    """Of an open lesson, at the moment of its end. `present` of `roll` pupils; `left`: the kinds of rows the lesson left behind, of
    'devices' that joined it, 'phones', 'votes' and those the caller asked for."""

    row: ClassSession
    at: clock.Moment
    time: LessonTime
    class_unit: Unit
    day: date
    rule: Rule
    topic: str
    roll: int
    present: int
    left: frozenset[str]


def load(session: ClassSession, asked: Mapping[str, Select[Any]]) -> tuple[ClassSession, ClosingFacts | None]:
    """The row as it stands, held until the transaction ends, and the facts; None for a lesson that is over or a rehearsal.

    `asked`: name → rows of the lesson, for whoever keeps such rows in a package above. Three statements,
    two where the rule is remembered.
    """
    row = sessions.fresh(session)
    if row.rehearsal or row.state not in sessions.OPEN:
        return row, None
    at = clock.moment()
    day = row.opened_at.astimezone(at.zone).date()
    there = org.class_on(row.school_id, row.class_id, row.year, day)
    left = {**_left(row), **asked}
    more: list[Any] = [there.stage, content.topic_column(row.lesson_id), *(rows.exists() for rows in left.values())]
    on_roll, away, stage, topic, *found = db.session.execute(
        sessions.attended(row, there.on_roll).add_columns(*more)
    ).one()
    facts = ClosingFacts(
        row=row,
        at=at,
        time=measure(row, at),
        class_unit=there.unit,
        day=day,
        rule=plan.rule_by(there.unit.path, there.chain, stage or "", day),
        topic=topic or "",
        roll=on_roll,
        present=on_roll - away,
        left=frozenset(name for name, there_are in zip(left, found, strict=True) if there_are),
    )
    return row, facts


def _left(row: ClassSession) -> dict[str, Select[Any]]:
    """Rows of ours that many lessons do not have."""
    joined = select(UserSession.id).where(
        UserSession.school_id == row.school_id,
        UserSession.class_session_id == row.id,
        UserSession.ended_at.is_(None),
    )
    return {
        "devices": joined,
        "phones": select(Remote.id).where(Remote.school_id == row.school_id, Remote.session_id == row.id),
        "votes": select(Vote.id).where(Vote.school_id == row.school_id, Vote.session_id == row.id),
    }
