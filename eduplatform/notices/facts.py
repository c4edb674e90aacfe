"""What notices are made of: the classes of a school on a day, with what they have done. A dozen statements a school, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from ..accounts.models import User
from ..activities.models import Activity
from ..activities.participation import took_part
from ..activities.queries import standing
from ..curriculum import queries as content
from ..curriculum.models import Course, Item
from ..deployments import queries as deployments
from ..deployments.audience import concerns
from ..extensions import db
from ..org import queries as org
from ..org.access import below
from ..org.calendar import Calendar, Week
from ..org.models import ClassYear, Post, Unit
from ..org.queries import path_ids
from ..teaching import key_days, plan, reminder_plan, slots
from ..teaching.models import ClassHour, PlanWeek, Reminder
from ..teaching.year_layout import PlannedWeek
from .rules import ClassToday, Given, KeyDayAhead, OpenActivity, OpenDeployment, Records, SchoolDay, Shown

HOMEROOM, OFFICER = "homeroom_teacher", "safety_officer"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ClassOfSchool:
    """A class in its school year; `unit` an open one."""

    unit: Unit
    stage: str
    label: str


@dataclass(frozen=True)
class SchoolToday:
    """A school on a day of school: its classes, and who is to be told: users by class, and the safety officers."""

    at: SchoolDay
    rooms: tuple[ClassToday, ...]
    teachers: Mapping[int, list[int]]
    officers: tuple[int, ...]
    next_themes: Mapping[int, tuple[str, str]]  #: theme of next week by class, in both languages
    returns: tuple[OpenDeployment, ...] = ()  #: that run and are not answered yet


def school_day(path: str, year: int, day: date) -> SchoolDay:
    """The day on the calendar in force at a unit, read now. `holiday` only where one begins soon."""
    calendar = org.calendar_at(path, year)
    return SchoolDay(day, calendar, reminder_plan.holiday_after(calendar, day) if calendar.is_school_day(day) else None)


def school_today(school: Unit, at: SchoolDay) -> SchoolToday:
    """The school with its classes that have pupils."""
    year = at.calendar.year
    classes = classes_of(school.id, year)
    ids = [one.unit.id for one in classes]
    begins = org.first_days([school.id], ids)
    kept = records_of(school.id, ids, year)
    running = _activities(school, year, at.day)
    sent = deployments.open_at(school.path, year, at.day)
    ahead = _week_ahead(school, classes, at)
    rooms = tuple(
        replace(
            _room(
                at, school, one, kept.get(one.unit.id, Records()), begins[one.unit.id], running, ahead.get(one.unit.id)
            ),
            deployed=_deployed(sent, one),
        )
        for one in classes
        if one.unit.id in begins
    )
    posts = _posts(school.id, ids, at.day)
    themes = {class_id: (week.title, week.title_en) for class_id, (week, _days) in ahead.items()}
    return SchoolToday(at, rooms, posts, tuple(posts.get(school.id, ())), themes, _returns(sent, school))


def _deployed(sent: list[deployments.Sent], one: ClassOfSchool) -> tuple[OpenDeployment, ...]:
    """Lessons and reminders that go to a class. An activity has a notice of its own."""
    return tuple(
        _open(each)
        for each in sent
        if each.row.kind in ("lesson", "reminder")
        and (not each.row.stages or one.stage in each.row.stages)
        and any(one.unit.path.startswith(target) for target in each.row.targets)
    )


def _returns(sent: list[deployments.Sent], school: Unit) -> tuple[OpenDeployment, ...]:
    asked = [each for each in sent if each.row.kind == "return" and concerns(each.row.targets, each.row.stages, school)]
    answered = deployments.answered_returns(school.id, [each.row.id for each in asked])
    return tuple(_open(each) for each in asked if each.row.id not in answered)


def _open(one: deployments.Sent) -> OpenDeployment:
    row = one.row
    words = (row.title, row.title_en or row.title)
    by = (one.unit.name, one.unit.kind)
    return OpenDeployment(row.id, row.kind, *words, *by, row.starts_on, row.ends_on, row.lesson_id or 0)


def classes_of(school_id: int, year: int) -> list[ClassOfSchool]:
    """Open classes of a school in a school year. One statement."""
    found = (
        select(Unit, ClassYear.stage, ClassYear.label)
        .join(ClassYear, ClassYear.class_id == Unit.id)
        .where(ClassYear.school_id == school_id, ClassYear.year == year, Unit.closed_on.is_(None))
    )
    return [ClassOfSchool(*row) for row in db.session.execute(found.order_by(Unit.id))]


def records_of(school_id: int, class_ids: Iterable[int], year: int) -> dict[int, Records]:
    """Lessons that stand, 1530 reminders shown and activities taken part in, by class. Four statements."""
    ids = list(class_ids)
    part: dict[int, set[int]] = defaultdict(set)
    set_then = select(Activity.id).where(Activity.year == year, Activity.draft.is_(False))
    for activity_id, class_id in took_part(db.session.scalars(set_then.where(Activity.withdrawn_at.is_(None))), ids):
        part[class_id].add(activity_id)
    given: dict[int, list[Given]] = defaultdict(list)
    one_lesson = (ClassHour.class_id, ClassHour.given_on, ClassHour.week, ClassHour.topic, ClassHour.lesson_id)
    hours = select(*one_lesson, func.sum(ClassHour.sign))
    hours = hours.where(ClassHour.school_id == school_id, ClassHour.class_id.in_(ids), ClassHour.year == year)
    for class_id, day, week, topic, lesson_id, times in db.session.execute(
        hours.where(ClassHour.hours != 0).group_by(*one_lesson)
    ):
        given[class_id] += [Given(day, week, topic, lesson_id)] * max(0, times)
    shown: dict[int, list[Shown]] = defaultdict(list)
    told = select(Reminder.class_id, Reminder.given_on, Reminder.format, Course.topic)
    told = told.join(Item, Item.id == Reminder.lesson_id).join(Course, Course.id == Item.course_id)
    told = told.where(Reminder.school_id == school_id, Reminder.class_id.in_(ids), Reminder.year == year)
    for class_id, day, minutes, topic in db.session.execute(told.where(Reminder.ended_at.is_not(None))):
        shown[class_id].append(Shown(day, minutes, topic))
    return {
        each: Records(tuple(given[each]), tuple(shown[each]), frozenset(part[each])) for each in {*given, *shown, *part}
    }


def _room(
    at: SchoolDay,
    school: Unit,
    one: ClassOfSchool,
    kept: Records,
    begins: date,
    running: list[tuple[frozenset[str], OpenActivity]],
    ahead: tuple[PlannedWeek, tuple[KeyDayAhead, ...]] | None,
) -> ClassToday:
    asked = slots.slots(at.calendar, plan.weekly_by(school, one.stage), begins)  # classes have no rules of their own
    sunday = at.monday + WEEK
    return ClassToday(
        one.unit.id,
        one.label,
        kept,
        slots.due_by(asked, sunday),
        slots.due_by(asked, at.day),
        ahead[1] if ahead else (),
        tuple(activity for stages, activity in running if not stages or one.stage in stages),
    )


def _activities(school: Unit, year: int, day: date) -> list[tuple[frozenset[str], OpenActivity]]:
    here = standing(path_ids(school.path), year)
    found = select(Activity).where(here, Activity.starts_on <= day, Activity.ends_on >= day)
    return [
        (
            frozenset(row.stages),
            OpenActivity(row.id, row.title, row.title_en or row.title, tuple(row.topics), row.starts_on, row.ends_on),
        )
        for row in db.session.scalars(found.order_by(Activity.ends_on, Activity.id))
    ]


def _week_ahead(
    school: Unit, classes: list[ClassOfSchool], at: SchoolDay
) -> dict[int, tuple[PlannedWeek, tuple[KeyDayAhead, ...]]]:
    """By class: what next week is about and its key days. {} where next week is a holiday, or on days on which nobody is told."""
    week = at.calendar.week_on(at.monday + WEEK)
    if week is None:
        return {}
    year = at.calendar.year
    usual = next((row for row in plan.planned_weeks(school, year) if row.week == week.number), None)
    moved = select(PlanWeek).where(PlanWeek.unit_id.in_([one.unit.id for one in classes]), PlanWeek.year == year)
    own = {row.unit_id: row for row in db.session.scalars(moved.where(PlanWeek.week == week.number))}
    days = key_days_of(at.calendar)
    found = {}
    for one in classes:
        row = own.get(one.unit.id)
        planned = (
            PlannedWeek(row.week, row.title, row.title_en, row.topics, tuple(row.keys), row.kind) if row else usual
        )
        if planned is not None:
            found[one.unit.id] = planned, ahead_of(planned, days, week, one.stage)
    return found


def key_days_of(calendar: Calendar) -> list[key_days.KeyDay]:
    """Key days of a year that have a lesson of their own; what comes before every holiday is the holiday's notice."""
    every = key_days.for_lessons(key_days.year_file(), calendar)
    before = {
        entry["code"] for entry in key_days.entries(key_days.year_file()) if entry["rule"]["type"] == "holiday_before"
    }
    return [one for one in every if one.code not in before]


