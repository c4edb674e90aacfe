"""The end of a lesson: class hours, each pupil's answers and what was only needed meanwhile, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from ..curriculum import queries as content
from ..curriculum.question import Question
from ..extensions import db
from ..org.access import Viewer
from ..shared import audit, changes, clock
from ..shared.refusals import NotFound, Refused
from ..teaching import draw_cards, ledger, remotes, sessions, votes
from ..teaching.models import Absence, ClassSession, HandsCount, Vote
from . import room, rules, supervised
from .models import QuizAttempt, RoomAnswer
from .papers import Paper
from .stored import insert_unless_there

CORRECT = timedelta(days=7)  #: after the lesson, in which its teacher can put an answer right
_attempt = QuizAttempt.__table__


def close(viewer: Viewer | None, session: ClassSession, version: int | None = None) -> ClassSession:
    """End the lesson: hours, attendance and each pupil's answers. A second close answers with the first; a practice
    leaves nothing. `viewer` None: the worker."""
    row = sessions.fresh(session)
    if row.rehearsal:
        return _forget(row, version)
    open_until_now = row.state in sessions.OPEN
    row = ledger.close_session(viewer, row, version)
    if open_until_now:
        supervised.settle(row)
        hand_in_all(row, {answer.pupil_id for answer in room.answers_of(row)} - sessions.absent_ids(row))
        room.forget_readings(row)
        remotes.forget(row)
    return row


def drop(viewer: Viewer, session: ClassSession, version: int) -> ClassSession:
    """End without hours: it did not take place, so nobody answered."""
    row = sessions.fresh(session)
    if row.rehearsal:
        return _forget(row, version)
    if row.state in sessions.OPEN:
        row = sessions.drop(viewer, row, version)
        room.forget_all(row)
        remotes.forget(row)
    return row


def _forget(row: ClassSession, version: int | None) -> ClassSession:
    if row.state in sessions.OPEN:
        if version is not None:
            sessions.must_be(row, version)
        room.forget_all(row)
        remotes.forget(row)
        for table in (Absence, HandsCount):
            db.session.execute(delete(table).where(table.school_id == row.school_id, table.session_id == row.id))
        row.note = "rehearsal"
        sessions.end(row, "dropped", max(row.touched_at, clock.now()))
    return row


def hand_in(row: ClassSession, pupil_id: int) -> None:
    """Bring the pupil's attempt of this lesson to what the answers say: made, changed, or removed where none is left."""
    hand_in_all(row, {pupil_id})


def hand_in_all(row: ClassSession, pupil_ids: Collection[int]) -> None:
    """The same for many pupils: five statements and one for each of them."""
    put = votes.of(row)
    questions = {number: asked.question for number, asked in enumerate(votes.asked(row, put))}
    asked_of = {vote.id: number for number, vote in put.items()}
    rows = room.answers_of(row)
    numbers = sorted({asked_of[one.vote_id] for one in rows})
    asked = [(number, questions[number]) for number in numbers]
    quiz_id = content.item_of(row.quiz_revision_id) if row.quiz_revision_id and numbers else 0
    here = (_attempt.c.school_id == row.school_id) & _attempt.c.pupil_id.in_(pupil_ids) & (_attempt.c.attempt_key == key_of(row))
    db.session.execute(delete(QuizAttempt).where(here))
    for pupil_id in sorted(pupil_ids):
        mine = [one for one in rows if one.pupil_id == pupil_id and one.option and not one.rival]
        if mine and quiz_id:
            _store(row, quiz_id, pupil_id, asked, _by_number(mine, asked_of), mine, put)
    changes.mark("class_lesson", row.school_id, row.class_id, row.year, row.lesson_id)


def key_of(row: ClassSession) -> str:
    """The attempt key of answers given together in a lesson."""
    return f"room-{row.id:012d}"


def _by_number(mine: Sequence[RoomAnswer], asked_of: dict[int, int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for one in mine:
        found[asked_of[one.vote_id]][one.part] = one.option or ""
    return found


def _store(row: ClassSession, quiz_id: int, pupil_id: int, asked: list[tuple[int, Question]], given: dict[int, dict[int, str]],
           mine: Sequence[RoomAnswer], put: dict[int, Vote]) -> None:  # fmt: skip
    answers = [
        draw_cards.answer_of(question, [given[number].get(part) for part in range(draw_cards.parts_of(question))])
        for number, question in asked
    ]
    paper = Paper(row.quiz_revision_id or 0, 0, tuple(str(question.uuid) for _number, question in asked))
    score = rules.score(paper.marks(answers), False, paper.settings["pass_mark"], paper.settings["excellent_mark"])
    begun = min((put[number].opened_at for number, _ in asked if put[number].opened_at), default=None) or row.opened_at
    ended = row.closed_at or clock.now()
    insert_unless_there(
        _attempt, school_id=row.school_id, pupil_id=pupil_id, class_id=row.class_id, quiz_id=quiz_id,
        lesson_id=row.lesson_id, revision_id=row.quiz_revision_id, year=row.year, attempt_key=key_of(row), seed=0, asked=list(paper.asked),
        started_at=begun, due_at=ended, submitted_at=ended, late=False, answers=answers, shares=list(score.shares), score=score.total,
        passed=score.passed, excellent=score.excellent, grade="C" if any(one.way == "hand" for one in mine) else "A", session_id=row.id,
    )  # fmt: skip


def may_correct(row: ClassSession, now: datetime) -> bool:
    """Whether answers of a closed lesson can still be put right."""
    return row.state == "closed" and row.closed_at is not None and now - row.closed_at <= CORRECT


def correct(viewer: Viewer, session: ClassSession, number: int, part: int, pupil_id: int, option: str | None) -> None:
    """Put one answer of a closed lesson right, within seven days; on record, and from then on evidence C."""
    row = sessions.fresh(session)
    if not may_correct(row, clock.now()):
        raise Refused("correct_too_late", days=CORRECT.days)
    put = votes.of(row)
    questions = votes.asked(row, put)
    if number not in put or put[number].opened_at is None or not 0 <= part < draw_cards.parts_of(questions[number].question):
        raise NotFound()
    if pupil_id not in {pupil.pupil_id for pupil in room.pupils_of(row)} or pupil_id in sessions.absent_ids(row):
        raise NotFound()
    held = db.session.scalars(select(RoomAnswer).where(
        RoomAnswer.school_id == row.school_id, RoomAnswer.vote_id == put[number].id, RoomAnswer.part == part,
        RoomAnswer.pupil_id == pupil_id)).first()  # fmt: skip
    before = (held.option, held.rival) if held else (None, None)
    room.put_right(row, put[number], part, pupil_id, questions[number], option)
    hand_in(row, pupil_id)
    changes.mark("class_lesson", row.school_id, row.class_id, row.year, row.lesson_id)
    audit.record(row.school_id, viewer.user_id, "session.correct", f"session:{row.id}", pupil=pupil_id, question=number, part=part,
                 was=before[0] or "", now=option or "")  # fmt: skip
