"""Members of staff who have not opened their account yet, for printing their slips in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..accounts import slips
from ..accounts.models import Credential, LoginName, User
from ..extensions import db
from ..shared import clock
from . import appointment_rules
from .access import Viewer, below
from .models import ClassYear, Post, Unit
from .staff import by_class

MOST = 500  #: people on one list


@dataclass(frozen=True)
class Unopened:
    """Somebody who has yet to come in, at the first of their posts; `slip_until`: a slip handed out before is still good."""

    user: User
    login: str | None
    unit: str
    role: str
    slip_until: datetime | None


def unopened_staff(viewer: Viewer, unit: Unit) -> list[Unopened]:
    """Those at a unit and all below it the viewer may give a slip to, by school, grade and class. At most MOST, each once."""
    school = Unit.__table__.alias("school")
    found = (
        select(User, LoginName.login, Unit.name, Post.role, school.c.name)
        .join(Post, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .join(Unit, Unit.id == Post.unit_id)
        .outerjoin(school, school.c.id == Unit.school_id)
        .outerjoin(LoginName, LoginName.user_id == User.id)
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == clock.school_year_of(clock.today())))
        .outerjoin(Credential, (Credential.school_id == User.school_id) & (Credential.user_id == User.id))
        .where(
            below(Unit.path, [unit.path]),
            appointment_rules.holds_today(),
            User.first_in_at.is_(None),
            User.disabled_at.is_(None),
            Credential.id.is_(None),
        )
        .order_by(Unit.school_id, *by_class(), Post.role, User.id)
        .limit(2 * MOST)
    )
    rows = {row[0].id: row for row in reversed(db.session.execute(found).all())}
    rights = appointment_rules.slip_rights(viewer, rows)
    may = [row for row in reversed(rows.values()) if rights[row[0].id].may][:MOST]
    until: dict[int, datetime | None] = {}
    for keeper in {row[0].school_id for row in may} if unit.kind in ("school", "class") else ():
        until |= {user: state.slip_until for user, state in slips.states(keeper, [row[0].id for row in may]).items()}
    return [
        Unopened(
            row[0],
            row[1],
            row[2] if row[2] == row[4] or not row[4] or unit.kind == "school" else f"{row[4]} {row[2]}",
            row[3],
            until.get(row[0].id),
        )
        for row in may
    ]
