"""The order of things in a class session: slides, skill video, questions, and what follows. Pure.

The session row keeps one number, the place in this order, so that after a power cut the lesson goes on where it was.
Answer cards will add steps here and nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HANDS_QUESTIONS = 5  #: questions asked by show of hands: each takes a minute or two
HANDS_KINDS = ("single", "truefalse", "spot")  #: kinds that a raised hand can answer


@dataclass(frozen=True)
class Step:
    """`kind`: slide, video, ask, answer (by hands), join, results (on devices) or end. `number`: which one, from 0."""

    kind: str
    number: int = 0


def steps(slides: int, video: bool, mode: str, questions: int = 0) -> tuple[Step, ...]:
    """The steps of a session with so many slides, with or without a video, `questions` asked by show of hands."""
    found = [Step("slide", n) for n in range(slides)]
    if video:
        found.append(Step("video"))
    if mode == "hands":
        for n in range(questions):
            found += [Step("ask", n), Step("answer", n)]
    if mode == "devices":
        found += [Step("join"), Step("results")]
    return (*found, Step("end"))


def for_hands(pool: Sequence[Any]) -> list[Any]:
    """Questions of the pool that can be answered by raising hands. Items: (revision id, question)."""
    return [item for item in pool if item[1].kind in HANDS_KINDS]


def minutes_of(body: dict[str, Any]) -> int:
    """Minutes the teacher's notes plan for the slides of a lesson."""
    return sum(slide["minutes"] for slide in body["slides"])
