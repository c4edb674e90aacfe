"""Class hours taken apart: by unit below, term, topic, carrier and grade of evidence; with evidence and declared side by side.

Read from the ledger as it stood on the evening of a day, so each figure is the sum of its parts down to the single entries. Lessons and
hours are signed sums: what was corrected later still stands as of the days before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from ..curriculum.models import Item
from ..extensions import db
from ..org import queries as org
from ..org.access import below
from ..org.models import Post, Term, Unit
from ..shared import clock
from ..teaching.models import ClassHour

DIMENSIONS = ("unit", "term", "topic", "carrier", "grade")
_HOUR = ClassHour.__table__.c
PAGE = 20  #: entries on one page


@dataclass(frozen=True)
class Sums:
    """Lessons that count, and hundredths of class hours of which `declared` are a part."""

    lessons: int = 0
    hours: int = 0
    declared: int = 0

    @property
    def evidenced(self) -> int:
        return self.hours - self.declared

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.lessons + other.lessons, self.hours + other.hours, self.declared + other.declared)


@dataclass(frozen=True)
class Scope:
    """Whose hours: of the classes at or below `unit` in a school year, as of the evening of `day`. `post`: only those of the days in
    which somebody held it; of a subject teacher only the own lessons. `narrowed`: to one part of a dimension each."""

    unit: Unit
    year: int
    day: date
    post: Post | None = None
    narrowed: Mapping[str, str] = field(default_factory=dict)

    def narrow(self, **parts: str) -> Scope:
        return replace(self, narrowed={**self.narrowed, **parts})


def hours_by(scope: Scope, dimension: str) -> dict[str, Sums]:
    """Sums by the parts of a dimension, without empty ones. Keys: of 'unit' the number of a unit directly below, of the others a code;
    'term' '1' or '2' by the calendar of each school. One statement, one more where terms are asked for."""
    if dimension == "unit":
        return _by_unit(scope)
    rows = db.session.execute(_summed(scope, _terms(scope) if dimension == "term" else _HOUR[dimension]))
    found = {str(row[0]): Sums(*(int(value) for value in row[1:])) for row in rows}
    return {part: sums for part, sums in sorted(found.items()) if sums != Sums()}


def _by_unit(scope: Scope) -> dict[str, Sums]:
    """The classes of a school by number; above it schools, folded to what lies directly below the unit."""
    inner = scope.unit.kind == "school"
    place = _HOUR.class_id if inner else _HOUR.school_id
    rows = db.session.execute(_summed(scope, place)).all()
    found = {int(row[0]): Sums(*(int(value) for value in row[1:])) for row in rows}
    paths = {} if inner else _paths(scope.unit)
    depth = len(org.path_ids(scope.unit.path))
    parts: dict[str, Sums] = {}
    for number, sums in found.items():
        child = str(number if inner else org.path_ids(paths[number])[depth])
        parts[child] = parts.get(child, Sums()) + sums
    return {part: sums for part, sums in parts.items() if sums != Sums()}


def _paths(unit: Unit) -> dict[int, str]:
    found = select(Unit.id, Unit.path).where(Unit.kind == "school", below(Unit.path, [unit.path]))
    return {row.id: row.path for row in db.session.execute(found)}


def _summed(scope: Scope, part: Any) -> Select[Any]:
    counts = case((_HOUR.hours != 0, _HOUR.sign), else_=0)
    declared = case((_HOUR.grade == "C", _HOUR.hours), else_=0)
    found = select(part.label("part"), func.sum(counts), func.sum(_HOUR.hours), func.sum(declared))
    return _within(found, scope).group_by("part")


def _within(found: Select[Any], scope: Scope) -> Select[Any]:
    unit = scope.unit
    found = found.where(_HOUR.year == scope.year, _HOUR.entered_at < clock.start_of(scope.day + timedelta(days=1)))
    if unit.kind == "class":
        found = found.where(_HOUR.school_id == unit.school_id, _HOUR.class_id == unit.id)
    elif unit.kind == "school":
        found = found.where(_HOUR.school_id == unit.id)
    else:
        schools = select(Unit.id).where(Unit.kind == "school", below(Unit.path, [unit.path]))
        found = found.where(_HOUR.school_id.in_(schools))
    return found.where(*_held(scope.post), *_narrowed(scope))


def _held(post: Post | None) -> list[ColumnElement[bool]]:
    """Lessons of the days of a post, whoever gave them; of a subject teacher the own ones."""
    if post is None:
        return []
    days = [_HOUR.given_on >= post.from_on] + ([_HOUR.given_on < post.to_on] if post.to_on else [])
    return days + ([_HOUR.teacher_id == post.user_id] if post.role != "homeroom_teacher" else [])


def _narrowed(scope: Scope) -> list[ColumnElement[bool]]:
    return [
        _terms(scope) == int(part) if dimension == "term" else _HOUR[dimension] == part
        for dimension, part in scope.narrowed.items()
    ]


def _terms(scope: Scope) -> ColumnElement[int]:
    """SQL: the term a lesson was given in, by the calendar of its own school. One statement for a unit that has others below."""
    own = _second_term(org.calendar_of(scope.unit, scope.year).terms)
    whens = [(_HOUR.school_id.in_(schools), _term(second)) for second, schools in _own_calendars(scope).items()]
    return case(*whens, else_=_term(own)) if whens else _term(own)


def _term(second: date | None) -> ColumnElement[int]:
    return case((_HOUR.given_on >= second, 2), else_=1) if second else literal(1)


def _second_term(terms: Any) -> date | None:
    return next((term.starts_on for term in terms if term.n == 2), None)


def _own_calendars(scope: Scope) -> dict[date | None, list[int]]:
    """Schools below that go by other terms than the unit itself: by the first day of their second term (None: they have none)."""
    if scope.unit.kind in ("school", "class"):
        return {}
    found = select(Term.unit_id, Unit.path, Term.n, Term.starts_on).join(Unit, Unit.id == Term.unit_id)
    rows = db.session.execute(
        found.where(Term.year == scope.year, below(Unit.path, [scope.unit.path]), Unit.id != scope.unit.id)
    ).all()
    owners: dict[str, date | None] = {row.path: None for row in rows}
    owners |= {row.path: row.starts_on for row in rows if row.n == 2}
    if not owners:
        return {}
    groups: dict[date | None, list[int]] = {}
    for school, path in _paths(scope.unit).items():
        nearest = max((owner for owner in owners if path.startswith(owner)), key=len, default=None)
        if nearest:
            groups.setdefault(owners[nearest], []).append(school)
    return groups


@dataclass(frozen=True)
class Part:
    """A single entry of the ledger behind a figure, reversals folded in."""

    entry: Any  #: a row of the ledger's columns
    title_zh: str
    title_en: str


def entries_of(scope: Scope, page: int) -> tuple[list[Part], int]:
    """The entries behind the hours of one class that stood on the day, newest first: one page and how many there are. One statement."""
    taken_back = _within(select(_HOUR.corrects_id), replace(scope, narrowed={}, post=None)).where(
        _HOUR.sign < 0, _HOUR.corrects_id.is_not(None)
    )
    columns = (_HOUR.id, _HOUR.session_id, _HOUR.given_on, _HOUR.minutes, _HOUR.hours, _HOUR.grade, _HOUR.carrier)
    found = select(*columns, Item.title_zh, Item.title_en, func.count().over().label("total"))
    found = _within(found.join(Item, Item.id == _HOUR.lesson_id), scope)
    found = found.where(_HOUR.sign > 0, _HOUR.hours != 0, _HOUR.id.not_in(taken_back))
    found = found.order_by(_HOUR.given_on.desc(), _HOUR.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    rows = db.session.execute(found).all()
    if not rows and page > 1:
        return entries_of(scope, 1)
    return [Part(row, row.title_zh, row.title_en) for row in rows], rows[0].total if rows else 0
