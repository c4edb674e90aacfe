"""A unit's main figures against the same day of last year and against the term before. Nothing is shown that its page of then would hide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import case, func, or_, select

from ..org import queries as org
from ..org.access import Viewer
from ..org.models import ClassYear, Unit
from ..shared import ttl_cache
from ..shared.prepared import prepared
from . import counters, rules, trend_rules
from .hidden_units import NOTHING, RIGHT, looks_from_inside
from .models import TallyUnit
from .queries import Report
from .suppression import hidden_of
from .trend_rules import Compared

#: what the main indicators and the rules of hiding read
COUNTED = (
    *("lessons", "roll", "classes", "classes_met", "slots_due", "slots_done", "quiz_due", "quiz_taken", "quiz_group"),
    *("quiz_passed", "quiz_excellent", "skill_due", "skill_done", "skill_group", "activity_due", "activity_done"),
)
Counts = Mapping[str, int]
_RESULTS = tuple(indicator.code for indicator in rules.PERSONAL)


@dataclass(frozen=True)
class Trend:
    """`year`: this year so far against last year up to `same_day`; `term`: this term so far against the one before. Empty where nothing
    was counted then."""

    same_day: date
    year: Sequence[Compared]
    term: Sequence[Compared]


@dataclass(frozen=True)
class _Span:
    """Counters of a unit in a part of a year: after the day looked at (`late`), in the last term (`in_term`)."""

    late: bool
    in_term: bool
    counts: Counts


@dataclass(frozen=True)
class _Line:
    unit_id: int
    spans: list[_Span]

    def counts(self, picks: Callable[[_Span], bool]) -> Counts:
        return _added(span.counts for span in self.spans if picks(span))


def trend_of(viewer: Viewer, report: Report) -> Trend:
    """Of a report that is loaded. One statement; in a second term, for who looks from outside the school, one more; none while what was
    then is remembered. Of a single class who looks from outside is told lessons and activities only: results of then would need every
    list above it read anew."""
    unit, year, same_day = report.unit, report.year, trend_rules.a_year_before(report.day)
    inside = looks_from_inside(viewer, unit.path)
    light = unit.kind == "class" and not inside
    chain = [] if inside or light else [one for one in report.above if viewer.may(RIGHT, one.path)]
    begun = [one for one in report.calendar.terms if one.starts_on <= report.day]
    last_began = org.calendar_of(unit, year - 1).terms[-1:] if len(begun) < 2 else ()
    before = _past(report, chain, year - 1, same_day, last_began[0].starts_on if last_began else date(year, 8, 31))
    then = before.until
    of_year = _rates(then, inside, before.hidden) if then["lessons"] or then["slots_due"] else None
    without = trend_rules.OF_A_YEAR * (unit.kind == "class") + _RESULTS * light
    in_year = trend_rules.compared(report.own.rates, of_year, without) if of_year else []
    terms = _of_terms(report, inside, chain, before, begun[-1].starts_on if len(begun) > 1 else None)
    in_term = trend_rules.compared(*terms, trend_rules.OF_A_YEAR + _RESULTS * light) if terms else []
    return Trend(same_day, in_year, in_term)


@dataclass(frozen=True)
class _Then:
    """What a year was: up to the day looked at (`until`) with what is hidden of it, and its last `term`."""

    until: Counts
    hidden: frozenset[str]
    term: Counts
    hidden_term: frozenset[str]


def _past(report: Report, chain: Sequence[Unit], year: int, same_day: date, term_from: date) -> _Then:
    """Remembered for seconds, and no longer than nothing new was counted: the same for all who look from the same height."""
    key = ("then", report.counted_at, report.unit.id, tuple(one.id for one in chain), year, same_day, term_from)
    make = partial(_read, report.unit, chain, year, same_day, term_from)
    return ttl_cache.remembered(key, make) if report.counted_at else make()


def _read(unit: Unit, chain: Sequence[Unit], year: int, same_day: date, term_from: date) -> _Then:
    found = _Past(unit, chain, year, same_day, term_from)
    part, rest = found.own(lambda span: span.in_term), found.own(_before_term)
    hidden = trend_rules.hidden_of_part(part, rest, found.hidden(lambda span: True), found.hidden(_before_term))
    return _Then(found.own(_until), found.hidden(_until), part, hidden)


def _until(span: _Span) -> bool:
    return not span.late


def _before_term(span: _Span) -> bool:
    return not span.in_term


def _of_terms(
    report: Report, inside: bool, chain: Sequence[Unit], before: _Then, began: date | None
) -> tuple[Mapping[str, rules.Rate], Mapping[str, rules.Rate]] | None:
    """Rates of this term so far and of the term before. `began`: when a later term of this year did."""
    if began is None:
        part = before.term
        rates_then = _rates(part, inside, before.hidden_term)
        return (report.own.rates, rates_then) if part["lessons"] or part["slots_due"] else None
    days = {when: counters.named(row) for when, row in report.by_day.items() if when <= report.day}
    first = _added(row for when, row in days.items() if when < began)
    second = _added(row for when, row in days.items() if when >= began)
    if not (first["lessons"] or first["slots_due"]):
        return None
    last_day = began - timedelta(days=1)
    cut = _past(report, chain, report.year, last_day, began).hidden if chain else NOTHING
    hidden = trend_rules.hidden_of_part(second, first, report.hidden, cut)
    return _rates(second, inside, hidden), _rates(first, inside, hidden)


def _rates(counts: Counts, inside: bool, hidden: frozenset[str]) -> Mapping[str, rules.Rate]:
    return rules.rates(counts, inside, hidden)


class _Past:
    """A year of a unit, of the units below it and of those beside it and above, as far as they say what is hidden of it. `chain`: the
    units from the highest the viewer may see down to it, empty for who looks from inside."""

    def __init__(self, unit: Unit, chain: Sequence[Unit], year: int, same_day: date, term_from: date):
        self.unit, self.chain = unit, chain
        self.lists: dict[int | None, list[_Line]] = defaultdict(list)
        parents = [one.id for one in chain if one.kind != "class"]
        self.mine = _Line(unit.id, [])
        known: dict[int, _Line] = {}
        for row in _spans.rows(
            unit_id=unit.id, parents=parents, year=year, first=date(year, 9, 1), same_day=same_day, term_from=term_from
        ):
            line = known.get(row.id)
            if line is None:
                line = known[row.id] = _Line(row.id, [])
                self.lists[row.parent_id].append(line)
            line.spans.append(_Span(bool(row.late), bool(row.in_term), dict(zip(COUNTED, row[4:], strict=True))))
        self.mine = known.get(unit.id, self.mine)

    def own(self, picks: Callable[[_Span], bool]) -> Counts:
        """The unit's counters over the parts picked."""
        return self.mine.counts(picks)

    def hidden(self, picks: Callable[[_Span], bool]) -> frozenset[str]:
        """What the report of then hides: as queries.unit_report() of that year and day."""
        if not self.chain:
            return NOTHING
        forced = NOTHING
        for parent, child in pairwise(self.chain):
            lines = self.lists[parent.id]
            codes = self._covered(lines, picks, forced).codes
            places = {line.unit_id: place for place, line in enumerate(lines)}
            forced = codes[places[child.id]] if child.id in places else NOTHING
        below = [] if self.unit.kind == "class" else self.lists[self.unit.id]
        return rules.hidden_codes(self.own(picks)) | forced | self._covered(below, picks, forced).bare

    def _covered(self, lines: Sequence[_Line], picks: Callable[[_Span], bool], forced: frozenset[str]) -> Any:
        return hidden_of([line.counts(picks) for line in lines], [False] * len(lines), forced)


