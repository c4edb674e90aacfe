"""A blind reading: questions of a sample as a pupil gets them, and a reader's answers marked by the key.

An answer is letters: one for a single choice, all that are right for a multiple one, the steps in their order, one for each numbered thing
(matching, baskets, places on a picture), the answer and its reason for a two-step question.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .grading import Mark, grade
from .question import Baskets, Matching, Multiple, Ordering, Place, Question, Spot, TrueFalse, TwoStep
from .question_draw import Seed, public_form

LETTERS = "ABCDEFGHIJ"
LINE = re.compile(r"(?P<number>\d+)\s*[.:、)]?(?P<letters>[A-Za-z,、\s]*)(?:#\s*(?P<remark>.*))?")


class OddAnswer(Exception):
    """An answer that cannot be marked; the words say what to do."""


@dataclass(frozen=True)
class Answered:
    """A line of the reader: letters in capitals ("" for none), what was noted behind #, the line in the file."""

    letters: str
    remark: str
    line: int


class Marked(NamedTuple):
    """A question with what the reader said to it, if anything."""

    mark: Mark
    said: Answered | None


def shown(question: Question, seed: Seed, folder: str) -> list[str]:
    """The lines of a question: stem, numbered things, lettered choices; pictures by their path, to be opened. `folder`: of the lesson."""
    form = public_form(question, seed)
    numbered, lettered = _parts(question, form)
    lines = [question.stem, *_picture(form, folder)]
    lines += [f"   {n} {_words(part, folder)}" for n, part in enumerate(numbered, 1)]
    for letter, part in zip(LETTERS, lettered, strict=False):
        if isinstance(question, TwoStep) and part is form["reasons"][0]:
            lines.append(f"   {question.ask}")
        lines.append(f"   {letter} {_words(part, folder)}")
    return [*lines, f"   〔{_asked(question, len(numbered))}〕"]


def read_answers(text: str) -> dict[int, Answered]:
    """Number → answer, from lines like "12 B", "13: ACD", "14 BA # two could be right"; OddAnswer with the line."""
    found: dict[int, Answered] = {}
    for at, line in enumerate(text.splitlines(), 1):
        words = unicodedata.normalize("NFKC", line).strip()
        if not words or words.startswith("#"):
            continue
        said = LINE.fullmatch(words)
        if not said:
            raise OddAnswer(f"第 {at} 行看不懂：写题号和字母，如 12 B；想说的话写在 # 后面")
        number = int(said["number"])
        if number in found:
            raise OddAnswer(f"第 {at} 行：第 {number} 题在第 {found[number].line} 行答过了，留一行")
        letters = "".join(re.findall("[A-Z]", said["letters"].upper()))
        found[number] = Answered(letters, (said["remark"] or "").strip(), at)
    return found


def marked(questions: list[Question], answers: Mapping[int, Answered], seed: Seed) -> list[Marked]:
    """Each question, numbered from 1, with its mark; one left out is wrong. OddAnswer for a number or letters it does not have."""
    for number, said in answers.items():
        if not 1 <= number <= len(questions):
            raise OddAnswer(f"第 {said.line} 行：没有第 {number} 题，只有 1–{len(questions)}；种子和题数要和那次一样")
    every = []
    for number, question in enumerate(questions, 1):
        one = answers.get(number)
        every.append(Marked(grade(question, _answer(question, seed, one) if one and one.letters else None), one))
    return every


def _parts(question: Question, form: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(things with a number, choices with a letter) in the order they are shown."""
    match question:
        case Matching():
            return form["left"], form["right"]
        case Baskets():
            return form["things"], form["baskets"]
        case Place():
            return form["things"], form["places"]
        case TwoStep():
            return [], form["options"] + form["reasons"]
        case TrueFalse():
            return [], [{"id": True, "text": "对"}, {"id": False, "text": "错"}]
        case Ordering():
            return [], form["steps"]
        case Spot():
            return [], form["regions"]
        case _:
            return [], form["options"]


def _answer(question: Question, seed: Seed, said: Answered) -> Any:
    """What a pupil would have sent who means these letters."""
    numbered, lettered = _parts(question, public_form(question, seed))
    by_letter = dict(zip(LETTERS, (part["id"] for part in lettered), strict=False))
    ids = [by_letter[letter] for letter in said.letters if letter in by_letter]
    once = len(set(ids)) == len(ids)
    fits, answer = len(ids) == 1, ids[0] if ids else None
    match question:
        case Multiple():
            fits, answer = once, ids
        case Ordering():
            fits, answer = once and len(ids) == len(lettered), ids
        case Matching() | Baskets() | Place():
            fits = len(ids) == len(numbered)
            answer = {part["id"]: id_ for part, id_ in zip(numbered, ids, strict=False)}
        case TwoStep():
            first = {option.id for option in question.options}
            fits = [id_ in first for id_ in ids] == [True, False]
            answer = dict(zip(("answer", "reason"), ids, strict=False))
    if not fits or len(ids) != len(said.letters):
        raise OddAnswer(
            f"第 {said.line} 行：{said.letters} 不能是这题的答案；{_asked(question, len(numbered))}，"
            f"字母到 {LETTERS[len(lettered) - 1]}"
        )
    return answer


def _asked(question: Question, things: int) -> str:
    """What to write for a question of this kind."""
    match question:
        case Multiple():
            return "选出所有对的"
        case Ordering():
            return "按次序写出全部字母"
        case Matching() | Baskets() | Place():
            return f"写 {things} 个字母，一个号码一个"
        case TwoStep():
            return "写两个字母：做什么、为什么"
        case _:
            return "选一个"


def _words(part: Mapping[str, Any], folder: str) -> str:
    where = " （左 {x:g}% 上 {y:g}% 宽 {w:g}% 高 {h:g}%）".format(**part) if "w" in part else ""
    return "".join([part.get("text") or part["label"], where, *(f" {line.strip()}" for line in _picture(part, folder))])


def _picture(part: Mapping[str, Any], folder: str) -> list[str]:
    """The path of the picture: to be looked at, its description would say too much."""
    return [f"   图 {folder}/{part['picture']['src']}"] if part.get("picture") else []
