"""The shortest way to every ending of a training, by its states; the oracle of the tests that play them all."""

from __future__ import annotations

from collections import deque

from eduplatform.curriculum.skill import Scenario
from eduplatform.curriculum.skill_turns import Turn


def ways_to_endings(skill: Scenario) -> dict[str, list[Turn]]:
    """Ending scene → what is done from the start."""
    ways: dict[str, list[Turn]] = {}
    seen, waiting = {skill.start}, deque([(skill.start, [])])
    while waiting:
        state, path = waiting.popleft()
        if skill.node(state[0]).ending:
            ways.setdefault(state[0], path)
            continue
        for turn in skill.turns(state):
            if turn.to not in seen:
                seen.add(turn.to)
                waiting.append((turn.to, [*path, turn]))
    return ways
