"""1530 reminders of a class: what is offered today, begun, shown to the end. On record as reminders, never as class hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ..curriculum import queries as content
from ..extensions import db
from ..org import queries as org
from ..org.access import Viewer
from ..org.calendar import monday_of
from ..org.models import ClassYear, Unit
from ..shared import clock
from ..shared.refusals import Refused
from . import hands_questions, reminder_plan
from .hands_questions import Asked
from .models import Reminder
from .plan import themes
from .queries import ledger_entries
from .reminder_plan import FORMATS, Piece
from .run_steps import for_hands


@dataclass(frozen=True)
class Offer:
    """A reminder that can be given today: `minutes` 1, 5 or 30; `done` the one on record; `holiday` its first day."""

    minutes: int
    lessons: tuple[content.LessonHead, ...]
    done: Reminder | None
    holiday: date | None = None


def reminders_of_year(class_unit: Unit, year: int) -> list[Reminder]:
    """Reminders of a class in a school year, newest first. One statement."""
    found = select(Reminder).where(Reminder.school_id == class_unit.school_id, Reminder.class_id == class_unit.id)
    return list(
        db.session.scalars(found.where(Reminder.year == year).order_by(Reminder.given_on.desc(), Reminder.format))
    )


@dataclass(frozen=True)
class HeldByClass:
    """A class of a school with the number of reminders shown to their end, by format."""

    class_id: int
    label: str
    held: dict[int, int]


def held(kept: Sequence[Reminder]) -> dict[int, int]:
    """Reminders shown to their end, by format."""
    return {minutes: sum(one.format == minutes and one.ended_at is not None for one in kept) for minutes in FORMATS}


def held_by_class(school: Unit, year: int) -> list[HeldByClass]:
    """Reminders of a school year shown to their end, by class, those without any too. Two statements, however many there are."""
    found = select(Reminder.class_id, Reminder.format, func.count()).where(
        Reminder.school_id == school.id, Reminder.year == year, Reminder.ended_at.is_not(None)
    )
    counts: dict[int, dict[int, int]] = {}
    for class_id, minutes, n in db.session.execute(found.group_by(Reminder.class_id, Reminder.format)):
        counts.setdefault(class_id, {})[minutes] = n
    return [
        HeldByClass(
            one.class_id, one.label, {minutes: counts.get(one.class_id, {}).get(minutes, 0) for minutes in FORMATS}
        )
        for one in org.class_years_of(school.id, year)
    ]


def added_up(classes: Sequence[HeldByClass]) -> dict[int, int]:
    """The reminders of all classes together, by format."""
    return {minutes: sum(one.held[minutes] for one in classes) for minutes in FORMATS}


def offers(class_unit: Unit, of_class: ClassYear, day: date, kept: Sequence[Reminder]) -> list[Offer]:
    """What can be given today. The one of five minutes counts for the week, the long one for the holiday it stands before."""
    calendar = org.calendar_of(class_unit, of_class.year)
    holiday = reminder_plan.holiday_after(calendar, day)
    monday = monday_of(day)
    since = {1: day, 5: monday, 30: (holiday or day) - reminder_plan.AHEAD}
    ground, found = _ground(class_unit, of_class, day), []
    for minutes in FORMATS:
        done = next(
            (one for one in kept if one.format == minutes and one.given_on >= since[minutes] and one.ended_at), None
        )
        lessons = reminder_plan.choose_lessons(minutes, day, *ground)
        if lessons and (minutes != 30 or holiday or done):
            found.append(Offer(minutes, tuple(lessons), done, holiday if minutes == 30 else None))
    return found


def lessons_of_reminder(class_unit: Unit, of_class: ClassYear, minutes: int, day: date) -> list[content.LessonHead]:
    """Lessons the reminder of a day is built from."""
    return reminder_plan.choose_lessons(minutes, day, *_ground(class_unit, of_class, day))


def shown_lessons(reminder: Reminder, class_unit: Unit, of_class: ClassYear) -> list[content.LessonHead]:
    """Lessons of a reminder begun; the one on record where others are no longer on offer; empty when that is gone too."""
    own = content.lesson_head(reminder.lesson_id)
    if own and reminder_plan.shape(reminder.format)[0] == 1:  # of one lesson: the teacher may have chosen it
        return [own]
    found = lessons_of_reminder(class_unit, of_class, reminder.format, reminder.given_on)
    return found or ([own] if own else [])


def _ground(
    class_unit: Unit, of_class: ClassYear, day: date
) -> tuple[list[content.LessonHead], tuple[str, ...], list[int]]:
    """What is on offer for the class, this week's topics, and what it was given. One statement beside what is remembered."""
    week = org.calendar_of(class_unit, of_class.year).week_on(day)
    theme = themes(class_unit, of_class.year, of_class.stage).get(week.number) if week else None
    given = [row.lesson_id for row in ledger_entries(class_unit, of_class.year) if row.sign > 0]
    return content.lessons_of(of_class.stage), theme.topics if theme else (), given


def questions_of(lesson_id: int) -> tuple[Asked, ...]:
    """Questions of a lesson that raised hands can answer, in a fixed order."""
    quiz = content.quiz_of(lesson_id)
    if quiz is None:
        return ()
    return tuple(
        Asked(revision, question, hands_questions.choices_of(question, lesson_id))
        for revision, question in for_hands(content.question_pool(quiz.revision_id))
    )


def pieces_of(minutes: int, day: date, lessons: Sequence[content.LessonHead]) -> tuple[Piece, ...]:
    """The screens of a reminder."""
    shown = [(head.lesson_id, content.body(head.revision_id), len(questions_of(head.lesson_id))) for head in lessons]
    return reminder_plan.pieces(minutes, day, shown)


def put_begin_on_record(
    viewer: Viewer,
    class_unit: Unit,
    of_class: ClassYear,
    minutes: int,
    day: date,
    lesson: content.LessonHead | None = None,
) -> Reminder:
    """Put the start on record, of `lesson` or what the day brings; the same format a second time on a day is the same reminder. Of
    another lesson, it is that one that is on record from now on, unless the first was shown to its end."""
    if minutes not in FORMATS:
        raise Refused("odd_choice")
    lessons = [lesson] if lesson else lessons_of_reminder(class_unit, of_class, minutes, day)
    if not lessons:
        raise Refused("no_lesson")
    there = _there(class_unit, minutes, day)
    if there:
        if lesson and there.ended_at is None:
            there.lesson_id = lesson.lesson_id
        return there
    made = Reminder(
        school_id=class_unit.school_id,
        class_id=class_unit.id,
        year=of_class.year,
        given_on=day,
        format=minutes,
        lesson_id=lessons[0].lesson_id,
        teacher_id=viewer.user_id,
        started_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # another tab was faster by a hair
        return _there(class_unit, minutes, day) or made
    return made


def _there(class_unit: Unit, minutes: int, day: date) -> Reminder | None:
    found = select(Reminder).where(Reminder.school_id == class_unit.school_id, Reminder.class_id == class_unit.id)
    return db.session.scalars(found.where(Reminder.given_on == day, Reminder.format == minutes)).first()


def put_end_on_record(reminder: Reminder) -> None:
    """Shown to its end; the first end stands."""
    if reminder.ended_at is None:
        reminder.ended_at = clock.now()


def reminder_by_id(reminder_id: int) -> Reminder | None:
    """A reminder by number, for the loader."""
    return db.session.scalars(select(Reminder).where(Reminder.id == reminder_id)).first()
