"""Reads for the teacher's pages. Each function is one or two statements; pages add them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from ..accounts.models import User
from ..curriculum import queries as content
from ..curriculum import short_runs
from ..extensions import db
from ..org import queries as org
from ..org.calendar import Calendar, Week
from ..org.models import ClassYear, Enrolment, Unit
from ..shared import clock
from ..shared.prepared import prepared
from . import card_numbers, catch_up, hours_asked, key_days, review_questions, rules, run_steps, slots
from . import hands_questions as teaching_hands_questions
from .hours_forecast import Forecast
from .ledger import standing_entries
from .models import Absence, Assignment, ClassHour, ClassSession, Deployment, HandsCount
from .plan import Suggestion, Theme, coming_topics, suggest, themes, weekly_by
from .sessions import OPEN, attendance
from .year_layout import REVIEW


@dataclass(frozen=True)
class Ledger:
    """Class hours of a class in a year. `entries` newest first; `standing` those that hold; hours in hundredths, `declared` a part
    of them; `begins` the first day with pupils; `ahead` what the plan still holds against what the year asks."""

    year: int
    rule: rules.Rule
    entries: tuple[ClassHour, ...]
    standing: tuple[ClassHour, ...]
    hours: int
    lessons: int
    outlook: slots.Outlook
    ahead: Forecast
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
    catch_up: catch_up.CatchUp
    open_session: ClassSession | None
    last_session: ClassSession | None
    last_hands: tuple[HandsCount, ...]  #: hands counted in the last session
    deployed: Mapping[int, Meant] = field(default_factory=dict)  #: lessons a unit above asks for now, by lesson

    @property
    def ready(self) -> Suggestion | None:
        """The lesson to teach next."""
        return self.suggestions[0] if self.suggestions else None

    def losable(self, day: date) -> list[Week]:
        """Weeks whose lesson may have gone to another subject: the running one and the one before, where they asked for a lesson and
        none was given in them."""
        asking = slots.asking(self.calendar, self.ledger.begins, self.class_unit.closed_on)
        recent = [one for one in asking if one.starts_on <= day <= one.ends_on + timedelta(days=7)]
        held = [entry.given_on for entry in self.ledger.standing if entry.hours]
        return [one for one in recent if not any(one.starts_on <= on <= one.ends_on for on in held)]

    @property
    def theme_has_lesson(self) -> bool:
        """Whether a course exists for this week's theme and stage; a review week is about no topic of its own."""
        if not self.theme or not self.theme.topics:
            return True
        return any(one.lesson.topic in self.theme.topics for one in self.suggestions)


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
    rule = hours_asked.of_class(class_unit, of_year.stage, day)
    hours = sum(row.hours for row in hold)
    declared = sum(row.hours for row in hold if row.grade == "C")
    lessons = sum(row.hours > 0 for row in hold)
    calendar = org.calendar_of(class_unit, of_year.year)
    begins = org.first_day(class_unit) or date.max  # without pupils nothing is owed
    weekly = weekly_by(class_unit, of_year.stage)
    counting = hours - (declared if rule.evidenced else 0)
    outlook = slots.outlook(calendar, weekly, rule.floor, counting, lessons, day, begins)
    newest = tuple(sorted(rows, key=lambda row: (row.given_on, row.id), reverse=True))
    at_the_end = hours_asked.of_class(class_unit, of_year.stage, hours_asked.year_end(of_year.year))
    asked = slots.slots(calendar, weekly, begins, class_unit.closed_on)
    ahead = Forecast(
        hours - (declared if at_the_end.evidenced else 0),
        at_the_end.floor,
        slots.due_by(asked, day),
        lessons,
        len(asked),
    )
    return Ledger(of_year.year, rule, newest, tuple(hold), hours, lessons, outlook, ahead, declared, begins)


def ledger_on(class_unit: Unit, of_year: ClassYear, day: date) -> Ledger:
    """The ledger as it stood on the evening of a day."""
    evening = clock.start_of(day + timedelta(days=1)) - timedelta(milliseconds=1)
    return ledger(class_unit, of_year, day, evening)


