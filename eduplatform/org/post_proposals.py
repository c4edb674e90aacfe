"""Somebody outside a school proposes a person for a post in it; somebody inside says yes or no. Nothing happens before that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from ..accounts.models import User
from ..extensions import db
from ..shared import audit, clock
from ..shared.database import affected
from ..shared.refusals import Conflict, NotFound, Refused
from . import appointment_rules
from .access import Viewer
from .models import PostProposal, Unit

LISTED_DAYS = 30


@dataclass(frozen=True)
class Proposed:
    """A proposal with its unit, who made it and what may be done with it by whoever looks."""

    row: PostProposal
    unit: Unit
    by: str
    may_answer: bool
    mine: bool


def propose(viewer: Viewer, unit: Unit, role: str, name: str) -> PostProposal:
    """Put a person forward. The same one twice is one proposal."""
    same = select(PostProposal).where(
        PostProposal.school_id == unit.school_id,
        PostProposal.unit_id == unit.id,
        PostProposal.role == role,
        PostProposal.name == name,
        PostProposal.state == "open",
    )
    row = db.session.scalars(same).first()
    if row is None:
        row = PostProposal(
            school_id=unit.school_id,
            unit_id=unit.id,
            role=role,
            name=name,
            state="open",
            proposed_by=viewer.user_id,
            proposed_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        audit.record(unit.keeper_id, viewer.user_id, "post.propose", f"unit:{unit.id}", role=role, unit=unit.id)
    return row


def proposals_of(viewer: Viewer, school_id: int, open_only: bool = False) -> list[Proposed]:
    """Proposals of a school: the open ones first, answered ones of the last 30 days after them. At most two statements."""
    found = (
        select(PostProposal, Unit, User.name)
        .join(Unit, Unit.id == PostProposal.unit_id)
        .outerjoin(User, User.id == PostProposal.proposed_by)
        .where(
            PostProposal.school_id == school_id, PostProposal.proposed_at > clock.now() - timedelta(days=LISTED_DAYS)
        )
        .order_by(PostProposal.answered_at.is_not(None), PostProposal.id.desc())
        .limit(20)
    )
    rows = db.session.execute(found.where(PostProposal.state == "open") if open_only else found).all()
    may = bool(rows) and appointment_rules.may_answer(viewer, school_id)
    return [Proposed(row, unit, by or "", may, row.proposed_by == viewer.user_id) for row, unit, by in rows]


def found(viewer: Viewer, proposal_id: int) -> Proposed:
    """A proposal the viewer may answer or has made; NotFound for everybody else."""
    row = db.session.scalars(select(PostProposal).where(PostProposal.id == proposal_id)).first()
    if row is None:
        raise NotFound()
    unit = db.session.get_one(Unit, row.unit_id)
    may, mine = appointment_rules.may_answer(viewer, row.school_id), row.proposed_by == viewer.user_id
    if not may and not (mine and viewer.may("people.manage", unit.path)):
        raise NotFound()
    return Proposed(row, unit, "", may, mine)


def settle_proposal(viewer: Viewer, proposed: Proposed, state: str) -> None:
    """Settle it as accepted, refused or withdrawn, once. Conflict proposal_over, Refused proposal_not_yours."""
    if not (proposed.mine if state == "withdrawn" else proposed.may_answer):
        raise Refused("proposal_not_yours")
    row = proposed.row
    once = update(PostProposal).where(
        PostProposal.school_id == row.school_id, PostProposal.id == row.id, PostProposal.state == "open"
    )
    if affected(once.values(state=state, answered_by=viewer.user_id, answered_at=clock.now())) != 1:
        raise Conflict("proposal_over")
    if state == "accepted":
        audit.record(
            row.school_id, viewer.user_id, "post.accept", f"unit:{row.unit_id}", role=row.role, unit=row.unit_id
        )
    elif state == "refused":
        audit.record(
            row.school_id, viewer.user_id, "post.refuse", f"unit:{row.unit_id}", role=row.role, unit=row.unit_id
        )
    else:
        audit.record(
            row.school_id, viewer.user_id, "post.withdraw", f"unit:{row.unit_id}", role=row.role, unit=row.unit_id
        )
