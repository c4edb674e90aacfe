"""Who answered what in a class session, for the teacher of the class: pupils by questions, with shares before and after a twin."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import exists, select

from ..extensions import db
from ..org.queries import OnRoll
from ..teaching import card_questions, class_checks, sessions, votes
from ..teaching.hands_questions import Asked
from ..teaching.models import Absence, ClassSession, Vote
from . import class_answers
from .models import RoomAnswer


@dataclass(frozen=True)
class Column:
    """One question: `right` per cent of the answers that stand, `n` pupils; `chosen`: the options of its first part, as many as
    chose them; `twin_of` the number it was asked after."""

    number: int
    asked: Asked
    parts: int
    right: int | None
    n: int
    chosen: Counter[str]
    twin_of: int | None


@dataclass(frozen=True)
class Cell:
    """What a pupil answered: `letters` part by part ("·" for none, "A/B" where two readings contradict each other), `way` card,
    device or hand; `right` None where there is no answer or it is disputed."""

    letters: str
    way: str
    right: bool | None
    disputed: bool


@dataclass(frozen=True)
class SheetLine:
    """One pupil; a cell is None where nothing was answered."""

    pupil: OnRoll
    away: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Sheet:
    """All of it. Empty `columns` where nothing was answered by name."""

    columns: tuple[Column, ...]
    lines: tuple[SheetLine, ...]

    @property
    def twins(self) -> list[tuple[Column, Column]]:
        """Questions asked again after a second explanation: (before, after)."""
        by_number = {one.number: one for one in self.columns}
        return [(by_number[one.twin_of], one) for one in self.columns if one.twin_of in by_number]


Held = dict[int, dict[tuple[int, int], RoomAnswer]]  #: pupil → (question, part) → answer


def sheet(session: ClassSession) -> Sheet:
    """The sheet of a session. Three statements."""
    shown, held = question_columns(session)
    away = sessions.absent_ids(session)
    lines = [
        SheetLine(pupil, pupil.pupil_id in away, tuple(_cell(held[pupil.pupil_id], one) for one in shown))
        for pupil in sessions.roll_of(session)
    ]
    return Sheet(shown, tuple(lines))


def question_columns(session: ClassSession) -> tuple[tuple[Column, ...], Held]:
    """The lesson's own questions put to the class with their shares, and the answers behind them; a card of somebody who was away does not
    count. One statement."""
    away = exists().where(
        Absence.school_id == Vote.school_id,
        Absence.session_id == Vote.session_id,
        Absence.pupil_id == RoomAnswer.pupil_id,
    )
    found = select(Vote, RoomAnswer).outerjoin(
        RoomAnswer, (RoomAnswer.school_id == Vote.school_id) & (RoomAnswer.vote_id == Vote.id) & ~away
    )
    found = found.where(Vote.school_id == session.school_id, Vote.session_id == session.id).order_by(Vote.number)
    every: dict[int, Vote] = {}
    held: Held = defaultdict(dict)
    for vote, answer in db.session.execute(found):
        every[vote.number] = vote
        if answer is not None:
            held[answer.pupil_id][vote.number, answer.part] = answer
    beside = class_checks.numbers(session)
    put = {number: vote for number, vote in every.items() if vote.opened_at and number not in beside}
    asked = votes.questions_put(session, every) if put else ()
    return tuple(
        _column(number, asked[number], list(held.values()), put[number].twin_of) for number in sorted(put)
    ), held


def _column(number: int, asked: Asked, every: list[dict[tuple[int, int], RoomAnswer]], twin_of: int | None) -> Column:
    """Shares as the class saw them: what stands of each part, without disputed answers."""
    parts = card_questions.parts_of(asked.question)
    clear = [
        (row.pupil_id, part, row.option)
        for rows in every
        for part in range(parts)
        if (row := rows.get((number, part))) is not None and row.option and not row.rival
    ]
    right = sum(option == card_questions.right_option(asked.question, part) for _pupil, part, option in clear)
    return Column(
        number,
        asked,
        parts,
        round(100 * right / len(clear)) if clear else None,
        len({pupil for pupil, _part, _o in clear}),
        Counter(option for _pupil, part, option in clear if part == 0),
        twin_of,
    )


def _cell(rows: dict[tuple[int, int], RoomAnswer], column: Column) -> Cell | None:
    mine = [rows.get((column.number, part)) for part in range(column.parts)]
    if not any(one and (one.option or one.rival) for one in mine):
        return None
    letters = {choice.id: choice.letter for choice in column.asked.choices} | {class_answers.COPY: "?"}
    disputed = any(one and one.rival for one in mine)
    whole = not disputed and all(one and one.option for one in mine)
    right = (
        all(
            one and one.option == card_questions.right_option(column.asked.question, part)
            for part, one in enumerate(mine)
        )
        if whole
        else None
    )
    ways = {one.way for one in mine if one}
    return Cell(
        " ".join(_letters(one, letters) for one in mine),
        "hand" if "hand" in ways else next(iter(ways)),
        right,
        disputed,
    )


def _letters(row: RoomAnswer | None, letters: dict[str, str]) -> str:
    if row is None or not (row.option or row.rival):
        return "·"
    first = letters.get(row.option or "", "?")
    return f"{first}/{letters.get(row.rival, '?')}" if row.rival else first
