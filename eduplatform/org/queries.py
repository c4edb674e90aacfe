"""Reads about units, calendars and the roll."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, func, literal, or_, select, union_all

from ..accounts.models import User
from ..extensions import db
from ..shared import ttl_cache
from ..shared.prepared import prepared
from ..shared.refusals import NotFound
from .calendar import Calendar, DaysOff, TermDates, typical
from .models import NO_DAYS, ClassYear, Enrolment, Holiday, HolidaySchedule, Post, SchoolYear, Term, Unit, UnitSetting
from .roles import ROLES

TEACHING = tuple(sorted(role for role, may in ROLES.items() if "class.teach" in may))  #: roles that teach a class


@dataclass(frozen=True)
class OnRoll:
    """A pupil on the roll of a class on a day."""

    pupil_id: int
    name: str
    number: str
    sex: str | None
    enrolment_id: int


def path_ids(path: str) -> list[int]:
    """Unit numbers from the root to the unit with this path."""
    return [int(part) for part in path.split("/") if part]


def ancestors(unit: Unit) -> list[Unit]:
    """The unit and all above it, root first. One statement."""
    return list(_units.values(ids=path_ids(unit.path)))


@prepared(many=("ids",))
def _units(ids: Any) -> Any:
    return select(Unit).where(Unit.id.in_(ids)).order_by(func.length(Unit.path))


def children(unit: Unit) -> list[Unit]:
    """Open units directly below, by code; classes by the year they entered, then by number."""
    below = select(Unit).where(Unit.parent_id == unit.id, Unit.closed_on.is_(None))
    if unit.kind == "school":
        return list(db.session.scalars(below.order_by(Unit.entry_year, *by_number())))
    return list(db.session.scalars(below.order_by(Unit.code)))


def by_number() -> tuple[Any, ...]:
    """Order within a grade: 1, 2 … 10, then the classes with a label of their own: A, 启航, 185, 1203. NULL stands first on one database
    and last on the other, and codes as text put 10 before 2."""
    return func.coalesce(Unit.number, 1000), func.length(Unit.code), Unit.code


def by_code(code: str) -> Unit | None:
    """The unit with this code."""
    return db.session.scalars(select(Unit).where(Unit.code == code)).first()


def unit_by_id(unit_id: int) -> Unit | None:
    """The unit with this number, for doors that have checked elsewhere who asks."""
    return db.session.get(Unit, unit_id)


def calendar_of(unit: Unit, year: int) -> Calendar:
    """The calendar in force at a unit: its own, else the nearest above, else the typical one. Remembered for seconds."""
    return ttl_cache.remembered(("calendar", unit.path, year), lambda: _calendar(unit.path, year))


def calendar_at(path: str, year: int) -> Calendar:
    """As calendar_of, but read now: for the worker, whose process does not hear of changes made elsewhere."""
    return _calendar(path, year)


def calendar_owners(year: int) -> set[int]:
    """Units that entered something of their own into the calendar of a school year. Three statements."""
    return {
        unit_id
        for table in (SchoolYear, Term, Holiday)
        for unit_id in db.session.scalars(select(table.unit_id).where(table.year == year).distinct())
    }


def _calendar(path: str, year: int) -> Calendar:
    ids = path_ids(path)
    rows = sorted(_calendar_rows.rows(unit_ids=ids, year=year), key=lambda row: (row.n, row.starts_on, row.id))
    spans, terms, offs = (_nearest(ids, [row for row in rows if row.part == part]) for part in ("year", "term", "off"))
    usual = typical(year)
    span = spans[0] if spans else usual
    return Calendar(
        year,
        span.starts_on,
        span.ends_on,
        tuple(TermDates(t.n, t.starts_on, t.ends_on) for t in terms) or usual.terms,
        tuple(DaysOff(h.kind, h.name, h.starts_on, h.ends_on) for h in offs if h.kind != NO_DAYS)
        if offs or terms
        else usual.days_off,
    )


@prepared(many=["unit_ids"])
def _calendar_rows(unit_ids: Any, year: Any) -> Any:
    """What these units entered into a school year: its span, its terms, its days, in one question."""
    nothing = literal("")
    parts = (
        ("year", SchoolYear, literal(0), nothing, nothing),
        ("term", Term, Term.n, nothing, nothing),
        ("off", Holiday, literal(0), Holiday.kind, Holiday.name),
    )
    return union_all(
        *(
            select(
                literal(part).label("part"),
                table.unit_id,
                number.label("n"),
                kind.label("kind"),
                name.label("name"),
                table.starts_on,
                table.ends_on,
                table.id,
            ).where(table.unit_id.in_(unit_ids), table.year == year)
            for part, table, number, kind, name in parts
        )
    )


def _nearest(ids: list[int], rows: Any) -> list[Any]:
    by_unit: dict[int, list[Any]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append(row)
    return next((by_unit[i] for i in reversed(ids) if i in by_unit), [])


def announced_years(unit: Unit, year: int) -> dict[int, HolidaySchedule]:
    """Of the two calendar years of a school year those whose official days off are entered, here or above. One statement."""
    ids = path_ids(unit.path)
    found = select(HolidaySchedule).where(HolidaySchedule.unit_id.in_(ids), HolidaySchedule.year.in_((year, year + 1)))
    rows = sorted(db.session.scalars(found), key=lambda row: ids.index(row.unit_id))
    return {row.year: row for row in rows}


def setting_of(unit: Unit, name: str, day: date, default: Any = None) -> Any:
    """The choice in force at a unit on a day: the nearest unit's latest."""
    return ttl_cache.remembered(
        ("setting", unit.path, name, day), lambda: _setting(path_ids(unit.path), name, day, default)
    )


