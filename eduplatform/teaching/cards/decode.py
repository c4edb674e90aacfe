"""What a square says: its 36 cells against the 60 codes in four turns. Rather nothing than something wrong.

A card is believed when its frame is black, the paper around it white, at most `WRONG_CELLS` of 36 cells are wrong, and the shades
follow the code (`LIKENESS`). Two cards differ in 13 cells and a mirrored card in 6 from any card, so two wrong cells leave no doubt;
a random pattern in a black frame passes once in 400,000 looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from .codes import FIRST, LAST, cells_of

if TYPE_CHECKING:
    import numpy

WRONG_CELLS = 2  # of 36
LIKENESS = 0.8  # correlation of the 36 shades with the code; 1 is perfect
WELL = 0.9  # asked of a square whose corners were moved, with no cell wrong
NEARLY = 0.7  # from here on it is one of our cards, not seen well enough; a random pattern gets here once in 200
HOPEFUL = 0.62  # from here on it is worth moving the corners
CONTRAST = 18  # shades between frame and paper
FRAMED, PAPERED = 0.75, 0.5  # share of frame and paper that must look it; fingers hold a card
GLANCE = 0.6  # share of a frame asked at first, where each cell is looked at in one spot: a streak may run through eight of them
_GROWTH = (0.0, 0.7, 1.4)  # pixels tried outwards: outlines run along the inner side of an edge
_SPOTS = (-0.22, 0.0, 0.22)  # where a cell is looked at, in cells from its middle


@dataclass(frozen=True, eq=False)
class Word:
    """What one square said. `corners`: 4 × 2 pixels, clockwise from the marker's upper left with A up."""

    number: int
    corners: numpy.ndarray
    wrong: int
    likeness: float
    contrast: float
    moved: bool = False  # read only after its corners were moved, which makes a likeness out of many things

    @cached_property
    def middle(self) -> tuple[float, float]:
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)

    @cached_property
    def size(self) -> float:
        """Mean side in pixels."""
        sides = self.corners - self.corners[[1, 2, 3, 0]]
        return float(((sides**2).sum(axis=1) ** 0.5).mean())

    @property
    def believed(self) -> bool:
        if self.moved:
            return self.wrong == 0 and self.likeness >= WELL
        return self.wrong <= WRONG_CELLS and self.likeness >= LIKENESS


def words(grey: numpy.ndarray, quads: numpy.ndarray) -> list[Word]:
    """What those of the squares (n × 4 × 2) say that look like our cards, believed or not."""
    import numpy

    if not len(quads):
        return []
    quads = quads[_shades(grey, quads, spots=(0.0,), framed=GLANCE)[1] >= CONTRAST / 2]
    if not len(quads):
        return []
    tried = numpy.concatenate([_grown(quads, by) for by in _GROWTH])
    shades, contrast = _shades(grey, tried)
    likeness = _alike(shades) @ _templates().T  # tried × (60 cards × 4 turns)
    best = likeness.argmax(axis=1)
    top = numpy.where(contrast >= CONTRAST, likeness[numpy.arange(len(tried)), best], 0).reshape(len(_GROWTH), -1)
    found = numpy.flatnonzero(top.max(axis=0) >= HOPEFUL)
    corners = tried[top[:, found].argmax(axis=0) * len(quads) + found]
    if not len(found):
        return []
    said = _one_each(_said(grey, corners))
    poor = [word.corners for word in said if not word.believed]
    if poor:
        said = _one_each([*said, *_said(grey, _settled(grey, numpy.array(poor)), moved=True)])
    return [word for word in said if word.likeness >= NEARLY]


