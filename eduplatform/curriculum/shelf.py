"""The shelf as a whole: what each topic, stage and week has, what waits, a sample to read, and the skeleton of a new course."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from .answer_key import answer_key
from .check_aims import decisions
from .facts import Fact, Facts, refusal
from .grading import grade
from .limits import LIMITS
from .package import CoursePackage
from .question import Ordering, Question
from .short_runs import CORE_MINUTES
from .taxonomy import STAGES, Taxonomy
from .yaml_lines import read_yaml_text


@dataclass(frozen=True)
class Aimed:
    """How often one objective is met in a course: slides that teach it, questions, decisions of a training."""

    slug: str
    objective: str
    slides: int
    questions: int
    decisions: int

    @property
    def whole(self) -> bool:
        return bool(self.slides and (self.slug.split("/")[1].startswith("k-") or self.questions and self.decisions))


def aimed(packages: Iterable[CoursePackage]) -> Iterator[Aimed]:
    """Every objective of every course, in order."""
    for package in packages:
        asked = [question.objective for lesson in package.lessons if lesson.quiz for question in lesson.quiz.questions]
        practised = list(decisions(package.lessons))
        slides = {aim.objective: len(aim.slides) for aim in package.aims}
        for each in package.objectives:
            yield Aimed(package.slug, each, slides.get(each, 0), asked.count(each), practised.count(each))


def cells(packages: Iterable[CoursePackage]) -> dict[tuple[str, str], int]:
    """(topic, stage) → courses."""
    found: dict[tuple[str, str], int] = {}
    for package in packages:
        found[package.topic, package.stage] = found.get((package.topic, package.stage), 0) + 1
    return found


def load_weeks(path: Path) -> list[dict[str, Any]]:
    """The weeks of school_year.yaml."""
    return read_yaml_text(path.read_text(encoding="utf-8")).data["weeks"]


def holes(weeks: Iterable[Mapping[str, Any]], have: Mapping[tuple[str, str], int]) -> dict[str, list[int]]:
    """Stage → weeks none of whose topics has a course of that stage."""
    found: dict[str, list[int]] = {stage: [] for stage in STAGES}
    for week in weeks:
        for stage in STAGES:
            topics = (week.get("by_stage") or {}).get(stage, week["topics"])
            if not any((topic, stage) in have for topic in topics):
                found[stage].append(week["w"])
    return found


def waiting(facts: Facts) -> dict[str, list[str]]:
    """Topic → facts that wait for a licensed reader."""
    found: dict[str, list[str]] = {}
    for fact in facts.values():
        if fact.licensed and fact.conf != "D":
            found.setdefault(fact.topic, []).append(fact.id)
    return found


Drawn = tuple[str, int, Question]


def lesson_folders(packages: Iterable[CoursePackage]) -> dict[UUID, str]:
    """Question → the folder of its lesson below courses/."""
    return {
        question.uuid: f"{package.slug}/lessons/{lesson.slug}"
        for package in packages
        for lesson in package.lessons
        if lesson.quiz
        for question in lesson.quiz.questions
    }


def drawn(packages: Iterable[CoursePackage], seed: str, size: int) -> list[Drawn]:
    """`size` questions of the whole shelf, the same for the same seed: (course, number in its quiz, question)."""
    every = [
        (package.slug, number, question)
        for package in packages
        for lesson in package.lessons
        if lesson.quiz
        for number, question in enumerate(lesson.quiz.questions, 1)
    ]
    return Random(f"sample:{seed}").sample(every, min(size, len(every)))


def choices(question: Question) -> Iterator[str]:
    """One line a choice: √ or ×, its words, its reason, what a pupil thinks who takes it."""
    key, placed = answer_key(question), grade(question, None).placed
    for at, note in enumerate(key, 1):
        if note.under and not key[at - 2].under:
            yield note.under
        before = f"{at} " if isinstance(question, Ordering) else "" if placed else "√ " if note.right else "× "
        yield f"{before}{note.text}：{note.why}" + (f" ｜{note.belief}" if not placed else "")


def fitting(topic: str, facts: Facts) -> list[Fact]:
    """Facts of a topic pupils may be told and asked, the ones that say why last."""
    return sorted(
        (f for f in facts.values() if f.topic == topic and not refusal(f.id, facts, frozenset(), "quiz")),
        key=lambda fact: (fact.explains, fact.id),
    )


def skeleton(topic: str, stage: str, facts: Facts, taxonomy: Taxonomy) -> dict[str, str]:
    """Files of a new course (path → text). They parse; the check refuses them until every （…） is filled in."""
    own = taxonomy.own(topic, stage)
    names = taxonomy.topics[topic]
    said = "\n".join(
        f"# {'为什么 ' if fact.explains else ''}{fact.id} {fact.conf} {fact.text}" for fact in fitting(topic, facts)
    )
    files = {"course.yaml": _head(topic, stage, own, names, said), "lessons/01-lesson/lesson.md": _lesson(stage, own)}
    if stage != "K":
        files |= {
            "lessons/01-lesson/quiz.yaml": _quiz(own, facts, topic),
            "lessons/01-lesson/skill.yaml": _skill(own, facts, topic),
        }
    return files


def _head(topic: str, stage: str, own: list[str], names: Mapping[str, str], said: str) -> str:
    aims = "".join(f'- objective: "{each}"\n  words: [（关键词）]\n  slides: [（教它的幻灯片标题）]\n' for each in own)
    goals = "".join(f'- "{each}"\n' for each in own)
    return (
        f"uuid: {uuid4()}\ntopic: {topic}\nstage: {stage}\ntitle:\n  zh: （标题）\n  en: （{names['en']}）\n"
        f"summary:\n  zh: （一句话）\n  en: （one sentence）\nobjectives:\n{goals}aims:\n{aims}"
        f"authors: [安学课程组]\nlicence: CC BY 4.0\nreviews: []\n\n# 可以用的事实（写完删去）\n{said}\n"
    )


def _lesson(stage: str, own: list[str]) -> str:
    minutes = LIMITS[stage].minutes[0]
    kinds = ["cover", *["teach"] * (5 if len(own) < 3 else 6), "do", "recap"]
    each = minutes // len(kinds)
    most = CORE_MINUTES[1]  # a start: the first slides that teach and the recap, together at most so many minutes
    core = {*range(2, most // each + 1), len(kinds)} if minutes > most else set()
    slides = "".join(
        f"## {kind}{' core' if at in core else ''}: （第 {at} 页）\n\n- （投影文字）\n\n::: text\n（阅读文字）\n:::\n\n"
        f"::: notes {each + (minutes - each * len(kinds) if at == 1 else 0)}\n> （怎么讲）\n:::\n\n"
        for at, kind in enumerate(kinds, 1)
    )
    return (
        f"---\nuuid: {uuid4()}\ntitle:\n  zh: （标题）\n  en: （title）\nminutes: {minutes}\n"
        f"summary:\n  zh: （一句话）\n  en: （one sentence）\n---\n\n{slides}"
    )


def _quiz(own: list[str], facts: Facts, topic: str) -> str:
    fact = next(iter(fitting(topic, facts))).id
    questions = "".join(
        f'- uuid: {uuid4()}\n  kind: single\n  facts: [{fact}]\n  objective: "{objective}"\n  level: apply\n  form: {form}\n'
        f"  stem: （题干 {at}{form}）\n  options:\n"
        + "".join(
            f"  - id: {id_}\n    text: （选项 {id_}）\n    why: （理由）\n"
            + ("    right: true\n" if id_ == "b" else "")
            for id_ in "abc"
        )
        for at, objective in enumerate(own, 1)
        for form in "AB"
    )
    return f"uuid: {uuid4()}\ndraw: 8\ntime_limit: 10\nattempts: 3\npass_mark: 60\nexcellent_mark: 85\nquestions:\n{questions}"


def _skill(own: list[str], facts: Facts, topic: str) -> str:
    fact = next(iter(fitting(topic, facts))).id
    scenes = "".join(
        f'- id: scene-{at}\n  objective: "{objective}"\n  text: （场景 {at}）\n  choices:\n'
        + "".join(
            f"  - id: {id_}\n    text: （选择）\n    next: {f'scene-{at + 1}' if at < len(own) else end}\n    points: {points}\n"
            f"    why: （理由）\n    facts: [{fact}]\n"
            for id_, points, end in (("a", 2, "good"), ("b", 0, "mixed"))
        )
        for at, objective in enumerate(own, 1)
    )
    ends = "".join(f"- id: {end}\n  outcome: {end}\n  text: （结局）\n  facts: [{fact}]\n" for end in ("good", "mixed"))
    return (
        f"uuid: {uuid4()}\nkind: scenario\ntitle:\n  zh: （训练）\n  en: （training）\nintro: （开头）\n"
        f'objective: "{own[0]}"\nminutes: 6\npass_mark: 60\nnodes:\n{scenes}{ends}'
    )
