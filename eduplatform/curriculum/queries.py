"""Reads of content. Bodies of revisions never change, so they stay in the process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased

from ..extensions import db
from ..shared import ttl_cache
from . import corrected_keys, short_runs
from .models import Course, Item, QuizQuestion, Revision, Topic
from .pinyin_memory import keep_readings
from .question import Question, load_question


@dataclass(frozen=True)
class LessonHead:
    """What lists show of a lesson."""

    lesson_id: int
    revision_id: int
    course_id: int
    slug: str
    folder: str
    topic: str
    stage: str
    title_zh: str
    title_en: str
    minutes: int
    has_quiz: bool
    has_skill: bool
    has_video: bool
    picture: str | None
    core_minutes: int = 0  #: of its core slides together; 0: nothing is marked


@dataclass(frozen=True)
class QuizHead:
    """Settings of the quiz in force; `minutes` is the time limit, marks are per cent."""

    quiz_id: int
    revision_id: int
    lesson_id: int
    draw: int
    minutes: int
    attempts: int
    pass_mark: int
    excellent_mark: int


@lru_cache(maxsize=8192)
def _body(database: str, revision_id: int) -> tuple[str, dict[str, Any]]:
    row = db.session.execute(select(Revision.digest, Revision.body).where(Revision.id == revision_id)).one()
    keep_readings(row.body)
    return row.digest, row.body


def body(revision_id: int) -> dict[str, Any]:
    """The content of a revision, kept in the process. Never change what you get."""
    return _body(_database(), revision_id)[1]


@lru_cache(maxsize=8192)
def _item_of(database: str, revision_id: int) -> int:
    return db.session.scalars(select(Revision.item_id).where(Revision.id == revision_id)).one()


def item_of(revision_id: int) -> int:
    """The item a revision belongs to, kept in the process."""
    return _item_of(_database(), revision_id)


def _database() -> str:
    return str(id(db.engine))


@lru_cache(maxsize=2048)
def _questions(database: str, quiz_revision_id: int) -> tuple[tuple[int, dict[str, Any]], ...]:
    found = (
        select(Revision.id, Revision.body)
        .join(QuizQuestion, QuizQuestion.question_revision_id == Revision.id)
        .where(QuizQuestion.quiz_revision_id == quiz_revision_id)
        .order_by(QuizQuestion.position)
    )
    rows = tuple((row.id, row.body) for row in db.session.execute(found))
    for _revision, said in rows:
        keep_readings(said)
    return rows


def questions(quiz_revision_id: int) -> tuple[tuple[int, dict[str, Any]], ...]:
    """(question revision, body) of a quiz revision's pool in order, kept in the process. A question whose key was corrected is read with
    the right one."""
    pool, corrected = _questions(_database(), quiz_revision_id), corrected_keys.in_force()
    if not corrected:
        return pool
    return tuple((number, body(corrected[number]) if number in corrected else said) for number, said in pool)


def is_marked(quiz_revision_id: int | None) -> bool:
    """Whether a quiz revision is one that pupils are marked by: not the two questions a kindergarten is asked aloud."""
    return quiz_revision_id is not None and not body(quiz_revision_id).get("aloud")


Pool = tuple[tuple[int, Question], ...]


@lru_cache(maxsize=2048)
def _pool(database: str, quiz_revision_id: int) -> Pool:
    return tuple((revision, load_question(said)) for revision, said in _questions(database, quiz_revision_id))


@lru_cache(maxsize=256)
def _read_with(database: str, quiz_revision_id: int, keys: tuple[tuple[int, int], ...]) -> Pool:
    pool, by = _pool(database, quiz_revision_id), dict(keys)
    return tuple((number, load_question(body(by[number])) if number in by else said) for number, said in pool)


def question_pool(quiz_revision_id: int | None) -> Pool:
    """(question revision, question) of a quiz revision's pool in order, validated once a process; empty without a quiz. A question whose
    key was corrected is read with the right one."""
    if not quiz_revision_id:
        return ()
    pool, corrected = _pool(_database(), quiz_revision_id), corrected_keys.in_force()
    keys = tuple((number, corrected[number]) for number, _said in pool if number in corrected) if corrected else ()
    return _read_with(_database(), quiz_revision_id, keys) if keys else pool


def question_as_marked(revision_id: int, said: dict[str, Any]) -> Question:
    """A question from the body of its revision, read with the key that holds for it."""
    by = corrected_keys.in_force().get(revision_id)
    return load_question(body(by) if by else said)


@dataclass(frozen=True)
class TopicName:
    code: str
    zh: str
    en: str


def topics() -> dict[str, TopicName]:
    """Topics by code, in the order of the taxonomy. Remembered for seconds."""
    return ttl_cache.remembered("topics", _topics)


def _topics() -> dict[str, TopicName]:
    found = select(Topic.code, Topic.zh, Topic.en).order_by(Topic.position)
    return {row.code: TopicName(*row) for row in db.session.execute(found)}


def courses_on_offer(stage: str | None = None) -> list[Course]:
    """Courses on offer, by topic and stage."""
    found = select(Course).where(Course.retired_at.is_(None)).order_by(Course.topic, Course.stage, Course.slug)
    return list(db.session.scalars(found.where(Course.stage == stage) if stage else found))


def course_by_id(course_id: int) -> Course | None:
    """A course by number, retired ones too."""
    return db.session.get(Course, course_id)


def courses_by_id(numbers: Iterable[int]) -> list[Course]:
    """Courses by number, retired ones too, by topic and stage. One statement."""
    found = select(Course).where(Course.id.in_(list(numbers))).order_by(Course.topic, Course.stage, Course.id)
    return list(db.session.scalars(found))


def lessons_of(stage: str | None = None) -> list[LessonHead]:
    """Lessons on offer, all or of one stage, by topic. Remembered for seconds."""
    every = ttl_cache.remembered("lessons", _lesson_heads)
    return [head for head in every if stage is None or head.stage == stage]


def topics_served() -> frozenset[tuple[str, str]]:
    """(topic, stage) of which there is a lesson on offer. Remembered for seconds; one statement that reads no lesson."""
    return ttl_cache.remembered("topics_served", _topics_served)


def _topics_served() -> frozenset[tuple[str, str]]:
    found = (
        select(Course.topic, Course.stage)
        .join(Item, Item.course_id == Course.id)
        .where(Item.kind == "lesson", Item.revision_id.is_not(None), Course.retired_at.is_(None))
        .distinct()
    )
    return frozenset((row.topic, row.stage) for row in db.session.execute(found))


def _lesson_heads() -> list[LessonHead]:
    """Every lesson on offer, and the topics beside them: whoever asks for lessons names their topics next. One statement."""
    part = aliased(Item)
    kinds = select(func.aggregate_strings(part.kind, " ")).where(
        part.lesson_id == Item.id, part.kind.in_(("quiz", "skill", "video")), part.revision_id.is_not(None)
    )
    on_offer = (Course.topic == Topic.code) & Course.retired_at.is_(None)
    rows = db.session.execute(
        select(Topic.code, Topic.zh, Topic.en, Item, Course, Revision.body, kinds.scalar_subquery())
        .outerjoin(Course, on_offer)
        .outerjoin(Item, (Item.course_id == Course.id) & (Item.kind == "lesson"))
        .outerjoin(Revision, Revision.id == Item.revision_id)
        .order_by(Topic.position, Course.stage, Course.slug, Item.position)
    ).all()
    ttl_cache.put("topics", {row.code: TopicName(row.code, row.zh, row.en) for row in rows})
    told = sorted((row for row in rows if row.body is not None), key=lambda row: row.code)
    return [_head(item, course, said, (parts or "").split()) for *_topic, item, course, said, parts in told]


def _head(item: Item, its_course: Course, said: dict[str, Any], parts: list[str]) -> LessonHead:
    pictures = [slide["picture"]["src"] for slide in said["slides"] if slide.get("picture")]
    return LessonHead(
        item.id,
        item.revision_id or 0,
        its_course.id,
        its_course.slug,
        said["slug"],
        its_course.topic,
        its_course.stage,
        item.title_zh,
        item.title_en,
        said["minutes"],
        "quiz" in parts and its_course.stage != "K",
        "skill" in parts,
        "video" in parts,
        pictures[0] if pictures else None,
        short_runs.core_minutes(said),
    )


class LessonName(NamedTuple):
    """A lesson as records are told of: number, uuid of the course files, titles, topic."""

    id: int
    uuid: str
    zh: str
    en: str
    topic: str


def every_lesson() -> list[LessonName]:
    """Every lesson that records may point at, withdrawn ones too. One statement."""
    found = select(Item.id, Item.uuid, Item.title_zh, Item.title_en, Course.topic)
    found = found.join(Course, Course.id == Item.course_id).where(Item.kind == "lesson")
    return [LessonName(*row) for row in db.session.execute(found)]


def lesson_head(lesson_id: int) -> LessonHead | None:
    """One lesson on offer."""
    return next((head for head in lessons_of() if head.lesson_id == lesson_id), None)


def topic_of(lesson_id: int) -> str:
    """The topic of a lesson, also of one that was withdrawn and of material of the teacher's own; '' for nothing known."""
    head = lesson_head(lesson_id)
    return head.topic if head else db.session.scalar(select(topic_column(lesson_id))) or ""


