"""Photos on their side and phones rolled over, in rooms of every shape: how many wrong letters are believed, how many right photos
are not. The rule is the product's (`cards.orientation.judged`), given what it keeps of a phone from photo to photo."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

import cv2
import numpy as np

from eduplatform.shared.refusals import Refused
from eduplatform.teaching.cards import orientation
from eduplatform.teaching.cards.hints import upright_by_room
from eduplatform.teaching.cards.photo import Photo, upright_picture
from eduplatform.teaching.cards.reader import Reading, read_cards

from . import rooms
from .figures import Figure
from .places import Places

PUPILS = (6, 10, 12, 13, 17, 20, 25, 50)
ROWS = range(1, 8)
IN_A_ROW = 13  # more do not sit side by side
SEEDS = 8
TURNS = (90, 180, 270)  # degrees to the left
ROLLS = (65, 80)
PROCESSES = 2
CHOSEN = "TURNED_ROOMS"  # in the environment: some rooms only, as "6-3-5 25-2-1" (pupils-rows-seed) or a share of them, as "0.1"
HALVES = 20  # pupils, from where on a class is photographed half by half
NEVER = ("lying believed", "later believed", "false believed", "half believed", "told refused", "untold refused")
Shape = tuple[int, int, int]  # pupils, rows, seed
WIDTH = 2000  # pixels, half of a phone's: the farthest cards, at 7 m, have 26 of them


def measure(places: Places | None = None) -> list[Figure]:
    """Every room once, or those of `CHOSEN`; rooms with a photo judged wrongly are named. `places` (databases) are not needed."""
    count, which = Counter[str](), chosen(os.environ.get(CHOSEN, ""))
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as workers:
        for shape, of_room in zip(which, workers.map(counted, which, chunksize=4), strict=True):
            count += of_room
            if failed := {what: of_room[what] for what in NEVER if of_room[what]}:
                print("turned:", "-".join(map(str, shape)), failed, file=sys.stderr)
    return figures(count)


def chosen(said: str) -> list[Shape]:
    """The rooms that `CHOSEN` names; a share is drawn anew each time."""
    if not said:
        return shapes()
    if "-" not in said:
        return sorted(random.sample(shapes(), round(float(said) * len(shapes()))))
    return [(int(pupils), int(rows), int(seed)) for pupils, rows, seed in (room.split("-") for room in said.split())]


def figures(count: Counter[str]) -> list[Figure]:
    rooms_, said = count["rooms"], partial(Figure, "turned")
    return [
        said(
            "lying photos, no EXIF: believed",
            count["lying believed"],
            "",
            0,
            note=f"of {count['lying']:,} in {rooms_} rooms, 90/180/270/65/80°",
        ),
        said("  after an answer to an upright one", count["later believed"], "", 0, note=f"of {count['later']:,}"),
        said(
            "lying, EXIF wrong, after an upright one: believed",
            count["false believed"],
            "",
            0,
            note=f"of {count['false']:,}",
        ),
        said(
            "  of the other half of the class",
            count["half believed"],
            "",
            0,
            note=f"of {count['half']:,}; no card in both photos",
        ),
        said(
            "  as the first photo of a phone",
            count["first believed"],
            "",
            note=f"of {count['first']:,}; the file is all there is",
        ),
        said("upright, EXIF: refused or asked about", count["told refused"], "", 0, note=f"of {count['told']:,}"),
        said(
            "  asked about: the other half of the class",
            count["other half asked"],
            "",
            note=f"of {count['other half']:,}; once a lesson",
        ),
        said(
            "upright, no EXIF: refused, or asked about twice",
            count["untold refused"],
            "",
            0,
            note=f"of {count['untold']:,}; each phone is asked once",
        ),
    ]


def shapes(seeds: int = SEEDS) -> list[Shape]:
    """(pupils, rows, seed) of the rooms in which so many can sit in so many rows."""
    return [
        (pupils, rows, seed)
        for pupils in PUPILS
        for rows in ROWS
        if rows <= pupils <= rows * IN_A_ROW
        for seed in range(seeds)
    ]


def room_of(pupils: int, rows: int, seed: int) -> rooms.Room:
    """Rows 80 cm apart, the first as near as its pupils can be seen side by side."""
    each = [pupils // rows + (row < pupils % rows) for row in range(rows)]
    first = max(2.2, 0.36 * max(each))
    return rooms.fill(
        rooms.Room(
            1000 * pupils + 100 * rows + seed,
            width=WIDTH,
            rows=tuple((first + 0.8 * row, n) for row, n in enumerate(each)),
        )
    )


def counted(shape: Shape) -> Counter[str]:
    """What became of the photos of one room."""
    cv2.setNumThreads(1)
    room = room_of(*shape)
    truth = {one.number: one.letter for one in room.held}
    first, second = (upright_picture(rooms.photo(room, which)) for which in (0, 1))
    standing = [read_cards(Photo(grey, True)) for grey in (first, second)]
    lying = [read_cards(Photo(grey, False)) for grey in _lying(second)]
    asked = orientation.Known().answered(orientation.orientation_signs(standing[0]), 0)
    trusted = orientation.Known().having(orientation.orientation_signs(standing[0]))
    count = Counter(rooms=1)
    for name, known, says_up in (
        ("lying", orientation.Known(), False),
        ("later", asked, False),
        ("false", trusted, True),
        ("first", orientation.Known(), True),
    ):
        count[name] = len(lying)
        count[f"{name} believed"] = sum(_believed(known, replace(one, says_up=says_up), truth) for one in lying)
    count["told"], count["untold"] = 2, 1
    count["told refused"] = sum(
        _judged(known, one) != 0 for known, one in zip((orientation.Known(), trusted), standing, strict=True)
    )
    count["untold refused"] = int(_judged(asked, replace(standing[1], says_up=False)) != 0)
    return count + _half_by_half(standing, lying, truth) if len(truth) >= HALVES else count


def _half_by_half(standing: list[Reading], lying: list[Reading], truth: dict[int, str]) -> Counter[str]:
    """The first photo shows one half of the class, the second the other: no card is in both."""
    across = [card.number for card in sorted(standing[0].cards, key=lambda card: card.corners[0])]
    count = Counter[str]()
    for half in (set(across[: len(across) // 2]), set(across[len(across) // 2 :])):
        known = orientation.Known().having(orientation.orientation_signs(_only(standing[0], half)))
        others = [_only(one, set(truth) - half) for one in (standing[1], *lying)]
        count["other half"] += 1
        count["other half asked"] += _judged(known, others[0]) != 0
        count["half"] += len(lying)
        count["half believed"] += sum(_believed(known, replace(one, says_up=True), truth) for one in others[1:])
    return count


def _only(reading: Reading, numbers: set[int]) -> Reading:
    """As if the rest of the class had not been in the photo."""
    cards = [card for card in reading.cards if card.number in numbers]
    return replace(reading, cards=tuple(cards), upright_by_room=upright_by_room(cards, max(reading.size)))


def _lying(grey: np.ndarray) -> Iterator[np.ndarray]:
    for turn in TURNS:
        yield np.ascontiguousarray(np.rot90(grey, turn // 90))
    height, width = grey.shape
    for roll in ROLLS:
        yield cv2.warpAffine(
            grey, cv2.getRotationMatrix2D((width / 2, height / 2), roll, 1.0), (width, height), borderValue=120
        )


def _believed(known: orientation.Known, reading: Reading, truth: dict[int, str]) -> bool:
    """Whether a letter that nobody held up is taken without a question."""
    turn = _judged(known, reading)
    return turn is not None and any(
        truth.get(card) != letter
        for card, letter in orientation.orientation_signs(reading).turned(turn).letters.items()
    )


def _judged(known: orientation.Known, reading: Reading) -> int | None:
    try:
        return orientation.judged(known, reading)
    except Refused:
        return None
