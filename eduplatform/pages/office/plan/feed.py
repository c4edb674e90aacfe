"""The private calendar address of a unit: made, replaced and ended by its office."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ....org import calendar_feeds
from ....org.access import Viewer
from ....shared.database import write
from ... import guard, navigation
from ...urls.feed_address import feed_address
from ...web.locale import gettext as _
from .. import loaders
from ..blueprint import blueprint


@blueprint.get("/units/<int:unit_id>/calendar/feed")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def feed(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Whether the unit's year can be subscribed to, and how."""
    return _page(place)


def _page(place: loaders.YearOf, token: str = "") -> str:
    return render_template(
        "office/feed.html",
        ward=place,
        place=place.unit.name,
        made_at=calendar_feeds.opened_at(place.unit),
        shown=feed_address(token) if token else None,
    )


@blueprint.post("/units/<int:unit_id>/calendar/feed")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def open_feed(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """A new address, shown this once; the one before ends."""
    with write():  # an address nobody was shown is not made
        return _page(place, calendar_feeds.open_feed(viewer, place.unit))


@blueprint.post("/units/<int:unit_id>/calendar/feed/end")
@guard.needs("calendar.edit", loaders.calendared)
@navigation.below("office.plan")
def end_feed(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """The address opens nothing any more."""
    with write():
        calendar_feeds.close_feed(viewer, place.unit)
    flash(_("订阅地址已停用。用过它的日历不会再更新。"), "good")
    return redirect(url_for("office.feed", unit_id=place.unit.id), 303)
