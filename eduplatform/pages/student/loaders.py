"""Loaders of the student desk: lessons are open to every pupil, records only to their owner."""

from __future__ import annotations

from ...curriculum import queries as curriculum
from ...curriculum.queries import LessonHead
from ...learning import quiz, skill_training
from ...org.access import Viewer
from ...shared.refusals import NotFound


def a_lesson(viewer: Viewer, lesson_id: int) -> LessonHead:
    """A lesson on offer. Kindergarten lessons are for teachers: children there have no accounts."""
    head = curriculum.lesson_head(lesson_id)
    if head is None or head.stage == "K":
        raise NotFound()
    return head


def a_quiz(viewer: Viewer, lesson_id: int) -> LessonHead:
    """A lesson with a quiz."""
    head = a_lesson(viewer, lesson_id)
    if not head.has_quiz:
        raise NotFound()
    return head


def a_skill(viewer: Viewer, lesson_id: int) -> LessonHead:
    """A lesson with a skill training."""
    head = a_lesson(viewer, lesson_id)
    if not head.has_skill:
        raise NotFound()
    return head


def a_video(viewer: Viewer, lesson_id: int) -> LessonHead:
    """A lesson with a skill video."""
    head = a_lesson(viewer, lesson_id)
    if not head.has_video:
        raise NotFound()
    return head


def an_attempt(viewer: Viewer, attempt_id: int) -> quiz.Attempt:
    """The viewer's own quiz attempt."""
    return quiz.own_attempt(viewer, attempt_id)


def a_training(viewer: Viewer, training_id: int) -> skill_training.Training:
    """The viewer's own skill training."""
    return skill_training.own_training(viewer, training_id)
