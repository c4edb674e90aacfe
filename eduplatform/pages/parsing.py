"""Whole numbers out of addresses and forms: short, in ASCII digits. Python's own int() takes "１２" and stumbles over 5,000 digits."""

from __future__ import annotations

from typing import Any

from wtforms import DecimalField, IntegerField

DIGITS = 15  #: of a row number


def whole_number(text: str | None, digits: int = DIGITS) -> int | None:
    """The number, or None for anything else; spaces around it are forgiven."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= digits else None


class WholeField(IntegerField):
    """A whole number in a form. wtforms' own, but short: its NumberRange stumbles over numbers that no float can hold."""

    data: Any  #: int, or None where nothing was typed

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and len(valuelist[0].strip()) > DIGITS:
            valuelist = ["-"]  # no number either, and wtforms says so in its own words
        super().process_formdata(valuelist)


class PartsField(DecimalField):
    """A number with decimals in a form; neither NaN, over which NumberRange stumbles where it signals, nor without end."""

    data: Any  #: Decimal, or None where nothing was typed

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and not self.data.is_finite():
            super().process_formdata(["-"])  # says in wtforms' own words that it is no number