def _added(rows: Any) -> dict[str, int]:
    summed = dict.fromkeys(counters.NAMES, 0)
    for row in rows:
        for name, value in row.items():
            summed[name] += int(value)
    return summed


@prepared(many=("parents",))
def _spans(unit_id: Any, parents: Any, year: Any, first: Any, same_day: Any, term_from: Any) -> Any:
    """Sums of a unit and of all directly below `parents`, by the part of the year. Each list in the order of its page."""
    tally = TallyUnit
    late = case((tally.day > same_day, 1), else_=0).label("late")
    in_term = case((tally.day >= term_from, 1), else_=0).label("in_term")
    days = (
        select(Unit.id, Unit.parent_id, ClassYear.grade, Unit.number, Unit.code, late, in_term)
        .add_columns(*(getattr(tally, name) for name in COUNTED))
        .outerjoin(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .outerjoin(tally, (tally.unit_id == Unit.id) & (tally.year == year))
        .where(or_(Unit.id == unit_id, Unit.parent_id.in_(parents)))
        .where(or_(Unit.closed_on.is_(None), Unit.closed_on > first, Unit.id == unit_id))
        .where(or_(Unit.kind != "class", ClassYear.id.is_not(None)))
        .subquery()
    )
    one = days.c
    return (
        select(one.id, one.parent_id, one.late, one.in_term)
        .add_columns(*(func.coalesce(func.sum(one[name]), 0) for name in COUNTED))
        .group_by(one.id, one.parent_id, one.grade, one.number, one.code, one.late, one.in_term)
        .order_by(one.grade, func.coalesce(one.number, 1000), func.length(one.code), one.code)
    )
