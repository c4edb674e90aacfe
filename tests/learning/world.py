"""A course that does not change, a pupil as verbs see her, and the ways pupils come to an attempt."""

from __future__ import annotations

import itertools
import shutil
from datetime import timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import insert, select

from eduplatform.curriculum import operations, queries
from eduplatform.curriculum.check import check_package, package_folders
from eduplatform.curriculum.facts import load_facts
from eduplatform.curriculum.models import Course, Item
from eduplatform.curriculum.package import CoursePackage
from eduplatform.curriculum.taxonomy import load_taxonomy
from eduplatform.extensions import db
from eduplatform.learning import quiz
from eduplatform.learning.models import QuizAttempt
from eduplatform.learning.paper import Paper
from eduplatform.org.access import Viewer
from eduplatform.org.models import Enrolment, Unit
from eduplatform.shared import clock, ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching.models import Absence, ClassSession
from tests.curriculum.building import as_yaml
from tests.curriculum.every_kind import add_kinds
from tests.curriculum.measured import GOOD, HEAD, beat, hazard, steps

SAMPLE = Path(__file__).parents[1] / "curriculum" / "sample"
_numbers = itertools.count(1)


def load_changing(folder: Path) -> int:
    """Load the sample course with the training of states.yaml (a talk, then a plan); its lesson's number. `folder` is empty."""
    shutil.copytree(SAMPLE, folder / "sample")
    shutil.copy(SAMPLE.parent / "states.yaml", next((folder / "sample").rglob("skill.yaml")))
    return load_sample(folder / "sample")


def load_measured(folder: Path) -> int:
    """Load the sample course with a training of measured answers (steps, then a film, then a beat); its lesson's number. `folder` is empty."""
    shutil.copytree(SAMPLE, folder / "sample")
    nodes = [steps(next="watch"), hazard(next="press"), beat(), GOOD]
    next((folder / "sample").rglob("skill.yaml")).write_text(as_yaml(HEAD | {"nodes": nodes}), encoding="utf-8")
    return load_sample(folder / "sample")


@cache
def _tables() -> tuple:
    """The shipped facts and taxonomy: read once a run, not once a test."""
    courses = Path(__file__).parents[2] / "courses"
    return load_facts(courses / "facts.yaml"), load_taxonomy(courses / "taxonomy.yaml")


def check_sample(courses: Path) -> list[CoursePackage]:
    """The sound packages of a folder; every one must be."""
    checked = [check_package(folder, *_tables()) for folder in package_folders(courses)]
    assert checked and all(package for package, _problems in checked), checked
    return [package for package, _problems in checked if package]


@cache
def _checked() -> list[CoursePackage]:
    return check_sample(SAMPLE)


def load_kinds(folder: Path) -> int:
    """Load the sample course with every kind of question, all of them drawn; its lesson's number. `folder` is empty."""
    shutil.copytree(SAMPLE, folder / "sample")
    add_kinds(folder / "sample" / "fire" / "p2-sample")
    return load_sample(folder / "sample")


def load_sample(courses: Path = SAMPLE) -> int:
    """Load the sample course (six kinds of questions) and return its lesson's number."""
    packages = _checked() if courses == SAMPLE else check_sample(courses)
    with write():
        for package in packages:
            operations.load_course(package)
    ttl_cache.drop()
    found = (
        select(Item.id)
        .join(Course, Course.id == Item.course_id)
        .where(Course.slug == "fire/p2-sample", Item.kind == "lesson")
    )
    return db.session.scalars(found).one()


def viewer_for(person, class_session_id: int | None = None) -> Viewer:
    """The pupil as verbs and queries get her."""
    found = (
        select(Enrolment.class_id, Unit.path)
        .join(Unit, Unit.id == Enrolment.class_id)
        .where(Enrolment.pupil_id == person.user_id)
    )
    row = db.session.execute(found).one()
    return Viewer(
        user_id=person.user_id,
        school_id=person.school_id,
        kind="pupil",
        name="-",
        class_id=row.class_id,
        class_path=row.path,
        class_session_id=class_session_id,
    )


def key() -> str:
    """A new attempt key."""
    return f"key-{next(_numbers):020d}"


