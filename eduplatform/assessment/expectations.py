"""What frames the year of each class: calendar, dated rules, activities. Reads for many classes at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from ..activities import participation
from ..activities.models import Activity
from ..activities.steps import StepOf, steps_of
from ..extensions import db
from ..org import queries as org
from ..org.calendar import Calendar
from ..org.models import ClassYear, Unit
from ..org.queries import path_ids
from ..shared import clock
from ..teaching import rules as hours_rules
from ..teaching import slots as teaching_slots
from ..teaching.dated_rules import DatedRule
from ..teaching.rule_book import Counting, RuleBook, books_of_all
from .events import Days
from .year_events import Ask, Campaign, ClassFrame, settled_steps


@dataclass(frozen=True)
class ClassPlace:
    """A class in a school year."""

    class_id: int
    school_id: int
    path: str
    stage: str
    closed_on: date | None


def class_places(year: int, class_ids: Iterable[int] | None = None) -> list[ClassPlace]:
    """Classes that have a row for the year, all or those asked for, by path. One statement."""
    found = (
        select(ClassYear.class_id, ClassYear.school_id, Unit.path, ClassYear.stage, Unit.closed_on)
        .join(Unit, Unit.id == ClassYear.class_id)
        .where(ClassYear.year == year)
    )
    if class_ids is not None:
        found = found.where(ClassYear.class_id.in_(list(class_ids)))
    return [ClassPlace(*row) for row in db.session.execute(found.order_by(ClassYear.school_id, ClassYear.class_id))]


@dataclass(frozen=True)
class Standards:
    """Rules and activities of a year, loaded once for any number of classes."""

    year: int
    lines: Mapping[int, list[DatedRule]]  #: by unit (0: shipped)
    counting: Mapping[int, list[Counting]]  #: by unit, oldest first
    activities: Mapping[int, list[tuple[frozenset[str], Campaign]]]  #: by unit: stages (empty: all) and what it asks
    _books: dict[tuple[int, ...], RuleBook] = field(default_factory=dict)

    def book(self, path: str) -> RuleBook:
        """The rules of a class and of the units above. Made once for all classes under the same units with rules."""
        ids = tuple(unit for unit in path_ids(path) if unit in self.lines or unit in self.counting)
        if ids not in self._books:
            lines = tuple(line for unit in (0, *ids) for line in self.lines.get(unit, ()))
            counting = sorted((one for unit in ids for one in self.counting.get(unit, ())), key=lambda one: one[2])
            self._books[ids] = RuleBook(ids, lines, tuple(counting))
        return self._books[ids]

    def rule_on(self, path: str, stage: str, day: date) -> hours_rules.Rule:
        """The rule in force: the strictest of all units above, each with its latest."""
        return self.book(path).rule_on(stage, day)

    def weekly_by(self, path: str, stage: str, starts_on: date) -> int | Callable[[date], int]:
        """Hundredths a week asks for: one number unless a rule changes within the year."""
        book = self.book(path)
        if any(day > starts_on for day in book.days_of_change(stage)):
            return lambda day: book.weekly_on(stage, day)
        return book.weekly_on(stage, starts_on)

    def floors(self, path: str, stage: str, starts_on: date) -> list[tuple[date, int, bool]]:
        """(day from which, hundredths of class hours, whether only hours with evidence count)."""
        book = self.book(path)
        days = [starts_on] + [day for day in book.days_of_change(stage) if day > starts_on]
        found = [(day, book.rule_on(stage, day)) for day in days]
        return [(day, rule.floor, rule.evidenced) for day, rule in found]

    def campaigns(self, path: str, stage: str) -> list[Campaign]:
        wanted = [pair for unit in path_ids(path) for pair in self.activities.get(unit, ())]
        return [for_stage(campaign, stage) for stages, campaign in wanted if not stages or stage in stages]


def standards(year: int) -> Standards:
    """Load rules and activities with their steps. Four statements."""
    lines: dict[int, list[DatedRule]] = defaultdict(list)
    counting: dict[int, list[Counting]] = defaultdict(list)
    asked, counted = books_of_all()
    for line in asked:
        lines[line.unit_id].append(line)
    for one in counted:
        counting[one[0]].append(one)
    activities: dict[int, list[tuple[frozenset[str], Campaign]]] = defaultdict(list)
    set_then = select(Activity).where(Activity.year == year, Activity.draft.is_(False)).order_by(Activity.id)
    rows = list(db.session.scalars(set_then))
    steps = steps_of(rows)
    for row in rows:
        activities[row.unit_id].append((frozenset(row.stages or ()), campaign(row, steps.get(row.id, ()))))
    return Standards(year, lines, counting, activities)


def campaign(row: Activity, steps: Iterable[StepOf]) -> Campaign:
    """What an activity asks of classes of any stage; what is known beside lessons is not in it yet."""
    withdrawn = clock.local(row.withdrawn_at).date() if row.withdrawn_at else None
    asks = tuple(
        Ask(thing.topic, each.row.starts_on, each.row.ends_on, thing.lesson_id, thing.stage)
        for each in steps
        if each.row.kind == "lesson" and each.row.starts_on and each.row.ends_on
        for thing in each.things
    )
    return Campaign(asks, row.starts_on, row.ends_on, clock.local(row.set_at).date(), withdrawn, row.id)


def for_stage(asked: Campaign, stage: str) -> Campaign:
    """What an activity asks of a class of a stage."""
    return replace(asked, asks=tuple(ask for ask in asked.asks if ask.stage in ("", stage)))


def with_noted(
    campaigns: Iterable[Campaign], class_id: int, known: Mapping[tuple[int, int], list[participation.Noted]]
) -> list[Campaign]:
    """Campaigns with what is known of a class beside lessons."""
    return [replace(one, noted=tuple(known.get((one.number, class_id), ()))) for one in campaigns]


def slots_due(
    calendar: Calendar, known: Standards, path: str, stage: str, life: tuple[date, date | None]
) -> dict[date, int]:
    """Weekly lessons by the day from which they are due, by the teacher's own rule: teaching.slots."""
    weekly = known.weekly_by(path, stage, calendar.starts_on)
    return dict(Counter(slot.day for slot in teaching_slots.slots(calendar, weekly, *life)))


