"""A scheme as it is kept (JSON) and shipped (YAML), and back. Whole numbers of hundredths in the database, decimals in the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..shared.refusals import Refused
from .scheme_rules import WHOLE, Level, Part, Scheme, Step, Veto


@dataclass(frozen=True)
class Shipped:
    """A scheme of the domain pack. `nature`: proposal, document, reprint or report – what it was read from; `place`, `year` and
    `source` whose it is. `gaps`: what its source does not show; such a scheme is completed before it can be published."""

    code: str
    name: str
    name_en: str
    nature: str
    place: str
    place_en: str
    year: int | None
    source: str
    source_en: str
    note: str
    note_en: str
    scheme: Scheme
    complete: bool


def hundredths(value: Any) -> int:
    """A decimal (text, Decimal, int) in hundredths. Refused: no number, or finer than hundredths."""
    try:
        exact = Decimal(str(value)) * 100
    except InvalidOperation:
        raise Refused("scheme_number", text=str(value)[:20]) from None
    if not exact.is_finite() or exact != exact.to_integral_value() or abs(exact) > 10**9:
        raise Refused("scheme_number", text=str(value)[:20])
    return int(exact)


def as_body(scheme: Scheme) -> dict[str, Any]:
    """What is kept: plain lists and whole numbers."""
    return asdict(scheme)


def of_body(body: Mapping[str, Any]) -> Scheme:
    """The scheme of a kept body."""
    parts = [
        Part(**{**one, "indicators": tuple(one["indicators"]), "steps": tuple(Step(**step) for step in one["steps"])})
        for one in body["parts"]
    ]
    levels, vetoes = (Level(**one) for one in body["levels"]), (Veto(**one) for one in body["vetoes"])
    return Scheme(body["total"], tuple(parts), tuple(levels), tuple(vetoes))


@lru_cache(maxsize=4)
def shipped(courses: Path) -> dict[str, Shipped]:
    """The schemes that come with the product (folder schemes/ of the courses), by code in the order of their files."""
    documents = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((courses / "schemes").glob("*.yaml"))]
    return {one["code"]: _shipped(one) for one in documents}


def _shipped(document: Mapping[str, Any]) -> Shipped:
    total = hundredths(document.get("total") or 100)
    levels = tuple(
        Level(one["name"], hundredths(one["min"]), _upper(one), one.get("en", "")) for one in document.get("bands", ())
    )
    vetoes = tuple(
        Veto(
            one["code"],
            one["zh"],
            one.get("action", ""),
            one.get("source", ""),
            name_en=one.get("en", ""),
            action_en=one.get("action_en", ""),
        )
        for one in document.get("vetoes", ())
    )
    scheme = Scheme(total, tuple(_part(one) for one in document.get("items", ())), levels, vetoes)
    words = (
        str(document.get(name) or "")
        for name in ("code", "zh", "en", "nature", "place", "place_en", "source", "source_en", "note", "note_en")
    )
    code, name, name_en, nature, place, place_en, source, source_en, note, note_en = words
    year, complete = document.get("year"), bool(document.get("complete"))
    said = (year, source, source_en, note, note_en)
    return Shipped(code, name, name_en, nature, place, place_en, *said, scheme, complete)


def _upper(band: Mapping[str, Any]) -> int:
    """`max` is where the next band begins; `upto` means that number too, as real schemes say it: 64 and below."""
    return hundredths(band["max"]) if "max" in band else hundredths(band["upto"]) + 1


def _part(item: Mapping[str, Any]) -> Part:
    """`points` and scores that the source does not show stand as 0: to be filled in."""
    named = item.get("indicator") or ()
    return Part(
        str(item["code"]),
        item["zh"],
        hundredths(item.get("points") or 0),
        item["mode"],
        (named,) if isinstance(named, str) else tuple(named),
        tuple(
            Step(hundredths(s["min"]), hundredths(s["max"]), hundredths(s.get("score") or 0))
            for s in item.get("tiers", ())
        ),
        hundredths(item["threshold"]) if "threshold" in item else WHOLE,
        hundredths(item.get("each") or 0),
        item.get("by", "bureau"),
        bool(item.get("bonus")),
        item.get("note", ""),
        item.get("en", ""),
        item.get("note_en", ""),
    )
