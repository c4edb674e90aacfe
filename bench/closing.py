"""Closing a lesson: how often its request walks from package to package, locks the row of the lesson and asks the database.

A stay is one contiguous visit of the call path to a package (a folder under eduplatform, or a module that lies there); a return
is a stay in a package left before. Only the product's own calls count in the verb: what SQLAlchemy calls back (column types, the
counter of statements) does not. Counted in the verb from `learning.closing.close_lesson` to its return, and in the whole
request; counts, so that a busy machine changes nothing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import event

import eduplatform
from eduplatform.accounts import sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Post, Unit
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassSession

from .figures import Figure
from .places import Places
from .world import small_city

ROOT = str(Path(eduplatform.__file__).parent) + "/"
PUPILS = 50
WITHIN = ("learning/closing.py", "close_lesson")


def package_of(file: str) -> str:
    """'teaching' for a file of that package; '' for files that are not the product's."""
    return file.removeprefix(ROOT).partition("/")[0] if file.startswith(ROOT) else ""


@dataclass
class Way:
    """The packages in the order the call path came to them: in the whole request, and in the verb."""

    request: list[str] = field(default_factory=list)
    verb: list[str] = field(default_factory=list)
    inside: int = 0
    stack: list[str] = field(default_factory=list)
    callback: FrameType | None = None  #: the frame a library called, while it lasts

    def enter(self, frame: FrameType, event: str, _argument: Any) -> None:
        """For sys.setprofile: a call moves to the package of the called, a return back to that of the caller."""
        if event not in ("call", "return"):
            return
        package = package_of(frame.f_code.co_filename)
        back = frame.f_back
        if not package or self._called_back(frame, event, bool(back and package_of(back.f_code.co_filename))):
            return  # SQLAlchemy's way back into column types and counters is not a way the verb goes
        mine = (frame.f_code.co_filename.removeprefix(ROOT), frame.f_code.co_name) == WITHIN
        if event == "call":
            self.inside += mine
            self.stack.append(package)
            self._at(package)
        else:
            self.inside -= mine
            if self.stack:
                self.stack.pop()
            if self.stack:
                self._at(self.stack[-1])

    def _called_back(self, frame: FrameType, event: str, by_us: bool) -> bool:
        """In the verb: a call that a library made, or one that such a call made in its turn."""
        if self.callback is None and self.inside and not by_us and event == "call":
            self.callback = frame
            return True
        if self.callback is frame and event == "return":
            self.callback = None
            return True
        return self.callback is not None

    def _at(self, package: str) -> None:
        for way in (self.request, *([self.verb] if self.inside else [])):
            if not way or way[-1] != package:
                way.append(package)


def returns(way: list[str]) -> int:
    """Stays in a package that was left before."""
    return len(way) - len(set(way))


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database, without BEGIN, COMMIT and PRAGMA; a lock is named as SQLAlchemy was asked for it."""
    said: list[str] = []

    def told(_c: Any, _cursor: Any, statement: str, _p: Any, context: Any, _m: Any) -> None:
        if statement.startswith(("BEGIN", "COMMIT", "PRAGMA", "SAVEPOINT", "RELEASE")):
            return
        asked = getattr(getattr(context, "compiled", None), "statement", None)
        locks = getattr(asked, "_for_update_arg", None) is not None  # SQLite leaves FOR UPDATE out of its SQL
        said.append(("LOCK " if locks else "") + statement)

    event.listen(db.engine, "before_cursor_execute", told)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", told)


def locks_of(said: list[str]) -> int:
    """How often the row of the lesson was loaded for update."""
    return sum(bool(re.match(r"LOCK .*FROM class_session\b", one, re.S)) for one in said)


def measure(places: Places) -> list[Figure]:
    app = places.new("closing").app(WTF_CSRF_ENABLED=False)
    spot = small_city(app, 3, 600)
    client = app.test_client()
    with app.app_context():
        client.set_cookie(COOKIE, _teacher(spot.class_code))
        pupils = _fill(spot.class_id)
    lesson = client.post(
        f"/teacher/classes/{spot.class_id}/sessions",
        data={"lesson": spot.lesson_id, "carrier": "class_activity", "quiz_mode": "devices"},
    )
    assert lesson.status_code == 303, lesson.get_data(as_text=True)[:300]
    number = int(lesson.location.split("/")[3])
    away = [str(one) for one in pupils[:2]]
    path = f"/teacher/sessions/{number}/roll"
    assert client.post(path, data={"absent": away}).status_code == 303
    with app.app_context():
        version = db.session.query(ClassSession).filter_by(id=number).one().version
        db.session.remove()
    way = Way()
    with app.app_context(), statements() as said:
        db.session.remove()
        sys.setprofile(way.enter)
        try:
            answer = client.post(path, data={"absent": away, "seen": away, "then": "close", "version": version})
        finally:
            sys.setprofile(None)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:300]
    print("verb:", " ".join(way.verb), *(" ".join(one.split())[:150] for one in said), sep="\n", file=sys.stderr)
    return [
        Figure("closing", "verb: packages", len(set(way.verb))),
        Figure("closing", "verb: stays", len(way.verb), "", 20),
        Figure("closing", "verb: returns", returns(way.verb)),
        Figure("closing", "request: packages", len(set(way.request))),
        Figure("closing", "request: stays", len(way.request)),
        Figure("closing", "request: returns", returns(way.request)),
        Figure("closing", "locks of the lesson's row", locks_of(said), "", 1),
        Figure("closing", "SQL statements", len(said), "", 13, note=f"{PUPILS} pupils, two away; 27 at 53b5b89"),
    ]


def _teacher(class_code: str) -> str:
    """A session of the homeroom teacher of the class."""
    with write():
        at = db.session.query(Unit).filter_by(code=class_code).one()
        post = db.session.query(Post).filter_by(unit_id=at.id, to_on=None).order_by(Post.id).first()
        assert post is not None
        user = db.session.get_one(User, (post.school_id, post.user_id))
        return sessions.begin_session(user, timedelta(days=1))


def _fill(class_id: int) -> list[int]:
    """Bring the class to PUPILS pupils on its roll; their numbers."""
    today = clock.today()
    with write():
        unit = db.session.get_one(Unit, class_id)
        there = [one.pupil_id for one in db.session.query(Enrolment).filter_by(class_id=class_id, to_on=None)]
        for number in range(len(there), PUPILS):
            pupil = User(
                school_id=unit.school_id, kind="pupil", name="小同学", person_key=f"c{number}", created_at=clock.now()
            )
            db.session.add(pupil)
            db.session.flush()
            begun = date(clock.school_year_of(today), 9, 1)
            db.session.add(
                Enrolment(
                    school_id=unit.school_id, pupil_id=pupil.id, class_id=class_id, number=f"c{number}", from_on=begun
                )
            )
            there.append(pupil.id)
    return there[:PUPILS]
