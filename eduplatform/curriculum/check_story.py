"""Checks the picture story of a kindergarten: wholly hearable pages, a rhyme, a body game, two questions aloud, a family card."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from .check_context import CheckContext
from .check_quiz import Asked
from .lesson_text import RawLesson
from .limits import STORY_PAGES
from .question import Aloud
from .schema import read_yaml_file, validate
from .slides import STORY_KINDS

ALOUD_FILE = "aloud.yaml"
_ONCE = {"rhyme": "儿歌", "game": "身体游戏", "card": "亲子卡"}
_SHOWN = ("cover", "story", "game")  #: pages nobody understands without their picture


def check_story(raw: RawLesson, file: Path, place: CheckContext) -> None:
    """Refuse a story without its parts: cover, 5–7 pages, one rhyme, one game, one card, in this order; every page with a picture."""
    kinds = [slide.kind for slide in raw.slides]
    count = Counter(kinds)
    least, most = STORY_PAGES
    if not least <= count["story"] <= most:
        place.report.error(file, 1, f"图画故事要有 {least}–{most} 页 ## story: …,现在 {count['story']} 页")
    for kind, name in _ONCE.items():
        if count[kind] != 1:
            place.report.error(file, 1, f"{name}要有一页 ## {kind}: …,现在 {count[kind]} 页")
    order = ["cover", *STORY_KINDS]
    known = [order.index(kind) for kind in kinds if kind in order]
    if known and (kinds[0] != "cover" or known != sorted(known)):
        place.report.error(file, raw.slides[0].at, "次序是封面 cover、故事 story、儿歌 rhyme、游戏 game、亲子卡 card")
    for slide in raw.slides:
        if slide.kind not in order:
            place.report.error(file, slide.at, f"幼儿园的课没有 {slide.kind} 页;用 cover、{'、'.join(STORY_KINDS)}")
        elif slide.kind in _SHOWN and not slide.picture:
            place.report.error(file, slide.at, "这一页没有图;幼儿不识字,要看图听故事")


def check_aloud(file: Path, place: CheckContext) -> Aloud | None:
    """The two questions asked aloud, or None when they cannot be used. Hands are counted, nobody is marked."""
    document = read_yaml_file(file, place.report)
    aloud: Aloud | None = validate(Aloud, document, file, place.report)
    if aloud is None or document is None:
        return None
    place.report.met(aloud.uuid, file, document.line("uuid"))
    for index, question in enumerate(aloud.questions):
        Asked(question, document, ("questions", index), file, place).check()
        if question.sure:
            place.report.error(file, document.line("questions", index, "sure"), "口头问的题只数举手,不问有没有把握")
        for at, option in enumerate(getattr(question, "options", ())):
            if option.picture is None:
                place.report.error(
                    file, document.line("questions", index, "options", at), "每个选项要有图(picture);幼儿看图举手"
                )
    return aloud
