"""A child who comes during the year without a code: a new record, or the former one of the same child. Never another child's."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from ..accounts import people as accounts
from ..accounts.models import User
from ..extensions import db
from ..shared import audit, clock
from ..shared.refusals import Refused
from .access import Viewer
from .models import Enrolment, RosterBatch, Unit
from .roster.grades import NotRead
from .roster.names import clean_name
from .transfers import free, last_of, open_at


@dataclass(frozen=True)
class Newcomer:
    """What is said of a child: name, sex (m, f or None), number in the class, and on what the guardians' consent rests (PC-09)."""

    name: str
    sex: str | None = None
    number: str = ""
    consent: str = ""


@dataclass(frozen=True)
class Namesake:
    """A pupil of the school with the same name, at the class last attended; `here`: still there."""

    pupil_id: int
    class_id: int
    class_name: str
    number: str
    sex: str | None
    here: bool


def namesakes(school_id: int, name: str) -> list[Namesake]:
    """Pupils of the school, present or former, with this name; who is there now first. One statement."""
    last = (
        select(func.max(Enrolment.id))
        .where(Enrolment.school_id == User.school_id, Enrolment.pupil_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    found = (
        select(User.id, Unit.id, Unit.name, Enrolment.number, User.sex, Enrolment.to_on)
        .join(Enrolment, (Enrolment.school_id == User.school_id) & (Enrolment.id == last))
        .join(Unit, Unit.id == Enrolment.class_id)
        .where(User.school_id == school_id, User.kind == "pupil", User.name == name, User.disabled_at.is_(None))
        .order_by(User.id)
    )
    today = clock.today()
    rows = [Namesake(*row[:5], row[5] is None or row[5] > today) for row in db.session.execute(found)]
    return sorted(rows, key=lambda one: not one.here)


def tidied(said: Newcomer) -> Newcomer:
    """With the name as a roster would read it. Refused name_unreadable (code), number_long."""
    name = clean_name(said.name)
    if isinstance(name, NotRead):
        raise Refused("name_unreadable", problem=name.code)
    if len(said.number) > 20:
        raise Refused("number_long")
    return Newcomer(name.value, said.sex if said.sex in ("m", "f") else None, said.number.strip(), said.consent.strip())


def add_newcomer_record(viewer: Viewer, to: Unit, said: Newcomer, another: bool = False) -> User:
    """A new pupil in a class from today. Refused number_taken; same_name_pupil where one of that name is or was at the school and
    nobody said it is `another` child; and those of tidied()."""
    said = tidied(said)
    free(to, said.number)
    if not another and namesakes(to.keeper_id, said.name):
        raise Refused("same_name_pupil", name=said.name)
    batch = _on_record(viewer, to, said.consent)
    user = accounts.create_account(to.keeper_id, "pupil", said.name, sex=said.sex)
    user.batch_id = batch.id
    open_at(to, user.id, said.number)
    audit.record(to.keeper_id, viewer.user_id, "pupil.add", f"user:{user.id}", to=to.id)
    return user


def take_former_back(viewer: Viewer, to: Unit, said: Newcomer, pupil_id: int) -> User:
    """A former pupil of the school comes back: the record of before goes on. Refused not_former for anybody else."""
    said = tidied(said)
    if not any(one.pupil_id == pupil_id and not one.here for one in namesakes(to.keeper_id, said.name)):
        raise Refused("not_former")
    free(to, said.number)
    open_at(to, pupil_id, said.number, last_of(to.keeper_id, pupil_id))
    audit.record(to.keeper_id, viewer.user_id, "pupil.back", f"user:{pupil_id}", to=to.id)
    return db.session.get_one(User, (to.school_id, pupil_id))


def _on_record(viewer: Viewer, to: Unit, consent: str) -> RosterBatch:
    """A batch of one, so that the basis of consent stands where that of a roster stands. It is no roster and blocks the undoing of none."""
    now = clock.now()
    batch = RosterBatch(
        school_id=to.school_id,
        kind="intake",
        filename="",
        state="kept",
        progress=100,
        year=clock.school_year_of(clock.today()),
        consent=consent,
        created_by=viewer.user_id,
        created_at=now,
        applied_at=now,
        mapping={},
        counts={"new": 1},
        problems=[],
        notes=[],
        classes=[],
    )
    db.session.add(batch)
    db.session.flush()
    return batch
