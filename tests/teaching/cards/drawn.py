"""Cards drawn flat, without a room: pictures for tests of the reader."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image

from eduplatform.teaching.cards.codes import LETTERS, cells_of

CELL = 8  # pixels


def marker(cells) -> np.ndarray:
    """Cells (6 × 6, 1 is white) in a black frame on white paper, 8 pixels a cell."""
    whole = np.ones((12, 12), np.uint8)
    whole[2:10, 2:10] = 0
    whole[3:9, 3:9] = cells
    return np.kron(whole, np.full((CELL, CELL), 215, np.uint8)) + 20


def held(number: int, letter: str) -> np.ndarray:
    """Card `number` with `letter` at the top: its right edge (B) comes to the top by a quarter turn to the left."""
    return np.rot90(marker(cells_of(number)), LETTERS.index(letter))


def wall(pictures, across: int = 4, size: tuple[int, int] = (900, 1200)) -> np.ndarray:
    """Pictures hung up in rows on a grey wall."""
    image = np.full(size, 120, np.uint8)
    for n, picture in enumerate(pictures):
        h, w = picture.shape
        y, x = 40 + n // across * (h + 40), 40 + n % across * (w + 40)
        image[y : y + h, x : x + w] = picture
    return image


def saved(image: np.ndarray | Image.Image, kind: str = "JPEG", **how) -> bytes:
    """The file of a picture. HEIC is written by the larger sister of the library that reads it, which only the tests need."""
    target = BytesIO()
    picture = image if isinstance(image, Image.Image) else Image.fromarray(np.ascontiguousarray(image))
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(target, quality=80, **how)
    else:
        picture.save(target, kind, **how)
    return target.getvalue()


def letters(reading) -> dict[int, str]:
    return {card.number: card.letter for card in reading.cards}
