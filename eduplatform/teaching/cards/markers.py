"""Four-cornered things in a grey picture that may be the frame of a card."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

LEAST_SIDE = 11  # pixels of a frame: below, cells are not told apart
WINDOW = 11  # pixels around, whose mean divides light from dark
AROUND = 15  # pixels of a shrunk picture, whose darkest and lightest say what black is
BLACK = 0.4  # of the way from the darkest to the lightest; skin is lighter than that
FLAT = 25  # shades between the two: less is one plain thing
THUMB = 7  # pixels of a quarter: as much is bridged where cards are near
LONGEST = 400  # pixels of a shrunk picture: a card that fills more is nearer than an arm
SLENDER, SKEW = 4, 3  # length against width of what is looked at; a side against the one across
FILLED = 1.35  # area of the four corners against that of the thing: else it has no four


def squares(grey: numpy.ndarray) -> numpy.ndarray:
    """Corners (n × 4 × 2, pixels, clockwise from some corner) of what has the outline of a marker, most of it something else."""
    import cv2
    import numpy

    half = _shrunk(grey)
    quarter = _shrunk(half)
    near = _black(quarter)
    # Thumbs at both sides, or one through the frame, part it: bridged, it is one thing again. Where cards are far, paper is narrower
    # than the bridge, so both are looked at.
    bridged = cv2.morphologyEx(near, cv2.MORPH_CLOSE, numpy.ones((THUMB, THUMB), numpy.uint8))
    found = [*_outlines(grey), *_things(_black(half), 2), *_things(near, 4), *_things(bridged, 4)]
    return _different(numpy.array(found, numpy.float32).reshape(-1, 4, 2))


def _outlines(grey: numpy.ndarray) -> list[numpy.ndarray]:
    """What opencv's detector finds in the whole picture: small cards."""
    import cv2

    found, _ids, others = cv2.aruco.ArucoDetector(_dictionary(), _settings(max(grey.shape))).detectMarkers(grey)
    return [quad[0] for quad in (*found, *others)]


@cache
def _dictionary() -> Any:
    """Only the search is opencv's; what a square says is decided in `decode`. With one card to compare with, it takes half the time."""
    import cv2

    whole = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36h12)
    return cv2.aruco.Dictionary(whole.bytesList[:1].copy(), whole.markerSize, 0)


def _settings(long: int) -> Any:
    """For a picture `long` pixels long."""
    import cv2

    chosen = cv2.aruco.DetectorParameters()
    chosen.minMarkerPerimeterRate = 4 * LEAST_SIDE / long
    chosen.adaptiveThreshWinSizeMin = chosen.adaptiveThreshWinSizeMax = WINDOW
    chosen.adaptiveThreshConstant = 7
    chosen.polygonalApproxAccuracyRate = 0.03
    chosen.minCornerDistanceRate = 0.05
    chosen.minMarkerDistanceRate = chosen.minGroupDistance = 0.04  # else the paper's outline hides the frame inside it
    return chosen


def _shrunk(grey: numpy.ndarray) -> numpy.ndarray:
    """Half the size, without what is bright and at most two pixels thin: a streak without toner would cut a frame in pieces. Streaks
    are wider where cards are near, and there a quarter of the picture is enough."""
    import cv2
    import numpy

    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return cv2.morphologyEx(half, cv2.MORPH_OPEN, numpy.ones((3, 3), numpy.uint8))


def _black(grey: numpy.ndarray) -> numpy.ndarray:
    """1 where it is nearly as dark as the darkest around. Fingers and shade are not, so a frame with a finger on it has a notch there."""
    import cv2
    import numpy

    around = numpy.ones((AROUND, AROUND), numpy.uint8)
    light, dark = cv2.dilate(grey, around), cv2.erode(grey, around)
    level = cv2.addWeighted(dark, 1 - BLACK, light, BLACK, 0)
    return ((grey < level) & (cv2.subtract(light, dark) > FLAT)).view(numpy.uint8)


def _things(black: numpy.ndarray, shrunk: int) -> list[numpy.ndarray]:
    """The four corners of each black thing that has four, notches aside, in pixels of a picture so many times as large."""
    import cv2

    outlines, _ = cv2.findContours(black, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = (_corners(outline, LEAST_SIDE / shrunk) for outline in outlines)
    return [quad * shrunk + (shrunk - 1) / 2 for quad in quads if quad is not None]


def _corners(outline: numpy.ndarray, least: float) -> numpy.ndarray | None:
    import cv2

    if len(outline) < 4:
        return None
    _x, _y, width, height = cv2.boundingRect(outline)
    short, long = sorted((width, height))
    if short < least or long > min(LONGEST, SLENDER * short):
        return None
    hull = cv2.convexHull(outline)
    area = cv2.contourArea(hull)
    if area < least * least / 2:
        return None
    quad = _four(hull)
    return quad if quad is not None and cv2.contourArea(quad) <= FILLED * area else None


def _four(hull: numpy.ndarray) -> numpy.ndarray | None:
    """The four points that stand for a hull, the less far from it the better; else the smallest four-cornered thing around it, which
    brings back a corner under a finger."""
    import cv2

    length = cv2.arcLength(hull, True)
    for accuracy in (0.03, 0.05, 0.08):
        found = cv2.approxPolyDP(hull, accuracy * length, True)
        if len(found) <= 4:
            break
    if len(hull) > 4 and len(found) != 4:
        found = cv2.approxPolyN(hull, 4, None, -1.0, True)
    return found.reshape(4, 2).astype("float32") if found.size == 8 else None


def _different(quads: numpy.ndarray) -> numpy.ndarray:
    """Each place once, clockwise, without what is no square seen from any side."""
    import numpy

    sides = numpy.linalg.norm(quads - quads[:, [1, 2, 3, 0]], axis=2)
    across = sides / sides[:, [2, 3, 0, 1]].clip(1)
    quads = quads[(across.max(axis=1) <= SKEW) & (sides.min(axis=1) >= LEAST_SIDE / 2)]
    first, last = quads[:, 1] - quads[:, 0], quads[:, 3] - quads[:, 0]
    left = first[:, 0] * last[:, 1] < first[:, 1] * last[:, 0]
    quads[left] = quads[left, ::-1]
    order = (quads.sum(axis=2).argmin(axis=1)[:, None] + numpy.arange(4)) % 4
    place = numpy.take_along_axis(quads, order[:, :, None], axis=1).round().reshape(-1, 8)
    return quads[numpy.sort(numpy.unique(place, axis=0, return_index=True)[1])]
