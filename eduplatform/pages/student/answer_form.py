"""Between the form of a paper and answers by place: reading what was posted, and showing it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from ...curriculum.question import Question
from ..parsing import whole_number
from .choice_names import Veil

Form = dict[str, Any]


def given(questions: Sequence[Question], posted: MultiDict[str, str], veil: Veil) -> list[object]:
    """One raw answer a question, as curriculum.grading wants it; None where nothing was chosen."""
    return [_said(place, question, posted, veil) for place, question in enumerate(questions)]


def numbers_posted(posted: MultiDict[str, str], field: str) -> set[int]:
    """Numbers of questions in a field such as known=0,2,5; what is no number is passed over."""
    found = (whole_number(text, 3) for text in posted.get(field, "").split(","))
    return {place for place in found if place is not None}


def _said(place: int, question: Question, posted: MultiDict[str, str], veil: Veil) -> object:
    """An answer, and where it is asked whether the pupil is sure of it."""
    choice, sure = _one(place, question, posted, veil), posted.get(f"q{place}-sure")
    if choice is None or not getattr(question, "sure", False) or sure not in ("yes", "no"):
        return choice
    return {"choice": choice, "sure": sure == "yes"}


def _one(place: int, question: Question, posted: MultiDict[str, str], veil: Veil) -> object:
    name = f"q{place}"
    match question.kind:
        case "multiple":
            return [veil.real(value, _ids(question.options)) for value in posted.getlist(name)] or None
        case "ordering":
            return [veil.real(value.partition(".")[2], _ids(question.steps)) for value in posted.getlist(name)] or None
        case "matching":
            return _joined(name, _ids(question.left), _ids(question.right), posted, veil)
        case "baskets":
            return _joined(name, _ids(question.things), _ids(question.baskets), posted, veil)
        case "place":
            return _joined(name, _ids(question.things), _ids(question.places), posted, veil)
        case "two_step":
            steps = {"answer": (name, question.options), "reason": (f"{name}-reason", question.reasons)}
            chosen = {step: veil.real(posted.get(field, ""), _ids(parts)) for step, (field, parts) in steps.items()}
            return {step: one for step, one in chosen.items() if one} or None
        case "truefalse":
            return {"true": True, "false": False}.get(posted.get(name, ""))
        case "spot":
            return veil.real(posted.get(name, ""), _ids(question.regions)) or None
        case _:
            return veil.real(posted.get(name, ""), _ids(question.options)) or None


def _joined(
    name: str, lefts: list[str], rights: list[str], posted: MultiDict[str, str], veil: Veil
) -> dict[str, str] | None:
    """One field for each of `lefts`: which of `rights` goes with it."""
    chosen = {left: posted.get(f"{name}-{veil.shown(left)}", posted.get(f"{name}-{left}", "")) for left in lefts}
    pairs = {left: veil.real(right, rights) for left, right in chosen.items()}
    return {left: right for left, right in pairs.items() if right} or None


def _ids(parts: Iterable[Any]) -> list[str]:
    return [part.id for part in parts]


def moved(answers: list[object], move: str, veil: Veil) -> list[object]:
    """`answers` after a step went up or down: "3.b:up" is step b of question 3. Without JavaScript the form posts this."""
    target, _colon, way = move.partition(":")
    place, _dot, step = target.partition(".")
    number = whole_number(place, 3)
    if number is not None and number < len(answers):
        order = answers[number]
        if isinstance(order, list):
            answers[number] = shifted(order, veil.real(step, order), way)
    return answers


def shifted(order: list[str], step: str, way: str) -> list[str]:
    """`order` (ids of steps) with one step moved by one place."""
    if step not in order:
        return order
    here = order.index(step)
    there = max(0, min(len(order) - 1, here + (-1 if way == "up" else 1)))
    order = list(order)
    order.insert(there, order.pop(here))
    return order


def questions_for_page(forms: list[Form], answers: list[object], veil: Veil) -> list[Form]:
    """Questions for the page with what was chosen so far; steps stand in the order they were put into."""
    return [_asked(place, form, answer, veil) for place, (form, answer) in enumerate(zip(forms, answers, strict=True))]


def _asked(place: int, form: Form, answer: object, veil: Veil) -> Form:
    said = answer.get("sure") if form.get("sure") and isinstance(answer, dict) else None
    choice = answer["choice"] if said is not None and isinstance(answer, dict) else answer
    shown = form | {"place": place, "name": f"q{place}", "chosen": _veiled(choice, veil), "said_sure": said}
    if form["kind"] == "two_step" and isinstance(answer, dict):
        shown["chosen"] = {step: veil.shown(chosen) for step, chosen in answer.items()}
    for parts in ("options", "left", "right", "regions", "baskets", "things", "reasons", "places"):
        if parts in form:
            shown[parts] = [part | {"id": veil.shown(part["id"])} for part in form[parts]]
    if form["kind"] == "ordering":
        steps = {step["id"]: step for step in form["steps"]}
        order = answer if isinstance(answer, list) and sorted(answer) == sorted(steps) else list(steps)
        shown["items"] = [{"value": f"{place}.{veil.shown(each)}", "text": steps[each]["text"]} for each in order]
    return shown


def _veiled(answer: object, veil: Veil) -> object:
    """A raw answer as the page names its choices."""
    if isinstance(answer, dict):
        return {veil.shown(left): veil.shown(right) for left, right in answer.items()}
    if isinstance(answer, list):
        return [veil.shown(each) for each in answer]
    return veil.shown(answer) if isinstance(answer, str) else answer
