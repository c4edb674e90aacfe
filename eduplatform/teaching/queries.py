"""Reads for the teacher's pages. Each function is one or two statements; pages add them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from ..accounts.models import User
from ..curriculum import queries as content
from ..curriculum import short_runs
from ..extensions import db
from ..org import queries as org
from ..org.calendar import Calendar, Week
from ..org.models import ClassYear, Enrolment, Unit
from ..shared import clock
from ..shared.prepared import prepared
from . import card_numbers, rules, slots
from . import hands_questions as teaching_hands_questions
from .ledger import standing_entries
from .models import Absence, Assignment, ClassHour, ClassSession, HandsCount
from .plan import Suggestion, Theme, rule_for, suggest, themes, weekly_by
from .sessions import OPEN, attendance


@dataclass(frozen=True)
class Ledger:
    """Class hours of a class in a year. `entries` newest first; `standing` those that hold; hours in hundredths, `declared` a part
    of them; `begins` the first day with pupils."""

    year: int
    rule: rules.Rule
    entries: tuple[ClassHour, ...]
    standing: tuple[ClassHour, ...]
    hours: int
    lessons: int
    outlook: slots.Outlook
    declared: int = 0
    begins: date = date.min

    @property
    def counting(self) -> int:
        """Hundredths that count towards the floor by the rule."""
        return self.hours - (self.declared if self.rule.evidenced else 0)

    @property
    def given(self) -> list[int]:
        """Lesson numbers that were given, oldest first."""
        return [
            entry.lesson_id for entry in sorted(self.standing, key=lambda one: (one.given_on, one.id)) if entry.hours
        ]


@dataclass(frozen=True)
class WeekMark:
    """One square of the year's strip: taught partly missed holiday before (the class began) future or now."""

    week: int
    state: str
    starts_on: date
    lessons: int


@dataclass(frozen=True)
class ClassWeek:
    """What the week page shows. `week` is the teaching week of today, in holidays the next one (`in_term` False)."""

    class_unit: Unit
    of_year: ClassYear
    calendar: Calendar
    week: Week | None
    in_term: bool
    theme: Theme | None
    given_this_week: tuple[ClassHour, ...]
    suggestions: tuple[Suggestion, ...]
    ledger: Ledger
    strip: tuple[WeekMark, ...]
    open_session: ClassSession | None
    last_session: ClassSession | None

    @property
    def ready(self) -> Suggestion | None:
        """The lesson to teach next."""
        return self.suggestions[0] if self.suggestions else None

    @property
    def theme_has_lesson(self) -> bool:
        """Whether a course exists for this week's theme and stage."""
        return any(one.lesson.topic in self.theme.topics for one in self.suggestions) if self.theme else True


def year_of(class_unit: Unit, day: date) -> ClassYear | None:
    """The class in the school year of `day`."""
    return org.class_year(class_unit, clock.school_year_of(day))


def ledger_entries(class_unit: Unit, year: int, as_of: Any = None) -> list[ClassHour]:
    """All ledger entries of a class in a year, in the order they were made; `as_of` an instant: only those made by then."""
    of_class = {"school_id": class_unit.school_id, "class_id": class_unit.id, "year": year}
    return list(_entries.values(**of_class) if as_of is None else _entries_by.values(**of_class, as_of=as_of))


def _book(school_id: Any, class_id: Any, year: Any) -> Any:
    its = (ClassHour.school_id == school_id) & (ClassHour.class_id == class_id) & (ClassHour.year == year)
    return select(ClassHour).where(its).order_by(ClassHour.id)


_entries = prepared(_book)


@prepared
def _entries_by(school_id: Any, class_id: Any, year: Any, as_of: Any) -> Any:
    return _book(school_id, class_id, year).where(ClassHour.entered_at <= as_of)


def ledger(class_unit: Unit, of_year: ClassYear, day: date, as_of: Any = None) -> Ledger:
    """The ledger with the rule in force on `day` and where the class is heading. One statement beside calendar and rule."""
    rows = ledger_entries(class_unit, of_year.year, as_of)
    hold = standing_entries(rows)
    rule = rule_for(class_unit, of_year.stage, day)
    hours = sum(row.hours for row in hold)
    declared = sum(row.hours for row in hold if row.grade == "C")
    lessons = sum(row.hours > 0 for row in hold)
    calendar = org.calendar_of(class_unit, of_year.year)
    begins = org.first_day(class_unit) or date.max  # without pupils nothing is owed
    ahead = slots.outlook(
        calendar,
        weekly_by(class_unit, of_year.stage),
        rule.floor,
        hours - (declared if rule.evidenced else 0),
        lessons,
        day,
        begins,
    )
    newest = tuple(sorted(rows, key=lambda row: (row.given_on, row.id), reverse=True))
    return Ledger(of_year.year, rule, newest, tuple(hold), hours, lessons, ahead, declared, begins)


