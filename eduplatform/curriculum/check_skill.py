"""Checks skill.yaml: the scenario has no dead links, no circles, and a way to full marks that ends well."""

from pathlib import Path

from .check_context import CheckContext, PictureUse
from .check_hazard import HazardCheck
from .check_hints import check_training_guesses
from .check_quiz import Asked, check_steps
from .check_rhythm import RhythmCheck
from .check_route import RouteCheck, check_all_met
from .check_scene import SceneUnderCheck, check_choices
from .check_talk import TalkCheck, check_all_said
from .schema import read_yaml_file, validate
from .skill import AnyScene, Scenario, Skill
from .skill_hazard import HazardScene
from .skill_rhythm import RhythmScene
from .skill_route import RouteScene
from .skill_states import Reached, best_ends_well
from .skill_talk import TalkScene
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
        sound = len(self.index) == len(self.skill.nodes)
        for at, node in enumerate(self.skill.nodes):
            self._scene(at, node)
            if isinstance(node, TalkScene):
                sound &= TalkCheck(node.talk, self._at(at)).check()
            elif isinstance(node, RouteScene):
                sound &= RouteCheck(node.route, self._at(at)).check()
            elif isinstance(node, RhythmScene):
                sound &= RhythmCheck(node.rhythm, self._at(at)).check()
            elif isinstance(node, HazardScene):
                sound &= HazardCheck(node.hazard, self._at(at)).check()
            else:
                check_choices(node, self._at(at))
        if self._linked() and sound and not self._circle():
            self._paths()

    def _at(self, at: int) -> SceneUnderCheck:
        return SceneUnderCheck(("nodes", at), self.document, self.file, self.place)

    def _scene(self, at: int, node: AnyScene) -> None:
        place, here = self.place, ("nodes", at)
        if self.index[node.id] != at:
            self.error(f"场景 id {node.id} 用了不止一次;请改成不同的", *here, "id")
        place.short(node.text, place.limits.text, "场景", self.file, self.document.line(*here, "text"))
        if node.picture:
            at_picture = self.document.line(*here, "picture")
            place.pictures.append(PictureUse(node.picture.src, self.file, at_picture, node.picture.alt))
        if node.objective:
            place.aim(node.objective, self.file, self.document.line(*here, "objective"))

    def _linked(self) -> bool:
        """Does every way out name a scene?"""
        whole = True
        for at, node in enumerate(self.skill.nodes):
            for path, to in node.exits():
                if to not in self.index:
                    self.error(f"next 指向不存在的场景 {to};请核对 id", "nodes", at, *path)
                    whole = False
        return whole

    def _paths(self) -> None:
        reached = Reached(self.skill)
        for at, node in enumerate(self.skill.nodes):
            if node.id not in reached.scenes:
                self.error(f"场景 {node.id} 走不到;请从某个选择的 next 指向它,或删去", "nodes", at)
            elif isinstance(node, TalkScene):
                check_all_said(node, reached, self._at(at))
            elif isinstance(node, RouteScene):
                check_all_met(node, reached, self._at(at))
        if not best_ends_well(self.skill):
            self.error("没有一条路能既拿满分又走到 outcome: good;请让每个场景得分最高的选择通向好结局", "nodes", 0)
        check_training_guesses(self.skill, self.document, self.file, self.place)

    def _circle(self) -> bool:
        """Does a way lead back to a scene it came from (reported)? Within a scene nothing can: each kind sees to that itself."""
        open_: set[str] = set()
        done: set[str] = set()

        def visit(node_id: str) -> bool:
            open_.add(node_id)
            for path, to in self.skill.node(node_id).exits():
                if to in open_:
                    here = ("nodes", self.index[node_id], *path)
                    self.error(f"走到 {to} 会绕圈,永远到不了结局还能重复得分;请改到后面的场景", *here)
                    return True
                if to not in done and visit(to):
                    return True
            open_.discard(node_id)
            done.add(node_id)
            return False

        return visit(self.skill.nodes[0].id)
