"""A class of four with printed cards 1–4, in a lesson where each pupil answers by card."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from eduplatform.extensions import db
from eduplatform.learning import class_answers, closing
from eduplatform.shared.database import write
from eduplatform.teaching import sessions, votes
from eduplatform.teaching.hands_questions import Asked
from eduplatform.teaching.models import ClassSession
from eduplatform.teaching.session_run import Run, run_of
from tests.teaching.conftest import Room, room  # noqa: F401

_keys = itertools.count(1)


def key() -> str:
    """The key of a new picture."""
    return f"picture-{next(_keys):012d}"


@dataclass
class CardLesson:
    """An open lesson with cards; the place of the run is moved as the teacher moves it."""

    room: Room
    session: ClassSession

    @property
    def run(self) -> Run:
        return run_of(self.session)

    def to(self, kind: str, number: int = 0, part: int = 0) -> None:
        """Turn to a step."""
        run = self.run
        place = next(
            n for n, step in enumerate(run.steps) if (step.kind, step.number, step.part) == (kind, number, part)
        )
        with write():
            row = sessions.go_to(self.room.viewer, self.session, place, None, run.last)
            votes.reached(row, run.steps, run.asked)
        db.session.expire_all()

    def asked(self, number: int = 0) -> Asked:
        return self.run.asked[number]

    def letter(self, right: bool = True, number: int = 0) -> str:
        return next(choice.letter for choice in self.asked(number).choices if choice.right == right)

    def see(
        self, letters: dict[int, str], number: int = 0, part: int = 0, copies: tuple[int, ...] = (), with_key: str = ""
    ) -> class_answers.Told:
        """One picture arrives."""
        with write():
            told = class_answers.take_reading(self.session, number, part, with_key or key(), letters, copies)
        db.session.expire_all()
        return told

    def seat(self, card: int, number: int = 0, part: int = 0) -> class_answers.Seat:
        found = class_answers.seats_of(self.session, votes.votes_of(self.session).get(number), part, self.asked(number))
        return next(seat for seat in found if seat.card == card)

    def close(self) -> ClassSession:
        return self.room.do(closing.close_lesson, self.session)

    def do(self, verb: Any, *args: Any) -> Any:
        with write():
            return verb(*args)


@pytest.fixture
def lesson(room: Room) -> Iterator[CardLesson]:  # noqa: F811
    made = CardLesson(room, room.open("cards"))
    made.to("vote")
    yield made
