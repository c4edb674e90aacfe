"""Lessons by name: a test that asks for "the first of the stage" changes its meaning with every new course."""

from eduplatform.curriculum import queries
from eduplatform.curriculum.queries import LessonHead

WATER = "drown/p2-water"  #: DROWN × P2, with film, training and quiz


def head_of(slug: str = WATER) -> LessonHead:
    """The lesson of the shipped course; needs an app context."""
    return next(head for head in queries.lessons_of() if head.slug == slug)


def quizzed(stage: str = "P2") -> list[LessonHead]:
    """The lessons of a stage with a quiz, head_of() first."""
    return sorted((head for head in queries.lessons_of(stage) if head.has_quiz), key=lambda head: head.slug != WATER)
