"""Choices of select fields."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.fields.choices import SelectChoice


def choices(pairs: Iterable[tuple[object, object]], group: str | None = None) -> list[SelectChoice]:
    """WTForms choices from (value, label) pairs, under the heading `group`."""
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]
