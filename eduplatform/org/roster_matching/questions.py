"""How matching asks: like cases are one question, which may be taken apart into smaller ones. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..roster.questions import EACH, question_key
from .compare import Incoming, Pair, Present
from .identity_signs import sexes_agree, years_apart

if TYPE_CHECKING:
    from .steps import Work

Level = Callable[[Pair], tuple[object, ...]]
MOST = 3  #: more questions of one kind than this become one about all of them


def by_pair(pair: Pair) -> tuple[object, ...]:
    return pair[0].place, pair[1].pupil_id


def by_classes(pair: Pair) -> tuple[object, ...]:
    return pair[0].class_code, pair[1].class_code


def by_day(pair: Pair) -> tuple[object, ...]:
    return (pair[1].left_on,)


def by_all(_pair: Pair) -> tuple[object, ...]:
    return ()


def settle_by_answers(
    work: Work, code: str, choices: tuple[str, ...], pairs: list[Pair], levels: tuple[Level, ...]
) -> list[tuple[Pair, str | None]]:
    """Each pair with the answer given, or None. `levels` go from fine to coarse: the finest that asks at most MOST questions is
    asked first; 'each' takes a question apart by the next finer one."""
    if not pairs:
        return []
    level = next((at for at, by in enumerate(levels) if len(_grouped(pairs, by)) <= MOST), len(levels) - 1)
    return list(_settle(work, code, choices, pairs, levels, level))


def _settle(
    work: Work, code: str, choices: tuple[str, ...], pairs: list[Pair], levels: tuple[Level, ...], level: int
) -> Iterator[tuple[Pair, str | None]]:
    for group in _grouped(pairs, levels[level] if level >= 0 else by_pair):
        offered = (*choices, EACH) if len(group) > 1 else choices
        said = _ask(work, code, offered, group)
        if said == EACH:
            yield from _settle(work, code, choices, group, levels, level - 1)
        else:
            yield from ((pair, said) for pair in group)


def _grouped(pairs: list[Pair], by: Level) -> list[list[Pair]]:
    found: dict[tuple[object, ...], list[Pair]] = {}
    for pair in pairs:
        found.setdefault(by(pair), []).append(pair)
    return list(found.values())


def _ask(work: Work, code: str, choices: tuple[str, ...], group: list[Pair]) -> str | None:
    about = [part for one, other in group for part in _identity(one, other)]
    work.about[question_key(code, about)] = group
    return work.asking.ask(
        code, choices, about, _values(work, group), [_shown(work, one, other) for one, other in group]
    )


def _identity(one: Incoming, other: Present) -> tuple[object, ...]:
    return one.class_code, one.name, one.number, one.line, other.pupil_id, other.left_on or ""


def _values(work: Work, group: list[Pair]) -> dict[str, object]:
    one, other = group[0]
    return {
        "count": len(group),
        "name": one.name,
        "before": other.name,
        "number": one.number or one.student_number,
        "target": _several(work, [pair[0].class_code for pair in group]),
        "source": _several(work, [pair[1].class_code for pair in group]),
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


def which(work: Work, ones: list[Incoming], others: list[Present], apart: int = 1) -> None:
    """Which of several is each of these? The choices are those whose sex fits, who are at most `apart` school years
    older or younger, and who were not ruled out, and 'new'."""
    if len(ones) == 2 and len(others) == 2 and _two_of_two(work, ones, others, apart):
        return
    free = {other.pupil_id for other in others}
    waiting: list[tuple[Incoming, list[Present]]] = []
    for one in ones:
        fitting = [
            other
            for other in others
            if sexes_agree(one, other)
            and (one.place, other.pupil_id) not in work.refused
            and years_apart(one.class_code, other.class_code) <= apart
        ]
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


def _two_of_two(work: Work, ones: list[Incoming], others: list[Present], apart: int) -> bool:
    """Two of one name on both sides: one question for both. False where they are to be asked about one by one."""
    pairs = [(one, other) for one in ones for other in others]
    if not all(sexes_agree(*pair) and years_apart(pair[0].class_code, pair[1].class_code) <= apart for pair in pairs):
        return False
    if any((one.place, other.pupil_id) in work.refused for one, other in pairs):
        return False
    about = [part for pair in pairs for part in _identity(*pair)]
    values = {
        "name": ones[0].name,
        "first": where(work, ones[0]),
        "second": where(work, ones[1]),
        "one": where(work, others[0]),
        "other": where(work, others[1]),
    }
    work.about[question_key("twins", about)] = pairs
    said = work.asking.ask("twins", ("straight", "crossed", EACH), about, values)
    if said == EACH:
        return False
    if said is None:
        for one in ones:
            work.hold(one, others)
        return True
    for one, other in zip(ones, others if said == "straight" else reversed(others), strict=True):
        work.take(one, other)
    return True


def _ask_which(work: Work, one: Incoming, others: list[Present]) -> Present | str | None:
    """The one chosen, 'new', or None."""
    named = {f"p{at}": other for at, other in enumerate(others, 1)}
    about = [one.class_code, one.name, one.number, one.line, *(other.pupil_id for other in others)]
    values = {choice: where(work, other) for choice, other in named.items()} | {
        "name": one.name,
        "where": where(work, one),
        "count": len(others),
    }
    work.about[question_key("which", about)] = [(one, other) for other in others]
    said = work.asking.ask("which", (*named, "new"), about, values, [])
    return named.get(said, said) if said else None
