"""Ready-made special-topic activities: courses/activities/*.yaml, what they may hold and what the course check says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from .facts import Facts, refusal
from .package import CoursePackage
from .problems import Problem, Report
from .schema import read_yaml_file, validate
from .schema_base import Code, FactIds, Part, Text, Uuid, Words
from .taxonomy import STAGES
from .yaml_lines import Marked, read_yaml_text

FOLDER = "activities"
#: kind of a step → kind of item it is done with
USES = {"lesson": "lesson", "film": "video", "quiz": "quiz", "training": "skill"}
SAYS = {"pledge": "lines", "survey": "questions", "act": "task"}  #: kind of a step → what it must say
Stage = Literal["K", "P1", "P2", "P3", "J", "S", "V"]


class PledgeLine(Part):
    """One sentence of a pledge and the facts it rests on."""

    text: Annotated[Text, Field(max_length=60)]
    facts: FactIds


class SurveyQuestion(Part):
    """A question to the class; nobody is marked by it."""

    ask: Annotated[Text, Field(max_length=60)]
    options: Annotated[list[Annotated[Text, Field(max_length=20)]], Field(min_length=2, max_length=4)]


class ReadyStep(Part):
    """A step; `uses` are uuids of lessons, films, quizzes or trainings, one for each stage."""

    kind: Literal["lesson", "film", "quiz", "training", "pledge", "survey", "act"]
    title: Words
    stages: list[Stage] = Field(default_factory=list)
    uses: list[Uuid] = Field(default_factory=list)
    lines: Annotated[list[PledgeLine], Field(max_length=8)] = Field(default_factory=list)
    questions: Annotated[list[SurveyQuestion], Field(max_length=5)] = Field(default_factory=list)
    task: Annotated[str, Field(max_length=120)] = ""


class ReadyActivity(Part):
    """An activity an officer can take as it is; it begins on the Monday of the week of a key day of
    school_year.yaml, or `before` days earlier, and is `days` long."""

    code: Code
    key_day: str
    days: Annotated[int, Field(ge=1, le=92)]
    before: Annotated[int, Field(ge=0, le=60)] = 0
    title: Words
    topics: Annotated[list[str], Field(min_length=1)]
    steps: Annotated[list[ReadyStep], Field(min_length=1, max_length=12)]


def check_activities(courses: Path, packages: Iterable[CoursePackage], facts: Facts) -> list[Problem]:
    """What is wrong with the files of courses/activities; nothing where there are none."""
    report, known = Report(), _items(packages)
    days = _key_days(courses / "school_year.yaml")
    for file in sorted((courses / FOLDER).glob("*.yaml")):
        document = read_yaml_file(file, report)
        made: ReadyActivity | None = validate(ReadyActivity, document, file, report)
        if made is None or document is None:
            continue
        if made.code != file.stem:
            report.error(file, document.line("code"), f"code 要和文件名一样:{file.stem}")
        if made.key_day not in days:
            report.error(file, document.line("key_day"), f"school_year.yaml 里没有安全日 {made.key_day}")
        for place, step in enumerate(made.steps):
            _check_step(place, step, known, facts, (file, document, report))
    return report.problems


Open = tuple[Path, Marked, Report]


def _check_step(place: int, step: ReadyStep, known: Mapping[str, tuple[str, str]], facts: Facts, at: Open) -> None:
    file, document, report = at
    line = document.line("steps", place)
    if step.kind in SAYS and not getattr(step, SAYS[step.kind]):
        report.error(file, line, f"{step.kind} 这一步缺少 {SAYS[step.kind]}")
    for each in step.lines:
        for fact in each.facts:
            if no := refusal(fact, facts, frozenset(), "pupil"):
                report.error(file, line, no)
    if step.kind in USES:
        _check_uses(place, step, known, at)
    elif step.uses:
        report.error(file, line, f"{step.kind} 这一步不用 uses")


def _check_uses(place: int, step: ReadyStep, known: Mapping[str, tuple[str, str]], at: Open) -> None:
    file, document, report = at
    served = set()
    for number, uuid in enumerate(step.uses):
        line = document.line("steps", place, "uses", number)
        kind, stage = known.get(str(uuid), ("", ""))
        if kind != USES[step.kind]:
            report.error(file, line, f"{uuid} 不是课程里的 {USES[step.kind]};请核对 uuid")
        elif step.stages and stage not in step.stages:
            report.error(file, line, f"{uuid} 是 {stage} 学段的,这一步不给这个学段")
        served.add(stage)
    missing = [stage for stage in step.stages or STAGES if stage not in served]
    if missing:
        report.error(
            file, document.line("steps", place), f"这一步没有 {'、'.join(missing)} 学段的内容;请补上,或写明 stages"
        )


def _items(packages: Iterable[CoursePackage]) -> dict[str, tuple[str, str]]:
    """uuid → (kind of item, stage)."""
    found = {}
    for package in packages:
        for lesson in package.lessons:
            parts = {"lesson": lesson, "quiz": lesson.quiz, "skill": lesson.skill, "video": lesson.video}
            for kind, part in parts.items():
                uuid = getattr(part, "uuid", None)
                if uuid is not None:
                    found[str(uuid)] = (kind, str(package.stage))
    return found


def _key_days(file: Path) -> set[str]:
    if not file.exists():
        return set()
    return {entry["code"] for entry in read_yaml_text(file.read_text(encoding="utf-8")).data.get("key_days", [])}


def ready_activities(courses: Path) -> list[ReadyActivity]:
    """The ready-made activities of an install, read once as long as no file changes; broken files are left out."""
    files = sorted((courses / FOLDER).glob("*.yaml"))
    return list(_read(tuple((file, file.stat().st_mtime_ns) for file in files)))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[ReadyActivity, ...]:
    report = Report()
    found: list[Any] = [validate(ReadyActivity, read_yaml_file(file, report), file, report) for file, _at in files]
    return tuple(one for one in found if one is not None)