def begin(viewer: Viewer, lesson_id: int, attempt_key: str | None = None) -> int:
    """Start an attempt."""
    with write():
        return quiz.start_attempt(viewer, queries.quiz_of(lesson_id), attempt_key or key())


def course_of(lesson_id: int) -> int:
    """The number of a lesson's course."""
    return db.session.scalars(select(Item.course_id).where(Item.id == lesson_id)).one()


def paper_of(attempt_id: int) -> Paper:
    """The paper of a stored attempt."""
    return Paper.of(stored(attempt_id))


def right_answers(attempt) -> list[object]:
    """What the key says, by place."""
    return [right_answer(question) for question in Paper(attempt.revision_id, attempt.seed).questions]


def wrong_answers(attempt) -> list[object]:
    """Nothing chosen anywhere."""
    return [None for _question in Paper(attempt.revision_id, attempt.seed).questions]


def right_answer(question) -> object:
    """The key of a question, in the shape of an answer."""
    match question.kind:
        case "single" | "pictures":
            return next(o.id for o in question.options if o.right)
        case "multiple":
            return [o.id for o in question.options if o.right]
        case "truefalse":
            return question.answer
        case "ordering":
            return [step.id for step in question.steps]
        case "matching":
            return {pair.left: pair.right for pair in question.pairs}
        case "two_step":
            return {"answer": "b", "reason": "r1"}
        case "baskets" | "place":
            return {thing.id: thing.to for thing in question.things}
        case _:
            return next(r.id for r in question.regions if r.right)


def form_of(attempt, answers: list[object]) -> dict[str, object]:
    """The form a page posts for `answers`."""
    fields: dict[str, object] = {"key": attempt.attempt_key}
    questions = Paper(attempt.revision_id, attempt.seed).questions
    for place, answer in enumerate(answers):
        fields |= fields_of(questions[place], place, answer)
    return fields


def fields_of(question, place: int, answer: object) -> dict[str, object]:
    """The fields of one answer."""
    if isinstance(answer, dict) and "choice" in answer:
        return {**fields_of(question, place, answer["choice"]), f"q{place}-sure": "yes" if answer["sure"] else "no"}
    if question.kind == "two_step" and isinstance(answer, dict):
        fields = {f"q{place}": answer.get("answer"), f"q{place}-reason": answer.get("reason")}
        return {name: chosen for name, chosen in fields.items() if chosen}
    if isinstance(answer, dict):
        return {f"q{place}-{left}": right for left, right in answer.items()}
    if isinstance(answer, bool):
        return {f"q{place}": "true" if answer else "false"}
    if isinstance(answer, list):
        return {f"q{place}": [f"{place}.{each}" for each in answer] if question.kind == "ordering" else answer}
    return {} if answer is None else {f"q{place}": answer}


def open_session(viewer: Viewer, lesson_id: int, **more) -> int:
    """A running class session of the viewer's class that answers on devices."""
    now = clock.now()
    head = queries.lesson_head(lesson_id)
    values = (
        dict(
            school_id=viewer.school_id,
            class_id=viewer.class_id,
            year=2026,
            week=12,
            lesson_id=lesson_id,
            lesson_revision_id=head.revision_id,
            teacher_id=1,
            carrier="class_meeting",
            quiz_mode="devices",
            state="running",
            slide=0,
            opened_at=now - timedelta(minutes=20),
            paused_ms=0,
            minutes=0,
            roll=0,
            present=0,
            version=1,
        )
        | more
    )
    if "touched_at" in ClassSession.__table__.c:
        values.setdefault("touched_at", now)
    with write():
        made = db.session.execute(
            insert(ClassSession.__table__).values(**values).returning(ClassSession.__table__.c.id)
        )
        return made.scalar_one()


def note_absent(viewer: Viewer, session_id: int) -> None:
    with write():
        db.session.add(
            Absence(school_id=viewer.school_id, session_id=session_id, pupil_id=viewer.user_id, noted_at=clock.now())
        )


def stored(attempt_id: int) -> QuizAttempt:
    """The attempt as the database has it."""
    db.session.rollback()
    return db.session.execute(select(QuizAttempt.__table__).where(QuizAttempt.__table__.c.id == attempt_id)).one()
