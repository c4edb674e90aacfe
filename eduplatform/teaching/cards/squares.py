"""Four-cornered things in a grey picture that may be the frame of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

LEAST_SIDE = 11  # pixels of a frame: below, cells are not told apart
WINDOW = 11  # pixels around, whose mean divides light from dark


def squares(grey: numpy.ndarray) -> numpy.ndarray:
    """Corners (n × 4 × 2, pixels, clockwise from some corner) of what has the outline of a marker, most of it something else."""
    import cv2
    import numpy

    # In the half picture the noise is less and the window reaches twice as far: one search each beats three in the whole one.
    # There thin bright lines are taken out, too: a streak without toner would cut the frame in pieces. Where cards are near, streaks
    # are wider, and a quarter of the picture is enough.
    half = _without_streaks(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    quarter = _without_streaks(cv2.resize(half, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    quads = [*_search(grey), *(quad * 2 + 0.5 for quad in _search(half)), *(quad * 4 + 1.5 for quad in _search(quarter))]
    return numpy.concatenate(quads).astype(numpy.float32) if quads else numpy.empty((0, 4, 2), numpy.float32)


def _without_streaks(grey: numpy.ndarray) -> numpy.ndarray:
    """Without what is bright and at most two pixels thin; all else stays where it is."""
    import cv2
    import numpy

    return cv2.morphologyEx(grey, cv2.MORPH_OPEN, numpy.ones((3, 3), numpy.uint8))


def _search(grey: numpy.ndarray) -> list[numpy.ndarray]:
    import cv2

    found, _ids, others = cv2.aruco.ArucoDetector(_dictionary(), _settings(max(grey.shape))).detectMarkers(grey)
    return [*found, *others]


def _dictionary() -> Any:
    import cv2

    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36h12)


def _settings(long: int) -> Any:
    """For a picture `long` pixels long. Only the search is opencv's; what a square says is decided in `decode`."""
    import cv2

    chosen = cv2.aruco.DetectorParameters()
    chosen.minMarkerPerimeterRate = 4 * LEAST_SIDE / long
    chosen.adaptiveThreshWinSizeMin = chosen.adaptiveThreshWinSizeMax = WINDOW
    chosen.adaptiveThreshConstant = 7
    chosen.polygonalApproxAccuracyRate = 0.03
    chosen.minCornerDistanceRate = 0.05
    chosen.minMarkerDistanceRate = chosen.minGroupDistance = 0.04  # else the paper's outline hides the frame inside it
    chosen.errorCorrectionRate = 0.45
    return chosen
