"""Who and what numbers on record stand for: people with the posts they held, and units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from ..accounts.models import User
from ..extensions import db
from ..shared.models import AuditEntry
from .access import Viewer, below
from .models import Post, Unit
from .queries import path_ids


@dataclass(frozen=True)
class Known:
    """Somebody on record: kind (pupil, guardian, staff), name, and (role, from, to) of every post ever held."""

    kind: str
    name: str
    posts: tuple[tuple[str, date, date | None], ...] = ()

    def roles_on(self, day: date) -> list[str]:
        """Roles held on a day, each once. A post ended that day counts: what was done before it ended was done in it."""
        return list(
            dict.fromkeys(role for role, first, last in self.posts if first <= day and (last is None or day <= last))
        )


def people_by_number(user_ids: Iterable[int]) -> dict[int, Known]:
    """People by number, whichever unit keeps them. Two statements."""
    ids = set(user_ids)
    posts: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    held = select(Post.user_id, Post.role, Post.from_on, Post.to_on).where(Post.user_id.in_(ids)).order_by(Post.id)
    for row in db.session.execute(held) if ids else ():
        posts[row.user_id].append((row.role, row.from_on, row.to_on))
    found = select(User.id, User.kind, User.name).where(User.id.in_(ids))
    return {
        row.id: Known(row.kind, row.name, tuple(posts[row.id])) for row in (db.session.execute(found) if ids else ())
    }


def units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Units by number. One statement."""
    ids = set(unit_ids)
    return {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))} if ids else {}


def units_around(viewer: Viewer, unit: Unit, permission: str) -> list[Unit]:
    """The units above, beside and directly below a unit at which the viewer holds `permission`, itself included and classes left
    out; closed ones too, because records outlive units. By place. One statement."""
    near = or_(Unit.id.in_(path_ids(unit.path)), Unit.parent_id == unit.id, Unit.parent_id == unit.parent_id)
    found = select(Unit).where(Unit.kind != "class", near).order_by(Unit.path)
    return [each for each in db.session.scalars(found) if viewer.may(permission, each.path)]


def entries_below(found: list[Unit]) -> dict[int, int]:
    """How many audit entries the chains of each unit and of all below it hold. One statement: a look into the index per chain."""
    last = select(func.max(AuditEntry.seq)).where(AuditEntry.school_id == Unit.id).scalar_subquery()
    chains = select(Unit.path, last).where(Unit.kind != "class", below(Unit.path, [unit.path for unit in found]))
    counts = [(path, seq) for path, seq in db.session.execute(chains) if seq]
    return {unit.id: sum(seq for path, seq in counts if path.startswith(unit.path)) for unit in found}
