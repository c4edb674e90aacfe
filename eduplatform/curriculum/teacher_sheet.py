"""The lesson on one page, for the teacher's hand: taken from the notes, so that there is nothing to write twice. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

SAY_LONGEST, ASK_LONGEST = 58, 32  #: characters; longer ones end at the last full sentence that fits, else with …
_SENTENCE = re.compile(r"[^。！？；]*[。！？；][”’」』）]*|[^。！？；]+$")
_SPOKEN = re.compile(r"^[^“]{0,14}[:：]?“(.+)”[。]?$")


@dataclass(frozen=True)
class SheetStep:
    """One slide: `number` from 1, minutes, what to say and to ask ("" for nothing); `core`: also in the run of 15 minutes."""

    number: int
    kind: str
    title: str
    minutes: int
    core: bool
    say: str
    ask: str


def sheet_steps(body: dict[str, Any]) -> list[SheetStep]:
    """The steps of a lesson as loaded."""
    return [
        SheetStep(
            n, slide["kind"], slide["title"], slide["minutes"], slide.get("core", False), _say(slide), _ask(slide)
        )
        for n, slide in enumerate(body["slides"], 1)
    ]


def _say(slide: dict[str, Any]) -> str:
    """The first thing the notes give to say or do; words in quotes, to be spoken, before all others."""
    lines = [_plain(line["text"]) for line in slide["notes"] if line["kind"] in ("cue", "fact")]
    spoken = [text for text in lines if _SPOKEN.match(text)]
    return shortened((spoken or lines or [""])[0], SAY_LONGEST)


def _ask(slide: dict[str, Any]) -> str:
    """The first question of the notes, else of the slide."""
    asked = [_plain(line["text"]) for part in ("notes", "body") for line in slide[part] if line["kind"] == "ask"]
    return shortened(asked[0], ASK_LONGEST) if asked else ""


def _plain(text: str) -> str:
    return text.replace("**", "")


def shortened(text: str, longest: int) -> str:
    """As many whole sentences as fit; of one that is too long, its beginning and …"""
    if len(text) <= longest:
        return text
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len(kept) + len(sentence) > longest:
            break
        kept += sentence
    if not kept:
        return text[: longest - 1].rstrip("，、；：“") + "…"
    return kept + "”" if kept.count("“") > kept.count("”") else kept