def ahead_of(planned: PlannedWeek, days: Iterable[key_days.KeyDay], week: Week, stage: str) -> tuple[KeyDayAhead, ...]:
    """The key days that a planned week is made for, with the lesson for a stage ("" for none named)."""
    found = []
    for one in days:
        if one.code in planned.keys and (not stage or one.for_stage(stage)):
            topics = one.topics or tuple(planned.topics.get(stage) or planned.topics.get("all") or ())
            lesson = next((head for head in content.lessons_of(stage) if head.topic in topics), None) if stage else None
            day = max(one.first, week.starts_on)
            found.append(
                KeyDayAhead(
                    one.code,
                    one.title,
                    one.title_en or one.title,
                    topics,
                    day,
                    lesson.title_zh if lesson else "",
                    (lesson.title_en or lesson.title_zh) if lesson else "",
                )
            )
    return tuple(found)


def key_days_ahead(unit: Unit, at: SchoolDay) -> tuple[KeyDayAhead, ...]:
    """The key days of next week by the plan in force at a unit, for all stages at once."""
    week = at.calendar.week_on(at.monday + WEEK)
    rows = plan.planned_weeks(unit, at.calendar.year) if week else ()
    planned = next((row for row in rows if week and row.week == week.number), None)
    return ahead_of(planned, key_days_of(at.calendar), week, "") if planned and week else ()


