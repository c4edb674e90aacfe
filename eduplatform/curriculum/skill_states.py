"""All states of a scenario, played through: which scenes and choices ever come up, and whether the best way ends well."""

from __future__ import annotations

from .skill import Scenario
from .skill_turns import State

_NEVER = -(10**9)


class Reached:
    """What can come up at all: `scenes`, and `turns` as (scene, choice). Every link must name a scene, without circles."""

    def __init__(self, skill: Scenario) -> None:
        self.states: set[State] = set()
        self.turns: set[tuple[str, str]] = set()
        waiting = [skill.start]
        while waiting:
            state = waiting.pop()
            if state in self.states:
                continue
            self.states.add(state)
            for turn in skill.turns(state):
                self.turns.add((state[0], turn.id))
                waiting.append(turn.to)
        self.scenes = {scene for scene, _inner in self.states}


def best_ends_well(skill: Scenario) -> bool:
    """Do the paths with a good end earn as much as any path can?"""
    most: dict[State, int] = {}

    def reach(state: State) -> int:
        if state not in most:
            ending = skill.node(state[0]).ending
            turns = [turn.points + reach(turn.to) for turn in skill.turns(state)]
            most[state] = max(turns, default=_NEVER) if not ending else 0 if ending == "good" else _NEVER
        return most[state]

    return 0 < reach(skill.start) == skill.full_points
