"""Checks a rhythm: a beat or steps, everything said that can be said to it, and a question for those who cannot tap."""

from __future__ import annotations

from .check_scene import SceneUnderCheck
from .skill_rhythm import Rhythm

WASH = (15, 40)  #: seconds of all steps together
NAME = 10  #: characters of a step: read at a glance while the hands work


class RhythmCheck:
    """A rhythm under check."""

    def __init__(self, rhythm: Rhythm, at: SceneUnderCheck) -> None:
        self.rhythm, self.at = rhythm, at

    def check(self) -> bool:
        """Report what is wrong; whether it can be played at all."""
        rhythm, at = self.rhythm, self.at
        sound = self._kind()
        for name in ("steady", "fast", "slow", "uneven"):
            if said := getattr(rhythm, name):
                at.reason(said, "rhythm", name)
        at.short(rhythm.ask, at.place.limits.stem, "问题", "rhythm", "ask")
        at.choices(rhythm.options, "rhythm", "options")
        ids = [each.id for each in rhythm.options]
        at.once(ids, "选择", [("rhythm", "options", number, "id") for number in range(len(ids))])
        if sum(each.right for each in rhythm.options) != 1:
            at.error("options 里正好一个写 right: true", "rhythm", "options")
            sound = False
        return sound

    def _kind(self) -> bool:
        rhythm, at = self.rhythm, self.at
        if bool(rhythm.beat) == bool(rhythm.steps):
            at.error("写 beat(拍子)或 steps(一步一步),两样里写一样", "rhythm")
            return False
        if rhythm.beat:
            return self._beat()
        if rhythm.slow:
            at.error("一步一步的,慢一点不算错;请删去 slow", "rhythm", "slow")
        if not WASH[0] <= rhythm.seconds <= WASH[1]:
            at.error(f"各步加起来 {rhythm.seconds} 秒;应在 {WASH[0]}–{WASH[1]} 秒", "rhythm", "steps")
        for number, step in enumerate(rhythm.steps or ()):
            at.short(step.name, NAME, "步骤的名字", "rhythm", "steps", number, "name")
        return True

    def _beat(self) -> bool:
        beat, at = self.rhythm.beat, self.at
        assert beat is not None  # asked by _kind
        if self.rhythm.slow is None:
            at.error("拍子会慢,请写上 slow:慢了为什么不行", "rhythm")
        if beat.high < beat.low + 10:
            at.error("high 至少比 low 多 10,手不是钟表", "rhythm", "beat", "high")
            return False
        return True