def week(class_unit: Unit, of_year: ClassYear, day: date, weak: Iterable[str] = ()) -> ClassWeek:
    """Everything of the week page that teaching knows. Four statements beside what is remembered for seconds."""
    calendar = org.calendar_of(class_unit, of_year.year)
    now = calendar.week_on(day)
    near = now or calendar.week_near(day)
    number = near.number if near else 0
    theme = themes(class_unit, of_year.year, of_year.stage).get(number)
    book = ledger(class_unit, of_year, day)
    meant = [
        row.lesson_id
        for row in assignments(class_unit, of_year.year)
        if row.week <= number and row.lesson_id not in book.given
    ]
    offered = suggest(content.lessons_of(of_year.stage), meant, theme.topics if theme else (), book.given, tuple(weak))
    recent = sessions_of_class(class_unit, of_year.year, 3)
    return ClassWeek(
        class_unit,
        of_year,
        calendar,
        near,
        now is not None,
        theme,
        tuple(row for row in book.standing if number and row.week == number),
        tuple(offered),
        book,
        strip(
            calendar, Counter(row.week for row in book.standing if row.hours > 0), book.rule.weekly, day, book.begins
        ),
        next((one for one in recent if one.state in OPEN), None),
        next((one for one in recent if one.state == "closed"), None),
    )


def strip(
    calendar: Calendar, given: Mapping[int, int], weekly: int, day: date, begins: date | None = None
) -> tuple[WeekMark, ...]:
    """The year's weeks with the lessons `given` in each. A week without a lesson is 'missed' only if nothing before made up for it."""
    asked = {one.number for one in slots.asking(calendar, begins)}
    return tuple(
        WeekMark(
            one.number,
            _mark(one, given.get(one.number, 0), weekly, day, one.number in asked),
            one.starts_on,
            given.get(one.number, 0),
        )
        for one in calendar.weeks
    )


def _mark(one: Week, lessons: int, weekly: int, day: date, asked: bool) -> str:
    if lessons:
        return "taught" if lessons * slots.SLOT >= weekly else "partly"
    if one.starts_on <= day <= one.ends_on:
        return "now"
    if not one.counts:
        return "holiday"
    if one.ends_on >= day:
        return "future"
    return "missed" if asked else "before"


def assignments(class_unit: Unit, year: int) -> list[Assignment]:
    """Lessons meant for weeks of a class, by week. One statement."""
    return list(_assigned.values(school_id=class_unit.school_id, class_id=class_unit.id, year=year))


@prepared
def _assigned(school_id: Any, class_id: Any, year: Any) -> Any:
    found = select(Assignment).where(Assignment.school_id == school_id, Assignment.class_id == class_id)
    found = found.where(Assignment.year == year, Assignment.withdrawn_at.is_(None))
    return found.order_by(Assignment.week, Assignment.id)


def sessions_of_class(class_unit: Unit, year: int, most: int = 100) -> list[ClassSession]:
    """Sessions of a class in a year, open ones first, then newest. One statement."""
    return list(_sessions.values(school_id=class_unit.school_id, class_id=class_unit.id, year=year, most=most))


@prepared
def _sessions(school_id: Any, class_id: Any, year: Any, most: Any) -> Any:
    its = (ClassSession.school_id == school_id) & (ClassSession.class_id == class_id) & (ClassSession.year == year)
    newest = (ClassSession.state.in_(OPEN).desc(), ClassSession.id.desc())
    return select(ClassSession).where(its).order_by(*newest).limit(most)


def session_by_id(session_id: int) -> ClassSession | None:
    """A session by number, for the loader."""
    return db.session.scalars(select(ClassSession).where(ClassSession.id == session_id)).first()


def entry(entry_id: int) -> ClassHour | None:
    """A ledger entry by number, for the loader."""
    return db.session.scalars(select(ClassHour).where(ClassHour.id == entry_id)).first()


def entry_of(of_session: ClassSession) -> ClassHour | None:
    """The entry that holds for a closed session; None when it was taken back."""
    found = select(ClassHour).where(ClassHour.school_id == of_session.school_id, ClassHour.session_id == of_session.id)
    hold = standing_entries(list(db.session.scalars(found.order_by(ClassHour.id))))
    return hold[-1] if hold else None


def entry_and_given_way(of_session: ClassSession) -> tuple[ClassHour | None, list[ClassHour]]:
    """The entry that holds for a closed session, and the reversals of declared lessons that gave way to it. One statement."""
    mine = (ClassHour.school_id == of_session.school_id) & (ClassHour.class_id == of_session.class_id)
    own = select(ClassHour.id).where(mine, ClassHour.session_id == of_session.id)
    rows = list(
        db.session.scalars(
            select(ClassHour)
            .where(mine, (ClassHour.session_id == of_session.id) | ClassHour.instead_id.in_(own))
            .order_by(ClassHour.id)
        )
    )
    hold = standing_entries([row for row in rows if row.session_id == of_session.id])
    return hold[-1] if hold else None, [row for row in rows if row.instead_id]


