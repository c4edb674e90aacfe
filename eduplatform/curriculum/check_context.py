"""What every check of one package needs to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .facts import Facts, refusal
from .limits import LIMITS, Limits
from .problems import Report
from .taxonomy import Taxonomy


class PictureUse(NamedTuple):
    """A picture named in a lesson's file, where, and the words that stand for it."""

    src: str
    file: Path
    line: int
    alt: str


@dataclass
class CheckContext:
    """One package under check: its report, the facts, and what course.yaml decided."""

    report: Report
    facts: Facts
    taxonomy: Taxonomy
    stage: str = "P2"
    topic: str = ""
    objectives: frozenset[str] = frozenset()
    reviewed: frozenset[str] = frozenset()
    key_words: Mapping[str, Sequence[str]] = field(default_factory=dict)  #: objective → its key words
    pictures: list[PictureUse] = field(default_factory=list)  #: used in the lesson at hand

    @property
    def limits(self) -> Limits:
        return LIMITS[self.stage]

    def cite(self, fact_ids: Iterable[str], where: str, file: Path, line: int) -> None:
        """Refuse facts that must not be told here (see facts.refusal)."""
        for fact_id in fact_ids:
            if reason := refusal(fact_id, self.facts, self.reviewed, where):
                self.report.error(file, line, reason)

    def short(self, text: str, most: int, name: str, file: Path, line: int) -> None:
        """Refuse text longer than a pupil of this stage reads."""
        if len(text) > most:
            self.report.error(file, line, f"{name}有 {len(text)} 个字,本学段最多 {most} 个;请写短些或拆开")

    def aim(self, objective: str, file: Path, line: int) -> None:
        """Refuse an objective that the course does not have."""
        if self.objectives and objective not in self.objectives:
            self.report.error(file, line, f"学习目标“{objective}”不在 course.yaml 的 objectives 里;请照抄其中一条")
