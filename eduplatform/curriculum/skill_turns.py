"""What all kinds of scenes share: where a training stands, what can be done there and what a page may show of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .schema_base import Code, Part, Picture, Text

State = tuple[str, Any]  #: (scene, what happened within it: None at its start). Hashable; follows from the path alone


@dataclass(frozen=True)
class Reading:
    """What a measured answer shows, for pages to word. `kind`: steady, fast, slow, uneven (a rhythm); seen, early, missed (a hazard).
    `share`: per cent of the taps, or steps, that were right; `seconds`: how long, or at which second; `taps`: how many in vain."""

    kind: str
    per_minute: int = 0
    seconds: float = 0
    share: int = 0
    taps: int = 0


@dataclass(frozen=True)
class Turn:
    """One thing that can be done. Only `id` and `text` are safe to show; `best` says that nothing is lost by it; `reading`: of a
    measured answer, whose text is left to the page."""

    id: str
    text: str
    points: int
    best: bool
    why: str
    facts: tuple[str, ...]
    to: State
    reading: Reading | None = None


@dataclass(frozen=True)
class Shown:
    """What a page shows of a state beside the text of its scene; nothing in it gives the key away.

    `key` names the question put to the pupil (another one, another mixing of the choices); `words` are spoken by `speaker`;
    `told` names what has been said so far and `missing` counts the rest; `opening`: nothing has been done in the scene yet; `plan` is a drawing's data (see skill_route);
    `measure` what a page needs to measure an answer (see skill_rhythm, skill_hazard); `in_order`: the choices keep their order.
    """

    key: str
    opening: bool = True
    speaker: str = ""
    words: str = ""
    told: tuple[str, ...] = ()
    missing: int = 0
    plan: dict | None = None
    measure: dict | None = None
    in_order: bool = False


class Scene(Part):
    """Base of every kind of scene. A kind says what can be done (`turns`), what is seen (`shown`) and where it leads (`exits`)."""

    id: Code
    text: Text
    picture: Picture | None = None
    objective: Text | None = None  #: the decision serves this objective; without one, that of the training

    @property
    def ending(self) -> str | None:
        """good, mixed or bad where the training ends here."""
        return None

    def turns(self, inner: Any) -> list[Turn]:
        """What can be done, in the author's order; none at an ending."""
        raise NotImplementedError

    def measured(self, inner: Any, said: object) -> Turn | None:
        """What an answer that is measured, not chosen, brings; None for anything else."""
        return None

    def shown(self, inner: Any) -> Shown:
        """What a page shows beside the text."""
        return Shown(self.id)

    def exits(self) -> Iterator[tuple[tuple, str]]:
        """(place in the YAML below the scene, scene it names) of every way out."""
        raise NotImplementedError

    def names(self) -> list[str]:
        """Ids of everything that can be done here at any time."""
        raise NotImplementedError
