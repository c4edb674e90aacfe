"""What the teacher could do better with the next photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

    from .reader import Seen, Unread

DARK = 40  # median shade
ENOUGH = 8  # cards, before their places say anything about the photo


def hints(grey: numpy.ndarray, seen: list[Seen], unread: list[Unread]) -> tuple[str, ...]:
    """Codes of `Reading.hints`, in the order to show them."""
    import numpy

    small = [one.size_px for one in unread if one.why == "small"]
    said = {
        "empty": not seen and not unread,
        "dark": float(numpy.median(grey[::8, ::8])) < DARK,
        "blurred": _blurred(grey),
        "small": len(small) > max(2, len(seen) // 10),
        "turned": _turned(seen),
    }
    return tuple(code for code, yes in said.items() if yes)


def _blurred(grey: numpy.ndarray) -> bool:
    return False


def _turned(seen: list[Seen]) -> bool:
    return False
