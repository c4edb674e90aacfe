"""The private calendar address of a class: made, replaced and ended by its homeroom teacher."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...org import calendar_feeds
from ...shared.database import write
from .. import guard, navigation
from ..urls.feed_address import feed_address
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint


@blueprint.get("/classes/<int:class_id>/feed")
@guard.needs("assessment.view", loaders.a_reported_class)
@navigation.below("teacher.home")
def feed(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Whether the class's year can be subscribed to, and how."""
    return _page(taught_class)


def _page(taught_class: loaders.TaughtClass, token: str = "") -> str:
    return render_template(
        "teacher/feed.html",
        room=taught_class,
        made_at=calendar_feeds.opened_at(taught_class.unit),
        shown=feed_address(token) if token else None,
    )


@blueprint.post("/classes/<int:class_id>/feed")
@guard.needs("assessment.view", loaders.a_reported_class)
@navigation.below("teacher.home")
def open_feed(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """A new address, shown this once; the one before ends."""
    with write():  # an address nobody was shown is not made
        return _page(taught_class, calendar_feeds.open_feed(viewer, taught_class.unit))


@blueprint.post("/classes/<int:class_id>/feed/end")
@guard.needs("assessment.view", loaders.a_reported_class)
@navigation.below("teacher.home")
def end_feed(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """The address opens nothing any more."""
    with write():
        calendar_feeds.close_feed(viewer, taught_class.unit)
    flash(_("订阅地址已停用。用过它的日历不会再更新。"), "good")
    return redirect(url_for("teacher.feed", class_id=taught_class.unit.id), 303)
