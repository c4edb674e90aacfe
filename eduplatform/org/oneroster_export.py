"""Schools as OneRoster 1.1 CSV: sessions, units, one course for each school, classes; of one school also its people.

As little of a person as the standard lets pass: a made-up number, the name, the class. No birthday, no sex, no mail, no account name
of ours, no number in class, never a password. Kindergarten pupils have no accounts anywhere, so they are not in it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from ..accounts.models import User
from ..extensions import db
from ..shared import clock, install_key
from ..shared.erasing import NOBODY
from ..shared.packed_texts import packed_text
from ..shared.sheets_csv import write_lines
from .access import below
from .models import ClassYear, Enrolment, Post, Unit
from .queries import TEACHING, by_number, calendar_at, on_roll
from .roster.oneroster_names import split_name
from .roster.oneroster_tables import ALL_TABLES, MANIFEST, MANIFEST_HEAD, TABLES, VERSIONS, grade_code

COURSE = "公共安全教育"
TYPES = {"province": "state", "city": "local", "district": "district", "school": "school"}
MOST_NAMES = 500  #: names in one file that one person may take out alone
Cells = Mapping[str, Any]
People = list[tuple[str, Any]]  #: role in the standard's words, and a row of _teachers() or _pupils()
Told = Callable[[int], None]


def write_oneroster(unit: Unit, year: int, people: bool, path: Path, told: Told = lambda _: None) -> dict[str, int]:
    """Write the zip of a unit above classes to `path`; rows of each table. `people`: with the tables that name persons."""
    schools = _schools(unit)
    tables: dict[str, Iterable[Cells]] = {
        "academicSessions": _sessions(schools, year),
        "orgs": _orgs(unit),
        "courses": _courses(schools, year),
        "classes": _classes(unit, year),
    }
    if people:
        named = _people(unit, year)
        tables |= {"users": _users(unit, named), "enrollments": _enrollments(unit, named)}
    counts = {}
    with zipfile.ZipFile(path, "w") as packed:
        _put(packed, MANIFEST, MANIFEST_HEAD, _manifest(set(tables)))
        for place, (name, rows) in enumerate(tables.items(), 1):
            counts[name] = _put(packed, f"{name}.csv", TABLES[name].columns, rows)
            told(90 * place // len(tables))
    return counts


def names_in(unit: Unit, year: int) -> int:
    """How many persons the people's tables of a school name. Two statements."""
    return len({row.person_key for _role, row in _people(unit, year)})


def _put(packed: zipfile.ZipFile, name: str, columns: Iterable[str], rows: Iterable[Cells]) -> int:
    columns = list(columns)
    with packed_text(packed, name) as text:
        write_lines(text, [columns])
        return write_lines(text, ([row.get(column, "") for column in columns] for row in rows))


def _manifest(present: set[str]) -> Iterator[Cells]:
    for key, value in VERSIONS.items():
        yield {"propertyName": key, "value": value}
    for name in ALL_TABLES:
        yield {"propertyName": f"file.{name}", "value": "bulk" if name in present else "absent"}
    yield {"propertyName": "source.systemName", "value": "Anxue"}
    yield {"propertyName": "source.systemCode", "value": install_key.fingerprint()}


def _below(unit: Unit) -> Any:
    return select(Unit).where(below(Unit.path, [unit.path]), Unit.closed_on.is_(None))


class _School(NamedTuple):
    """Not the row itself: telling of progress ends the transaction, and each row would be read again."""

    id: int
    code: str
    path: str


def _schools(unit: Unit) -> list[_School]:
    rows = db.session.scalars(_below(unit).where(Unit.kind == "school").order_by(Unit.path))
    return [_School(row.id, row.code, row.path) for row in rows]


def _session_id(school: str, year: int, term: int = 0) -> str:
    return f"{school}.{year}" + (f".{term}" if term else "")


def _sessions(schools: list[_School], year: int) -> Iterator[Cells]:
    """The school year of each school and its terms; a school year is called by the calendar year in which it ends."""
    for school in schools:
        calendar, whole = calendar_at(school.path, year), _session_id(school.code, year)
        yield {
            "sourcedId": whole,
            "title": f"{year}–{year + 1}",
            "type": "schoolYear",
            "startDate": calendar.starts_on.isoformat(),
            "endDate": calendar.ends_on.isoformat(),
            "schoolYear": year + 1,
        }
        for term in calendar.terms:
            yield {
                "sourcedId": _session_id(school.code, year, term.n),
                "title": f"{year}–{year + 1}-{term.n}",
                "type": "semester",
                "startDate": term.starts_on.isoformat(),
                "endDate": term.ends_on.isoformat(),
                "parentSourcedId": whole,
                "schoolYear": year + 1,
            }


def _orgs(unit: Unit) -> Iterator[Cells]:
    codes: dict[int, str] = {}
    for one in db.session.scalars(_below(unit).where(Unit.kind != "class").order_by(Unit.path)):
        codes[one.id] = one.code
        yield {
            "sourcedId": one.code,
            "name": one.name,
            "type": TYPES[one.kind],
            "identifier": one.code,
            "parentSourcedId": codes.get(one.parent_id or 0, ""),
        }


def _course_id(school: str) -> str:
    return f"{school}.safety"


