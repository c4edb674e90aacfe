"""Checks checklist.yaml: things a teacher can see, for reasons, done on a page of the lesson on which the class acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .check_context import CheckContext
from .check_reasons import check_whys
from .checklist import Checklist
from .schema import read_yaml_file, validate
from .slides import Slide

FILE = "checklist.yaml"
_UNSEEN = re.compile("知道|明白|懂得|理解|记住|了解|认识到|学会|想到")  #: what goes on in a head nobody can tick
_ROOM = 8  #: characters that one thing to see may have beyond an option: it stands alone on its line


def check_checklist(file: Path, slides: Sequence[Slide], place: CheckContext) -> Checklist | None:
    """The checklist, or None where there is none or it cannot be used."""
    if not file.is_file():
        return None
    if place.stage == "K":
        place.report.error(file, 1, "幼儿园不评,做身体游戏;请删去 checklist.yaml,写一页 ## game: …")
        return None
    document = read_yaml_file(file, place.report)
    found: Checklist | None = validate(Checklist, document, file, place.report)
    if found is None or document is None:
        return None
    place.aim(found.objective, file, document.line("objective"))
    place.short(found.intro, place.limits.stem, "说明", file, document.line("intro"))
    if found.slide not in [slide.title for slide in slides if slide.kind == "do"]:
        place.report.error(
            file, document.line("slide"), f"没有标题是“{found.slide}”的 do 页;请照抄全班动手做的那一页的标题"
        )
    whys = [(item.why, document.line("items", at, "why")) for at, item in enumerate(found.items)]
    check_whys(whys, {fact for item in found.items for fact in item.facts}, file, place)
    for at, item in enumerate(found.items):
        here = document.line("items", at, "text")
        if found.ids.index(item.id) != at:
            place.report.error(file, document.line("items", at, "id"), f"id {item.id} 用了不止一次;请改成不同的")
        if unseen := _UNSEEN.search(item.text):
            place.report.error(
                file, here, f"“{unseen[0]}”看不见,老师没法点;请写看得见的动作,例如“蹲下、护住头、抓住桌腿”"
            )
        place.short(item.text, place.limits.option + _ROOM, "要看的一项", file, here)
        place.short(item.why, place.limits.why, "理由", file, document.line("items", at, "why"))
        place.cite(item.facts, "quiz", file, document.line("items", at, "facts"))
    return found
