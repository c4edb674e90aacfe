"""Laying a year's themes on a calendar: key days first, in the week that holds them, the rest in order around the holidays. Pure.

A theme names the key days it is made for. The same laying serves the shipped plan on any calendar and the plan of a unit above on
the calendar of a school that has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..curriculum.taxonomy import STAGES
from ..org.calendar import Calendar, Week
from .key_days import KeyDay, weeks_for

Topics = dict[str, list[str]]  #: stage code, or "all" for the stages not named → topic codes, the main one first
REVIEW = "review"  #: kind of a week that repeats what the class knows least


@dataclass(frozen=True)
class PlannedWeek:
    """What one teaching week is about. `term` 1 or 2: the half of the year a theme belongs to; 0: either."""

    week: int
    title: str
    title_en: str
    topics: Topics
    keys: tuple[str, ...] = ()  #: codes of the key days the theme is made for
    kind: str = "lesson"  #: lesson, theme (a week with a special-topic activity) or review
    drill: bool = False
    term: int = 0
    beside: tuple[str, ...] = ()  #: codes of the key days that fall into the week beside its theme, see noted()


@dataclass(frozen=True)
class Layout:
    """The laid year: a theme for each teaching week, and the themes for which the calendar had no week."""

    weeks: tuple[PlannedWeek, ...]
    left_out: tuple[PlannedWeek, ...] = ()


def lay(themes: Iterable[PlannedWeek], key_days: Sequence[KeyDay], calendar: Calendar) -> Layout:
    """A theme for each teaching week of the calendar. `themes` in the order of the year; their `week` says about when, in a span
    of several weeks."""
    laying = _Laying(list(themes), key_days, calendar)
    laying.anchor()
    for term in calendar.terms:
        laying.fill(term.n)
    return laying.done()


def noted(weeks: Iterable[PlannedWeek], key_days: Iterable[KeyDay], calendar: Calendar) -> tuple[PlannedWeek, ...]:
    """The weeks, each with the key days that fall into it and into no theme made for them: their topics come after the week's."""
    by_week = {week.week: week for week in weeks}
    for day in key_days:
        where = [week.number for week in weeks_for(calendar, day) if week.number in by_week]
        if where and not any(day.code in (*by_week[at].keys, *by_week[at].beside) for at in where):
            own = next((week for week in by_week.values() if day.code in week.keys), None)
            by_week[where[0]] = _beside(by_week[where[0]], day, own)
    return tuple(by_week.values())


def astray(weeks: Iterable[PlannedWeek], key_days: Sequence[KeyDay], calendar: Calendar) -> list[PlannedWeek]:
    """Weeks whose theme is made for key days of which none may be taught then: somebody has moved it."""
    allowed: dict[str, set[int]] = {}
    for day in key_days:
        allowed.setdefault(day.code, set()).update(week.number for week in weeks_for(calendar, day))
    return [
        week
        for week in weeks
        if (known := [code for code in week.keys if code in allowed])
        and not any(week.week in allowed[code] for code in known)
    ]


def review_week(week: int, term: int) -> PlannedWeek:
    """A week without a theme of its own."""
    return PlannedWeek(week, "复习：班里最不熟的内容", "Review: what the class knows least", {}, kind=REVIEW, term=term)


@dataclass
class _Laying:
    themes: list[PlannedWeek]
    key_days: Sequence[KeyDay]
    calendar: Calendar
    taken: dict[int, PlannedWeek] = field(default_factory=dict)
    waiting: list[PlannedWeek] = field(default_factory=list)
    left_out: list[PlannedWeek] = field(default_factory=list)

    def anchor(self) -> None:
        """Themes made for a key day into its week: those with one day first, spans where there is room."""
        by_code: dict[str, list[list[Week]]] = {}
        for day in self.key_days:
            by_code.setdefault(day.code, []).append(weeks_for(self.calendar, day))
        # of several themes for one key day the last is its own: the others lead up to it
        made_for = {code: place for place, theme in enumerate(self.themes) for code in theme.keys}
        wishes = {
            place: [span for code in theme.keys if made_for[code] == place for span in by_code.get(code, [])]
            for place, theme in enumerate(self.themes)
        }
        placed: set[int] = set()
        for narrow in (True, False):
            for place, theme in enumerate(self.themes):
                if place not in placed and self._anchored(theme, wishes[place], narrow):
                    placed.add(place)
        self.waiting = [theme for place, theme in enumerate(self.themes) if place not in placed]

    def _anchored(self, theme: PlannedWeek, wishes: list[list[Week]], narrow: bool) -> bool:
        for span in wishes:
            free = [week for week in span if week.number not in self.taken]
            if free and (len(span) == 1) == narrow:
                # in a long span where the theme would stand by its order
                week = min(free, key=lambda each: (not each.counts, abs(each.number - theme.week)))
                self.taken[week.number] = theme
                return True
        return False

    def fill(self, term: int) -> None:
        """The other themes of a term in their order; weeks cut short by holidays last of all. What the first term has no week for
        comes first in the second, where that has room."""
        free = [week for week in self.calendar.weeks if week.term == term and week.number not in self.taken]
        whole = [week for week in free if week.counts]
        mine = [theme for theme in self.waiting if theme.term in (0, term)]
        while len(mine) > len(whole):
            mine.remove(self._spared(mine))
        if term == self.calendar.terms[-1].n:
            guests = [theme for theme in self.waiting if theme not in mine and theme.term not in (0, term)]
            mine = guests[: len(whole) - len(mine)] + mine
            self.left_out = [theme for theme in self.waiting if theme not in mine]
        rests = len(whole) - len(mine)
        resting = {whole[(2 * at + 1) * len(whole) // (2 * rests)].number for at in range(rests)}
        for theme, week in zip(mine, [week for week in whole if week.number not in resting], strict=True):
            self.taken[week.number] = theme
        self.waiting = [theme for theme in self.waiting if theme not in mine]

    def _spared(self, mine: list[PlannedWeek]) -> PlannedWeek:
        """The theme to go without: the last whose topics other weeks teach too; drills stay longest."""
        for drill in (False, True):
            for theme in reversed(mine):
                others = [each for each in [*self.waiting, *self.taken.values()] if each is not theme]
                taught = {topic for each in others for topic in each.topics.get("all", ())}
                if theme.drill == drill and set(theme.topics.get("all", ())) <= taught:
                    return theme
        return mine[-1]

    def done(self) -> Layout:
        weeks = [
            replace(self.taken[week.number], week=week.number, term=week.term)
            if week.number in self.taken
            else review_week(week.number, week.term)
            for week in self.calendar.weeks
        ]
        return Layout(tuple(weeks), tuple(self.left_out))


def _beside(week: PlannedWeek, day: KeyDay, own: PlannedWeek | None) -> PlannedWeek:
    """The week with one more key day, for the stages it is for. A stage for which the key day's own theme is about something else
    has none of it."""
    elsewhere = set(own.topics) - {"all"} if own else set()
    by_stage = {stage: list(week.topics.get(stage) or week.topics.get("all") or ()) for stage in STAGES}
    for stage, codes in by_stage.items():
        if day.for_stage(stage) and stage not in elsewhere:
            codes += [topic for topic in day.topics if topic not in codes]
    return replace(week, topics=_folded(by_stage), beside=(*week.beside, day.code))


def _folded(by_stage: Topics) -> Topics:
    """What most stages share as "all", the others beside it."""
    every = max(by_stage.values(), key=list(by_stage.values()).count)
    return {"all": every} | {stage: codes for stage, codes in by_stage.items() if codes != every}
