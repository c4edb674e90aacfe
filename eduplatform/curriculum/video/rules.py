"""What a storyboard must keep besides its form: reading speed, facts, symbols that exist, length when shipped."""

from collections.abc import Iterator
from pathlib import Path

from ..drawing.kit import Kit, KitError
from ..facts import Facts, refusal
from ..pictures import PictureError, harmless
from ..problems import Problem, Report
from ..yaml_lines import Marked
from .captions import EN_SPEED, ZH_SPEED, length, wrap
from .stage import Stage
from .storyboard import Board, Scene
from .text_boxes import box

SHORTEST, LONGEST = 60, 120  #: seconds
CAPTIONS_FROM = 605  #: the player lays captions below this y


def problems(board: Board, document: Marked, file: Path, kit: Kit, facts: Facts | None = None) -> list[Problem]:
    """Everything wrong, by line. With `facts`, the rules for a shipped video (length, every scene cites facts) too."""
    report = Report()
    for n, scene in enumerate(board.scenes):
        for lang, speed in (("zh", ZH_SPEED), ("en", EN_SPEED)):
            line, text = document.line("scenes", n, "say", lang), getattr(scene.say, lang)
            if length(text, lang) > speed * scene.seconds:
                report.error(
                    file,
                    line,
                    f"{lang} 字幕 {length(text, lang)} 个字符,{scene.seconds:g} 秒读不完(每秒最多 {speed});缩短句子或延长 seconds",
                )
            if not wrap(text, lang):
                report.error(file, line, f"{lang} 字幕两行放不下;请分成两个 scene")
        if scene.go_on and n == 0:
            report.error(file, document.line("scenes", n, "go_on"), "第一个 scene 前面没有可以接着演的画面")
        for i, actor in enumerate(scene.actors):
            if not actor.kit and not actor.svg and not (scene.go_on and actor.id):
                report.error(file, document.line("scenes", n, "actors", i), "actor 要写 kit 或 svg")
            for j, key in enumerate(actor.keys):
                if key.t > scene.seconds:
                    report.error(
                        file,
                        document.line("scenes", n, "actors", i, "keys", j),
                        f"t: {key.t:g} 晚于本 scene 的 {scene.seconds:g} 秒",
                    )
                if key.pose and key.pose not in kit.poses:
                    report.error(file, document.line("scenes", n, "actors", i, "keys", j), f"没有姿势 {key.pose}")
            if actor.svg:
                try:
                    harmless(actor.svg, kit)
                except PictureError as error:
                    report.error(file, document.line("scenes", n, "actors", i, "svg"), str(error))
        for i, reason in misplaced(scene):
            report.error(file, document.line("scenes", n, "words", i), reason)
        if facts is not None:
            if not scene.facts:
                report.error(file, document.line("scenes", n), f"scene {scene.id} 没有写 facts")
            for fact in dict.fromkeys([*board.facts, *scene.facts]):
                reason = refusal(fact, facts, frozenset(), "pupil") or (
                    f"{fact} 不能考(quiz: {facts[fact].quiz}),视频里也不讲" if facts[fact].quiz != "ok" else ""
                )
                if reason:
                    report.error(file, document.line("scenes", n, "facts"), reason)
    if facts is not None and not SHORTEST <= board.seconds <= LONGEST:
        report.error(file, document.line("scenes"), f"全片 {board.seconds:g} 秒,应在 {SHORTEST}–{LONGEST} 秒")
    if not report.failed:
        try_out(board, document, file, kit, report)
    return report.problems


def misplaced(scene: Scene) -> Iterator[tuple[int, str]]:
    """(number of the words, reason) for cards that leave the picture, lie under the captions or on each other."""
    for i, one in enumerate(scene.words):
        left, top, right, bottom = box(one)
        if left < 4 or right > 1276 or top < 4:
            yield i, f"“{one.text}”超出画面(左 {left:.0f}、右 {right:.0f}、上 {top:.0f});移动或改小 size"
        if bottom > CAPTIONS_FROM:
            yield i, f"“{one.text}”会被字幕盖住(下边 {bottom:.0f},应在 {CAPTIONS_FROM} 以上)"
        for other in scene.words[:i]:
            a, b, c, d = box(other)
            meet = one.t < (other.until or scene.seconds) and other.t < (one.until or scene.seconds)
            if meet and left < c and a < right and top < d and b < bottom:
                yield i, f"“{one.text}”与“{other.text}”重叠;移开一个"


def try_out(board: Board, document: Marked, file: Path, kit: Kit, report: Report) -> None:
    """Draws every scene at each of its moments, to find symbols, faces and options that the kit does not have."""
    stage = Stage(board, kit)
    for n, now in enumerate(stage.sets):
        moments = {0.0, now.scene.seconds} | {key["t"] for track in now.tracks for key in track.keys}
        for t in sorted(moments):
            try:
                stage.picture(now, t)
            except (KitError, KeyError, ValueError) as error:
                report.error(file, document.line("scenes", n), f"scene {now.scene.id}: {error}")
                break
