"""What the form of a deployment says, from the address of a preview or from what is posted; and what it offers."""

from __future__ import annotations

from datetime import date, timedelta

from flask import request
from werkzeug.datastructures import MultiDict

from ....activities import queries as activity_queries
from ....curriculum import queries as content
from ....deployments.rules import KINDS, Wish
from ....org import queries as org
from ....org.calendar import Calendar
from ....org.models import Unit
from ....shared import clock
from ...filters import pick
from ...labels.units import stage_labels
from ...parsing import whole_number
from ..plan.views import stages_at

Offers = list[tuple[str, list[tuple[int, str]]]]


def wish_in(values: MultiDict[str, str]) -> Wish:
    """The wish that fields say. What is no number or no day is left empty: the checks say so in words. A link may name a topic in place
    of a lesson, and the stages `taught` there: `?topic=FIRE&taught=P2,P3`."""
    return Wish(
        kind=values.get("kind", "lesson"),
        lesson_id=whole_number(values.get("lesson"), 12)
        or _first_lesson(values.get("topic", ""), values.get("taught", "")),
        activity_id=whole_number(values.get("activity"), 12),
        words=values.get("words", "")[:400],
        answer=values.get("answer", "number"),
        minutes=whole_number(values.get("minutes"), 4),
        targets=tuple(sorted({whole_number(one) or 0 for one in values.getlist("units")})),
        stages=tuple(dict.fromkeys(values.getlist("stages"))),
        starts_on=_day(values.get("starts_on", "")),
        ends_on=_day(values.get("ends_on", "")),
    )


def _first_lesson(topic: str, taught: str) -> int | None:
    """The first lesson of a topic for one of these stages (all, where none are named); None where none is on offer."""
    named = [code for code in taught.split(",") if code]
    heads = [head for head in content.lessons_of() if head.topic == topic] if topic else []
    return next((head.lesson_id for head in heads if not named or head.stage in named), None)


def wish_to_begin(unit: Unit, kind: str) -> Wish:
    """An empty form: the next teaching week, a lesson by its Friday, the others for two weeks."""
    today = clock.today()
    calendar = org.calendar_of(unit, clock.school_year_of(today))
    first = _next_monday(calendar, today)
    last = first + timedelta(days=4 if kind == "lesson" else 11)
    return Wish(kind if kind in KINDS else "lesson", minutes=5, starts_on=first, ends_on=min(last, calendar.ends_on))


def _next_monday(calendar: Calendar, today: date) -> date:
    ahead = [week.starts_on for week in calendar.weeks if week.starts_on > today and week.counts]
    return ahead[0] if ahead else today


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2015 <= day.year <= 2100 else None


def fields_of(wish: Wish) -> list[tuple[str, str]]:
    """The wish as hidden fields, for the button that sends what was looked at."""
    single = {
        "kind": wish.kind,
        "lesson": wish.lesson_id,
        "activity": wish.activity_id,
        "words": wish.words,
        "answer": wish.answer,
        "minutes": wish.minutes,
        "starts_on": wish.starts_on,
        "ends_on": wish.ends_on,
    }
    many = [("units", str(one)) for one in wish.targets] + [("stages", one) for one in wish.stages]
    return [(name, str(value)) for name, value in single.items() if value not in (None, "")] + many


def is_asked() -> bool:
    """Whether the address asks for a preview."""
    return request.method == "POST" or "starts_on" in request.args


def lessons_offered(unit: Unit) -> Offers:
    """Lessons by the stages taught at or below the unit."""
    names = stage_labels()
    here = stages_at(unit, clock.school_year_of(clock.today()))
    return [
        (names[code], [(head.lesson_id, pick(head, "title")) for head in content.lessons_of(code)])
        for code in here
        if content.lessons_of(code)
    ]


def activities_offered(unit: Unit) -> list[tuple[int, str]]:
    """Activities of the unit and of those above that are not over."""
    today = clock.today()
    rows = activity_queries.of_unit(unit, clock.school_year_of(today))
    return [
        (row.id, pick({"zh": row.title, "en": row.title_en}))
        for row, _setter in rows
        if row.withdrawn_at is None and row.ends_on >= today
    ]
