"""The safety facts every line and question rests on, and who may be told which."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .typeset import typeset
from .yaml_lines import read_yaml_text


@dataclass(frozen=True)
class Fact:
    """One fact: `conf` A–D, `audience` c child / a adult / all, `quiz` ok / adult / review / never."""

    id: str
    topic: str
    text: str
    conf: str
    source: str
    audience: str
    quiz: str
    note: str = ""

    @property
    def licensed(self) -> bool:
        """Must a licensed reader have seen it before pupils do: grade C, sexual abuse, and words about wanting to die?"""
        return self.conf == "C" or self.topic == "ABUSE" or self.id in _CRISIS

    @property
    def explains(self) -> bool:
        """Does it say why, not only what to do? (The fact base marks such rows in their note.)"""
        return "解释" in self.note


_CRISIS = {"MENTAL-25", "MENTAL-26", "MENTAL-27", "MENTAL-28"}
Facts = Mapping[str, Fact]


def load_facts(path: Path) -> dict[str, Fact]:
    """Read facts.yaml into {id: Fact}."""
    rows = read_yaml_text(path.read_text(encoding="utf-8")).data["facts"]
    return {
        row["id"]: Fact(
            row["id"],
            row["topic"],
            typeset(row["t"]),
            row["conf"],
            row["src"],
            row["aud"],
            row["quiz"],
            typeset(row.get("note", "")),
        )
        for row in rows
    }


def facts_at(path: Path) -> Mapping[str, Fact]:
    """The facts of an install, read once a process and state of the file; none where there is no file."""
    return _kept(path, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=1)
def _kept(path: Path, _changed: int) -> Mapping[str, Fact]:
    return load_facts(path)


def refusal(fact_id: str, facts: Facts, reviewed: Set[str], place: str) -> str:
    """Why this fact must not be cited at this place ("" when it may).

    `place`: "pupil" (slide, text, video), "notes" (teacher notes) or "quiz" (questions and skill training).
    """
    fact = facts.get(fact_id)
    if fact is None:
        return f"安全事实库里没有 {fact_id};请核对编号,或先把事实补进 facts.yaml"
    if fact.conf == "D":
        return f"{fact_id} 是有争议的 D 级条目,不能讲也不能考;请改用 A、B 级事实"
    if fact.conf == "C" and fact_id not in reviewed:
        return f"{fact_id} 是 C 级事实,须有专业人员复核并在 course.yaml 的 reviews 里登记后才能用;没有复核就删去这一句"
    if fact.licensed and fact_id not in reviewed:
        return (
            f"{fact_id} 须由持证人员(心理、儿童保护)审读并在 course.yaml 的 reviews 里登记后才能用;没有审读就删去这一句"
        )
    if fact.audience == "a" and place != "notes":
        return f"{fact_id} 只讲给成年人,只能写在教师备注(notes)里"
    if place == "quiz" and fact.quiz != "ok" and fact_id not in reviewed:
        return f"{fact_id} 不能用来出题(quiz: {fact.quiz})"
    return ""
