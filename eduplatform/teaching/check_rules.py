"""Questions that show learning, not only completion: before a lesson the other form of what its end asks, and once more what a lesson
weeks ago asked. Pure.

The screen is one for all, so a class cannot be parted in two halves that get form A and form B. What is parted are the questions: the
draw of the session says which form its end asks, the opening asks the other, and where it can the pair of a lesson goes once A → B and
once B → A. So neither form is always first, in no class and no city; see docs/decisions/19-gain-by-parallel-forms.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from ..curriculum.question import Question, Single, TrueFalse
from .card_questions import Pool, could_repeat, fits_a_card, parts_of
from .hands_questions import Asked

BEFORE, LATER = "before", "later"  #: kinds of a check: opening a lesson, weeks after one
OPENING = 2  #: questions before a lesson; nothing is explained, so each takes half a minute
LATE = 1  #: of a lesson weeks ago, beside those
LATE_ALONE = 2  #: of a lesson weeks ago, where nothing opens the lesson
WEEKS = (2, 6)  #: how long ago that lesson was: least and most
MODES = ("cards", "paced")  #: ways of answering in which a class is asked; paper is printed before, hands have no names


@dataclass(frozen=True)
class Check:
    """`number`: place among the questions of the session. `of`: of an opening the number of the question at the end that it goes with.
    `quiz`, `lesson`, `session`: of a late one where it comes from."""

    kind: str
    number: int
    revision: int
    of: int = -1
    quiz: int = 0
    lesson: int = 0
    session: int = 0


def checks_of(kept: Mapping[str, Any] | None) -> tuple[Check, ...]:
    """The checks a session keeps, by number."""
    kept = kept or {"first": 0, "asked": []}
    return tuple(Check(number=kept["first"] + place, **one) for place, one in enumerate(kept["asked"]))


def kept_of(first: int, checks: Sequence[Check]) -> dict[str, Any] | None:
    """What a session keeps of its checks, numbered from `first`; None for none."""
    names = {BEFORE: ("kind", "revision", "of"), LATER: ("kind", "revision", "quiz", "lesson", "session")}
    asked = [{name: getattr(one, name) for name in names[one.kind]} for one in checks]
    return {"first": first, "asked": asked} if asked else None


def one_vote(question: Question) -> bool:
    """Whether a class answers it by one card and has done."""
    return fits_a_card(question) and parts_of(question) == 1


def in_words(question: Question) -> bool:
    """Whether it can be asked outside its lesson: without the pictures that lie beside it."""
    pictured = question.picture or any(getattr(option, "picture", None) for option in getattr(question, "options", ()))
    return isinstance(question, Single | TrueFalse) and not pictured


def parallel(pool: Pool, question: Question, used: Collection[int]) -> list[tuple[int, Question]]:
    """Questions of the other form on the same objective, most alike first (facts, kind, level); () for one without a form."""
    found = [
        (revision, one)
        for revision, one in pool
        if one.objective == question.objective and {one.form, question.form} == {"A", "B"} and one_vote(one)
    ]
    found = [pair for pair in found if pair[0] not in used]
    return sorted(found, key=lambda pair: (*_unlike(pair[1], question), str(pair[1].uuid)))


def _unlike(one: Question, other: Question) -> tuple[int, bool, bool]:
    return -len(set(one.facts) & set(other.facts)), one.kind != other.kind, one.level != other.level


def opening_checks(asked: Sequence[Asked], pool: Pool, most: int = OPENING) -> list[Check]:
    """What to ask before a lesson whose end asks these: at most `most` questions of the other form, one that ends with A and one that
    ends with B first. A question for a second explanation stays free: where a parallel is the only other one, it is not taken."""
    used = {one.revision_id for one in asked}
    found: list[tuple[str, Check]] = []
    for number, one in enumerate(asked):
        free = [r for r, other in pool if r not in used and could_repeat(other, one.question)]
        twins = parallel(pool, one.question, used) if one_vote(one.question) and len(free) > 1 else []
        if twins:
            used.add(twins[0][0])
            found.append((one.question.form or "", Check(BEFORE, 0, twins[0][0], of=number)))
    first = dict(reversed(found))
    mirrored = sorted(first.values(), key=lambda check: check.of)
    rest = [check for _form, check in found if check not in mirrored]
    return [*mirrored, *rest][:most]


@dataclass(frozen=True)
class Lesson:
    """A lesson the class had weeks ago: its session, `quiz` revision, questions (`pool`), and the `answered` ones by uuid."""

    session: int
    lesson: int
    quiz: int
    pool: Pool
    answered: frozenset[str]


def late_checks(lessons: Iterable[Lesson], lot: int, most: int) -> list[Check]:
    """At most `most` questions of one lesson, the first of `lessons` that has any: on what the class was asked, of the other form and not
    answered before where there is such, else by `lot`; each on another objective where it can."""
    for one in lessons:
        held = [question for _revision, question in one.pool if str(question.uuid) in one.answered]
        forms = {(question.objective, question.form) for question in held}
        objectives = {question.objective for question in held}
        fit = [pair for pair in one.pool if pair[1].objective in objectives and one_vote(pair[1]) and in_words(pair[1])]
        mixed = Random(f"late:{lot}").sample(fit, len(fit))
        mixed.sort(key=lambda pair: (str(pair[1].uuid) in one.answered, (pair[1].objective, pair[1].form) in forms))
        if mixed:
            chosen = _apart(mixed)[:most]
            return [Check(LATER, 0, r, quiz=one.quiz, lesson=one.lesson, session=one.session) for r, _q in chosen]
    return []


def _apart(mixed: Pool) -> list[tuple[int, Question]]:
    """Each objective once, then the rest."""
    seen: set[str] = set()
    first: list[tuple[int, Question]] = []
    rest: list[tuple[int, Question]] = []
    for pair in mixed:
        (rest if pair[1].objective in seen else first).append(pair)
        seen.add(pair[1].objective)
    return [*first, *rest]
