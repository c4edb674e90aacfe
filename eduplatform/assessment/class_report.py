"""Behind the figures of a class: its lessons, the class sessions, the answer sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import case, func, select

from ..accounts.models import LoginName, User
from ..activities import participation
from ..activities.models import Activity
from ..activities.steps import steps_of
from ..curriculum import queries as content
from ..curriculum.models import Course, Item
from ..extensions import db
from ..learning.models import QuizAttempt
from ..org.access import Viewer
from ..org.models import ClassYear, Enrolment, Post, Unit
from ..org.queries import ancestors, path_ids
from ..shared import clock
from ..shared.prepared import prepared
from ..teaching.ledger import standing_entries
from ..teaching.models import ClassHour, ClassSession, HandsCount
from . import counters, expectations, rules, suppression, terms
from .hidden_units import hidden_from_above, looks_from_inside
from .models import TallyLesson, TallyUnit
from .rules import Rate
from .year_events import Campaign


@dataclass(frozen=True)
class LessonLine:
    """Figures of class × lesson."""

    lesson_id: int
    title_zh: str
    title_en: str
    topic: str
    sums: Sequence[int]
    inside: bool
    hidden: frozenset[str] | None = None  #: what is hidden as part of the list; None: as its own counts say

    @cached_property
    def counts(self) -> Mapping[str, int]:
        return counters.named(tuple(int(value) for value in self.sums)) | {"classes": 1}

    @cached_property
    def rates(self) -> Mapping[str, Rate]:
        """Reckoned when shown: a list may hold a hundred lessons and a page ten."""
        return rules.rates(self.counts, self.inside, self.hidden)


ENTRY = (
    "id",
    "session_id",
    "week",
    "given_on",
    "sign",
    "minutes",
    "hours",
    "grade",
    "roll",
    "present",
    "corrects_id",
    "day_reason",
)


@dataclass(frozen=True)
class EntryLine:
    """A line of the class-hours ledger with what the lesson was and who gave it. `holds`: not taken back or replaced; `gave_way`:
    taken back by the system, because the lesson was taught or its time taken by one taught."""

    entry: Any  #: a row of the columns in ENTRY
    title_zh: str
    title_en: str
    teacher: str
    holds: bool
    gave_way: bool = False


def class_lessons(
    class_unit: Unit,
    year: int,
    day: date,
    inside: bool,
    page: int,
    size: int,
    forced: frozenset[str] = frozenset(),
) -> tuple[list[LessonLine], int]:
    """Page `page` (from 1) of the lessons given to a class up to a day, in the order first given, and how many there are.

    One statement; a page beyond the last is the first one. From outside the school all are read: what may be shown of one
    depends on the others. `forced`: what is hidden of the class itself.
    """
    sums = [func.sum(getattr(TallyLesson, name)) for name in counters.NAMES]
    about = (TallyLesson.lesson_id, Item.title_zh, Item.title_en, Course.topic)
    found = (
        select(*about, *sums, func.count().over().label("total"))
        .join(Item, Item.id == TallyLesson.lesson_id)
        .join(Course, Course.id == Item.course_id)
        .where(TallyLesson.school_id == class_unit.school_id, TallyLesson.class_id == class_unit.id)
        .where(TallyLesson.year == year, TallyLesson.day <= day)
        .group_by(*about)
        .having(func.sum(TallyLesson.lessons) > 0)
        .order_by(func.min(TallyLesson.day), TallyLesson.lesson_id)
    )
    if not inside:
        return _covered(db.session.execute(found).all(), page, size, forced)
    rows = db.session.execute(found.limit(size).offset((page - 1) * size)).all()
    if not rows and page > 1:
        return class_lessons(class_unit, year, day, inside, 1, size)
    return [LessonLine(row.lesson_id, row.title_zh, row.title_en, row.topic, row[4:-1], inside) for row in rows], rows[
        0
    ].total if rows else 0


def _covered(rows: Sequence[Any], page: int, size: int, forced: frozenset[str]) -> tuple[list[LessonLine], int]:
    """A page of the lessons as an outsider may see them."""
    lines = [LessonLine(row.lesson_id, row.title_zh, row.title_en, row.topic, row[4:-1], False) for row in rows]
    codes = suppression.covered([line.counts for line in lines], [False] * len(lines), forced).codes
    start = (page - 1) * size if (page - 1) * size < len(lines) else 0
    chosen = zip(lines[start : start + size], codes[start : start + size], strict=True)
    return [replace(line, hidden=hidden) for line, hidden in chosen], len(lines)


def class_entries(class_unit: Unit, year: int, day: date, page: int, size: int) -> tuple[list[EntryLine], int]:
    """Page `page` (from 1) of the ledger of a class as it was on the evening of a day, newest lesson first, reversals folded in,
    and how many lines there are. One statement; a page beyond the last is the first one."""
    rows = _page_of_entries.rows(**_until(class_unit, year, day), most=size, skipped=(page - 1) * size)
    if not rows and page > 1:
        return class_entries(class_unit, year, day, 1, size)
    return [
        EntryLine(row, row.title_zh, row.title_en, row.teacher or "", bool(row.holds), bool(row.gave_way))
        for row in rows
    ], rows[0].total if rows else 0


@prepared
def _page_of_entries(school_id: Any, class_id: Any, year: Any, by: Any, most: Any, skipped: Any) -> Any:
    hour = ClassHour.__table__  # rows of a few plain columns: a year's ledger is looked at with every look at a class
    mine = _ledger_until(school_id, class_id, year, by)
    replaced = select(hour.c.corrects_id).where(*mine, hour.c.sign > 0, hour.c.corrects_id.is_not(None))
    return (
        select(
            *(hour.c[name] for name in ENTRY),
            Item.title_zh,
            Item.title_en,
            User.name.label("teacher"),
            hour.c.id.not_in(_taken_back(mine)).label("holds"),
            hour.c.id.in_(_taken_back([*mine, hour.c.instead_id.is_not(None)])).label("gave_way"),
            func.count().over().label("total"),
        )
        .join(Item, Item.id == hour.c.lesson_id)
        .outerjoin(User, (User.id == hour.c.teacher_id) & (User.kind == "staff"))
        .where(*mine, hour.c.sign > 0, hour.c.id.not_in(replaced))
        .order_by(hour.c.given_on.desc(), hour.c.id.desc())
        .limit(most)
        .offset(skipped)
    )


def lessons_by_week(class_unit: Unit, year: int, day: date) -> dict[int, int]:
    """Lessons with class hours by teaching week, as the ledger was on the evening of a day. One statement."""
    return {row[0]: row[1] for row in _given_by_week.run(**_until(class_unit, year, day))}


@prepared
def _given_by_week(school_id: Any, class_id: Any, year: Any, by: Any) -> Any:
    hour, mine = ClassHour.__table__, _ledger_until(school_id, class_id, year, by)
    counted = select(hour.c.week, func.count()).where(*mine, hour.c.sign > 0, hour.c.hours > 0)
    return counted.where(hour.c.id.not_in(_taken_back(mine))).group_by(hour.c.week)


def _until(class_unit: Unit, year: int, day: date) -> dict[str, Any]:
    """Values for the ledger of a class as it was on the evening of a day."""
    by = clock.start_of(day + timedelta(days=1))
    return {"school_id": class_unit.school_id, "class_id": class_unit.id, "year": year, "by": by}


def _ledger_until(school_id: Any, class_id: Any, year: Any, by: Any) -> list[Any]:
    hour = ClassHour.__table__
    its = [hour.c.school_id == school_id, hour.c.class_id == class_id, hour.c.year == year]
    return [*its, hour.c.entered_at < by]


def _taken_back(mine: Sequence[Any]) -> Any:
    """Numbers of entries that a reversal takes back: a list made once, whichever way the database goes about it."""
    hour = ClassHour.__table__
    return select(hour.c.corrects_id).where(*mine, hour.c.sign < 0, hour.c.corrects_id.is_not(None))


@dataclass(frozen=True)
class Sheet:
    """An answer sheet in a list. `name` and `number` only for viewers who may see names."""

    attempt_id: int
    at: datetime
    score: int
    passed: bool
    late: bool
    grade: str
    in_session: bool
    name: str = ""
    number: str = ""


def sheets(session: ClassSession, names: bool) -> list[Sheet]:
    """All answer sheets of the session's class and lesson in the year, as handed in. One statement.

    Taken in the lesson or afterwards: the figure of the lesson counts both.
    """
    found = (
        select(QuizAttempt, User.name, Enrolment.number)
        .select_from(QuizAttempt)
        .where(
            QuizAttempt.school_id == session.school_id,
            QuizAttempt.class_id == session.class_id,
            QuizAttempt.lesson_id == session.lesson_id,
            QuizAttempt.year == session.year,
            QuizAttempt.submitted_at.is_not(None),
        )
    )
    found = found.join(User, (User.school_id == QuizAttempt.school_id) & (User.id == QuizAttempt.pupil_id))
    theirs = (Enrolment.school_id == QuizAttempt.school_id) & (Enrolment.pupil_id == QuizAttempt.pupil_id)
    latest = (
        select(func.max(Enrolment.id))
        .where(theirs, Enrolment.class_id == QuizAttempt.class_id)
        .correlate(QuizAttempt)
        .scalar_subquery()
    )
    found = found.outerjoin(Enrolment, (Enrolment.school_id == QuizAttempt.school_id) & (Enrolment.id == latest))
    rows = db.session.execute(found.order_by(QuizAttempt.submitted_at, QuizAttempt.id))
    return [
        Sheet(
            row.id,
            row.submitted_at or row.started_at,
            row.score or 0,
            row.passed,
            row.late,
            row.grade,
            row.session_id == session.id,
            name if names else "",
            number or "" if names else "",
        )
        for row, name, number in rows
    ]


@dataclass(frozen=True)
class Hands:
    """A question answered by show of hands: options with how many chose each."""

    stem: str
    options: Sequence[tuple[str, str, int, bool]]  #: letter, text, hands, right
    hands: int


def shows_of_hands(session: ClassSession) -> list[Hands]:
    """Shows of hands of a session, in the order of the quiz. One statement beside the questions."""
    found = select(HandsCount).where(HandsCount.school_id == session.school_id, HandsCount.session_id == session.id)
    counts: dict[int, dict[str, int]] = {}
    for row in db.session.scalars(found):
        counts.setdefault(row.question_revision_id, {})[row.option] = row.count
    if not counts or not session.quiz_revision_id:
        return []
    pool = [pair for pair in content.questions(session.quiz_revision_id) if pair[0] in counts]
    return [_question(body, counts[revision]) for revision, body in pool]


def _question(body: Mapping[str, Any], counts: Mapping[str, int]) -> Hands:
    if body["kind"] == "truefalse":
        listed = [("true", "对", body["answer"]), ("false", "错", not body["answer"])]
    else:
        listed = [
            (one["id"], one.get("text") or one.get("label", ""), one["right"])
            for one in body.get("options") or body.get("regions", ())
        ]
    options = [
        ("ABCDEFGH"[place], text, counts.get(code, 0), right) for place, (code, text, right) in enumerate(listed)
    ]
    return Hands(body["stem"], options, sum(counts.values()))


@dataclass(frozen=True)
class Term:
    """A homeroom teacher's time with a class: figures of those days only."""

    post: Post
    teacher: str
    counts: Mapping[str, int]
    rates: Mapping[str, Rate]


