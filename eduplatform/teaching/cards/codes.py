"""The code of each card, and the one place that says which turn is which letter.

The pictures are those of the dictionary ARUCO_MIP_36h12 (6 × 6 cells in a black frame one cell wide), so that opencv on the server
and js-aruco2 in a browser read the same cards. Any two cards differ in 13 of 36 cells, whichever way they are turned.

**Turn and letter.** With A at the top, the marker stands as in the dictionary. The letters go round clockwise: A on the top edge,
B on the right, C at the bottom, D on the left, each upright for somebody who turns its edge to the top. So:

    letter at the top        A    B    C    D
    marker turned (to the left, quarter turns)   0    1    2    3
    marker edge at the top   0–1  1–2  2–3  3–0

with marker corners 0, 1, 2, 3 clockwise from the dictionary's upper left, the order in which opencv and js-aruco2 give them.
"""

from __future__ import annotations

LETTERS = "ABCD"
FIRST, LAST = 1, 60  # roll numbers that have a card; the number is the id in the dictionary
CELLS = 6  # across, without the frame
SIDE = CELLS + 2  # across, with it

# ids 1 to 60: 36 cells row by row from the upper left, the first cell being the highest bit, 1 is white
_CODES = (
    0x6001134e5, 0x1206fbe72, 0xff8ad6cb4, 0x85da9bc49, 0xb461afe9c, 0x6db51fe13, 0x5248c541f, 0x008f34503,
    0x8ea462ece, 0xeac2be76d, 0x1af615c44, 0xb48a49f27, 0x2e4e1283b, 0x78b1f2fa8, 0x27d34f57e, 0x89222fff1,
    0x4c1669406, 0xbf49b3511, 0xdc191cd5d, 0x11d7c3f85, 0x16a130e35, 0xe29f27eff, 0x428d8ae0c, 0x90d548477,
    0x2319cbc93, 0xc3b0c3dfc, 0x0424bccc9, 0x2a081d630, 0x762743d96, 0xd0645bf19, 0xf38d7fd60, 0xc6cbf9a10,
    0x3c1be7c65, 0x276f75e63, 0x4490a3f63, 0xda60acd52, 0x3cc68df59, 0xab46f9dae, 0x88d533d78, 0xb6d62ec21,
    0xb3c02b646, 0x22e56d408, 0xac5f5770a, 0xaaa993f66, 0x4caa07c8d, 0x5c9b4f7b0, 0xaa9ef0e05, 0x0705c5750,
    0xac81f545e, 0x735b91e74, 0x8cc35cee4, 0xe44694d04, 0xb5e121de0, 0x261017d0f, 0xf1d439eb5, 0xa1a33ac96,
    0x174c62c02, 0x1ee27f716, 0x8b1c5ece9, 0x6a05b0c6a,
)  # fmt: skip


def code_of_card(number: int) -> int:
    """The 36 cells of card `number` (1–60) with A at the top."""
    return _CODES[number - FIRST]


def cells_of(number: int) -> tuple[tuple[int, ...], ...]:
    """The same as 6 rows of 6 cells, 1 is white."""
    code = code_of_card(number)
    return tuple(tuple(code >> (CELLS * CELLS - 1 - row * CELLS - column) & 1 for column in range(CELLS)) for row in range(CELLS))


def letter_at(turn: float) -> tuple[str, float]:
    """The letter at the top and how far off upright it is held, in degrees (-45 … 45), for a marker turned by `turn`
    degrees clockwise as seen in the photo."""
    quarters = round(-turn / 90)
    return LETTERS[quarters % 4], turn + 90 * quarters


def turn_of(letter: str) -> int:
    """Degrees clockwise by which the marker is turned when `letter` is at the top: 0, -90, -180 or -270."""
    return -90 * LETTERS.index(letter)
