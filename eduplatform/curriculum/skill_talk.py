"""A talk: an emergency call, or a friend who insists. The other side asks for what has not been said yet.

The state within the scene is the set of what was said. What is told at the first asking, or before it, earns `FIRST` points; at the
second `SECOND`; later nothing. A line that was said is not offered again, so a talk always comes to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from pydantic import Field

from .schema_base import Code, FactIds, Part, Text
from .skill_turns import Scene, Shown, State, Turn

FIRST, SECOND = 2, 1  #: points of a thing told


class Said(NamedTuple):
    """`told`: needs that are met; `tried`: lines that were said in vain since the present asking began."""

    told: frozenset[str] = frozenset()
    tried: frozenset[str] = frozenset()


class Line(Part):
    """What can be said: it tells some of the needs, or nothing; with `next` the talk is broken off."""

    id: Code
    text: Text
    tells: list[Code] = []
    next: Code | None = None
    why: Text
    facts: FactIds


class Need(Part):
    """What must be told: `name` for the list of what was said, `ask` and `again` are the other side's words while it is missing."""

    id: Code
    name: Text
    ask: Text
    again: Text | None = None
    lines: Annotated[list[Line], Field(min_length=2, max_length=4)]


class Talk(Part):
    """Needs in the order in which the other side asks; `next` is the scene once all is told."""

    speaker: Text
    needs: Annotated[list[Need], Field(min_length=3, max_length=6)]
    next: Code


class TalkScene(Scene):
    """A scene in which somebody asks until all is said."""

    talk: Talk

    def turns(self, inner: Said | None) -> list[Turn]:
        said = inner or Said()
        need = self._asked(said)
        return [self._turn(said, need, line) for line in need.lines if line.id not in said.tried]

    def _turn(self, said: Said, need: Need, line: Line) -> Turn:
        new = frozenset(line.tells) - said.told
        told = said.told | new
        to: State
        if line.next:
            to = (line.next, None)
        elif len(told) == len(self.talk.needs):
            to = (self.talk.next, None)
        else:
            to = (self.id, Said(told) if need.id in told else Said(told, said.tried | {line.id}))
        late = {0: FIRST, 1: SECOND}.get(len(said.tried), 0)
        points = sum(late if each == need.id else FIRST for each in new) if not line.next else 0
        return Turn(line.id, line.text, points, need.id in new and not line.next, line.why, tuple(line.facts), to)

    def _asked(self, said: Said) -> Need:
        """The first thing that is still missing."""
        return next(need for need in self.talk.needs if need.id not in said.told)

    def shown(self, inner: Said | None) -> Shown:
        said = inner or Said()
        need = self._asked(said)
        told = tuple(each.name for each in self.talk.needs if each.id in said.told)
        words = need.again or need.ask if said.tried else need.ask
        missing = len(self.talk.needs) - len(told)
        return Shown(f"{self.id}:{need.id}", inner is None, self.talk.speaker, words, told, missing)

    def exits(self) -> Iterator[tuple[tuple, str]]:
        yield ("talk", "next"), self.talk.next
        for at, need in enumerate(self.talk.needs):
            for number, line in enumerate(need.lines):
                if line.next:
                    yield ("talk", "needs", at, "lines", number, "next"), line.next

    def names(self) -> list[str]:
        return [line.id for need in self.talk.needs for line in need.lines]
