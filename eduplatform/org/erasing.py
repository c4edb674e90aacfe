"""Erase a person wherever the install knows them: every school they were at, their guardians, rosters on their way in or refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, or_, select

from ..accounts import people as accounts
from ..accounts.models import AddressFailure, SignInGuard, User
from ..extensions import db
from ..shared import audit, clock, erased_marks
from ..shared.database import write
from ..shared.erasing import NOBODY, erase
from .models import Guardianship, RosterBatch, RosterRow
from .roster_uploads import Uploads

STILL_TO_APPLY = ("reading", "asking", "staged")


def erase_person(user: User, uploads: Uploads, why: str = "asked") -> dict[str, int]:
    """Erase a person in the running transaction; rows touched by table. Marks are left, so that no backup brings them back.

    A pupil of several schools goes in all of them, together with guardians who have no other child here. A staged roster that names the
    person is given up: applied, it would bring the name back.
    """
    touched: dict[str, int] = {}
    for row in _rows_of(user):
        for guardian in _guardians_without_others(row):
            _one(guardian, why, touched)
        _rosters(
            row.school_id, row.id, row.person_key, row.name, uploads
        )  # before the rows go that say where the person is named
        _one(row, why, touched)
    return touched


def erase_restored(instance: Any, uploads: Uploads) -> int:
    """Erase who is back from a backup made before; how many. Outside write(); free when there is nothing to do."""
    found = erased_marks.unsettled(instance)
    if not found:
        return 0
    back = [
        (school_id, user_id)
        for school_id, user_id, key in _everybody()
        if erased_marks.is_among(found, school_id, user_id, key)
    ]
    with write():
        for school_id, user_id in back:
            if user := db.session.get(User, (school_id, user_id)):
                erase_person(user, uploads, "restored")
        erased_marks.keep_in_database(found)
    return len(back)


def _everybody() -> Iterable[tuple[int, int, str]]:
    return db.session.execute(select(User.school_id, User.id, User.person_key).execution_options(yield_per=5000))


def _rows_of(user: User) -> list[User]:
    same = select(User).where(
        or_(User.person_key == user.person_key, (User.school_id == user.school_id) & (User.id == user.id))
    )
    return list(db.session.scalars(same.where(User.name != NOBODY)))


def _one(user: User, why: str, touched: dict[str, int]) -> None:
    erased_marks.note_erased(user.school_id, user.id, user.person_key)
    mark = accounts.mark_of(user.school_id, user.id)
    for model in (SignInGuard, AddressFailure):
        db.session.execute(delete(model).where(model.account == mark))
    for table, count in erase(user.school_id, user.id, clock.now(), user.name).items():
        touched[table] = touched.get(table, 0) + count
    audit.record(user.school_id, None, "person.erase", f"user:{user.id}", why=why)


def _guardians_without_others(pupil: User) -> list[User]:
    """Ends who may read about the pupil; guardians left without a child. Their account carries the child's name: the others' is taken from another."""
    mine = (Guardianship.school_id == pupil.school_id, Guardianship.pupil_id == pupil.id)
    guardians = list(
        db.session.scalars(select(User).join(Guardianship, Guardianship.guardian_id == User.id).where(*mine))
    )
    db.session.execute(delete(Guardianship).where(*mine))
    left = []
    for guardian in guardians:
        others = (
            select(User.name)
            .join(Guardianship, Guardianship.pupil_id == User.id)
            .where(Guardianship.guardian_id == guardian.id)
        )
        other = db.session.scalars(others.where(User.name != NOBODY).order_by(User.id)).first()
        if other is None:
            left.append(guardian)
        elif pupil.name in guardian.name:
            guardian.name = f"{other[:55]}的家长"
    return left


def _rosters(school_id: int, user_id: int, person_key: str, name: str, uploads: Uploads) -> None:
    """Nothing of the person in rosters: staged ones that name them are dropped, what was said about refused ones loses the name."""
    own = or_(RosterRow.pupil_id == user_id, RosterRow.person_key == person_key)
    waiting = select(RosterRow.batch_id).join(RosterBatch, RosterBatch.id == RosterRow.batch_id)
    waiting = waiting.where(
        RosterRow.school_id == school_id, RosterBatch.state.in_(STILL_TO_APPLY), or_(own, RosterRow.name == name)
    )
    given_up = set(db.session.scalars(waiting))
    for batch in db.session.scalars(select(RosterBatch).where(RosterBatch.school_id == school_id)):
        if batch.id in given_up:
            batch.state = "dropped"
        if batch.id in given_up or uploads.hold(batch.id, name):
            uploads.forget(batch.id)
        for column in ("problems", "notes", "classes", "mapping", "questions", "answers"):
            if (said := _without(getattr(batch, column), name)) != getattr(batch, column):
                setattr(batch, column, said)
        if name in batch.filename:
            batch.filename = batch.filename.replace(name, NOBODY)
    db.session.flush()
    over = select(RosterBatch.id).where(
        RosterBatch.school_id == school_id, RosterBatch.state.in_(("dropped", "refused", "undone"))
    )
    gone = or_(own, RosterRow.batch_id.in_(given_up), RosterRow.batch_id.in_(over) & (RosterRow.name == name))
    db.session.execute(
        delete(RosterRow).where(RosterRow.school_id == school_id, gone).execution_options(synchronize_session=False)
    )


def _without(value: Any, name: str) -> Any:
    """A JSON value in which no text holds the name."""
    if isinstance(value, str):
        return value.replace(name, NOBODY)
    if isinstance(value, list):
        return [_without(each, name) for each in value]
    return (
        {key.replace(name, NOBODY): _without(each, name) for key, each in value.items()}
        if isinstance(value, dict)
        else value
    )
