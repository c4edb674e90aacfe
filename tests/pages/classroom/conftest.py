"""三(2)班 of four pupils with cards 1–4: the teacher's screen, and a phone that scanned the code on it."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient

from eduplatform.extensions import db
from eduplatform.learning.models import RoomAnswer
from eduplatform.teaching.hands_questions import Asked
from eduplatform.teaching.models import ClassSession
from eduplatform.teaching.session_run import Run, run_of
from tests.pages.teacher.conftest import Desk, desk, fifty  # noqa: F401

from .by_name import lesson  # noqa: F401 – a fixture
from .photos import photo_of

JSON = {"Accept": "application/json"}
_keys = itertools.count(1)


def key() -> str:
    """The key of a new photo."""
    return f"photo-key-{next(_keys):012d}"


@dataclass
class ClassRoom:
    """`desk` is the signed-in teacher; `phone` a browser that is nobody but joined."""

    desk: Desk
    number: int
    phone: FlaskClient
    others: list[FlaskClient] = field(default_factory=list)

    def token(self) -> str:
        """A fresh code as it stands on the screen."""
        piece = self.desk.script(f"/sessions/{self.number}/phone").json["piece"]
        found = re.search(r"/room/join/([^\"<]+)", piece)
        assert found, piece
        return found[1]

    def join(self) -> FlaskClient:
        """One more phone."""
        client = self.desk.app.test_client()
        answer = client.post("/room/join", data={"token": self.token()})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        self.others.append(client)
        return client

    def run(self) -> Run:
        return run_of(db.session.query(ClassSession).filter_by(id=self.number).one())

    def place(self, kind: str, number: int = 0, part: int = 0) -> int:
        with self.desk.app.app_context():
            return next(
                n
                for n, step in enumerate(self.run().steps)
                if (step.kind, step.number, step.part) == (kind, number, part)
            )

    def to(self, kind: str, number: int = 0, part: int = 0) -> int:
        """The teacher turns the screen there."""
        place = self.place(kind, number, part)
        assert self.desk.script(f"/sessions/{self.number}/turn", place=place).json["place"] == place
        return place

    def asked(self, number: int = 0) -> Asked:
        with self.desk.app.app_context():
            return self.run().asked[number]

    def letter(self, right: bool = True, number: int = 0) -> str:
        return next(choice.letter for choice in self.asked(number).choices if choice.right == right)

    def plain(self, most: int = 4) -> int:
        """The number of the first question that takes one vote and has at most so many letters."""
        with self.desk.app.app_context():
            run = self.run()
            fits = [asked.question.kind != "ordering" and len(asked.choices) <= most for asked in run.asked]
            return next(step.number for step in run.steps if step.kind == "vote" and fits[step.number])

    def shoot(
        self,
        photo: bytes | dict[int, str],
        number: int = 0,
        part: int = 0,
        with_key: str = "",
        client: FlaskClient | None = None,
        script: bool = True,
        **more: Any,
    ) -> Any:
        """Send a photo as the phone does."""
        data = photo_of(photo) if isinstance(photo, dict) else photo
        fields = {
            "session": self.number,
            "number": number,
            "part": part,
            "key": with_key or key(),
            "photo": (io.BytesIO(data), "a.jpg"),
        } | more
        return (client or self.phone).post(
            "/room/photo", data=fields, content_type="multipart/form-data", headers=JSON if script else {}
        )

    def held(self) -> list[tuple[str, int, str | None, str | None, str]]:
        """(card, part, letter, rival, way) of every answer."""
        with self.desk.app.app_context():
            from eduplatform.learning import class_answers

            run, found = self.run(), []
            for number, vote in run.votes.items():
                rows = db.session.query(RoomAnswer).filter_by(vote_id=vote.id).count()
                for part in range(3) if rows else ():
                    found += [
                        (seat.pupil.number, number, seat.letter, seat.rival, seat.way)
                        for seat in class_answers.seats_of(run.session, vote, part, run.asked[number])
                        if seat.way
                    ]
            return sorted(found, key=str)

    def words(self, answer: Any) -> str:
        """All sentences a photo was answered with."""
        return "\n".join(line["text"] for line in answer.json["lines"])


@pytest.fixture
def room(desk) -> ClassRoom:  # noqa: F811
    number = desk.start("cards")
    made = ClassRoom(desk, number, desk.app.test_client())
    made.phone = made.join()
    return made


@pytest.fixture
def voting(room) -> ClassRoom:
    """With the first question that takes one vote on the screen; its number is `room.plain()`."""
    room.to("vote", room.plain())
    return room
