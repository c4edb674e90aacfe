"""What somebody earns in a training who knows nothing and always takes the longest, middling, most careful … choice, or any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from .guessing import RANKS, Rank
from .skill import Scenario
from .skill_states import Reached
from .skill_turns import State, Turn

BLIND = "随手乱选"
#: A training must not be passed by them. Not among them: the first and the last, for pupils see the choices mixed
WAYS = ("总选最长的", "总选最短的", "总选不长不短的", "总选最小心的", BLIND)
_RANKS: dict[str, Rank] = RANKS | {BLIND: lambda text, stem, at, texts: 0}
Earned = dict[int, float]  #: points → chance to earn them


@dataclass(frozen=True)
class Guess:
    """What a way to guess brings, 0..1: `share` of the points on average, `passed` of all runs."""

    share: float
    passed: float


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
        worth = [_RANKS[way](text, self.text, at, texts) for at, text in enumerate(texts)]
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


def guessed(skill: Scenario) -> dict[str, Guess]:
    """Way to guess → what it brings, reckoned over every run; on a plan it walks blindly."""
    return {way: _brought(_chances(skill, way), skill) for way in WAYS}


def _brought(chances: Earned, skill: Scenario) -> Guess:
    full = skill.full_points
    share = sum(points * chance for points, chance in chances.items()) / full
    return Guess(share, sum(chance for points, chance in chances.items() if points * 100 >= skill.pass_mark * full))


def _chances(skill: Scenario, way: str) -> Earned:
    """What a way earns from the start on."""
    known: dict[State, Earned] = {}

    def reach(state: State) -> Earned:
        if state not in known:
            known[state] = _after(skill, state, way, reach)
        return known[state]

    return reach(skill.start)


def _after(skill: Scenario, state: State, way: str, reach: Callable[[State], Earned]) -> Earned:
    """What a way earns from a state on."""
    node, turns = skill.node(state[0]), skill.turns(state)
    if not turns:
        return {0: 1.0}
    shown = node.shown(state[1])
    here = Decision(shown.key, node.id, shown.words or node.text, turns)
    taken = turns if shown.plan else here.taken(way)
    earned: Earned = defaultdict(float)
    for turn in taken:
        for points, chance in reach(turn.to).items():
            earned[turn.points + points] += chance / len(taken)
    return earned
