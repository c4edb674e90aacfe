"""The year of a class or a unit under its private address, for calendar programs: no sign-in, no person, no result."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from ...activities.year_entries import year_entries
from ...org import calendar_feeds
from ...org.calendar_feeds import FeedPlace
from ...shared import clock, database, ics
from ...shared.refusals import NotFound
from ..guard import public
from ..web.locale import english
from ..web.locale import gettext as _
from .blueprint import blueprint
from .sign_in import wrong_codes

ENDING = ".ics"  #: of every address: some calendar programs go by it


@blueprint.get("/calendar/<string:feed>")
@public("whoever holds the private address reads the year in a calendar program; no names, no results")
def calendar_feed(feed: str) -> ResponseReturnValue:
    """The file; 304 to who has it already. An address that was ended, or never was: 404, counted like a wrong code."""
    try:
        place = calendar_feeds.place_of(feed.removesuffix(ENDING))
    except NotFound:
        wrong_codes.count_wrong_code("feed", feed)
        raise
    name = _("%(name)s安全教育", name=place.unit.name)
    year = clock.school_year_of(clock.today())
    events = year_entries(place.unit, place.stage, year, feed_words, english())
    digest, changed_at = _settled(place, ics.events_digest(name, events))
    response: Response = make_response()
    response.set_etag(digest)
    response.last_modified = changed_at
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = "inline; filename=anxue.ics"
    response.mimetype = "text/calendar"
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(ics.calendar_file(name, events, changed_at, f"{place.unit.code}.anxue".lower()))
    return response


def _settled(place: FeedPlace, digest: str) -> tuple[str, datetime]:
    """What is read now, and since when it is so. Only the first reader after a change writes that down."""
    if place.digest == digest:
        return digest, place.changed_at
    now = clock.now().replace(microsecond=0)
    now = max(now, place.changed_at.replace(microsecond=0) + timedelta(seconds=1))  # Last-Modified counts seconds
    with database.write():
        calendar_feeds.note_change(place.feed_id, digest, now)
    return digest, now


def feed_words(code: str, **values: object) -> str:
    """What an entry is called."""
    match code:
        case "term_starts":
            return _("第 %(n)s 学期开学", **values)
        case "term_ends":
            return _("第 %(n)s 学期最后一天", **values)
        case "off":
            return _("放假：%(name)s", **values)
        case "work":
            return _("周末上课：%(name)s", **values)
        case "week":
            return _("第 %(n)s 周：%(name)s", **values)
        case "activity":
            return _("专题活动：%(name)s", **values)
    return {
        "terms": _("学期"),
        "days": _("放假和调休"),
        "weeks": _("每周主题"),
        "keys": _("安全日"),
        "activities": _("专题活动"),
    }[code]
