"""A class before a live camera: films of the rooms of `rooms.py` for Chromium's fake camera (y4m), and single cards in noise."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from eduplatform.teaching.cards import reader
from eduplatform.teaching.cards.codes import LETTERS, cells_of

from . import rooms

WIDTH, HEIGHT = 1920, 1080
SPARE = 60  # number lent to a copy until it is drawn
ROWS = ((2.9, 5), (3.7, 7), (4.5, 8), (5.4, 8), (6.3, 9), (7.2, 9))  # a room of 8 m: 46 places


def letters_of(count: int, seed: int, sides: str = LETTERS) -> dict[int, str]:
    """Cards 1 … count, each with a letter."""
    random = np.random.default_rng(seed)
    return {card: sides[int(random.integers(len(sides)))] for card in range(1, count + 1)}


def film(
    path: Path, letters: dict[int, str], seed: int = 1, copy: tuple[int, str] | None = None, frames: int = 8
) -> None:
    """Write what a camera sees for half a second, again and again: 1920 × 1080, a trembling hand, noise. `copy`: a card that is
    there a second time, and its letter there."""
    picture = _picture(letters, seed, copy)
    random = np.random.default_rng(seed)
    waiting = path.with_suffix(".part")
    with waiting.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(frames):
            shift = cv2.getRotationMatrix2D(
                (WIDTH / 2, HEIGHT / 2), float(random.uniform(-0.5, 0.5)), float(random.uniform(0.995, 1.01))
            )
            shift[:, 2] += random.uniform(-3, 3, 2)
            moved = cv2.warpAffine(
                picture, shift, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            noisy = (moved + random.normal(0, 3, moved.shape)).clip(0, 255).astype(np.uint8)
            out.write(b"FRAME\n" + cv2.cvtColor(noisy, cv2.COLOR_BGR2YUV_I420).tobytes())
    os.replace(waiting, path)


def _picture(letters: dict[int, str], seed: int, copy: tuple[int, str] | None) -> np.ndarray:
    """A photo of a room, cut to the shape of a film, in which every card can be read from where the camera stands: the photo
    reader says so of the picture made less sharp. Elsewhere a teacher takes a step."""
    spare = {SPARE: copy[1]} if copy else {}
    for attempt in range(200):
        room = rooms.fill(rooms.Room(seed=1000 * seed + attempt, width=WIDTH, rows=ROWS), letters | spare)
        if copy:
            room.held[:] = [replace(one, number=copy[0]) if one.number == SPARE else one for one in room.held]
        whole = cv2.imdecode(np.frombuffer(rooms.photo(room, 0, quality=88), np.uint8), cv2.IMREAD_COLOR)
        cut = (whole.shape[0] - HEIGHT) // 2
        picture = whole[cut : cut + HEIGHT]
        read = reader.read_cards(cv2.GaussianBlur(picture, (0, 0), 0.6))
        if len(read.cards) + len(read.copies) == len(letters) and read.copies == ({copy[0]} if copy else set()):
            return picture
    raise ValueError("no room fits the film")


def marker(number: int, turns: int, seed: int, side: int = 64) -> np.ndarray:
    """One card in a picture of 160 × 160 (RGBA), turned clockwise by quarter turns and a little more, blurred and noisy."""
    random = np.random.default_rng((number, turns, seed))
    cells = np.zeros((8, 8), np.uint8)
    cells[1:7, 1:7] = np.array(cells_of(number), np.uint8)
    drawn = np.full((160, 160), 215, np.uint8)
    low = (160 - side) // 2
    drawn[low : low + side, low : low + side] = 30 + 185 * np.rot90(
        cv2.resize(cells, (side, side), interpolation=cv2.INTER_NEAREST), -turns
    )
    turn = cv2.getRotationMatrix2D((80, 80), float(random.uniform(-28, 28)), float(random.uniform(0.75, 1.2)))
    drawn = cv2.warpAffine(drawn, turn, (160, 160), flags=cv2.INTER_LINEAR, borderValue=215)
    drawn = cv2.GaussianBlur(drawn, (0, 0), float(random.uniform(0.4, 1.6)))
    noisy = (drawn + random.normal(0, random.uniform(2, 14), drawn.shape)).clip(0, 255).astype(np.uint8)
    return cv2.cvtColor(noisy, cv2.COLOR_GRAY2RGBA)
