"""The API: what a unit's pages show, as JSON."""

from __future__ import annotations

from typing import Any

from flask import g

from ...assessment import class_sessions, queries
from ...org import api_keys
from ...org import queries as org
from ...org.access import Viewer
from ...org.models import Unit
from ...shared.refusals import Unreadable
from ..office.report.loaders import Given, View
from . import loaders, parameters, presenters
from .bearer import needs_key
from .blueprint import blueprint


@blueprint.get("/key")
@needs_key()
def key(viewer: Viewer) -> Any:
    """What the key of this request reads, where and until when."""
    parameters.only()
    opened: api_keys.OpenKey = g.api_key
    return {
        "unit": presenters.unit_json(viewer, opened.unit),
        "reads": opened.reads,
        "last_day": opened.key.last_day.isoformat(),
        "a_minute": api_keys.A_MINUTE,
    }


@blueprint.get("/units")
@needs_key("units")
def units(viewer: Viewer) -> Any:
    """The key's unit and all below it, page by page."""
    parameters.only("cursor", "limit")
    top, most, after = loaders.own_unit(viewer), parameters.limit(), parameters.cursor("unit")
    found = org.units_after(top.path, after, most + 1)
    more = parameters.cursor_of("unit", found[most - 1].path) if len(found) > most else None
    return presenters.list_json([presenters.unit_json(viewer, unit) for unit in found[:most]], more)


@blueprint.get("/units/<int:unit_id>")
@needs_key("units", loaders.a_listed_unit)
def unit(viewer: Viewer, found: Unit) -> Any:
    """One unit."""
    parameters.only()
    return presenters.unit_json(viewer, found)


@blueprint.get("/units/<int:unit_id>/report")
@needs_key("reports", loaders.a_reported_unit)
def report(viewer: Viewer, view: View) -> Any:
    """The report of a unit as of a day: its own figures, those of the units directly below, weeks and topics."""
    asked = parameters.page()
    found = queries.unit_report(viewer, view.unit, view.year, view.day, asked)
    if asked > found.pages:
        raise Unreadable("api_page_beyond", pages=found.pages)
    return presenters.report_json(viewer, found)


@blueprint.get("/indicators")
@needs_key("indicators")
def indicators(viewer: Viewer) -> Any:
    """How each rate of the reports is computed, and the gains."""
    parameters.only()
    return presenters.indicators_json()


@blueprint.get("/units/<int:unit_id>/sessions")
@needs_key("sessions", loaders.a_listed_unit)
def sessions(viewer: Viewer, found: Unit) -> Any:
    """Class sessions of a school year at and below a unit, page by page."""
    parameters.only("year", "cursor", "limit")
    most, said = parameters.limit(), parameters.cursor("session")
    after = parameters.whole_number(said or "0")
    if after is None:
        raise Unreadable("api_cursor")
    rows = class_sessions.sessions_after(found, parameters.year(), after, most + 1)
    more = parameters.cursor_of("session", rows[most - 1].session.id) if len(rows) > most else None
    return presenters.list_json([presenters.session_json(one) for one in rows[:most]], more)


@blueprint.get("/sessions/<int:session_id>")
@needs_key("sessions", loaders.a_held_session)
def session(viewer: Viewer, given: Given) -> Any:
    """One class session, with how its questions were answered."""
    parameters.only()
    held = class_sessions.held_session(given.session)
    return presenters.session_json(held) | {"answers": presenters.answers_json(viewer, given)}
