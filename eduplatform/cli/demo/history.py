"""One term of teaching so far: honest variety – diligent classes, classes behind, a topic that one class or school finds hard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from ...curriculum import queries as content
from ...extensions import db
from ...learning.models import QuizAttempt, SkillAttempt
from ...org.calendar import Calendar, Week
from ...org.models import Enrolment, Unit
from ...org.queries import calendar_of
from ...shared import clock, stale_marks
from ...teaching import plan, reminder_plan, rules
from ...teaching.models import Absence, ClassHour, ClassSession, HandsCount, Reminder
from . import answers, cards

NEAREST = {"P1": "P2", "P3": "P2", "S": "J", "V": "J"}  # while a stage has no course of its own
HARDER = 0.3  #: of the answers of an able class, wrong besides, on a topic that it finds hard
HURRIED = 9  #: seconds for a whole paper
HABITS = (("steady", 0.5), ("late", 0.25), ("behind", 0.17), ("idle", 0.08))
LEAST = {"steady": 1.0, "late": 0.75, "behind": 0.4, "idle": 0.0}


@dataclass(frozen=True)
class Setting:
    """What the history of one class is made of."""

    school: Unit
    unit: Unit
    stage: str
    grade: int
    teacher: int
    year: int
    ability: float
    habit: str
    attempts: bool
    hard: str = ""  #: topic that this class, or its whole school, finds hard
    cards: bool = False  #: answers together by cards: then it is asked before lessons and weeks later
    hurried: bool = False  #: many sheets of the topic it takes first were handed in sooner than they can be read


def lessons_of_nearest_stage(stage: str) -> list[content.LessonHead]:
    """Lessons of the stage, or of the nearest one that has any."""
    return content.lessons_of(stage) or content.lessons_of(NEAREST.get(stage, stage))


def habit(random: Random) -> str:
    mark, pick = 0.0, random.random()
    for name, share in HABITS:
        mark += share
        if pick < mark:
            return name
    return "idle"


def teach(place: Setting, random: Random, today: date) -> None:
    """Give the class its lessons of the term so far."""
    calendar = calendar_of(place.school, place.year)
    weeks = [w for w in calendar.weeks if w.ends_on < today and w.counts]
    lessons = lessons_of_nearest_stage(place.stage)
    if not lessons or not weeks:
        return
    pupils = _pupils(place)
    themes = plan.themes(place.school, place.year, place.stage)
    given: Counter[int] = Counter()
    hurried = ""
    wanted = [n for n, _week in enumerate(weeks) if random.random() < LEAST[place.habit]]
    for turn, n in enumerate(wanted):
        day = weeks[n].starts_on + timedelta(days=random.choice((0, 0, 1, 3)))
        day = day if calendar.is_school_day(day) else _first_school_day(calendar, weeks[n])
        theme = themes.get(weeks[n].number)
        lesson = _lesson_of_week(place, lessons, given, theme.topics if theme else ())
        given[lesson.lesson_id] += 1
        if turn < len(lessons) * 2:
            row = _session(place, lesson, weeks[n].number, day, pupils, random)
            if place.hurried and row.quiz_mode == "devices":
                hurried = hurried or lesson.topic
                if lesson.topic == hurried:
                    _hurry(row)
        elif random.random() < 0.5:
            _declared(place, lesson, weeks[n].number, day, pupils)
        if place.attempts:
            _reminders(place, calendar, weeks[n], lesson, random)
    stale_marks.mark_stale("class_year", place.school.id, place.unit.id, place.year)


def _lesson_of_week(
    place: Setting, lessons: Sequence[content.LessonHead], given: Counter[int], topics: Collection[str]
) -> content.LessonHead:
    """One of the week's theme; without one, of those given least so far, what the class finds hard or the next one."""
    return min(lessons, key=lambda one: (one.topic not in topics, given[one.lesson_id], one.topic != place.hard))


def _first_school_day(calendar: Calendar, week: Week) -> date:
    return next(day for n in range(7) if calendar.is_school_day(day := week.starts_on + timedelta(days=n)))


def _pupils(place: Setting) -> list[int]:
    found = select(Enrolment.pupil_id).where(
        Enrolment.school_id == place.school.id, Enrolment.class_id == place.unit.id
    )
    return list(db.session.scalars(found.where(Enrolment.to_on.is_(None)).order_by(Enrolment.id)))


