"""A roster file on its way in: staged in small steps, then made true in one short transaction, undone for 30 days.

Staging writes rows nobody sees, a thousand at a time, so other writers wait for milliseconds. The flip is a handful of
set-based statements whatever the size of the school.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert

from ..extensions import db
from ..shared import clock
from ..shared.database import write
from ..shared.refusals import Conflict
from . import grades
from .access import Viewer
from .models import RosterBatch, RosterRow, Unit
from .queries import setting_of
from .roster.book_types import Chosen, KeptQuestion, Problem, Question, Roster, Row
from .roster.checks import class_label
from .roster.classes import class_label_of
from .roster.questions import Asking, is_answer
from .roster_matching import homeroom_teachers, rolls
from .roster_matching.compare import Around, Diff, Incoming, Present, compare_list
from .roster_matching.identity_signs import is_seat

STEP = 1000  # rows staged in one transaction
OPEN = ("staged", "refused", "asking")  # read, and neither applied nor given up
MOST_PROBLEMS = 1000  # kept with the batch; the full list is in the file the user has


def begin_batch(viewer: Viewer | None, school: Unit, filename: str, year: int) -> RosterBatch:
    """An empty batch for `school`; rows come with stage()."""
    batch = RosterBatch(
        school_id=school.id,
        filename=filename[:120],
        state="reading",
        year=year,
        created_at=clock.now(),
        created_by=viewer.user_id if viewer else None,
        mapping={},
        counts={},
        problems=[],
        notes=[],
        classes=[],
        questions=[],
        answers={},
    )
    db.session.add(batch)
    db.session.flush()
    return batch


@dataclass(frozen=True)
class Checked:
    """A read roster held against the roll; nothing is written yet. Import only without `problems` and `questions`: while any is
    open, the diff is the most careful reading. `teachers`: who leads the classes whose teacher the list names."""

    placed: list[tuple[Row, str]]
    diff: Diff
    problems: list[Problem]
    questions: list[Question]
    teachers: homeroom_teachers.Found


@dataclass(frozen=True)
class Listed:
    """A list read for school year `year`, and held against the roll."""

    year: int
    roster: Roster
    checked: Checked


def check_list(
    school: Unit, roster: Roster, year: int, only: set[str] | None = None, answers: dict[str, str] | None = None
) -> Checked:
    """Who is who, and what is wrong or has to be asked. `only`: codes of the classes the importer may change (a homeroom teacher's
    own). `answers` {key or code of a question: choice}: what has been answered so far."""
    asking, roll = Asking(answers), rolls.present(school.id, clock.today())
    years = primary_years(school)
    placed = [(row, class_code_of(school, row, year, years)) for row in roster.rows]
    labels = rolls.class_labels(school.id) | {code: class_label(row) for row, code in placed}
    incoming = [_incoming(place, row, code) for place, (row, code) in enumerate(placed)]
    mine = [other for other in roll if only is None or other.class_code in only]
    diff = compare_list(incoming, mine, _around(school, incoming, roll, only, labels), asking)
    teachers = _teachers(asking, school, placed, labels) if only is None else {}
    problems = (
        roster.problems
        + (_not_yours(placed, only) if not roster.questions else [])
        + [_barred(placed[one.place][0]) for one in diff.barred]
    )
    problems += [_twice(placed, group, one) for group in diff.twice for one in group]
    if diff.meant == "no":
        problems.append(Problem("", 0, "", "upheaval_refused"))
    # While it is open which lines and classes the list has, who is who cannot be asked yet.
    return Checked(placed, diff, problems, roster.questions or asking.open, teachers)


def _around(
    school: Unit, incoming: list[Incoming], roll: list[Present], only: set[str] | None, labels: dict[str, str]
) -> Around:
    former = rolls.former(school.id, {one.name for one in incoming}, {other.pupil_id for other in roll})
    closed = [other for other in roll if only is not None and other.class_code not in only]
    return Around(former, closed, labels)


def _teachers(
    asking: Asking, school: Unit, placed: list[tuple[Row, str]], labels: dict[str, str]
) -> homeroom_teachers.Found:
    named: dict[str, str] = {}
    for row, code in placed:
        if row.homeroom_name:
            named.setdefault(code, row.homeroom_name)
    return homeroom_teachers.find_homeroom_teachers(asking, named, rolls.staff(school.id, named.values()), labels)


def stage(batch: RosterBatch, listed: Listed, told: Callable[[int], None] = lambda _: None) -> Diff | None:
    """Keep the diff of a checked roster with the batch. None, and state 'refused', with any problem; None, and state 'asking',
    with any open question.

    `told(percent)` hears of progress. Writes in transactions of its own; call it outside write(). Safe to run again after being
    killed: it begins by removing what it staged before.
    """
    _clear(batch)
    roster, checked = listed.roster, listed.checked
    facts = {
        "mapping": {name: asdict(guess) for name, guess in roster.guesses.items()},
        "notes": _plain(roster.notes),
        "counts": checked.diff.counts(),
        "progress": 100,
        "year": listed.year,
    }
    if checked.problems or checked.questions:
        open_ = [] if checked.problems else [question.kept() for question in checked.questions]
        state = "refused" if checked.problems else "asking"
        _keep(batch, state=state, problems=_plain(checked.problems), questions=open_, **facts)
        return None
    rows = list(_rows(batch, checked.placed, checked.diff))
    for start in range(0, len(rows), STEP):
        with write() as session:
            session.execute(insert(RosterRow.__table__), rows[start : start + STEP])
        told(50 + start * 50 // max(1, len(rows)))
    _keep(
        batch,
        state="staged",
        classes=_classes(checked, listed.year),
        roll_mark=rolls.roll_mark(batch.school_id, clock.today()),
        problems=[],
        questions=[],
        **facts,
    )
    return checked.diff


def _clear(batch: RosterBatch) -> None:
    """Without what an earlier try staged: a worker killed half-way must not leave every pupil twice."""
    with write():
        _remove(batch)


def _remove(batch: RosterBatch) -> None:
    db.session.execute(delete(RosterRow).where(RosterRow.school_id == batch.school_id, RosterRow.batch_id == batch.id))


def primary_years(school: Unit) -> int:
    """Six, or five where the school says so."""
    return int(setting_of(school, "primary_years", clock.today(), 6))


def class_code_of(school: Unit, row: Row, year: int, years: int) -> str:
    """Code of the class a row names."""
    grade = grades.grade_as_number(row.class_.grade)
    stage_code = grades.stage_of(grade, school.stages)
    entry = grades.entry_year(grade, stage_code, year, years)
    return grades.class_code(school.code, entry, stage_code, row.class_.label or row.class_.number, row.class_.track)


def ready_again(batch: RosterBatch, chosen: Mapping[str, Chosen | None] | None = None) -> None:
    """Ready a batch that is staged, refused or waits for answers to be read again, with the columns in `chosen` if given; what was
    staged is removed. Answers stay: one that still fits counts."""
    if batch.state not in OPEN:
        raise Conflict("batch_not_staged")
    _remove(batch)
    batch.state, batch.progress, batch.problems, batch.notes, batch.questions = "reading", 0, [], [], []
    batch.chosen = dict(chosen) if chosen is not None else batch.chosen


def answer_questions(batch: RosterBatch, given: dict[str, str], afresh: bool = False) -> None:
    """Keep the answers to open questions {key: choice} and ready the batch to be read again; `afresh` forgets those given before.
    What answers nothing that is asked is left out."""
    asked = {question["key"]: question for question in batch.questions}
    known = {key: said for key, said in given.items() if key in asked and answers_kept(asked[key], said)}
    ready_again(batch)
    batch.answers = known if afresh else {**batch.answers, **known}


def answers_kept(question: KeptQuestion, said: str) -> bool:
    """Whether this answers a question as it is kept with a batch."""
    return is_answer(question["choices"], len(question.get("shown", ())) if question.get("by_line") else 0, said)


def drop_batch(batch: RosterBatch) -> None:
    """Give a batch up that is not applied; its rows and questions are removed."""
    if batch.state not in ("reading", *OPEN):
        raise Conflict("batch_not_staged")
    _remove(batch)
    batch.state, batch.questions = "dropped", []


def _keep(batch: RosterBatch, **values: Any) -> None:
    with write():
        for name, value in values.items():
            setattr(batch, name, value)


def _plain(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in list(problems)[:MOST_PROBLEMS]]


def _not_yours(placed: list[tuple[Row, str]], only: set[str] | None) -> list[Problem]:
    if only is None:
        return []
    return [Problem(row.sheet, row.line, "class", "class_not_yours", {}) for row, code in placed if code not in only]


def _barred(row: Row) -> Problem:
    return Problem(row.sheet, row.line, "name", "move_not_yours", {"text": row.name})


def _twice(placed: list[tuple[Row, str]], group: list[Incoming], one: Incoming) -> Problem:
    row = placed[one.place][0]
    lines = "、".join(str(other.line) for other in group if other is not one)
    return Problem(row.sheet, row.line, "name", "listed_twice", {"text": row.name, "lines": lines})


def _incoming(place: int, row: Row, code: str) -> Incoming:
    own = row.student_number if row.number else ""
    return Incoming(place, code, row.name, row.number or row.student_number, row.sex, own, row.line)


def _rows(batch: RosterBatch, placed: list[tuple[Row, str]], diff: Diff) -> Iterable[dict[str, Any]]:
    common = {"school_id": batch.school_id, "batch_id": batch.id}
    for one in diff.new:
        yield common | _said(placed[one.place], "new") | {"person_key": secrets.token_hex(16)}
    for action in ("changed", "moved", "same", "back"):
        for one, other in getattr(diff, action):
            said = _said(placed[one.place], action)
            if action in ("changed", "same"):
                said |= _numbers(said, other)
            said["student_number"] = said["student_number"] or other.student_number
            yield common | said | _known(other)
    for other in diff.gone:
        said = {
            "action": "gone",
            "sheet": "",
            "line": 0,
            "class_code": other.class_code,
            "name": other.name,
            "sex": other.sex,
            "number": other.number,
            "student_number": other.student_number,
            "person_key": "",
        }
        yield common | said | _known(other)


def _numbers(said: dict[str, Any], other: Present) -> dict[str, str]:
    """A list without numbers takes none away; one with the school's own numbers only takes no seat away."""
    number, own = said["number"], said["student_number"]
    if number and not own and not is_seat(number) and other.number and is_seat(other.number):
        return {"number": other.number, "student_number": number}
    return {"number": number or other.number, "student_number": own}


