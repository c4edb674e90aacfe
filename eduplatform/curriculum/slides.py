"""Slides of a lesson: their shape."""

from typing import Literal

from . import render
from .schema_base import FactId, Part, Picture, Text

KINDS = ("cover", "teach", "ask", "do", "recap")
STORY_KINDS = (
    "story",
    "rhyme",
    "game",
    "card",
)  #: of a kindergarten's picture story: pages, a rhyme, a body game, the family card


class SlideLine(Part):
    """One line: `fact` a statement resting on facts, `ask` a question, `cue` an instruction, link or story line, `head` a subheading."""

    kind: Literal["fact", "ask", "cue", "head"]
    item: Literal["", "bullet", "number"] = ""
    text: Text
    facts: list[FactId] = []


class Slide(Part):
    """`body` is projected, `text` is read by the pupil afterwards, `notes` are the teacher's, with their `minutes`."""

    kind: Literal["cover", "teach", "ask", "do", "recap", "story", "rhyme", "game", "card"]
    core: bool = False  #: whether it is shown in the short runs, see short_runs
    title: Text
    picture: Picture | None = None
    body: list[SlideLine] = []
    text: list[SlideLine] = []
    notes: list[SlideLine] = []
    minutes: int
    body_html: str = ""
    text_html: str = ""
    notes_html: str = ""

    @property
    def facts(self) -> list[str]:
        """Facts the pupils are told on this slide, in order, once each."""
        return list(dict.fromkeys(fact for line in self.body + self.text for fact in line.facts))


def rendered(slide: Slide) -> Slide:
    """The slide with its three parts as safe HTML."""
    html = {f"{part}_html": render.lines_html(getattr(slide, part)) for part in ("body", "text", "notes")}
    return slide.model_copy(update=html)