def homeroom_posts(class_unit: Unit, year: int) -> list[tuple[Post, str]]:
    """Homeroom teachers of a class in a school year, the first one first."""
    first, last = date(year, 9, 1), date(year + 1, 8, 31)
    return [(post, name) for post, name in _homeroom.run(class_id=class_unit.id, first=first, last=last)]


@prepared
def _homeroom(class_id: Any, first: Any, last: Any) -> Any:
    return (
        select(Post, User.name)
        .join(User, (User.school_id == Post.school_id) & (User.id == Post.user_id))
        .where(Post.unit_id == class_id, Post.role == "homeroom_teacher")
        .where(Post.from_on <= last, Post.to_on.is_(None) | (Post.to_on > first))
        .order_by(Post.from_on, Post.id)
    )


def of_post(post: Post, year: int, day: date, inside: bool, forced: frozenset[str] = frozenset()) -> Term:
    """What was due and done in a class while a teacher held the post, up to a day. `inside` as in rules.rates; `forced`: what is
    hidden of the class itself. Five statements.

    Lessons, class hours, attendance, and what came of a lesson in quizzes, trainings and activities belong to the day it was given,
    whoever entered it and whenever a pupil made it up; a weekly lesson to who had the class when the week ended, though it is due
    the Monday after. So a successor neither inherits a debt nor earns hours, and no rate passes 100 %.
    """
    by_day = _days_of(post, year, day)
    ledger, until = _ledger_of(post, year, day), post.to_on or date.max

    def here(on: date) -> bool:
        return post.from_on <= on < until

    counts = counters.named(counters.total_of_rows(row for on, row in by_day.items() if here(on)))
    slots = counters.PLACE["slots_due"]
    counts["slots_due"] = sum(row[slots] for on, row in by_day.items() if post.from_on < on <= until)
    counts |= terms.sums([one for one in ledger if here(one.given_on)], GIVEN)
    counts |= _came_of(post, year, day, [lesson for lesson, on in terms.first_given(ledger).items() if here(on)])
    classes = counters.PLACE["classes"]

    def there(on: date) -> bool:
        return sum(row[classes] for when, row in by_day.items() if when <= on) > 0

    found = [took for on, took in terms.activities(ledger, _campaigns_of(post, year), day, there) if here(on)]
    counts["activity_due"], counts["activity_done"] = len(found), sum(found)
    counts["slots_done"] = max(0, min(counts["slots_due"], counts["lessons"]))
    hidden = rules.hidden_codes(counts) | forced
    return Term(post, name_of(post.school_id, post.user_id), counts, rules.rates(counts, inside, hidden))