def _posts(school_id: int, class_ids: list[int], day: date) -> dict[int, list[int]]:
    """Users by the unit they are homeroom teacher or safety officer of; nobody who cannot sign in or never did. One statement."""
    found = (
        select(Post.unit_id, Post.user_id)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .where(
            Post.school_id == school_id,
            Post.from_on <= day,
            or_(Post.to_on.is_(None), Post.to_on > day),
            (Post.unit_id.in_(class_ids) & (Post.role == HOMEROOM))
            | ((Post.unit_id == school_id) & (Post.role == OFFICER)),
            User.kind == "staff",
            User.disabled_at.is_(None),
            User.first_in_at.is_not(None),
        )
    )
    told: dict[int, list[int]] = defaultdict(list)
    for unit_id, user_id in db.session.execute(found.order_by(Post.unit_id, Post.user_id).distinct()):
        told[unit_id].append(user_id)
    return told


def taught_below(unit: Unit, year: int, monday: date) -> tuple[int, int]:
    """(classes, classes that had a lesson in the week of a Monday) of a subtree. Two statements."""
    inside = below(Unit.path, [unit.path])
    classes = select(func.count()).select_from(ClassYear).join(Unit, Unit.id == ClassYear.class_id)
    total = db.session.scalar(classes.where(inside, ClassYear.year == year, Unit.closed_on.is_(None))) or 0
    had = (
        select(ClassHour.class_id)
        .join(Unit, Unit.id == ClassHour.class_id)
        .where(inside, Unit.closed_on.is_(None), ClassHour.year == year)
        .where(ClassHour.given_on >= monday, ClassHour.given_on < monday + WEEK)
        .group_by(ClassHour.class_id)
        .having(func.sum(ClassHour.hours) > 0)
    )
    return total, db.session.scalar(select(func.count()).select_from(had.subquery())) or 0
