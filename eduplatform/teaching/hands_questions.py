"""Which questions a class is asked by show of hands and how they stand on the screen. Pure, fixed by the session's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..curriculum.grading import Note, grade
from ..curriculum.question import Question
from ..curriculum.question_draw import draw_questions, public_form
from .review_questions import Shares, weakest_first
from .run_steps import HANDS_QUESTIONS, for_hands

LETTERS = "ABCDEFGH"
FIRST_TIME: Shares = {}
_PRAISE = re.compile(
    "^对[\uff0c\u3002\uff01]"
)  # said to a pupil who chose right; before a class it would praise a letter


@dataclass(frozen=True)
class Choice:
    """A choice on the screen: letter, id, words; `right` and `why` are for the reveal only."""

    letter: str
    id: str
    text: str
    picture: str | None
    right: bool
    why: str
    alt: str = ""  #: of the picture


@dataclass(frozen=True)
class Asked:
    """A question as it is shown: `revision_id` of the question, choices in the order of the screen."""

    revision_id: int
    question: Question
    choices: tuple[Choice, ...]


def choose_hands_questions(
    pool: Sequence[tuple[int, Question]], session_id: int, most: int = HANDS_QUESTIONS, known: Shares = FIRST_TIME
) -> tuple[Asked, ...]:
    """The questions of a session: at most five that raised hands can answer; the second time by what is `known` of the class."""
    revisions = {question.uuid: revision for revision, question in for_hands(pool)}
    ours = [question for _, question in for_hands(pool)]
    drawn = draw_questions(ours, len(ours) if known else most, session_id)
    drawn = weakest_first(drawn, known)[:most] if known else drawn
    return tuple(Asked(revisions[question.uuid], question, choices_of(question, session_id)) for question in drawn)


def choices_of(question: Question, session_id: int) -> tuple[Choice, ...]:
    """The choices in the order of the screen, lettered."""
    notes = {note.id: note for note in grade(question, None).notes}
    form = public_form(question, session_id)
    pictures = {option["id"]: option["picture"] or {} for option in form.get("options", [])}
    order = [option["id"] for option in form.get("options", form.get("regions", []))] or ["true", "false"]
    return tuple(
        Choice(
            LETTERS[place],
            one,
            notes[one].text,
            picture.get("src"),
            notes[one].right,
            _reason(notes[one]),
            picture.get("alt", ""),
        )
        for place, one in enumerate(order)
        for picture in [pictures.get(one, {})]
    )


def _reason(note: Note) -> str:
    return _PRAISE.sub("", note.why) if note.right else note.why
