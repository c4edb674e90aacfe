"""The rules that come with the product, courses/rules/*.yaml: read once and kept, and checked like the courses.

What the documents of five places state is shipped. What holds everywhere is in force at every unit as if it stood above the root; what
one place asks of its own schools is only offered, and holds where a unit adopts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..curriculum.problems import Problem
from ..curriculum.taxonomy import STAGES
from ..curriculum.yaml_lines import BrokenYaml, read_yaml_text
from . import key_days
from .dated_rules import ALWAYS, BY_TOPIC, HOURS, MEASURES, DatedRule

PRODUCT = Path(__file__).parents[2] / "courses" / "rules"
HOLDS = ("everywhere", "where adopted")
NEEDED = ("code", "measure", "period", "least", "holds", "sources")
KNOWN = (*NEEDED, "topic", "stages", "grades", "from", "to")


@dataclass(frozen=True)
class Source:
    """Where a rule is from: id in the catalogue, words of the document, its title by language."""

    id: str
    quote: str
    title: dict[str, str]


@dataclass(frozen=True)
class ShippedRule:
    """A rule as shipped; `holds` everywhere, or only where a unit adopts it."""

    rule: DatedRule
    sources: tuple[Source, ...]
    holds: bool


def shipped_rules(folder: Path | None = None) -> tuple[ShippedRule, ...]:
    """The rules of an install in the order of its files; `folder` holds them, else that of the courses in use. Courses of one's own
    without rules take nothing away: then those of the product hold."""
    home = folder or key_days.year_file().parent / "rules"
    files = sorted(home.glob("*.yaml")) or sorted(PRODUCT.glob("*.yaml"))
    return _read(tuple((file, file.stat().st_mtime_ns) for file in files))


def shipped_everywhere() -> tuple[DatedRule, ...]:
    """The shipped rules that hold at every unit."""
    return tuple(one.rule for one in shipped_rules() if one.holds)


def sources_by_id() -> dict[str, Source]:
    """What the shipped files say about an id."""
    return {source.id: source for one in shipped_rules() for source in one.sources}


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[ShippedRule, ...]:
    return tuple(rule for file, _changed in files for rule in _rules_of(file))


def _rules_of(file: Path) -> Iterator[ShippedRule]:
    data = read_yaml_text(file.read_text(encoding="utf-8")).data
    documents = {one["key"]: {"zh": one["zh"], "en": one["en"]} for one in data["documents"]}
    for said in data["rules"]:
        sources = tuple(Source(one["id"], one["quote"], documents[_document(one["id"])]) for one in said["sources"])
        yield ShippedRule(_rule(said, sources), sources, said["holds"] == HOLDS[0])


def _rule(said: dict[str, Any], sources: tuple[Source, ...]) -> DatedRule:
    grades = said.get("grades")
    return DatedRule(
        said["measure"],
        said["period"],
        round(said["least"] * 100),
        stages=frozenset(said.get("stages", ())),
        grades=(grades[0], grades[1]) if grades else None,
        topic=said.get("topic", ""),
        from_on=said.get("from", ALWAYS),
        to_on=said.get("to"),
        sources=tuple(one.id for one in sources),
        document="; ".join(dict.fromkeys(one.title["zh"] for one in sources)),
        code=said["code"],
    )


def _document(source: str) -> str:
    return source.partition("-")[0]


def check_rules(folder: Path, topics: frozenset[str]) -> list[Problem]:
    """Everything that is wrong with the files of a folder: file, line, and what to write instead. `topics`: codes of the taxonomy."""
    found: list[Problem] = []
    codes: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        found += [Problem(str(file), line, reason) for line, reason in _wrong_in(file, codes, topics)]
    return found


def _wrong_in(file: Path, codes: dict[str, str], topics: frozenset[str]) -> Iterator[tuple[int, str]]:
    try:
        marked = read_yaml_text(file.read_text(encoding="utf-8"))
    except BrokenYaml as broken:
        yield broken.line, broken.reason
        return
    except UnicodeDecodeError:
        yield 1, "不是 UTF-8 文本"
        return
    data = marked.data
    if not isinstance(data, dict) or not _listed(data, "documents") or not _listed(data, "rules"):
        yield 1, "要有 `documents` 和 `rules` 两个列表"
        return
    documents = {one.get("key") for one in data["documents"] if one.get("zh") and one.get("en")}
    for at, said in enumerate(data["rules"]):
        line = marked.line("rules", at)
        yield from ((line, reason) for reason in _wrong(said, documents, topics))
        code = str(said.get("code"))
        if code in codes:
            yield line, f"`code: {code}` 与 {codes[code]} 里的重复"
        codes[code] = file.name


def _listed(data: dict[str, Any], name: str) -> bool:
    return isinstance(data.get(name), list) and all(isinstance(one, dict) for one in data[name])


def _wrong(said: dict[str, Any], documents: set[Any], topics: frozenset[str]) -> Iterator[str]:
    missing = [name for name in NEEDED if said.get(name) in (None, "", [])]
    if missing:
        yield f"缺少 {'、'.join(f'`{name}`' for name in missing)}"
        return
    unknown = sorted(set(said) - set(KNOWN))
    if unknown:
        yield f"不认识 {'、'.join(f'`{name}`' for name in unknown)}"
    yield from _wrong_measure(said, topics)
    yield from _wrong_people(said)
    yield from _wrong_days(said)
    if said["holds"] not in HOLDS:
        yield f"`holds` 要写成 {' 或 '.join(f'`{one}`' for one in HOLDS)}"
    if not _listed(said, "sources") or not all(one.get("id") and one.get("quote") for one in said["sources"]):
        yield "`sources` 每一条要有编号 `id` 和原文短语 `quote`"
    elif any(_document(str(one["id"])) not in documents for one in said["sources"]):
        yield "`sources` 里有编号找不到文件:编号横线前的部分要在 `documents` 里"


def _wrong_measure(said: dict[str, Any], topics: frozenset[str]) -> Iterator[str]:
    measure = MEASURES.get(said["measure"]) if isinstance(said["measure"], str) else None
    if measure is None:
        yield f"`measure` 要是 {'、'.join(MEASURES)} 之一"
        return
    if said["period"] not in measure.periods:
        yield f"`period` 要是 {'、'.join(measure.periods)} 之一"
    least = said["least"]
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 < least * 100 <= measure.most:
        yield f"`least` 要是大于 0、不超过 {measure.most // 100} 的数"
    topic = said.get("topic", "")
    if topic and topic not in topics:
        yield f"没有专题 `{topic}`,见 taxonomy.yaml"
    if bool(topic) > (said["measure"] in BY_TOPIC) or (said["measure"] == "topic_hours" and not topic):
        yield "`topic` 只用于专题课时(必写)、活动和教职工培训"


def _wrong_people(said: dict[str, Any]) -> Iterator[str]:
    stages, grades = said.get("stages", []), said.get("grades")
    if not isinstance(stages, list) or not set(map(str, stages)) <= set(STAGES):
        yield f"`stages` 要是学段的列表:{'、'.join(STAGES)}"
        return
    if grades is None:
        return
    if said["measure"] == HOURS:
        yield "`class_hours` 按学段定,不写 `grades`"
    if (
        not isinstance(grades, list)
        or len(grades) != 2
        or not all(type(one) is int for one in grades)
        or grades[0] > grades[1]
    ):
        yield "`grades` 写成 [最低年级, 最高年级]"
    elif not DatedRule("drills", "year", 1, stages=frozenset(stages), grades=(grades[0], grades[1])).people:
        yield "`stages` 和 `grades` 没有共同的年级"


def _wrong_days(said: dict[str, Any]) -> Iterator[str]:
    first, last = said.get("from", ALWAYS), said.get("to")
    if not isinstance(first, date) or not isinstance(last, date | None):
        yield "`from`、`to` 写成 2026-09-01"
    elif last and last < first:
        yield "`to` 不能早于 `from`"
