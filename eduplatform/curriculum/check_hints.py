"""Refuses what gives an answer away to who knows nothing: a mark on the right option, steps told in the stem, words that tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .check_context import CheckContext
from .guessing import pairs, telling_words
from .limits import DECISIONS, LONGEST, NAMED, PASSED, TELLING, TELLING_SHELF
from .problems import Problem
from .question import Option, Ordering, Question, Single, Step, TrueFalse, TwoStep
from .skill import Scenario
from .training_guesses import BLIND, Decision, Guess, decisions, guessed
from .typeset import typeset
from .yaml_lines import Marked

_QUOTES = re.compile(r"[“”「」『』\"]")
_ORDER = re.compile(
    r"先(?![做说去问]什么|哪)([^，。？！；、：什么哪吗]{1,8})[，、]?(?:再|然后|后)([^，。？！；、什么哪吗]{1,8})"
)
_MARKS = re.compile(r"\W+")
_REWRITE, _ADD = "请改写这几处,让错的一样像对的", "请给这几处添一个像样的错项"
Report = Callable[..., None]  #: (reason, *path below the part at hand)


def check_question_hints(question: Question, place: CheckContext, error: Report) -> None:
    """Marks that only the right option bears, and orderings whose stem tells the order. `error(reason, *path)`."""
    if isinstance(question, Ordering):
        _stem_names_steps(question, error)
    for name, parts in _one_of(question):
        _marks(parts, name, question, place, error)


def _one_of(question: Question) -> list[tuple[str, list[Option]]]:
    """Lists of options of which one is right, with the name of their field."""
    if isinstance(question, TwoStep):
        return [("options", question.options), ("reasons", question.reasons)]
    return [("options", question.options)] if isinstance(question, Single) else []


def _marks(options: list[Option], name: str, question: Question, place: CheckContext, error: Report) -> None:
    at = next((n for n, option in enumerate(options) if option.right), None)
    if at is None:
        return
    right, others = options[at].text, [option.text for option in options if not option.right]
    if _QUOTES.search(right) and not any(_QUOTES.search(text) for text in others):
        error("只有正确项有引号,一眼就看得出;请给一个错项也写上说的话,或把引号去掉", name, at)
    for word in place.key_words.get(question.objective, ()):
        if len(word) > 1 and word in question.stem and word in right and not any(word in text for text in others):
            error(f"只有正确项重复了题干里的“{word}”;请让一个错项也说到它,或换个说法", name, at)


def _stem_names_steps(question: Ordering, error: Report) -> None:
    told = _named(question.stem, question.steps) or _first_then(question.stem, question.steps)
    if told:
        names = "、".join(f"“{text}”" for text in told)
        error(f"题干已经按次序说出了{names};请只说情境,把次序留给孩子排", "stem")


def _named(stem: str, steps: Sequence[Step]) -> list[str]:
    """Steps of which the stem says half or more, where it says two or more in their order."""
    bare, found = _MARKS.sub("", stem), []
    for step in steps:
        own = pairs(_MARKS.sub("", step.text))
        said = [bare.index(pair) for pair in own if pair in bare]
        if own and len(said) >= NAMED * len(own):
            found.append((min(said), step.text))
    return [text for _at, text in found] if len(found) > 1 and found == sorted(found) else []


def _first_then(stem: str, steps: Sequence[Step]) -> list[str]:
    """The two steps that 先…再… in the stem stands for, an earlier and a later one."""
    for first, then in (found.groups() for found in _ORDER.finditer(stem)):
        before = [at for at, step in enumerate(steps) if set(first) <= set(step.text)]
        after = [at for at, step in enumerate(steps) if set(then) <= set(step.text)]
        if before and after and before[0] < after[-1]:
            return [steps[before[0]].text, steps[after[-1]].text]
    return []


def check_words(questions: Sequence[Question], error: Report) -> None:
    """Words that tell which statements of a pool are true."""
    stated = [(question.stem, question.answer) for question in questions if isinstance(question, TrueFalse)]
    for word, answer in telling_words(stated, TELLING).items():
        count = sum(word in stem for stem, _answer in stated)
        error(f"带“{word}”的判断句 {count} 道,答案都是“{'对' if answer else '错'}”;请改几句,让这个词两边都有")


def words_that_tell(statements: Sequence[tuple[str, bool, str, int]]) -> Iterator[Problem]:
    """A note for each word that tells the true statements of all courses from the false; statements: (stem, true?, file, line)."""
    for word, answer in telling_words([(stem, true) for stem, true, _file, _line in statements], TELLING_SHELF).items():
        at = [(file, line) for stem, _answer, file, line in statements if word in stem]
        reason = f"全架带“{word}”的判断句 {len(at)} 道,答案都是“{'对' if answer else '错'}”;再写一句时请反过来用"
        yield Problem(*at[0], typeset(reason), "warning")


def check_training_guesses(skill: Scenario, document: Marked, file: Path, place: CheckContext) -> None:
    """Refuse a training that length gives away, or that is passed by length, by care or by blind taps.

    Needs a training without dead links or circles.
    """
    open_ = decisions(skill)
    if len(open_) < DECISIONS:
        return  # so few are guessed by chance
    index = {node.id: at for at, node in enumerate(skill.nodes)}

    def error(found: list[Decision], reason: str) -> None:
        place.report.error(file, document.line("nodes", index[found[0].scene]), reason)

    long = [each for each in open_ if each.longest_alone]
    if len(long) > LONGEST * len(open_):
        error(
            long,
            f"最好的选择单独最长的有 {len(long)}/{len(open_)} 处({_names(long)}),最多 {LONGEST:.0%};"
            "请把错的写得一样长、一样具体,或把对的写短",
        )
    for way, guess in guessed(skill).items():
        if guess.share * 100 < skill.pass_mark and guess.passed < PASSED:
            continue
        given = _given_away(open_, way)
        what_to_do = _ADD if way == BLIND else _REWRITE
        error(given, f"{way}{_brings(guess, skill.pass_mark)}({_names(given)});{what_to_do}")


def _given_away(open_: list[Decision], way: str) -> list[Decision]:
    """The decisions to rewrite: those that this way finds; for blind taps those with only two choices."""
    few = [each for each in open_ if each.is_given_away(way) or (way == BLIND and len(each.turns) < 3)]
    return few or open_


def _brings(guess: Guess, pass_mark: int) -> str:
    if guess.share * 100 >= pass_mark:
        return f"平均能得 {guess.share:.0%},过关只要 {pass_mark}%"
    return f"有 {guess.passed:.0%} 的机会过关,要低于 {PASSED:.0%}"


def _names(found: list[Decision]) -> str:
    return "、".join(each.name for each in found)
