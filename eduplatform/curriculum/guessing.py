"""Ways to pass without knowing anything, and what each earns on a quiz; of trainings see training_guesses."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations
from math import comb
from statistics import mean, median

from .question import Baskets, Matching, Multiple, Ordering, Place, Question, Quiz, Single, Spot, TrueFalse, TwoStep

_CAUTIOUS = re.compile(r"[不先停等慢看别]|大人|老师|报警|求救|安全|确认|告诉")
_ABSOLUTE = re.compile(r"一定|马上|只要|都|肯定|永远|从来|最|赶快|快")
_TELLING = (
    *("也是", "也", "先", "可能", "只", "都", "一定", "才", "再", "就", "还", "别", "马上"),
    *("不会", "不用", "不要", "不能", "没关系"),
)  #: words that leave their sense to the rest of a statement
Rank = Callable[[str, str, int, list[str]], float]  #: (text, stem, place, all texts) → the highest is taken


def pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _kin(text: str, others: list[str]) -> int:
    return sum(len(pairs(text) & pairs(other)) for other in others)


RANKS: dict[str, Rank] = {
    "总选最长的": lambda text, stem, at, texts: len(text),
    "总选最短的": lambda text, stem, at, texts: -len(text),
    "总选不长不短的": lambda text, stem, at, texts: -abs(len(text) - median(len(each) for each in texts)),
    "总选第一个": lambda text, stem, at, texts: -at,
    "总选最后一个": lambda text, stem, at, texts: at,
    "总选中间的": lambda text, stem, at, texts: -abs(at - (len(texts) - 1) / 2),
    "总选最小心的": lambda text, stem, at, texts: len(_CAUTIOUS.findall(text)),
    "总选跟题干重字最多的": lambda text, stem, at, texts: len(pairs(text) & pairs(stem)),
    "总选最不一样的": lambda text, stem, at, texts: -_kin(text, texts),
    "总选最像别的的": lambda text, stem, at, texts: _kin(text, texts),
    "躲开说得绝对的": lambda text, stem, at, texts: -len(_ABSOLUTE.findall(text)),
}
FLAT: dict[str, Callable[[TrueFalse], bool]] = {
    "判断题总选“对”": lambda question: True,
    "判断题总选“错”": lambda question: False,
    "判断题看口气,小心的算对": lambda question: bool(re.search(r"[不先停等]|大人|老师|报警", question.stem)),
}


def earned(quiz: Quiz) -> dict[str, float]:
    """Way to guess → share of the whole pool it earns (0..1); where a way says nothing, the pupil ticks blindly."""
    found = {name: mean(_ranked(question, rank) for question in quiz.questions) for name, rank in RANKS.items()}
    found |= {name: mean(_judged(question, way) for question in quiz.questions) for name, way in FLAT.items()}
    found["多选题全选"] = mean(_ticked(question) for question in quiz.questions)
    return found | {"分类全放进一个筐": mean(_heaped(question) for question in quiz.questions)}


def blind(question: Question) -> float:
    """What ticking at random earns, on average."""
    match question:
        case Single():
            return 1 / len(question.options)
        case Spot():
            return sum(region.right for region in question.regions) / len(question.regions)
        case Multiple():
            every = range(1, len(question.options) + 1)
            return mean(_share(question, some) for size in every for some in combinations(question.options, size))
        case TrueFalse():
            return 0.5
        case Ordering():
            return 1 / len(question.steps)
        case Matching():
            return 1 / len(question.right)
        case Baskets():
            return _strewn(question)
        case Place():
            return 1 / len(question.places)
        case TwoStep():
            return (1 + 1 / len(question.reasons)) / 2 / len(question.options)


def telling_words(statements: Iterable[tuple[str, bool]], least: int) -> dict[str, bool]:
    """Words that stand in at least so many statements and always on one side → that side; statements are (stem, true?)."""
    said = list(statements)
    sides = {word: [answer for stem, answer in said if word in stem] for word in _TELLING}
    return {word: found[0] for word, found in sides.items() if len(found) >= least and len(set(found)) == 1}


def _strewn(question: Baskets) -> float:
    """Each thing put into a basket by chance."""
    things, hit = len(question.things), 1 / len(question.baskets)
    chances = [comb(things, right) * hit**right * (1 - hit) ** (things - right) for right in range(things + 1)]
    return sum(chance * question.share(right, things - right) for right, chance in enumerate(chances))


def _share(question: Multiple, chosen: Iterable) -> float:
    key = sum(option.right for option in question.options)
    return max(0.0, sum(1 if option.right else -1 for option in chosen) / key)


def _ranked(question: Question, rank: Rank) -> float:
    match question:
        case Single():
            return _first(question.options, [option.text for option in question.options], question.stem, rank)
        case TwoStep():
            done = _first(question.options, [option.text for option in question.options], question.stem, rank)
            because = _first(question.reasons, [reason.text for reason in question.reasons], question.ask, rank)
            return done * (1 + because) / 2
        case Spot():
            return _first(question.regions, [region.label for region in question.regions], question.stem, rank)
        case Multiple():
            texts = [option.text for option in question.options]
            order = sorted(range(len(texts)), key=lambda at: -rank(texts[at], question.stem, at, texts))
            return _share(question, [question.options[at] for at in order[: (len(texts) + 1) // 2]])
    return blind(question)


def _first(parts: list, texts: list[str], stem: str, rank: Rank) -> float:
    """The part that ranks highest; equals share the chance."""
    worth = [rank(text, stem, at, texts) for at, text in enumerate(texts)]
    best = [part for part, value in zip(parts, worth, strict=True) if value == max(worth)]
    return sum(part.right for part in best) / len(best)


def _judged(question: Question, way: Callable[[TrueFalse], bool]) -> float:
    return float(way(question) is question.answer) if isinstance(question, TrueFalse) else blind(question)


def _ticked(question: Question) -> float:
    return _share(question, question.options) if isinstance(question, Multiple) else blind(question)


def _heaped(question: Question) -> float:
    """All things into the basket that most of them belong to."""
    if not isinstance(question, Baskets):
        return blind(question)
    most = max(Counter(thing.to for thing in question.things).values())
    return question.share(most, len(question.things) - most)
