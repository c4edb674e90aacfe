"""Webhooks of units and of persons: enter, take away, try out."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock
from ..shared.refusals import Refused
from . import inside_addresses
from .giving import Recipient, give_outside
from .message import NeverAgain, TryAgain
from .models import NoticeHook
from .webhook_shapes import KINDS

MOST = 5  #: of a unit or a person


def add_hook(
    viewer: Viewer, unit: Unit, kind: str, name: str, url: str, secret: str, inside_allowed: bool, own: bool = False
) -> NoticeHook:
    """Enter a webhook of the unit's work group, or with `own` of the viewer. Refused: an odd kind, an address that is none or lies inside
    the own network, or too many. Without a secret one is made: what is sent can be told from what others send."""
    if kind not in KINDS:
        raise Refused("odd_choice")
    if len(hooks_of(unit, viewer if own else None)) >= MOST:
        raise Refused("hooks_many", most=MOST)
    _must_lie_outside(url, inside_allowed)
    row = NoticeHook(
        school_id=viewer.school_id if own else unit.keeper_id,
        unit_id=unit.id,
        user_id=viewer.user_id if own else None,
        kind=kind,
        name=" ".join(name.split())[:40],
        url=url.strip(),
        secret=secret.strip()[:80] or (secrets.token_urlsafe(24) if kind in ("json", "wecom") else ""),
        made_at=clock.now(),
        made_by=viewer.user_id,
    )
    db.session.add(row)
    db.session.flush()
    if not own:
        audit.record(unit.keeper_id, viewer.user_id, "notices.hook", f"unit:{unit.id}")
    return row


def _must_lie_outside(url: str, inside_allowed: bool) -> None:
    try:
        inside_addresses.resolve_outside(inside_addresses.read_address(url), inside_allowed)
    except NeverAgain as problem:
        if problem.code == "hook_inside":
            raise Refused("hook_inside") from problem
        raise Refused("hook_address") from problem
    except TryAgain:
        return  # no name server in reach: it is looked at again whenever something is sent


def hooks_of(unit: Unit, viewer: Viewer | None = None) -> list[NoticeHook]:
    """Webhooks in use: those of a unit's work group, or the viewer's own. One statement."""
    found = select(NoticeHook).where(NoticeHook.ended_at.is_(None))
    if viewer is None:
        found = found.where(NoticeHook.unit_id == unit.id, NoticeHook.user_id.is_(None))
    else:
        found = found.where(NoticeHook.school_id == viewer.school_id, NoticeHook.user_id == viewer.user_id)
    return list(db.session.scalars(found.order_by(NoticeHook.id)))


def hook_by_id(hook_id: int) -> NoticeHook | None:
    """A webhook in use by its number, for loaders."""
    found = select(NoticeHook).where(NoticeHook.id == hook_id, NoticeHook.ended_at.is_(None))
    return db.session.scalars(found).first()


def end_hook(viewer: Viewer, hook: NoticeHook) -> None:
    """Take a webhook away; its address and its secret are forgotten at once."""
    hook.ended_at, hook.url, hook.secret = clock.now(), "", ""
    db.session.add(hook)
    if hook.user_id is None:
        audit.record(hook.school_id, viewer.user_id, "notices.hook_end", f"unit:{hook.unit_id}")


def try_hook(hook: NoticeHook) -> None:
    """Put a test message for a webhook into the outbox."""
    give_outside(Recipient(hook.school_id, hook_id=hook.id), hook.unit_id, "test", "webhook", {})
