"""Reads pinyin.yaml of a course and of all courses, and gives every part of a checked package its readings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import pinyin
from .package import CoursePackage, Lesson
from .problems import Report
from .question import Question
from .schema import read_yaml_file, validate
from .schema_base import Part

FILE = "pinyin.yaml"
_SAID = frozenset(  #: fields that pupils read
    {"text", "label", "stem", "why", "why_true", "why_false", "intro", "speaker", "name", "ask", "again"}
)


class _Common(Part):
    """pinyin.yaml of all courses, see pinyin.Rules; an empty group is none."""

    phrases: dict[str, str] | None = None
    surnames: dict[str, str] | None = None
    characters: dict[str, str] | None = None
    titles: list[str] | None = None


def common_rules(courses: Path, report: Report) -> pinyin.Rules:
    """The readings for all courses; none where the file is missing or cannot be used."""
    file = courses / FILE
    document = read_yaml_file(file, report) if file.is_file() else None
    if document is None or document.root is None:
        return pinyin.Rules()
    said: _Common | None = validate(_Common, document, file, report)
    if said is None:
        return pinyin.Rules()
    groups = {"phrases": said.phrases or {}, "surnames": said.surnames or {}, "characters": said.characters or {}}
    for name, group in groups.items():
        for phrase, reading in group.items():
            if wrong := pinyin.fault(phrase, reading):
                report.error(file, document.line(name, phrase), wrong)
    return pinyin.Rules(titles=tuple(said.titles or ()), **groups)


def own_rules(folder: Path, report: Report) -> pinyin.Rules:
    """The readings of one course: phrase → reading. Faults go to the report and are left out."""
    file = folder / FILE
    document = read_yaml_file(file, report) if file.is_file() else None
    if document is None:
        return pinyin.Rules()
    if not isinstance(document.data, dict):
        report.error(file, 1, "每行写一条 `词语: 读音`,例如 `长竹竿: cháng zhú gān`")
        return pinyin.Rules()
    sound = {}
    for phrase, reading in document.data.items():
        if wrong := pinyin.fault(str(phrase), str(reading)):
            report.error(file, document.line(phrase), wrong)
        else:
            sound[str(phrase)] = str(reading)
    return pinyin.Rules(sound)


def check_used(rules: pinyin.Rules, package: CoursePackage, folder: Path, report: Report) -> None:
    """Refuse a reading of a phrase that pupils of this course nowhere read."""
    file = folder / FILE
    document = read_yaml_file(file, report) if rules.phrases else None
    texts = [pinyin.MARKUP.sub("", text) for lesson in package.lessons for text in _texts_of_all(lesson)]
    for phrase in rules.phrases:
        if document and not any(phrase in text for text in texts):
            report.error(file, document.line(phrase), f"课里没有一处写着“{phrase}”;请改对或删去这一行")


def with_readings(package: CoursePackage, *rules: pinyin.Rules) -> CoursePackage:
    """The package with the readings of what pupils see, each part with its own."""
    lessons = [_lesson(lesson, rules) for lesson in package.lessons]
    return package.model_copy(update={"lessons": lessons})


def _lesson(lesson: Lesson, rules: tuple[pinyin.Rules, ...]) -> Lesson:
    update: dict[str, Any] = {"pinyin": pinyin.table(_texts_of_slides(lesson), *rules)}
    if lesson.quiz:
        questions = [_question(question, rules) for question in lesson.quiz.questions]
        update["quiz"] = lesson.quiz.model_copy(update={"questions": questions})
    if lesson.skill:
        update["skill"] = lesson.skill.model_copy(update={"pinyin": pinyin.table(_texts(lesson.skill), *rules)})
    return lesson.model_copy(update=update)


def _question(question: Question, rules: tuple[pinyin.Rules, ...]) -> Question:
    return question.model_copy(update={"pinyin": pinyin.table(_texts(question), *rules)})


def _texts_of_all(lesson: Lesson) -> Iterator[str]:
    yield from _texts_of_slides(lesson)
    if lesson.skill:
        yield from _texts(lesson.skill)
    for question in lesson.quiz.questions if lesson.quiz else ():
        yield from _texts(question)


def _texts_of_slides(lesson: Lesson) -> Iterator[str]:
    yield lesson.title.zh
    for slide in lesson.slides:
        yield slide.title
        yield from (line.text for line in [*slide.body, *slide.text])
    if lesson.checklist:
        yield from _texts(lesson.checklist)


def _texts(part: Any) -> Iterator[str]:
    """Every sentence pupils read in a question or training, at any depth."""
    yield from _found(part.model_dump(exclude={"pinyin"}))
    if hasattr(part, "title"):
        yield part.title.zh


def _found(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _found(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in _SAID and isinstance(each, str):
                yield each
            else:
                yield from _found(each)
