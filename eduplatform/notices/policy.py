"""What a unit allows: how many a week, in which hours, which rules, which channels. A unit below may only ask for less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from ..extensions import db
from ..org.calendar import Calendar
from ..org.models import UnitSetting
from ..org.queries import path_ids
from ..shared import clock
from .rules import ALL_RULES

SETTING = "notices"  #: name of the unit setting; its value: {"cap": 2, "from": 21, "to": 7, "off": [rules], "channels": [codes]}
CHANNELS = ("email", "webhook")  #: beside the inbox, which is always there
MOST = 2  #: notices a person is given in a week beside the digest
QUIET_FROM, QUIET_TO = 21, 7  #: hours of the evening and the morning between which nothing is said
EARLIEST_FROM, LATEST_TO = 16, 10  #: a unit may be quiet so much longer; else there would be no time to say anything in


@dataclass(frozen=True)
class Policy:
    """In force at a unit. Hours by the clock of the install's zone: quiet from `quiet_from` to `quiet_to` of the next morning."""

    cap: int = MOST
    quiet_from: int = QUIET_FROM
    quiet_to: int = QUIET_TO
    off: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset(CHANNELS)

    def speaks(self, at: datetime, calendar: Calendar) -> bool:
        """Whether anything may be said at an instant: on a school day, outside the quiet hours."""
        local = clock.local(at)
        return self.quiet_to <= local.hour < self.quiet_from and calendar.is_school_day(local.date())

    def next_time(self, at: datetime) -> datetime:
        """The next instant after `at` at which the quiet hours end, holidays or not."""
        local = clock.local(at)
        day = local.date() + timedelta(days=1 if local.hour >= self.quiet_to else 0)
        return clock.start_of(day) + timedelta(hours=self.quiet_to)


def joined(values: Iterable[Mapping[str, Any]]) -> Policy:
    """The settings of a unit and all above it as one: the fewest, the longest quiet, whatever anybody switched off."""
    policy = Policy()
    for value in values:
        policy = Policy(
            max(0, min(policy.cap, int(value.get("cap", MOST)))),
            max(EARLIEST_FROM, min(policy.quiet_from, int(value.get("from", QUIET_FROM)))),
            min(LATEST_TO, max(policy.quiet_to, int(value.get("to", QUIET_TO)))),
            policy.off | (frozenset(value.get("off", ())) & frozenset(ALL_RULES)),
            policy.channels & frozenset(value.get("channels", CHANNELS)),
        )
    return policy


def policy_at(path: str, day: date) -> Policy:
    """In force at the unit with a path on a day. One statement."""
    return joined(value for _unit, value in _own_values(path_ids(path), day))


def policy_above(path: str, day: date) -> Policy:
    """What the units above a unit leave it to choose from."""
    return joined(value for _unit, value in _own_values(path_ids(path)[:-1], day))


def own_value(unit_id: int, day: date) -> dict[str, Any]:
    """What a unit itself has set; {} where nothing."""
    return next((value for _unit, value in _own_values([unit_id], day)), {})


def _own_values(ids: list[int], day: date) -> list[tuple[int, dict[str, Any]]]:
    found = select(UnitSetting.unit_id, UnitSetting.value).where(
        UnitSetting.unit_id.in_(ids), UnitSetting.name == SETTING, UnitSetting.from_on <= day
    )
    latest: dict[int, dict[str, Any]] = {}
    for row in db.session.execute(found.order_by(UnitSetting.from_on)):
        latest[row.unit_id] = row.value
    return list(latest.items())
