"""A photo of a class holding up cards → who shows which letter. What is not certain is not said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .codes import letter_at
from .hints import ENOUGH, SMALL

if TYPE_CHECKING:
    import numpy

    from .decode import Word
    from .photo import Photo

CROOKED = 40  # degrees off upright: beyond, a card stands between two letters and is not read
FEW = 3  # cards that all lean the same way: the phone is held askew, though by how much is known only with more
KNOWN = 6  # wrong cells of 36 up to which a card that is not read is still called by its number: two cards differ in 13
TURNED = 25  # degrees the whole class is off upright: beyond, it is not certain which letters are up
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
    """Surely a card of ours, not read. `why`: small, crooked (between two letters), unclear. `number`: whose it is, where
    that can be told; never a reading."""

    corners: Corners
    size_px: float
    why: str
    number: int | None = None


@dataclass(frozen=True)
class Reading:
    """What one photo says. `size`: pixels across and down of the upright photo.

    `cards` are the numbers seen once, ascending; a number seen at two places is in `copies` and `doubled` and not in `cards`.
    `hints` for the teacher, from: dark, blurred, small (go nearer), crooked (cards held between two letters), turned (the
    photo seems to lie on its side or head), mirrored (nothing is read, but would be in a mirror), empty. `says_up`: whether the file
    said where up is; where it did not, letters hold only once the teacher or an earlier photo says so
    (`orientation.quarters_to_turn`). `by_room`: how the room would turn it, a proposal; `upright_by_room`: whether the room clearly
    says that it is upright, or clearly that it is not, or neither.
    """

    size: tuple[int, int]
    cards: tuple[Seen, ...]
    copies: frozenset[int]
    doubled: tuple[Seen, ...]
    unreadable: tuple[Unread, ...]
    hints: tuple[str, ...]
    says_up: bool = True
    by_room: int = 0
    upright_by_room: bool | None = None


def read_cards(photo: bytes | numpy.ndarray | Photo) -> Reading:
    """Read a photo: a file's bytes (JPEG, PNG, WEBP), or a picture that stands upright (rows × columns, grey or BGR, 0–255).

    Up is what EXIF says, corrected by what the cards have in common where the phone was held a little askew (up to 25 degrees).
    Where a file has no EXIF, the picture is read as it lies and `says_up` is False: a photo lying on its side cannot be told from a
    class that all chose the next letter. Refuses what `photo.upright` refuses.
    """
    from .decode import words
    from .hints import by_room, hints, upright_by_room
    from .markers import squares
    from .photo import Photo, open_photo

    photo = open_photo(photo) if isinstance(photo, bytes) else photo
    grey = photo.grey if isinstance(photo, Photo) else _grey(photo)
    quads = squares(grey)
    said = words(grey, quads)
    numbers = [word.number for word in said if word.believed]
    copies = frozenset(number for number in numbers if numbers.count(number) > 1)
    mirrored = not numbers and any(
        word.believed for word in words(grey, quads[:, ::-1])
    )  # corners the other way round: as in a mirror
    level = _level([_turn(word) for word in said if word.believed])
    both = [_seen(word, level) or _unread(word) for word in said]
    seen = [one for one in both if isinstance(one, Seen)]
    unread = [one for one in both if isinstance(one, Unread)]
    single = sorted((one for one in seen if one.number not in copies), key=lambda one: one.number)
    doubled = tuple(one for one in seen if one.number in copies)
    height, width = grey.shape
    long = max(grey.shape)
    found = hints(grey, seen, unread)
    if mirrored:
        found = ("mirrored",)
    elif level is None:
        found = (*found, "turned")
    says_up = not isinstance(photo, Photo) or photo.says_up
    return Reading(
        (width, height),
        tuple(single),
        copies,
        doubled,
        tuple(unread),
        tuple(dict.fromkeys(found)),
        says_up,
        by_room(seen, long),
        upright_by_room(seen, long),
    )


def _grey(picture: numpy.ndarray) -> numpy.ndarray:
    import cv2

    return picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def _turn(word: Word) -> float:
    """Degrees clockwise. A tilt foreshortens symmetrically, so the rotation part of the picture's affine map is the turn itself."""
    import numpy

    c = word.corners
    right, down = (c[1] - c[0]) + (c[2] - c[3]), (c[3] - c[0]) + (c[2] - c[1])
    return float(numpy.degrees(numpy.arctan2(right[1] - down[0], right[0] + down[1])))


def _level(turns: list[float]) -> float | None:
    """How far the phone was turned, in degrees (-45 … 45), from what all cards have in common; 0 with few or scattered cards;
    None beyond `TURNED`, where it is no longer certain which way."""
    import numpy

    if len(turns) < FEW:
        return 0.0
    common = numpy.exp(4j * numpy.radians(turns)).mean()
    level = float(numpy.degrees(numpy.angle(common))) / 4
    if abs(common) < 0.5:
        return 0.0
    return None if abs(level) > TURNED else level if len(turns) >= ENOUGH else 0.0


def _seen(word: Word, level: float | None) -> Seen | None:
    if not word.believed or level is None:
        return None
    letter, off = letter_at(_turn(word) - level)
    if abs(off) > CROOKED:
        return None
    return Seen(word.number, letter, _plain(word), round(word.size, 1), word.wrong == 0 and abs(off) <= CROOKED - 10)


def _unread(word: Word) -> Unread:
    size = word.size
    why = "crooked" if word.believed else "small" if size < SMALL else "unclear"
    return Unread(_plain(word), round(size, 1), why, word.number if word.wrong <= KNOWN else None)


def _plain(word: Word) -> Corners:
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in word.corners)
