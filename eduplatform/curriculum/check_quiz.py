"""Checks quiz.yaml beyond its shape: keys, ids that give nothing away, variety, facts."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .areas import Area, is_inside, overlap
from .check_context import CheckContext, PictureUse
from .check_measure import check_measure
from .check_reasons import check_whys
from .limits import BASKET, KINDS, PICTURES, PUT, QUESTIONS, SMALLEST
from .question import (
    Baskets,
    Matching,
    Multiple,
    Ordering,
    Place,
    Quiz,
    Single,
    Spot,
    Thing,
    TrueFalse,
    TwoStep,
)
from .schema import read_yaml_file, validate
from .schema_base import Picture
from .yaml_lines import Marked


def check_quiz(file: Path, place: CheckContext) -> Quiz | None:
    """The quiz, or None when it cannot be used."""
    document = read_yaml_file(file, place.report)
    quiz: Quiz | None = validate(Quiz, document, file, place.report)
    if quiz is None or document is None:
        return None
    place.report.met(quiz.uuid, file, document.line("uuid"))
    _check_pool(quiz, document, file, place)
    for index, question in enumerate(quiz.questions):
        Asked(question, document, ("questions", index), file, place).check()
    check_measure(quiz, document, file, place)
    _warn_positions(quiz, document, file, place)
    return quiz


def _check_pool(quiz: Quiz, document: Marked, file: Path, place: CheckContext) -> None:
    line, kinds = document.line("questions"), {question.kind for question in quiz.questions}
    if len(quiz.questions) < QUESTIONS:
        place.report.error(file, line, f"题库至少 {QUESTIONS} 题,现在 {len(quiz.questions)} 题")
    if len(kinds) < KINDS:
        place.report.error(file, line, f"题型至少 {KINDS} 种,现在只有 {len(kinds)} 种")
    if quiz.draw > len(quiz.questions):
        place.report.error(file, document.line("draw"), f"要抽 {quiz.draw} 题,题库只有 {len(quiz.questions)} 题")
    if quiz.excellent_mark < quiz.pass_mark:
        place.report.error(file, document.line("excellent_mark"), "优秀线不能低于及格线")


def _warn_positions(quiz: Quiz, document: Marked, file: Path, place: CheckContext) -> None:
    places = Counter(
        next((at for at, option in enumerate(question.options) if option.right), 0)
        for question in quiz.questions
        if isinstance(question, Single)
    )
    if places.total() >= 4 and len(places) == 1:
        place.report.warn(
            file, document.line("questions"), f"单选题的正确选项都排在第 {next(iter(places)) + 1} 个;请打散,避免被猜中"
        )


class Asked:
    """One question under check, with the place it stands at."""

    def __init__(self, question: Any, document: Marked, at: tuple, file: Path, place: CheckContext) -> None:
        self.question, self.document, self.at, self.file, self.place = question, document, at, file, place

    def line(self, *path: object) -> int:
        return self.document.line(*self.at, *path)

    def error(self, reason: str, *path: object) -> None:
        self.place.report.error(self.file, self.line(*path), reason)

    def check(self) -> None:
        asked, place = self.question, self.place
        place.report.met(asked.uuid, self.file, self.line("uuid"))
        place.cite(asked.facts, "quiz", self.file, self.line("facts"))
        place.aim(asked.objective, self.file, self.line("objective"))
        place.short(asked.stem, place.limits.stem, "题干", self.file, self.line("stem"))
        self.picture(asked.picture, "picture")
        match asked:
            case Single() | Multiple():
                self.options(asked)
            case Ordering():
                check_steps(asked.steps, self, "steps")
            case Matching():
                self.matching(asked)
            case Spot():
                self.regions(asked)
            case Baskets():
                self.baskets(asked)
            case TwoStep():
                self.two_step(asked)
            case Place():
                self.on_the_picture(asked)
        check_whys(self.whys(), asked.facts, self.file, place)

    def whys(self) -> list[tuple[str, int]]:
        """(feedback, line) of every choice, step and pair."""
        if isinstance(self.question, TrueFalse):
            return [(getattr(self.question, name), self.line(name)) for name in ("why_true", "why_false")]
        return [
            (part.why, self.line(name, at, "why"))
            for name in ("options", "reasons", "regions", "pairs", "steps", "things")
            for at, part in enumerate(getattr(self.question, name, []))
        ]

    def picture(self, picture: Picture | None, *path: object) -> None:
        if picture is not None:
            self.place.pictures.append(PictureUse(picture.src, self.file, self.line(*path), picture.alt))

    def parts(self, parts: list, name: str, text: str = "text") -> None:
        """Ids differ, texts differ, nothing is too long."""
        limits, seen = self.place.limits, Counter(part.id for part in parts)
        texts = Counter(getattr(part, text) for part in parts)
        for index, part in enumerate(parts):
            words = getattr(part, text)
            if seen[part.id] > 1:
                self.error(f"id {part.id} 用了不止一次;请改成不同的", name, index, "id")
            if texts[words] > 1:
                self.error(f"“{words}”出现了不止一次;请改成不同的内容", name, index, text)
            self.place.short(words, limits.option, "这一项", self.file, self.line(name, index, text))
            self.place.short(getattr(part, "why", ""), limits.why, "理由", self.file, self.line(name, index, "why"))
            self.picture(getattr(part, "picture", None), name, index, "picture")

    def options(self, asked: Single | Multiple) -> None:
        self.parts(asked.options, "options")
        if asked.kind == "pictures":
            self.four_pictures(asked)
        right = sum(option.right for option in asked.options)
        if isinstance(asked, Single) and right != 1:
            self.error(f"单选题要正好有一个 right: true,现在有 {right} 个", "options")
        if isinstance(asked, Multiple) and (right < 2 or right == len(asked.options)):
            self.error(
                f"多选题要有两个以上正确项,并且至少一个错误项;现在 {len(asked.options)} 项里有 {right} 个正确",
                "options",
            )

    def four_pictures(self, asked: Single) -> None:
        """Four different pictures: a missing one, or the same twice, would tell which is right."""
        if len(asked.options) != PICTURES:
            self.error(f"选图题要正好 {PICTURES} 张图,现在有 {len(asked.options)} 项", "options")
        used = Counter(option.picture.src for option in asked.options if option.picture)
        for index, option in enumerate(asked.options):
            if option.picture is None:
                self.error("选图题的每一项都要有 picture(src 和 alt)", "options", index)
            elif used[option.picture.src] > 1:
                self.error(f"{option.picture.src} 用了不止一次;请换一张图", "options", index, "picture")

    def regions(self, asked: Spot) -> None:
        self.parts(asked.regions, "regions", "label")
        if not any(region.right for region in asked.regions):
            self.error("找位置的题要有一个 right: true 的区域", "regions")
        self.inside(asked.regions, "regions")

    def inside(self, areas: Sequence[Area], name: str) -> None:
        for index, area in enumerate(areas):
            if not is_inside(area, SMALLEST):
                self.error(f"区域要完全在图内,宽高都不小于 {SMALLEST}(单位是图片的百分比)", name, index)

    def on_the_picture(self, asked: Place) -> None:
        self.parts(asked.places, "places", "label")
        self.parts(asked.things, "things")
        self.inside(asked.places, "places")
        self.homes(asked.things, [place.id for place in asked.places], "places")
        for index, place in enumerate(asked.places):
            if any(overlap(place, other) for other in asked.places[:index]):
                self.error("两处地方重叠了,放在上面分不出是哪一处;请分开", "places", index)
        for index, thing in enumerate(asked.things):
            self.place.short(thing.text, PUT, "要放的东西", self.file, self.line("things", index, "text"))
            if any(thing.to == other.to for other in asked.things[:index]):
                self.error(f"{thing.to} 已经有东西了;一处最多放一样", "things", index, "to")

    def matching(self, asked: Matching) -> None:
        self.parts(asked.left, "left")
        self.parts(asked.right, "right")
        joined = [pair.left for pair in asked.pairs], [pair.right for pair in asked.pairs]
        if sorted(joined[0]) != sorted(side.id for side in asked.left):
            self.error("pairs 要给左边每一项恰好配一次", "pairs")
        if len(set(joined[1])) != len(joined[1]) or not set(joined[1]) <= {side.id for side in asked.right}:
            self.error("pairs 的右边要是 right 里的 id,每个最多用一次", "pairs")
        if len(asked.pairs) > 1 and all(pair.left[1:] == pair.right[1:] for pair in asked.pairs):
            self.error("配对的 id 一一同号(l1–r1、l2–r2 …),等于写出了答案;请打乱右边的 id", "pairs")

    def two_step(self, asked: TwoStep) -> None:
        self.place.short(asked.ask, self.place.limits.stem, "第二问", self.file, self.line("ask"))
        for name, parts in (("options", asked.options), ("reasons", asked.reasons)):
            self.parts(parts, name)
            if (right := sum(part.right for part in parts)) != 1:
                self.error(f"{name} 里要正好有一个 right: true,现在有 {right} 个", name)
        answers = {option.id for option in asked.options}
        for index, reason in enumerate(asked.reasons):
            if reason.id in answers:
                self.error(f"id {reason.id} 在 options 里用过了;reasons 请用别的 id", "reasons", index, "id")

    def baskets(self, asked: Baskets) -> None:
        self.parts(asked.baskets, "baskets")
        self.parts(asked.things, "things")
        self.homes(asked.things, [basket.id for basket in asked.baskets], "baskets")
        used = {thing.to for thing in asked.things}
        for index, basket in enumerate(asked.baskets):
            self.place.short(basket.text, BASKET, "筐的名字", self.file, self.line("baskets", index, "text"))
            if basket.id not in used:
                self.error(f"“{basket.text}”里一样也没有;每个筐至少放一样", "baskets", index)

    def homes(self, things: list[Thing], known: list[str], name: str) -> None:
        for index, thing in enumerate(things):
            if thing.to not in known:
                self.error(f"to 要是 {name} 里的 id,现在写的是 {thing.to}", "things", index, "to")


def check_steps(steps: list, asked: Asked, name: str) -> None:
    """Steps in the file are the key, so their ids must not count up in the same order."""
    asked.parts(steps, name)
    ids = [step.id for step in steps]
    if ids == sorted(ids):
        asked.error("步骤的 id 按字母顺序排列,等于写出了答案;请打乱 id(例如 c、a、d、b)", name)
