"""Answer cards: photos of made-up classes (rooms.py) read as the product reads them, beside opencv's own detector."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import cv2
import numpy as np

from eduplatform.teaching.cards.reader import read_cards

from . import memory, rooms
from .figures import Figure
from .places import Places
from .rooms import photo_of

ROOMS = 100  # of 50 cards, two photos each: 10,000 cards
SMALL_ROOMS = 20
NEAR_ROOMS = 20  # of 12 cards
TIMED = 12  # photos also given to opencv alone
SECONDS = 0.7


@dataclass
class Count:
    """What became of the cards of some rooms. `wrong`: a letter or number nobody held up; `cpu`: seconds of each photo."""

    shown: int = 0
    once: int = 0
    either: int = 0
    wrong: list[str] = field(default_factory=list)
    unread: int = 0
    silent: int = 0  # neither read nor told as seen by their number
    cpu: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)


def measure(places: Places | None = None) -> list[Figure]:
    """The figures of issue 3. `places` (databases) are not needed."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        full, half = counted(rooms.Room, ROOMS), counted(rooms.half, SMALL_ROOMS)
        two = counted(rooms.two_on_a_page, SMALL_ROOMS)
        streaks = counted(partial(rooms.near, streaks=2), NEAR_ROOMS)
        thumbs = [counted(partial(rooms.near, thumbs=many), NEAR_ROOMS) for many in (1, 2)]
        alone = [_cpu(_detector(), data)[0] for data in _photos(TIMED)]
        ours = [_cpu(read_cards, data)[0] for data in _photos(TIMED)]
        cv2.setNumThreads(threads)
        threaded = [_cpu(read_cards, data)[0] for data in _photos(TIMED)]
    finally:
        cv2.setNumThreads(threads)
    return [
        *_lines("50 cards of 12 cm, 8 m room", full, 1.0),
        Figure(
            "cards",
            "  CPU of a photo, median",
            float(np.median(full.cpu)),
            "s",
            SECONDS,
            base=None,
            note=f"{4000}×{3000}, one thread",
        ),
        Figure("cards", "  CPU of a photo, 95 of 100", float(np.percentile(full.cpu, 95)), "s", SECONDS),
        Figure("cards", "  the same photos with all threads", float(np.median(threaded)), "s", SECONDS),
        Figure(
            "cards",
            "  beside opencv alone",
            float(np.median(ours)),
            "s",
            base=float(np.median(alone)),
            note="default detector, whole size",
        ),
        *_lines("two on a page (10.4 cm), 6.5 m", two, 1.0),
        *_lines("half the size (6 cm at 8 m)", half, None),
        *_spoilt("two streaks of 2.6 mm, up to 3 m", streaks),
        *_spoilt("a thumb over the frame, up to 3 m", thumbs[0]),
        *_spoilt("two thumbs over the frame, up to 3 m", thumbs[1]),
        *memory.measure(),
    ]


def _lines(name: str, count: Count, unread: float | None) -> list[Figure]:
    return [
        Figure(
            "cards",
            f"{name}: wrong readings",
            len(count.wrong),
            "",
            0,
            note=" ".join(count.wrong[:5]) or f"of {2 * count.shown:,} cards shown",
        ),
        Figure("cards", "  not read from two photos", 100 - 100 * count.either / count.shown, "%", unread),
        Figure(
            "cards",
            "  not read from one",
            100 - 50 * count.once / count.shown,
            "%",
            note=f"{count.unread} of them told as not seen clearly",
        ),
    ]


def _spoilt(name: str, count: Count) -> list[Figure]:
    return [
        Figure(
            "cards",
            f"{name}: wrong readings",
            len(count.wrong),
            "",
            0,
            note=" ".join(count.wrong[:5]) or f"of {2 * count.shown:,} cards shown",
        ),
        Figure("cards", "  not read from one", 100 - 50 * count.once / count.shown, "%", 10.0),
        Figure("cards", "  neither read nor told as seen", 50 * count.silent / count.shown, "%"),
    ]


def counted(make: Callable[[int], rooms.Room], many: int, first: int = 0) -> Count:
    """Read the two photos of `many` rooms and compare with what was held up."""
    count = Count()
    for seed in range(first, first + many):
        room = rooms.fill(make(seed))
        truth = {one.number: one.letter for one in room.held}
        seen: set[int] = set()
        for which in (0, 1):
            spent, reading = _cpu(read_cards, rooms.photo(room, which))
            count.cpu.append(spent)
            right = {card.number for card in reading.cards if truth.get(card.number) == card.letter}
            count.wrong += [
                f"{seed}/{which}:{card.number}{card.letter}" for card in reading.cards if card.number not in right
            ]
            count.wrong += [f"{seed}/{which}:copy {number}" for number in reading.copies]
            count.once += len(right)
            count.unread += len(reading.unreadable)
            count.silent += len(truth.keys() - right - {one.number for one in reading.unreadable})
            seen |= right
        count.shown += len(truth)
        count.either += len(seen)
    return count


def _photos(many: int) -> Iterator[bytes]:
    return (rooms.photo(rooms.fill(rooms.Room(seed)), 0) for seed in range(many))


def _detector() -> Callable[[bytes], object]:
    """opencv as it comes: decode, find, done."""
    aruco = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36h12))
    return lambda data: aruco.detectMarkers(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE))


def _cpu(work: Callable, data: bytes):  # type: ignore[no-untyped-def, type-arg]
    began = time.process_time()
    found = work(data)
    return time.process_time() - began, found


__all__ = ["counted", "measure", "photo_of"]
