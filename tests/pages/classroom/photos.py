"""Photos of small classes holding up cards, read by the real reader."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from bench import rooms
from eduplatform.teaching.cards import reader

NEAR = ((1.8, 3), (2.4, 4), (3.0, 5))  # a small room: small photos are quick to make and to read


def photo_of(letters: dict[int, str]) -> bytes:
    """A JPEG in which the cards show these letters, all of them legible."""
    return _photo(tuple(sorted(letters.items())))


@lru_cache(64)
def _photo(letters: tuple[tuple[int, str], ...]) -> bytes:
    for seed in range(1, 12):
        data = rooms.photo(rooms.fill(rooms.Room(seed, width=1600, rows=NEAR), dict(letters)), quality=85, harm=0.5)
        if tuple((seen.number, seen.letter) for seen in reader.read_cards(data).cards) == letters:
            return data
    raise AssertionError(f"no legible photo of {letters}")


@lru_cache(8)
def empty_room() -> bytes:
    """A photo with pupils' desks and no card."""
    return rooms.photo(rooms.Room(3, width=1600), quality=85, harm=0.5)


@lru_cache(8)
def with_a_copy(number: int, letters: tuple[tuple[int, str], ...]) -> bytes:
    """A photo in which card `number` is seen twice: two classes in one room, or a copied card."""
    for seed in range(1, 12):
        room = rooms.fill(rooms.Room(seed, width=1600, rows=NEAR), dict(letters) | {60: "A"})
        place = next(n for n, held in enumerate(room.held) if held.number == 60)
        held = room.held[place]
        room.held[place] = rooms.Held(
            number, held.letter, held.at, held.yaw, held.pitch, held.roll, held.shine, held.fingers
        )
        data = rooms.photo(room, quality=85, harm=0.5)
        seen = reader.read_cards(data)
        if seen.copies == {number} and {one.number for one in seen.cards} == set(dict(letters)) - {number}:
            return data
    raise AssertionError("no legible photo with a copy")


@lru_cache(8)
def with_a_blot(number: int, letters: tuple[tuple[int, str], ...], named: bool = True) -> bytes:
    """A photo in which something covers the middle of card `number`: it is seen and not read, though (`named`) known whose it is."""
    for seed in range(1, 12):
        clean = rooms.photo(rooms.fill(rooms.Room(seed, width=1600, rows=NEAR), dict(letters)), quality=85, harm=0.5)
        card = next((one for one in reader.read_cards(clean).cards if one.number == number), None)
        for share, shade in ((0.35, 150), (0.4, 150), (0.45, 150), (0.4, 30), (0.45, 30)) if card else ():
            data = _covered(clean, card.corners, share, shade)
            seen = reader.read_cards(data)
            others = {one.number for one in seen.cards} == set(dict(letters)) - {number}
            if others and [one.number for one in seen.unreadable] == [number if named else None]:
                return data
    raise AssertionError("no photo in which the card is seen and not read")


def _covered(jpeg: bytes, corners: reader.Corners, share: float, shade: int) -> bytes:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    middle = np.mean(corners, axis=0)
    cv2.fillConvexPoly(picture, (middle + (np.array(corners) - middle) * share).round().astype(np.int32), (shade,) * 3)
    return rooms.tagged(cv2.imencode(".jpg", picture)[1].tobytes(), 1)
