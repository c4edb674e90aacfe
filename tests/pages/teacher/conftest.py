"""三(2)班 through the browser of its homeroom teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassHour, ClassSession

from ...lessons import head_of
from ...people import unit


@dataclass
class Desk:
    """The teacher's client, the class and a lesson with a quiz; reads open a context of their own."""

    app: Flask
    client: FlaskClient
    class_id: int
    school_id: int
    lesson_id: int

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(f"/teacher{path}", **more)

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"/teacher{path}", data=fields)

    def script(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"/teacher{path}", data=fields, headers={"Accept": "application/json"})

    def start(self, mode: str = "none", carrier: str = "class_activity") -> int:
        """Open a lesson; answers the number of its session."""
        answer = self.post(f"/classes/{self.class_id}/sessions", lesson=self.lesson_id, carrier=carrier, quiz_mode=mode)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return int(answer.location.split("/")[3])

    def close(self, session: int) -> Any:
        return self.post(f"/sessions/{session}/roll", then="close", version=self.session(session).version)

    def session(self, number: int) -> ClassSession:
        with self.app.app_context():
            row = db.session.query(ClassSession).filter_by(id=number).one()
            db.session.expunge(row)
            return row

    def entries(self) -> list[ClassHour]:
        with self.app.app_context():
            return db.session.query(ClassHour).filter_by(class_id=self.class_id).order_by(ClassHour.id).all()


@pytest.fixture
def desk(app, client_for) -> Desk:
    with app.app_context():
        room = unit("LJ-SY-2024-2")
        lesson = head_of()
        return Desk(app, client_for("teacher_lin"), room.id, room.school_id, lesson.lesson_id)


@pytest.fixture
def fifty(desk) -> Desk:
    """The class with fifty pupils on its roll."""
    with desk.app.app_context(), write():
        for number in range(5, 51):
            pupil = User(
                school_id=desk.school_id,
                kind="pupil",
                name=f"欧阳小同学{number}",
                person_key=f"k{number}",
                created_at=clock.now(),
            )
            db.session.add(pupil)
            db.session.flush()
            row = Enrolment(
                school_id=desk.school_id,
                pupil_id=pupil.id,
                class_id=desk.class_id,
                number=str(number),
                from_on=date(2026, 9, 1),
            )
            db.session.add(row)
    return desk
