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
    0x6001134E5,
    0x1206FBE72,
    0xFF8AD6CB4,
    0x85DA9BC49,
    0xB461AFE9C,
    0x6DB51FE13,
    0x5248C541F,
    0x008F34503,
    0x8EA462ECE,
    0xEAC2BE76D,
    0x1AF615C44,
    0xB48A49F27,
    0x2E4E1283B,
    0x78B1F2FA8,
    0x27D34F57E,
    0x89222FFF1,
    0x4C1669406,
    0xBF49B3511,
    0xDC191CD5D,
    0x11D7C3F85,
    0x16A130E35,
    0xE29F27EFF,
    0x428D8AE0C,
    0x90D548477,
    0x2319CBC93,
    0xC3B0C3DFC,
    0x0424BCCC9,
    0x2A081D630,
    0x762743D96,
    0xD0645BF19,
    0xF38D7FD60,
    0xC6CBF9A10,
    0x3C1BE7C65,
    0x276F75E63,
    0x4490A3F63,
    0xDA60ACD52,
    0x3CC68DF59,
    0xAB46F9DAE,
    0x88D533D78,
    0xB6D62EC21,
    0xB3C02B646,
    0x22E56D408,
    0xAC5F5770A,
    0xAAA993F66,
    0x4CAA07C8D,
    0x5C9B4F7B0,
    0xAA9EF0E05,
    0x0705C5750,
    0xAC81F545E,
    0x735B91E74,
    0x8CC35CEE4,
    0xE44694D04,
    0xB5E121DE0,
    0x261017D0F,
    0xF1D439EB5,
    0xA1A33AC96,
    0x174C62C02,
    0x1EE27F716,
    0x8B1C5ECE9,
    0x6A05B0C6A,
)


def code_of_card(number: int) -> int:
    """The 36 cells of card `number` (1–60) with A at the top."""
    return _CODES[number - FIRST]


def cells_of(number: int) -> tuple[tuple[int, ...], ...]:
    """The same as 6 rows of 6 cells, 1 is white."""
    code = code_of_card(number)
    return tuple(
        tuple(code >> (CELLS * CELLS - 1 - row * CELLS - column) & 1 for column in range(CELLS)) for row in range(CELLS)
    )


def letter_at(turn: float) -> tuple[str, float]:
    """The letter at the top and how far off upright it is held, in degrees (-45 … 45), for a marker turned by `turn`
    degrees clockwise as seen in the photo."""
    quarters = round(-turn / 90)
    return LETTERS[quarters % 4], turn + 90 * quarters


def turn_of(letter: str) -> int:
    """Degrees clockwise by which the marker is turned when `letter` is at the top: 0, -90, -180 or -270."""
    return -90 * LETTERS.index(letter)
