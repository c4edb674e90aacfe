"""Skill training: a scenario of scenes (plain choices, talks, ways on a plan, rhythms, moving scenes), or steps to put in order."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from .question import Step
from .schema_base import Code, FactId, FactIds, Part, Text, Uuid, Words
from .skill_hazard import HazardScene
from .skill_rhythm import RhythmScene
from .skill_route import RouteScene
from .skill_talk import TalkScene
from .skill_turns import Scene, State, Turn


class Choice(Part):
    """What the pupil can do here; `why` is said at once, kindly, whatever was chosen."""

    id: Code
    text: Text
    next: Code
    points: Annotated[int, Field(ge=0, le=10)]
    why: Text
    facts: FactIds


class Node(Scene):
    """A scene with choices, or an ending with an outcome."""

    choices: Annotated[list[Choice], Field(max_length=4)] = []
    outcome: Literal["good", "mixed", "bad"] | None = None
    facts: list[FactId] = []

    @property
    def ending(self) -> str | None:
        return self.outcome

    def turns(self, inner: None) -> list[Turn]:
        most = max((choice.points for choice in self.choices), default=0)
        return [
            Turn(each.id, each.text, each.points, each.points == most, each.why, tuple(each.facts), (each.next, None))
            for each in self.choices
        ]

    def exits(self) -> Iterator[tuple[tuple, str]]:
        for number, choice in enumerate(self.choices):
            yield ("choices", number, "next"), choice.next

    def names(self) -> list[str]:
        return [choice.id for choice in self.choices]


def _kind_of_scene(value: object) -> str:
    """A scene with `talk` is a talk, one with `route` a plan … (As a tag of the union it keeps stored scenes and their hashes as they were.)"""
    own = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    return next((kind for kind in ("talk", "route", "rhythm", "hazard") if kind in own), "scene")


AnyScene = Annotated[
    Annotated[Node, Tag("scene")]
    | Annotated[TalkScene, Tag("talk")]
    | Annotated[RouteScene, Tag("route")]
    | Annotated[RhythmScene, Tag("rhythm")]
    | Annotated[HazardScene, Tag("hazard")],
    Discriminator(_kind_of_scene),
]


class _Trained(Part):
    uuid: Uuid
    title: Words
    intro: Text
    objective: Text
    minutes: Annotated[int, Field(ge=1, le=20)]
    pass_mark: Annotated[int, Field(ge=1, le=100)] = 60
    pinyin: dict[str, str] = {}  #: its sentences → syllables; worked out by the check, never written by hand


class Scenario(_Trained):
    """Starts at the first node; never returns to a scene, so points cannot be collected twice.

    A state is (scene, what happened within it); it is never kept, but walked again from the path of ids.
    """

    kind: Literal["scenario"]
    nodes: Annotated[list[AnyScene], Field(min_length=3)]

    def node(self, node_id: str) -> AnyScene:
        """The scene of this id (the checker proves that every `next` has one)."""
        return self._by_id[node_id]

    @cached_property
    def _by_id(self) -> dict[str, AnyScene]:
        return {node.id: node for node in self.nodes}

    @property
    def start(self) -> State:
        return self.nodes[0].id, None

    def turns(self, state: State) -> list[Turn]:
        """What can be done in a state."""
        return self.node(state[0]).turns(state[1])

    def turn(self, state: State, said: object) -> Turn | None:
        """What an answer (anything a client may send) brings: a choice by its id, or a measured one; None if it is neither."""
        chosen = next((turn for turn in self.turns(state) if turn.id == said), None)
        return chosen or self.node(state[0]).measured(state[1], said)

    @cached_property
    def names(self) -> list[str]:
        """Ids of everything that can be done anywhere."""
        return [name for node in self.nodes for name in node.names()]

    @cached_property
    def full_points(self) -> int:
        """The most points any path earns (no circles: the checker proves it). Reckoned once: every step of a training asks."""
        most: dict[State, int] = {}

        def reach(state: State) -> int:
            if state not in most:
                most[state] = max((turn.points + reach(turn.to) for turn in self.turns(state)), default=0)
            return most[state]

        return reach(self.start)


class Sequence(_Trained):
    """Steps to put in order, judged in one go; the file lists them in the right order."""

    kind: Literal["order"]
    steps: Annotated[list[Step], Field(min_length=4, max_length=9)]
    why: Text
    facts: FactIds

    @property
    def names(self) -> list[str]:
        """Ids of the steps, in the right order."""
        return [step.id for step in self.steps]

    @property
    def full_points(self) -> int:
        return len(self.steps)


Skill = Annotated[Scenario | Sequence, Field(discriminator="kind")]
_skill = TypeAdapter(Skill)


def load_skill(body: dict) -> Skill:
    """A skill training from its stored JSON."""
    return _skill.validate_python(body)