@dataclass(frozen=True)
class Stored:
    """Steps of a class that stand already: what was said about past days is not said anew."""

    slots: Days
    classes: Days


class Frames:
    """Frames of classes; calendars are read once a school."""

    def __init__(self, year: int, today: date):
        self.year, self.today, self.known = year, today, standards(year)
        self._calendars: dict[int, Calendar] = {}
        self._noted: Mapping[tuple[int, int], list[participation.Noted]] = {}
        self._slots: dict[tuple[int, str, date, date | None], dict[date, int]] = {}

    def read_noted(self, class_ids: Iterable[int]) -> None:
        """Read what is known of classes beside lessons, now. Two statements; none where no activity is set."""
        self._noted = participation.noted(self.year, class_ids) if self.known.activities else {}

    def of(self, place: ClassPlace, first_day: date | None, stored: Stored) -> ClassFrame:
        """The frame of a class whose notes were read."""
        calendar = self._calendar(place.school_id)
        floors, campaigns = (
            self.known.floors(place.path, place.stage, calendar.starts_on),
            with_noted(self.known.campaigns(place.path, place.stage), place.class_id, self._noted),
        )
        if first_day is None:  # no pupils yet, or their rows were erased since: what was said stands, nothing is added
            return ClassFrame(stored.classes, stored.slots, floors, campaigns)
        begins = min(max(first_day, calendar.starts_on), calendar.ends_on)
        closes = place.closed_on if place.closed_on and place.closed_on <= calendar.ends_on else None
        classes = {} if closes and closes <= begins else {begins: 1} | ({closes: -1} if closes else {})
        due, known = self._due(place, calendar, begins, closes), bool(stored.classes)
        return ClassFrame(
            settled_steps(stored.classes, classes, self.today, known),
            settled_steps(stored.slots, due, self.today, known),
            floors,
            campaigns,
        )

    def _due(self, place: ClassPlace, calendar: Calendar, begins: date, closes: date | None) -> dict[date, int]:
        school_path = place.path[: place.path.rstrip("/").rindex("/") + 1]
        if (
            place.class_id in self.known.lines or place.class_id in self.known.counting
        ):  # a class with a rule of its own
            return slots_due(calendar, self.known, place.path, place.stage, (begins, closes))
        key = (place.school_id, place.stage, begins, closes)
        if key not in self._slots:
            self._slots[key] = slots_due(calendar, self.known, school_path, place.stage, (begins, closes))
        return self._slots[key]

    def _calendar(self, school_id: int) -> Calendar:
        if school_id not in self._calendars:
            school = db.session.get(Unit, school_id)
            if school is None:
                raise LookupError(f"school {school_id}")
            self._calendars[school_id] = org.calendar_at(
                school.path, self.year
            )  # not a remembered one: it may just have changed
        return self._calendars[school_id]
