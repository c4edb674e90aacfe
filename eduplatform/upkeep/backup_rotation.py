"""Which automatic backups are kept: 7 days, 4 weeks, 12 months. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12


def spared(made: Iterable[datetime]) -> set[datetime]:
    """Of these local times those to keep: the newest of each of the last 7 days, 4 weeks and 12 months that have one.

    Counted by what is there and not from today, so a long holiday without a backup removes nothing.
    """
    newest_first = sorted(made, reverse=True)
    kept: set[datetime] = set()
    for most, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        first_of: dict[Hashable, datetime] = {}
        for at in newest_first:
            first_of.setdefault(period(at), at)
        kept |= set(list(first_of.values())[:most])
    return kept


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month
