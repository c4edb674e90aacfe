"""What a program writes behind the "?": read strictly. On a page an odd value falls back to today's; a program is told what is wrong."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date

from flask import request

from ...assessment import queries
from ...shared import clock
from ...shared.refusals import Unreadable
from ..parsing import whole_number

FIRST_YEAR = 2000
MOST, USUAL = 200, 50  #: things on one page of a list


def only(*names: str) -> None:
    """Unreadable 'api_parameter' for a name that is not one of `names`, or one that came twice."""
    for name, values in request.args.lists():
        if name not in names or len(values) > 1:
            raise Unreadable("api_parameter", name=name[:40])


def year() -> int:
    """?year=2026, else the present school year. Unreadable 'api_year'."""
    this = clock.school_year_of(clock.today())
    if "year" not in request.args:
        return this
    found = whole_number(request.args["year"], 4)
    if found is None or not FIRST_YEAR <= found <= this:
        raise Unreadable("api_year", first=FIRST_YEAR, last=this)
    return found


def day(of_year: int) -> date:
    """?day=2026-11-18, else the last day a report of the year reaches to. Unreadable 'api_day'."""
    first, last = date(of_year, 9, 1), queries.last_report_day(of_year)
    said = request.args.get("day", last.isoformat())
    try:
        found = date.fromisoformat(said)
    except ValueError:
        found = None
    if found is None or found.isoformat() != said or not first <= found <= last:
        raise Unreadable("api_day", first=first.isoformat(), last=last.isoformat())
    return found


def page() -> int:
    """?page=2, else 1. Unreadable 'api_page' for anything but a number from 1 of at most six digits."""
    found = whole_number(request.args.get("page", "1"), 6)
    if not found:
        raise Unreadable("api_page")
    return found


def limit() -> int:
    """?limit=100, else USUAL. Unreadable 'api_limit'."""
    found = whole_number(request.args.get("limit", str(USUAL)), 3)
    if found is None or not 1 <= found <= MOST:
        raise Unreadable("api_limit", most=MOST)
    return found


def cursor(kind: str) -> str:
    """What ?cursor= of a list of this kind says: where the last page ended; "" at the beginning. Unreadable 'api_cursor'."""
    said = request.args.get("cursor", "")
    if not said:
        return ""
    try:
        found = urlsafe_b64decode(said.encode("ascii")).decode("ascii") if len(said) <= MOST else ""
    except (ValueError, binascii.Error):
        found = ""
    if not found.startswith(f"{kind}:") or cursor_of(kind, found.partition(":")[2]) != said:
        raise Unreadable("api_cursor")
    return found.partition(":")[2]


def cursor_of(kind: str, place: object) -> str:
    """The cursor of a place in a list."""
    return urlsafe_b64encode(f"{kind}:{place}".encode()).decode()
