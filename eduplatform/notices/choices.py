"""What one person wants sent beside the inbox: an address, its confirmation, rules switched off."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select

from ..extensions import db
from ..org.access import Viewer
from ..shared import clock
from ..shared.refusals import Refused
from .giving import Recipient, give_outside
from .models import NoticeChoice
from .rules import ALL_RULES

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def choice_of(school_id: int, user_id: int) -> NoticeChoice | None:
    """What a person chose; None: nothing yet, so the inbox alone."""
    found = select(NoticeChoice).where(NoticeChoice.school_id == school_id, NoticeChoice.user_id == user_id)
    return db.session.scalars(found).first()


def choose_ways(viewer: Viewer, email: str, by_email: bool, off: Iterable[str]) -> bool:
    """Keep what the viewer wants; whether a link to confirm a new address is on its way. Refused: 'email_odd'."""
    email = email.strip()
    if (email and not ADDRESS.fullmatch(email)) or len(email) > 120:
        raise Refused("email_odd")
    row = _own_row(viewer)
    new = bool(email) and email != row.email
    if email != row.email:
        row.email, row.confirmed_at = email, None
    row.by_email, row.off, row.quiet, row.set_at = by_email, sorted(set(off) & set(ALL_RULES)), False, clock.now()
    db.session.add(row)
    db.session.flush()
    if new:
        give_outside(Recipient(viewer.school_id, viewer.user_id), _place(viewer), "confirm", "email", {})
    return new


def send_test(viewer: Viewer) -> None:
    """A test message to the viewer's confirmed address. Refused: 'email_unconfirmed'."""
    row = choice_of(viewer.school_id, viewer.user_id)
    if row is None or not row.email or row.confirmed_at is None:
        raise Refused("email_unconfirmed")
    give_outside(Recipient(viewer.school_id, viewer.user_id), _place(viewer), "test", "email", {})


def confirm_address(school_id: int, user_id: int, email: str) -> bool:
    """The link in the mail was opened; False where the address has been changed since."""
    row = choice_of(school_id, user_id)
    if row is None or row.email != email:
        return False
    row.confirmed_at = row.confirmed_at or clock.now()
    db.session.add(row)
    return True


def switch_off(school_id: int, user_id: int) -> None:
    """Nothing beside the inbox any more, from the link in a mail."""
    row = choice_of(school_id, user_id)
    if row is not None:
        row.quiet, row.set_at = True, clock.now()
        db.session.add(row)


def _own_row(viewer: Viewer) -> NoticeChoice:
    return choice_of(viewer.school_id, viewer.user_id) or NoticeChoice(
        school_id=viewer.school_id, user_id=viewer.user_id, email="", off=[], by_email=True, quiet=False
    )


def _place(viewer: Viewer) -> int:
    return viewer.school_id
