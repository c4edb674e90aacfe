"""Between the form of a paper and answers by place: reading what was posted, and showing it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from ...curriculum.question import Question
from ..numbers import whole

Form = dict[str, Any]


def given(questions: Sequence[Question], posted: MultiDict[str, str]) -> list[object]:
    """One raw answer a question, as curriculum.grading wants it; None where nothing was chosen."""
    return [_one(place, question, posted) for place, question in enumerate(questions)]


def places(posted: MultiDict[str, str], field: str) -> set[int]:
    """Numbers of questions in a field such as known=0,2,5; what is no number is passed over."""
    found = (whole(text, 3) for text in posted.get(field, "").split(","))
    return {place for place in found if place is not None}


def _one(place: int, question: Question, posted: MultiDict[str, str]) -> object:
    name = f"q{place}"
    match question.kind:
        case "multiple":
            return posted.getlist(name) or None
        case "ordering":
            return [value.partition(".")[2] for value in posted.getlist(name)] or None
        case "matching":
            pairs = {side.id: posted.get(f"{name}-{side.id}", "") for side in question.left}
            return {left: right for left, right in pairs.items() if right} or None
        case "truefalse":
            return {"true": True, "false": False}.get(posted.get(name, ""))
        case _:
            return posted.get(name) or None


def moved(answers: list[object], move: str) -> list[object]:
    """`answers` after a step went up or down: "3.b:up" is step b of question 3. Without JavaScript the form posts this."""
    target, _colon, way = move.partition(":")
    place, _dot, step = target.partition(".")
    number = whole(place, 3)
    if number is not None and number < len(answers):
        answers[number] = shifted(answers[number], step, way)
    return answers


def shifted(order: object, step: str, way: str) -> object:
    """`order` (a list of step ids) with one step moved by one place."""
    if not isinstance(order, list) or step not in order:
        return order
    here = order.index(step)
    there = max(0, min(len(order) - 1, here + (-1 if way == "up" else 1)))
    order = list(order)
    order.insert(there, order.pop(here))
    return order


def asked(forms: list[Form], answers: list[object]) -> list[Form]:
    """Questions for the page with what was chosen so far; steps stand in the order they were put into."""
    return [_asked(place, form, answer) for place, (form, answer) in enumerate(zip(forms, answers, strict=True))]


def _asked(place: int, form: Form, answer: object) -> Form:
    shown = form | {"place": place, "name": f"q{place}", "chosen": answer}
    if form["kind"] == "ordering":
        steps = {step["id"]: step for step in form["steps"]}
        whole = isinstance(answer, list) and sorted(answer) == sorted(steps)
        order = answer if whole else list(steps)
        shown["items"] = [{"value": f"{place}.{each}", "text": steps[each]["text"]} for each in order]  # type: ignore[attr-defined]
    return shown
