"""Reads: the inbox of a person, and what went out below a unit, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from ..extensions import db
from ..org.access import Viewer, below
from ..org.models import Unit
from ..org.queries import path_ids
from ..shared import clock
from .giving import FRESH, count_unread
from .models import Notice, NoticeDelivery
from .rules import OUTSIDE

LEAST = 5  #: above a school: fewer notices of a unit than this are not counted apart


@dataclass(frozen=True)
class InboxLine:
    """A notice with the unit it is about."""

    notice: Notice
    unit: Unit

    @property
    def fresh(self) -> bool:
        """Whether it asks to be looked at: it counts on the bell."""
        row = self.notice
        return row.read_at is None and row.done_at is None and row.made_at > clock.now() - FRESH


def inbox(viewer: Viewer, most: int = 60) -> list[InboxLine]:
    """Notices of the viewer, newest first. One statement."""
    found = select(Notice, Unit).join(Unit, Unit.id == Notice.unit_id)
    found = found.where(
        Notice.school_id == viewer.school_id, Notice.user_id == viewer.user_id, Notice.rule.not_in(OUTSIDE)
    )
    rows = db.session.execute(found.order_by(Notice.made_at.desc(), Notice.id.desc()).limit(most))
    return [InboxLine(*row) for row in rows]


def own_notice(viewer: Viewer, notice_id: int) -> InboxLine | None:
    """A notice of the viewer by its number."""
    found = select(Notice, Unit).join(Unit, Unit.id == Notice.unit_id)
    found = found.where(Notice.school_id == viewer.school_id, Notice.user_id == viewer.user_id)
    row = db.session.execute(found.where(Notice.id == notice_id)).first()
    return InboxLine(*row) if row else None


def mark_read(viewer: Viewer, notice_id: int | None = None) -> None:
    """The viewer opened a notice; without a number: looked at all of them. In the running transaction."""
    mine = (Notice.school_id == viewer.school_id) & (Notice.user_id == viewer.user_id) & Notice.read_at.is_(None)
    if notice_id is not None:
        mine &= Notice.id == notice_id
    read = update(Notice).where(mine).values(read_at=clock.now())
    db.session.execute(read.execution_options(synchronize_session=False))
    count_unread(viewer.school_id, [viewer.user_id])


@dataclass(frozen=True)
class Count:
    """Notices of a rule, or of a unit: given, opened, done. None: too few to be counted apart."""

    given: int
    read: int | None
    done: int | None


_GIVEN = func.count()
_READ = func.count(Notice.read_at)
_DONE = func.count(Notice.done_at)


def counts_by_rule(unit: Unit, since: datetime) -> dict[str, Count]:
    """What people below a unit were given, by rule. One statement."""
    found = select(Notice.rule, _GIVEN, _READ, _DONE).join(Unit, Unit.id == Notice.unit_id)
    found = found.where(below(Unit.path, [unit.path]), *_inside(since)).group_by(Notice.rule)
    return {rule: _count(unit, *counts) for rule, *counts in db.session.execute(found)}


def counts_by_unit(unit: Unit, since: datetime, deployment_id: int | None = None) -> list[tuple[Unit, Count]]:
    """The same by the units directly below: the classes of a school, the schools of a district; or only the notices of a deployment to
    classes. Two statements."""
    found = select(Unit.path, _GIVEN, _READ, _DONE).join(Notice, Notice.unit_id == Unit.id)
    found = found.where(below(Unit.path, [unit.path]), *_inside(since)).group_by(Unit.path)
    if deployment_id is not None:
        about = f"deployment:{deployment_id}"
        found = found.where(
            Notice.subject > f"{about}:", Notice.subject < f"{about};"
        )  # ';' follows ':' in the order of bytes
    depth = len(path_ids(unit.path))
    sums: dict[int, list[int]] = {}
    for path, *counts in db.session.execute(found):
        ids = path_ids(path)
        if len(ids) > depth:
            child = ids[depth]
            sums[child] = [a + b for a, b in zip(sums.get(child, [0, 0, 0]), counts, strict=True)]
    units = db.session.scalars(select(Unit).where(Unit.id.in_(sums)).order_by(Unit.code)) if sums else ()
    return [(each, _count(unit, *sums[each.id])) for each in units]


def _count(unit: Unit, given: int, read: int, done: int) -> Count:
    """Inside a school everything; above it nothing that few people stand behind: nobody is looked at one by one from there."""
    few = unit.kind not in ("school", "class") and given < LEAST
    return Count(given, None if few else read, None if few else done)


def _inside(since: datetime) -> tuple[Any, ...]:
    return Notice.user_id.is_not(None), Notice.made_at >= since, Notice.rule.not_in(OUTSIDE)


def outbox_by_state(unit: Unit, since: datetime) -> dict[tuple[str, str], int]:
    """Messages below a unit by (channel, state). One statement."""
    found = select(NoticeDelivery.channel, NoticeDelivery.state, func.count())
    found = found.join(
        Notice, (Notice.school_id == NoticeDelivery.school_id) & (Notice.id == NoticeDelivery.notice_id)
    ).join(Unit, Unit.id == Notice.unit_id)
    found = found.where(below(Unit.path, [unit.path]), Notice.made_at >= since)
    found = found.group_by(NoticeDelivery.channel, NoticeDelivery.state)
    return {(channel, state): count for channel, state, count in db.session.execute(found)}


def last_of_hooks(hook_ids: list[int]) -> dict[int, NoticeDelivery]:
    """The latest message to each webhook. One statement, none for nothing."""
    if not hook_ids:
        return {}
    newest = select(func.max(NoticeDelivery.id)).where(NoticeDelivery.hook_id.in_(hook_ids))
    found = select(NoticeDelivery).where(NoticeDelivery.id.in_(newest.group_by(NoticeDelivery.hook_id)))
    return {row.hook_id: row for row in db.session.scalars(found)}


def last_mail(viewer: Viewer) -> NoticeDelivery | None:
    """The latest mail to the viewer. One statement."""
    found = select(NoticeDelivery).join(
        Notice, (Notice.school_id == NoticeDelivery.school_id) & (Notice.id == NoticeDelivery.notice_id)
    )
    found = found.where(Notice.school_id == viewer.school_id, Notice.user_id == viewer.user_id)
    found = found.where(NoticeDelivery.channel == "email").order_by(NoticeDelivery.id.desc()).limit(1)
    return db.session.scalars(found).first()


def mail_trouble(since: datetime) -> tuple[int, int, str]:
    """(mails that wait after a failure, mails given up since, code of the latest trouble). One statement."""
    waits = (NoticeDelivery.state == "waiting") & (NoticeDelivery.said != "")
    lost = NoticeDelivery.state.in_(("failed", "unsure")) & (NoticeDelivery.ended_at >= since)
    found = select(
        func.count().filter(waits), func.count().filter(lost), func.max(NoticeDelivery.said).filter(waits)
    ).where(NoticeDelivery.channel == "email", NoticeDelivery.said != "late")
    waiting, gone, code = db.session.execute(found).one()
    return waiting, gone, code or ""
