"""Answers of a class to questions put to it together: read from cards, sent by devices, typed by the teacher.

One row a pupil and question says what stands. Two readings that contradict each other are never decided here: the newest
is kept as `rival` beside the standing one until the same is read twice running, or the teacher taps the right one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import delete, select

from ..curriculum.question import Question
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..shared import clock
from ..shared.refusals import NotFound, Refused
from ..teaching import card_numbers, card_questions, sessions, votes
from ..teaching.cards import codes, orientation
from ..teaching.hands_questions import Asked
from ..teaching.models import ClassSession, Vote
from .models import RoomAnswer, RoomReading

COPY = "*"  #: as a rival: the card was seen twice in one picture
_KEY = re.compile(r"^[A-Za-z0-9_-]{16,36}$")


@dataclass
class Told:
    """What became of one picture, by card number. `odd`: a side the question does not have; `strange`: no such pupil; `away`:
    a pupil noted as away, whose card counts only once the roll call is put right; `turned`: the picture turns nearly all
    letters that stand by the same quarter, so nothing of it was kept."""

    new: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    disputed: list[int] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    away: list[int] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)


def take_reading(
    session: ClassSession,
    number: int,
    part: int,
    key: str,
    letters: Mapping[int, str],
    copies: Collection[int] = (),
    upright: bool = False,
) -> Told:
    """Keep what one picture (or one report of a live camera) shows: card number → letter, and cards seen twice.

    The same key again answers what it answered first. `upright`: the teacher or the places of the cards say that the picture is; else
    one that turns what stands is only told as `turned`, and its key stays free. NotFound before the question stood on the screen, Conflict once
    it is revealed.
    """
    if not _KEY.match(key):
        raise Refused("bad_photo_key")
    row = sessions.fresh(session)
    if before := told_before(row, key):
        return before
    sessions.must_be_open(row)
    vote, asked = votes.stood(row, number, part, taking=True)
    if not upright and orientation.all_turned(_letters_standing(row, vote, part, asked), letters):
        return Told(turned=sorted(letters))
    now = clock.now()
    told = _keep(row, vote, part, asked, letters, copies, now)
    db.session.add(
        RoomReading(
            school_id=row.school_id,
            session_id=row.id,
            key=key,
            vote_id=vote.id,
            part=part,
            outcome=asdict(told),
            at=now,
        )
    )
    sessions.note_taught(row, now)
    return told


def _letters_standing(row: ClassSession, vote: Vote, part: int, asked: Asked) -> dict[int, str]:
    """Card → letter that was read from cards and is not in doubt."""
    return {
        seat.card: seat.letter
        for seat in seats_of(row, vote, part, asked)
        if seat.card and seat.letter and seat.letter in codes.LETTERS and not seat.rival and seat.way == "card"
    }


def _keep(
    row: ClassSession,
    vote: Vote,
    part: int,
    asked: Asked,
    letters: Mapping[int, str],
    copies: Collection[int],
    now: datetime,
) -> Told:
    told, by_card, away = Told(), card_numbers.of_session(row, sessions.roll_of(row)), sessions.absent_ids(row)
    options = {choice.letter: choice.id for choice in asked.choices}
    standing = {one.pupil_id: one for one in answers_to(vote, part)}
    for card in sorted(set(letters) | set(copies)):
        pupil = by_card.get(card)
        option = COPY if card in copies else options.get(letters[card])
        if pupil is None:
            told.strange.append(card)
        elif pupil.pupil_id in away:  # somebody else holds it up, or it hangs on the wall; or the roll call is wrong
            told.away.append(card)
        elif option is None:
            told.odd.append(card)
        else:
            getattr(told, _read(row, vote, part, standing.get(pupil.pupil_id), pupil.pupil_id, option, now)).append(
                card
            )
    return told


def _read(
    row: ClassSession, vote: Vote, part: int, held: RoomAnswer | None, pupil_id: int, option: str, now: datetime
) -> str:
    """Keep one reading and say what it did: new, same, changed or disputed."""
    if held is None:
        held = RoomAnswer(school_id=row.school_id, vote_id=vote.id, part=part, pupil_id=pupil_id, way="card", at=now)
        db.session.add(held)
    was = (held.option, held.rival)
    if held.rival is None and held.option in (None, option) and option != COPY:
        held.option = option
    elif option == COPY or held.rival != option:
        held.option, held.rival = (
            (held.rival if held.rival not in (None, COPY) and held.option == option else held.option),
            option,
        )
    else:
        held.option, held.rival = option, None
    if (held.option, held.rival) == was:
        return "disputed" if held.rival else "same"
    held.way, held.at = "card", now
    if held.rival:
        return "disputed"
    return "new" if was == (None, None) else "changed"


def answers_to(vote: Vote, part: int | None = None) -> list[RoomAnswer]:
    """Answers to a question, or to one part of it. One statement."""
    found = select(RoomAnswer).where(RoomAnswer.school_id == vote.school_id, RoomAnswer.vote_id == vote.id)
    found = found.where(RoomAnswer.part == part) if part is not None else found
    return list(db.session.scalars(found))


def row_of(vote: Vote, part: int, pupil_id: int) -> RoomAnswer | None:
    """What stands of one pupil. One statement."""
    found = select(RoomAnswer).where(
        RoomAnswer.school_id == vote.school_id, RoomAnswer.vote_id == vote.id, RoomAnswer.part == part
    )
    return db.session.scalars(found.where(RoomAnswer.pupil_id == pupil_id)).first()


def answer_own(viewer: Viewer, session: ClassSession, number: int, part: int, option: str) -> None:
    """A pupil answers on a device; the last word before the reveal stands. The door has checked that the lesson is the pupil's."""
    row = sessions.fresh(session)
    sessions.must_be_open(row)
    vote, asked = votes.stood(row, number, part, taking=True)
    if viewer.user_id in sessions.absent_ids(row):
        raise NotFound()
    keep_answer(
        row, vote, part, viewer.user_id, row_of(vote, part, viewer.user_id), known_option(asked, option), "device"
    )
    sessions.note_taught(row, clock.now())


