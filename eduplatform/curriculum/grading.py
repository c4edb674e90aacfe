"""Marks an answer against the key. An answer of any shape is judged; a malformed one is wrong, never an error.

Partial credit (`share`), only here:
- multiple: (right ones chosen − wrong ones chosen) ÷ right ones, not below 0;
- ordering: steps standing at their right place ÷ all steps;
- matching: right pairs ÷ all pairs;
- baskets: (things rightly put − things wrongly put ÷ (baskets − 1)) ÷ all things, not below 0.
- place: things at their place ÷ all things;
- two_step: half for the right answer with a wrong reason or none; a reason without its answer earns nothing.
Every other kind is all or nothing. `right` means share = 1.
"""

from collections import Counter
from functools import singledispatch
from typing import NamedTuple, TypeGuard

from .question import (
    Baskets,
    Matching,
    Multiple,
    Option,
    Ordering,
    Place,
    Question,
    Region,
    Single,
    Spot,
    Step,
    Thing,
    TrueFalse,
    TwoStep,
)
from .schema_base import Picture


class Note(NamedTuple):
    """Feedback on one choice: `right` by the key, `chosen` by the pupil (where `Mark.placed`: both say, placed rightly);
    `belief`: what a pupil thinks who takes a wrong one."""

    id: str
    text: str
    why: str
    right: bool
    chosen: bool
    belief: str = ""
    picture: Picture | None = None
    under: str = ""  #: a second thing asked in the same question, which this is a choice of
    put: str = ""  #: where a thing was put that belongs elsewhere


class Mark(NamedTuple):
    """The outcome; `share` 0..1, `why` the reason for the question as a whole (may be empty); `placed`: the notes tell what
    stands at its place, not what was chosen."""

    right: bool
    share: float
    notes: tuple[Note, ...]
    why: str = ""
    placed: bool = False


def grade(question: Question, answer: object) -> Mark:
    """Mark `answer` (decoded JSON of any shape). Whether the pupil was sure of it changes nothing."""
    return _grade(question, choice_of(question, answer))


def choice_of(question: Question, answer: object) -> object:
    """The answer without the word whether the pupil is sure."""
    return answer["choice"] if isinstance(answer, dict) and _with_a_word(question, answer) else answer


def was_sure(question: Question, answer: object) -> bool | None:
    """Whether the pupil said to be sure of the answer; None where the question does not ask, or nothing was said."""
    said = answer.get("sure") if isinstance(answer, dict) and _with_a_word(question, answer) else None
    return said if isinstance(said, bool) else None


def sure_and_wrong(question: Question, answer: object) -> bool:
    """What a teacher must see first: the pupil is sure of what is wrong."""
    return was_sure(question, answer) is True and not grade(question, answer).right


def _with_a_word(question: Question, answer: object) -> bool:
    return (
        isinstance(question, Single | TrueFalse) and question.sure and isinstance(answer, dict) and "choice" in answer
    )


def belief_of(question: Question, answer: object) -> str:
    """What a pupil thinks who answers this way, in the authors' words; "" for a right answer, for none, and for kinds that
    have no options of their own."""
    if isinstance(question, Multiple):
        return ""
    return next((note.belief for note in grade(question, answer).notes if note.chosen and not note.right), "")


def commonest(beliefs: Counter[str]) -> tuple[str, int]:
    """(belief, how many) of the most frequent one, the first of equals by its words; ("", 0) without any."""
    del beliefs[""]
    return max(sorted(beliefs.items()), key=lambda one: one[1], default=("", 0))


def _mark(share: float, notes: list[Note], why: str = "", placed: bool = False) -> Mark:
    return Mark(share == 1.0, share, tuple(notes), why, placed)


def _taken(part: Option | Region, text: str, chosen: bool, under: str = "") -> Note:
    return Note(part.id, text, part.why, part.right, chosen, part.belief, getattr(part, "picture", None), under)


@singledispatch
def _grade(question: object, answer: object) -> Mark:
    raise TypeError(f"not a question: {type(question).__name__}")  # a mistake of ours, never of the answer


@_grade.register
def _(question: Single, answer: object) -> Mark:
    notes = [_taken(o, o.text, o.id == answer) for o in question.options]
    return _mark(float(any(n.right and n.chosen for n in notes)), notes)


