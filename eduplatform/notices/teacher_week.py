"""What a teacher's week held, counted from the records it left: lessons, reminders, notices. No tap and no look is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ..accounts.models import User
from ..extensions import db
from ..learning import missed_lessons
from ..org.access import Viewer, below
from ..org.models import Unit
from ..shared import clock
from ..teaching.models import Absence, ClassHour, ClassSession, Reminder
from ..teaching.teacher_acts import middle, seconds_of
from .models import Notice
from .rules import OUTSIDE

LEAST = 5  #: fewer teachers than this have no median: it would be about one of them
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Glance:
    """What the week page shows beside the lesson, in one statement. `absent`: who missed the last lesson; `told` notices of this week."""

    to_make_up: int
    unopened: int
    absent: tuple[str, ...]
    told: int
    counts: dict[str, int]

    @property
    def seconds(self) -> int:
        return seconds_of(self.counts)


def glance(viewer: Viewer, class_unit: Unit, year: int, day: date, last: ClassSession | None) -> Glance:
    """The class at a glance and what this week took of the viewer there. One statement."""
    monday = day - timedelta(days=day.weekday())
    counts = _own_counts(viewer, [class_unit.id], year, monday)
    asked = [part.scalar_subquery() for part in (*counts.values(), _absent(last), _told(viewer, monday))]
    to_make_up, unopened, *found = missed_lessons.at_a_glance(class_unit, year, day, *asked)
    names = tuple(sorted((found[-2] or "").split("、"))) if found[-2] else ()
    held = dict(zip(counts, (number or 0 for number in found), strict=False))
    return Glance(to_make_up or 0, unopened or 0, names, found[-1] or 0, _acts(held))


def _acts(held: dict[str, int]) -> dict[str, int]:
    return {**held, "run": held["lesson"]}


def counts_of_week(viewer: Viewer, class_ids: Collection[int], year: int, monday: date) -> dict[str, int]:
    """How often a teacher did each thing in the week of `monday` in the own classes. One statement."""
    parts = _own_counts(viewer, class_ids, year, monday)
    row = db.session.execute(select(*(part.scalar_subquery() for part in parts.values()))).one()
    return _acts(dict(zip(parts, (number or 0 for number in row), strict=True)))


def _own_counts(viewer: Viewer, class_ids: Collection[int], year: int, monday: date) -> dict[str, Select[Any]]:
    def mine(table: Any) -> Any:
        return and_(
            table.school_id == viewer.school_id,
            table.class_id.in_(class_ids),
            table.year == year,
            table.teacher_id == viewer.user_id,
        )

    closed, seen = _within(monday), _span(Notice.read_at, monday)
    own = (Notice.school_id == viewer.school_id, Notice.user_id == viewer.user_id)
    return {
        "lesson": select(func.count()).where(mine(ClassSession), *closed["session"]),
        "away": select(func.sum(ClassSession.roll - ClassSession.present)).where(
            mine(ClassSession), *closed["session"]
        ),
        "reminder": select(func.count()).where(mine(Reminder), *closed["reminder"]),
        "declared": select(func.count()).where(mine(ClassHour), *closed["declared"]),
        "notice": select(func.count()).where(*own, seen),
    }


def _within(monday: date) -> dict[str, tuple[Any, ...]]:
    """What counts as done in the week of `monday`."""
    days = Reminder.given_on.between(monday, monday + timedelta(days=6))
    return {
        "session": (
            ClassSession.state == "closed",
            ClassSession.rehearsal.is_(False),
            _span(ClassSession.opened_at, monday),
        ),
        "reminder": (days, Reminder.ended_at.is_not(None)),
        "declared": (
            ClassHour.grade == "C",
            ClassHour.sign == 1,
            ClassHour.session_id.is_(None),
            _span(ClassHour.entered_at, monday),
        ),
    }


def _span(column: InstrumentedAttribute[Any], monday: date) -> Any:
    first, after = _instants(monday)
    return and_(column >= first, column < after)


def _instants(monday: date) -> tuple[datetime, datetime]:
    return clock.start_of(monday), clock.start_of(monday + WEEK)


def _told(viewer: Viewer, monday: date) -> Select[Any]:
    return select(func.count()).where(
        Notice.school_id == viewer.school_id,
        Notice.user_id == viewer.user_id,
        Notice.rule.not_in(OUTSIDE),
        _span(Notice.made_at, monday),
    )


def _absent(last: ClassSession | None) -> Select[Any]:
    """Names of who missed a lesson, joined by 、"""
    found = select(func.aggregate_strings(User.name, "、")).select_from(Absence)
    found = found.join(User, and_(User.school_id == Absence.school_id, User.id == Absence.pupil_id))
    return found.where(
        Absence.school_id == (last.school_id if last else 0), Absence.session_id == (last.id if last else 0)
    )


@dataclass(frozen=True)
class MedianWeek:
    """The middle of what a week took of the teachers below a unit. `seconds` None: too few to be said."""

    teachers: int
    seconds: int | None


def median_week(unit: Unit, year: int, monday: date) -> MedianWeek:
    """What the week of `monday` took of the teachers below a unit who did anything: the middle one, never by person. Five statements,
    however many there are."""
    held: dict[tuple[int, int], Counter[str]] = {}
    for act, found in _counts_below(unit, year, monday):
        for school_id, user_id, number in db.session.execute(found):
            held.setdefault((school_id, user_id), Counter())[act] += number or 0
    teachers = {
        who: counts for who, counts in held.items() if counts["lesson"] + counts["reminder"] + counts["declared"]
    }
    if len(teachers) < LEAST:
        return MedianWeek(len(teachers), None)
    return MedianWeek(len(teachers), middle(seconds_of(_acts(dict(each))) for each in teachers.values()))


def _counts_below(unit: Unit, year: int, monday: date) -> Iterable[tuple[str, Select[Any]]]:
    done, classes = (
        _within(monday),
        select(Unit.id).where(below(Unit.path, [unit.path]), Unit.kind == "class").subquery(),
    )
    yield "lesson", _by_teacher(ClassSession, classes, year, func.count()).where(*done["session"])
    away = func.sum(ClassSession.roll - ClassSession.present)
    yield "away", _by_teacher(ClassSession, classes, year, away).where(*done["session"])
    yield "reminder", _by_teacher(Reminder, classes, year, func.count()).where(*done["reminder"])
    yield "declared", _by_teacher(ClassHour, classes, year, func.count()).where(*done["declared"])
    read: Any = select(Notice.school_id, Notice.user_id, func.count()).join(classes, classes.c.id == Notice.unit_id)
    read = read.where(Notice.user_id.is_not(None), Notice.made_at >= _instants(monday)[0] - WEEK)
    yield "notice", read.where(_span(Notice.read_at, monday)).group_by(Notice.school_id, Notice.user_id)


def _by_teacher(table: Any, classes: Subquery, year: int, what: Any) -> Select[Any]:
    found = select(table.school_id, table.teacher_id, what).join(classes, classes.c.id == table.class_id)
    return found.where(table.year == year).group_by(table.school_id, table.teacher_id)
