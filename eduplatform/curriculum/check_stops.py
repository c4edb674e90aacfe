"""Checks the questions at which a film stops: one right choice, facts, short words, a scene that still follows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

from .check_context import CheckContext
from .check_reasons import check_whys
from .film_stops import Ask, AskOption, Stop
from .limits import FILM_STOPS
from .package import Storyboard
from .question import Aloud, Question, Quiz, Single, TrueFalse
from .yaml_lines import Marked


def check_stops(
    board: Storyboard, quiz: Quiz | Aloud | None, document: Marked, file: Path, place: CheckContext
) -> list[Stop]:
    """The stops of a film that can be used, in order; everything wrong is reported at its line."""
    asked = [(n, scene) for n, scene in enumerate(board.scenes) if scene.ask]
    if len(asked) > FILM_STOPS:
        line = document.line("scenes", asked[FILM_STOPS][0], "ask")
        place.report.error(file, line, f"一部片子最多停下来问 {FILM_STOPS} 次,现在有 {len(asked)} 次;请留最要紧的")
    ends = [round(end, 2) for end in accumulate(scene.seconds for scene in board.scenes)]
    known = {str(question.uuid): question for question in quiz.questions} if quiz else {}
    found = []
    for n, scene in asked:
        under = _AskUnderCheck(n, document, file, place)
        if n == len(board.scenes) - 1:
            under.error("最后一个场景后面没有画面了,不用停下来问;请放到前面的场景")
        elif stop := under.stop(scene.ask, scene.id, ends[n], known):
            found.append(stop)
    chosen = [stop for stop in found if not stop.statement]
    places = {
        [option.right for option in stop.options].index(True) for stop in chosen if any(o.right for o in stop.options)
    }
    if len(chosen) > 1 and len(places) == 1:
        line = document.line("scenes", asked[-1][0], "ask")
        place.report.error(
            file, line, f"几题的正确项都写在第 {places.pop() + 1} 个;短片里的选项按写的次序给学生看,请换一题的位置"
        )
    return found


class _AskUnderCheck:
    """The `ask` of one scene."""

    def __init__(self, scene: int, document: Marked, file: Path, place: CheckContext) -> None:
        self.here, self.document, self.file, self.place = ("scenes", scene, "ask"), document, file, place

    def line(self, *path: object) -> int:
        return self.document.line(*self.here, *path)

    def error(self, reason: str, *path: object) -> None:
        self.place.report.error(self.file, self.line(*path), reason)

    def stop(self, ask: Ask | None, scene: str, at: float, known: dict[str, Question]) -> Stop | None:
        if ask is None:
            return None
        if ask.question is None:
            return self.own(ask, scene, at)
        if ask.stem or ask.options or ask.facts:
            self.error("写了 question 就用题库里的那一题;stem、options、facts 请删去")
        question = known.get(str(ask.question))
        match question:
            case Single(kind="single"):
                options = [AskOption(id=o.id, text=o.text, why=o.why, right=o.right) for o in question.options]
                return Stop(scene=scene, at=at, stem=question.stem, options=options)
            case TrueFalse():
                return Stop(scene=scene, at=at, stem=question.stem, options=list(_said(question)), statement=True)
        self.error(
            "题库里没有这一题;请照抄 quiz.yaml 里的 uuid"
            if question is None
            else "短片里只能问单选(文字)和判断;请换一题",
            "question",
        )
        return None

    def own(self, ask: Ask, scene: str, at: float) -> Stop | None:
        limits, right = self.place.limits, sum(option.right for option in ask.options)
        if not ask.stem or len(ask.options) < 2:
            self.error("停下来问的题要有 stem 和 2–4 个 options,或者写 question: 题库里的 uuid")
            return None
        if right != 1:
            self.error(f"要正好有一个 right: true,现在有 {right} 个", "options")
        if not ask.facts:
            self.error("停下来问的题也要写依据的事实:facts: [编号]")
        self.place.cite(ask.facts, "quiz", self.file, self.line("facts"))
        self.short(ask.stem, limits.stem, "题干", "stem")
        check_whys(
            [(o.why, self.line("options", n, "why")) for n, o in enumerate(ask.options)],
            ask.facts,
            self.file,
            self.place,
        )
        for n, option in enumerate(ask.options):
            self.short(option.text, limits.option, "这一项", "options", n, "text")
            self.short(option.why, limits.why, "理由", "options", n, "why")
            if sum(option.id == other.id or option.text == other.text for other in ask.options) > 1:
                self.error("两项的 id 或内容一样;请改成不同的", "options", n)
        return Stop(scene=scene, at=at, stem=ask.stem, options=ask.options)

    def short(self, text: str, most: int, name: str, *path: object) -> None:
        self.place.short(text, most, name, self.file, self.line(*path))


def _said(question: TrueFalse) -> Iterable[AskOption]:
    yield AskOption(id="true", text="对", why=question.why_true, right=question.answer)
    yield AskOption(id="false", text="错", why=question.why_false, right=not question.answer)
