"""A danger that begins in a moving scene: the pupil taps when it does. The film is drawn from pictures that are moved by keys.

The page knows what moves, never when the danger begins: it sends the moments of the taps (tenths of a second into the film), and here
the windows of the file say what the first tap after the beginning earns. A tap before it is a false alarm and costs a point; more than
`SCATTERED` of them and nothing is earned, so that drumming finds no danger. Whoever sees no film chooses among numbered stills.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from .schema_base import Code, Part, Percent, Picture, Text
from .skill_measured import read_taps, written_taps
from .skill_rhythm import Said, Told
from .skill_turns import Reading, Scene, Shown, State, Turn

SCATTERED = 2  #: false alarms that are forgiven for a point each
TOGETHER = 5  #: tenths of a second within which two taps are one
WHERE: Literal["where"] = "where"

Second = Annotated[float, Field(ge=0, le=20)]


class Key(Part):
    """Where an actor's picture lies at second `t`: so many pixels to the right and down from where it was drawn (1280 × 720)."""

    t: Second
    x: Annotated[float, Field(ge=-2000, le=2000)] = 0
    y: Annotated[float, Field(ge=-1000, le=1000)] = 0


class Actor(Part):
    """Something that moves: one picture of the whole stage, or two that alternate while it goes (a walk)."""

    pictures: Annotated[list[Picture], Field(min_length=1, max_length=2)]
    keys: Annotated[list[Key], Field(min_length=1, max_length=12)]

    def at(self, second: float) -> tuple[str, float, float]:
        """(picture, x, y) at this second."""
        before = [key for key in self.keys if key.t <= second] or self.keys[:1]
        a = before[-1]
        b = next((key for key in self.keys if key.t > second), a)
        share = (second - a.t) / (b.t - a.t) if b.t > a.t and second > a.t else 0.0
        moves = (a.x, a.y) != (b.x, b.y)
        step = int(second / STRIDE) % len(self.pictures) if moves else 0
        return self.pictures[step].src, round(a.x + share * (b.x - a.x), 1), round(a.y + share * (b.y - a.y), 1)


STRIDE = 0.4  #: seconds of one of two alternating pictures


class Film(Part):
    """A background and what moves before it, later ones nearer."""

    seconds: Annotated[int, Field(ge=8, le=20)]
    picture: Picture
    actors: Annotated[list[Actor], Field(min_length=1, max_length=6)]

    def layers(self, second: float) -> list[tuple[str, float, float]]:
        """(picture, x, y) of everything at this second, the farthest first."""
        return [(self.picture.src, 0, 0), *(actor.at(second) for actor in self.actors)]

    def moving(self) -> dict[str, Any]:
        """What a page needs to play it."""
        actors = [
            {"keys": [[key.t, key.x, key.y] for key in actor.keys], "pictures": [each.src for each in actor.pictures]}
            for actor in self.actors
        ]
        return {"seconds": self.seconds, "stride": STRIDE, "actors": actors}


class Window(Part):
    """Until second `to` a tap earns `points`."""

    to: Second
    points: Annotated[int, Field(ge=1, le=10)]


class Still(Part):
    """The film at second `t`, and what a blind pupil must know of it."""

    t: Second
    alt: Text


class Spot(Told):
    """A place on the still, in per cent of its width and height."""

    x: Percent
    y: Percent


class Where(Part):
    """Asked after the moment: which of the places on the still of second `at` is the danger?"""

    ask: Text
    at: Second
    points: Annotated[int, Field(ge=1, le=10)]
    spots: Annotated[list[Spot], Field(min_length=3, max_length=4)]


class Hazard(Part):
    """The danger begins at second `begins`; windows follow each other from there."""

    film: Film
    begins: Second
    windows: Annotated[list[Window], Field(min_length=1, max_length=4)]
    stills: Annotated[list[Still], Field(min_length=5, max_length=8)]
    seen: Said
    early: Said
    missed: Said
    where: Where | None = None
    next: Code

    @property
    def most(self) -> int:
        return max(window.points for window in self.windows)

    def read(self, taps: list[int]) -> tuple[Reading, int]:
        """What taps (tenths of a second, in order) show, and their points."""
        own = [at for n, at in enumerate(taps) if not n or at - taps[n - 1] >= TOGETHER]
        false = [at for at in own if at < 10 * self.begins]
        hit = next((at for at in own[len(false) :] if at <= 10 * self.windows[-1].to), None)
        earned = 0
        if hit is not None and len(false) <= SCATTERED:
            earned = next(window.points for window in self.windows if hit <= 10 * window.to)
            earned = max(earned - len(false), 0)
        kind = "seen" if earned else "early" if false else "missed"
        at = hit if hit is not None else own[0] if own else 0
        return Reading(kind, seconds=at / 10, taps=len(false)), earned

    def said(self, kind: str) -> Said:
        return {"seen": self.seen, "early": self.early}.get(kind, self.missed)


class HazardScene(Scene):
    """A scene that moves."""

    hazard: Hazard

    @property
    def _after(self) -> State:
        """Where it goes once the moment is chosen."""
        return (self.id, WHERE) if self.hazard.where else (self.hazard.next, None)

    def turns(self, inner: str | None) -> list[Turn]:
        """The stills, as choices; then the places on one of them."""
        hazard = self.hazard
        if inner == WHERE and hazard.where:
            on, most = (hazard.next, None), hazard.where.points
            return [
                Turn(each.id, each.text, most if each.right else 0, each.right, each.why, tuple(each.facts), on)
                for each in hazard.where.spots
            ]
        found = []
        for number, still in enumerate(hazard.stills, 1):
            reading, earned = hazard.read([round(10 * still.t)])
            words = hazard.said(reading.kind)
            best = earned == hazard.most
            found.append(Turn(f"still-{number}", still.alt, earned, best, words.why, tuple(words.facts), self._after))
        return found

    def measured(self, inner: str | None, said: object) -> Turn | None:
        taps = read_taps(said)
        if inner is not None or taps is None or taps != sorted(taps) or any(each > 200 for each in taps):
            return None
        reading, earned = self.hazard.read(taps)
        words, best = self.hazard.said(reading.kind), earned == self.hazard.most
        return Turn(written_taps(taps), "", earned, best, words.why, tuple(words.facts), self._after, reading)

    def shown(self, inner: str | None) -> Shown:
        film, where = self.hazard.film, self.hazard.where
        if inner == WHERE and where:
            spots = [each.model_dump(include={"id", "text", "x", "y"}) for each in where.spots]
            asked = {"kind": "spots", "ask": where.ask, "layers": film.layers(where.at), "spots": spots}
            return Shown(f"{self.id}:{WHERE}", opening=False, measure=asked, in_order=True)
        stills = [{"layers": film.layers(each.t), "alt": each.alt} for each in self.hazard.stills]
        played = {
            "kind": "film",
            "film": film.moving(),
            "first": film.layers(0),
            "alt": film.picture.alt,
            "stills": stills,
        }
        return Shown(self.id, measure=played, in_order=True)

    def exits(self) -> Iterator[tuple[tuple, str]]:
        yield ("hazard", "next"), self.hazard.next

    def names(self) -> list[str]:
        spots = [each.id for each in self.hazard.where.spots] if self.hazard.where else []
        return [*(f"still-{number}" for number in range(1, len(self.hazard.stills) + 1)), *spots]
