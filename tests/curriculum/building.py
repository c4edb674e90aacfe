"""Small pieces of courses for tests: a place to check in, a lesson, its slides, questions of every kind, a training, and what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from eduplatform.curriculum.check_context import CheckContext
from eduplatform.curriculum.facts import Fact
from eduplatform.curriculum.problems import Problem, Report
from eduplatform.curriculum.question import Question, Quiz, load_question

UNASKED = "FIRE-98"  #: a fact that may be told and not asked; the shipped base has none
AIM = "知道烟比火更危险,遇烟退回关门求救"  #: the objective of the sample course
FRONT = "---\nuuid: 00000000-0000-4000-8000-000000000002\ntitle: {{zh: 课, en: A}}\nminutes: {minutes}\nsummary: {{zh: 话。, en: B.}}\n---\n\n"


class Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes what two questions share twice, as an editor does, not by & and *."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def place_for(facts: Any, taxonomy: Any, stage: str = "P2", **more: Any) -> CheckContext:
    """A course under check, with an empty report."""
    facts = {**facts, UNASKED: Fact(UNASKED, "FIRE", "听见铃就走", "A", "", "c", "never")}
    return CheckContext(Report(), facts, taxonomy, **{"stage": stage, "topic": "FIRE"} | more)


def at(problems: Iterable[Problem], reason: str) -> list[tuple[str, int]]:
    """(file name, line) of every problem whose reason holds these words."""
    return [(Path(each.file).name, each.line) for each in problems if reason in each.reason]


def lines(problems: Iterable[Problem], reason: str) -> list[int]:
    """The lines at which these words are said, each of some file."""
    found = at(problems, reason)
    assert all("." in file for file, _line in found), found
    return [line for _file, line in found]


def line_of(text: str, words: str) -> int:
    """The line on which words stand that are in the text once."""
    assert text.count(words) == 1, (words, text.count(words))
    return text[: text.index(words)].count("\n") + 1


def longest_run(text: str) -> int:
    """The line that holds the longest run of one character: where a text was made too long."""
    runs = [
        (max((len(run[0]) for run in re.finditer(r"(.)\1*", line)), default=0), -n)
        for n, line in enumerate(text.split("\n"), 1)
    ]
    return -max(runs)[1]


def swapped(file: Path, before: str, after: str) -> str:
    """Put other words into a file where these stand first; the file as it was."""
    source = file.read_text(encoding="utf-8")
    assert before in source, before
    file.write_text(source.replace(before, after, 1), encoding="utf-8")
    return source


def broken_at(file: Path, before: str, after: str) -> int:
    """Put other words into a file; the line where these began."""
    source = swapped(file, before, after)
    return source[: source.index(before)].count("\n") + 1


def slide(
    kind: str = "teach",
    title: str = "第一页",
    body: Sequence[str] = ("- 有烟低下来 {FIRE-06}",),
    text: Sequence[str] = ("放低身子。 {FIRE-06}",),
    notes: Sequence[str] = ("> 请看图。",),
    minutes: int | str = 5,
) -> str:
    """One slide as an author writes it; a part without lines is left out."""
    parts = [f"## {kind}: {title}", *body]
    parts += ["::: text", *text, ":::"] if text else []
    parts += [f"::: notes {minutes}", *notes, ":::"] if notes else []
    return "\n".join(parts) + "\n"


def lesson_text(*slides: str, minutes: int = 40) -> str:
    """A whole lesson.md; the first slide begins on line 8."""
    return FRONT.format(minutes=minutes) + "\n".join(slides)


def option(id_: str, right: bool = False, **more: Any) -> dict[str, Any]:
    """An option of a single or multiple choice."""
    said = {"id": id_, "text": f"选项{id_}", "why": f"理由{id_}"} | ({"right": True} if right else {"belief": "想法"})
    return said | more


def _given(kind: str) -> dict[str, Any]:
    match kind:
        case "single":
            return {"options": [option("a", True), option("b"), option("c")]}
        case "multiple":
            return {"options": [option("a", True), option("b"), option("c", True), option("d")]}
        case "pictures":
            shown = [{"picture": {"src": f"media/{each}.svg", "alt": f"图上的{each}号"}} for each in "abcd"]
            return {"options": [option(each, each == "b", **shown[n]) for n, each in enumerate("abcd")]}
        case "truefalse":
            return {"answer": True, "belief": "想反了", "why_true": "因为对", "why_false": "因为错"}
        case "ordering":
            steps = [{"id": each, "text": f"步骤{each}", "why": f"理由{each}"} for each in "cadb"]
            return {"why": "顺序的理由", "steps": steps}
        case "matching":
            pairs = [("l1", "r2", "一配二"), ("l2", "r4", "二配四"), ("l3", "r1", "三配一")]
            return {
                "why": "配对的理由",
                "left": [{"id": f"l{n}", "text": "左" + "甲乙丙"[n - 1]} for n in (1, 2, 3)],
                "right": [{"id": f"r{n}", "text": "右" + "甲乙丙丁"[n - 1]} for n in (1, 2, 3, 4)],
                "pairs": [{"left": a, "right": b, "why": why} for a, b, why in pairs],
            }
        case _:
            return {
                "picture": {"src": "media/room.svg", "alt": "房间里有一扇门"},
                "regions": [region("s1"), region("s2", x=40, right=True), region("s3", x=70)],
            }


def region(id_: str, right: bool = False, **more: Any) -> dict[str, Any]:
    """A region of a picture to find a place on."""
    said = {"id": id_, "label": f"地方{id_}", "x": 10, "y": 10, "w": 20, "h": 20, "why": f"理由{id_}"}
    return said | ({"right": True} if right else {"belief": "想法"}) | more


def asked(kind: str = "single", number: int = 1, /, **more: Any) -> dict[str, Any]:
    """A question as it is written; with `field=None` one of its fields is left out."""
    said = {
        "uuid": f"00000000-0000-4000-8000-{number:012}",
        "kind": kind,
        "facts": ["FIRE-06"],
        "objective": AIM,
        "level": "apply",
        "form": "AB"[number % 2],
        "stem": f"烟比火更危险,遇烟先关门,第 {number} 题?",
    }
    return {field: value for field, value in (said | _given(kind) | more).items() if value is not None}


def question(kind: str = "single", number: int = 1, /, **more: Any) -> Question:
    """The same, read."""
    return load_question(asked(kind, number, **more))


def quiz_head(**more: Any) -> dict[str, Any]:
    """A quiz without its questions."""
    said = {"uuid": "00000000-0000-4000-8000-00000000aaaa", "draw": 5, "time_limit": 10, "attempts": 3}
    return said | more


def quiz_of(*questions: dict[str, Any]) -> Quiz:
    """A quiz of written questions, read; each gets a uuid of its own."""
    numbered = [each | {"uuid": f"00000000-0000-4000-8000-{n:012}"} for n, each in enumerate(questions, 1)]
    return Quiz.model_validate(quiz_head(questions=numbered))


def as_yaml(said: Any) -> str:
    """As an editor would write it: fields in this order, one a line."""
    return yaml.dump(said, Dumper=Plain, allow_unicode=True, sort_keys=False, width=1000)


def written(folder: Path, name: str, text: str) -> Path:
    """A file of a lesson with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name