def topic_column(lesson_id: int) -> ScalarSelect[str]:
    """SQL: the same, to be read with what else the caller asks; NULL for nothing known."""
    return select(Course.topic).join(Item, Item.course_id == Course.id).where(Item.id == lesson_id).scalar_subquery()


def item(item_id: int) -> Item | None:
    """An item by number, withdrawn ones too: records point at it."""
    return db.session.get(Item, item_id)


def items(numbers: set[int]) -> dict[int, Item]:
    """Items by number, for lists of records. One statement."""
    if not numbers:
        return {}
    return {row.id: row for row in db.session.scalars(select(Item).where(Item.id.in_(numbers)))}


def _part(lesson_id: int, kind: str) -> tuple[int, int] | None:
    """(item, revision in force) of the quiz, skill or video of a lesson. All of them are remembered: who asks for one asks for more."""
    return ttl_cache.remembered(("parts", lesson_id), lambda: _find_parts(lesson_id)).get(kind)


def _find_parts(lesson_id: int) -> dict[str, tuple[int, int]]:
    """By kind the first."""
    found = select(Item.kind, Item.id, Item.revision_id).where(
        Item.lesson_id == lesson_id, Item.revision_id.is_not(None)
    )
    rows = db.session.execute(found.order_by(Item.position.desc()))
    return {row.kind: (row.id, row.revision_id) for row in rows}


def quiz_of(lesson_id: int) -> QuizHead | None:
    """The quiz in force of a lesson."""
    part = _part(lesson_id, "quiz")
    return quiz_head(*part, lesson_id) if part else None


def quiz_head(quiz_id: int, revision_id: int, lesson_id: int) -> QuizHead:
    """Settings of one quiz revision."""
    said = body(revision_id)
    return QuizHead(
        quiz_id,
        revision_id,
        lesson_id,
        said["draw"],
        said["time_limit"],
        said["attempts"],
        said["pass_mark"],
        said["excellent_mark"],
    )


def skill_of(lesson_id: int) -> tuple[int, int, dict[str, Any]] | None:
    """(skill, revision, body) of the skill training in force of a lesson."""
    return _with_body(_part(lesson_id, "skill"))


def video_of(lesson_id: int) -> tuple[int, int, dict[str, Any]] | None:
    """(video, revision, body) of the skill video in force of a lesson."""
    return _with_body(_part(lesson_id, "video"))


def _with_body(part: tuple[int, int] | None) -> tuple[int, int, dict[str, Any]] | None:
    return (*part, body(part[1])) if part else None
