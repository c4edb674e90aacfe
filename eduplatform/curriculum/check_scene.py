"""Checks one scene of a scenario: what all kinds share, and the scene of plain choices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from .check_context import CheckContext
from .check_reasons import check_whys
from .skill import Node
from .yaml_lines import Marked


class Reasoned(Protocol):
    """What is said at a step, and why."""

    @property
    def why(self) -> str: ...
    @property
    def facts(self) -> list[str]: ...


class Choosable(Reasoned, Protocol):
    """A choice, or a line of a talk."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


class SceneUnderCheck:
    """A scene at its place in the file."""

    def __init__(self, here: tuple, document: Marked, file: Path, place: CheckContext) -> None:
        self.here, self.document, self.file, self.place = here, document, file, place

    def line(self, *path: object) -> int:
        return self.document.line(*self.here, *path)

    def error(self, reason: str, *path: object) -> None:
        self.place.report.error(self.file, self.line(*path), reason)

    def choices(self, parts: Sequence[Choosable], *path: object) -> None:
        """Words, facts and reasons of what can be chosen side by side."""
        whys = [(part.why, self.line(*path, number, "why")) for number, part in enumerate(parts)]
        check_whys(whys, {fact for part in parts for fact in part.facts}, self.file, self.place)
        for number, part in enumerate(parts):
            self.place.cite(part.facts, "quiz", self.file, self.line(*path, number, "facts"))
            self.short(part.text, self.place.limits.option + 10, "选择", *path, number, "text")
            self.short(part.why, self.place.limits.why, "反馈", *path, number, "why")

    def reason(self, part: Reasoned, *path: object) -> None:
        """Facts and length of one reason, which must not repeat a fact it cites."""
        check_whys([(part.why, self.line(*path, "why"))], part.facts, self.file, self.place)
        self.place.cite(part.facts, "quiz", self.file, self.line(*path, "facts"))
        self.short(part.why, self.place.limits.why, "反馈", *path, "why")

    def short(self, text: str, most: int, name: str, *path: object) -> None:
        self.place.short(text, most, name, self.file, self.line(*path))

    def once(self, ids: Sequence[str], name: str, paths: Sequence[tuple]) -> None:
        """Refuse an id used twice; `paths` say where each stands."""
        for id_, path in zip(ids, paths, strict=True):
            if ids.count(id_) > 1:
                self.error(f"{name} id {id_} 用了不止一次;请改成不同的", *path)


def check_choices(node: Node, at: SceneUnderCheck) -> None:
    """A scene has choices or is an ending."""
    if bool(node.ending) == bool(node.choices):
        at.error("一个场景要么有 choices(两个以上选择),要么有 outcome(结局),不能都有或都没有")
    if len(node.choices) == 1:
        at.error("只有一个选择就不用选了;请写两个以上", "choices")
    if node.ending and not node.facts:
        at.error("结局要总结学到了什么,请写 facts")
    at.place.cite(node.facts, "quiz", at.file, at.line("facts"))
    at.choices(node.choices, "choices")
    at.once(node.names(), "选择", [("choices", number, "id") for number in range(len(node.choices))])
