"""Whether a pupil works in an open class session of the own class: asked in SQL, never of the client."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from ..extensions import db
from ..org.access import Viewer
from ..shared import clock
from ..shared.database import Instant
from ..shared.prepared import run_core
from ..shared.upsert import dialect
from ..teaching import sessions
from ..teaching.models import Absence, ClassSession
from ..teaching.run_steps import BY_NAME
from .models import QuizAttempt, SkillAttempt
from .rules import AFTER_CLOSE, SUPERVISED

_lesson, _absence = (
    ClassSession.__table__.c,
    Absence.__table__.c,
)  # tables, not classes: rows of plain columns on the hot path


def away() -> ColumnElement[bool]:
    """SQL: the pupil was noted absent in the class session."""
    return exists().where(
        _absence.school_id == _lesson.school_id,
        _absence.session_id == _lesson.id,
        _absence.pupil_id == bindparam("pupil"),
    )


def together(joined: Any) -> ColumnElement[bool]:
    """SQL: a lesson that answers together on devices, which the pupil sits in; a rehearsal only for who `joined` it.

    Whose class and since when is for the caller to say. Parameter: pupil.
    """
    return and_(
        _lesson.state.in_(sessions.OPEN),
        _lesson.quiz_mode == "paced",
        _lesson.quiz_revision_id.is_not(None),
        or_(~_lesson.rehearsal, _lesson.id == joined),
        ~away(),
    )


def _is_open() -> ColumnElement[bool]:
    """SQL: running or paused. Not IN: SQLAlchemy writes its list anew at each execution, and these are asked for every answer sheet."""
    return or_(*(_lesson.state == state for state in sessions.OPEN))


def open_session() -> Select[Any]:
    """SQL of find_open_session(); its parameters are session_parameters()."""
    joined = bindparam("joined", type_=BigInteger)
    return (
        select(_lesson.id)
        .where(
            _lesson.school_id == bindparam("school"),
            _lesson.class_id == bindparam("class_id"),
            _lesson.year == bindparam("year"),
            _lesson.lesson_id == bindparam("lesson"),
            _is_open(),
            _lesson.opened_at > bindparam("since", type_=Instant),
            or_(_lesson.quiz_mode == "devices", _lesson.id == joined),
            *(_lesson.quiz_mode != mode for mode in BY_NAME),
            ~away(),
        )
        .order_by(case((_lesson.id == joined, 0), else_=1), _lesson.id.desc())
        .limit(literal_column("1"))  # a number here is written into the text anew at each execution
    )


_OPEN = open_session()
_ALONE = select(func.pg_advisory_xact_lock(bindparam("pupil")))


def find_open_session(viewer: Viewer, lesson_id: int, now: datetime) -> int | None:
    """The open class session of the viewer's class on this lesson that answers on devices, or that the viewer joined; where
    the class answers together, a quiz at one's own pace is practice."""
    found: int | None = run_core(_OPEN, session_parameters(viewer, lesson_id, now)).scalar()
    return found


def session_parameters(viewer: Viewer, lesson_id: int, now: datetime) -> dict[str, Any]:
    """The parameters of open_session()."""
    return {
        "school": viewer.school_id,
        "class_id": viewer.class_id,
        "year": clock.school_year_of(clock.local(now).date()),
        "lesson": lesson_id,
        "since": now - SUPERVISED,
        "joined": viewer.class_session_id or 0,
        "pupil": viewer.user_id,
    }


def stand_alone(viewer: Viewer) -> None:
    """Other transactions of this pupil wait until this one ends: two tabs must not both begin the last attempt. SQLite has one writer
    anyway, so nothing is asked there."""
    if dialect() == "postgresql":
        run_core(_ALONE, {"pupil": viewer.user_id})


def session_still_takes(session_id: Any, school_id: Any) -> ColumnElement[bool]:
    """SQL: the class session an attempt began in is open, or closed a moment ago, and the pupil is not away.

    Parameters: pupil, since, closed_since.
    """
    open_now = and_(_is_open(), _lesson.opened_at > bindparam("since", type_=Instant))
    just_closed = and_(_lesson.state == "closed", _lesson.closed_at > bindparam("closed_since", type_=Instant))
    return exists().where(_lesson.school_id == school_id, _lesson.id == session_id, or_(open_now, just_closed), ~away())


def moments(now: datetime) -> dict[str, datetime]:
    """The time parameters of session_still_takes()."""
    return {"since": now - SUPERVISED, "closed_since": now - AFTER_CLOSE}


KINDS = {
    "quiz": (QuizAttempt.__table__.c, "submitted_at"),
    "skill": (SkillAttempt.__table__.c, "finished_at"),
}  #: what a pupil does alone in a lesson: its table and when it was over


def ended_in(session: ClassSession, kind: str) -> Select[Any]:
    """Attempts of a kind that were handed in, of those begun in the lesson."""
    return select(KINDS[kind][0].id).where(_ended_in(session, kind))


def _ended_in(session: ClassSession, kind: str) -> ColumnElement[bool]:
    table, ended = KINDS[kind]
    return and_(
        table.school_id == session.school_id,
        table.class_id == session.class_id,
        table.lesson_id == session.lesson_id,
        table.session_id == session.id,
        table[ended].is_not(None),
    )


def settle_by_roll(session: ClassSession, kinds: Collection[str] = tuple(KINDS)) -> None:
    """At the end of a lesson the roll decides: who was away cannot have answered in it (B), who is present after all did (A).

    The teacher often notes who is away only when closing, after sheets were handed in. One statement for each of the `kinds` that are
    ours; whatever else is named there is passed over.
    """
    gone = select(_absence.pupil_id).where(_absence.school_id == session.school_id, _absence.session_id == session.id)
    until = min(session.closed_at or session.touched_at, session.opened_at + SUPERVISED)
    for kind, (table, ended) in KINDS.items():
        if kind not in kinds:
            continue
        away_then, inside = table.pupil_id.in_(gone), table[ended].between(session.opened_at, until)
        wrong = or_(and_(table.grade == "A", away_then), and_(table.grade == "B", ~away_then, inside))
        db.session.execute(
            update(table.id.table)
            .where(_ended_in(session, kind), wrong)
            .values(grade=case((away_then, "B"), else_="A"))
            .execution_options(synchronize_session=False)
        )