def _setting(ids: list[int], name: str, day: date, default: Any) -> Any:
    found = select(UnitSetting).where(
        UnitSetting.unit_id.in_(ids), UnitSetting.name == name, UnitSetting.from_on <= day
    )
    rows = _nearest(ids, db.session.scalars(found.order_by(UnitSetting.from_on)))
    return rows[-1].value if rows else default


def class_year(class_unit: Unit, year: int) -> ClassYear | None:
    """Grade, stage and label of a class in a school year."""
    found: ClassYear | None = _class_years.value(school_id=class_unit.school_id, class_id=class_unit.id, year=year)
    return found


@prepared
def _class_years(school_id: Any, class_id: Any, year: Any) -> Any:
    return select(ClassYear).where(
        ClassYear.school_id == school_id, ClassYear.class_id == class_id, ClassYear.year == year
    )


class ClassOn(NamedTuple):
    """A class on a day, for one that asks for all of it at once. `chain`: unit numbers from the root to the class; `stage` and `on_roll`:
    SQL, to be read with what else the caller counts."""

    unit: Unit
    chain: list[int]
    stage: ScalarSelect[str]
    on_roll: Any


def class_on(school_id: int, class_id: int, year: int, day: date) -> ClassOn:
    """A class in the school year `year`, on a day of it. NotFound where it is gone."""
    unit = db.session.get(Unit, class_id)
    if unit is None:
        raise NotFound()
    of_year = (ClassYear.school_id == school_id) & (ClassYear.class_id == class_id) & (ClassYear.year == year)
    stage = select(ClassYear.stage).where(of_year).scalar_subquery()
    return ClassOn(unit, path_ids(unit.path), stage, on_roll(day))


def class_years_of(school_id: int, year: int) -> list[ClassYear]:
    """All classes of a school in a school year, by grade and number."""
    found = (
        select(ClassYear)
        .join(Unit, Unit.id == ClassYear.class_id)
        .where(ClassYear.school_id == school_id, ClassYear.year == year)
    )
    return list(db.session.scalars(found.order_by(ClassYear.grade, *by_number())))


