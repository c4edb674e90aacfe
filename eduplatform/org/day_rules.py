"""What is wrong with a day off or a working weekend beside those there are. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..shared.refusals import Refused
from .calendar import DaysOff

MOST_DAYS = 60  #: of one entry; longer holidays are the time between the terms


def check_entry(entry: DaysOff, others: Iterable[DaysOff] = ()) -> None:
    """Refused dates_order, days_long (most), work_on_weekday (day), days_twice (other, first, last: the same days entered before),
    days_off_and_on (other, first, last: no school and school on the same day)."""
    if entry.ends_on < entry.starts_on:
        raise Refused("dates_order")
    if (entry.ends_on - entry.starts_on).days > MOST_DAYS:
        raise Refused("days_long", most=MOST_DAYS)
    if entry.kind == "work" and (day := _weekday_in(entry)):
        raise Refused("work_on_weekday", day=day)
    for other in others:
        if other.starts_on <= entry.ends_on and other.ends_on >= entry.starts_on:
            if other.kind == entry.kind:
                raise Refused("days_twice", other=other.name, first=other.starts_on, last=other.ends_on)
            raise Refused("days_off_and_on", other=other.name, first=other.starts_on, last=other.ends_on)


def is_same_entry(one: DaysOff, other: DaysOff) -> bool:
    """Whether two entries say the same of the same days, whatever they are called."""
    return (one.kind, one.starts_on, one.ends_on) == (other.kind, other.starts_on, other.ends_on)


def _weekday_in(entry: DaysOff) -> date | None:
    days = (entry.starts_on + timedelta(days=n) for n in range((entry.ends_on - entry.starts_on).days + 1))
    return next((day for day in days if day.weekday() < 5), None)
