"""Checks a talk: everything asked can be told, nothing gives the key away, and every line can come up."""

from __future__ import annotations

from collections.abc import Iterator

from .check_scene import SceneUnderCheck
from .skill_states import Reached
from .skill_talk import Line, Need, Talk, TalkScene


class TalkCheck:
    """A talk under check."""

    def __init__(self, talk: Talk, at: SceneUnderCheck) -> None:
        self.talk, self.at, self.sound = talk, at, True
        self.needs = [need.id for need in talk.needs]

    def check(self) -> bool:
        """Report what is wrong; whether it can be played at all."""
        at, lines = self.at, list(_lines(self.talk))
        at.short(self.talk.speaker, 8, "说话的人", "talk", "speaker")
        self.sound = len(set(self.needs)) == len(self.needs)
        at.once(self.needs, "要说的事", [("talk", "needs", number, "id") for number in range(len(self.needs))])
        at.once([line.id for _path, line in lines], "话的", [(*path, "id") for path, _line in lines])
        for number, need in enumerate(self.talk.needs):
            self._need(need, "talk", "needs", number)
        for path, line in lines:
            self._line(line, *path)
        return self.sound

    def _need(self, need: Need, *here: object) -> None:
        at, limits = self.at, self.at.place.limits
        at.short(need.name, 8, "要说的事的名字", *here, "name")
        at.short(need.ask, limits.stem, "对方的话", *here, "ask")
        at.short(need.again or "", limits.stem, "对方的话", *here, "again")
        at.choices(need.lines, *here, "lines")
        telling = [line for line in need.lines if need.id in line.tells]
        if not telling:
            self.sound = False
            at.error(f"没有一句话说清“{need.name}”,对方会一直问下去;请给一句写上 tells: [{need.id}]", *here, "lines")
        if len(telling) == len(need.lines):
            at.error("每一句都说清了,就不用想了;请写一句没说到点子上的(不写 tells)", *here, "lines")

    def _line(self, line: Line, *here: object) -> None:
        for number, told in enumerate(line.tells):
            if told not in self.needs:
                self.sound = False
                self.at.error(f"tells 里的 {told} 不是 needs 里的 id;请核对", *here, "tells", number)
        if line.next and line.tells:
            self.at.error("谈话到这句就断了,说清的也没人听;请只写 next,或只写 tells", *here, "next")


def check_all_said(scene: TalkScene, reached: Reached, at: SceneUnderCheck) -> None:
    """Refuse a line that never comes up: what it answers has always been told before."""
    for path, line in _lines(scene.talk):
        if (scene.id, line.id) not in reached.turns:
            at.error("这句话永远轮不到说:对方问到这里以前,这件事总是已经说清了;请删去,或改前面的 tells", *path)


def _lines(talk: Talk) -> Iterator[tuple[tuple, Line]]:
    for at, need in enumerate(talk.needs):
        for number, line in enumerate(need.lines):
            yield ("talk", "needs", at, "lines", number), line
