"""What the result page says about each question: right or not, and why, for what was chosen and for what is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...curriculum.grading import Mark, Note, was_sure
from ...curriculum.question import KeyCorrected, Place, Question, Region, Spot, Target
from ...curriculum.schema_base import Picture
from ...learning import remarking
from ...learning.paper import Paper


@dataclass(frozen=True)
class ReviewLine:
    """`state`: right, wrong or missed; `picture` of the choice, where it has one; `under` and `put`: see Note."""

    id: str
    text: str
    why: str
    state: str
    picture: Picture | None = None
    under: str = ""
    put: str = ""


@dataclass(frozen=True)
class Reviewed:
    """`part`: some of it was right. `answered`: something had been chosen. `sure`: the pupil said so."""

    number: int
    question: Question
    right: bool
    part: bool
    answered: bool
    lines: list[ReviewLine]
    why: str
    picture: Any
    places: list[dict[str, Any]]
    sure: bool
    corrected: KeyCorrected | None = None  #: since the quiz was made: what was wrong with the key


def reviewed(paper: Paper, answers: list[object]) -> list[Reviewed]:
    """All questions of a handed-in paper in their order."""
    marks, corrected = paper.marks(answers), remarking.corrected_places(paper)
    return [
        _one(number, *each, corrected=number - 1 in corrected)
        for number, each in enumerate(zip(paper.questions, marks, answers, strict=True), 1)
    ]


def _one(number: int, question: Question, mark: Mark, answer: object, corrected: bool) -> Reviewed:
    lines = [_line(note, mark.placed) for note in mark.notes if mark.placed or note.right or note.chosen]
    return Reviewed(
        number,
        question,
        mark.right,
        0 < mark.share < 1,
        answer is not None,
        lines,
        mark.why,
        question.picture,
        _places(question, mark),
        was_sure(question, answer) is True,
        question.key_corrected if corrected else None,
    )


def _line(note: Note, placed: bool) -> ReviewLine:
    state = "right" if note.right and note.chosen else "missed" if note.right or placed else "wrong"
    return ReviewLine(note.id, note.text, note.why, state, note.picture, note.under, note.put)


def _places(question: Question, mark: Mark) -> list[dict[str, Any]]:
    """The right places and the chosen one, to draw on the picture."""
    notes = {note.id: note for note in mark.notes}
    if isinstance(question, Place):
        area = {place.id: place for place in question.places}
        return [_drawn(area[thing.to], _line(notes[thing.id], True).state) for thing in question.things]
    if not isinstance(question, Spot):
        return []
    shown = [region for region in question.regions if notes[region.id].right or notes[region.id].chosen]
    return [_drawn(region, _line(notes[region.id], False).state) for region in shown]


def _drawn(area: Region | Target, state: str) -> dict[str, Any]:
    return {**area.model_dump(include={"x", "y", "w", "h"}), "state": state}
