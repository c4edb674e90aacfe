"""The order of things in a class session: slides, skill video, questions, and what follows. Pure.

The session row keeps one number, the place in this order, so that after a power cut the lesson goes on where it was.
A twin question puts its steps behind the question it repeats, that is always behind the place where the lesson stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HANDS_QUESTIONS = 5  #: questions asked by show of hands: each takes a minute or two
HANDS_KINDS = ("single", "pictures", "truefalse", "spot")  #: kinds that a raised hand can answer
BY_NAME = ("cards", "paced", "paper")  #: ways in which each pupil answers each question, the class together
ASKED = ("vote", "check")  #: steps at which answers by name are taken
PUT = (*ASKED, "shown")  #: steps at which a question answered by name stands on the screen


@dataclass(frozen=True)
class Step:
    """`kind`: slide, video, ask, answer (by hands), vote, shown (by name), check (by name, not revealed), again (a slide taught again), join, results (on
    devices) or end. `number`: which slide or question, from 0. `part`: of an ordering, the place asked for, from 0."""

    kind: str
    number: int = 0
    part: int = 0


@dataclass(frozen=True)
class Planned:
    """A question put to the class by name: so many `parts`; `twin` (number, slide, parts) when it is asked again."""

    parts: int = 1
    twin: tuple[int, int, int] | None = None


def steps(
    slides: Sequence[int],
    video: bool,
    mode: str,
    questions: int = 0,
    planned: Sequence[Planned] = (),
    checks: Sequence[int] = (),
) -> tuple[Step, ...]:
    """The steps of a session that shows these slides, with or without a video; `questions` asked by show of hands, or
    `planned` ones answered by name; after the cover `checks` (numbers of questions) that no lesson has answered yet."""
    found = [Step("slide", n) for n in slides]
    found[1:1] = [Step("check", number) for number in checks]
    if video:
        found.append(Step("video"))
    if mode == "hands":
        for n in range(questions):
            found += [Step("ask", n), Step("answer", n)]
    if mode == "devices":
        found += [Step("join"), Step("results")]
    if mode in BY_NAME:
        for n, one in enumerate(planned):
            found += _put(n, one.parts)
            if one.twin:
                number, slide, parts = one.twin
                found += [Step("again", slide), *_put(number, parts)]
    return (*found, Step("end"))


def _put(number: int, parts: int) -> list[Step]:
    return [*(Step("vote", number, part) for part in range(parts)), Step("shown", number)]


def for_hands(pool: Sequence[Any]) -> list[Any]:
    """Questions of the pool that can be answered by raising hands. Items: (revision id, question)."""
    return [item for item in pool if item[1].kind in HANDS_KINDS]


def take_home(body: dict[str, Any]) -> str:
    """The sentence pupils take home: the first statement of the recap (of a picture story: of its rhyme), which cites its facts. "" for a lesson without one."""
    recaps = [slide for slide in body["slides"] if slide["kind"] in ("recap", "rhyme")]
    facts = [line["text"] for slide in recaps[-1:] for line in slide["body"] if line["kind"] == "fact"]
    return facts[0].replace("**", "") if facts else ""