def enter_answer(session: ClassSession, number: int, part: int, pupil_id: int, option: str | None) -> None:
    """The teacher's word about one pupil while the lesson is open: one of two readings (stays a reading), or typed by
    hand (`option` None: nothing). Also after the reveal: what is typed is marked as such for ever."""
    row = sessions.fresh(session)
    sessions.must_be_open(row)
    vote, asked = votes.stood(row, number, part)
    if pupil_id not in {pupil.pupil_id for pupil in sessions.roll_of(row)}:
        raise NotFound()
    held = row_of(vote, part, pupil_id)
    chosen = known_option(asked, option) if option else None
    read = held is not None and chosen is not None and held.way == "card" and chosen in (held.option, held.rival)
    keep_answer(row, vote, part, pupil_id, held, chosen, "card" if read else "hand")
    sessions.note_taught(row, clock.now())


def known_option(asked: Asked, option: str) -> str:
    """The option, if the question has it; else Refused."""
    if option not in {choice.id for choice in asked.choices}:
        raise Refused("odd_choice")
    return option


def keep_answer(
    row: ClassSession, vote: Vote, part: int, pupil_id: int, held: RoomAnswer | None, option: str | None, way: str
) -> bool:
    """Let `option` stand for a pupil in place of what is `held`; whether that changed anything. The session is held by the caller."""
    now = clock.now()
    if held is None:
        db.session.add(
            RoomAnswer(
                school_id=row.school_id,
                vote_id=vote.id,
                part=part,
                pupil_id=pupil_id,
                option=option,
                rival=None,
                way=way,
                at=now,
            )
        )
        return True
    if (held.option, held.rival) == (option, None):
        return False  # a card that said the same stays a card
    held.option, held.rival, held.way, held.at = option, None, way, now
    return True


# ── Reads ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Seat:
    """One pupil and a question: `letter` that stands, `rival` letter ("*" for a card seen twice), how it came."""

    pupil: org.OnRoll
    card: int | None
    letter: str | None = None
    rival: str | None = None
    way: str = ""


def seats_of(session: ClassSession, vote: Vote | None, part: int, asked: Asked) -> list[Seat]:
    """Every pupil on the roll, by card number, with what stands. For the teacher's phone only. Three statements."""
    roll = sessions.roll_of(session)
    by_pupil = card_numbers.by_pupil(card_numbers.of_session(session, roll))
    letters = {choice.id: choice.letter for choice in asked.choices} | {COPY: COPY}
    held = {one.pupil_id: one for one in answers_to(vote, part)} if vote else {}
    found = []
    for pupil in sorted(roll, key=lambda one: by_pupil.get(one.pupil_id, 999)):
        row = held.get(pupil.pupil_id)
        letter, rival, way = (
            (letters.get(row.option or ""), letters.get(row.rival or ""), row.way) if row else (None, None, "")
        )
        found.append(Seat(pupil, by_pupil.get(pupil.pupil_id), letter, rival, way))
    return found


