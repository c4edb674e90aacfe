"""Readings of every text whose content this process has read, so that a page finds them without a statement.

As many as the content it holds anyway (queries keeps the bodies). Two courses that read the same whole sentence differently do not occur; if they did, what was read last would show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .pinyin import Readings

_known: Readings = {}


def keep_readings(body: Mapping[str, Any]) -> None:
    """Remember what a revision says about the reading of its texts."""
    _known.update(body.get("pinyin") or {})


def reading_of(text: str) -> str | None:
    """The syllables of a text; None where none were stored (titles of units, older revisions)."""
    return _known.get(text)
