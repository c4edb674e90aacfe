"""Verb: what a unit allows, stricter than above and never laxer."""

from __future__ import annotations

from collections.abc import Iterable

from ..org import calendar_operations
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import clock
from ..shared.refusals import Refused
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
