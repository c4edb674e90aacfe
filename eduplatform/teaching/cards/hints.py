"""What the teacher could do better with the next photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

    from .reader import Seen, Unread

DARK = 40  # median shade
ENOUGH = 8  # cards, before their places say anything about the photo
SMALL = 24  # pixels of a marker: three a cell, from where on some are missed
SOFT = 0.24  # detail at a quarter of the size against that at an eighth; a sharp photo has 0.3 and more


def hints(grey: numpy.ndarray, seen: list[Seen], unread: list[Unread]) -> tuple[str, ...]:
    """Codes of `Reading.hints`, in the order to show them."""
    import numpy

    why = [one.why for one in unread]
    small = sum(one.size_px < SMALL for one in seen) + sum(one.size_px < SMALL for one in unread)
    some = max(3, len(seen) // 8)
    said = {
        "empty": not seen and not unread,
        "dark": float(numpy.median(grey[::8, ::8])) < DARK,
        "blurred": why.count("unclear") >= some or (len(seen) < 3 and _soft(grey)),
        "small": small >= some,
        "crooked": why.count("crooked") >= some,
        "turned": upright_by_room(seen, max(grey.shape)) is False,
    }
    return tuple(code for code, yes in said.items() if yes)


def _soft(grey: numpy.ndarray) -> bool:
    import cv2

    quarter = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    eighth = cv2.resize(quarter, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    fine, coarse = (float(cv2.Laplacian(part, cv2.CV_32F).var()) for part in (quarter, eighth))
    return fine < SOFT * coarse


def upright_by_room(seen: list[Seen], long: int) -> bool | None:
    """A phone looks down on a class a little: far cards, which are small, stand above near ones. Whether they clearly do, or clearly do
    not; None where the room does not say. To confirm takes more than to doubt."""
    across, down = _towards_near(seen, long)
    if down > 0.8 and down > 2 * abs(across):
        return True
    return False if down < -0.5 or (abs(across) > 0.6 and abs(across) > 2 * abs(down)) else None


def by_room(seen: list[Seen], long: int) -> int:
    """Quarters clockwise by which the near cards would come to stand below the far ones; 0 where the room does not say it."""
    across, down = _towards_near(seen, long)
    return max(range(4), key=lambda turn: (down, across, -down, -across)[turn])


def _towards_near(seen: list[Seen], long: int) -> tuple[float, float]:
    """How fast cards grow to the right and downwards; (0, 0) where their sizes follow no direction."""
    import numpy

    if len(seen) < ENOUGH:
        return 0.0, 0.0
    places = numpy.array([numpy.mean(one.corners, axis=0) for one in seen]) * 4 / long
    sizes = numpy.log([one.size_px for one in seen])
    table = numpy.column_stack([places, numpy.ones(len(seen))])
    (across, down, _), *_rest = numpy.linalg.lstsq(table, sizes, rcond=None)
    spread = float(((sizes - sizes.mean()) ** 2).sum())
    unexplained = float(((table @ (across, down, _) - sizes) ** 2).sum())
    clear = spread > 0.05 * len(seen) and unexplained < 0.65 * spread
    return (float(across), float(down)) if clear else (0.0, 0.0)
