"""A year plan as a planner looks at it: week by week what it is about, what falls into it, what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..org.calendar import Calendar, Week
from .key_days import KeyDay, weeks_for
from .year_layout import PlannedWeek, astray

Shelf = Collection[tuple[str, str]]  #: (topic, stage) of the lessons on offer


@dataclass(frozen=True)
class PlannerWeek:
    """A line of the planner. `keys` are the key days its theme is made for, `beside` those that fall into it besides, of the stages
    looked at; `strayed` those of its keys that may not be taught then; `unserved` the stages without a lesson for it."""

    week: Week
    plan: PlannedWeek | None
    keys: tuple[KeyDay, ...] = ()
    beside: tuple[KeyDay, ...] = ()
    strayed: tuple[KeyDay, ...] = ()
    unserved: tuple[str, ...] = ()
    moved: bool = False
    instead: PlannedWeek | None = None  #: of a moved week: what the units above planned for it
    over: bool = False

    @property
    def wrong(self) -> bool:
        """Whether a planner should look at it."""
        return not self.over and bool(self.strayed or self.unserved or self.plan is None)


@dataclass(frozen=True)
class Month:
    """The weeks that begin in a calendar month."""

    first: date
    weeks: tuple[PlannerWeek, ...]

    @property
    def wrong(self) -> int:
        """How many weeks to look at."""
        return sum(line.wrong for line in self.weeks)


@dataclass(frozen=True)
class Overview:
    """The year as it stands on a day. `days`: how many key days it has for the stages looked at; `missing`: themes without a week."""

    weeks: tuple[PlannerWeek, ...]
    days: int
    today: date
    missing: tuple[PlannedWeek, ...] = ()

    @property
    def planned(self) -> bool:
        """Whether any week has a theme."""
        return any(line.plan for line in self.weeks)

    @property
    def months(self) -> tuple[Month, ...]:
        """The weeks by month, in order."""
        firsts = dict.fromkeys(line.week.starts_on.replace(day=1) for line in self.weeks)
        return tuple(
            Month(first, tuple(line for line in self.weeks if line.week.starts_on.replace(day=1) == first))
            for first in firsts
        )

    @property
    def strayed(self) -> tuple[PlannerWeek, ...]:
        """Weeks whose theme has left its key day."""
        return tuple(line for line in self.weeks if line.strayed)

    @property
    def unserved(self) -> tuple[PlannerWeek, ...]:
        """Weeks to come for which some stage has no lesson."""
        return tuple(line for line in self.weeks if line.unserved and not line.over)

    @property
    def unplanned(self) -> tuple[PlannerWeek, ...]:
        """Weeks without a theme."""
        return tuple(line for line in self.weeks if line.plan is None)

    @property
    def short(self) -> tuple[PlannerWeek, ...]:
        """Weeks cut short by holidays: no lesson is due."""
        return tuple(line for line in self.weeks if not line.week.counts)

    @property
    def moved(self) -> tuple[PlannerWeek, ...]:
        return tuple(line for line in self.weeks if line.moved)

    def line(self, number: int | None) -> PlannerWeek | None:
        """The line of a week by its number."""
        return next((line for line in self.weeks if line.week.number == number), None)


def topics_of(planned: PlannedWeek, stage: str) -> list[str]:
    """Topic codes of a week for a stage."""
    return list(planned.topics.get(stage) or planned.topics.get("all") or ())


def year_overview(
    calendar: Calendar,
    planned: Iterable[PlannedWeek],
    key_days: Sequence[KeyDay],
    shelf: Shelf,
    stages: Sequence[str],
    today: date,
    moved: Mapping[int, PlannedWeek | None] | None = None,
) -> Overview:
    """The plan on its calendar for some stages, as it stands on a day. `moved`: weeks a class moved → what was planned there."""
    by_week = {row.week: row for row in planned}
    mine = [day for day in key_days if any(day.for_stage(stage) for stage in stages)]
    gone = {row.week for row in astray(by_week.values(), key_days, calendar)}
    lines = [_line(week, by_week.get(week.number), mine, calendar, gone, today) for week in calendar.weeks]
    there = moved or {}
    return Overview(
        tuple(
            replace(
                line,
                unserved=_unserved(line, shelf, stages),
                moved=line.week.number in there,
                instead=there.get(line.week.number),
            )
            for line in lines
        ),
        len(mine),
        today,
    )


def without_week(themes: Iterable[PlannedWeek], planned: Iterable[PlannedWeek]) -> tuple[PlannedWeek, ...]:
    """Those of the themes that stand in no week of a plan, by their titles; each once."""
    there = {row.title for row in planned}
    return tuple({theme.title: theme for theme in themes if theme.title not in there}.values())


def _line(
    week: Week, row: PlannedWeek | None, key_days: list[KeyDay], calendar: Calendar, gone: set[int], today: date
) -> PlannerWeek:
    keys = _days(row.keys if row else (), week, key_days, calendar)
    beside = _days(row.beside if row else (), week, key_days, calendar)
    strayed = keys if week.number in gone else ()
    return PlannerWeek(week, row, keys, beside, strayed, over=week.ends_on < today)


def _days(codes: Iterable[str], week: Week, key_days: list[KeyDay], calendar: Calendar) -> tuple[KeyDay, ...]:
    """The key days behind codes; of several with one code the one taught in this week, else the first."""
    found = []
    for code in codes:
        days = [day for day in key_days if day.code == code]
        here = [day for day in days if week.number in {each.number for each in weeks_for(calendar, day)}]
        found += (here or days)[:1]
    return tuple(found)


def _unserved(line: PlannerWeek, shelf: Shelf, stages: Sequence[str]) -> tuple[str, ...]:
    """Stages without a lesson. A week without topics (a review) and one without a lesson due need nothing from the shelf."""
    row = line.plan
    if row is None or not line.week.counts or not row.topics:
        return ()
    return tuple(stage for stage in stages if not any((topic, stage) in shelf for topic in topics_of(row, stage)))
