"""Anonymised facts of a unit: answers by question and lessons by class, week by week, as CSV with a data dictionary.

What may go out is decided cell by cell (microdata_rules) and, besides, as the lists of any officer hide it: a lesson of a class that
somebody above is not shown on a page goes out in no file. Decided from the top of the tree down and never by who asks: every file
holds the same cells of a school.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from ..curriculum import queries as content
from ..extensions import db
from ..learning.models import QuizAttempt
from ..learning.paper import Paper
from ..org.access import below
from ..org.calendar import monday_of
from ..org.models import ClassYear, Unit
from ..org.queries import ancestors
from ..shared import clock, install_key
from ..shared.packed_texts import packed_text
from ..shared.sheets_csv import write_lines
from ..teaching.ledger import standing_entries
from ..teaching.models import ClassHour
from .expectations import ClassPlace, class_places
from .exports import LESSON_FIELDS
from .hidden_units import NOTHING, hidden_children
from .microdata_dictionary import HEAD, MEANINGS, READ_ME, columns_of
from .microdata_rules import LEAST, Cell, last_closed_day, named_items
from .models import TallyLesson
from .suppression import covered
from .topic_tallies import first_sheets

MOST_SHEETS = 1_000_000  #: answer sheets one file is made of
_QUIZ = frozenset({"quiz_rate", "pass_rate", "excellent_rate"})
Told = Callable[[int], None]
Hidden = dict[int, frozenset[str]]


def write_microdata(unit: Unit, year: int, day: date, path: Path, told: Told = lambda _: None) -> dict[str, int]:
    """Write the zip of a unit and school year, as known on `day`, to `path`; rows of each file."""
    last, schools = last_closed_day(day), _schools_hidden(unit, year, last_closed_day(day))
    answers, classes, counts = io.StringIO(newline=""), io.StringIO(newline=""), Counter[str]()
    write_lines(answers, [columns_of("answers.csv")])
    write_lines(classes, [columns_of("classes.csv")])
    mark = unit_mark(unit.id)
    lessons = {one.id: (one.topic, one.uuid) for one in content.every_lesson()}
    for done, (school_id, forced) in enumerate(sorted(schools.items())):
        found = facts_of(school_id, year, last, forced, lessons)
        counts["answers"] += write_lines(answers, found.answers)
        counts["classes"] += write_lines(classes, found.classes)
        told(90 * (done + 1) // len(schools))
    about = READ_ME.format(unit_mark=mark, year=year, next_year=year + 1, day=last.isoformat())
    with zipfile.ZipFile(path, "w") as packed:
        with packed_text(packed, "README.txt") as text:
            text.write(about)
        with packed_text(packed, "dictionary.csv") as text:
            write_lines(text, [HEAD, *MEANINGS])
        for name, held in (("answers.csv", answers), ("classes.csv", classes)):
            with packed_text(packed, name) as text:
                text.write(held.getvalue())
    return dict(counts)


def sheets_below(unit: Unit, year: int) -> int:
    """How many answer sheets of a school year there are at and below a unit. One statement."""
    found = select(func.count()).select_from(QuizAttempt).join(Unit, Unit.id == QuizAttempt.class_id)
    found = found.where(QuizAttempt.year == year, QuizAttempt.submitted_at.is_not(None), below(Unit.path, [unit.path]))
    return db.session.scalar(found) or 0


def unit_mark(unit_id: int) -> str:
    """What stands for a unit in the files."""
    return install_key.install_mark("microdata.unit", str(unit_id).encode()).hex()[:12]


# ── what is hidden on the pages of any officer ──────────────────────────────────────────────────────────────────────────


def _schools_hidden(unit: Unit, year: int, day: date) -> Hidden:
    """Schools at or below a unit with the indicators that some list above hides of them; two statements for each level.

    A list hides other lines when its total is hidden as well (hidden_units): both ways of looking are taken together.
    """
    line, forced = ancestors(unit), NOTHING
    for parent, child in pairwise(line):
        forced = _both({parent.id: forced}, year, day).get(child.id, NOTHING)
    if unit.kind == "school":
        return {unit.id: forced}
    kinds = {row[0]: row[1] for row in db.session.execute(select(Unit.id, Unit.kind).where(Unit.kind != "class"))}
    schools: Hidden = {}
    level = {unit.id: forced}
    while level:
        below = _both(level, year, day)
        schools |= {one: codes for one, codes in below.items() if kinds.get(one) == "school"}
        level = {one: codes for one, codes in below.items() if kinds.get(one) not in ("school", "class", None)}
    return schools


def _both(parents: Mapping[int, frozenset[str]], year: int, day: date) -> Hidden:
    found = hidden_children(dict.fromkeys(parents, NOTHING), year, day)
    for one, codes in hidden_children(parents, year, day).items() if any(parents.values()) else ():
        found[one] = found.get(one, NOTHING) | codes
    return found


def _hidden_lessons(school_id: int, year: int, day: date, forced: frozenset[str]) -> set[tuple[int, int]]:
    """Class and lesson of which an outsider's page does not show how the quiz went. Two or three statements."""
    classes = _both({school_id: forced}, year, day)
    sums = [func.sum(getattr(TallyLesson, name)) for name in LESSON_FIELDS]
    found = select(TallyLesson.class_id, TallyLesson.lesson_id, *sums).where(
        TallyLesson.school_id == school_id, TallyLesson.year == year, TallyLesson.lesson_id != 0, TallyLesson.day <= day
    )
    lines: dict[int, dict[int, Mapping[str, int]]] = defaultdict(dict)
    for row in db.session.execute(found.group_by(TallyLesson.class_id, TallyLesson.lesson_id)):
        lines[row[0]][row[1]] = dict(zip(LESSON_FIELDS, map(int, row[2:]), strict=True), classes=1)
    hidden = set()
    for class_id, lessons in lines.items():
        for codes in {NOTHING, classes.get(class_id, NOTHING)}:
            shown = covered(list(lessons.values()), [False] * len(lessons), codes)
            hidden |= {(class_id, one) for one, of in zip(lessons, shown.codes, strict=True) if of & _QUIZ}
    return hidden