def on_roll(day: date) -> Any:
    """SQL condition: the enrolment holds on `day`."""
    return (Enrolment.from_on <= day) & or_(Enrolment.to_on.is_(None), Enrolment.to_on > day)


def roll_on(school_id: int, class_id: int, day: date) -> list[OnRoll]:
    """Pupils on the roll of a class on a day, by number. One statement."""
    return [OnRoll(*row) for row in _roll.rows(school_id=school_id, class_id=class_id, day=day)]


@prepared
def _roll(school_id: Any, class_id: Any, day: Any) -> Any:
    return (
        select(User.id, User.name, Enrolment.number, User.sex, Enrolment.id)
        .join(User, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id))
        .where(Enrolment.school_id == school_id, Enrolment.class_id == class_id, on_roll(day))
        .order_by(func.length(Enrolment.number), Enrolment.number, Enrolment.id)
    )


def roll_count(school_id: int, class_id: int, day: date) -> int:
    """How many pupils are on the roll."""
    return _roll_size.value(school_id=school_id, class_id=class_id, day=day) or 0


@prepared
def _roll_size(school_id: Any, class_id: Any, day: Any) -> Any:
    here = (Enrolment.school_id == school_id) & (Enrolment.class_id == class_id)
    return select(func.count()).select_from(Enrolment).where(here, on_roll(day))


def first_days(school_ids: Iterable[int], class_ids: Iterable[int]) -> dict[int, date]:
    """The day from which each class has had pupils: a class that begins later owes nothing for the time before. One statement."""
    found = select(Enrolment.class_id, func.min(Enrolment.from_on)).group_by(Enrolment.class_id)
    found = found.where(Enrolment.school_id.in_(list(school_ids)), Enrolment.class_id.in_(list(class_ids)))
    return {row[0]: row[1] for row in db.session.execute(found)}


def first_day(class_unit: Unit) -> date | None:
    """The day from which a class has had pupils; None when it never had any. Remembered for seconds."""
    school = class_unit.keeper_id
    return ttl_cache.remembered(
        first_day_key(class_unit.id), lambda: first_days([school], [class_unit.id]).get(class_unit.id)
    )


def first_day_key(class_id: int) -> tuple[str, int]:
    """Under what first_day is remembered, for a statement that has read it beside something else."""
    return "first_day", class_id


@dataclass(frozen=True)
class Teacher:
    """Somebody who taught a class in a span of days."""

    user_id: int
    name: str
    role: str


def teachers_of(class_unit: Unit, first: date, last: date) -> list[Teacher]:
    """Who taught a class by post at any time from `first` to `last`: homeroom teachers before the others. One statement."""
    found = (
        select(Post.user_id, User.name, Post.role)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .where(
            Post.unit_id == class_unit.id,
            Post.role.in_(TEACHING),
            Post.from_on <= last,
            or_(Post.to_on.is_(None), Post.to_on > first),
        )
        .order_by(Post.role != "homeroom_teacher", Post.from_on.desc(), Post.id)
    )
    return list({row.user_id: Teacher(*row) for row in reversed(db.session.execute(found).all())}.values())[::-1]


def class_of_pupil(school_id: int, pupil_id: int, day: date) -> Unit | None:
    """The class a pupil belongs to on a day."""
    found = select(Unit).join(Enrolment, Enrolment.class_id == Unit.id)
    return db.session.scalars(
        found.where(Enrolment.school_id == school_id, Enrolment.pupil_id == pupil_id, on_roll(day))
    ).first()


def units_after(path: str, after: str, most: int) -> list[Unit]:
    """Units at and below the one with `path`, each before what lies below it: at most `most` of those that come after the path
    `after`, closed ones too. One statement."""
    found = select(Unit).where(Unit.path >= path, Unit.path < path[:-1] + "0", Unit.path > after)
    return list(db.session.scalars(found.order_by(Unit.path).limit(most)))
