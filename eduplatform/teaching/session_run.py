"""A class session with what it shows: the lesson's content as it was when it was opened, and the order of things."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from ..curriculum import queries as content
from ..curriculum import short_runs
from ..org.access import Viewer
from ..shared.refusals import Conflict
from . import card_questions, class_checks, sessions, votes
from .check_rules import Check
from .hands_questions import Asked
from .models import ClassSession, Vote
from .queries import hands_questions
from .run_steps import BY_NAME, Planned, Step, steps, take_home


@dataclass(frozen=True)
class Run:
    """`lesson` and `video` are bodies of revisions; `slug` and `folder` say where their files lie; `place` is the step now;
    `votes` (by number) are questions already put to the class where pupils answer by name."""

    session: ClassSession
    lesson: dict[str, Any]
    slug: str
    folder: str
    video: dict[str, Any] | None
    asked: tuple[Asked, ...]
    steps: tuple[Step, ...]
    votes: dict[int, Vote] = field(default_factory=dict)

    @property
    def by_name(self) -> bool:
        """Whether pupils answer by name, the class together."""
        return bool(self.session.quiz_revision_id) and self.session.quiz_mode in BY_NAME

    @property
    def slides(self) -> list[int]:
        """Numbers of the slides it shows."""
        return short_runs.numbers_shown(self.lesson, self.session.core_only)

    @property
    def asks(self) -> bool:
        """Whether the run has questions for the class."""
        return any(step.kind in ("ask", "vote", "join") for step in self.steps)

    @property
    def left_out(self) -> dict[str, int]:
        """Kind → how many questions of the quiz are not asked the way this class answers: they need a device for each pupil."""
        if not self.asked:
            return {}
        return card_questions.left_out(content.question_pool(self.session.quiz_revision_id), self.session.quiz_mode)

    @property
    def take_home(self) -> str:
        """The one sentence of the lesson to take home."""
        return take_home(self.lesson)

    @property
    def story(self) -> bool:
        """Whether it is a kindergarten's picture story: told aloud, hands counted, nothing marked."""
        return any(slide["kind"] == "story" for slide in self.lesson["slides"])

    @property
    def trains(self) -> bool:
        """Whether the lesson has a skill training that the class can do together."""
        return content.skill_of(self.session.lesson_id) is not None

    @property
    def checklist(self) -> dict[str, Any] | None:
        """What the class does together before the teacher's eyes, see curriculum.checklist."""
        return self.lesson.get("checklist")

    def does_together(self, slide: int) -> bool:
        """Whether the class does its checklist on this slide."""
        return bool(self.checklist and self.checklist["slide"] == self.lesson["slides"][slide]["title"])

    @property
    def checks(self) -> dict[int, Check]:
        """What is asked beside the lesson's own questions, by number."""
        return {one.number: one for one in class_checks.of_session(self.session)} if self.by_name else {}

    @property
    def last(self) -> int:
        return len(self.steps) - 1

    @property
    def place(self) -> int:
        """The step on the screen; a mode chosen anew may have made the run shorter."""
        return min(self.session.slide, self.last)

    @property
    def now(self) -> Step:
        return self.steps[self.place]


def run_of(session: ClassSession, put: dict[int, Vote] | None = None) -> Run:
    """The run of a session. Bodies are kept in the process: no statement once warm, but for a retired course, and one
    where pupils answer by name, unless the caller has loaded the votes (`put`)."""
    lesson = content.body(session.lesson_revision_id)
    found = content.video_of(session.lesson_id)
    mode = session.quiz_mode if session.quiz_revision_id else "none"
    put = (votes.votes_of(session) if put is None else put) if mode in BY_NAME else {}
    asked = (
        hands_questions(session) if mode == "hands" else votes.questions_put(session, put) if mode in BY_NAME else ()
    )
    slides = short_runs.numbers_shown(lesson, session.core_only)
    beside = class_checks.numbers(session) if mode in BY_NAME else frozenset()
    film = found is not None and not session.core_only
    checks = [one.number for one in class_checks.shown(session)]
    order = steps(slides, film, mode, len(asked), _planned(asked, put, beside), checks)
    return Run(
        session, lesson, slug_of(session.lesson_id), lesson["slug"], found[2] if found else None, asked, order, put
    )


def _planned(asked: tuple[Asked, ...], put: dict[int, Vote], beside: Collection[int]) -> list[Planned]:
    twins = {
        vote.twin_of: (number, vote.slide or 0, card_questions.parts_of(asked[number].question))
        for number, vote in put.items()
        if vote.twin_of is not None
    }
    return [
        Planned(card_questions.parts_of(one.question), twins.get(number))
        for number, one in enumerate(asked)
        if number not in beside and (number not in put or put[number].twin_of is None)
    ]


def slug_of(lesson_id: int) -> str:
    """Folder of the lesson's course, also when it is no longer on offer."""
    head = content.lesson_head(lesson_id)
    if head:
        return head.slug
    item = content.item(lesson_id)
    course = content.course_by_id(item.course_id) if item else None
    return course.slug if course else ""


# ── Verbs that move the run: a question that comes to stand on the screen is open, one revealed is closed ──────────────


def turn_to(viewer: Viewer, session: ClassSession, place: int, was: int | None) -> ClassSession:
    """Turn to `place`; `was`: the place the hand saw (None turns whatever was there). Who comes second follows the first."""
    run = run_of(session)
    was_at, was_on = run.place, run.now  # the run reads its place from the row that turns
    try:
        row = sessions.go_to(viewer, session, place, was, run.last)
    except Conflict as conflict:
        if conflict.code != "slide_moved":
            raise
        return sessions.fresh(session)
    if was_on.kind == "check" and row.slide != was_at:
        votes.left_check(row, was_on.number)
    votes.reached(row, run.steps, run.asked)
    return row


def choose_mode(viewer: Viewer, session: ClassSession, quiz_mode: str, version: int) -> ClassSession:
    """Choose anew how questions are answered: the step now may be a question of the new kind."""
    before = run_of(session)
    was_on = before.now
    row = sessions.set_mode(viewer, session, quiz_mode, version)
    run = run_of(row)
    row.slide = _same_place(before, run)
    if was_on.kind == "check" and run.now != was_on:
        votes.left_check(row, was_on.number)
    votes.reached(row, run.steps, run.asked)
    return row


def _same_place(before: Run, run: Run) -> int:
    """Where the run stands when checks came or went after the cover: what was on the screen stays there."""
    was, is_now = (sum(step.kind == "check" for step in one.steps) for one in (before, run))
    if was == is_now or run.session.slide == 0:
        return run.session.slide
    return max(1, run.session.slide + is_now - was)


def teach_again(viewer: Viewer, session: ClassSession, number: int) -> ClassSession:
    """Put slide and twin behind the question and turn to the slide. Twice is the same as once."""
    votes.ask_again(viewer, session, number, run_of(session).lesson)
    order = run_of(session).steps
    place = next((n for n, step in enumerate(order[:-1]) if step.kind == "shown" and step.number == number), None)
    if place is None or order[place + 1].kind != "again" or session.slide != place:
        return sessions.fresh(session)
    return turn_to(viewer, session, place + 1, place)
