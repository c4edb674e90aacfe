"""Verbs: what a unit allows, stricter than above and never laxer; notices of a return or an appeal that was answered are done."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import update

from ..assessment import snapshot_queries
from ..extensions import db
from ..org import calendar_operations
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import clock
from ..shared.refusals import Refused
from .giving import count_unread
from .models import Notice
from .policy import CHANNELS, EARLIEST_FROM, LATEST_TO, MOST, QUIET_FROM, QUIET_TO, SETTING, policy_above
from .rules import ALL_RULES


def choose_policy(
    viewer: Viewer, unit: Unit, cap: int, quiet_from: int, quiet_to: int, on: Iterable[str], channels: Iterable[str]
) -> None:
    """Enter what a unit and all below it may be told, in force from today. Refused 'notices_laxer' where it asks for more than the
    units above allow, 'odd_choice' outside the bounds."""
    above = policy_above(unit.path, clock.today())
    off = set(ALL_RULES) - set(on)
    if not (0 <= cap <= MOST and EARLIEST_FROM <= quiet_from <= QUIET_FROM and QUIET_TO <= quiet_to <= LATEST_TO):
        raise Refused("odd_choice")
    if cap > above.cap or quiet_from > above.quiet_from or quiet_to < above.quiet_to:
        raise Refused("notices_laxer", most=above.cap, first=above.quiet_to, last=above.quiet_from)
    value = {"cap": cap, "from": quiet_from, "to": quiet_to, "off": sorted(off)}
    value["channels"] = sorted(set(channels) & set(CHANNELS))
    calendar_operations.choose_setting(viewer, unit, SETTING, value, "")


def settle_return(school_id: int, deployment_id: int) -> None:
    """The school has answered a return: nobody is asked for it any more. In the running transaction."""
    mine = (Notice.school_id == school_id) & (Notice.rule == "returns") & Notice.done_at.is_(None)
    done = update(Notice).where(mine, Notice.subject == f"deployment:{deployment_id}").values(done_at=clock.now())
    db.session.execute(done.execution_options(synchronize_session=False))
    count_unread(school_id, None)


def settle_appeals(unit: Unit) -> None:
    """An appeal against figures of a unit was answered: where none waits any more, nobody is asked. In the running transaction."""
    if snapshot_queries.appeals_wait(unit.id):
        return
    mine = (Notice.school_id == unit.keeper_id) & (Notice.unit_id == unit.id) & (Notice.rule == "appeals")
    done = update(Notice).where(mine, Notice.done_at.is_(None)).values(done_at=clock.now())
    db.session.execute(done.execution_options(synchronize_session=False))
    count_unread(unit.keeper_id, None)