def catching_up(
    class_unit: Unit, of_year: ClassYear, day: date, book: Ledger, planned: Iterable[Meant]
) -> catch_up.CatchUp:
    """The cheapest catch-up of a class, from its ledger and the lessons `planned` for its weeks. No statement beside what is remembered."""
    calendar, given = org.calendar_of(class_unit, of_year.year), set(book.given)
    near = calendar.week_near(day)
    waiting = [row for row in planned if row.lesson_id not in given]
    arranged = [row.week for row in waiting if row.extra and near and row.week >= near.number]
    if book.ahead.extra <= len(arranged):
        return catch_up.arrange(book.ahead.extra, len(arranged), (), ())
    by_week, stage = themes(class_unit, of_year.year, of_year.stage), of_year.stage
    codes = {one.code for one in key_days.for_lessons(key_days.year_file(), calendar) if one.for_stage(stage)}
    free = catch_up.free_weeks(
        slots.asking(calendar, book.begins, class_unit.closed_on),
        day,
        arranged,
        {number for number, theme in by_week.items() if codes.intersection(theme.keys)},
    )
    coming = {topic for number, theme in by_week.items() if near and number >= near.number for topic in theme.topics}
    lessons = catch_up.new_first(content.lessons_of(stage), given, {row.lesson_id for row in waiting}, coming)
    return catch_up.arrange(book.ahead.extra, len(arranged), free, lessons)