def _at(day: date, random: Random) -> datetime:
    return clock.start_of(day) + timedelta(hours=random.choice((9, 10, 14, 15)), minutes=random.randint(0, 20))


def _session(
    place: Setting, lesson: content.LessonHead, week: int, day: date, pupils: list[int], random: Random
) -> ClassSession:
    opened = _at(day, random)
    minutes = max(15, round(random.gauss(lesson.minutes + 1, 3)))
    closed = opened + timedelta(minutes=minutes)
    quiz = content.quiz_of(lesson.lesson_id)
    by_hands = place.grade <= 2 or random.random() < 0.15 and lesson.topic != place.hard  # hands name nobody
    mode = "none" if not quiz else "hands" if by_hands else "cards" if place.cards else "devices"
    away = [pupil for pupil in pupils if random.random() < 0.025]
    row = ClassSession(
        school_id=place.school.id,
        class_id=place.unit.id,
        year=place.year,
        week=week,
        lesson_id=lesson.lesson_id,
        lesson_revision_id=lesson.revision_id,
        quiz_revision_id=quiz.revision_id if quiz else None,
        teacher_id=place.teacher,
        carrier=random.choice(("class_activity", "class_activity", "class_activity", "morality_law", "practice")),
        quiz_mode=mode,
        state="closed",
        opened_at=opened,
        touched_at=closed,
        closed_at=closed,
        minutes=minutes,
        roll=len(pupils),
        present=len(pupils) - len(away),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        Absence(school_id=place.school.id, session_id=row.id, pupil_id=pupil, noted_at=opened) for pupil in away
    )
    _entry(place, lesson, week, day, closed, minutes, row.id, "A", len(pupils), row.present, row.carrier)
    there = [pupil for pupil in pupils if pupil not in away]
    if quiz and mode == "hands":
        _hands(place, row, quiz, len(there), lesson, random)
    elif quiz and mode == "cards" and place.attempts:
        cards.answer_together(row, there, _difficulty(place, lesson), random)
    elif quiz and mode == "devices" and place.attempts:
        _quizzes(place, row, quiz, there, lesson, opened + timedelta(minutes=minutes - 10), random)
    if place.attempts and random.random() < 0.8:
        _skills(place, row, there, lesson, closed, random)
    return row


def _hurry(row: ClassSession) -> None:
    """Two of five sheets of a lesson handed in within a few seconds, sooner than anybody can have read them."""
    sheets = select(QuizAttempt).where(QuizAttempt.school_id == row.school_id, QuizAttempt.session_id == row.id)
    for place, sheet in enumerate(db.session.scalars(sheets.order_by(QuizAttempt.id))):
        if place % 5 < 2:
            sheet.submitted_at = sheet.started_at + timedelta(seconds=HURRIED + place % 5)


def _entry(
    place: Setting,
    lesson: content.LessonHead,
    week: int,
    day: date,
    at: datetime,
    minutes: int,
    session_id: int | None,
    grade: str,
    roll: int,
    present: int,
    carrier: str,
) -> None:
    db.session.add(
        ClassHour(
            school_id=place.school.id,
            session_id=session_id,
            class_id=place.unit.id,
            year=place.year,
            week=week,
            given_on=day,
            entered_at=at,
            lesson_id=lesson.lesson_id,
            topic=lesson.topic,
            carrier=carrier,
            teacher_id=place.teacher,
            minutes=minutes,
            hours=rules.hours_counted(minutes, rules.usual(place.stage)).hours,
            grade=grade,
            roll=roll,
            present=present,
        )
    )
    stale_marks.mark_stale("class_lesson", place.school.id, place.unit.id, place.year, lesson.lesson_id)


def _declared(place: Setting, lesson: content.LessonHead, week: int, day: date, pupils: list[int]) -> None:
    at = clock.start_of(day + timedelta(days=1)) + timedelta(hours=9)
    _entry(place, lesson, week, day, at, 40, None, "C", len(pupils), len(pupils), "morality_law")


