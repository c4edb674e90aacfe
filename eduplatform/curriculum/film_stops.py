"""Questions at which a film stops: shown, thought about, never marked. No credit hangs on them, so their reasons travel with the page."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .schema_base import Code, FactId, Part, Text, Uuid


class Ask(Part):
    """`ask` of a scene in storyboard.yaml: one of the quiz's questions, or a small one of its own."""

    question: Uuid | None = None
    stem: Text | None = None
    options: Annotated[list[AskOption], Field(max_length=4)] = []
    facts: list[FactId] = []


class AskOption(Part):
    """A choice; `why` is said as soon as it is taken."""

    id: Code
    text: Text
    why: Text
    right: bool = False


class Stop(Part):
    """Where a film stops, in seconds from its beginning, and what is asked there. A statement has the choices true and false."""

    scene: Code
    at: float
    stem: Text
    options: list[AskOption]
    statement: bool = False


Ask.model_rebuild()