def _courses(schools: list[_School], year: int) -> Iterator[Cells]:
    found = select(ClassYear.school_id, ClassYear.grade).where(ClassYear.year == year).distinct()
    grades: dict[int, list[int]] = {}
    for school_id, grade in db.session.execute(found.order_by(ClassYear.school_id, ClassYear.grade)):
        grades.setdefault(school_id, []).append(grade)
    for school in schools:
        yield {
            "sourcedId": _course_id(school.code),
            "schoolYearSourcedId": _session_id(school.code, year),
            "title": COURSE,
            "courseCode": "safety",
            "grades": ",".join(grade_code(grade) for grade in grades.get(school.id, ())),
            "orgSourcedId": school.code,
        }


def _classes(unit: Unit, year: int) -> Iterator[Cells]:
    school = Unit.__table__.alias("school")
    found = (
        select(Unit.code, ClassYear.label, ClassYear.grade, school.c.code, school.c.path)
        .join(ClassYear, (ClassYear.class_id == Unit.id) & (ClassYear.year == year))
        .join(school, school.c.id == Unit.school_id)
        .where(below(Unit.path, [unit.path]), Unit.closed_on.is_(None), school.c.closed_on.is_(None))
    )
    terms: dict[str, list[int]] = {}
    for code, label, grade, of, path in db.session.execute(
        found.order_by(school.c.path, ClassYear.grade, *by_number())
    ):
        if of not in terms:
            terms[of] = [term.n for term in calendar_at(path, year).terms]
        yield {
            "sourcedId": code,
            "title": label,
            "grades": grade_code(grade),
            "courseSourcedId": _course_id(of),
            "classCode": code,
            "classType": "homeroom",
            "schoolSourcedId": of,
            "termSourcedIds": ",".join(_session_id(of, year, n) for n in terms[of]) or _session_id(of, year),
        }


# ── people, of one school ───────────────────────────────────────────────────────────────────────────────────────────────


def person_id(person_key: str) -> str:
    """A number for a person outside this install: always the same, and nothing of ours can be had from it."""
    return str(UUID(bytes=install_key.install_mark("oneroster.person", person_key.encode())[:16], version=5))


def _pupils(school: Unit, year: int) -> Any:
    """Pupils on the roll today, of classes of the year above the kindergarten."""
    columns = (User.person_key, User.name, User.disabled_at, Unit.code, ClassYear.grade)
    found = select(*columns).join(Enrolment, (Enrolment.school_id == User.school_id) & (Enrolment.pupil_id == User.id))
    found = found.join(Unit, Unit.id == Enrolment.class_id)
    found = found.join(ClassYear, (ClassYear.school_id == school.id) & (ClassYear.class_id == Unit.id))
    found = found.where(User.school_id == school.id, ClassYear.year == year, ClassYear.stage != "K")
    found = found.where(on_roll(clock.today()), Unit.closed_on.is_(None), User.name != NOBODY)
    return db.session.execute(found.order_by(Unit.code, Enrolment.id))


def _teachers(school: Unit, year: int) -> Any:
    """Who teaches a class of the year today, homeroom teachers first. One row for each post."""
    today = clock.today()
    found = select(User.person_key, User.name, User.disabled_at, Unit.code, Post.role)
    found = found.join(Post, (Post.school_id == User.school_id) & (Post.user_id == User.id))
    found = found.join(Unit, Unit.id == Post.unit_id)
    found = found.join(ClassYear, (ClassYear.school_id == school.id) & (ClassYear.class_id == Unit.id))
    found = found.where(User.school_id == school.id, ClassYear.year == year, Post.role.in_(TEACHING))
    found = found.where(Post.from_on <= today, or_(Post.to_on.is_(None), Post.to_on > today), Unit.closed_on.is_(None))
    return db.session.execute(found.order_by(Unit.code, Post.role != "homeroom_teacher", Post.id))


def _people(school: Unit, year: int) -> People:
    """Teachers, then pupils, a row for each class. Two statements: both tables tell of the same moment."""
    return [(role, row) for role, rows in (("teacher", _teachers), ("student", _pupils)) for row in rows(school, year)]


def _users(school: Unit, people: People) -> Iterator[Cells]:
    seen: set[str] = set()
    for role, (key, name, disabled_at, _code, more) in people:
        if key in seen:
            continue
        seen.add(key)
        given, family = split_name(name)
        yield {
            "sourcedId": person_id(key),
            "enabledUser": "false" if disabled_at else "true",
            "orgSourcedIds": school.code,
            "role": role,
            "username": person_id(key),
            "givenName": given,
            "familyName": family,
            "grades": grade_code(more) if role == "student" else "",
        }


def _enrollments(school: Unit, people: People) -> Iterator[Cells]:
    seen: set[tuple[str, str]] = set()
    for role, (key, _name, _disabled, code, more) in people:
        if (key, code) in seen:
            continue
        seen.add((key, code))
        yield {
            "sourcedId": f"{code}.{person_id(key)}",
            "classSourcedId": code,
            "schoolSourcedId": school.code,
            "userSourcedId": person_id(key),
            "role": role,
            "primary": ("true" if more == "homeroom_teacher" else "false") if role == "teacher" else "",
        }
