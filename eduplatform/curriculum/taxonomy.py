"""Topics, stages and learning objectives, as courses/taxonomy.yaml lists them."""

from dataclasses import dataclass
from pathlib import Path

from .typeset import typeset
from .yaml_lines import read_yaml_text

STAGES = ("K", "P1", "P2", "P3", "J", "S", "V")


@dataclass(frozen=True)
class Taxonomy:
    """`objectives[topic][stage]` is the list of objectives of that cell."""

    objectives: dict[str, dict[str, list[str]]]
    topics: dict[str, dict[str, str]]  #: code → {zh, en}
    stages: dict[str, dict[str, str]]  #: code → {zh, en}

    def own(self, topic: str, stage: str) -> list[str]:
        """Objectives of the cell itself."""
        return self.objectives.get(topic, {}).get(stage, [])

    def known(self, topic: str, stage: str) -> set[str]:
        """Objectives of the cell and of earlier stages, which a lesson may take up again."""
        earlier = STAGES[: STAGES.index(stage) + 1] if stage in STAGES else ()
        return {line for each in earlier for line in self.own(topic, each)}


def load_taxonomy(path: Path) -> Taxonomy:
    """Read taxonomy.yaml."""
    data = read_yaml_text(path.read_text(encoding="utf-8")).data
    names = {row["code"]: {"zh": row["zh"], "en": row["en"]} for row in data["topics"]}
    stages = {code: {"zh": row["zh"], "en": row["en"]} for code, row in data["stages"].items()}
    objectives = {
        row["code"]: {stage: [typeset(line) for line in lines] for stage, lines in row["objectives"].items()}
        for row in data["topics"]
    }
    return Taxonomy(objectives, names, stages)