def _said(place: tuple[Row, str], action: str) -> dict[str, Any]:
    row, code = place
    own = row.student_number if row.number else ""
    return {
        "action": action,
        "sheet": row.sheet[:60],
        "line": row.line,
        "class_code": code,
        "name": row.name,
        "sex": row.sex,
        "number": (row.number or row.student_number)[:20],
        "student_number": own,
        "person_key": "",
        "pupil_id": None,
        "enrolment_id": None,
        "before": None,
    }


def _known(other: Present) -> dict[str, Any]:
    before = {
        "name": other.name,
        "number": other.number,
        "sex": other.sex,
        "class_code": other.class_code,
        "student_number": other.student_number,
    }
    return {"pupil_id": other.pupil_id, "enrolment_id": other.enrolment_id, "before": before}


def _classes(checked: Checked, year: int) -> list[dict[str, Any]]:
    """Classes of the file: code, number, grade, track, label, pupils, homeroom teacher as written and who that is."""
    found: dict[str, dict[str, Any]] = {}
    for row, code in checked.placed:
        kind = row.class_
        entry = found.setdefault(
            code,
            {
                "code": code,
                "number": kind.number,
                "own": kind.label,
                "grade": grades.grade_as_number(kind.grade),
                "track": kind.track,
                "label": class_label_of(kind.grade, kind.number, None, kind.track, kind.label),
                "pupils": 0,
                "homeroom": "",
                "teacher": checked.teachers.get(code),
            },
        )
        entry["pupils"] += 1
        entry["homeroom"] = entry["homeroom"] or row.homeroom_name
    return sorted(
        found.values(),
        key=lambda each: (each["grade"], each["track"], each["number"] or 1000, len(each["own"]), each["own"]),
    )
