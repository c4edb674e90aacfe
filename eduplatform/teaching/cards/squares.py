"""Four-cornered things in a grey picture that may be the frame of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

LEAST_SIDE = 11  # pixels of a frame: below, cells are not told apart


def squares(grey: numpy.ndarray) -> numpy.ndarray:
    """Corners (n × 4 × 2, pixels, clockwise from some corner) of what has the outline of a marker, most of it something else."""
    import cv2
    import numpy

    found, _ids, others = cv2.aruco.ArucoDetector(_dictionary(), _settings(max(grey.shape))).detectMarkers(grey)
    quads = [*found, *others]
    return numpy.concatenate(quads).astype(numpy.float32) if quads else numpy.empty((0, 4, 2), numpy.float32)


def _dictionary():  # type: ignore[no-untyped-def]
    import cv2

    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36h12)


def _settings(long: int):  # type: ignore[no-untyped-def]
    """For a picture `long` pixels long. Only the search is opencv's; what a square says is decided in `decode`."""
    import cv2

    chosen = cv2.aruco.DetectorParameters()
    chosen.minMarkerPerimeterRate = 4 * LEAST_SIDE / long
    chosen.adaptiveThreshWinSizeMin, chosen.adaptiveThreshWinSizeMax, chosen.adaptiveThreshWinSizeStep = 5, 45, 20
    chosen.adaptiveThreshConstant = 7
    chosen.polygonalApproxAccuracyRate = 0.03
    chosen.minCornerDistanceRate = 0.05
    chosen.errorCorrectionRate = 0.0
    return chosen
