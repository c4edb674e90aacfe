"""Playing a skill training. The server keeps the path (choice ids); the client only names its next choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import grading, question_draw
from .skill import AnyScene, Scenario, Skill
from .skill import Sequence as Ordered
from .skill_turns import Reading, Shown, State, Turn


@dataclass(frozen=True)
class Result:
    """Where a path stands: `points` of at most `full`; `share` 0..1; `turns` that can be taken; `outcome` once at an end."""

    state: State
    node: AnyScene
    shown: Shown | None  #: None at an end
    turns: list[Turn]
    points: int
    full: int

    @property
    def outcome(self) -> str | None:
        return self.node.ending

    @property
    def done(self) -> bool:
        return self.outcome is not None

    @property
    def share(self) -> float:
        return self.points / self.full if self.full else 0.0

    def mixed(self, seed: question_draw.Seed) -> list[Turn]:
        """What can be done, in another order for each training and each question put."""
        if self.shown is None or self.shown.in_order:
            return self.turns
        return question_draw.mixed_choices(self.turns, self.shown.key, seed)


@dataclass(frozen=True)
class Move:
    """What one choice brought: feedback and where it leads (`form` is safe to show)."""

    path: list[str]
    points: int
    best: bool  #: nothing here was better
    why: str
    facts: list[str]
    form: dict
    result: Result
    asked: str  #: the words that were answered
    text: str  #: of the choice
    spoken: bool  #: said to somebody in a talk
    reading: Reading | None = None  #: of a measured answer, in place of a text


def path_result(skill: Scenario, path: Sequence[str]) -> Result | None:
    """Walk the path from the first scene; None if it does not fit this scenario."""
    state, points = skill.start, 0
    for choice_id in path:
        turn = skill.turn(state, choice_id)
        if turn is None:
            return None
        state, points = turn.to, points + turn.points
    return _stand(skill, state, points)


def walk(skill: Scenario, path: Sequence[str]) -> Result:
    """result() of a path that was walked here and must fit; ValueError if it does not."""
    stood = path_result(skill, path)
    if stood is None:
        raise ValueError("a path that does not fit its scenario")
    return stood


def _stand(skill: Scenario, state: State, points: int) -> Result:
    node = skill.node(state[0])
    turns = node.turns(state[1])
    return Result(state, node, node.shown(state[1]) if turns else None, turns, points, skill.full_points)


def take_step(skill: Skill, path: Sequence[str], choice: object) -> Move | None:
    """Take `choice` (anything a client may send) at the end of `path`; None if it cannot be taken there."""
    before = path_result(skill, path) if isinstance(skill, Scenario) else None
    taken = skill.turn(before.state, choice) if before and isinstance(skill, Scenario) else None
    if before is None or taken is None or not isinstance(skill, Scenario):
        return None
    after = _stand(skill, taken.to, before.points + taken.points)
    spoken = bool(before.shown and before.shown.words)
    asked = _asked(before)
    return Move(
        path=[*path, taken.id],
        points=taken.points,
        best=taken.best,
        why=taken.why,
        facts=list(taken.facts),
        form=public_scene(after),
        result=after,
        asked=asked,
        text=taken.text,
        spoken=spoken,
        reading=taken.reading,
    )


def _asked(stood: Result) -> str:
    """What a choice answers: words said in a talk, the place on a plan, else the scene."""
    shown = stood.shown
    if shown and shown.plan:
        return next(box["name"] for box in shown.plan["boxes"] if box["here"])
    return shown.words if shown and shown.words else stood.node.text


def moves(skill: Scenario, path: Sequence[str]) -> list[Move]:
    """What every step of a path brought; shorter where the path does not fit."""
    taken = (take_step(skill, path[:n], choice) for n, choice in enumerate(path))
    return [move for move in taken if move]


def public_scene(stood: Result) -> dict:
    """A scene without points, reasons or where the choices lead."""
    node, shown = stood.node, stood.shown
    form: dict = {
        "id": node.id,
        "text": node.text,
        "picture": node.picture.model_dump() if node.picture else None,
        "choices": [{"id": turn.id, "text": turn.text} for turn in stood.turns],
        "outcome": stood.outcome,
    }
    if shown and shown.plan:
        form["plan"] = shown.plan
    if shown and shown.measure:
        form["measure"] = shown.measure
    if shown and shown.words:
        form |= {
            "speaker": shown.speaker,
            "words": shown.words,
            "told": list(shown.told),
            "missing": shown.missing,
        }
    return form


def grade_order(skill: Ordered, answer: object) -> grading.Mark:
    """Mark the steps of an `order` training in one go; never raises for an answer."""
    return grading.grade_steps(skill.steps, skill.why, answer)
