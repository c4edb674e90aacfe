"""Loaders of the report: a unit, a class session, an answer sheet, a homeroom post, an export. Strangers get the same 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from ....assessment import class_report, exchange, exports, queries
from ....assessment.models import Export
from ....learning.models import QuizAttempt
from ....org.access import Viewer, unit_for
from ....org.models import Post, Unit
from ....shared import clock
from ....shared.refusals import NotFound
from ....teaching.models import ClassSession

RIGHT = "assessment.view"


@dataclass(frozen=True)
class View:
    """A unit as of a day of a school year, from the address: ?year=2026&day=2026-11-18."""

    unit: Unit
    year: int
    day: date

    def query(self) -> dict[str, Any]:
        """What to hand on in links, empty where it is what today's report shows anyway."""
        today = clock.today()
        return (
            {}
            if (self.year, self.day) == (clock.school_year_of(today), today)
            else {"year": str(self.year), "day": self.day.isoformat()}
        )


def a_unit(viewer: Viewer, unit_id: int) -> View:
    """Any unit the viewer may see figures of."""
    return View(unit_for(viewer, RIGHT, unit_id), *asked_time())


def asked_time() -> tuple[int, date]:
    """School year and last day asked for; odd values fall back to now. Days to come are not reported."""
    today = clock.today()
    year = request.args.get("year", default=clock.school_year_of(today), type=int)
    if not 2000 <= year <= clock.school_year_of(today):
        year = clock.school_year_of(today)
    first, last = date(year, 9, 1), queries.last_report_day(year)
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = last
    return year, min(max(day, first), last)


@dataclass(frozen=True)
class Given:
    """A class session with its class."""

    session: ClassSession
    unit: Unit


def a_reported_session(viewer: Viewer, session_id: int) -> Given:
    """A class session of a class the viewer may see figures of."""
    session = class_report.closed_session(session_id)
    if session is None:
        raise NotFound()
    return Given(session, unit_for(viewer, RIGHT, session.class_id))


@dataclass(frozen=True)
class Answered:
    """An answer sheet with its class."""

    attempt: QuizAttempt
    unit: Unit


def a_sheet(viewer: Viewer, attempt_id: int) -> Answered:
    """An answer sheet handed in in a class the viewer may see figures of; nothing of classes with too few pupils."""
    attempt = class_report.closed_attempt(attempt_id)
    if attempt is None:
        raise NotFound()
    unit = unit_for(viewer, RIGHT, attempt.class_id)
    if class_report.too_few_to_open(viewer, unit, attempt.lesson_id, attempt.year):
        raise NotFound()
    return Answered(attempt, unit)


@dataclass(frozen=True)
class Homeroom:
    """A homeroom teacher's post with its class, as of a day."""

    post: Post
    view: View


def a_homeroom_post(viewer: Viewer, post_id: int) -> Homeroom:
    """A homeroom post at a class the viewer may see figures of."""
    post = class_report.post(post_id)
    if post is None:
        raise NotFound()
    return Homeroom(post, a_unit(viewer, post.unit_id))


def an_export(viewer: Viewer, export_id: int) -> Export:
    """An export the viewer asked for, of a unit whose figures are still the viewer's to see."""
    found = exports.find_export(export_id, viewer.user_id)
    if found is None:
        raise NotFound()
    unit = unit_for(viewer, RIGHT, found.arguments["unit"])
    if found.kind in exchange.KINDS and not exchange.may_ask(viewer, unit, found.kind):
        raise NotFound()
    if found.arguments.get("names") and not exchange.with_names(viewer, unit):
        raise NotFound()
    return found
