"""How matching asks: like cases are one question, in which single lines may be told apart. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..roster.questions import question_key
from ..roster.refusals import Values
from .compare import Incoming, Pair, Present
from .identity_signs import sexes_agree, years_apart

if TYPE_CHECKING:
    from .steps import Work


def settle_by_answers(
    work: Work, code: str, choices: tuple[str, str], pairs: list[Pair]
) -> list[tuple[Pair, str | None]]:
    """Each pair with the answer given, or None. All pairs of a kind are one question: somebody who knows the children answers it at
    a look, and marks those of whom the other answer is true."""
    keys = [question_key(code, _identity(*pair)) for pair in pairs]

    def worded(open_: list[int]) -> tuple[Values, list[str]]:
        asked = [pairs[at] for at in open_]
        work.about[question_key(code, [keys[at] for at in open_])] = asked
        return _values(work, asked), [_shown(work, *pair) for pair in asked]

    return list(zip(pairs, work.asking.ask_by_line(code, choices, keys, worded), strict=True))


def _identity(one: Incoming, other: Present) -> tuple[object, ...]:
    return one.class_code, one.name, one.number, one.line, other.pupil_id, other.left_on or ""


def _values(work: Work, pairs: list[Pair]) -> Values:
    return {
        "count": len(pairs),
        "target": _several(work, [one.class_code for one, _ in pairs]),
        "source": _several(work, [other.class_code for _, other in pairs]),
    }


def _several(work: Work, codes: list[str]) -> str:
    labels = list(dict.fromkeys(question_label(work, code) for code in codes))
    return "、".join(labels[:4]) + ("…" if len(labels) > 4 else "")


def question_label(work: Work, code: str) -> str:
    return work.around.labels.get(code, code)


def where(work: Work, person: Incoming | Present) -> str:
    """三(2)班 · 5 · 王芳, in signs that need no language; with the day of leaving for who left."""
    left = getattr(person, "left_on", None)
    return " · ".join(
        filter(None, [question_label(work, person.class_code), person.number, person.name, f"→ {left}" if left else ""])
    )


def _shown(work: Work, one: Incoming, other: Present) -> str:
    return f"{where(work, other)}  ⇒  {where(work, one)}"


Namesakes = tuple[list[Incoming], list[Present]]


READINGS = 2  #: likely readings of who is who that are shown, before it is asked for each child alone


def tell_namesakes_apart(work: Work, groups: list[Namesakes], apart: int = 1, tried: int = 0) -> None:
    """Children of one name that nothing tells apart, some groups of them. The likeliest reading of all is shown as one question; of
    whom it is not true, the next likely one; at last it is asked which of the others they are."""
    likely = [(group, _likely_pairs(work, *group, apart)) for group in groups]
    asked = [pair for _, pairs in likely for pair in pairs]
    answers = iter(settle_by_answers(work, "namesakes", ("same", "others"), asked))
    left: list[Namesakes] = []
    for (ones, others), pairs in likely:
        said = [next(answers) for _ in pairs]
        if any(answer is None for _, answer in said):
            for one in ones:
                work.hold(one, others)
            continue
        work.refused |= {(one.place, other.pupil_id) for (one, other), answer in said if answer == "others"}
        same = [pair for pair, answer in said if answer == "same"]
        for one, other in same:
            work.take(one, other)
        taken = {id(part) for pair in same for part in pair}
        rest = [one for one in ones if id(one) not in taken], [other for other in others if id(other) not in taken]
        if len(same) < len(pairs):
            left.append(rest)
    if tried + 1 < READINGS and left:
        tell_namesakes_apart(work, left, apart, tried + 1)
    else:
        for ones, others in left:
            _ask_which_of_them(work, ones, others, apart)


def _likely_pairs(work: Work, ones: list[Incoming], others: list[Present], apart: int) -> list[Pair]:
    """Who is most likely who: the same class, and in it the same seat; then the same grade."""
    fitting = [(one, other) for one in ones for other in _fitting(work, one, others, apart)]
    found: list[Pair] = []
    for one, other in sorted(fitting, key=lambda pair: _likeness(work, *pair), reverse=True):
        if all(one is not pair[0] and other is not pair[1] for pair in found):
            found.append((one, other))
    return sorted(found, key=lambda pair: pair[0].place)


def _likeness(work: Work, one: Incoming, other: Present) -> tuple[bool, bool, bool, bool, int]:
    seat = work.seat(one)
    return (
        not work.apart(one, other),
        bool(work.own(one) & work.own(other)),
        one.class_code == other.class_code,
        bool(seat) and seat == work.seat(other),
        -years_apart(one.class_code, other.class_code),
    )


def _fitting(work: Work, one: Incoming, others: list[Present], apart: int) -> list[Present]:
    """Those whose sex fits, who are at most `apart` school years older or younger, and who were not ruled out."""
    return [
        other
        for other in others
        if sexes_agree(one, other)
        and (one.place, other.pupil_id) not in work.refused
        and years_apart(one.class_code, other.class_code) <= apart
    ]


def _ask_which_of_them(work: Work, ones: list[Incoming], others: list[Present], apart: int) -> None:
    """Which of several is each of these? The choices are those who fit, and 'new'."""
    free = {other.pupil_id for other in others}
    waiting: list[tuple[Incoming, list[Present]]] = []
    for one in ones:
        fitting = _fitting(work, one, others, apart)
        left = [other for other in fitting if other.pupil_id in free]
        said = _ask_which(work, one, fitting) if left else "new"
        if isinstance(said, Present) and said.pupil_id not in free:  # chosen for another one before
            said = _ask_which(work, one, left)
        if isinstance(said, Present):
            work.take(one, said)
            free.discard(said.pupil_id)
        elif said is None:
            waiting.append((one, left))
        else:
            work.refused |= {(one.place, other.pupil_id) for other in fitting}
    for one, left in waiting:
        work.hold(one, [other for other in left if other.pupil_id in free])


def _ask_which(work: Work, one: Incoming, others: list[Present]) -> Present | str | None:
    """The one chosen, 'new', or None."""
    named = {f"p{at}": other for at, other in enumerate(others, 1)}
    about = [one.class_code, one.name, one.number, one.line, *(other.pupil_id for other in others)]
    values: Values = {choice: where(work, other) for choice, other in named.items()}
    values |= {"name": one.name, "where": where(work, one), "count": len(others)}
    work.about[question_key("which", about)] = [(one, other) for other in others]
    said = work.asking.ask("which", (*named, "new"), about, values, [])
    return named.get(said, said) if said else None
