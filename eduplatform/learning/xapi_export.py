"""A school year of one school as xAPI statements, a line each, read class by class."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ..accounts.models import User
from ..curriculum import queries as content
from ..curriculum.models import Item
from ..extensions import db
from ..org.models import ClassYear, Enrolment, Unit
from ..shared import clock, install_key
from ..shared.erasing import NOBODY
from ..shared.packed_texts import packed_text
from ..teaching.ledger import standing_entries
from ..teaching.models import Absence, ClassHour, ClassSession
from . import xapi_statements as xapi
from .models import QuizAttempt, SkillAttempt
from .paper import Paper

FILE = "statements.jsonl"
Told = Callable[[int], None]


def install() -> xapi.Install:
    """This install, by a name that is no address and leads nowhere."""
    return xapi.Install(f"https://{install_key.fingerprint()}.anxue.invalid/")


def actor_name(person_key: str) -> str:
    """The name of the account of a person: the same in every export, and after a move to another school of this install."""
    return install_key.install_mark("xapi.actor", person_key.encode()).hex()[:32]


def class_name(class_id: int) -> str:
    """What stands for a class."""
    return install_key.install_mark("xapi.class", str(class_id).encode()).hex()[:16]


def write_statements(school: Unit, year: int, path: Path, told: Told = lambda _: None) -> dict[str, int]:
    """Write a zip with the statements of a school year up to now to `path`; how many there are of each verb."""
    counts: Counter[str] = Counter(dict.fromkeys(xapi.VERBS, 0))
    verbs = {address: verb for verb, address in xapi.VERBS.items()}
    with zipfile.ZipFile(path, "w") as packed, packed_text(packed, FILE) as text:
        for statement in statements_of(school, year, told):
            text.write(json.dumps(statement, ensure_ascii=False, separators=(",", ":")) + "\n")
            counts[verbs[statement["verb"]["id"]]] += 1
    return dict(counts)


def statements_of(school: Unit, year: int, told: Told = lambda _: None) -> Iterator[xapi.Statement]:
    """Statements of a school year, class by class: five SQL statements each."""
    found = select(ClassYear.class_id, ClassYear.stage).where(ClassYear.school_id == school.id, ClassYear.year == year)
    classes = list(db.session.execute(found.order_by(ClassYear.class_id)))
    reader = _Reader(school.id, year, install(), _lessons())
    for done, (class_id, stage) in enumerate(classes):
        yield from reader.class_statements(class_id, stage)
        told(95 * (done + 1) // len(classes))


@dataclass(frozen=True)
class _Lesson:
    activity: xapi.Activity
    topic: str


def _lessons() -> dict[int, _Lesson]:
    return {
        one.id: _Lesson(xapi.Activity(one.uuid, "lesson", one.zh, one.en), one.topic) for one in content.every_lesson()
    }


class _Reader:
    def __init__(self, school_id: int, year: int, here: xapi.Install, lessons: dict[int, _Lesson]):
        self.school_id, self.year, self.here, self.lessons = school_id, year, here, lessons
        uuids = select(Item.id, Item.uuid).where(Item.kind.in_(("quiz", "skill")))
        self.uuids: dict[int, str] = {row.id: row.uuid for row in db.session.execute(uuids)}

    def class_statements(self, class_id: int, stage: str) -> Iterator[xapi.Statement]:
        for row in self._rows(QuizAttempt, class_id, QuizAttempt.submitted_at):
            yield from xapi.of_sheet(self.here, self._sheet(row[0], row.person_key, stage))
        for row in self._rows(SkillAttempt, class_id, SkillAttempt.finished_at):
            yield xapi.of_training(self.here, self._training(row[0], row.person_key, stage))
        if stage != "K":  # of a kindergarten there are counts of the class only
            yield from self._attended(class_id, stage)

    def _rows(self, table: Any, class_id: int, done_at: Any) -> Iterator[Any]:
        found = select(table, User.person_key).join(
            User, (User.school_id == table.school_id) & (User.id == table.pupil_id)
        )
        mine = (table.school_id == self.school_id, table.class_id == class_id, table.year == self.year)
        found = found.where(*mine, done_at.is_not(None), User.name != NOBODY).order_by(table.id)
        for row in db.session.execute(found.execution_options(yield_per=500)):
            yield row
            db.session.expunge(row[0])  # a year of a school would pile up in the session

    def _place(self, class_id: int, stage: str, lesson_id: int, evidence: str) -> xapi.Place:
        return xapi.Place(class_name(class_id), stage, self._lesson(lesson_id).topic, evidence)

    def _lesson(self, lesson_id: int) -> _Lesson:
        return self.lessons.get(lesson_id) or _Lesson(
            xapi.Activity(self.here.made_id("lesson", lesson_id), "lesson"), ""
        )

    def _part(self, item_id: int, kind: str, lesson: xapi.Activity) -> xapi.Activity:
        return xapi.Activity(self.uuids.get(item_id) or self.here.made_id(kind, item_id), kind, lesson.zh, lesson.en)

    def _sheet(self, row: QuizAttempt, person_key: str, stage: str) -> xapi.Sheet:
        lesson = self._lesson(row.lesson_id).activity
        assert row.submitted_at is not None
        return xapi.Sheet(
            self.school_id,
            row.id,
            actor_name(person_key),
            self._part(row.quiz_id, "quiz", lesson),
            lesson,
            self._place(row.class_id, stage, row.lesson_id, row.grade),
            row.started_at,
            row.submitted_at,
            row.score or 0,
            row.passed,
            _questions(row),
            row.answers or (),
            row.shares or (),
        )

    def _training(self, row: SkillAttempt, person_key: str, stage: str) -> xapi.Training:
        lesson = self._lesson(row.lesson_id).activity
        assert row.finished_at is not None
        return xapi.Training(
            self.school_id,
            row.id,
            actor_name(person_key),
            self._part(row.skill_id, "skill", lesson),
            lesson,
            self._place(row.class_id, stage, row.lesson_id, row.grade),
            row.started_at,
            row.finished_at,
            row.points,
            row.most,
            row.outcome == "good",
        )

    def _attended(self, class_id: int, stage: str) -> Iterator[xapi.Statement]:
        mine = (ClassHour.school_id == self.school_id, ClassHour.class_id == class_id, ClassHour.year == self.year)
        entries = standing_entries(list(db.session.scalars(select(ClassHour).where(*mine))))
        counted = {entry.session_id: entry for entry in entries if entry.session_id}
        if not counted:
            return
        roll, away = self._roll(class_id), self._absent(list(counted))
        held = select(ClassSession.id, ClassSession.lesson_id, ClassSession.opened_at, ClassSession.closed_at)
        held = held.where(ClassSession.school_id == self.school_id, ClassSession.id.in_(list(counted)))
        for row in db.session.execute(held.where(ClassSession.closed_at.is_not(None)).order_by(ClassSession.id)).all():
            day = clock.local(row.opened_at).date()
            lesson = self._lesson(row.lesson_id)
            place = self._place(class_id, stage, row.lesson_id, counted[row.id].grade)
            session = xapi.Session(self.school_id, row.id, lesson.activity, place, row.closed_at)
            for pupil, key in sorted({(one.pupil, one.key) for one in roll if one.holds(day)}):
                if (row.id, pupil) not in away:
                    yield xapi.of_attendance(self.here, session, actor_name(key))

    def _roll(self, class_id: int) -> list[_OnRoll]:
        found = select(Enrolment.pupil_id, User.person_key, Enrolment.from_on, Enrolment.to_on).join(
            User, (User.school_id == Enrolment.school_id) & (User.id == Enrolment.pupil_id)
        )
        mine = (Enrolment.school_id == self.school_id, Enrolment.class_id == class_id)
        return [_OnRoll(*row) for row in db.session.execute(found.where(*mine, User.name != NOBODY))]

    def _absent(self, sessions: list[int]) -> set[tuple[int, int]]:
        found = select(Absence.session_id, Absence.pupil_id).where(
            Absence.school_id == self.school_id, Absence.session_id.in_(sessions)
        )
        return {(row[0], row[1]) for row in db.session.execute(found)}


@dataclass(frozen=True)
class _OnRoll:
    pupil: int
    key: str
    from_on: date
    to_on: date | None

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on > day)


def _questions(row: QuizAttempt) -> list[xapi.Activity]:
    """The questions of a sheet in their order; none where the pool no longer has what the class was asked."""
    paper = Paper.of(row)
    questions = paper.questions if paper.readable else ()
    return [xapi.Activity(str(question.uuid), "question", question.stem) for question in questions]
