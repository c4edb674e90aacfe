"""What a teacher's week held, counted from the records it left: lessons, reminders, notices. No tap and no look is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ..accounts.models import User
from ..activities.queries import running
from ..extensions import db
from ..learning import missed_lessons
from ..org.access import Viewer, below
from ..org.calendar import monday_of
from ..org.models import Unit
from ..org.post_notices import TOLD_DAYS, to_tell
from ..org.queries import path_ids
from ..shared import clock
from ..shared.prepared import prepared
from ..teaching.models import Absence, ClassHour, ClassSession, Reminder
from ..teaching.queries import ClassWeek
from ..teaching.teacher_acts import middle, seconds_of
from .models import Notice
from .rules import OUTSIDE

LEAST = 5  #: fewer teachers than this have no median: it would be about one of them
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Glance:
    """What the week page shows beside the lesson, in one statement. `absent`: who missed the last lesson; `told` notices of this week;
    `activity_runs`, `post_ended`: whether it is worth asking for activities and for posts that ended."""

    to_make_up: int
    unopened: int
    absent: tuple[str, ...]
    told: int
    counts: dict[str, int]
    lost: frozenset[date] = frozenset()  #: Mondays of this week and the one before whose lesson is noted as lost
    activity_runs: bool = False
    post_ended: bool = False

    @property
    def seconds(self) -> int:
        return seconds_of(self.counts)


def glance(viewer: Viewer, of_class: ClassWeek, day: date) -> Glance:
    """The class at a glance and what this week took of the viewer there: lessons by the ledger that is loaded already, the rest in one
    statement."""
    monday = monday_of(day)
    first, after = _instants(monday)
    last = of_class.last_session
    before = monday - WEEK
    to_make_up, unopened, lost, lost_before, reminders, read, told, absent, runs, ended = _glance.one(
        school_id=viewer.school_id,
        user_id=viewer.user_id,
        class_id=of_class.class_unit.id,
        year=of_class.of_year.year,
        day=day,
        monday=monday,
        sunday=monday + timedelta(days=6),
        before=before,
        first=first,
        after=after,
        last=last.id if last else 0,
        unit_ids=path_ids(of_class.class_unit.path),
        told_since=day - timedelta(days=TOLD_DAYS),
    )
    counts = _from_ledger(viewer, of_class.ledger.standing, monday) | {"reminder": reminders or 0, "notice": read or 0}
    names = tuple(sorted(absent.split("、"))) if absent else ()
    noted = frozenset(week_of for week_of, one in ((monday, lost), (before, lost_before)) if one)
    return Glance(to_make_up or 0, unopened or 0, names, told or 0, _acts(counts), noted, bool(runs), bool(ended))


@prepared(many=["unit_ids"])
def _glance(
    school_id: Any,
    user_id: Any,
    class_id: Any,
    year: Any,
    day: Any,
    monday: Any,
    sunday: Any,
    before: Any,
    first: Any,
    after: Any,
    last: Any,
    unit_ids: Any,
    told_since: Any,
) -> Any:
    own_class = Reminder.school_id == school_id, Reminder.class_id == class_id, Reminder.year == year
    held = Reminder.teacher_id == user_id, Reminder.ended_at.is_not(None), Reminder.given_on.between(monday, sunday)
    mine = Notice.school_id == school_id, Notice.user_id == user_id, Notice.rule.not_in(OUTSIDE)
    away = select(func.aggregate_strings(User.name, "、")).select_from(Absence)
    away = away.join(User, and_(User.school_id == Absence.school_id, User.id == Absence.pupil_id))
    asked = (
        select(func.count()).where(*own_class, *held),
        select(func.count()).where(*mine, Notice.read_at >= first, Notice.read_at < after),
        select(func.count()).where(*mine, Notice.made_at >= first, Notice.made_at < after),
        away.where(Absence.school_id == school_id, Absence.session_id == last),
    )
    parts = missed_lessons.glance_parts(school_id, class_id, year, day, monday, before)
    ended = exists().where(*to_tell(school_id, user_id, day, told_since))
    return select(*parts, *(each.scalar_subquery() for each in asked), running(unit_ids, year, day), ended)


def _from_ledger(viewer: Viewer, standing: Iterable[ClassHour], monday: date) -> dict[str, int]:
    """Lessons the viewer gave and entered in the week of `monday`."""
    own = [row for row in standing if row.teacher_id == viewer.user_id]
    given = [row for row in own if row.session_id and monday <= row.given_on < monday + WEEK]
    first, after = _instants(monday)
    entered = [row for row in own if row.grade == "C" and not row.session_id and first <= row.entered_at < after]
    return {"lesson": len(given), "away": sum(row.roll - row.present for row in given), "declared": len(entered)}


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

    closed = _within(monday)
    return {
        "lesson": select(func.count()).where(mine(ClassSession), *closed["session"]),
        "away": select(func.sum(ClassSession.roll - ClassSession.present)).where(
            mine(ClassSession), *closed["session"]
        ),
        "reminder": select(func.count()).where(*_own_reminders(viewer, class_ids, year, monday)),
        "declared": select(func.count()).where(mine(ClassHour), *closed["declared"]),
        "notice": select(func.count()).where(*_own_notices(viewer), _span(Notice.read_at, monday)),
    }


def _own_reminders(viewer: Viewer, class_ids: Collection[int], year: int, monday: date) -> tuple[Any, ...]:
    mine = Reminder.school_id == viewer.school_id, Reminder.class_id.in_(class_ids), Reminder.year == year
    return *mine, Reminder.teacher_id == viewer.user_id, *_within(monday)["reminder"]


def _own_notices(viewer: Viewer) -> tuple[Any, ...]:
    return Notice.school_id == viewer.school_id, Notice.user_id == viewer.user_id, Notice.rule.not_in(OUTSIDE)


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
