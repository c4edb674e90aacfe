"""Exports: what is small goes out at once, what is large is prepared by the worker and fetched when ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, true, update

from ..curriculum.models import Course, Item
from ..extensions import db
from ..org.access import Viewer, below
from ..org.models import ClassYear, Unit
from ..org.queries import ancestors, by_number
from ..shared import clock, jobs, private_files
from ..shared.database import end_read, write
from ..shared.models import Job
from ..shared.refusals import Refused
from ..shared.sheets import Column, Table, workbook
from . import counters, report_table, rules
from .hidden_units import hidden_children, hidden_from_above, hidden_schools, looks_from_inside
from .models import Export, TallyLesson, TallyUnit
from .suppression import covered, hidden_of

KEPT = timedelta(days=1)
NOTED = timedelta(days=365)
KIND = "assessment.classes"
_CHUNK = 500
_SCHOOLS = 10  #: schools put in order at once


def class_rows(
    unit: Unit,
    year: int,
    day: date,
    inside: bool,
    small: str,
    untested: Mapping[str, str],
    forced: frozenset[str] = frozenset(),
) -> Iterator[list[Any]]:
    """Every class below a unit with its school and its figures as of a day, by school and code. Streamed, one statement, and from
    outside the school one for each level above the class. `forced`: what is hidden of the unit (hidden_units.hidden_from_above)."""
    above = {} if inside else hidden_schools(unit, forced, year, day)
    school = Unit.__table__.alias("school")
    sums = [func.coalesce(func.sum(getattr(TallyUnit, name)), 0) for name in counters.NAMES]
    found = (
        select(school.c.name, ClassYear.label, school.c.code, school.c.id, *sums)
        .select_from(ClassYear)
        .join(Unit, Unit.id == ClassYear.class_id)
        .join(school, school.c.id == ClassYear.school_id)
        .outerjoin(TallyUnit, (TallyUnit.unit_id == Unit.id) & (TallyUnit.year == year) & (TallyUnit.day <= day))
        .where(ClassYear.year == year, below(Unit.path, [unit.path]))
        .group_by(school.c.id, school.c.code, school.c.name, ClassYear.grade, Unit.number, Unit.code, ClassYear.label)
        .order_by(school.c.code, ClassYear.grade, *by_number())
    )
    rows = db.session.execute(found.execution_options(yield_per=_CHUNK))
    for _code, group in groupby(
        rows, key=lambda row: row[2]
    ):  # hidden are the classes that the school's own page hides
        classes = list(group)
        counts = [counters.named(tuple(int(value) for value in row[4:])) for row in classes]
        hidden = hidden_of(counts, [inside] * len(classes), above.get(classes[0][3], frozenset())).codes
        for row, mine, codes in zip(classes, counts, hidden, strict=True):
            also = forced if unit.kind == "class" else frozenset()
            yield [row[0], row[1], *report_table.cells(mine, rules.rates(mine, inside, codes | also), small, untested)]


def class_columns(words: report_table.Words, school: str, label: str) -> list[Column]:
    """Columns of class_rows."""
    return [Column(school, "name"), Column(label, "text"), *report_table.sheet_columns(words)[1:]]


LESSON_FIELDS = (
    "lessons",
    "hours",
    "hours_declared",
    "roll",
    "present",
    "quiz_due",
    "quiz_taken",
    "quiz_group",
    "quiz_passed",
    "quiz_excellent",
    "quiz_unasked",
    "skill_due",
    "skill_done",
    "skill_group",
    "skill_unasked",
)
#: the indicator whose smallness hides a counter
_HIDES = {
    "quiz_due": "quiz_rate",
    "quiz_taken": "quiz_rate",
    "quiz_group": "quiz_rate",
    "quiz_passed": "pass_rate",
    "quiz_excellent": "excellent_rate",
    "skill_due": "skill_rate",
    "skill_done": "skill_rate",
    "skill_group": "skill_rate",
}


def lesson_rows(
    unit: Unit, year: int, day: date, inside: bool, small: str, forced: frozenset[str] = frozenset()
) -> Iterator[list[Any]]:
    """Every class × lesson below a unit: school, class, lesson, topic and counters as of a day, by school and code.

    Streamed, a statement for every few schools (two from outside): to put all rows of a city in order at once takes tens of megabytes.
    `forced` as in class_rows.
    """
    schools = _schools(unit, year)
    above = {} if inside else hidden_schools(unit, forced, year, day)
    for start in range(0, len(schools), _SCHOOLS):
        some = schools[start : start + _SCHOOLS]
        classes = {unit.id: forced} if unit.kind == "class" else {}
        if not inside and unit.kind != "class":
            classes = hidden_children({school: above.get(school, frozenset()) for school in some}, year, day)
        yield from _lessons_of(some, unit, year, day, None if inside else classes, small)


def _schools(unit: Unit, year: int) -> list[int]:
    """Schools with classes of the year at or below a unit, by code."""
    school = Unit.__table__.alias("school")
    found = (
        select(school.c.id)
        .join(ClassYear, ClassYear.school_id == school.c.id)
        .join(Unit, Unit.id == ClassYear.class_id)
    )
    found = found.where(ClassYear.year == year, below(Unit.path, [unit.path]))
    return list(db.session.scalars(found.group_by(school.c.id, school.c.code).order_by(school.c.code)))


def _lessons_of(
    schools: list[int], unit: Unit, year: int, day: date, hidden: Mapping[int, frozenset[str]] | None, small: str
) -> Iterator[list[Any]]:
    """`hidden`: what is hidden of each class from an outsider; None: all is shown."""
    sums = [func.sum(getattr(TallyLesson, name)).label(name) for name in LESSON_FIELDS]
    each = (  # added up first, named afterwards: the sort then carries rows of numbers, not of names
        select(TallyLesson.school_id, TallyLesson.class_id, TallyLesson.lesson_id, *sums)
        .where(
            TallyLesson.school_id.in_(schools),
            TallyLesson.year == year,
            TallyLesson.lesson_id != 0,
            TallyLesson.day <= day,
        )
        .where(TallyLesson.class_id == unit.id if unit.kind == "class" else true())
        .group_by(TallyLesson.school_id, TallyLesson.class_id, TallyLesson.lesson_id)
        .subquery()
    )
    school = Unit.__table__.alias("school")
    found = (
        select(
            school.c.name,
            ClassYear.label,
            Item.title_zh,
            Course.topic,
            *(each.c[name] for name in LESSON_FIELDS),
            each.c.class_id,
        )
        .select_from(each)
        .join(Unit, Unit.id == each.c.class_id)
        .join(school, school.c.id == each.c.school_id)
        .join(
            ClassYear,
            (ClassYear.school_id == each.c.school_id)
            & (ClassYear.class_id == each.c.class_id)
            & (ClassYear.year == year),
        )
        .join(Item, Item.id == each.c.lesson_id)
        .join(Course, Course.id == Item.course_id)
        .where(below(Unit.path, [unit.path]))
        .order_by(school.c.code, Unit.code, each.c.lesson_id)
    )
    rows = db.session.execute(found.execution_options(yield_per=_CHUNK))
    if hidden is None:
        yield from (list(row[:-1]) for row in rows)
        return
    for class_id, group in groupby(rows, key=lambda row: row[-1]):
        yield from _as_shown(list(group), small, hidden.get(class_id, frozenset()))


def _as_shown(rows: list[Any], small: str, forced: frozenset[str]) -> Iterator[list[Any]]:
    """Lessons of one class as its own page shows them to an outsider."""
    counts = [_counts(row) for row in rows]
    for row, codes in zip(rows, covered(counts, [False] * len(rows), forced).codes, strict=True):
        figures = row[4:-1]
        if codes:
            figures = [
                small if _HIDES.get(name) in codes else value
                for name, value in zip(LESSON_FIELDS, figures, strict=True)
            ]
        yield [*row[:4], *figures]


def _counts(row: Any) -> Mapping[str, int]:
    return dict(zip(LESSON_FIELDS, (int(value) for value in row[4:-1]), strict=True), classes=1)


# ── prepared by the worker ──────────────────────────────────────────────────────────────────────────────────────────────


def queue_export(
    viewer: Viewer, unit: Unit, year: int, day: date, words: report_table.Words, heads: tuple[str, str], folder: Path
) -> Export:
    """Ask for the sheet of all classes below a unit. A second asking for the same finds the first, unless that one has failed."""
    arguments = {"unit": unit.id, "year": year, "day": day.isoformat()}
    said = ("groups", "heads", "unit", "total", "small", "title", "untested")

    def payload() -> dict[str, Any]:
        return {
            "inside": looks_from_inside(viewer, unit.path),
            "forced": sorted(hidden_from_above(viewer, ancestors(unit), year, day)),
            "heads": list(heads),
            "words": {name: getattr(words, name) for name in said}
            | {"about": list(words.about), "notes": list(words.notes)},
        }

    return ask_worker(viewer, unit, KIND, arguments, folder, payload)


def ask_worker(
    viewer: Viewer,
    unit: Unit,
    kind: str,
    arguments: dict[str, Any],
    folder: Path,
    payload: Callable[[], dict[str, Any]],
) -> Export:
    """Ask for a file of this kind, which is also the kind of its job; `payload`: what the job needs besides export and folder. A second
    asking for the same finds the first, unless that one has failed or is there."""
    now = clock.now()
    mine = select(Export).where(Export.asked_by == viewer.user_id, Export.kind == kind, Export.expires_at > now)
    for row in db.session.scalars(mine):
        if row.arguments == arguments and row.file is None and not _failed(row):
            return row
    row = Export(
        school_id=unit.keeper_id,
        asked_by=viewer.user_id,
        asked_at=now,
        kind=kind,
        arguments=arguments,
        expires_at=now + KEPT,
    )
    db.session.add(row)
    db.session.flush()
    if not arguments.get("waits"):  # for a second person: see exchange.agree
        queue_job(row, folder, payload())
    return row


def queue_job(row: Export, folder: Path, payload: dict[str, Any]) -> None:
    """Let the worker prepare an export. The job is asked for by who asked for the file."""
    row.job_id = jobs.queue(row.kind, {"export": row.id, "folder": str(folder)} | payload, row.asked_by).id


def find_export(export_id: int, user_id: int) -> Export | None:
    """An export of this user that has not expired."""
    found = select(Export).where(Export.id == export_id, Export.asked_by == user_id, Export.expires_at > clock.now())
    return db.session.scalars(found).first()


def of_user(user_id: int, kinds: Sequence[str] = (KIND,)) -> list[Export]:
    """Exports of a user of these kinds that have not expired, the newest first."""
    found = select(Export).where(Export.asked_by == user_id, Export.expires_at > clock.now(), Export.kind.in_(kinds))
    return list(db.session.scalars(found.order_by(Export.id.desc())))


def job_of(export: Export) -> Job | None:
    """The job that prepares an export."""
    return db.session.get(Job, export.job_id) if export.job_id else None


def _failed(export: Export) -> bool:
    job = job_of(export)
    return job is not None and job.state == "failed"


def _words(payload: Mapping[str, Any]) -> report_table.Words:
    """The words an export was asked with. Refused for those of a release before, which knew fewer columns: to be asked for anew."""
    if "untested" not in payload or any(
        field.code not in payload["heads"] or field.group not in payload["groups"] for field in report_table.FIELDS
    ):
        raise Refused("export_gone")
    return report_table.Words(**payload)


@jobs.kind(KIND)
def _prepare(job: Job) -> dict[str, Any]:
    """Write the sheet of all classes; safe to run again: the file appears under its name only when it is whole."""
    asked, unit, folder = taken_up(job)
    words = _words(job.payload["words"])
    year, day = asked.arguments["year"], date.fromisoformat(asked.arguments["day"])
    forced = frozenset(job.payload.get("forced", ()))
    rows = list(class_rows(unit, year, day, job.payload["inside"], words.small, words.untested, forced))
    end_read()
    jobs.report_progress(job.id, 60)
    table = Table(words.title, class_columns(words, *job.payload["heads"]), rows, None, words.about, words.notes)
    keep_file(asked, folder, "xlsx", lambda part: workbook(table, str(part)))
    return {"classes": len(rows)}


def taken_up(job: Job) -> tuple[Export, Unit, Path]:
    """What a job is to prepare, of which unit, and the folder for it. Refused export_gone when it is asked for no more."""
    asked = db.session.scalars(select(Export).where(Export.id == job.payload["export"])).first()
    unit = db.session.get(Unit, asked.arguments["unit"]) if asked else None
    if asked is None or unit is None:
        raise Refused("export_gone")
    folder = Path(job.payload["folder"])
    private_files.folder(folder)
    sweep_exports(folder)
    return asked, unit, folder


def keep_file(asked: Export, folder: Path, ending: str, made: Callable[[Path], object]) -> None:
    """Write the file by `made(path)`; it stands under its name only when it is whole. Outside write()."""
    name = f"export-{asked.id}.{ending}"
    part = folder / f"{name}.part"
    made(part)
    private_files.closed(part).replace(folder / name)
    with write() as session:
        session.execute(
            update(Export).where(Export.school_id == asked.school_id, Export.id == asked.id).values(file=name)
        )


def sweep_exports(folder: Path) -> None:
    """Remove files of exports that have run out, and after a year that they were asked for. A file nobody knows goes too."""
    now = clock.now()
    with write() as session:
        gone = session.execute(
            select(Export.id, Export.file).where(Export.expires_at <= now, Export.file.is_not(None))
        ).all()
        session.execute(
            update(Export)
            .where(Export.id.in_([row.id for row in gone]))
            .values(file=None)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            delete(Export).where(Export.asked_at < now - NOTED).execution_options(synchronize_session=False)
        )
    for row in gone:
        (folder / row.file).unlink(missing_ok=True)
    for path in folder.glob("export-*") if folder.exists() else ():
        if path.stat().st_mtime < (now - 2 * KEPT).timestamp():
            path.unlink(missing_ok=True)
