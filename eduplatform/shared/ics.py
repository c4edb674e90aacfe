"""A list of whole days as an iCalendar file (RFC 5545), for calendar programs that subscribe to an address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

READ_AGAIN = timedelta(hours=12)


@dataclass(frozen=True)
class DayEvent:
    """One or more whole days, both ends counted. `key` is the same for as long as it is the same thing, wherever it moves to."""

    key: str
    title: str
    first: date
    last: date
    about: str = ""
    category: str = ""


def events_digest(name: str, events: Iterable[DayEvent]) -> str:
    """What two equal files share, whenever they are written."""
    return hashlib.sha256(repr((name, list(events))).encode()).hexdigest()


def calendar_file(name: str, events: Iterable[DayEvent], changed_at: datetime, host: str) -> bytes:
    """The file: lines of at most 75 octets that end in CRLF. `changed_at` is each event's DTSTAMP, which without METHOD says when it
    last changed; `host` makes the UIDs differ from those of other installs."""
    from icalendar import (
        Calendar,
        Event,
        vDuration,
    )  # a tenth of a second to load: only who is asked for a file pays for it

    book = Calendar()
    book.add("prodid", "-//Anxue//School year//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("x-wr-calname", name)
    book.add("refresh-interval", vDuration(READ_AGAIN), {"value": "DURATION"})
    book.add("x-published-ttl", vDuration(READ_AGAIN).to_ical().decode())
    for one in events:
        event = Event()
        event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@{host}")
        event.add("dtstamp", changed_at.replace(microsecond=0))
        event.add("dtstart", one.first)
        event.add("dtend", one.last + timedelta(days=1))  # the first day no longer
        event.add("summary", one.title)
        if one.about:
            event.add("description", one.about)
        if one.category:
            event.add("categories", [one.category])
        event.add("transp", "TRANSPARENT")  # nobody is busy because a week has a theme
        book.add_component(event)
    return book.to_ical()
