"""The contract of an objective: taught on named slides, asked twice, decided once, in its own key words."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from .check_context import CheckContext
from .limits import ASKED, DECIDED
from .package import Aim, CourseHead, Lesson
from .skill import Scenario
from .slides import Slide
from .yaml_lines import Marked

_CLAUSE = re.compile(r"[,:;\uff0c\uff1a\uff1b\u3001\u3002()\uff08\uff09/\u548c]")  # 和 joins two things to be learnt


def check_aims(head: CourseHead, lessons: list[Lesson], document: Marked, file: Path, place: CheckContext) -> None:
    """Refuse an objective that is claimed and not taught, not asked or not practised. K has no quiz and needs no training."""
    aims = {aim.objective: (index, aim) for index, aim in enumerate(head.aims)}
    for at, objective in enumerate(head.objectives):
        if objective not in aims:
            place.report.error(
                file,
                document.line("objectives", at),
                f"“{objective}”没有写在 aims 里;请写清哪几页教它(slides)、关键词是什么(words)",
            )
            continue
        index, aim = aims[objective]
        _Contract(
            aim,
            lessons,
            place,
            lambda reason, *path, i=index: place.report.error(file, document.line("aims", i, *path), reason),
        ).check()
    for objective in aims.keys() - set(head.objectives):
        place.report.error(
            file, document.line("aims", aims[objective][0]), f"aims 里的“{objective}”不在 objectives 里;请照抄或删去"
        )


def clauses(objective: str) -> list[str]:
    """The single things an objective promises: 戴头盔、不并行 are two."""
    return [part for part in (each.strip('\u201c\u201d" ') for each in _CLAUSE.split(objective)) if len(part) > 1]


def told(slide: Slide) -> str:
    """Everything pupils see of a slide."""
    return "\n".join([slide.title, *(line.text for line in slide.body + slide.text)]).replace("**", "")


def decisions(lessons: list[Lesson]) -> Iterator[str]:
    """The objective of every decision of the trainings."""
    for lesson in lessons:
        if isinstance(lesson.skill, Scenario):
            yield from (node.objective or lesson.skill.objective for node in lesson.skill.nodes if not node.ending)
        elif lesson.skill:
            yield lesson.skill.objective


class _Contract:
    """One objective under check; `error(reason, *path)` reports at its place in course.yaml."""

    def __init__(self, aim: Aim, lessons: list[Lesson], place: CheckContext, error: Callable[..., None]) -> None:
        self.aim, self.lessons, self.stage, self.error = aim, lessons, place.stage, error

    def check(self) -> None:
        self.words()
        self.taught()
        if self.stage != "K":
            self.asked()
            self.decided()

    def words(self) -> None:
        for at, word in enumerate(self.aim.words):
            if word not in self.aim.objective:
                self.error(f"关键词“{word}”不在目标原文里;请从目标里照抄", "words", at)
        for clause in clauses(self.aim.objective):
            if not any(word in clause for word in self.aim.words):
                self.error(f"目标里的“{clause}”没有关键词;请从这几个字里选一个写进 words", "words")

    def taught(self) -> None:
        slides = {slide.title: slide for lesson in self.lessons for slide in lesson.slides}
        for at, title in enumerate(self.aim.slides):
            if title not in slides:
                self.error(f"没有标题是“{title}”的幻灯片;请照抄标题", "slides", at)
        shown = "\n".join(told(slides[title]) for title in self.aim.slides if title in slides)
        for word in self.aim.words:
            if word not in shown:
                self.error(
                    f"关键词“{word}”在教它的几页上一次也没出现;请在投影或阅读文字里讲到,或不要列这个目标", "slides"
                )

    def asked(self) -> None:
        questions = [each for lesson in self.lessons if lesson.quiz for each in lesson.quiz.questions]
        stems = [each.stem for each in questions if each.objective == self.aim.objective]
        if len(stems) < ASKED:
            self.error(f"“{self.aim.objective}”只有 {len(stems)} 题在考;至少 {ASKED} 题,请在 quiz.yaml 补上")
        for word in self.aim.words:
            if not any(word in stem for stem in stems):
                self.error(f"关键词“{word}”没有出现在这个目标的任何题干里;请出一题问到它", "words")

    def decided(self) -> None:
        found = sum(objective == self.aim.objective for objective in decisions(self.lessons))
        if found < DECIDED:
            self.error(f"“{self.aim.objective}”在训练里没有一个选择点;请在 skill.yaml 的场景上写 objective")
