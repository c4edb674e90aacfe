"""What a part measures on: small cities by the demo's own builder, large ones in bulk, officers with open sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from eduplatform.accounts import sessions
from eduplatform.accounts.models import LoginName, User
from eduplatform.cli import demo
from eduplatform.cli.demo import city, history
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.shared.database import write

from .places import leave


@dataclass(frozen=True)
class Spot:
    """Where a pupil of the bench sits: a class, and a lesson of its stage with a quiz."""

    class_code: str
    class_id: int
    lesson_id: int


@contextmanager
def nobody_taught() -> Iterator[None]:
    """The demo's builder makes classes without any history, to be given one by the part."""
    kept, history.habit = history.habit, lambda random: "idle"
    try:
        yield
    finally:
        history.habit = kept


def small_city(app: Any, schools: int = 3, pupils: int = 600) -> Spot:
    """A city with one term of history, counted. The lesson is the same whatever else is on the shelf, so that figures of two
    builds compare."""
    with app.app_context():
        with write():
            demo.build_demo(city.large(schools, pupils), Random(1), named=False)
        demo._count()
        head = next(
            head for head in content.lessons_of() if head.has_quiz and (head.topic, head.stage) == ("FIRE", "P2")
        )
        unit = next(
            unit for unit in db.session.scalars(select(Unit).where(Unit.kind == "class")) if _fits(unit, head.stage)
        )
        leave(app)
        return Spot(unit.code, unit.id, head.lesson_id)


def _fits(unit: Unit, stage: str) -> bool:
    school = db.session.get(Unit, unit.school_id)
    return stage in (school.stages if school else "")


def token_of(app: Any, login: str) -> str:
    """An open session of a member of staff."""
    with app.app_context(), write():
        user = db.session.scalars(
            select(User).join(LoginName, LoginName.user_id == User.id).where(LoginName.login == login)
        ).one()
        return sessions.begin_session(user, timedelta(days=1))
