"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.validators import DataRequired, Length


def typed_words(label: Any, longest: int, missing: Any = None) -> StringField:
    """A line of words that must be there, without blanks around it. WTForms' InputRequired takes three spaces for words."""
    return StringField(label, filters=[lambda typed: (typed or "").strip()], validators=[DataRequired(missing), Length(max=longest)])
