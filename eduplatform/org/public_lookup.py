"""What somebody who is not signed in may find out: schools, their classes, and whether a typed name fits one pupil.

Names of pupils are compared with what was typed and never listed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from ..extensions import db
from .models import ClassYear, Unit
from .queries import OnRoll, by_number, roll_on

LETTERS_AT_LEAST = 2
_DOTS = re.compile(r"[•・‧∙⋅●･.。'’\s\-]+")


@dataclass(frozen=True)
class SchoolClass:
    """A class to choose from: `grade` 1–12, kindergarten at most 0."""

    class_id: int
    label: str
    grade: int
    stage: str


def schools(typed: str, most: int = 12) -> list[Unit]:
    """Open schools whose code is what was typed or whose name holds it (at least two characters), by name."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if len(text) < LETTERS_AT_LEAST:
        return []
    holds = Unit.name.contains(text, autoescape=True)
    found = select(Unit).where(
        Unit.kind == "school", Unit.closed_on.is_(None), or_(Unit.code == text, Unit.code == text.upper(), holds)
    )
    return list(db.session.scalars(found.order_by(Unit.name).limit(most)))


def school_by_code(code: str) -> Unit | None:
    """The open school with this code."""
    return db.session.scalars(
        select(Unit).where(Unit.code == code, Unit.kind == "school", Unit.closed_on.is_(None))
    ).first()


def classes_of_school(school_id: int, year: int) -> list[SchoolClass]:
    """Classes of a school in a school year whose pupils have accounts: kindergarten has none."""
    found = (
        select(ClassYear.class_id, ClassYear.label, ClassYear.grade, ClassYear.stage)
        .join(Unit, Unit.id == ClassYear.class_id)
        .where(ClassYear.school_id == school_id, ClassYear.year == year, ClassYear.grade > 0, Unit.closed_on.is_(None))
        .order_by(ClassYear.grade, *by_number())
    )
    return [SchoolClass(*row) for row in db.session.execute(found)]


def grade_of_class(school_id: int, class_id: int, year: int) -> int | None:
    """Grade of a class in a school year; None without one."""
    found = select(ClassYear.grade).where(
        ClassYear.school_id == school_id, ClassYear.class_id == class_id, ClassYear.year == year
    )
    return db.session.scalar(found)


def pupil_called(school_id: int, class_id: int, typed: str, today: date) -> int:
    """The one pupil of a class with this name or number; 0 for nobody and for two of the same name. One statement."""
    on_roll = roll_on(school_id, class_id, today)
    fits = [pupil for pupil in on_roll if _fits(pupil, typed)]
    return fits[0].pupil_id if len(fits) == 1 else 0


def _fits(pupil: OnRoll, typed: str) -> bool:
    said = _plain(typed)
    if not said:
        return False
    if said.isdigit():
        return pupil.number.isdigit() and int(pupil.number) == int(said)
    return said in (_plain(pupil.name), _plain(pupil.number))


def _plain(text: str) -> str:
    """Without gaps and middle dots, which are typed in many ways."""
    return _DOTS.sub("", unicodedata.normalize("NFKC", text)).replace("·", "").lower()


def unit_name(unit_id: int) -> str:
    """Name of a unit; empty when there is none."""
    return db.session.scalar(select(Unit.name).where(Unit.id == unit_id)) or ""


def unit_of(unit_id: int) -> Unit:
    """The unit with this row number, which exists."""
    return db.session.get_one(Unit, unit_id)
