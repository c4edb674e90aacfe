"""Verbs on the unit tree: add, rename, close; classes and their school years."""

from __future__ import annotations

from datetime import date

from ..extensions import db
from ..shared import changes, memo
from ..shared.refusals import Refused
from . import grades
from .models import ClassYear, Unit

BELOW = {
    None: ("province", "city"),
    "province": ("city",),
    "city": ("district", "school"),
    "district": ("school",),
    "school": ("class",),
}


def add(parent: Unit | None, kind: str, code: str, name: str, stages: str = "") -> Unit:
    """A new unit below `parent`. Refused 'unit_kind' when that kind cannot stand there, 'code_taken' when the code exists."""
    if kind not in BELOW.get(parent.kind if parent else None, ()):
        raise Refused("unit_kind", kind=kind)
    if db.session.query(Unit.id).filter_by(code=code).first():
        raise Refused("code_taken", code=code)
    unit = Unit(kind=kind, code=code, name=name, stages=stages, parent_id=parent.id if parent else None, path=f"new:{code}")
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    if kind == "school":
        unit.school_id = unit.id
    db.session.flush()
    memo.forget()
    return unit


def add_class(school: Unit, number: int, year: int, grade: int, label: str, track: str = "", primary_years: int = 6) -> Unit:
    """A class of `school` with its row for school year `year`; the one that exists when there is one."""
    stage = grades.stage_of(grade, school.stages)
    entry = grades.entry_year(grade, stage, year, primary_years)
    code = grades.class_code(school.code, entry, stage, number, track)
    unit = db.session.query(Unit).filter_by(code=code).first()
    if unit is None:
        unit = add(school, "class", code, label)
        unit.school_id, unit.entry_year, unit.number = school.id, entry, number
    else:
        unit.name, unit.closed_on = label, None
    found = db.session.query(ClassYear).filter_by(school_id=school.id, class_id=unit.id, year=year).first()
    if found is None:
        db.session.add(ClassYear(school_id=school.id, class_id=unit.id, year=year, grade=grade, stage=stage, label=label))
        changes.mark("class_year", school.id, unit.id, year)
    db.session.flush()
    return unit


def rename(unit: Unit, name: str) -> None:
    """Another name; codes and history stay."""
    unit.name = name


def close(unit: Unit, day: date) -> None:
    """The unit no longer exists from `day` on. Refused 'unit_has_children' while open units stand below it."""
    if db.session.query(Unit.id).filter(Unit.parent_id == unit.id, Unit.closed_on.is_(None)).first():
        raise Refused("unit_has_children", name=unit.name)
    unit.closed_on = day