def _reminders(place: Setting, calendar: Calendar, week: Week, lesson: content.LessonHead, random: Random) -> None:
    """1530 of a week with a lesson: a minute on many days, five on the last one, thirty before a holiday."""
    days = [day for n in range(7) if calendar.is_school_day(day := week.starts_on + timedelta(days=n))]
    shown = [(day, 1) for day in days if random.random() < LEAST[place.habit] * 0.8] + [(days[-1], 5)]
    if reminder_plan.holiday_after(calendar, days[-1]) == days[-1] + timedelta(days=1):
        shown.append((days[-1], 30))
    rows = []
    for day, minutes in shown:
        begun = clock.start_of(day) + timedelta(hours=16, minutes=random.randint(0, 20))
        rows.append(
            {
                "school_id": place.school.id,
                "class_id": place.unit.id,
                "year": place.year,
                "given_on": day,
                "format": minutes,
                "lesson_id": lesson.lesson_id,
                "teacher_id": place.teacher,
                "started_at": begun,
                "ended_at": begun + timedelta(minutes=minutes),
            }
        )
    db.session.execute(insert(Reminder.__table__), rows)


def _difficulty(place: Setting, lesson: content.LessonHead) -> float:
    return place.ability - (HARDER if lesson.topic == place.hard else 0.0)


def _hands(
    place: Setting, row: ClassSession, quiz: content.QuizHead, there: int, lesson: content.LessonHead, random: Random
) -> None:
    asked = [(n, body) for n, body in content.questions(quiz.revision_id) if body["kind"] == "single"][:4]
    for number, body in asked:
        right = round(there * min(0.98, max(0.2, random.gauss(_difficulty(place, lesson), 0.08))))
        wrong = [option["id"] for option in body["options"] if not option["right"]]
        counts = {option["id"]: right for option in body["options"] if option["right"]}
        for option in wrong:
            counts[option] = (there - right) // len(wrong)
        db.session.add_all(
            HandsCount(
                school_id=place.school.id,
                session_id=row.id,
                question_revision_id=number,
                option=option,
                right=option not in wrong,
                count=count,
            )
            for option, count in counts.items()
        )


def _quizzes(
    place: Setting,
    row: ClassSession,
    quiz: content.QuizHead,
    there: list[int],
    lesson: content.LessonHead,
    begun: datetime,
    random: Random,
) -> None:
    rows: list[dict[str, Any]] = []
    settings = content.body(quiz.revision_id)
    for pupil in there:
        if random.random() < 0.04:
            continue  # handed nothing in
        seed = random.randrange(2**31)
        given, shares = answers.answers_of_paper(
            quiz.revision_id, settings["draw"], seed, random.gauss(_difficulty(place, lesson), 0.12), random
        )
        score = round(sum(shares) / len(shares))
        rows.append(
            {
                "school_id": place.school.id,
                "pupil_id": pupil,
                "class_id": place.unit.id,
                "quiz_id": quiz.quiz_id,
                "lesson_id": lesson.lesson_id,
                "revision_id": quiz.revision_id,
                "year": place.year,
                "attempt_key": f"{random.getrandbits(88):022x}",
                "seed": seed,
                "started_at": begun,
                "due_at": begun + timedelta(minutes=quiz.minutes),
                "submitted_at": begun + timedelta(seconds=random.randint(150, 560)),
                "late": False,
                "answers": given,
                "shares": shares,
                "score": score,
                "passed": score >= quiz.pass_mark,
                "excellent": score >= quiz.excellent_mark,
                "grade": "A",
                "session_id": row.id,
            }
        )
    if rows:
        db.session.execute(insert(QuizAttempt.__table__), rows)


def _skills(
    place: Setting, row: ClassSession, there: list[int], lesson: content.LessonHead, closed: datetime, random: Random
) -> None:
    skill = content.skill_of(lesson.lesson_id)
    if skill is None:
        return
    rows = []
    for pupil in there:
        if random.random() < 0.12:
            continue
        path, points, most, outcome = answers.trained_path(
            skill[1], random.gauss(_difficulty(place, lesson), 0.15), random
        )
        at = closed - timedelta(minutes=random.randint(2, 9))
        rows.append(
            {
                "school_id": place.school.id,
                "pupil_id": pupil,
                "class_id": place.unit.id,
                "skill_id": skill[0],
                "lesson_id": lesson.lesson_id,
                "revision_id": skill[1],
                "year": place.year,
                "attempt_key": f"{random.getrandbits(88):022x}",
                "seed": random.randrange(2**31),
                "started_at": at - timedelta(minutes=3),
                "finished_at": at,
                "path": path,
                "points": points,
                "most": most,
                "outcome": outcome,
                "grade": "A",
                "session_id": row.id,
            }
        )
    if rows:
        db.session.execute(insert(SkillAttempt.__table__), rows)
