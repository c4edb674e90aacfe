"""The room the verbs are tested in: 三(2)班 of 实验小学, its homeroom teacher, and a lesson of its stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning.closing import close_lesson
from eduplatform.org.access import Viewer
from eduplatform.org.models import Unit
from eduplatform.shared.database import write
from eduplatform.teaching import sessions
from eduplatform.teaching.models import ClassHour, ClassSession

from ..lessons import head_of
from ..people import unit


@dataclass
class Room:
    """A class with a teacher; `do(verb, …)` runs a verb of that teacher in a transaction of its own."""

    viewer: Viewer
    unit: Unit
    lesson: content.LessonHead
    pupils: dict[str, int]

    def do(self, verb: Any, *args: Any, **more: Any) -> Any:
        with write():
            return verb(self.viewer, *args, **more)

    def open(self, mode: str = "hands", carrier: str = "class_activity") -> ClassSession:
        return self.do(sessions.start_session, self.unit, self.lesson, carrier, mode)

    def close(self, session: ClassSession, version: int | None = None) -> ClassSession:
        return self.do(close_lesson, session, version)

    def entries(self) -> list[ClassHour]:
        return db.session.query(ClassHour).filter_by(class_id=self.unit.id).order_by(ClassHour.id).all()


@pytest.fixture
def room(app, people) -> Iterator[Room]:
    """三(2)班 inside an application context; these tests use no client."""
    with app.app_context():
        teacher = people["teacher_lin"]
        viewer = Viewer(teacher.user_id, teacher.school_id, "staff", "lin老师")
        names = {name: person.user_id for name, person in people.items()}
        lesson = head_of()
        yield Room(viewer, unit("LJ-SY-2024-2"), lesson, names)
        db.session.rollback()
