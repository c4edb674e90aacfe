"""Texts for the school's broadcast: one minute a school day, each on the facts it cites (courses/broadcast/*.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from .schema_base import Code, FactIds, Part, Text
from .taxonomy import STAGES
from .yaml_lines import read_yaml_text

FOLDER, OPENINGS = "broadcast", "_openings.yaml"
SHORTEST, LONGEST = 40, 220  #: characters: of a text alone, and of all that is read in a minute
A_MINUTE = 200  #: characters a school's broadcast reads in a minute, slowly enough for the first grade


class BroadcastText(Part):
    """One text as the file has it; `stages` none: for all."""

    id: Code
    facts: FactIds
    text: Text
    stages: Annotated[list[Literal[STAGES]], Field(default_factory=list)]  # type: ignore[valid-type]


class TextsOfTopic(Part):
    """A file: the texts of one topic, in the order in which they are read."""

    topic: str
    texts: Annotated[list[BroadcastText], Field(min_length=1)]


class Openings(Part):
    """How a broadcast begins on an ordinary day, on a key day, before one, on the eve of holidays; and how it ends."""

    day: Text
    key: Text
    key_soon: Text
    eve: Text
    close: Text


@dataclass(frozen=True)
class Spoken:
    """A text of a topic, ready to be placed on a day."""

    id: str
    topic: str
    text: str
    facts: tuple[str, ...]
    stages: tuple[str, ...] = ()

    def suits(self, stages: Iterable[str]) -> bool:
        """Whether it may be said where all of these stages listen."""
        return not self.stages or set(stages) <= set(self.stages)


@dataclass(frozen=True)
class Shelf:
    """What there is to read; no texts where an install has none."""

    texts: tuple[Spoken, ...] = ()
    openings: dict[str, str] | None = None
    topics: dict[str, str] | None = None  #: code → name as it is said


def seconds_to_read(words: str) -> int:
    """About how long it takes to read, in steps of five seconds."""
    return max(5, round(len(words) * 60 / A_MINUTE / 5) * 5)


def files_of(courses: Path) -> list[Path]:
    """The files with texts, without that of the openings."""
    return sorted(each for each in (courses / FOLDER).glob("*.yaml") if each.name[0] not in "_.")


def shelf_of(courses: Path) -> Shelf:
    """The texts of an install, read once a process and state of the files."""
    files = [courses / "taxonomy.yaml", courses / FOLDER / OPENINGS, *files_of(courses)]
    if not all(each.exists() for each in files):
        return Shelf()
    return _read(courses, tuple(each.stat().st_mtime_ns for each in files))


@lru_cache(maxsize=2)
def _read(courses: Path, _changed: tuple[int, ...]) -> Shelf:
    found: list[Spoken] = []
    for file in files_of(courses):
        page = TextsOfTopic.model_validate(_data(file))
        found += [Spoken(one.id, page.topic, one.text, tuple(one.facts), tuple(one.stages)) for one in page.texts]
    openings = Openings.model_validate(_data(courses / FOLDER / OPENINGS))
    names = {row["code"]: row["zh"] for row in _data(courses / "taxonomy.yaml")["topics"]}
    return Shelf(tuple(found), dict(openings), names)


def _data(file: Path) -> Any:
    return read_yaml_text(file.read_text(encoding="utf-8")).data
