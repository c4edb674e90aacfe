"""Another name for a unit, and its end: who may, what stands in the way, and what follows. Adding: tree.py."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from ..extensions import db
from ..shared import audit, clock
from ..shared.refusals import Refused
from . import staff, tree
from .access import Viewer
from .models import Enrolment, Post, Unit


@dataclass(frozen=True)
class InTheWay:
    """What has to be settled before a unit can close: open units below it, pupils on the roll; and the posts that would end."""

    units: tuple[str, ...]
    pupils: int
    posts: int


def may_close(viewer: Viewer, unit: Unit) -> bool:
    """Whether the viewer manages the unit above: nobody closes what he stands on, and the first unit of an install stays."""
    return unit.parent_id is not None and viewer.may("unit.manage", unit.path[: -len(f"{unit.id}/")])


def in_the_way(unit: Unit) -> InTheWay:
    """What closing `unit` would meet. Three statements."""
    today = clock.today()
    below = select(Unit.name).where(Unit.parent_id == unit.id, Unit.closed_on.is_(None)).order_by(Unit.path)
    keeper = unit.keeper_id
    there = select(func.count()).where(
        Enrolment.school_id == keeper,
        Enrolment.class_id == unit.id,
        or_(Enrolment.to_on.is_(None), Enrolment.to_on > today),
    )
    return InTheWay(tuple(db.session.scalars(below)), db.session.scalar(there) or 0, len(_posts(unit)))


def rename(viewer: Viewer | None, unit: Unit, name: str, **more: str) -> None:
    """Another name; code, figures and history stay. A class is named by its roster: Refused 'class_named_by_roster'."""
    if unit.kind == "class":
        raise Refused("class_named_by_roster")
    if name == unit.name:
        return
    audit.record(
        unit.keeper_id,
        viewer.user_id if viewer else None,
        "unit.rename",
        f"unit:{unit.id}",
        old=unit.name,
        called=name,
        **more,
    )
    unit.name = name


def close(viewer: Viewer | None, unit: Unit, **more: str) -> int:
    """The unit no longer exists from today on; the number of posts that end with it.

    What was taught there stays in every report of the year. Refused 'unit_has_children' while units stand below it, 'class_has_pupils'
    while pupils are on its roll, 'unit_closed' a second time.
    """
    if unit.closed_on is not None:
        raise Refused("unit_closed", name=unit.name)
    pupils = in_the_way(unit).pupils
    if pupils:
        raise Refused("class_has_pupils", name=unit.name, pupils=pupils)
    tree.close_unit(unit, clock.today())
    posts = _posts(unit)
    for post in posts:
        staff.end_today(viewer.user_id if viewer else None, post)
    audit.record(
        unit.keeper_id, viewer.user_id if viewer else None, "unit.close", f"unit:{unit.id}", posts=len(posts), **more
    )
    return len(posts)


def reopen(viewer: Viewer, unit: Unit) -> None:
    """Take the end of a unit back; its posts are given anew. Refused 'parent_closed' below a unit that is closed."""
    parent = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
    if parent is not None and parent.closed_on is not None:
        raise Refused("parent_closed", name=parent.name)
    if unit.closed_on is not None:
        tree.reopen(unit)
        audit.record(unit.keeper_id, viewer.user_id, "unit.reopen", f"unit:{unit.id}")


def closed_below(unit: Unit) -> list[Unit]:
    """Units directly below that were closed, the latest first. Classes are not among them: the next roster opens them again."""
    found = select(Unit).where(Unit.parent_id == unit.id, Unit.closed_on.is_not(None), Unit.kind != "class")
    return list(db.session.scalars(found.order_by(Unit.closed_on.desc(), Unit.path)))


def _posts(unit: Unit) -> list[Post]:
    held = select(Post).where(Post.school_id == unit.keeper_id, Post.unit_id == unit.id, Post.to_on.is_(None))
    return list(db.session.scalars(held.order_by(Post.id)))
