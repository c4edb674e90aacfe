"""A number as its format shows it: 1 under 0000 is 0001, 3.1 under 0.00 is 3.10. Dates, per cent and the rest are left alone."""

import re
from decimal import ROUND_HALF_UP, Decimal

_PIECE = re.compile(r'"([^"]*)"|\\(.)|[_*].|([0#?.,]+)|(.)', re.S)


def as_shown(number: float, code: str) -> str | None:
    """The text a person sees, or None where the format says nothing of digits (General, @, dates, per cent, exponents)."""
    code = re.sub(r"\[[^\]]*\]", "", code.split(";")[0])
    bare = re.sub(r'"[^"]*"|\\.|[_*].', "", code)
    if (
        number < 0
        or abs(number) > 1e15
        or not re.search("[0#]", bare)
        or re.search(r"[A-DF-Za-z%/@]|E[+-]|年|月|日|General", bare)
    ):
        return None
    pieces = [match.groups() for match in _PIECE.finditer(code)]
    digits = [piece[2] for piece in pieces if piece[2]]
    if len(digits) != 1:
        return None
    return "".join(
        _digits(number, piece[2]) if piece[2] else piece[0] or piece[1] or piece[3] or "" for piece in pieces
    ).strip()


def _digits(number: float, mask: str) -> str:
    """No thousands commas: 1,001 would be no number any more."""
    whole, _, part = mask.replace(",", "").partition(".")
    text = f"{Decimal(repr(number)).quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP):f}"
    before, _, after = text.partition(".")
    kept = after[: part.count("0")] + after[part.count("0") :].rstrip("0")
    return before.zfill(whole.count("0")) + (f".{kept}" if kept else "")
