"""Answers typed in by the teacher for many pupils at once: sheets of paper, or pupils no card was read of. Evidence C."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from ..extensions import db
from ..org.access import Viewer
from ..shared import audit, clock
from ..shared.refusals import NotFound, Refused
from ..teaching import draw_cards, sessions, votes
from ..teaching.draw_hands import Asked
from ..teaching.models import ClassSession, Vote
from . import closing, room
from .models import RoomAnswer


def enter_many(viewer: Viewer, session: ClassSession, number: int, part: int, letters: Mapping[int, str | None]) -> int:
    """Keep letters by pupil for one question (None: no answer); returns how many rows changed. Twice is the same as once.

    While the lesson is open, and within seven days after it, then on record and with the attempts brought up to date.
    NotFound for a question that was not put to the class and for strangers; on paper a question is put by typing it.
    """
    row = sessions.fresh(session)
    late = row.state == "closed"
    if late and not closing.may_correct(row, clock.now()):
        raise Refused("correct_too_late", days=closing.CORRECT.days)
    if not late:
        sessions.must_be_open(row)
    vote, asked = _vote(row, number, part)
    _must_be_here(row, set(letters), late)
    changed = _keep(row, vote, part, asked, letters)
    if changed and late:
        everybody = {answer.pupil_id for answer in room.answers_of(row)} - sessions.absent_ids(row)
        closing.hand_in_all(row, everybody | changed)
        audit.record(row.school_id, viewer.user_id, "session.typed", f"session:{row.id}", question=number, part=part, pupils=len(changed))
    elif changed:
        sessions.touch(row, clock.now())
    return len(changed)


def _vote(row: ClassSession, number: int, part: int) -> tuple[Vote, Asked]:
    put = votes.of(row)
    questions = votes.asked(row, put)
    if not 0 <= number < len(questions) or not 0 <= part < draw_cards.parts_of(questions[number].question):
        raise NotFound()
    vote = put.get(number)
    if vote is None and row.quiz_mode == "paper":
        vote = Vote(school_id=row.school_id, session_id=row.id, number=number, question_revision_id=questions[number].revision_id)
        db.session.add(vote)
    if vote is None or (vote.opened_at is None and row.quiz_mode != "paper"):
        raise NotFound()
    vote.opened_at = vote.opened_at or min(clock.now(), row.closed_at or clock.now())
    db.session.flush()
    return vote, questions[number]


def _must_be_here(row: ClassSession, pupil_ids: set[int], late: bool) -> None:
    there = {pupil.pupil_id for pupil in room.pupils_of(row)}
    if pupil_ids - there or (late and pupil_ids & sessions.absent_ids(row)):
        raise NotFound()


def _keep(row: ClassSession, vote: Vote, part: int, asked: Asked, letters: Mapping[int, str | None]) -> set[int]:
    options = {choice.letter: choice.id for choice in asked.choices}
    if {letter for letter in letters.values() if letter} - set(options):
        raise Refused("odd_choice")
    found = select(RoomAnswer).where(RoomAnswer.school_id == row.school_id, RoomAnswer.vote_id == vote.id, RoomAnswer.part == part)
    held = {one.pupil_id: one for one in db.session.scalars(found)}
    changed: set[int] = set()
    for pupil_id, letter in sorted(letters.items()):
        option, one = options.get(letter or ""), held.get(pupil_id)
        if one is None:
            db.session.add(_made(row, vote, part, pupil_id, option, clock.now()))
        elif (one.option, one.rival) == (option, None):
            continue  # a card that said the same stays a card
        else:
            one.option, one.rival, one.way, one.at = option, None, "hand", clock.now()
        changed.add(pupil_id)
    db.session.flush()
    return changed


def _made(row: ClassSession, vote: Vote, part: int, pupil_id: int, option: str | None, now: datetime) -> RoomAnswer:
    return RoomAnswer(school_id=row.school_id, vote_id=vote.id, part=part, pupil_id=pupil_id, option=option, rival=None, way="hand", at=now)
