"""A class session with what it shows: the lesson's content as it was when it was opened, and the order of things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..curriculum import queries as content
from .draw_hands import Asked
from .models import ClassSession
from .queries import hands_questions
from .run import Step, steps


@dataclass(frozen=True)
class Run:
    """`lesson` and `video` are bodies of revisions; `slug` and `folder` say where their files lie; `place` is the step now."""

    session: ClassSession
    lesson: dict[str, Any]
    slug: str
    folder: str
    video: dict[str, Any] | None
    asked: tuple[Asked, ...]
    steps: tuple[Step, ...]

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


def run_of(session: ClassSession) -> Run:
    """The run of a session. Bodies are kept in the process: no statement once warm, but for a retired course."""
    lesson = content.body(session.lesson_revision_id)
    found = content.video_of(session.lesson_id)
    asked = hands_questions(session) if session.quiz_mode == "hands" else ()
    mode = session.quiz_mode if session.quiz_revision_id else "none"
    order = steps(len(lesson["slides"]), found is not None, mode, len(asked))
    return Run(session, lesson, slug_of(session.lesson_id), lesson["slug"], found[2] if found else None, asked, order)


def slug_of(lesson_id: int) -> str:
    """Folder of the lesson's course, also when it is no longer on offer."""
    head = content.lesson_head(lesson_id)
    if head:
        return head.slug
    item = content.item(lesson_id)
    course = content.course(item.course_id) if item else None
    return course.slug if course else ""