GIVEN = ("lessons", "hours", "hours_declared", "roll", "present")  #: counters that belong to the day of giving
OF_LESSON = tuple(
    name for name in counters.NAMES if name.startswith(("quiz_", "skill_"))
)  #: to the day its lesson was first given
BELONGS = (*OF_LESSON, "activity_due", "activity_done")


def _days_of(post: Post, year: int, day: date) -> dict[date, counters.Row]:
    found = select(TallyUnit.day, *(getattr(TallyUnit, name) for name in counters.NAMES))
    found = found.where(TallyUnit.unit_id == post.unit_id, TallyUnit.year == year, TallyUnit.day <= day)
    return {row[0]: tuple(row[1:]) for row in db.session.execute(found)}


def _ledger_of(post: Post, year: int, day: date) -> list[terms.Given]:
    """The ledger of the post's class as it was on the evening of a day, by lesson and day of giving."""
    hour = ClassHour.__table__.c
    earned = hour.hours != 0
    sums = (
        case((earned, hour.sign), else_=0),
        hour.hours,
        case((hour.grade == "C", hour.hours), else_=0),
        case((earned, hour.roll), else_=0),
        case((earned, hour.present), else_=0),
    )
    found = select(hour.lesson_id, hour.topic, hour.given_on, *(func.sum(column) for column in sums))
    found = found.where(
        hour.school_id == post.school_id,
        hour.class_id == post.unit_id,
        hour.year == year,
        hour.entered_at < clock.start_of(day + timedelta(days=1)),
    )
    rows = db.session.execute(found.group_by(hour.lesson_id, hour.topic, hour.given_on))
    return [terms.Given(row[0], row[1], row[2], *(int(value) for value in row[3:])) for row in rows]


