"""A photo of a class holding up cards → who shows which letter. What is not certain is not said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .codes import letter_at

if TYPE_CHECKING:
    import numpy

    from .decode import Word

CROOKED = 40  # degrees off upright: beyond, a card stands between two letters and is not read
Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Seen:
    """One card. `corners`: four (x, y) pixels of the upright photo (`Reading.size`), clockwise from the marker's upper left with A up;
    `size_px`: mean side of the marker in those pixels; `sure`: no cell wrong and held straight."""

    number: int
    letter: str
    corners: Corners
    size_px: float
    sure: bool


@dataclass(frozen=True)
class Unread:
    """Surely a card of ours, not read. `why`: small, crooked (between two letters), unclear."""

    corners: Corners
    size_px: float
    why: str


@dataclass(frozen=True)
class Reading:
    """What one photo says. `size`: pixels across and down of the upright photo.

    `cards` are the numbers seen once, ascending; a number seen at two places is in `copies` and `doubled` and not in `cards`.
    `hints` for the teacher, from: dark, blurred, small (go nearer), turned (the photo seems to lie on its side or head), empty.
    """

    size: tuple[int, int]
    cards: tuple[Seen, ...]
    copies: frozenset[int]
    doubled: tuple[Seen, ...]
    unreadable: tuple[Unread, ...]
    hints: tuple[str, ...]


def read(photo: bytes | numpy.ndarray) -> Reading:
    """Read a photo: a file's bytes (JPEG, PNG, WEBP), or a picture that stands upright (rows × columns, grey or BGR, 0–255).

    Up is what EXIF says. Where a file has none (the picture lies as it lies), a photo lying on its side cannot be told from a class
    that all chose the next letter: nothing is guessed, but where the far cards are not above the near ones, `turned` is among the
    hints. Refuses what `photo.upright` refuses.
    """
    from .hints import hints
    from .photo import upright
    from .decode import words
    from .squares import squares

    grey = upright(photo) if isinstance(photo, bytes) else _grey(photo)
    said = _one_each(words(grey, squares(grey)))
    seen, unread = [], []
    for word in said:
        one = _seen(word) if word.believed else None
        if one:
            seen.append(one)
        else:
            unread.append(_unread(word))
    numbers = [one.number for one in seen]
    copies = frozenset(number for number in numbers if numbers.count(number) > 1)
    single = sorted((one for one in seen if one.number not in copies), key=lambda one: one.number)
    doubled = tuple(one for one in seen if one.number in copies)
    height, width = grey.shape
    return Reading((width, height), tuple(single), copies, doubled, tuple(unread), hints(grey, seen, unread))


def _grey(picture: numpy.ndarray) -> numpy.ndarray:
    import cv2

    return picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def _one_each(said: list[Word]) -> list[Word]:
    """The best word of each place. Two believed words for different cards at one place are both dropped to unread."""
    kept: list[Word] = []
    for word in sorted(said, key=lambda one: (not one.believed, -one.likeness)):
        if not any(_same_place(word, other) for other in kept):
            kept.append(word)
    return kept


def _same_place(a: Word, b: Word) -> bool:
    middle_a, middle_b = a.corners.mean(axis=0), b.corners.mean(axis=0)
    return bool(((middle_a - middle_b) ** 2).sum() ** 0.5 < 0.5 * max(_size(a), _size(b)))


def _size(word: Word) -> float:
    import numpy

    return float(numpy.linalg.norm(numpy.roll(word.corners, -1, axis=0) - word.corners, axis=1).mean())


def _turn(word: Word) -> float:
    """Degrees clockwise. A tilt foreshortens symmetrically, so the rotation part of the picture's affine map is the turn itself."""
    import numpy

    c = word.corners
    right, down = (c[1] - c[0]) + (c[2] - c[3]), (c[3] - c[0]) + (c[2] - c[1])
    return float(numpy.degrees(numpy.arctan2(right[1] - down[0], right[0] + down[1])))


def _seen(word: Word) -> Seen | None:
    letter, off = letter_at(_turn(word))
    if abs(off) > CROOKED:
        return None
    return Seen(word.number, letter, _plain(word), round(_size(word), 1), word.wrong == 0 and abs(off) <= CROOKED - 10)


def _unread(word: Word) -> Unread:
    size = _size(word)
    why = "crooked" if word.believed else "small" if size < 24 else "unclear"
    return Unread(_plain(word), round(size, 1), why)


def _plain(word: Word) -> Corners:
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in word.corners)