def hands_by_option(of_session: ClassSession) -> dict[int, dict[str, HandsCount]]:
    """Hands counted in a session: question revision → option → row. One statement."""
    counted: dict[int, dict[str, HandsCount]] = {}
    for row in _hands.values(school_id=of_session.school_id, session_id=of_session.id):
        counted.setdefault(row.question_revision_id, {})[row.option] = row
    return counted


@prepared
def _hands(school_id: Any, session_id: Any) -> Any:
    its = (HandsCount.school_id == school_id) & (HandsCount.session_id == session_id)
    return select(HandsCount).where(its).order_by(HandsCount.id)


def hands_questions(of_session: ClassSession) -> tuple[teaching_hands_questions.Asked, ...]:
    """The questions this session asks by show of hands, in order; always the same for the same session."""
    pool = content.question_pool(of_session.quiz_revision_id)
    if of_session.core_only:
        taught = short_runs.asked_of_core(content.body(of_session.lesson_revision_id), pool)
        return teaching_hands_questions.choose_hands_questions(taught, of_session.id, short_runs.CORE_QUESTIONS)
    return teaching_hands_questions.choose_hands_questions(pool, of_session.id)


def present_now(of_session: ClassSession) -> tuple[int, int]:
    """(pupils on the roll, of them present) while the session is open. One statement."""
    return attendance(of_session)


@dataclass(frozen=True)
class PupilRow:
    """A pupil in the teacher's list."""

    pupil_id: int
    name: str
    number: str
    opened: bool
    absences: int
    card: int | None = None


def pupil_rows(class_unit: Unit, year: int, day: date) -> list[PupilRow]:
    """Pupils on the roll with whether they have opened their account how often they were away, and their card. Four statements."""
    on_roll = org.roll_on(class_unit.keeper_id, class_unit.id, day)
    away = (
        select(Absence.pupil_id, func.count())
        .join(ClassSession, (ClassSession.school_id == Absence.school_id) & (ClassSession.id == Absence.session_id))
        .where(ClassSession.school_id == class_unit.school_id, ClassSession.class_id == class_unit.id)
        .where(ClassSession.year == year, ClassSession.state == "closed")
        .group_by(Absence.pupil_id)
    )
    missed = dict(db.session.execute(away).all())
    opened = opened_ids(class_unit.keeper_id, [pupil.pupil_id for pupil in on_roll])
    cards = card_numbers.by_pupil(card_numbers.cards_of(class_unit.keeper_id, class_unit.id, day, on_roll))
    return [
        PupilRow(p.pupil_id, p.name, p.number, p.pupil_id in opened, missed.get(p.pupil_id, 0), cards.get(p.pupil_id))
        for p in on_roll
    ]


def opened_ids(school_id: int, pupil_ids: list[int]) -> set[int]:
    """Those of the pupils who have signed in at least once."""
    found = select(User.id).where(User.school_id == school_id, User.id.in_(pupil_ids), User.first_in_at.is_not(None))
    return set(db.session.scalars(found))


def count_unopened(school_id: Any, class_id: Any, day: Any) -> Select[Any]:
    """How many pupils of a class have not opened their account: a statement to be asked with others; values or placeholders."""
    return (
        select(func.count())
        .select_from(Enrolment)
        .join(User, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id))
        .where(Enrolment.school_id == school_id, Enrolment.class_id == class_id, org.on_roll(day))
        .where(User.first_in_at.is_(None))
    )


def away_from(class_unit: Unit, year: int, pupil_id: int) -> list[ClassSession]:
    """Closed sessions of the class that a pupil missed, newest first. One statement."""
    found = (
        select(ClassSession)
        .join(Absence, (Absence.school_id == ClassSession.school_id) & (Absence.session_id == ClassSession.id))
        .where(
            ClassSession.school_id == class_unit.school_id,
            ClassSession.class_id == class_unit.id,
            ClassSession.year == year,
        )
        .where(ClassSession.state == "closed", Absence.pupil_id == pupil_id)
        .order_by(ClassSession.id.desc())
    )
    return list(db.session.scalars(found))


def classes_of_sessions(school_id: int, ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """(class, state) of class classes_of_sessions of a school by number. One statement, none for nothing."""
    wanted = set(ids)
    found = select(ClassSession.id, ClassSession.class_id, ClassSession.state).where(
        ClassSession.school_id == school_id, ClassSession.id.in_(wanted)
    )
    return {row.id: (row.class_id, row.state) for row in db.session.execute(found)} if wanted else {}


def classes_of_entries(school_id: int, ids: Iterable[int]) -> dict[int, int]:
    """Classes of ledger classes_of_entries of a school by number. One statement, none for nothing."""
    wanted = set(ids)
    found = select(ClassHour.id, ClassHour.class_id).where(ClassHour.school_id == school_id, ClassHour.id.in_(wanted))
    return {row.id: row.class_id for row in db.session.execute(found)} if wanted else {}
