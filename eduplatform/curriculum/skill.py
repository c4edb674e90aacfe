"""Skill training: a branching scenario, or steps to put in order."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from .question import Step
from .schema_base import Code, FactId, FactIds, Part, Picture, Text, Uuid, Words


class Choice(Part):
    """What the pupil can do here; `why` is said at once, kindly, whatever was chosen."""

    id: Code
    text: Text
    next: Code
    points: Annotated[int, Field(ge=0, le=10)]
    why: Text
    facts: FactIds


class Node(Part):
    """A scene with choices, or an ending with an outcome."""

    id: Code
    text: Text
    picture: Picture | None = None
    objective: Text | None = None  #: the decision serves this objective; without one, that of the training
    choices: Annotated[list[Choice], Field(max_length=4)] = []
    outcome: Literal["good", "mixed", "bad"] | None = None
    facts: list[FactId] = []

    @property
    def is_end(self) -> bool:
        return self.outcome is not None


class _Trained(Part):
    uuid: Uuid
    title: Words
    intro: Text
    objective: Text
    minutes: Annotated[int, Field(ge=1, le=20)]
    pass_mark: Annotated[int, Field(ge=1, le=100)] = 60
    pinyin: dict[str, str] = {}  #: its sentences → syllables; worked out by the check, never written by hand


class Scenario(_Trained):
    """Starts at the first node; never returns to a scene, so points cannot be collected twice."""

    kind: Literal["scenario"]
    nodes: Annotated[list[Node], Field(min_length=3)]

    def node(self, node_id: str) -> Node:
        """The scene of this id (the checker proves that every `next` has one)."""
        return self._by_id[node_id]

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def full_points(self) -> int:
        """The most points any path earns (no circles: the checker proves it). Reckoned once: every step of a training asks."""
        most: dict[str, int] = {}

        def reach(node: Node) -> int:
            if node.id not in most:
                most[node.id] = max(
                    (choice.points + reach(self.node(choice.next)) for choice in node.choices), default=0
                )
            return most[node.id]

        return reach(self.nodes[0])


class Sequence(_Trained):
    """Steps to put in order, judged in one go; the file lists them in the right order."""

    kind: Literal["order"]
    steps: Annotated[list[Step], Field(min_length=4, max_length=9)]
    why: Text
    facts: FactIds


Skill = Annotated[Scenario | Sequence, Field(discriminator="kind")]
_skill = TypeAdapter(Skill)


def load_skill(body: dict) -> Skill:
    """A skill training from its stored JSON."""
    return _skill.validate_python(body)
