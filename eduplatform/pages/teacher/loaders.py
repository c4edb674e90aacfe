"""Loaders of the teacher's desk: a class, a session, a ledger entry, a pupil; strangers and missing things are the same 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import request

from ...curriculum import queries as content
from ...curriculum.queries import LessonHead
from ...org import queries as org
from ...org.access import Holding, Viewer, class_for, class_in_year
from ...org.models import ClassYear, Post, Unit
from ...org.queries import OnRoll
from ...org.roles import ROLES
from ...org.staff import post_of
from ...shared import clock
from ...shared.refusals import Conflict, NotFound
from ...teaching import queries, reminders
from ...teaching.models import ClassHour, ClassSession, Reminder
from ...teaching.session_run import Run, run_of

CLASS_COOKIE = "class"  #: the class last looked at; only ever one of the viewer's own


@dataclass(frozen=True)
class TaughtClass:
    """A class the viewer teaches, today. `others` are the viewer's other classes, for switching."""

    unit: Unit
    of_year: ClassYear
    today: date
    others: tuple[Holding, ...]

    @property
    def year(self) -> int:
        return self.of_year.year


@dataclass(frozen=True)
class SessionOfClass:
    """A class session with its class."""

    session: ClassSession
    unit: Unit


@dataclass(frozen=True)
class Entry:
    """A ledger entry with its class."""

    entry: ClassHour
    unit: Unit


@dataclass(frozen=True)
class Pupil:
    """A pupil on the roll of a class today."""

    room: TaughtClass
    pupil: OnRoll


def taught(viewer: Viewer) -> list[Holding]:
    """Classes the viewer teaches, from the posts already loaded."""
    found = {
        held.unit_id: held
        for held in viewer.holdings
        if held.kind == "class" and "class.teach" in ROLES.get(held.role, ())
    }
    return list(found.values())


def a_class(viewer: Viewer, class_id: int | None = None) -> TaughtClass:
    """The class of the address; without one the class last looked at, or the first."""
    mine = taught(viewer)
    today = clock.today()
    year = clock.school_year_of(today)
    unit, of_year = class_in_year(viewer, "class.teach", _usual(mine) if class_id is None else class_id, year)
    if of_year is None:
        raise Conflict("class_without_year", year=year)
    return TaughtClass(unit, of_year, today, tuple(held for held in mine if held.unit_id != unit.id))


def _usual(mine: list[Holding]) -> int:
    if not mine:
        raise NotFound()
    last = request.cookies.get(CLASS_COOKIE, "")
    return next((held.unit_id for held in mine if str(held.unit_id) == last), mine[0].unit_id)


def a_reported_class(viewer: Viewer, class_id: int | None = None) -> TaughtClass:
    """The class, for whoever may also see its figures; without one in the address the first such class."""
    if class_id is None:
        class_id = _usual([held for held in taught(viewer) if viewer.may("assessment.view", held.path)])
    room = a_class(viewer, class_id)
    if not viewer.may("assessment.view", room.unit.path):
        raise NotFound()
    return room


def a_named_class(viewer: Viewer, class_id: int | None = None) -> TaughtClass:
    """The class, for pages that name its pupils."""
    room = a_class(viewer, class_id)
    if not viewer.may("class.names", room.unit.path):
        raise NotFound()
    return room


def a_planned_class(viewer: Viewer, class_id: int) -> TaughtClass:
    """The class, for who may move the weeks of its plan."""
    room = a_class(viewer, class_id)
    if not viewer.may("class.plan", room.unit.path):
        raise NotFound()
    return room


def a_session(viewer: Viewer, session_id: int) -> SessionOfClass:
    """A session of a class the viewer teaches."""
    session = queries.session_by_id(session_id)
    if session is None:
        raise NotFound()
    return SessionOfClass(session, class_for(viewer, "class.teach", session.class_id))


@dataclass(frozen=True)
class Step:
    """One step of a session's run."""

    lesson: SessionOfClass
    run: Run
    place: int


def a_step(viewer: Viewer, session_id: int, place: int) -> Step:
    """A step of a session of a class the viewer teaches."""
    lesson = a_session(viewer, session_id)
    run = run_of(lesson.session)
    if place > run.last:
        raise NotFound()
    return Step(lesson, run, place)


def an_entry(viewer: Viewer, entry_id: int) -> Entry:
    """A ledger entry of a class the viewer teaches."""
    entry = queries.entry(entry_id)
    if entry is None:
        raise NotFound()
    return Entry(entry, class_for(viewer, "class.teach", entry.class_id))


def a_pupil(viewer: Viewer, class_id: int, pupil_id: int) -> Pupil:
    """A pupil who is on the roll of a class of the viewer today."""
    room = a_named_class(viewer, class_id)
    found = [one for one in org.roll_on(room.unit.keeper_id, room.unit.id, room.today) if one.pupil_id == pupil_id]
    if not found:
        raise NotFound()
    return Pupil(room, found[0])


@dataclass(frozen=True)
class LessonOfClass:
    """A lesson on offer, looked at for a class."""

    room: TaughtClass
    head: LessonHead


def a_class_lesson(viewer: Viewer, class_id: int, lesson_id: int) -> LessonOfClass:
    """A lesson on offer, for a class of the viewer."""
    room = a_class(viewer, class_id)
    head = content.lesson_head(lesson_id)
    if head is None:
        raise NotFound()
    return LessonOfClass(room, head)


def a_story(viewer: Viewer, class_id: int, story_id: int) -> LessonOfClass:
    """A kindergarten's picture story, for a class of the viewer."""
    found = a_class_lesson(viewer, class_id, story_id)
    if found.head.stage != "K":
        raise NotFound()
    return found


@dataclass(frozen=True)
class OwnPost:
    """A teaching post of the viewer's own, held or ended, in a school year."""

    post: Post
    unit: Unit
    year: int


def an_own_post(viewer: Viewer, post_id: int) -> OwnPost:
    """One of the viewer's own teaching posts, with the year asked for by ?year=2026."""
    found = post_of(post_id)
    if found is None or (found[0].school_id, found[0].user_id) != (viewer.school_id, viewer.user_id):
        raise NotFound()
    if found[1].kind != "class" or "class.teach" not in ROLES.get(found[0].role, ()):
        raise NotFound()
    now = clock.school_year_of(clock.today())
    return OwnPost(found[0], found[1], min(max(request.args.get("year", now, type=int), 2000), now))


@dataclass(frozen=True)
class Reminded:
    """A 1530 reminder with its class."""

    reminder: Reminder
    room: TaughtClass


def a_reminder(viewer: Viewer, reminder_id: int) -> Reminded:
    """A reminder of a class the viewer teaches."""
    found = reminders.reminder_by_id(reminder_id)
    if found is None:
        raise NotFound()
    return Reminded(found, a_class(viewer, found.class_id))