@_grade.register
def _(question: Spot, answer: object) -> Mark:
    notes = [_taken(r, r.label, r.id == answer) for r in question.regions]
    return _mark(float(any(n.right and n.chosen for n in notes)), notes)


@_grade.register
def _(question: Multiple, answer: object) -> Mark:
    ids = {option.id for option in question.options}
    chosen = set(answer) if _texts(answer) and set(answer) <= ids else set()
    key = {option.id for option in question.options if option.right}
    notes = [_taken(o, o.text, o.id in chosen) for o in question.options]
    return _mark(max(0.0, (len(chosen & key) - len(chosen - key)) / len(key)), notes)


@_grade.register
def _(question: TrueFalse, answer: object) -> Mark:
    beliefs = ("", question.belief) if question.answer else (question.belief, "")
    notes = [
        Note("true", "对", question.why_true, question.answer is True, answer is True, beliefs[0]),
        Note("false", "错", question.why_false, question.answer is False, answer is False, beliefs[1]),
    ]
    return _mark(float(answer is question.answer), notes)


@_grade.register
def _(question: Ordering, answer: object) -> Mark:
    return grade_steps(question.steps, question.why, answer)


@_grade.register
def _(question: Matching, answer: object) -> Mark:
    given = answer if isinstance(answer, dict) else {}
    texts = {side.id: side.text for side in question.left + question.right}
    notes = []
    for pair in question.pairs:
        hit = given.get(pair.left) == pair.right
        notes.append(Note(pair.left, f"{texts[pair.left]} — {texts[pair.right]}", pair.why, hit, hit))
    return _mark(sum(n.right for n in notes) / len(notes), notes, question.why, placed=True)


@_grade.register
def _(question: Baskets, answer: object) -> Mark:
    homes = {basket.id: basket.text for basket in question.baskets}
    given = _put(question.things, homes, answer)
    notes = _stood(question.things, homes, given)
    right = sum(note.right for note in notes)
    return _mark(question.share(right, len(given) - right), notes, question.why, placed=True)


@_grade.register
def _(question: Place, answer: object) -> Mark:
    homes = {place.id: place.label for place in question.places}
    notes = _stood(question.things, homes, _put(question.things, homes, answer))
    return _mark(sum(note.right for note in notes) / len(notes), notes, question.why, placed=True)


@_grade.register
def _(question: TwoStep, answer: object) -> Mark:
    given = answer if isinstance(answer, dict) else {}
    done = [_taken(o, o.text, o.id == given.get("answer")) for o in question.options]
    because = [_taken(r, r.text, r.id == given.get("reason"), question.ask) for r in question.reasons]
    right, reasoned = (any(n.right and n.chosen for n in notes) for notes in (done, because))
    return _mark(0.5 + 0.5 * reasoned if right else 0.0, done + because)


def _put(things: list[Thing], homes: dict[str, str], answer: object) -> dict[str, str]:
    """Where which thing was put, as far as both are known."""
    given = answer if isinstance(answer, dict) else {}
    put = {thing.id: given.get(thing.id) for thing in things}
    return {thing: home for thing, home in put.items() if isinstance(home, str) and home in homes}


def _stood(things: list[Thing], homes: dict[str, str], given: dict[str, str]) -> list[Note]:
    hits = [given.get(thing.id) == thing.to for thing in things]
    return [
        Note(
            thing.id,
            f"{thing.text} — {homes[thing.to]}",
            thing.why,
            hit,
            hit,
            picture=thing.picture,
            put="" if hit else homes.get(given.get(thing.id, ""), ""),
        )
        for thing, hit in zip(things, hits, strict=True)
    ]


def grade_steps(steps: list[Step], why: str, answer: object) -> Mark:
    """Mark an order of steps (also for skill trainings): each step must appear exactly once."""
    key = [step.id for step in steps]
    placed = answer if _texts(answer) and sorted(answer) == sorted(key) else []
    hits = [bool(placed) and placed[place] == step.id for place, step in enumerate(steps)]
    notes = [Note(s.id, s.text, s.why, hit, hit, picture=s.picture) for s, hit in zip(steps, hits, strict=True)]
    return _mark(sum(hits) / len(hits), notes, why, placed=True)


def _texts(answer: object) -> TypeGuard[list[str]]:
    return isinstance(answer, list) and all(isinstance(each, str) for each in answer)
