"""Skill training: begun, taken choice by choice, scored by the server. The path is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, update

from ..curriculum import queries, skill_play
from ..curriculum.skill import Sequence as Ordered
from ..curriculum.skill import Skill, load_skill
from ..curriculum.skill_measured import read_taps
from ..extensions import db
from ..org.access import Viewer
from ..shared import clock, stale_marks
from ..shared.refusals import Conflict, NotFound, Refused, TooMany
from ..shared.upsert import insert_unless_there
from . import rules, supervision
from .models import SkillAttempt
from .quiz import _KEY

Training = Row[Any]
MOST_A_YEAR = 100  # nobody trains one skill more often; a script might
_training = SkillAttempt.__table__
_skills: dict[int, tuple[Any, Skill]] = {}


def skill_in(revision_id: int) -> Skill:
    """The training of a revision, validated once a process."""
    body = queries.body(revision_id)
    kept = _skills.get(revision_id)
    if kept is None or kept[0] is not body:
        kept = _skills[revision_id] = (body, load_skill(body))
    return kept[1]


def own_training(viewer: Viewer, training_id: int, lock: bool = False) -> Training:
    """The viewer's own training as plain columns; NotFound for anybody else's. One statement."""
    found = select(_training).where(
        _training.c.school_id == viewer.school_id, _training.c.id == training_id, _training.c.pupil_id == viewer.user_id
    )
    row = db.session.execute(found.with_for_update() if lock else found).first()
    if row is None:
        raise NotFound()
    return row


def start_training(viewer: Viewer, lesson_id: int, skill_id: int, revision_id: int, attempt_key: str) -> int:
    """Begin a training and return its number; the same key, or one still open, gives the one there is."""
    if not _KEY.match(attempt_key):
        raise Refused("bad_key")
    mine = and_(
        _training.c.school_id == viewer.school_id,
        _training.c.pupil_id == viewer.user_id,
        _training.c.skill_id == skill_id,
    )
    going_on = and_(_training.c.finished_at.is_(None), _training.c.revision_id == revision_id)
    there = (
        select(_training.c.id)
        .where(mine, or_(_training.c.attempt_key == attempt_key, going_on))
        .order_by(_training.c.id.desc())
    )
    found = db.session.scalars(there.limit(1)).first()
    if found:
        return found
    now = clock.now()
    year = clock.school_year_of(clock.local(now).date())
    if (
        db.session.scalar(select(func.count()).select_from(_training).where(mine, _training.c.year == year)) or 0
    ) >= MOST_A_YEAR:
        raise TooMany("trained_enough")
    session_id = supervision.find_open_session(viewer, lesson_id, now)
    made = insert_unless_there(
        _training,
        school_id=viewer.school_id,
        pupil_id=viewer.user_id,
        class_id=viewer.class_id,
        skill_id=skill_id,
        lesson_id=lesson_id,
        revision_id=revision_id,
        year=year,
        attempt_key=attempt_key,
        seed=secrets.randbelow(2**31),
        started_at=now,
        path=[],
        points=0,
        most=skill_in(revision_id).full_points,
        grade="A" if session_id else "B",
        session_id=session_id,
    )
    return made if made is not None else db.session.scalars(there.limit(1)).one()


def take_choice(viewer: Viewer, training_id: int, step: int, choice: object) -> bool:
    """Take `choice` as number `step` (from 0) of the path. False when that step was taken before: nothing moves twice.

    Refuses `no_such_choice`, `too_few_taps` for a measured answer that shows nothing; Conflict `step_not_reached` for a step ahead of the path.
    """
    training = own_training(viewer, training_id, lock=True)
    skill = skill_in(training.revision_id)
    if training.finished_at is not None or step < len(training.path):
        return False
    if step > len(training.path):
        raise Conflict("step_not_reached")
    move = skill_play.take_step(skill, training.path, choice)
    if move is None:
        raise Refused("too_few_taps" if read_taps(choice) is not None else "no_such_choice")
    _store(viewer, training, move.path, move.result.points, move.result.outcome)
    return True


def put_in_order(viewer: Viewer, training_id: int, steps: object) -> bool:
    """Grade the order in one go. False when it had been handed in. Refuses `order_not_whole`."""
    training = own_training(viewer, training_id, lock=True)
    skill = skill_in(training.revision_id)
    if training.finished_at is not None:
        return False
    placed = rules.tidy_order(steps, skill.names) if isinstance(skill, Ordered) else None
    if placed is None or not isinstance(skill, Ordered):
        raise Refused("order_not_whole")
    mark = skill_play.grade_order(skill, placed)
    good = sum(note.right for note in mark.notes)
    passed = mark.share * 100 >= skill.pass_mark
    _store(viewer, training, placed, good, "good" if mark.right else "mixed" if passed else "bad")
    return True


def _store(viewer: Viewer, training: Training, path: Sequence[str], points: int, outcome: str | None) -> None:
    now = clock.now()
    values: dict[str, Any] = {"path": list(path), "points": points}
    if outcome:
        values |= {"outcome": outcome, "finished_at": now, "grade": _grade(viewer, training, now)}
        stale_marks.mark_stale("class_lesson", viewer.school_id, training.class_id, training.year, training.lesson_id)
    own = update(_training).where(_training.c.school_id == viewer.school_id, _training.c.id == training.id)
    db.session.execute(own.values(**values))


def _grade(viewer: Viewer, training: Training, now: datetime) -> str:
    """A only when the class session it began in is still going on at the end."""
    if training.session_id is None:
        return "B"
    open_still = select(supervision.session_still_takes(training.session_id, viewer.school_id))
    return "A" if db.session.scalar(open_still, {"pupil": viewer.user_id, **supervision.moments(now)}) else "B"