def _came_of(post: Post, year: int, day: date, lessons: Sequence[int]) -> dict[str, int]:
    """What came of lessons in quizzes and trainings up to a day."""
    sums = [func.coalesce(func.sum(getattr(TallyLesson, name)), 0) for name in OF_LESSON]
    found = select(*sums).where(
        TallyLesson.school_id == post.school_id,
        TallyLesson.class_id == post.unit_id,
        TallyLesson.year == year,
        TallyLesson.day <= day,
        TallyLesson.lesson_id.in_(lessons),
    )
    return dict(zip(OF_LESSON, (int(value) for value in db.session.execute(found).one()), strict=True))


def _campaigns_of(post: Post, year: int) -> list[Campaign]:
    """Activities asked of the post's class in a year."""
    unit = db.session.get(Unit, post.unit_id)
    of_class = (ClassYear.class_id == post.unit_id) & (ClassYear.year == Activity.year)
    found = select(Activity, ClassYear.stage).join(ClassYear, of_class)
    found = found.where(Activity.year == year, Activity.unit_id.in_(path_ids(unit.path) if unit else []))
    found = found.where(Activity.draft.is_(False)).order_by(Activity.id)
    rows = [(one, stage) for one, stage in db.session.execute(found) if not one.stages or stage in one.stages]
    if not rows:
        return []
    steps = steps_of(one for one, _stage in rows)
    asked = [expectations.for_stage(expectations.campaign(one, steps.get(one.id, ())), stage) for one, stage in rows]
    return expectations.with_noted(asked, post.unit_id, participation.noted(year, [post.unit_id]))


