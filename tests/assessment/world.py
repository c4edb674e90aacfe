"""Records by hand: lessons, hands, answer sheets and trainings, each with the marks the rooms below would leave."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from zlib import crc32
from zoneinfo import ZoneInfo

from eduplatform.accounts.models import User
from eduplatform.assessment.counters import NAMES, named, total_of_rows
from eduplatform.assessment.jobs import take_marks
from eduplatform.assessment.models import TallyUnit
from eduplatform.assessment.rebuild import compare_year
from eduplatform.curriculum import queries as content
from eduplatform.curriculum.models import Course, Item, QuizQuestion, Revision
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt, SkillAttempt
from eduplatform.org.models import ClassYear, Enrolment, Unit
from eduplatform.shared import stale_marks, ttl_cache
from eduplatform.shared.database import end_read
from eduplatform.teaching.models import ClassHour, ClassSession, HandsCount, RuleOfUnit

from ..teaching.asked import asked as rule_for_p2

YEAR = 2026
SHANGHAI = ZoneInfo("Asia/Shanghai")
_keys = count(1)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def asked(code: str, least: int, from_on: date, period: str = "year") -> RuleOfUnit:
    """A rule of a unit about class hours of P2."""
    return rule_for_p2(unit(code), least, from_on, period)


def unit(code: str) -> Unit:
    return db.session.query(Unit).filter_by(code=code).one()


def lesson(topic: str = "FIRE", stage: str = "P2") -> content.LessonHead:
    """The lesson of a topic; where none is shipped, a copy of the fire lesson (inside write())."""
    found = next((head for head in content.lessons_of(stage) if head.topic == topic), None)
    return found or _copied(
        next(head for head in content.lessons_of() if head.topic == "FIRE" and head.has_quiz and head.has_skill),
        topic,
        stage,
    )


def _copied(head: content.LessonHead, topic: str, stage: str) -> content.LessonHead:
    old = db.session.get(Course, head.course_id)
    course = Course(
        uuid=f"c-{topic}",
        slug=f"{topic.lower()}/x",
        topic=topic,
        stage=stage,
        title_zh=topic,
        title_en=topic,
        body=old.body,
        digest="x",
        loaded_at=old.loaded_at,
    )
    db.session.add(course)
    db.session.flush()
    lesson = _copied_item(db.session.get(Item, head.lesson_id), course.id, None)
    for part in db.session.query(Item).filter_by(lesson_id=head.lesson_id).filter(Item.kind.in_(("quiz", "skill"))):
        _copied_item(part, course.id, lesson.id)
    ttl_cache.drop()
    return content.lesson_head(lesson.id)


def _copied_item(item: Item, course_id: int, lesson_id: int | None) -> Item:
    old = db.session.get(Revision, item.revision_id)
    new = Item(
        uuid=f"i-{next(_keys)}",
        kind=item.kind,
        course_id=course_id,
        lesson_id=lesson_id,
        title_zh=item.title_zh,
        title_en=item.title_en,
    )
    db.session.add(new)
    db.session.flush()
    revision = Revision(item_id=new.id, number=1, digest="x", body=old.body, loaded_at=old.loaded_at)
    db.session.add(revision)
    db.session.flush()
    for row in db.session.query(QuizQuestion).filter_by(quiz_revision_id=old.id):
        db.session.add(
            QuizQuestion(
                quiz_revision_id=revision.id, question_revision_id=row.question_revision_id, position=row.position
            )
        )
    new.revision_id = revision.id
    db.session.flush()
    return new


def pupils(class_unit: Unit, number: int, from_on: date = date(2026, 9, 1)) -> list[int]:
    """New pupils on the roll of a class; their user numbers."""
    found = []
    for _ in range(number):
        n = next(_keys)
        user = User(
            school_id=class_unit.school_id, person_key=f"w{n}", kind="pupil", name=f"学生{n}", created_at=at(from_on)
        )
        db.session.add(user)
        db.session.flush()
        db.session.add(
            Enrolment(
                school_id=class_unit.school_id, pupil_id=user.id, class_id=class_unit.id, number=str(n), from_on=from_on
            )
        )
        found.append(user.id)
    db.session.flush()
    stale_marks.mark_stale("class_year", class_unit.school_id, class_unit.id, YEAR)
    return found


def teach(
    class_unit: Unit,
    head: content.LessonHead,
    day: date,
    roll: int = 40,
    present: int | None = None,
    hours: int = 100,
    hands: int = 0,
    quiz_mode: str = "none",
    entered: date | None = None,
) -> ClassHour:
    """A class session of the lesson on a day and its ledger entry."""
    quiz = content.quiz_of(head.lesson_id)
    present = roll if present is None else present
    session = ClassSession(
        school_id=class_unit.school_id,
        class_id=class_unit.id,
        year=YEAR,
        week=0,
        lesson_id=head.lesson_id,
        lesson_revision_id=head.revision_id,
        quiz_revision_id=quiz.revision_id if quiz else None,
        teacher_id=1,
        carrier="class_activity",
        quiz_mode="hands" if hands else quiz_mode,
        state="closed",
        slide=0,
        opened_at=at(day),
        touched_at=at(day),
        closed_at=at(day) + timedelta(minutes=40),
        minutes=40,
        roll=roll,
        present=present,
        paused_ms=0,
        version=2,
        note="",
    )
    db.session.add(session)
    db.session.flush()
    if hands:
        question = content.questions(quiz.revision_id)[0][0]
        for option, n in (("a", hands - 1), ("b", 1)):
            db.session.add(
                HandsCount(
                    school_id=session.school_id,
                    session_id=session.id,
                    question_revision_id=question,
                    option=option,
                    right=option == "a",
                    count=n,
                )
            )
    return enter(class_unit, head, day, hours, roll, present, session.id, entered=entered)


def enter(
    class_unit: Unit,
    head: content.LessonHead,
    day: date,
    hours: int,
    roll: int,
    present: int,
    session_id: int | None = None,
    sign: int = 1,
    corrects: int | None = None,
    entered: date | None = None,
) -> ClassHour:
    entry = ClassHour(
        school_id=class_unit.school_id,
        session_id=session_id,
        class_id=class_unit.id,
        year=YEAR,
        week=0,
        given_on=day,
        entered_at=at(entered or day, 10),
        lesson_id=head.lesson_id,
        topic=head.topic,
        carrier="class_activity",
        teacher_id=1,
        sign=sign,
        minutes=sign * 40,
        hours=sign * hours,
        grade="A" if session_id else "C",
        roll=sign * roll,
        present=sign * present,
        reason="",
        corrects_id=corrects,
    )
    db.session.add(entry)
    db.session.flush()
    stale_marks.mark_stale("class_lesson", entry.school_id, entry.class_id, YEAR, head.lesson_id)
    stale_marks.mark_stale("class_year", entry.school_id, entry.class_id, YEAR)
    return entry


def take_back(entry: ClassHour, day: date) -> ClassHour:
    head = content.lesson_head(entry.lesson_id)
    return enter(
        db.session.get(Unit, entry.class_id),
        head,
        entry.given_on,
        entry.hours,
        entry.roll,
        entry.present,
        entry.session_id,
        sign=-1,
        corrects=entry.id,
        entered=day,
    )


def quiz(
    class_unit: Unit, head: content.LessonHead, pupil_id: int, day: date, score: int = 80, session_id: int | None = None
) -> QuizAttempt:
    """A quiz handed in on a day, with shares that make the score."""
    found = content.quiz_of(head.lesson_id)
    shares = [100] * round(found.draw * score / 100) + [0] * (found.draw - round(found.draw * score / 100))
    attempt = QuizAttempt(
        school_id=class_unit.school_id,
        pupil_id=pupil_id,
        class_id=class_unit.id,
        quiz_id=found.quiz_id,
        lesson_id=head.lesson_id,
        revision_id=found.revision_id,
        year=YEAR,
        attempt_key=f"k{next(_keys)}",
        # It draws the questions: never by what ran before; the column holds 31 bits.
        seed=crc32(f"{pupil_id} {head.lesson_id} {day}".encode()) & 0x7FFFFFFF,
        started_at=at(day),
        due_at=at(day, 12),
        submitted_at=at(day, 11),
        answers=[None] * found.draw,
        shares=shares,
        score=score,
        passed=score >= found.pass_mark,
        excellent=score >= found.excellent_mark,
        grade="A" if session_id else "B",
        session_id=session_id,
    )
    db.session.add(attempt)
    db.session.flush()
    stale_marks.mark_stale("class_lesson", class_unit.school_id, class_unit.id, YEAR, head.lesson_id)
    return attempt


def train(class_unit: Unit, head: content.LessonHead, pupil_id: int, day: date) -> SkillAttempt:
    skill_id, revision_id, _body = content.skill_of(head.lesson_id)
    attempt = SkillAttempt(
        school_id=class_unit.school_id,
        pupil_id=pupil_id,
        class_id=class_unit.id,
        skill_id=skill_id,
        lesson_id=head.lesson_id,
        revision_id=revision_id,
        year=YEAR,
        attempt_key=f"k{next(_keys)}",
        seed=1,
        started_at=at(day),
        finished_at=at(day, 11),
        path=[],
        points=8,
        most=10,
        outcome="good",
    )
    db.session.add(attempt)
    db.session.flush()
    stale_marks.mark_stale("class_lesson", class_unit.school_id, class_unit.id, YEAR, head.lesson_id)
    return attempt


def lose_a_sheet(code: str) -> None:
    """The first answer sheet of a class is gone, as after an erasing (inside write())."""
    gone = db.session.query(QuizAttempt).filter_by(class_id=unit(code).id).first()
    stale_marks.mark_stale("class_lesson", gone.school_id, gone.class_id, YEAR, gone.lesson_id)
    db.session.delete(gone)


def change_stage(code: str, stage: str) -> None:
    """A class belongs to another stage than it did (inside write())."""
    moved = db.session.query(ClassYear).filter_by(class_id=unit(code).id, year=YEAR).one()
    moved.stage = stage
    stale_marks.mark_stale("class_all", moved.school_id, moved.class_id, YEAR)


def settle() -> None:
    """Let the worker take every mark."""
    while take_marks():
        pass
    end_read()


def figures(code: str, day: date) -> dict[str, int]:
    """Counters other than 0 of a unit as of a day."""
    columns = [getattr(TallyUnit, name) for name in NAMES]
    rows = db.session.query(*columns).filter(
        TallyUnit.unit_id == unit(code).id, TallyUnit.year == YEAR, TallyUnit.day <= day
    )
    return {name: value for name, value in named(total_of_rows(tuple(row) for row in rows)).items() if value}


def faults() -> list:
    return list(compare_year(YEAR))
