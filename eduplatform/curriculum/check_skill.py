"""Checks skill.yaml: the scenario has no dead links, no circles, and a way to full marks that ends well."""

from functools import cache
from pathlib import Path

from .check_context import CheckContext, PictureUse
from .check_quiz import Asked, check_steps
from .check_reasons import check_whys
from .schema import read_yaml_file, validate
from .skill import Choice, Node, Scenario, Skill
from .skill_play import full_points
from .yaml_lines import Marked


def check_skill(file: Path, place: CheckContext) -> Skill | None:
    """The training, or None when it cannot be used."""
    document = read_yaml_file(file, place.report)
    skill: Skill | None = validate(Skill, document, file, place.report)
    if skill is None or document is None:
        return None
    place.report.met(skill.uuid, file, document.line("uuid"))
    place.aim(skill.objective, file, document.line("objective"))
    if isinstance(skill, Scenario):
        _Story(skill, document, file, place).check()
    else:
        place.cite(skill.facts, "quiz", file, document.line("facts"))
        check_steps(skill.steps, Asked(skill, document, (), file, place), "steps")
    return skill


class _Story:
    """A scenario under check."""

    def __init__(self, skill: Scenario, document: Marked, file: Path, place: CheckContext) -> None:
        self.skill, self.document, self.file, self.place = skill, document, file, place
        self.index = {node.id: at for at, node in enumerate(skill.nodes)}

    def error(self, reason: str, *path: object) -> None:
        self.place.report.error(self.file, self.document.line(*path), reason)

    def check(self) -> None:
        for at, node in enumerate(self.skill.nodes):
            self._node(at, node)
        whole = len(self.index) == len(self.skill.nodes) and all(
            choice.next in self.index for node in self.skill.nodes for choice in node.choices
        )
        if whole:
            self._paths()

    def _node(self, at: int, node: Node) -> None:
        place, here = self.place, ("nodes", at)
        if self.index[node.id] != at:
            self.error(f"场景 id {node.id} 用了不止一次;请改成不同的", *here, "id")
        if node.is_end == bool(node.choices):
            self.error("一个场景要么有 choices(两个以上选择),要么有 outcome(结局),不能都有或都没有", *here)
        if len(node.choices) == 1:
            self.error("只有一个选择就不用选了;请写两个以上", *here, "choices")
        if node.is_end and not node.facts:
            self.error("结局要总结学到了什么,请写 facts", *here)
        place.cite(node.facts, "quiz", self.file, self.document.line(*here, "facts"))
        place.short(node.text, place.limits.text, "场景", self.file, self.document.line(*here, "text"))
        if node.picture:
            at_picture = self.document.line(*here, "picture")
            place.pictures.append(PictureUse(node.picture.src, self.file, at_picture, node.picture.alt))
        if node.objective:
            place.aim(node.objective, self.file, self.document.line(*here, "objective"))
        whys = [
            (choice.why, self.document.line(*here, "choices", number, "why"))
            for number, choice in enumerate(node.choices)
        ]
        check_whys(whys, {fact for choice in node.choices for fact in choice.facts}, self.file, place)
        for number, choice in enumerate(node.choices):
            self._choice((*here, "choices", number), choice, [other.id for other in node.choices])

    def _choice(self, here: tuple, choice: Choice, ids: list[str]) -> None:
        place, limits = self.place, self.place.limits
        if choice.next not in self.index:
            self.error(f"next 指向不存在的场景 {choice.next};请核对 id", *here, "next")
        if ids.count(choice.id) > 1:
            self.error(f"选择 id {choice.id} 用了不止一次;请改成不同的", *here, "id")
        place.cite(choice.facts, "quiz", self.file, self.document.line(*here, "facts"))
        place.short(choice.text, limits.option + 10, "选择", self.file, self.document.line(*here, "text"))
        place.short(choice.why, limits.why, "反馈", self.file, self.document.line(*here, "why"))

    def _paths(self) -> None:
        nodes = {node.id: node for node in self.skill.nodes}
        order = self._walk(nodes)
        for node in self.skill.nodes:
            if node.id not in order:
                self.error(f"场景 {node.id} 走不到;请从某个选择的 next 指向它,或删去", "nodes", self.index[node.id])
        if order and not self._best_ends_well(nodes):
            self.error("没有一条路能既拿满分又走到 outcome: good;请让每个场景得分最高的选择通向好结局", "nodes", 0)

    def _walk(self, nodes: dict) -> set[str]:
        """Every scene reached from the first; empty (and reported) when a way leads in a circle."""
        open_, done = set(), set()

        def visit(node_id: str) -> bool:
            open_.add(node_id)
            for number, choice in enumerate(nodes[node_id].choices):
                if choice.next in open_:
                    here = ("nodes", self.index[node_id], "choices", number, "next")
                    self.error(f"走到 {choice.next} 会绕圈,永远到不了结局还能重复得分;请改到后面的场景", *here)
                    return False
                if choice.next not in done and not visit(choice.next):
                    return False
            open_.discard(node_id)
            done.add(node_id)
            return True

        return done if visit(self.skill.nodes[0].id) else set()

    def _best_ends_well(self, nodes: dict) -> bool:
        """Do the paths with a good end earn as much as any path can?"""
        never = -(10**9)

        @cache
        def most(node_id: str) -> int:
            node = nodes[node_id]
            if node.is_end:
                return 0 if node.outcome == "good" else never
            return max((choice.points + most(choice.next) for choice in node.choices), default=never)

        return 0 < most(self.skill.nodes[0].id) == full_points(self.skill)
