"""A way to be found on a plan while smoke spreads: after each step it fills the places whose time has come.

The state within the scene is the place, the number of steps taken and the steps that still earn: the shortest clear way is worth
`STEP` points a step; each step that leads no nearer forfeits one. Walking into smoke ends the search, and so does walking about.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import Field

from .schema_base import Code, FactIds, Part, Percent, Text
from .skill_turns import Scene, Shown, Turn

STEP = 2  #: points of a step that leads nearer
NO_WAY = 99  #: more steps than any plan has


class Stand(NamedTuple):
    """Where the pupil stands, after how many steps; steps from `credit` to the end can still earn."""

    place: str
    steps: int
    credit: int


class Place(Part):
    """A box on the plan, in per cent of its width and height. `smoke`: full after so many steps (0: from the start). `next`: a way out."""

    id: Code
    name: Text
    x: Percent
    y: Percent
    w: Percent
    h: Percent
    smoke: Annotated[int, Field(ge=0, le=20)] | None = None
    next: Code | None = None


class Reason(Part):
    """What is said at a step."""

    why: Text
    facts: FactIds


class Way(Reason):
    """Between two places, to be walked both ways; the reason is said when it leads nearer. With `next` it is never a way (a lift)."""

    a: Code
    b: Code
    next: Code | None = None


class Smoky(Reason):
    """Said, and gone on with, when a step led into smoke or the time is over."""

    next: Code


class Route(Part):
    """The plan: `back` is said at a step that leads no nearer."""

    start: Code
    places: Annotated[list[Place], Field(min_length=4, max_length=12)]
    ways: Annotated[list[Way], Field(min_length=3, max_length=24)]
    back: Reason
    smoky: Smoky

    def place(self, place_id: str) -> Place:
        return self.by_id[place_id]

    @cached_property
    def by_id(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    @property
    def most_steps(self) -> int:
        """After so many steps smoke is everywhere that counts."""
        return 2 * len(self.places)

    def smoke_in(self, place_id: str, steps: int) -> bool:
        """Is there smoke after so many steps?"""
        smoke = self.place(place_id).smoke
        return smoke is not None and smoke <= steps

    def from_here(self, place_id: str) -> Iterator[tuple[str, Way]]:
        """(neighbour, way) in the order of the file."""
        for way in self.ways:
            if place_id in (way.a, way.b):
                yield (way.b if way.a == place_id else way.a), way

    def steps_out(self, place_id: str, steps: int) -> int:
        """Steps of the shortest way out that meets no smoke; NO_WAY if there is none."""
        if self.place(place_id).next:
            return 0
        if steps >= self.most_steps:
            return NO_WAY
        if (place_id, steps) not in self._known:
            clear = (to for to, way in self.from_here(place_id) if not way.next and not self.smoke_in(to, steps + 1))
            self._known[place_id, steps] = min(
                1 + min((self.steps_out(to, steps + 1) for to in clear), default=NO_WAY), NO_WAY
            )
        return self._known[place_id, steps]

    @cached_property
    def _known(self) -> dict[tuple[str, int], int]:
        """What steps_out() has found."""
        return {}


class RouteScene(Scene):
    """A scene in which the pupil walks on a plan."""

    route: Route

    def _stand(self, inner: Stand | None) -> Stand:
        return inner or Stand(self.route.start, 0, self.route.steps_out(self.route.start, 0))

    def turns(self, inner: Stand | None) -> list[Turn]:
        stand = self._stand(inner)
        return [self._turn(stand, to, way) for to, way in self.route.from_here(stand.place)]

    def _turn(self, stand: Stand, to: str, way: Way) -> Turn:
        route, place, steps = self.route, self.route.place(to), stand.steps + 1
        if way.next:
            return Turn(to, place.name, 0, False, way.why, tuple(way.facts), (way.next, None))
        if route.smoke_in(to, steps) or steps >= route.most_steps:
            return Turn(to, place.name, 0, False, route.smoky.why, tuple(route.smoky.facts), (route.smoky.next, None))
        out = route.steps_out(to, steps)
        nearer = out < route.steps_out(stand.place, stand.steps)
        said = way if nearer else route.back
        earns = nearer and out < stand.credit
        credit = out if earns else stand.credit if nearer else max(stand.credit - 1, 0)
        after = (place.next, None) if place.next else (self.id, Stand(to, steps, credit))
        return Turn(to, place.name, STEP if earns else 0, nearer, said.why, tuple(said.facts), after)

    def shown(self, inner: Stand | None) -> Shown:
        stand, route = self._stand(inner), self.route
        boxes = [
            place.model_dump(include={"id", "name", "x", "y", "w", "h"})
            | {
                "smoke": route.smoke_in(place.id, stand.steps),
                "soon": route.smoke_in(place.id, stand.steps + 1),
                "here": place.id == stand.place,
                "out": place.next is not None,
            }
            for place in route.places
        ]
        return Shown(
            f"{self.id}:{stand.place}:{stand.steps}", inner is None, plan={"boxes": boxes, "ways": self._lines()}
        )

    def _lines(self) -> list[tuple[float, float, float, float]]:
        """From the middle of a place to the middle of the other."""
        ends = [(self.route.place(way.a), self.route.place(way.b)) for way in self.route.ways]
        return [(a.x + a.w / 2, a.y + a.h / 2, b.x + b.w / 2, b.y + b.h / 2) for a, b in ends]

    def exits(self) -> Iterator[tuple[tuple, str]]:
        yield ("route", "smoky", "next"), self.route.smoky.next
        for at, place in enumerate(self.route.places):
            if place.next:
                yield ("route", "places", at, "next"), place.next
        for at, way in enumerate(self.route.ways):
            if way.next:
                yield ("route", "ways", at, "next"), way.next

    def names(self) -> list[str]:
        return [place.id for place in self.route.places]
