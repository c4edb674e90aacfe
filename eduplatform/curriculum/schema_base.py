"""Small pieces that all course files share."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from .typeset import typeset

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(typeset)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,23}$")]
FactId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,12}-\d{2,3}$")]
FactIds = Annotated[list[FactId], Field(min_length=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
Uuid = UUID
Belief = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=12), AfterValidator(typeset)
]  #: a misconception


class Part(BaseModel):
    """Base of every piece: nothing unknown, nothing changed after reading. Its reader is built when the first one is read: a
    server that has just started reads none."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Words(Part):
    """The same words in both languages of the pages."""

    zh: Text
    en: Text


class Picture(Part):
    """A picture of the lesson folder; `alt` says what a blind pupil must know."""

    src: Annotated[str, StringConstraints(pattern=r"^media/[a-z0-9][a-z0-9-]*\.svg$")]
    alt: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=120), AfterValidator(typeset)]