@dataclass(frozen=True)
class Tally:
    """How a class answered one question: pupils by option (first part), how many answered, per cent right."""

    counts: dict[str, int]
    answered: int
    disputed: int
    right: int | None


def tally(vote: Vote | None, question: Question) -> Tally:
    """The class's answers to one question, without names. A disputed answer counts nowhere. One statement."""
    rows = answers_to(vote) if vote else []
    counts: dict[str, int] = {}
    for row in rows:
        if row.part == 0 and row.rival is None and row.option:
            counts[row.option] = counts.get(row.option, 0) + 1
    clear = [row for row in rows if row.rival is None and row.option]
    right = sum(row.option == card_questions.right_option(question, row.part) for row in clear)
    disputed = {row.pupil_id for row in rows if row.rival}
    return Tally(
        counts, len({row.pupil_id for row in clear}), len(disputed), round(100 * right / len(clear)) if clear else None
    )


def answered_now(session: ClassSession, number: int, part: int) -> tuple[int, int]:
    """(pupils whose answer stands, pupils in dispute) for the counter on the screen. One statement."""
    return standing_answers(session, number, part)[:2]


def standing_answers(session: ClassSession, number: int, part: int) -> tuple[int, int, int]:
    """(pupils whose answer stands, pupils in dispute, a mark that changes with any of their answers). One statement."""
    found = (
        select(RoomAnswer.pupil_id, RoomAnswer.option, RoomAnswer.rival, RoomAnswer.way)
        .join(Vote, (Vote.school_id == RoomAnswer.school_id) & (Vote.id == RoomAnswer.vote_id))
        .where(
            Vote.school_id == session.school_id,
            Vote.session_id == session.id,
            Vote.number == number,
            RoomAnswer.part == part,
        )
        .order_by(RoomAnswer.pupil_id)
    )
    rows = [tuple(row) for row in db.session.execute(found)]
    answered, disputed = (
        sum(1 for _p, option, rival, _w in rows if option and not rival),
        sum(1 for row in rows if row[2]),
    )
    return answered, disputed, crc32(repr(rows).encode())


def told_before(session: ClassSession, key: str) -> Told | None:
    """What the picture with this key was told when it came first; None for a new one. One statement."""
    found = select(RoomReading).where(
        RoomReading.school_id == session.school_id, RoomReading.session_id == session.id, RoomReading.key == key
    )
    before = db.session.scalars(found).first()
    return Told(**before.outcome) if before else None


def unseen(session: ClassSession, roll: Sequence[org.OnRoll]) -> set[int]:
    """Pupils on the roll with no answer to any question put to the class, where questions were put. One statement."""
    rows = answers_of(session)
    if not rows:
        return set()
    return {pupil.pupil_id for pupil in roll} - {row.pupil_id for row in rows if row.option or row.rival}


def likely_away(missed: set[int], on_roll: int) -> set[int]:
    """Pupils not seen who are to be proposed as away. Where more than a third was not seen it is more likely that the
    pictures missed them: then nobody is proposed."""
    return missed if 3 * len(missed) <= on_roll or len(missed) == 1 else set()


def answers_of(session: ClassSession) -> list[RoomAnswer]:
    """All answers of a session. One statement."""
    found = select(RoomAnswer).join(Vote, (Vote.school_id == RoomAnswer.school_id) & (Vote.id == RoomAnswer.vote_id))
    return list(db.session.scalars(found.where(Vote.school_id == session.school_id, Vote.session_id == session.id)))


def forget_readings(session: ClassSession) -> None:
    """What retries needed while the lesson ran."""
    db.session.execute(
        delete(RoomReading).where(RoomReading.school_id == session.school_id, RoomReading.session_id == session.id)
    )


def forget_all(session: ClassSession) -> None:
    """A practice, or a lesson that did not take place: no answer of it is kept."""
    forget_readings(session)
    mine: Any = select(Vote.id).where(Vote.school_id == session.school_id, Vote.session_id == session.id)
    db.session.execute(
        delete(RoomAnswer).where(RoomAnswer.school_id == session.school_id, RoomAnswer.vote_id.in_(mine))
    )
    db.session.execute(delete(Vote).where(Vote.school_id == session.school_id, Vote.session_id == session.id))
