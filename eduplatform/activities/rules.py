"""What an activity and its steps may be, and when the PC-06 hint is due. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

LONGEST_DAYS = 92  #: a window longer than a quarter is a plan, not an activity
TITLE_LENGTH = 80
MOST_STEPS = 12
MOST_LINES = 8  #: sentences of a pledge; more are not read
LINE_LENGTH = 60
MOST_QUESTIONS = 5
OPTIONS = (2, 4)  #: as many as a card has letters
OPTION_LENGTH = 20
NOTE_LENGTH = 120
#: PC-06 (教师厅〔2025〕2号, as explained): at most six activities of all kinds may enter a school in a term
MOST_A_TERM = 6
#: kind of a step → what of a lesson it is done with
CONTENT = {"lesson": "lesson", "film": "video", "quiz": "quiz", "training": "skill"}
KINDS = (*CONTENT, "pledge", "survey", "act")
ALONE = ("quiz", "training")  #: what pupils can also do one by one
STAGES = ("K", "P1", "P2", "P3", "J", "S", "V")


@dataclass(frozen=True)
class Thing:
    """A lesson, or any lesson of a topic, for a stage ("" for all)."""

    stage: str
    topic: str = ""
    lesson_id: int | None = None


@dataclass(frozen=True)
class StepSaid:
    """A step as an officer says it. Days empty: those of the activity; stages empty: those of the activity."""

    kind: str
    title: str
    title_en: str = ""
    stages: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    alone: bool = False
    body: dict[str, Any] = field(default_factory=dict)
    things: tuple[Thing, ...] = ()


@dataclass(frozen=True)
class ActivitySaid:
    """A whole activity as an officer says it."""

    title: str
    starts_on: date
    ends_on: date
    stages: tuple[str, ...] = ()
    steps: tuple[StepSaid, ...] = ()
    title_en: str = ""


def fault(title: str, topics: list[str], starts_on: date, ends_on: date, today: date) -> str | None:
    """The code of what is wrong with a new activity, or None. It may not have ended: a class could no longer take part."""
    if not title.strip() or len(title) > TITLE_LENGTH:
        return "activity_title"
    if not topics:
        return "activity_topics"
    return days_fault(starts_on, ends_on, today)


def days_fault(starts_on: date, ends_on: date, today: date) -> str | None:
    """The code of what is wrong with the days of an activity that is to be published."""
    if ends_on < starts_on:
        return "activity_turned"
    if ends_on < today:
        return "activity_over"
    if (ends_on - starts_on).days > LONGEST_DAYS:
        return "activity_long"
    return None


def draft_fault(said: ActivitySaid) -> tuple[str, int] | None:
    """(code, number of the step from 1 or 0) of what not even a draft may be."""
    if not said.title.strip() or len(said.title) > TITLE_LENGTH:
        return "activity_title", 0
    if said.ends_on < said.starts_on:
        return "activity_turned", 0
    if len(said.steps) > MOST_STEPS:
        return "too_many_steps", 0
    for number, step in enumerate(said.steps, 1):
        if step.kind not in KINDS or (step.alone and step.kind not in ALONE):
            return "step_kind", number
        if step.starts_on and step.ends_on and step.ends_on < step.starts_on:
            return "step_turned", number
    return None


def step_fault(said: ActivitySaid, step: StepSaid, serves: Callable[[int], tuple[str, frozenset[str]]]) -> str | None:
    """The code of what a step still lacks before it can be published. `serves(lesson)`: its stage and what parts it has
    (lesson, quiz, skill, video); ("", ∅) for a lesson that is gone."""
    if not step.title.strip() or len(step.title) > TITLE_LENGTH:
        return "step_title"
    if not said.starts_on <= (step.starts_on or said.starts_on) <= (step.ends_on or said.ends_on) <= said.ends_on:
        return "step_days"
    if step.stages and said.stages and not set(step.stages) & set(said.stages):
        return "step_stages"
    if step.kind in CONTENT:
        return things_fault(step, stages_of(said.stages, step.stages), serves) or (
            None if step.things else "step_things"
        )
    return _body_fault(step.kind, step.body)


def things_fault(
    step: StepSaid, stages: Sequence[str], serves: Callable[[int], tuple[str, frozenset[str]]]
) -> str | None:
    """The code of what is wrong with what a step is done with: for another stage, or a lesson without film, quiz or training."""
    for thing in step.things:
        if thing.lesson_id is None:
            if step.kind != "lesson":
                return "thing_part"
            continue
        stage, parts = serves(thing.lesson_id)
        if not parts:
            return "thing_gone"
        if stage != thing.stage or (stages and stage not in stages):
            return "thing_stage"
        if CONTENT[step.kind] not in parts:
            return "thing_part"
    return None


def stages_of(activity: Sequence[str], step: Sequence[str]) -> tuple[str, ...]:
    """Stages a step is for; empty: all."""
    if activity and step:
        return tuple(stage for stage in step if stage in activity)
    return tuple(step or activity)


def _body_fault(kind: str, body: dict[str, Any]) -> str | None:
    if kind == "pledge":
        lines = body.get("lines", [])
        fits = 0 < len(lines) <= MOST_LINES and all(0 < len(line["text"]) <= LINE_LENGTH for line in lines)
        return None if fits else "pledge_lines"
    if kind == "survey":
        asked = body.get("questions", [])
        return None if 0 < len(asked) <= MOST_QUESTIONS and all(map(_question_fits, asked)) else "survey_questions"
    return None if 0 < len(body.get("task", "")) <= NOTE_LENGTH else "act_task"


def _question_fits(question: dict[str, Any]) -> bool:
    options = question["options"]
    least, most = OPTIONS
    fits = least <= len(options) <= most and len(set(options)) == len(options)
    return fits and 0 < len(question["ask"]) <= LINE_LENGTH and all(0 < len(one) <= OPTION_LENGTH for one in options)


def too_many(in_term: int) -> bool:
    """Whether one more would be more than a school should meet in a term. A hint, not a refusal."""
    return in_term >= MOST_A_TERM


def state_of(draft: bool, withdrawn: bool, ended: bool, starts_on: date, ends_on: date, today: date) -> str:
    """draft, withdrawn, ended, running or ahead."""
    if draft:
        return "draft"
    if withdrawn:
        return "withdrawn"
    if ended or ends_on < today:
        return "ended"
    return "running" if starts_on <= today else "ahead"


def record_fault(
    kind: str, present: int, count: int, roll: int, counts: Sequence[Sequence[int]], note: str
) -> str | None:
    """The code of what is wrong with what a class says it did, or None."""
    if not 0 < present <= roll:
        return "record_present"
    if not 0 <= count <= present:
        return "record_count"
    if any(number < 0 or sum(each) > present for each in counts for number in each):
        return "record_counts"
    if kind == "act" and not 0 < len(note) <= NOTE_LENGTH:
        return "record_note"
    return None
