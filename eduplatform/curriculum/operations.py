"""Loads checked course packages into immutable revisions. A load that changes nothing writes nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import func, select

from ..extensions import db
from ..shared import clock
from . import corrected_keys
from .models import Course, Item, QuizQuestion, Revision, Topic
from .package import CoursePackage, Lesson
from .question import Aloud, Quiz

PER_LESSON = {"quiz", "skill", "video"}


class TakenUuid(ValueError):
    """A part of this course is known as a part of another; str() says which, and what to do."""


def body_digest(body: Any) -> str:
    """SHA-256 of a JSON body, independent of the order of keys."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def load_topics(topics: dict[str, dict[str, str]]) -> None:
    """Bring the topic table in line with the taxonomy: code → {zh, en}, in order."""
    known = {topic.code: topic for topic in db.session.scalars(select(Topic))}
    for position, (code, names) in enumerate(topics.items()):
        topic = known.get(code) or Topic(code=code)
        topic.zh, topic.en, topic.position = names["zh"], names["en"], position
        db.session.add(topic)


def load_course(package: CoursePackage) -> int:
    """Store a checked package; returns how many new revisions it made (0: nothing had changed). TakenUuid before anything is stored."""
    whole = body_digest(package.model_dump(mode="json"))
    course = db.session.scalars(select(Course).where(Course.uuid == str(package.uuid))).first()
    if course and course.digest == whole and course.retired_at is None:
        return 0
    _refuse_taken(package)
    course = _course_row(course, package, whole)
    store = _Store(course)
    for position, lesson in enumerate(package.lessons):
        _load_lesson(store, lesson, position)
    store.withdraw_the_rest()
    _correct_keys(store, package)
    return store.made


def _correct_keys(store: _Store, package: CoursePackage) -> None:
    asked = [question for lesson in package.lessons if lesson.quiz for question in lesson.quiz.questions]
    saying_so = {str(question.uuid) for question in asked if question.key_corrected}
    questions = [store.known[str(question.uuid)] for question in asked]
    corrected_keys.ask_to_mark_again(corrected_keys.follow_files(questions, saying_so))


def _refuse_taken(package: CoursePackage) -> None:
    """Records point at an item in its course; moved to another one it would take their history along."""
    parts = [part for lesson in package.lessons for part in (lesson, lesson.quiz, lesson.skill, lesson.video) if part]
    asked = [question for lesson in package.lessons if lesson.quiz for question in lesson.quiz.questions]
    own = {str(part.uuid) for part in (*parts, *asked)}
    found = select(Item.uuid, Course.slug).join(Course, Course.id == Item.course_id)
    taken = db.session.execute(
        found.where(Item.uuid.in_(own), Course.uuid != str(package.uuid)).order_by(Item.id)
    ).first()
    if taken:
        raise TakenUuid(
            f"{package.slug}：uuid {taken.uuid} 已经属于课程 {taken.slug}；移过来的内容要换一个新的 uuid，课程自己的 uuid 不能改"
        )


def _course_row(course: Course | None, package: CoursePackage, whole: str) -> Course:
    course = course or Course(uuid=str(package.uuid))
    course.slug, course.topic, course.stage = package.slug, package.topic, package.stage
    course.title_zh, course.title_en = package.title.zh, package.title.en
    course.body = package.model_dump(mode="json", exclude={"lessons"})
    course.digest, course.loaded_at, course.retired_at = whole, clock.now(), None
    db.session.add(course)
    db.session.flush()
    return course


def _load_lesson(store: _Store, lesson: Lesson, position: int) -> None:
    absent = (
        set() if lesson.checklist else {"checklist"}
    )  # (so a lesson without one is what it was before there were any)
    body = lesson.model_dump(mode="json", exclude=PER_LESSON | absent)
    item = store.put("lesson", str(lesson.uuid), body, position, None, lesson.title)
    if lesson.quiz:
        _load_quiz(store, lesson.quiz, item)
    if lesson.skill:
        store.put("skill", str(lesson.skill.uuid), lesson.skill.model_dump(mode="json"), 0, item, lesson.skill.title)
    if lesson.video:
        body = lesson.video.model_dump(mode="json", exclude_defaults=True)  # without recordings as it always was
        store.put("video", str(lesson.video.uuid), body, 0, item, lesson.video.title)


def _load_quiz(store: _Store, quiz: Quiz | Aloud, lesson: Item) -> None:
    questions = [
        store.put("question", str(question.uuid), question.model_dump(mode="json"), place, lesson, None)
        for place, question in enumerate(quiz.questions)
    ]
    pool = [item.revision_id for item in questions]
    body = quiz.model_dump(mode="json", exclude={"questions"}) | {"pool": pool}
    made = store.made
    item = store.put("quiz", str(quiz.uuid), body, 0, lesson, None)
    if store.made > made:
        for place, revision in enumerate(pool):
            db.session.add(
                QuizQuestion(quiz_revision_id=item.revision_id, question_revision_id=revision, position=place)
            )


class _Store:
    """Items of one course on their way into the database."""

    def __init__(self, course: Course):
        self.course = course
        self.known = {item.uuid: item for item in db.session.scalars(select(Item).where(Item.course_id == course.id))}
        self.seen: set[str] = set()
        self.made = 0

    def put(self, kind: str, uuid: str, body: dict[str, Any], position: int, lesson: Item | None, title: Any) -> Item:
        """The item with its revision in force; a new revision only when the body differs."""
        item = self.known.get(uuid) or Item(uuid=uuid, kind=kind, course_id=self.course.id)
        item.position, item.lesson_id = position, lesson.id if lesson else None
        item.title_zh, item.title_en = (title.zh, title.en) if title else ("", "")
        db.session.add(item)
        db.session.flush()
        self.seen.add(uuid)
        self.known[uuid] = item
        item.revision_id = self._revision(item, body)
        return item

    def _revision(self, item: Item, body: dict[str, Any]) -> int:
        mark = body_digest(body)
        same = select(Revision.id).where(Revision.item_id == item.id, Revision.digest == mark)
        found = db.session.scalar(same)
        if found:
            return found
        number = (db.session.scalar(select(func.max(Revision.number)).where(Revision.item_id == item.id)) or 0) + 1
        revision = Revision(item_id=item.id, number=number, digest=mark, body=body, loaded_at=clock.now())
        db.session.add(revision)
        db.session.flush()
        self.made += 1
        return revision.id

    def withdraw_the_rest(self) -> None:
        """What the files no longer hold is no longer given; its revisions and records stay."""
        for uuid, item in self.known.items():
            if uuid not in self.seen:
                item.revision_id = None


def retire_missing(uuids: set[str]) -> int:
    """Courses whose folder is gone are no longer offered; returns how many."""
    gone = [c for c in db.session.scalars(select(Course).where(Course.retired_at.is_(None))) if c.uuid not in uuids]
    for course in gone:
        course.retired_at = clock.now()
    return len(gone)