# ── one school ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Facts:
    """Rows of the two files, in an order that tells nothing about who answered first."""

    answers: list[tuple[Any, ...]] = field(default_factory=list)
    classes: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass
class _Sums:
    """A cell: sheets, those that passed, and answers by question and whether they were right."""

    pupils: int = 0
    passed: int = 0
    items: Counter[tuple[str, int]] = field(default_factory=Counter)


def facts_of(
    school_id: int, year: int, last: date, forced: frozenset[str], lessons: Mapping[int, tuple[str, str]]
) -> Facts:
    """The rows of one school up to the day `last`. Six statements or seven, however long the history."""
    grades = select(ClassYear.class_id, ClassYear.stage, ClassYear.grade)
    found = grades.where(ClassYear.school_id == school_id, ClassYear.year == year)
    classes = {row.class_id: (row.stage, row.grade) for row in db.session.execute(found)}
    hidden = _hidden_lessons(school_id, year, last, forced)
    cells = {
        cell: sums
        for cell, sums in _cells(year, class_places(year, classes), last).items()
        if sums.pupils >= LEAST and (cell.class_id, cell.lesson_id) not in hidden
    }
    given, facts = _given(school_id, year, last), Facts()

    def head(cell: Cell) -> tuple[Any, ...]:
        topic, uuid = lessons.get(cell.lesson_id, ("", ""))
        place = (unit_mark(school_id), unit_mark(cell.class_id), *classes[cell.class_id])
        return (*place, cell.monday.isoformat(), topic, uuid)

    for cell, sums in cells.items():
        facts.answers += [(*head(cell), *line) for line in _answers(sums)]
    for cell in {one for one in given | cells if one.class_id in classes}:
        sums = cells.get(cell, _Sums())
        told = (sums.pupils, sums.passed) if sums.pupils else ("", "")
        facts.classes.append((*head(cell), *given.get(cell, (0, "0", 0, 0)), *told))
    facts.answers.sort(key=lambda row: tuple(map(str, row)))
    facts.classes.sort(key=lambda row: tuple(map(str, row)))
    return facts


def _cells(year: int, places: Sequence[ClassPlace], last: date) -> dict[Cell, _Sums]:
    """What first sheets say, cell by cell. One statement, read in pieces."""
    columns = ("class_id", "lesson_id", "revision_id", "seed", "asked", "shares", "passed", "submitted_at")
    asked = select(*(getattr(QuizAttempt, name) for name in columns)).where(*first_sheets(year, places))
    cells: dict[Cell, _Sums] = defaultdict(_Sums)
    until = clock.start_of(last + (date.resolution))
    for row in db.session.execute(asked.where(QuizAttempt.submitted_at < until).execution_options(yield_per=1000)):
        sums = cells[Cell(row.class_id, row.lesson_id, monday_of(clock.local(row.submitted_at).date()))]
        sums.pupils += 1
        sums.passed += row.passed
        sums.items.update(_of_sheet(row))
    return cells


def _of_sheet(row: Any) -> Iterator[tuple[str, int]]:
    paper = Paper.of(row)
    for question, share in zip(paper.questions if paper.readable else (), row.shares or (), strict=False):
        yield str(question.uuid), int(share == 100)


def _answers(sums: _Sums) -> Iterator[tuple[str, int, int]]:
    sizes: Counter[str] = Counter()
    for (item, _right), n in sums.items.items():
        sizes[item] += n
    named, told = named_items(sizes), Counter[tuple[str, int]]()
    for (item, right), n in sums.items.items():
        told[item if item in named else "", right] += n
    yield from ((item, right, n) for (item, right), n in told.items())


def _given(school_id: int, year: int, last: date) -> dict[Cell, tuple[int, str, int, int]]:
    """Lessons by the entries that hold now: how many, class hours, roll and present. Classes under LEAST pupils are left out."""
    found = select(ClassHour).where(ClassHour.school_id == school_id, ClassHour.year == year)
    cells: dict[Cell, list[ClassHour]] = defaultdict(list)
    for entry in standing_entries(list(db.session.scalars(found))):
        if entry.given_on <= last and entry.roll >= LEAST:
            cells[Cell(entry.class_id, entry.lesson_id, monday_of(entry.given_on))].append(entry)
    return {
        cell: (
            len(entries),
            f"{sum(one.hours for one in entries) / 100:g}",
            sum(one.roll for one in entries),
            sum(one.present for one in entries),
        )
        for cell, entries in cells.items()
    }
