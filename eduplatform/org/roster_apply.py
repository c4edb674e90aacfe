"""Makes a staged roster true, or takes it back. A few statements over all rows at once: writers wait for milliseconds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Date, and_, case, delete, exists, func, insert, literal, null, or_, select, update

from ..accounts import sessions
from ..accounts.models import User, UserSession
from ..extensions import db
from ..shared import audit, clock, ttl_cache
from ..shared.database import BigInt, Instant
from ..shared.refusals import Conflict, Refused
from . import tree
from .access import Viewer
from .mark_stale import mark_below
from .models import Enrolment, Post, RosterBatch, RosterRow, Unit
from .roster_matching.rolls import roll_mark
from .roster_staging import primary_years


def apply_roster(
    viewer: Viewer | None, batch: RosterBatch, school: Unit, consent: str = "", undo_days: int = 30
) -> dict[str, int]:
    """Make a staged batch true in the running transaction; returns its counts. Applying twice changes nothing.

    Refused 'roll_changed' when the roll is no longer what the diff was made against, and 'rows_differ' when what was staged is not
    what was counted: read the file again.
    `consent`: on what the consent of guardians of under-14s rests (PC-09).
    """
    if batch.state == "applied":
        return batch.counts
    if batch.state != "staged":
        raise Conflict("batch_not_staged")
    today, now = clock.today(), clock.now()
    if roll_mark(school.id, today) != batch.roll_mark:
        raise Conflict("roll_changed")
    if _staged(batch) != {name: count for name, count in batch.counts.items() if count}:
        raise Conflict("rows_differ")
    classes = _make_classes(school, batch)
    _insert_pupils(batch, now)
    _close(batch, today)
    _change(batch)
    _bring_back(batch)
    _open(batch, today)
    _appoint(viewer, batch, classes, today)
    _end_sessions(batch, now)
    batch.state, batch.applied_at, batch.undo_until, batch.consent = (
        "applied",
        now,
        now + timedelta(days=undo_days),
        consent,
    )
    batch.questions = []
    _rows(batch, RosterRow.action == "same")
    mark_below(school, batch.year)  # a class counts from its first pupil on
    audit.record(school.id, viewer.user_id if viewer else None, "roster.apply", f"batch:{batch.id}", **batch.counts)
    ttl_cache.forget_remembered()
    return batch.counts


def _of(batch: RosterBatch, *actions: str) -> Any:
    return and_(RosterRow.school_id == batch.school_id, RosterRow.batch_id == batch.id, RosterRow.action.in_(actions))


def _staged(batch: RosterBatch) -> dict[str, int]:
    mine = (RosterRow.school_id == batch.school_id, RosterRow.batch_id == batch.id)
    found = select(RosterRow.action, func.count()).where(*mine).group_by(RosterRow.action)
    return dict(db.session.execute(found).all())


def _rows(batch: RosterBatch, condition: Any) -> None:
    db.session.execute(
        delete(RosterRow).where(RosterRow.school_id == batch.school_id, RosterRow.batch_id == batch.id, condition)
    )


def _make_classes(school: Unit, batch: RosterBatch) -> dict[str, Unit]:
    specs = [
        tree.ClassSpec(each["number"], each["grade"], each["label"], each["track"], each.get("own", ""))
        for each in batch.classes
    ]
    units = tree.add_classes(school, specs, batch.year, primary_years(school))
    return {each["code"]: unit for each, unit in zip(batch.classes, units, strict=True)}


def _insert_pupils(batch: RosterBatch, now: datetime) -> None:
    rows = (
        select(
            RosterRow.school_id,
            RosterRow.person_key,
            literal("pupil"),
            RosterRow.name,
            RosterRow.sex,
            literal(now, Instant()),
            literal(batch.id, BigInt),
        )
        .where(_of(batch, "new"))
        .order_by(RosterRow.id)
    )
    names = ["school_id", "person_key", "kind", "name", "sex", "created_at", "batch_id"]
    db.session.execute(insert(User.__table__).from_select(names, rows))
    key = select(User.id).where(User.person_key == RosterRow.person_key).scalar_subquery()
    db.session.execute(
        update(RosterRow).where(_of(batch, "new")).values(pupil_id=key).execution_options(synchronize_session=False)
    )


def _close(batch: RosterBatch, today: date) -> None:
    gone = select(RosterRow.enrolment_id).where(_of(batch, "moved", "gone"))
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.school_id == batch.school_id, Enrolment.id.in_(gone))
        .values(to_on=today, closed_by=batch.id)
        .execution_options(synchronize_session=False)
    )


def _change(batch: RosterBatch) -> None:
    """Corrected spellings and numbers, in place: they are labels, not history; the row keeps what was before."""
    for row in db.session.scalars(select(RosterRow).where(_of(batch, "changed", "moved"))):
        user = update(User).where(User.school_id == row.school_id, User.id == row.pupil_id)
        db.session.execute(user.values(name=row.name, sex=row.sex or (row.before or {}).get("sex")))
        if row.action == "changed":
            own = update(Enrolment).where(Enrolment.school_id == row.school_id, Enrolment.id == row.enrolment_id)
            db.session.execute(own.values(number=row.number, student_number=row.student_number))


def _bring_back(batch: RosterBatch) -> None:
    """Who had left has the old account again; the row keeps whether it was closed."""
    for row in db.session.scalars(select(RosterRow).where(_of(batch, "back"))):
        user = db.session.get(User, (row.school_id, row.pupil_id))
        if user is None:
            raise Conflict("roll_changed")
        row.before = {**(row.before or {}), "sex": user.sex, "disabled": user.disabled_at is not None}
        user.sex, user.disabled_at = row.sex or user.sex, None


def _open(batch: RosterBatch, today: date) -> None:
    rows = (
        select(
            RosterRow.school_id,
            RosterRow.pupil_id,
            Unit.id,
            RosterRow.number,
            RosterRow.student_number,
            literal(today, Date()),
            literal(batch.id, BigInt),
        )
        .join(Unit, Unit.code == RosterRow.class_code)
        .where(_of(batch, "new", "moved", "back"))
        .order_by(RosterRow.id)
    )
    names = ["school_id", "pupil_id", "class_id", "number", "student_number", "from_on", "batch_id"]
    db.session.execute(insert(Enrolment.__table__).from_select(names, rows))


def _appoint(viewer: Viewer | None, batch: RosterBatch, classes: dict[str, Unit], today: date) -> None:
    """Homeroom teachers as settled when the file was read, where the importer may appoint. New ones get an account without a
    secret and choose their account name when they first come in. Refused 'roll_changed' where one of them is no longer among
    the staff."""
    if viewer is not None and not viewer.may("people.manage", next(iter(classes.values())).path if classes else "-"):
        return
    settled = {each["code"]: each for each in batch.classes if each.get("teacher")}
    people = _people_of(batch, list(settled.values()))
    held = select(Post).where(Post.school_id == batch.school_id, Post.role == "homeroom_teacher", Post.to_on.is_(None))
    holding: dict[int, list[Post]] = {}
    for post in db.session.scalars(held):
        holding.setdefault(post.unit_id, []).append(post)
    for code, each in settled.items():
        _hold(batch, people[_which(each)], classes[code], today, holding.get(classes[code].id, []))


def _which(entry: dict[str, Any]) -> tuple[str, Any]:
    (pair,) = entry["teacher"].items()
    return pair


def _people_of(batch: RosterBatch, entries: list[dict[str, Any]]) -> dict[tuple[str, Any], User]:
    known = {value for kind, value in map(_which, entries) if kind == "user"}
    active = select(User).where(
        User.school_id == batch.school_id, User.kind == "staff", User.disabled_at.is_(None), User.id.in_(known)
    )
    found: dict[tuple[str, Any], User] = {("user", user.id): user for user in db.session.scalars(active)}
    if len(found) != len(known):
        raise Conflict("roll_changed")
    made = {_which(entry): _new_staff(batch, entry["homeroom"]) for entry in entries if "new" in entry["teacher"]}
    db.session.add_all(made.values())
    db.session.flush()
    return found | made


def _new_staff(batch: RosterBatch, name: str) -> User:
    return User(
        school_id=batch.school_id,
        person_key=uuid4().hex,
        kind="staff",
        name=name,
        created_at=clock.now(),
        batch_id=batch.id,
    )


def _hold(batch: RosterBatch, user: User, unit: Unit, today: date, holding: list[Post]) -> None:
    if any(post.user_id == user.id for post in holding):
        return
    for post in holding:
        post.to_on = today
        sessions.end_all(post.school_id, post.user_id)
    db.session.add(
        Post(
            school_id=batch.school_id,
            user_id=user.id,
            unit_id=unit.id,
            role="homeroom_teacher",
            from_on=today,
            batch_id=batch.id,
        )
    )


def _end_sessions(batch: RosterBatch, now: datetime) -> None:
    """Who left or changed class is signed out: the old class is no longer theirs."""
    pupils = select(RosterRow.pupil_id).where(_of(batch, "moved", "gone"))
    db.session.execute(
        update(UserSession)
        .where(
            UserSession.school_id == batch.school_id, UserSession.user_id.in_(pupils), UserSession.ended_at.is_(None)
        )
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def undo_roster(viewer: Viewer | None, batch: RosterBatch) -> None:
    """Take an applied batch back. Refused 'undo_too_late' after its days, 'later_batch' while a newer one stands on it.

    The days in between stay true: who sat in the new class meanwhile did sit there. A row opened today simply goes.
    """
    now, today = clock.now(), clock.today()
    if batch.state != "applied" or batch.undo_until is None:
        raise Conflict("batch_not_applied")
    if now > batch.undo_until:
        raise Refused("undo_too_late")
    later = exists().where(
        RosterBatch.school_id == batch.school_id, RosterBatch.id > batch.id, RosterBatch.state == "applied"
    )
    if db.session.scalar(select(later)):
        raise Conflict("later_batch")
    _take_back_enrolments(batch, today)
    _take_back_labels(batch)
    _take_back_people(batch, now, today)
    batch.state, batch.undone_at = "undone", now
    audit.record(batch.school_id, viewer.user_id if viewer else None, "roster.undo", f"batch:{batch.id}")
    ttl_cache.forget_remembered()


def _take_back_enrolments(batch: RosterBatch, today: date) -> None:
    ours = and_(Enrolment.school_id == batch.school_id, Enrolment.batch_id == batch.id)
    db.session.execute(delete(Enrolment).where(ours, Enrolment.from_on >= today))
    db.session.execute(
        update(Enrolment).where(ours, or_(Enrolment.to_on.is_(None), Enrolment.to_on > today)).values(to_on=today)
    )
    closed = and_(Enrolment.school_id == batch.school_id, Enrolment.closed_by == batch.id)
    before = select(
        Enrolment.school_id,
        Enrolment.pupil_id,
        Enrolment.class_id,
        Enrolment.number,
        Enrolment.student_number,
        literal(today, Date()),
    ).where(closed, Enrolment.to_on < today)
    db.session.execute(
        insert(Enrolment.__table__).from_select(
            ["school_id", "pupil_id", "class_id", "number", "student_number", "from_on"], before
        )
    )
    db.session.execute(update(Enrolment).where(closed, Enrolment.to_on >= today).values(to_on=null(), closed_by=null()))


def _take_back_labels(batch: RosterBatch) -> None:
    for row in db.session.scalars(select(RosterRow).where(_of(batch, "changed", "moved"))):
        before = row.before or {}
        user = update(User).where(User.school_id == row.school_id, User.id == row.pupil_id)
        db.session.execute(user.values(name=before["name"], sex=before["sex"]))
        own = update(Enrolment).where(Enrolment.school_id == row.school_id, Enrolment.id == row.enrolment_id)
        db.session.execute(own.values(number=before["number"], student_number=before.get("student_number", "")))
    for row in db.session.scalars(select(RosterRow).where(_of(batch, "back"))):
        before = row.before or {}
        closed = {"disabled_at": clock.now()} if before.get("disabled") else {}
        db.session.execute(
            update(User)
            .where(User.school_id == row.school_id, User.id == row.pupil_id)
            .values(sex=before.get("sex"), **closed)
        )


def _take_back_people(batch: RosterBatch, now: datetime, today: date) -> None:
    made = and_(User.school_id == batch.school_id, User.batch_id == batch.id)
    ids = select(User.id).where(made)
    db.session.execute(update(User).where(made, User.kind == "pupil").values(disabled_at=now))
    live = and_(UserSession.school_id == batch.school_id, UserSession.user_id.in_(ids), UserSession.ended_at.is_(None))
    db.session.execute(
        update(UserSession).where(live).values(ended_at=now).execution_options(synchronize_session=False)
    )
    posts = and_(Post.school_id == batch.school_id, Post.batch_id == batch.id)
    units = select(Post.unit_id).where(posts)
    db.session.execute(
        update(Post)
        .where(
            Post.school_id == batch.school_id,
            Post.unit_id.in_(units),
            Post.role == "homeroom_teacher",
            Post.to_on == clock.local(batch.applied_at or now).date(),
            Post.ended_by.is_(None),  # what a person ended that day stays ended
            or_(Post.batch_id.is_(None), Post.batch_id != batch.id),
        )
        .values(to_on=null())
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Post)
        .where(posts)
        .values(to_on=case((Post.from_on >= today, Post.from_on), else_=literal(today, Date())))
    )
