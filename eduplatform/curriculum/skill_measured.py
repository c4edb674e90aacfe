"""What a scene of measured answers gets from a page: moments, as text that can stand in a path. Only an answer, like an option.

A path keeps `taps:` and whole numbers with hyphens between: milliseconds between two taps for a rhythm, tenths of a second into the
film for a hazard. Nothing else is understood, and no number raises what the course gives for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PREFIX = "taps:"
MOST_TAPS = 160  #: forty seconds of four a second: more is no hand
_TAPS = re.compile(r"^taps:(\d{1,5}(?:-\d{1,5})*)?$", re.ASCII)


def read_taps(said: object) -> list[int] | None:
    """The numbers of an answer, or None when it is none."""
    found = _TAPS.match(said) if isinstance(said, str) and len(said) <= 6 * MOST_TAPS else None
    if found is None:
        return None
    taps = [int(each) for each in (found[1] or "").split("-") if each]
    return taps if len(taps) <= MOST_TAPS else None


def written_taps(taps: Iterable[int]) -> str:
    """The same as text, in one way only: what is kept does not depend on how it was sent."""
    return PREFIX + "-".join(str(each) for each in taps)
