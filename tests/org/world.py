"""What the tests of org share: the named persons as viewers, what a verb refuses, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from eduplatform.accounts import people as accounts
from eduplatform.accounts import sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.access import Holding, Viewer
from eduplatform.org.models import ClassYear, Enrolment, Post, Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, StaleMark
from eduplatform.shared.refusals import Refused
from tests import people as cast

TODAY = date(2026, 11, 18)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@dataclass(frozen=True)
class World:
    """The world of tests/people.py with an app context open. Codes are short: `unit("SY-2024-2")` is 三(2)班 of 实验小学."""

    people: dict[str, cast.Person]

    def unit(self, code: str) -> Unit:
        db.session.expire_all()
        return cast.unit(code if code.startswith(("LJ", "YS", "P")) else f"LJ-{code}")

    def user(self, name: str) -> User:
        db.session.expire_all()
        return db.session.get_one(User, (self.people[name].school_id, self.people[name].user_id))

    def viewer(self, name: str) -> Viewer:
        user = self.user(name)
        held = cast.holdings_of(user.school_id, user.id, clock.today())
        return Viewer(user.id, user.school_id, user.kind, user.name, user.person_key, holdings=held)

    def post(self, name: str) -> Post:
        """The post a named person holds or held."""
        db.session.expire_all()
        return db.session.scalars(select(Post).where(Post.user_id == self.people[name].user_id)).one()

    def seats(self, name: str) -> list[tuple[str, date, date | None]]:
        """(class, from, to) of a pupil's enrolments, in the order they were made."""
        found = select(Unit.code, Enrolment.from_on, Enrolment.to_on).join(Unit, Unit.id == Enrolment.class_id)
        mine = found.where(Enrolment.pupil_id == self.people[name].user_id).order_by(Enrolment.id)
        return [tuple(row) for row in db.session.execute(mine)]

    def seat(self, name: str) -> Enrolment:
        """The newest enrolment of a pupil."""
        db.session.expire_all()
        found = select(Enrolment).where(Enrolment.pupil_id == self.people[name].user_id)
        return db.session.scalars(found.order_by(Enrolment.id.desc())).first()

    def sign_in(self, *names: str) -> None:
        with write():
            for name in names:
                sessions.begin_session(self.user(name), timedelta(days=1))

    def signed_in(self, name: str) -> bool:
        user = self.user(name)
        return bool(sessions.live_of(user.school_id, user.id, clock.now()))

    def audits(self, action: str) -> list[AuditEntry]:
        return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))

    def last_audit(self) -> AuditEntry:
        return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()

    def forget_marks(self) -> None:
        with write():
            db.session.execute(delete(StaleMark))

    def marked(self) -> set[tuple[str, int]]:
        """(class, year) of the tallies that wait to be counted anew."""
        found = select(Unit.code, StaleMark.year).join(Unit, Unit.id == StaleMark.class_id)
        return {(code, year) for code, year in db.session.execute(found.where(StaleMark.tally == "class_year"))}

    def new_staff(self, name: str, code: str, role: str, **more: Any) -> User:
        """A further member of staff with an opened account, holding a role since September."""
        at = self.unit(code)
        with write():
            user = accounts.create_account(at.keeper_id, "staff", name)
            user.first_in_at = clock.now()
            db.session.add(
                Post(school_id=at.keeper_id, user_id=user.id, unit_id=at.id, role=role, from_on=cast.START, **more)
            )
        return user

    def years(self, code: str) -> dict[int, str]:
        """School year → label of a class."""
        found = select(ClassYear.year, ClassYear.label).where(ClassYear.class_id == self.unit(code).id)
        return dict(db.session.execute(found).all())


def refusal(verb: Callable[..., Any], *args: Any, **more: Any) -> Refused:
    """What a verb refuses with. Nothing it did is stored."""
    with pytest.raises(Refused) as said, write():
        verb(*args, **more)
    return said.value


def refused(verb: Callable[..., Any], *args: Any, **more: Any) -> str:
    """The code alone."""
    return refusal(verb, *args, **more).code


def done(verb: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """What a verb answers, in a transaction of its own."""
    with write():
        return verb(*args, **more)


def change(row: Any, **values: Any) -> Any:
    """A row as the past may have left it."""
    with write() as session:
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
    return row


def holding(role: str, at: Unit) -> Viewer:
    """Somebody with one post and nothing else."""
    return Viewer(0, at.keeper_id, "staff", "x", holdings=(Holding(role, at.id, at.kind, at.path, at.name),))


@pytest.fixture
def org(app, people) -> Iterator[World]:
    with app.app_context():
        yield World(people)
