"""A skill training done by the class together on its screen: the teacher takes what the class calls out, the server keeps the way.

It counts for the class, for as many pupils as were present, and for nobody by name. What it earns is not kept: a class that
chose badly and read why has trained.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from ..curriculum import queries, question_draw, skill_play
from ..curriculum.skill import Scenario, Skill
from ..curriculum.skill import Sequence as Ordered
from ..curriculum.skill_measured import read_taps
from ..curriculum.skill_turns import Shown
from ..org.access import Viewer
from ..shared import clock
from ..shared.refusals import NotFound, Refused
from ..teaching import sessions
from ..teaching.models import ClassSession
from .skill_training import skill_in

AGAIN = "again"  #: the choice, at the end, to go through it once more


@dataclass(frozen=True)
class Together:
    """Where the class stands. `node`: the scene (None in a training of putting in order), `shown` beside its text; `placed`: steps put so far; `choices`: what
    can be called out, (id, text); `move`: what the last choice brought; `mark`: of the order, at its end."""

    skill: Skill
    path: list[str]
    done: bool
    choices: list[tuple[str, str]]
    node: Any = None
    shown: Shown | None = None
    outcome: str | None = None
    move: skill_play.Move | None = None
    placed: tuple[str, ...] = ()
    mark: Any = None


def training_so_far(session: ClassSession) -> Together:
    """The training of the session's lesson as far as the class has come. NotFound where the lesson has none."""
    found = queries.skill_of(session.lesson_id)
    if found is None:
        raise NotFound()
    skill = skill_in(found[1])
    path = list(session.trained or [])
    return _together(skill, path, session.id)


@singledispatch
def _together(skill: object, path: list[str], seed: int) -> Together:
    raise TypeError(f"not a training: {type(skill).__name__}")  # a kind that nobody taught the class screen


@_together.register
def _(skill: Scenario, path: list[str], seed: int) -> Together:
    now = skill_play.path_result(skill, path)
    if now is None:  # the course was changed meanwhile
        path, now = [], skill_play.path_result(skill, [])
    assert now is not None  # the empty path fits every scenario
    choices = [(turn.id, turn.text) for turn in now.mixed(seed)]
    move = skill_play.take_step(skill, path[:-1], path[-1]) if path else None
    return Together(skill, path, now.done, choices, now.node, now.shown, now.outcome, move)


@_together.register
def _(skill: Ordered, path: list[str], seed: int) -> Together:
    texts = {step.id: step.text for step in skill.steps}
    path = path if set(path) <= set(texts) else []
    left = [
        (step, texts[step]) for step in question_draw.mixed_steps(skill.steps, skill.uuid, seed) if step not in path
    ]
    return Together(
        skill,
        path,
        not left,
        left,
        placed=tuple(texts[step] for step in path),
        mark=skill_play.grade_order(skill, path) if not left else None,
    )


def _takes(now: Together, choice: str) -> bool:
    """Whether it can be called out now: one of the choices, or what a page measured while the class tapped along."""
    if isinstance(now.skill, Scenario):
        return skill_play.take_step(now.skill, now.path, choice) is not None
    return choice in {one for one, _text in now.choices}


def take_class_choice(viewer: Viewer, session: ClassSession, step: int, choice: str) -> ClassSession:
    """Take what the class called out as number `step` (from 0) of its way; a step taken before moves nothing. Refused for a choice
    that is not there."""
    row = sessions.fresh(session)
    sessions.must_be_open(row)
    now = training_so_far(row)
    if step != len(now.path):
        return row
    if now.done:
        if choice == AGAIN:  # that the class has trained stays
            row.trained = []
            sessions.note_taught(row, clock.now())
        return row
    if not _takes(now, choice):
        raise Refused("too_few_taps" if read_taps(choice) is not None else "odd_choice")
    at = clock.now()
    sessions.note_taught(row, at)
    row.trained = [*now.path, choice]
    if training_so_far(row).done:
        row.trained_at = row.trained_at or at
    return row
