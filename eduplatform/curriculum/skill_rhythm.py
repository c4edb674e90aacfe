"""A rhythm tapped along: an even beat (so many a minute), or steps each held for its seconds (washing hands).

The page sends the milliseconds between the taps; what they earn is reckoned here, each time anew. Whoever cannot tap answers a
question about the same thing, for the same points. After either the training goes on: a scene is played once.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Annotated, Any

from pydantic import Field

from .schema_base import Code, FactIds, Part, Text
from .skill_measured import read_taps, written_taps
from .skill_turns import Reading, Scene, Shown, Turn

EVEN = 0.6  #: share of the intervals that lie within the band in a steady beat
BESIDE = 0.06  #: how far beyond the band one interval may lie and still be within: a hand is no clock
ENOUGH = 0.6  #: share of the time that must have been tapped, to say anything
EARLY_MS = 1000  #: a step may be left so much too early: nobody counts tenths
MINUTE = 60_000


class Said(Part):
    """What is said to one way of tapping."""

    why: Text
    facts: FactIds


class Told(Said):
    """An answer to the question for those who cannot tap."""

    id: Code
    text: Text
    right: bool = False


class Beat(Part):
    """So many a minute, `low` to `high`, for `seconds`."""

    low: Annotated[int, Field(ge=20, le=200)]
    high: Annotated[int, Field(ge=20, le=200)]
    seconds: Annotated[int, Field(ge=15, le=30)]


class Held(Part):
    """A step and how long it is held."""

    name: Text
    seconds: Annotated[int, Field(ge=2, le=15)]


class Rhythm(Part):
    """`beat` or `steps`; what is said to a steady one, a fast, a slow (beat only) and an uneven one."""

    beat: Beat | None = None
    steps: Annotated[list[Held], Field(min_length=3, max_length=7)] | None = None
    points: Annotated[int, Field(ge=2, le=10)]
    steady: Said
    fast: Said
    slow: Said | None = None
    uneven: Said
    ask: Text
    options: Annotated[list[Told], Field(min_length=3, max_length=4)]
    next: Code

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return self.beat.seconds if self.beat else sum(step.seconds for step in self.steps or ())

    def read(self, intervals: list[int]) -> Reading | None:
        """What the intervals (milliseconds) show; None where they are too few to say."""
        return _beat(self.beat, intervals) if self.beat else _held(self.steps or [], intervals)

    def said(self, kind: str) -> Said:
        return {"steady": self.steady, "fast": self.fast, "slow": self.slow or self.uneven}.get(kind, self.uneven)

    def earns(self, kind: str) -> int:
        """Everything for a steady one, half for one that was right on the whole, nothing beside."""
        return {"steady": self.points, "uneven": self.points // 2}.get(kind, 0)


def _beat(beat: Beat, intervals: list[int]) -> Reading | None:
    if len(intervals) < 2 or sum(intervals) < ENOUGH * 1000 * beat.seconds:
        return None
    middle = max(median(intervals), 1)
    low, high = MINUTE / beat.high, MINUTE / beat.low
    within = sum(low * (1 - BESIDE) <= each <= high * (1 + BESIDE) for each in intervals) / len(intervals)
    per_minute = round(MINUTE / middle)
    kind = "fast" if per_minute > beat.high else "slow" if per_minute < beat.low else "steady"
    if kind == "steady" and within < EVEN:
        kind = "uneven"
    return Reading(kind, per_minute=per_minute, share=round(100 * within))


def _held(steps: list[Held], intervals: list[int]) -> Reading | None:
    if len(intervals) != len(steps):
        return None
    kept = [each >= 1000 * step.seconds - EARLY_MS for step, each in zip(steps, intervals, strict=True)]
    whole = sum(intervals) >= 1000 * sum(step.seconds for step in steps) - EARLY_MS
    kind = "steady" if whole and all(kept) else "uneven" if whole else "fast"
    return Reading(kind, seconds=round(sum(intervals) / 1000), share=round(100 * sum(kept) / len(kept)))


class RhythmScene(Scene):
    """A scene in which the pupil taps along."""

    rhythm: Rhythm

    def turns(self, inner: None) -> list[Turn]:
        """The question for those who cannot tap."""
        rhythm, on = self.rhythm, (self.rhythm.next, None)
        return [
            Turn(each.id, each.text, rhythm.points if each.right else 0, each.right, each.why, tuple(each.facts), on)
            for each in rhythm.options
        ]

    def measured(self, inner: None, said: object) -> Turn | None:
        taps = read_taps(said)
        reading = self.rhythm.read(taps) if taps else None
        if taps is None or reading is None:
            return None
        words, earned = self.rhythm.said(reading.kind), self.rhythm.earns(reading.kind)
        best = earned == self.rhythm.points
        on = (self.rhythm.next, None)
        return Turn(written_taps(taps), "", earned, best, words.why, tuple(words.facts), on, reading)

    def shown(self, inner: None) -> Shown:
        rhythm = self.rhythm
        measure: dict[str, Any] = {
            "kind": "steps" if rhythm.steps else "beat",
            "ask": rhythm.ask,
            "seconds": rhythm.seconds,
        }
        if rhythm.beat:
            measure |= rhythm.beat.model_dump() | {"per_minute": round((rhythm.beat.low + rhythm.beat.high) / 2)}
        else:
            measure["steps"] = [step.model_dump() for step in rhythm.steps or ()]
        return Shown(self.id, measure=measure)

    def exits(self) -> Iterator[tuple[tuple, str]]:
        yield ("rhythm", "next"), self.rhythm.next

    def names(self) -> list[str]:
        return [each.id for each in self.rhythm.options]