def posts_of(login: str) -> list[Post]:
    """Homeroom posts of the person with an account name, the newest first."""
    found = select(Post).join(LoginName, (LoginName.school_id == Post.school_id) & (LoginName.user_id == Post.user_id))
    found = found.where(LoginName.login == login.lower(), Post.role == "homeroom_teacher")
    return list(db.session.scalars(found.order_by(Post.from_on.desc())))


def closed_session(session_id: int) -> ClassSession | None:
    """A class session that is over, by number."""
    found = select(ClassSession).where(ClassSession.id == session_id, ClassSession.state == "closed")
    return db.session.scalars(found).first()


def closed_attempt(attempt_id: int) -> QuizAttempt | None:
    """An answer sheet that was handed in, by number."""
    found = select(QuizAttempt).where(QuizAttempt.id == attempt_id, QuizAttempt.submitted_at.is_not(None))
    return db.session.scalars(found).first()


def post(post_id: int) -> Post | None:
    """A homeroom teacher's post, by number."""
    return db.session.scalars(select(Post).where(Post.id == post_id, Post.role == "homeroom_teacher")).first()


def too_few_to_open(viewer: Viewer, class_unit: Unit, lesson_id: int, year: int) -> bool:
    """Whether the sheets of a lesson are not shown to a viewer from outside the school: so few pupils were due, or answered by name,
    or they would give away by subtraction what the lists of lessons, classes or schools hide."""
    if looks_from_inside(viewer, class_unit.path):
        return False
    day = clock.books_open_until(year)
    forced = hidden_from_above(viewer, ancestors(class_unit), year, day)
    lines, _total = class_lessons(class_unit, year, day, False, 1, 10_000, forced)
    line = next((one for one in lines if one.lesson_id == lesson_id), None)
    if line is None:
        return True
    due, taken = line.counts["quiz_due"], line.counts["quiz_taken"]
    return due < rules.LEAST_PUPILS or 0 < taken < rules.LEAST_PUPILS or "pass_rate" in (line.hidden or ())


def entry_of_session(session: ClassSession) -> ClassHour | None:
    """The ledger entry of a session that holds now."""
    found = (
        select(ClassHour)
        .where(ClassHour.school_id == session.school_id, ClassHour.session_id == session.id)
        .order_by(ClassHour.id)
    )
    return next(iter(reversed(standing_entries(list(db.session.scalars(found))))), None)


def place_of(sheet: QuizAttempt) -> int:
    """Which sheet of its class and lesson this is, counted as handed in: what stands for a name."""
    found = (
        select(func.count())
        .select_from(QuizAttempt)
        .where(
            QuizAttempt.school_id == sheet.school_id,
            QuizAttempt.class_id == sheet.class_id,
            QuizAttempt.lesson_id == sheet.lesson_id,
            QuizAttempt.year == sheet.year,
            QuizAttempt.submitted_at.is_not(None),
            (QuizAttempt.submitted_at < sheet.submitted_at)
            | ((QuizAttempt.submitted_at == sheet.submitted_at) & (QuizAttempt.id <= sheet.id)),
        )
    )
    return db.session.scalar(found) or 1


def name_of(school_id: int, user_id: int) -> str:
    """A person's name."""
    return db.session.scalar(select(User.name).where(User.school_id == school_id, User.id == user_id)) or ""


def sessions_of_lesson(class_unit: Unit, lesson_id: int, year: int) -> list[ClassSession]:
    """Closed sessions of a lesson in a class, the first one first."""
    found = select(ClassSession).where(
        ClassSession.school_id == class_unit.school_id, ClassSession.class_id == class_unit.id
    )
    found = found.where(ClassSession.year == year, ClassSession.lesson_id == lesson_id, ClassSession.state == "closed")
    return list(db.session.scalars(found.order_by(ClassSession.id)))
