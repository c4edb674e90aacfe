"""A class checklist: what the teacher sees when the whole class does it; ticked while the lesson runs, no names, no marks."""

from typing import Annotated

from pydantic import Field

from .schema_base import Code, FactIds, Part, Text, Words

LEVELS = ("all", "most", "few")  #: how many pupils managed: nearly all, most, few


class Seen(Part):
    """One thing that can be seen from the front of the room; `why` is said where few managed it."""

    id: Code
    text: Text
    why: Text
    facts: FactIds


class Checklist(Part):
    """checklist.yaml of a lesson. `slide`: title of the page on which the class does it."""

    title: Words
    intro: Text
    objective: Text
    slide: Text
    items: Annotated[list[Seen], Field(min_length=3, max_length=6)]

    @property
    def ids(self) -> list[str]:
        return [item.id for item in self.items]