def week(class_unit: Unit, of_year: ClassYear, day: date, weak: Callable[[], Sequence[str]] = lambda: ()) -> ClassWeek:
    """Everything of the week page that teaching knows. Four statements beside what is remembered for seconds; `weak`: reads what the
    class knows least, asked in a review week only."""
    calendar = org.calendar_of(class_unit, of_year.year)
    now = calendar.week_on(day)
    near = now or calendar.week_near(day)
    number = near.number if near else 0
    by_week = themes(class_unit, of_year.year, of_year.stage)
    theme = by_week.get(number)
    book = ledger(class_unit, of_year, day)
    planned = assignments(class_unit, of_year.year)
    meant = {row.lesson_id: row for row in planned if row.asked(number, day) and row.lesson_id not in book.given}
    here = tuple(row for row in book.standing if number and row.week == number)
    offered = suggest(
        content.lessons_of(of_year.stage),
        meant,
        theme.topics if theme else (),
        book.given,
        weak() if theme and theme.kind == REVIEW else (),
        coming_topics(by_week, number),
        {row.lesson_id for row in here if row.hours},
    )
    recent = recent_sessions(class_unit, of_year.year)
    last = next((one for one in recent if one.state == "closed"), None)
    return ClassWeek(
        class_unit,
        of_year,
        calendar,
        near,
        now is not None,
        theme,
        here,
        tuple(offered),
        book,
        strip(
            calendar, Counter(row.week for row in book.standing if row.hours > 0), book.rule.weekly, day, book.begins
        ),
        catching_up(class_unit, of_year, day, book, planned),
        next((one for one in recent if one.state in OPEN), None),
        last,
        recent[last] if last else (),
        {lesson: row for lesson, row in meant.items() if row.deployment_id},
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


class Meant(NamedTuple):
    """A lesson meant for a week of a class; `extra`: beside the week's own, to catch up. Of a deployed one the
    deployment's number, its days and who sent it (name, kind of unit)."""

    lesson_id: int
    week: int
    extra: bool
    deployment_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    by: str = ""
    by_kind: str = ""

    def asked(self, week: int, day: date) -> bool:
        """Whether it is asked for in a week, on a day: from its week on; of a deployed one while its days last."""
        return self.week == week or (self.week < week and not (self.ends_on and self.ends_on < day))


def assignments(class_unit: Unit, year: int) -> list[Meant]:
    """Lessons meant for weeks of a class, by week. One statement."""
    values = {"school_id": class_unit.school_id, "class_id": class_unit.id, "year": year}
    return [Meant(*row) for row in _assigned.rows(**values)]


@prepared
def _assigned(school_id: Any, class_id: Any, year: Any) -> Any:
    found = select(
        Assignment.lesson_id,
        Assignment.week,
        Assignment.extra,
        Assignment.deployment_id,
        Deployment.starts_on,
        Deployment.ends_on,
        func.coalesce(Unit.name, ""),
        func.coalesce(Unit.kind, ""),
    )
    found = found.outerjoin(Deployment, Deployment.id == Assignment.deployment_id)
    found = found.outerjoin(Unit, Unit.id == Deployment.unit_id)
    found = found.where(Assignment.school_id == school_id, Assignment.class_id == class_id)
    found = found.where(Assignment.year == year, Assignment.withdrawn_at.is_(None), Deployment.withdrawn_at.is_(None))
    return found.order_by(Assignment.week, Assignment.id)


def sessions_of_class(class_unit: Unit, year: int, most: int = 100) -> list[ClassSession]:
    """Sessions of a class in a year, open ones first, then newest. One statement."""
    return list(_sessions.values(school_id=class_unit.school_id, class_id=class_unit.id, year=year, most=most))


def _sessions_asked(school_id: Any, class_id: Any, year: Any, most: Any) -> Any:
    its = (ClassSession.school_id == school_id) & (ClassSession.class_id == class_id) & (ClassSession.year == year)
    newest = (ClassSession.state.in_(OPEN).desc(), ClassSession.id.desc())
    return select(ClassSession).where(its).order_by(*newest).limit(most)


_sessions = prepared(_sessions_asked)


def recent_sessions(class_unit: Unit, year: int) -> dict[ClassSession, tuple[HandsCount, ...]]:
    """The three newest sessions of a class in a year, open ones first, each with the hands counted in it. One statement."""
    found: dict[ClassSession, list[HandsCount]] = {}
    for session, hands in _recent.rows(school_id=class_unit.school_id, class_id=class_unit.id, year=year, most=3):
        found.setdefault(session, []).extend([hands] if hands else [])
    return {session: tuple(hands) for session, hands in found.items()}


@prepared
def _recent(school_id: Any, class_id: Any, year: Any, most: Any) -> Any:
    few = _sessions_asked(school_id, class_id, year, most).subquery()
    one = aliased(ClassSession, few)
    raised = (HandsCount.school_id == one.school_id) & (HandsCount.session_id == one.id)
    found = select(one, HandsCount).outerjoin(HandsCount, raised)
    return found.order_by(one.state.in_(OPEN).desc(), one.id.desc(), HandsCount.id)


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
    return by_option(_hands.values(school_id=of_session.school_id, session_id=of_session.id))


def by_option(hands: Iterable[HandsCount]) -> dict[int, dict[str, HandsCount]]:
    """Counts of hands of a session: question revision → option → row."""
    counted: dict[int, dict[str, HandsCount]] = {}
    for row in hands:
        counted.setdefault(row.question_revision_id, {})[row.option] = row
    return counted


@prepared
def _hands(school_id: Any, session_id: Any) -> Any:
    its = (HandsCount.school_id == school_id) & (HandsCount.session_id == session_id)
    return select(HandsCount).where(its).order_by(HandsCount.id)


def hands_questions(of_session: ClassSession) -> tuple[teaching_hands_questions.Asked, ...]:
    """The questions this session asks by show of hands, in order; always the same for the same session."""
    pool, most = content.question_pool(of_session.quiz_revision_id), run_steps.HANDS_QUESTIONS
    if of_session.core_only:
        pool = tuple(short_runs.asked_of_core(content.body(of_session.lesson_revision_id), pool))
        most = short_runs.CORE_QUESTIONS
    known = review_questions.known_before(of_session) if len(pool) > most else {}
    return teaching_hands_questions.choose_hands_questions(pool, of_session.id, most, known)


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
