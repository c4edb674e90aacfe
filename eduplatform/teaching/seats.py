"""Which printed card belongs to which pupil of a class. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ..org.queries import OnRoll

CARDS = 60  #: printed cards are numbered from 1 to this


def cards_of(roll: Sequence[OnRoll]) -> dict[int, OnRoll]:
    """Card number → pupil. A pupil's number in class is the card's; pupils without a number of their own between 1 and 60
    get the free ones in the order of the roll. Pupils beyond the sixtieth have no card: their answers are typed."""
    taken: dict[int, OnRoll] = {}
    others: list[OnRoll] = []
    for pupil in roll:
        number = int(pupil.number) if pupil.number.isdecimal() and len(pupil.number) < 4 else 0
        if 1 <= number <= CARDS and number not in taken:
            taken[number] = pupil
        else:
            others.append(pupil)
    free = (number for number in range(1, CARDS + 1) if number not in taken)
    return dict(sorted((taken | dict(zip(free, others, strict=False))).items()))
