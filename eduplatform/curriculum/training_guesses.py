"""What somebody earns in a training who knows nothing and always takes the longest, first, … choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

from .guessing import RANKS
from .skill import Scenario
from .skill_states import Reached
from .skill_turns import State, Turn

WAYS = ("总选最长的", "总选最短的", "总选第一个", "总选最后一个", "总选最小心的")


@dataclass(frozen=True)
class Decision:
    """Something to decide on: its name for an author (scene, or scene:what is asked), the scene, all that can be done."""

    name: str
    scene: str
    text: str
    turns: list[Turn]

    def taken(self, way: str) -> list[Turn]:
        """What this way to guess takes here; several where they are equal."""
        texts = [turn.text for turn in self.turns]
        worth = [RANKS[way](text, self.text, at, texts) for at, text in enumerate(texts)]
        return [turn for turn, value in zip(self.turns, worth, strict=True) if value == max(worth)]

    def is_given_away(self, way: str) -> bool:
        """Does this way find a best choice, and nothing else?"""
        return all(turn.best for turn in self.taken(way))

    @property
    def longest_alone(self) -> bool:
        """Is a best choice longer than everything else?"""
        return self.is_given_away(WAYS[0]) and len(self.taken(WAYS[0])) == 1


def decisions(skill: Scenario) -> list[Decision]:
    """Every decision that can come up, at its first asking, in the order of the file; where nothing is better, none.

    On a plan the choices are places: their names are no words to guess by.
    """
    found: dict[str, Decision] = {}
    for state in Reached(skill).states:
        node, turns = skill.node(state[0]), skill.turns(state)
        if not turns or all(turn.best for turn in turns):
            continue
        shown = node.shown(state[1])
        if not shown.plan and (shown.key not in found or len(turns) > len(found[shown.key].turns)):
            found[shown.key] = Decision(shown.key, node.id, shown.words or node.text, turns)
    order = {node.id: at for at, node in enumerate(skill.nodes)}
    return sorted(found.values(), key=lambda each: (order[each.scene], each.name))


def guessed(skill: Scenario) -> dict[str, float]:
    """Way to guess → share of the points it earns on average, 0..1; on a plan it walks blindly."""
    known: dict[State, tuple[float, ...]] = {}

    def reach(state: State) -> tuple[float, ...]:
        if state not in known:
            known[state] = _after(skill, state, reach)
        return known[state]

    return {way: points / skill.full_points for way, points in zip(WAYS, reach(skill.start), strict=True)}


def _after(skill: Scenario, state: State, reach: Callable[[State], tuple[float, ...]]) -> tuple[float, ...]:
    """Points that each way earns from a state on."""
    node, turns = skill.node(state[0]), skill.turns(state)
    if not turns:
        return (0.0,) * len(WAYS)
    shown = node.shown(state[1])
    earns = {turn.id: tuple(turn.points + later for later in reach(turn.to)) for turn in turns}
    here = Decision(shown.key, node.id, shown.words or node.text, turns)
    taken = [turns if shown.plan else here.taken(way) for way in WAYS]
    return tuple(mean(earns[turn.id][at] for turn in some) for at, some in enumerate(taken))
