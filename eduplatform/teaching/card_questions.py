"""Which questions a class answers by name, which twin repeats one, and which slide is taught again before it. Pure.

A card has four sides, so a question has at most four choices. An ordering is asked by repeated vote: what comes first,
what next; the last step follows by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from ..curriculum.grading import grade
from ..curriculum.question import Ordering, Question, Single, Spot, TrueFalse
from ..curriculum.question_draw import draw_questions, shuffle
from .hands_questions import FIRST_TIME, LETTERS, Asked, Choice, choices_of
from .review_questions import Shares, weakest_first
from .run_steps import HANDS_KINDS

CARD_QUESTIONS = 4  #: questions of one lesson: each takes two or three minutes with cards
SIDES = 4  #: of a card
WEAK = 60  #: per cent right below which the run offers to teach it again

Pool = Sequence[tuple[int, Question]]


def fits_a_card(question: Question) -> bool:
    """Whether four sides of a card can answer it."""
    match question:
        case Single():
            return len(question.options) <= SIDES
        case Spot():
            return len(question.regions) <= SIDES
        case Ordering():
            return len(question.steps) <= SIDES
    return isinstance(question, TrueFalse)


def ways_of(question: Question) -> tuple[str, ...]:
    """How a class can be asked it together: "hands", "cards" (sheets of paper too); () for one that needs a device for each pupil."""
    ways = {"hands": question.kind in HANDS_KINDS, "cards": fits_a_card(question)}
    return tuple(way for way, can in ways.items() if can)


def left_out(pool: Pool, way: str) -> dict[str, int]:
    """Kind → how many questions of the pool a class is not asked this way ("hands", or by name: cards and paper)."""
    way = way if way == "hands" else "cards"
    return dict(Counter(question.kind for _revision, question in pool if way not in ways_of(question)))


def parts_of(question: Question) -> int:
    """How many votes the question takes."""
    return len(question.steps) - 1 if isinstance(question, Ordering) else 1


def choose_card_questions(
    pool: Pool, session_id: int, most: int = CARD_QUESTIONS, known: Shares = FIRST_TIME
) -> list[Asked]:
    """The questions of a session: four at most, of different objectives first, at most one ordering; always the same. The second time
    by what is `known` of the class."""
    ours = [(revision, question) for revision, question in pool if fits_a_card(question)]
    by_uuid = {question.uuid: revision for revision, question in ours}
    mixed = draw_questions([question for _, question in ours], len(ours), session_id)
    mixed = weakest_first(mixed, known) if known else mixed
    first: list[Question] = []
    later: list[Question] = []
    for question in mixed:
        again = any(one.objective == question.objective for one in first)
        (later if again or _second_ordering(first, question) else first).append(question)
    taken = first[:most]
    for one in later:
        if len(taken) < most and not _second_ordering(taken, one):
            taken.append(one)
    return [put_to_class(by_uuid[question.uuid], question, session_id) for question in taken]


def _second_ordering(taken: Sequence[Question], question: Question) -> bool:
    return isinstance(question, Ordering) and any(isinstance(one, Ordering) for one in taken)


def put_to_class(revision_id: int, question: Question, session_id: int) -> Asked:
    """The question with its choices in the order of the screen."""
    if not isinstance(question, Ordering):
        return Asked(revision_id, question, choices_of(question, session_id))
    steps = {step.id: step for step in question.steps}
    notes = {note.id: note for note in grade(question, None).notes}
    made = []
    for place, one in enumerate(shuffle(question, session_id)):
        picture = steps[one].picture
        made.append(
            Choice(LETTERS[place], one, steps[one].text, picture.src if picture else None, False, notes[one].why)
        )
    return Asked(revision_id, question, tuple(made))


def could_repeat(one: Question, question: Question) -> bool:
    """Whether a class can be asked `one` when it found `question` hard: another one on the same objective, answered by one card."""
    same = one.objective == question.objective and one.uuid != question.uuid
    return same and fits_a_card(one) and not isinstance(one, Ordering)


def twin(pool: Pool, question: Question, used: Collection[int]) -> int | None:
    """Revision of a question on the same objective that has not been asked yet; one of the same facts before others."""
    found = [(revision, one) for revision, one in pool if revision not in used and could_repeat(one, question)]
    found.sort(key=lambda pair: (-len(set(pair[1].facts) & set(question.facts)), str(pair[1].uuid)))
    return found[0][0] if found else None


def slide_for(body: dict[str, Any], question: Question, shown: Sequence[int] | None = None) -> int:
    """The slide (of those `shown`; None: of all) that tells what the question asks, by the facts on it; the recap, or the last
    slide, where none does."""
    best, most = None, 0
    slides = [(n, body["slides"][n]) for n in (range(len(body["slides"])) if shown is None else shown)]
    for number, slide in slides:
        told = {fact for line in [*slide["body"], *slide["text"]] for fact in line.get("facts", ())}
        shared = len(told & set(question.facts))
        if shared > most and slide["kind"] in ("teach", "do", "recap"):
            best, most = number, shared
    if best is None:
        recap = [number for number, slide in slides if slide["kind"] == "recap"]
        best = recap[0] if recap else slides[-1][0]
    return best


def right_option(question: Question, part: int) -> str:
    """The option id that is right for a part."""
    if isinstance(question, Ordering):
        return question.steps[part].id
    return next(note.id for note in grade(question, None).notes if note.right)


def right_options(question: Question) -> list[str]:
    """The right option ids, part by part."""
    return [right_option(question, part) for part in range(parts_of(question))]


def options_left(asked: Asked, placed: Collection[str | None]) -> list[str]:
    """Option ids that can be chosen: of an ordering those not `placed` in an earlier part."""
    taken = placed if isinstance(asked.question, Ordering) else ()
    return [choice.id for choice in asked.choices if choice.id not in taken]


def answer_of(question: Question, options: Sequence[str | None]) -> object:
    """An answer as grading takes it, from the option ids a pupil chose part by part; None where something is missing."""
    if isinstance(question, TrueFalse):
        return None if options[0] is None else options[0] == "true"
    if not isinstance(question, Ordering):
        return options[0]
    left = [step.id for step in question.steps if step.id not in options]
    if None in options or len(left) != 1:
        return None
    return [*options, left[0]]
