"""What the hours should be, the slow and plain way: day by day, entry by entry. Shares no code with what it judges but the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import wraps

from eduplatform.extensions import db
from eduplatform.org.models import ClassYear, Enrolment, Holiday, Post, Term, Unit
from eduplatform.teaching.models import ClassHour, HoursRule, RuleOfUnit

from .world import SHANGHAI, YEAR

DAY = timedelta(days=1)
Three = tuple[int, int, int]  #: lessons, hours, of them declared
_seen: dict[tuple[object, ...], object] = {}  #: answers within one year, which does not change while it is looked at


def forget() -> None:
    """Before another year."""
    _seen.clear()


def once(function):
    """Ask the database once a year for each thing."""

    @wraps(function)
    def asked(*things):
        key = (function.__name__, *(getattr(thing, "id", thing) for thing in things))
        if key not in _seen:
            _seen[key] = function(*things)
        return _seen[key]

    return asked


@once
def known(day: date) -> list[ClassHour]:
    """Entries written by the evening of a day."""
    evening = datetime.combine(day + DAY, time(), SHANGHAI)
    return [row for row in db.session.query(ClassHour).filter_by(year=YEAR) if row.entered_at < evening]


def standing(rows: list[ClassHour]) -> list[ClassHour]:
    gone = {row.corrects_id for row in rows if row.sign < 0}
    return [row for row in rows if row.sign > 0 and row.id not in gone]


def three(rows: list[ClassHour]) -> Three:
    return sum(row.hours > 0 for row in rows), sum(r.hours for r in rows), sum(r.hours for r in rows if r.grade == "C")


def parts(rows: list[ClassHour], of: Callable[[ClassHour], object]) -> dict[str, Three]:
    groups: dict[str, list[ClassHour]] = defaultdict(list)
    for row in rows:
        groups[str(of(row))].append(row)
    return {part: three(found) for part, found in groups.items() if three(found) != (0, 0, 0)}


@once
def line(unit: Unit) -> list[Unit]:
    """The unit and those above it, the nearest first."""
    found = [unit]
    while found[-1].parent_id:
        found.append(db.session.get(Unit, found[-1].parent_id))
    return found


@once
def terms_of(school: Unit) -> list[tuple[int, date, date]]:
    for one in line(school):
        rows = db.session.query(Term).filter_by(unit_id=one.id, year=YEAR).all()
        if rows:
            return [(row.n, row.starts_on, row.ends_on) for row in rows]
    second = date(YEAR + 1, 2, 22)
    return [
        (1, date(YEAR, 9, 1), date(YEAR, 9, 1) + 139 * DAY),
        (2, second, second + 139 * DAY),
    ]


def term_on(school: Unit, day: date) -> int:
    return 2 if any(n == 2 and day >= starts_on for n, starts_on, _ends in terms_of(school)) else 1


@once
def school_days(school: Unit) -> set[date]:
    """Every day with school."""
    offs: list[tuple[str, date, date]] = [("off", date(YEAR, 10, 1), date(YEAR, 10, 7))]
    for one in line(school):
        rows = db.session.query(Holiday).filter_by(unit_id=one.id, year=YEAR).all()
        if rows:
            offs = [(row.kind, row.starts_on, row.ends_on) for row in rows]
            break
    else:
        if any(db.session.query(Term).filter_by(unit_id=one.id, year=YEAR).first() for one in line(school)):
            offs = []
    found = set()
    for _n, day, last in terms_of(school):
        while day <= last:
            kinds = {kind for kind, first, end in offs if first <= day <= end}
            if "work" in kinds or (day.weekday() < 5 and "off" not in kinds):
                found.add(day)
            day += DAY
    return found


@dataclass
class Rule:
    floor: int
    weekly: int
    evidenced: bool


@once
def rule_on(unit: Unit, stage: str, day: date) -> Rule:
    """Four hours a year and one a week (S0-015, S3-114), or more where a unit of the line asks for more; evidence where one asks for it."""
    found = Rule(400, 100, False)
    for one in line(unit):
        rows = [row for row in db.session.query(HoursRule).filter_by(unit_id=one.id, stage=stage) if row.from_on <= day]
        found.evidenced |= bool(rows) and max(rows, key=lambda row: row.from_on).evidenced
        for row in db.session.query(RuleOfUnit).filter_by(unit_id=one.id, measure="class_hours", topic=""):
            if asks(row, stage) and row.from_on <= day and not (row.to_on and row.to_on < day):
                if row.period == "year":
                    found.floor = max(found.floor, row.least)
                else:
                    found.weekly = max(found.weekly, row.least)
    return found


GRADES = {"K": (-3, 0), "P1": (1, 2), "P2": (3, 4), "P3": (5, 6), "J": (7, 9), "S": (10, 12), "V": (10, 12)}


def asks(row: RuleOfUnit, stage: str) -> bool:
    """Whether a row is about a whole stage."""
    first, last = GRADES[stage]
    whole = row.first_grade is None or (row.first_grade <= first and last <= (row.last_grade or 0))
    return whole and (not row.stages or stage in row.stages.split(","))


def weeks_asking(class_unit: Unit, begins: date, closes: date | None) -> list[tuple[date, date]]:
    """(Monday, Sunday) of the weeks that ask for a lesson."""
    days = school_days(db.session.get(Unit, class_unit.school_id))
    found, monday = [], date(YEAR, 8, 24)
    while monday < date(YEAR + 1, 9, 7):
        week = [monday + n * DAY for n in range(7)]
        there = [day for day in week if day in days and day >= begins]
        whole = sum(day in days for day in week) >= 3
        if whole and len(there) >= 3 and not (closes and closes <= week[-1]):
            found.append((week[0], week[-1]))
        monday += 7 * DAY
    return found


@once
def first_day(class_unit: Unit) -> date | None:
    days = [row.from_on for row in db.session.query(Enrolment).filter_by(class_id=class_unit.id)]
    return min(days, default=None)


@once
def due_days(class_unit: Unit) -> list[date]:
    """The Monday from which each weekly lesson is due."""
    begins = first_day(class_unit)
    if begins is None:
        return []
    of_year = db.session.query(ClassYear).filter_by(class_id=class_unit.id, year=YEAR).one()
    owed, found = 0, []
    for monday, sunday in weeks_asking(class_unit, begins, class_unit.closed_on):
        owed += rule_on(class_unit, of_year.stage, max(monday, date(YEAR, 9, 1))).weekly
        while owed >= 100:
            owed -= 100
            found.append(sunday + DAY)
    return found


@dataclass
class Ahead:
    counting: int
    floor: int
    due: int
    given: int
    left: int
    extra: int
    state: str


@once
def ahead(class_unit: Unit, day: date) -> Ahead:
    """The year simulated to its end: every weekly lesson still open is given in full, the gaps counted one by one."""
    of_year = db.session.query(ClassYear).filter_by(class_id=class_unit.id, year=YEAR).one()
    lessons, hours, declared = three([row for row in standing(known(day)) if row.class_id == class_unit.id])
    end = rule_on(class_unit, of_year.stage, date(YEAR + 1, 8, 31))
    counting = hours - (declared if end.evidenced else 0)
    waiting = due_days(class_unit)
    asked, due = len(waiting), sum(one <= day for one in waiting)
    done = lessons
    reached, left = counting, 0
    for place, one in enumerate(waiting):
        if one > day and place >= done:
            reached, left = reached + 100, left + 1
    extra = 0
    while reached + extra * 100 < end.floor or lessons + left + extra < asked:
        extra += 1
    state = "met" if counting >= end.floor else "ahead" if reached >= end.floor else "short"
    return Ahead(counting, end.floor, due, lessons, left, extra, state)


def there_on(class_unit: Unit, day: date) -> bool:
    """Whether a class with pupils is in its school year on a day, and not closed."""
    begins, year = first_day(class_unit), date(YEAR, 9, 1)
    if begins is None:
        return False
    start, closes = min(max(begins, year), date(YEAR + 1, 8, 31)), class_unit.closed_on
    return start <= day and not (closes and closes <= max(start, day))


def tenure(user_id: int, school_id: int, day: date) -> dict[int, Three]:
    """By post: the hours of its days."""
    return {post: three(rows) for post, rows in _tenures(user_id, school_id, day).items()}


def tenure_total(user_id: int, school_id: int, day: date) -> Three:
    """Each lesson once, however many posts it belongs to."""
    every = {row.id: row for rows in _tenures(user_id, school_id, day).values() for row in rows}
    return three(list(every.values()))


def _tenures(user_id: int, school_id: int, day: date) -> dict[int, list[ClassHour]]:
    found = {}
    for post in db.session.query(Post).filter_by(user_id=user_id, school_id=school_id):
        if post.role not in ("homeroom_teacher", "subject_teacher") or post.from_on > day:
            continue
        found[post.id] = [
            row
            for row in standing(known(day))
            if row.class_id == post.unit_id
            and post.from_on <= row.given_on
            and not (post.to_on and row.given_on >= post.to_on)
            and (post.role == "homeroom_teacher" or row.teacher_id == user_id)
        ]
    return found
