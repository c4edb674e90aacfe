"""The one form an activity is composed with: fields → what an officer says, and back. Works without a script: every button saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from ....activities.rules import ALONE, CONTENT, KINDS, STAGES, ActivitySaid, StepSaid, Thing
from ....curriculum import queries as content
from ....shared.refusals import Refused
from ...parsing import whole_number

Form = MultiDict[str, str]
PARTS = ("|", "｜", "/")  #: what stands between a question and its options
TOPIC, LESSON = "topic-", "lesson-"  #: values of what a step is done with


def read_form(form: Form, before: Iterable[StepSaid] = ()) -> ActivitySaid:
    """What the page says. Sentences of a pledge that stood there before keep the facts they cite. Refuses `activity_dates`."""
    facts = {line["text"]: line["facts"] for step in before for line in step.body.get("lines", ())}
    starts_on, ends_on = _day(form, "starts_on"), _day(form, "ends_on")
    if starts_on is None or ends_on is None:
        raise Refused("activity_dates")
    keys = [key for key in dict.fromkeys(form.getlist("step")) if whole_number(key, 3) is not None]
    return ActivitySaid(
        form.get("title", "")[:200],
        starts_on,
        ends_on,
        _stages(form.getlist("stages")),
        tuple(_step(form, key, facts) for key in keys),
        form.get("title_en", "")[:120],
    )


def _step(form: Form, key: str, facts: Mapping[str, list[str]]) -> StepSaid:
    kind = form.get(f"kind-{key}", "")
    if kind not in KINDS:
        raise Refused("odd_choice")
    return StepSaid(
        kind,
        form.get(f"title-{key}", "")[:200],
        form.get(f"title_en-{key}", "")[:120],
        _stages(form.getlist(f"stages-{key}")),
        _day(form, f"starts_on-{key}"),
        _day(form, f"ends_on-{key}"),
        kind in ALONE and form.get(f"alone-{key}") == "1",
        _body(form, key, kind, facts),
        tuple(_things(form, key)) if kind in CONTENT else (),
    )


def _things(form: Form, key: str) -> Iterable[Thing]:
    for stage in STAGES:
        chosen = form.get(f"with-{key}-{stage}", "")
        number = whole_number(chosen.removeprefix(LESSON)) if chosen.startswith(LESSON) else None
        if number is not None:
            yield Thing(stage, lesson_id=number)
        elif chosen.startswith(TOPIC) and chosen.removeprefix(TOPIC) in content.topics():
            yield Thing(stage, topic=chosen.removeprefix(TOPIC))
        elif chosen:
            raise Refused("odd_choice")


def chosen_for(step: StepSaid, stage: str) -> str:
    """The value that is chosen for a stage."""
    for thing in step.things:
        if thing.stage in ("", stage):
            return f"{TOPIC}{thing.topic}" if thing.lesson_id is None else f"{LESSON}{thing.lesson_id}"
    return ""


def _body(form: Form, key: str, kind: str, facts: Mapping[str, list[str]]) -> dict[str, Any]:
    if kind == "pledge":
        lines = _lines(form.get(f"lines-{key}", ""))
        return {"lines": [{"text": line, "facts": facts.get(line, [])} for line in lines]}
    if kind == "survey":
        return {"questions": [_question(line) for line in _lines(form.get(f"questions-{key}", ""))]}
    return {"task": " ".join(form.get(f"task-{key}", "").split())[:300]} if kind == "act" else {}


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(each.split()) for each in text[:4000].splitlines()) if line]


def _question(line: str) -> dict[str, Any]:
    for sign in PARTS[1:]:
        line = line.replace(sign, PARTS[0])
    ask, *options = (part.strip() for part in line.split(PARTS[0]))
    return {"ask": ask, "options": [option for option in options if option]}


def shown_lines(step: StepSaid) -> str:
    """Sentences of a pledge as they stand in their field."""
    return "\n".join(line["text"] for line in step.body.get("lines", ()))


def shown_questions(step: StepSaid) -> str:
    """Questions with their options as they stand in their field."""
    asked = step.body.get("questions", ())
    return "\n".join(" | ".join([question["ask"], *question["options"]]) for question in asked)


def _stages(named: list[str]) -> tuple[str, ...]:
    return tuple(stage for stage in STAGES if stage in named)


def _day(form: Form, name: str) -> date | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("activity_dates") from None
