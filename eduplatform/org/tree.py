"""Verbs on the unit tree: add, close, open again; classes and their school years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, insert, literal, select, update

from ..extensions import db
from ..shared import clock, stale_marks, ttl_cache
from ..shared.refusals import Refused
from . import calendar_feeds, grades
from .mark_stale import mark_below
from .models import ClassYear, Unit

BELOW = {
    None: ("province", "city"),
    "province": ("city",),
    "city": ("district", "school"),
    "district": ("school",),
    "school": ("class",),
}


def add_child_unit(parent: Unit | None, kind: str, code: str, name: str, stages: str = "") -> Unit:
    """A new unit below `parent`. Refused 'unit_kind' when that kind cannot stand there, 'code_taken' when the code exists."""
    if kind not in BELOW.get(parent.kind if parent else None, ()):
        raise Refused("unit_kind", kind=kind)
    if db.session.query(Unit.id).filter_by(code=code).first():
        raise Refused("code_taken", code=code)
    unit = Unit(
        kind=kind, code=code, name=name, stages=stages, parent_id=parent.id if parent else None, path=f"new:{code}"
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    if kind == "school":
        unit.school_id = unit.id
    db.session.flush()
    ttl_cache.forget_remembered()
    return unit


@dataclass(frozen=True)
class ClassSpec:
    """A class to be there in a school year: its number and grade then, what it is called, and its track."""

    number: int
    grade: int
    label: str
    track: str = ""
    own: str = ""  #: what stands for the number: 185, A, 启航


def add_class(
    school: Unit, number: int, year: int, grade: int, label: str, track: str = "", primary_years: int = 6
) -> Unit:
    """One class of `school` with its row for school year `year`; the one that exists when there is one."""
    return add_classes(school, [ClassSpec(number, grade, label, track)], year, primary_years)[0]


def add_classes(school: Unit, wanted: list[ClassSpec], year: int, primary_years: int = 6) -> list[Unit]:
    """The classes with their rows for `year`, made where missing; a fixed number of statements however many."""
    codes = [_code(school, spec, year, primary_years) for spec in wanted]
    _insert_missing(school, dict(zip(codes, wanted, strict=True)), year, primary_years)
    found = {
        unit.code: unit
        for unit in db.session.scalars(select(Unit).where(Unit.parent_id == school.id, Unit.code.in_(codes)))
    }
    have = set(
        db.session.scalars(select(ClassYear.class_id).where(ClassYear.school_id == school.id, ClassYear.year == year))
    )
    units = [found[code] for code in codes]
    rows = [
        {
            "school_id": school.id,
            "class_id": unit.id,
            "year": year,
            "grade": spec.grade,
            "stage": grades.stage_of(spec.grade, school.stages),
            "label": spec.label,
        }
        for unit, spec in zip(units, wanted, strict=True)
        if unit.id not in have
    ]
    again = {unit.id for unit in units if unit.closed_on and unit.id in have}
    for unit, spec in zip(units, wanted, strict=True):
        if unit.name != spec.label or unit.closed_on:
            unit.name, unit.closed_on = spec.label, None
    if rows:
        db.session.execute(insert(ClassYear.__table__), rows)
    if rows or again:
        stale_marks.mark_many_stale(
            "class_year",
            [
                (school.id, class_id, year)
                for class_id in [*(unit.id for unit in units if unit.id not in have), *sorted(again)]
            ],
        )
    db.session.flush()
    ttl_cache.forget_remembered()
    return units


def _code(school: Unit, spec: ClassSpec, year: int, primary_years: int) -> str:
    stage = grades.stage_of(spec.grade, school.stages)
    entry = grades.entry_year(spec.grade, stage, year, primary_years)
    return grades.class_code(school.code, entry, stage, spec.own or spec.number, spec.track)


def _insert_missing(school: Unit, wanted: dict[str, ClassSpec], year: int, primary_years: int) -> None:
    there = set(db.session.scalars(select(Unit.code).where(Unit.parent_id == school.id)))
    rows = [
        {
            "parent_id": school.id,
            "school_id": school.id,
            "kind": "class",
            "code": code,
            "name": spec.label,
            "path": f"new:{code}",
            "stages": "",
            "number": None if spec.own else spec.number,
            "entry_year": grades.entry_year(
                spec.grade, grades.stage_of(spec.grade, school.stages), year, primary_years
            ),
        }
        for code, spec in wanted.items()
        if code not in there
    ]
    if rows:
        db.session.execute(insert(Unit.__table__), rows)
        path = literal(school.path) + cast(Unit.id, String) + "/"
        db.session.execute(
            update(Unit)
            .where(Unit.parent_id == school.id, Unit.path.startswith("new:"))
            .values(path=path)
            .execution_options(synchronize_session=False)
        )


def close_unit(unit: Unit, day: date) -> None:
    """The unit no longer exists from `day` on: its classes owe nothing more. Refused 'unit_has_children' while open units stand below it."""
    if db.session.query(Unit.id).filter(Unit.parent_id == unit.id, Unit.closed_on.is_(None)).first():
        raise Refused("unit_has_children", name=unit.name)
    unit.closed_on = day
    calendar_feeds.end_feeds([unit.id])
    db.session.flush()
    mark_below(unit, clock.school_year_of(day))
    ttl_cache.forget_remembered()


def reopen(unit: Unit) -> None:
    """The unit exists again: its classes owe from now on."""
    unit.closed_on = None
    db.session.flush()
    mark_below(unit, clock.school_year_of(clock.today()))
    ttl_cache.forget_remembered()
