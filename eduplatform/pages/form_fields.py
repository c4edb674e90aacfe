"""Fields that several forms share, and choices of select fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length


def typed_words(label: Any, longest: int, missing: Any = None) -> StringField:
    """A line of words that must be there, without blanks around it. WTForms' InputRequired takes three spaces for words."""
    return StringField(
        label, filters=[lambda typed: (typed or "").strip()], validators=[DataRequired(missing), Length(max=longest)]
    )


def choices(pairs: Iterable[tuple[object, object]], group: str | None = None) -> list[SelectChoice]:
    """WTForms choices from (value, label) pairs, under the heading `group`."""
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]
