"""The report of any unit: one page from the city down to a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import class_report, hidden_units, plausibility, queries
from ....assessment.behind import named_below
from ....assessment.behind_rules import ranks
from ....assessment.trend import trend_of
from ....curriculum.queries import topics as all_topics
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import clock
from ....teaching.queries import strip
from ....teaching.slots import SLOT
from ... import guard, navigation
from ...filters import pick
from ...urls import qr
from ...urls.pagination import page_asked
from ...web.locale import gettext as _
from .. import first_steps
from ..behind import loaders as narrowing
from ..behind import presenters as helping
from ..behind import trends
from ..blueprint import blueprint
from . import gains, labels, presenters
from .loaders import RIGHT, View, a_unit

COMPARED = ("lesson_rate", "hours_met", "quiz_rate", "pass_rate", "skill_rate", "activity_rate")


@blueprint.get("/")
@guard.needs(RIGHT)
@navigation.entry("office", 10, lambda: _("总览"), "chart")
def home(viewer: Viewer) -> ResponseReturnValue:
    """The report of the viewer's own unit, or a choice where there are several."""
    own = list({held.unit_id: held for held in viewer.holdings if viewer.may(RIGHT, held.path)}.values())
    if len(own) == 1:
        return redirect(url_for("office.unit", unit_id=own[0].unit_id))
    return render_template("office/home.html", own=own, kinds=labels.unit_kinds())


@blueprint.get("/units/<int:unit_id>")
@guard.needs(RIGHT, a_unit)
@navigation.below("office.home")
def unit(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Figures of a unit as of a day: four kinds of indicators, the units below, the weeks, the weak topics."""
    choice = narrowing.asked_choice(viewer, view)
    report = queries.unit_report(viewer, view.unit, view.year, view.day, page_asked(), choice=choice)
    inside = hidden_units.looks_from_inside(viewer, view.unit.path)
    common = {
        "report": report,
        "view": view,
        "inside": inside,
        "labels": labels,
        "presenters": presenters,
        "topic_names": topic_names(),
        "pick": pick,
        "crumbs": crumbs(viewer, report.above, view),
        "years": years_on_offer(),
        "today": clock.today(),
        "cards": presenters.figure_groups(
            report.own, any(one.kind == "school" and one.stages == "K" for one in report.above)
        ),
        "weeks": presenters.week_squares(report),
        "topic_rows": presenters.topic_rows(report, topic_names(), "topics" in request.args),
        "all_topics": _all_topics(view, report),
        "learned": gains.rows_of(report.changes),
        "latest": queries.last_report_day(view.year),
        "top": helping.top_of(viewer, view, report),
        "moved": trends.rows_of(trend_of(viewer, report), view),
    }
    if view.unit.kind == "class":
        return render_template("office/class.html", **common | _class_parts(viewer, view, report, inside))
    compared = request.args.get("show", COMPARED[0])
    compared = compared if compared in COMPARED else COMPARED[0]
    return render_template(
        "office/unit.html",
        compared=compared,
        tabs=compare_tabs(view, compared, report.page, narrowing.query_of(choice)),
        choice=choice,
        kept=narrowing.query_of(choice),
        offered=helping.offered(view, report),
        search=_search(view),
        in_order=not (choice.sort == "owed" and ranks(report.total, len(report.glances))),
        bars=presenters.bars(report, compared, view),
        table=presenters.table_for_page(report),
        first=first_steps.of(viewer, view.unit) if not view.query() else None,
        qr=qr.svg,
        **common,
    )


def _search(view: View) -> dict[str, Any] | None:
    """Units below found by name, where a name is asked for."""
    text = narrowing.asked_name()
    if not text:
        return None
    found, more = named_below(view.unit, view.year, view.day, text)
    return {"text": text, "lines": helping.found_lines(found, view), "more": more}


def _all_topics(view: View, report: queries.Report) -> tuple[int, str] | None:
    """How many topics there are and the page with all of them, where not all are shown."""
    total = presenters.topic_count(report)
    if total <= presenters.topics_shown(report) or "topics" in request.args:
        return None
    return total, url_for("office.unit", unit_id=view.unit.id, topics="all", _anchor="topics", **view.query())


def _class_parts(viewer: Viewer, view: View, report: queries.Report, inside: bool) -> dict[str, Any]:
    """What only a class's page has: lessons, ledger, homeroom teachers, and the weeks by when a lesson was held."""
    page = page_asked()
    mine = view.year == clock.school_year_of(clock.today()) and viewer.may("class.plan", view.unit.path)
    entries = class_report.class_entries(view.unit, view.year, view.day, page, presenters.LINES)
    marks = strip(
        report.calendar, class_report.lessons_by_week(view.unit, view.year, view.day), SLOT, view.day, report.begins
    )
    asked = max(1, request.args.get("lessons", 0, type=int))
    by_lesson = "lessons" in request.args
    lessons = (
        class_report.class_lessons(
            view.unit, view.year, view.day, inside, min(asked, 10_000), presenters.LINES, report.hidden
        )
        if by_lesson
        else None
    )
    return {
        "entries": presenters.piece(entries, page),
        "lessons": presenters.piece(lessons, asked) if lessons else None,
        "lists": _lists(view, by_lesson),
        "posts": class_report.homeroom_posts(view.unit, view.year),
        "unexplained": plausibility.unexplained(view.unit, view.year, report.times) if mine else [],
        "weeks": presenters.class_weeks(marks),
    }


def _lists(view: View, by_lesson: bool) -> list[dict[str, Any]]:
    """The two ways to look at what a class was taught: one lesson held after the other, or each lesson added up."""
    here: dict[str, Any] = {"unit_id": view.unit.id, "_anchor": "lessons", **view.query()}
    return [
        {"label": _("课时台账"), "url": url_for("office.unit", **here), "current": not by_lesson},
        {"label": _("上过的课"), "url": url_for("office.unit", lessons=1, **here), "current": by_lesson},
    ]


def compare_tabs(view: View, compared: str, page: int, kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which indicator the units below are shown by."""
    names = labels.indicators()
    here: dict[str, Any] = {"unit_id": view.unit.id, **view.query(), **kept} | ({"page": page} if page > 1 else {})
    return [
        {
            "label": names[code],
            "url": url_for("office.unit", show=code, _anchor="below", **here),
            "current": code == compared,
        }
        for code in COMPARED
    ]


def crumbs(viewer: Viewer, above: Any, view: View, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way from the highest unit the viewer may see down to this one, and deeper pages after it."""
    units: list[Unit] = [one for one in above if viewer.may(RIGHT, one.path)]
    links: list[tuple[str, str | None]] = [
        (one.name, url_for("office.unit", unit_id=one.id, **view.query())) for one in units
    ]
    if more:
        return [*links, *more]
    return [*links[:-1], (units[-1].name, None)] if units else []


def topic_names() -> dict[str, str]:
    """Topics in the page's language."""
    return {code: pick({"zh": topic.zh, "en": topic.en}) for code, topic in all_topics().items()}


def years_on_offer() -> list[tuple[int, str]]:
    """School years to choose from."""
    now = clock.school_year_of(clock.today())
    return [(year, f"{year}–{year + 1}") for year in range(now, now - 4, -1)]
