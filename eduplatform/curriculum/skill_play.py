"""Playing a skill training. The server keeps the path (choice ids); the client only names its next choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import grading
from .skill import Choice, Node, Scenario
from .skill import Sequence as Ordered


@dataclass(frozen=True)
class Result:
    """Where a path stands: `points` of at most `full`; `share` 0..1; `outcome` once at an end."""

    node: Node
    points: int
    full: int
    outcome: str | None

    @property
    def done(self) -> bool:
        return self.outcome is not None

    @property
    def share(self) -> float:
        return self.points / self.full if self.full else 0.0


@dataclass(frozen=True)
class Move:
    """What one choice brought: feedback and the scene it leads to (`form` is safe to show)."""

    path: list[str]
    points: int
    best: bool  #: no other choice here was worth more
    why: str
    facts: list[str]
    form: dict
    result: Result


def path_result(skill: Scenario, path: Sequence[str]) -> Result | None:
    """Walk the path from the first scene; None if it does not fit this scenario."""
    node, points = skill.nodes[0], 0
    for choice_id in path:
        choice = _choice(node, choice_id)
        if choice is None:
            return None
        node, points = skill.node(choice.next), points + choice.points
    return _stand(skill, node, points)


def walk(skill: Scenario, path: Sequence[str]) -> Result:
    """result() of a path that was walked here and must fit; ValueError if it does not."""
    stood = path_result(skill, path)
    if stood is None:
        raise ValueError("a path that does not fit its scenario")
    return stood


def _stand(skill: Scenario, node: Node, points: int) -> Result:
    return Result(node, points, full_points(skill), node.outcome)


def take_step(skill: Scenario, path: Sequence[str], choice: object) -> Move | None:
    """Take `choice` (anything a client may send) at the end of `path`; None if it cannot be taken there."""
    before = path_result(skill, path)
    taken = _choice(before.node, choice) if before else None
    if before is None or taken is None:
        return None
    walked = [*path, taken.id]
    after = _stand(skill, skill.node(taken.next), before.points + taken.points)
    best = taken.points == max(other.points for other in before.node.choices)
    return Move(walked, taken.points, best, taken.why, list(taken.facts), public_node(after.node), after)


def public_node(node: Node) -> dict:
    """A scene without points, reasons or where the choices lead."""
    return {
        "id": node.id,
        "text": node.text,
        "picture": node.picture.model_dump() if node.picture else None,
        "choices": [{"id": choice.id, "text": choice.text} for choice in node.choices],
        "outcome": node.outcome,
    }


def grade_order(skill: Ordered, answer: object) -> grading.Mark:
    """Mark the steps of an `order` training in one go; never raises for an answer."""
    return grading.grade_steps(skill.steps, skill.why, answer)


def full_points(skill: Scenario) -> int:
    """The most points any path earns."""
    return skill.full_points


def _choice(node: Node, choice_id: object) -> Choice | None:
    return next((choice for choice in node.choices if choice.id == choice_id), None)
