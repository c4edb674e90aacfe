"""A deployment before it is sent: everything checked, what it costs, what to think of. The preview and the sending ask the same."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from ..activities import queries as activity_queries
from ..activities.models import Activity
from ..activities.rules import MOST_A_TERM
from ..curriculum import queries as content
from ..curriculum.taxonomy import STAGES
from ..extensions import db
from ..org.calendar import Calendar, Week
from ..org.models import Unit
from ..org.queries import calendar_of, path_ids
from ..shared import clock
from ..shared.refusals import Refused
from ..teaching import plan
from ..teaching.models import Deployment
from . import rules
from .audience import Audience, Counts, count_audience, schools_below
from .rules import Wish


@dataclass(frozen=True)
class Cost:
    """Minutes: of one class, teacher or school from `least` to `most`, and of all `asked` of them together. `unit`: whose."""

    unit: str  #: class, teacher or school
    asked: int
    least: int
    most: int
    total: int


@dataclass(frozen=True)
class Draft:
    """A wish that may be sent. `notes`: what to think of before, as codes with values; `week`: where its lesson goes on the sender's
    calendar."""

    wish: Wish
    unit: Unit
    year: int
    title: str
    title_en: str
    audience: Audience
    counts: Counts
    cost: Cost
    starts_on: date
    ends_on: date
    week: Week | None = None
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass(frozen=True)
class _Thing:
    title: str
    title_en: str = ""
    stage: str = ""
    minutes: int = 0
    activity: Activity | None = field(default=None, compare=False)


def draft(unit: Unit, wish: Wish) -> Draft:
    """The wish of a unit, checked. Refused: odd_choice, deployment_days, _turned, _over, _year, _no_week, _not_below, _targets, _words,
    _question, _minutes, _return_school, _lesson, _other_stage, _activity, _activity_days, _no_classes, _all_done, _cap, _twice."""
    wish = replace(wish, words=" ".join(wish.words.split()))
    today = clock.today()
    if wish.kind not in rules.KINDS or not set(wish.stages) <= set(STAGES):
        raise Refused("odd_choice")
    year = clock.school_year_of(wish.starts_on or today)
    calendar = calendar_of(unit, year)
    _days(wish, calendar, today)
    starts_on, ends_on = wish.starts_on or today, wish.ends_on or today
    thing = _thing(unit, wish, year)
    week = rules.week_for(calendar.weeks, starts_on, ends_on)
    if week is None and wish.kind == "lesson":
        raise Refused("deployment_no_week")
    stages = (thing.stage,) if thing.stage else _stages(wish, thing)
    audience = Audience(_paths(unit, wish.targets), stages, year)
    counts = count_audience(audience, today, wish.lesson_id if wish.kind == "lesson" else None)
    if not counts.classes:
        raise Refused("deployment_no_classes")
    if counts.done == counts.classes:
        raise Refused("deployment_all_done", n=counts.done)
    _twice(unit, wish, thing, today)
    made = Draft(
        wish,
        unit,
        year,
        thing.title,
        thing.title_en,
        audience,
        counts,
        _cost(unit, wish, thing, counts, today),
        starts_on,
        ends_on,
        week if wish.kind == "lesson" else None,
    )
    return replace(made, notes=tuple(_notes(made, thing, calendar)))


def _days(wish: Wish, calendar: Calendar, today: date) -> None:
    fault = rules.fault_of_days(wish.starts_on, wish.ends_on, calendar, today)
    if fault:
        raise Refused(fault, first=calendar.starts_on, last=calendar.ends_on)


def _thing(unit: Unit, wish: Wish, year: int) -> _Thing:
    match wish.kind:
        case "lesson":
            return _lesson(wish)
        case "activity":
            return _activity(unit, wish, year)
    wrong = rules.fault_of_words(wish)
    if wrong:
        longest = rules.LONGEST_REMINDER if wish.kind == "reminder" else rules.LONGEST_QUESTION
        raise Refused(wrong, most=rules.MOST_MINUTES if wrong == "deployment_minutes" else longest)
    if wish.kind == "return" and unit.kind == "school":
        raise Refused("deployment_return_school")
    return _Thing(wish.words, minutes=rules.READING if wish.kind == "reminder" else wish.minutes or 0)


def _lesson(wish: Wish) -> _Thing:
    head = content.lesson_head(wish.lesson_id or 0)
    if head is None:
        raise Refused("deployment_lesson")
    if wish.stages and head.stage not in wish.stages:
        raise Refused("deployment_other_stage")
    return _Thing(head.title_zh, head.title_en, head.stage, head.minutes)


def _activity(unit: Unit, wish: Wish, year: int) -> _Thing:
    rows = [row for row, _setter in activity_queries.of_unit(unit, year) if row.withdrawn_at is None]
    row = next((one for one in rows if one.id == wish.activity_id), None)
    if row is None:
        raise Refused("deployment_activity")
    first, last = wish.starts_on or row.starts_on, wish.ends_on or row.ends_on  # both are there by now
    if first < row.starts_on or last > row.ends_on:
        raise Refused("deployment_activity_days", first=row.starts_on, last=row.ends_on)
    return _Thing(row.title, row.title_en, activity=row)


def _stages(wish: Wish, thing: _Thing) -> tuple[str, ...]:
    """Of an activity only the stages that it is for: none of them is no class."""
    held = tuple(thing.activity.stages) if thing.activity else ()
    if not held or not wish.stages:
        return held or wish.stages
    both = tuple(code for code in held if code in wish.stages)
    if not both:
        raise Refused("deployment_other_stage")
    return both


def _paths(unit: Unit, targets: tuple[int, ...]) -> tuple[str, ...]:
    """Paths of the units it goes to; those that lie below others of them are left out."""
    if not targets or unit.id in targets:
        return (unit.path,)
    if len(set(targets)) > rules.MOST_TARGETS:
        raise Refused("deployment_targets", most=rules.MOST_TARGETS)
    found = db.session.execute(select(Unit.path).where(Unit.id.in_(targets), Unit.closed_on.is_(None))).scalars().all()
    if len(found) < len(set(targets)) or not all(path.startswith(unit.path) for path in found):
        raise Refused("deployment_not_below")
    return tuple(sorted(path for path in found if not any(path != one and path.startswith(one) for one in found)))


def _twice(unit: Unit, wish: Wish, thing: _Thing, today: date) -> None:
    """The same, sent here or above and still open. Two statements of it would be one duty said twice."""
    found = select(Deployment.title, Unit.name).join(Unit, Unit.id == Deployment.unit_id)
    found = found.where(Deployment.unit_id.in_(path_ids(unit.path)), Deployment.kind == wish.kind)
    found = found.where(Deployment.withdrawn_at.is_(None), Deployment.ends_on >= today)
    match wish.kind:
        case "lesson":
            found = found.where(Deployment.lesson_id == wish.lesson_id)
        case "activity":
            found = found.where(Deployment.activity_id == wish.activity_id, Deployment.unit_id == unit.id)
        case _:
            found = found.where(Deployment.title == thing.title)
    row = db.session.execute(found.limit(1)).first()
    if row is not None:
        raise Refused("deployment_twice", title=row.title, by=row.name)


def _cost(unit: Unit, wish: Wish, thing: _Thing, counts: Counts, day: date) -> Cost:
    if wish.kind == "return":
        return Cost("school", counts.schools, thing.minutes, thing.minutes, counts.schools * thing.minutes)
    if wish.kind == "reminder":
        return Cost("teacher", counts.teachers, thing.minutes, thing.minutes, counts.teachers * thing.minutes)
    if wish.kind == "lesson":
        asked = counts.classes - counts.done
        return Cost("class", asked, thing.minutes, thing.minutes, asked * thing.minutes)
    hours = {code: rule.minutes for code, rule in plan.rules_for(unit, counts.by_stage, day).items()}
    total = sum(hours[code] * n for code, n in counts.by_stage.items())
    return Cost("class", counts.classes, min(hours.values()), max(hours.values()), total)


def _notes(made: Draft, thing: _Thing, calendar: Calendar) -> list[tuple[str, dict[str, Any]]]:
    notes: list[tuple[str, dict[str, Any]]] = []
    if thing.activity is not None:
        notes += _caps(made, thing.activity, calendar)
    if made.wish.kind == "return":
        notes.append(("note_no_double", {}))
    if made.week is not None and not made.week.counts:
        notes.append(("note_short_week", {"n": made.week.school_days}))
    return notes


def _caps(made: Draft, activity: Activity, calendar: Calendar) -> list[tuple[str, dict[str, Any]]]:
    """PC-06: refused where some school would meet more than six activities in the term, said where it is the last."""
    campaigns = activity_queries.campaigns_around(made.unit, made.year)
    every = [rules.Campaign(*row) for row in campaigns]
    this = next(one for one in every if one.activity_id == activity.id)
    paths = [path for _id, path in schools_below(made.audience.paths)]
    load = rules.load_of_schools(paths, every, this, calendar)
    if load.over:
        raise Refused("deployment_cap", most=MOST_A_TERM, count=load.term, schools=load.over)
    found = []
    if load.term == MOST_A_TERM:
        found.append(("note_cap", {"most": MOST_A_TERM}))
    if load.year > rules.MOST_ITEMS:
        found.append(("note_items", {"most": rules.MOST_ITEMS, "n": load.year}))
    return found
