"""三(2)班 of four pupils in a lesson by name, through the browsers of its teacher and its pupils."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt, RoomAnswer
from eduplatform.org.access import Viewer
from eduplatform.shared import clock as product_clock
from eduplatform.shared.database import write
from eduplatform.teaching import card_questions, sessions
from eduplatform.teaching.models import ClassSession
from eduplatform.teaching.session_run import Run, run_of
from tests.lessons import quizzed
from tests.pages.teacher.conftest import Desk, desk, fifty  # noqa: F401
from tests.people import unit

JSON = {"Accept": "application/json"}


@dataclass
class ClassRoom:
    """`teacher` is signed in; `pupil('pupil_yu')` gives a pupil's browser. Reads open a context of their own."""

    app: Flask
    client_for: Callable[..., FlaskClient]
    people: dict[str, Any]
    clock: Any
    teacher: FlaskClient
    number: int = 0
    mode: str = "paced"
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def open(self, mode: str = "paced", rehearsal: bool = False, skip: int = 0) -> int:
        """A lesson of the class with a quiz, opened now: the `skip`-th of quizzed()."""
        with self.app.app_context():
            teacher, room = self.people["teacher_lin"], unit("LJ-SY-2024-2")
            heads = quizzed()
            with write():
                row = sessions.start_session(
                    Viewer(teacher.user_id, teacher.school_id, "staff", "lin"),
                    room,
                    heads[skip],
                    "class_activity",
                    mode,
                    rehearsal,
                )
            self.number, self.mode = row.id, mode
        return self.number

    def run(self, number: int = 0) -> Run:
        return run_of(db.session.query(ClassSession).filter_by(id=number or self.number).one())

    def to(self, kind: str, number: int = 0, part: int = 0) -> None:
        """The teacher turns the screen to a step."""
        with self.app.app_context():
            place = next(
                n
                for n, step in enumerate(self.run().steps)
                if (step.kind, step.number, step.part) == (kind, number, part)
            )
        answer = self.teacher.post(f"/teacher/sessions/{self.number}/turn", data={"place": place}, headers=JSON)
        assert answer.status_code == 200, answer.get_data(as_text=True)

    def asked(self, number: int = 0) -> Any:
        with self.app.app_context():
            return self.run().asked[number]

    def single(self) -> int:
        """Number of a question that one vote answers."""
        with self.app.app_context():
            return next(n for n, one in enumerate(self.run().asked) if card_questions.parts_of(one.question) == 1)

    def option(self, right: bool, number: int = 0) -> str:
        return next(choice.id for choice in self.asked(number).choices if choice.right == right)

    def letter(self, right: bool, number: int = 0) -> str:
        return next(choice.letter for choice in self.asked(number).choices if choice.right == right)

    def pupil(self, name: str, **how: Any) -> FlaskClient:
        if name not in self.browsers:
            self.browsers[name] = self.client_for(name, **how)
        return self.browsers[name]

    def id(self, name: str) -> int:
        return self.people[name].user_id

    def close(self, *away: str, minutes: int = 40) -> None:
        self.clock.shift(timedelta(minutes=minutes))
        fields = {
            "absent": [str(self.id(name)) for name in away],
            "then": "close",
            "version": str(self.session().version),
        }
        assert self.teacher.post(f"/teacher/sessions/{self.number}/roll", data=fields).status_code == 303

    def session(self) -> ClassSession:
        with self.app.app_context():
            row = db.session.query(ClassSession).filter_by(id=self.number).one()
            db.session.expunge(row)
            return row

    def rows(self, table: Any, **by: Any) -> list[Any]:
        with self.app.app_context():
            return db.session.query(table).filter_by(**by).order_by(table.id).all()

    def answers(self, name: str) -> list[tuple[str | None, str]]:
        return [(row.option, row.way) for row in self.rows(RoomAnswer, pupil_id=self.id(name))]

    def attempts(self, name: str) -> list[QuizAttempt]:
        return self.rows(QuizAttempt, pupil_id=self.id(name))


@pytest.fixture
def lesson(app, client_for, people, clock) -> ClassRoom:
    return ClassRoom(app, client_for, people, clock, client_for("teacher_lin"))


def text_of(response: Any) -> str:
    """What a reader sees."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


__all__ = ["JSON", "ClassRoom", "Desk", "product_clock", "text_of"]