def _said(grey: numpy.ndarray, quads: numpy.ndarray, moved: bool = False) -> list[Word]:
    import numpy

    shades, contrast = _shades(grey, quads)
    likeness = _alike(shades) @ _templates().T
    said = []
    for at, best in enumerate(likeness.argmax(axis=1)):
        wrong = int(((shades[at] > 0) != (_templates()[best] > 0)).sum())
        corners = numpy.roll(quads[at], -(int(best) % 4), axis=0)
        said.append(Word(FIRST + int(best) // 4, corners, wrong, float(likeness[at, best]), float(contrast[at]), moved))
    return said


def _one_each(said: list[Word]) -> list[Word]:
    """The best word of each place, for one frame is found several times. Where two cards are believed at one place, none."""
    kept: list[Word] = []
    torn: list[Word] = []
    for word in sorted(said, key=lambda one: (not one.believed, -one.likeness)):
        other = next((one for one in kept if _same_place(word, one)), None)
        if other is None:
            kept.append(word)
        elif word.believed and word.number != other.number:
            torn.append(other)
    return [word for word in kept if word not in torn]


def _same_place(a: Word, b: Word) -> bool:
    return abs(a.middle[0] - b.middle[0]) + abs(a.middle[1] - b.middle[1]) < 0.6 * max(a.size, b.size)


def _settled(grey: numpy.ndarray, quads: numpy.ndarray) -> numpy.ndarray:
    """The squares with corners moved to where their own code is seen best: a finger on an edge draws a corner away."""
    import numpy

    quads = quads.copy()
    for share in (0.06, 0.03, 0.06, 0.03):
        steps = share * numpy.abs(quads - quads.mean(axis=1, keepdims=True)).mean(axis=(1, 2))
        for corner in range(4):
            moves = numpy.array(
                [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)], numpy.float32
            )
            tried = numpy.repeat(quads[None], len(moves), axis=0)
            tried[:, :, corner] += moves[:, None] * steps[None, :, None]
            shades, contrast = _shades(grey, tried.reshape(-1, 4, 2), spots=(-0.2, 0.2))
            likeness = (_alike(shades) @ _templates().T).max(axis=1) * (contrast > 0)
            best = likeness.reshape(len(moves), -1).argmax(axis=0)
            quads = tried[best, numpy.arange(len(quads))]
    return quads


@lru_cache(1)
def _templates() -> numpy.ndarray:
    """240 × 36, of length 1: card by card, as the cells are met from corner 0, 1, 2, 3 of the marker with A up."""
    import numpy

    rows = []
    for number in range(FIRST, LAST + 1):
        cells = numpy.array(cells_of(number)) * 2.0 - 1
        rows += [numpy.rot90(cells, -turn).ravel() for turn in range(4)]
    return numpy.array(rows, numpy.float32) / 6


def _grown(quads: numpy.ndarray, by: float) -> numpy.ndarray:
    """The squares with each corner `by` pixels further out along the diagonal's two directions."""
    import numpy

    outward = quads - quads.mean(axis=1, keepdims=True)
    size = numpy.abs(outward).mean(axis=(1, 2), keepdims=True).clip(1)
    return quads + outward / size * by


def _shades(
    grey: numpy.ndarray, quads: numpy.ndarray, spots: tuple[float, ...] = _SPOTS, framed: float = FRAMED
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """(n × 36 shades, -1 as black as the frame … 1 as white as the paper; contrast, 0 where frame or paper are not as they should be)."""
    import cv2
    import numpy

    step = (
        numpy.arange(10)[:, None] - 0.5 + numpy.array(spots)[None, :]
    ).ravel() / 8  # ten cells: paper, frame, six, frame, paper
    across, down = numpy.meshgrid(step, step)
    points = numpy.stack([across.ravel(), down.ravel(), numpy.ones(across.size)], axis=1)
    seen = _planes(quads) @ points.T
    far = numpy.where(numpy.abs(seen[:, 2]) < 1e-6, 1e-6, seen[:, 2])  # a corner moved onto the horizon of its square
    x, y = (seen[:, axis] / far for axis in (0, 1))
    rows = max(1, 30000 // len(points))  # remap takes pictures of at most 32767 lines
    parts = [
        cv2.remap(
            grey,
            x[n : n + rows].astype(numpy.float32),
            y[n : n + rows].astype(numpy.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for n in range(0, len(quads), rows)
    ]
    count = len(spots)
    cells = numpy.concatenate(parts).reshape(-1, 10, count, 10, count).mean(axis=(2, 4), dtype=numpy.float32)
    ring = numpy.ones((10, 10), bool)
    ring[1:9, 1:9] = False
    frame = ~ring
    frame[2:8, 2:8] = False
    dark, paper = cells[:, frame], cells[:, ring]
    black, white = numpy.median(dark, axis=1), numpy.percentile(paper, 65, axis=1)
    contrast = white - black
    middle = (white + black) / 2
    black_enough = (dark < middle[:, None]).mean(axis=1) >= framed
    white_enough = (paper > middle[:, None]).mean(axis=1) >= PAPERED
    inner = (cells[:, 2:8, 2:8].reshape(-1, 36) - middle[:, None]) / numpy.maximum(contrast, 1)[:, None] * 2
    return inner.clip(-1, 1), numpy.where(black_enough & white_enough, contrast, 0)


def _planes(quads: numpy.ndarray) -> numpy.ndarray:
    """n × 3 × 3: from the square 0 … 1 onto each quad (the closed form of a perspective from four points)."""
    import numpy

    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (quads[:, n].astype(numpy.float64).T for n in range(4))
    dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    whole = dx1 * dy2 - dx2 * dy1
    whole = numpy.where(numpy.abs(whole) < 1e-6, 1e-6, whole)
    g, h = (dx3 * dy2 - dx2 * dy3) / whole, (dx1 * dy3 - dx3 * dy1) / whole
    one = numpy.ones_like(g)
    plane = [[x1 - x0 + g * x1, x3 - x0 + h * x3, x0], [y1 - y0 + g * y1, y3 - y0 + h * y3, y0], [g, h, one]]
    return numpy.array(plane).transpose(2, 0, 1)


def _alike(shades: numpy.ndarray) -> numpy.ndarray:
    """Each row made to length 1, so that its product with a template is their correlation."""
    import numpy

    return shades / numpy.maximum(numpy.linalg.norm(shades, axis=1, keepdims=True), 1e-3)
