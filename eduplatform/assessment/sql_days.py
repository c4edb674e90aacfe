"""Local days in SQL: the day an instant falls on in the configured zone, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, case, literal, type_coerce

from ..shared import clock
from ..shared.database import to_ms

DAY = 86_400_000  # milliseconds
EPOCH = date(1970, 1, 1)


def day_number(column: Any, year: int) -> Any:
    """SQL: days since 1970 of an Instant column, for instants about school year `year`. Offsets that change within the
    year (daylight saving) are told apart; before and after, the nearest offset holds."""
    ms = type_coerce(column, BigInteger)
    steps = _offsets(year, str(clock.local(clock.now()).tzinfo))
    later = [(ms < until, literal(offset, BigInteger)) for until, offset in steps[:-1]]
    last = literal(steps[-1][1], BigInteger)
    return (ms + (case(*later, else_=last) if later else last)) // DAY


def date_of_number(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


@lru_cache(maxsize=64)
def _offsets(year: int, _zone: str) -> tuple[tuple[int, int], ...]:
    """(instant in ms up to which, offset in ms) through the school year and a month around it, last one open."""
    found: list[tuple[int, int]] = []
    day, last = date(year, 8, 1), date(year + 1, 10, 1)
    offset = _offset(to_ms(clock.start_of(day)))
    while day < last:
        ends = to_ms(clock.start_of(day + timedelta(days=1)))
        after = _offset(ends)
        if after != offset:
            found.append((_change(to_ms(clock.start_of(day)), ends, offset), offset))
            offset = after
        day += timedelta(days=1)
    return (*found, (0, offset))


def _offset(ms: int) -> int:
    moved = clock.local(datetime.fromtimestamp(ms // 1000, UTC)).utcoffset() or timedelta()
    return moved // timedelta(milliseconds=1)


def _change(low: int, high: int, before: int) -> int:
    """The first millisecond in (low, high] at which the offset is no longer `before`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle) == before else (low, middle)
    return high
