"""Which way up a photo is. The cards alone cannot say it: a class that chose A, on its side, is a class that chose B.

What can say it, in this order: the file (EXIF), the teacher's answer to "is this upright?", and where each card was in a photo of the
same lesson that was trusted: pupils keep their seats, so the pattern of numbers turns with the photo. The shape of the room (far cards
above near ones) proposes an answer and raises doubt; it confirms only what the file says too.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...shared.refusals import Refused
from .codes import LETTERS

if TYPE_CHECKING:
    from .reader import Reading

LEAST = 3  # cards that two photos share, before their places say anything
ALIKE, ALIKE_MANY, MANY = 0.9, 0.75, 6  # how well the places must agree; with many cards less is enough
ASKEW = 35  # degrees beside a quarter turn: pupils in single file, seen from another place, seem turned by 30 and more
NEARLY_ALL = 0.8  # of the standing letters
IN_COMMON = 0.5  # how alike cards must lean: 1 all alike, 0 every way
KEPT = 4  # trusted photos whose places are kept
Places = Mapping[int, tuple[float, float]]


@dataclass(frozen=True)
class Look:
    """What a reading says, small enough to be kept until the teacher has answered: card → letter, card → place (x right, y down, from
    the middle, in thousandths of the long side, as if the phone had been held level), cards seen twice, and whether the picture is
    wider than high."""

    letters: Mapping[int, str]
    places: Places
    copies: frozenset[int]
    wide: bool

    def turned(self, quarters: int) -> Look:
        """The same photo turned clockwise by so many quarters."""
        quarters %= 4
        letters = {card: LETTERS[(LETTERS.index(letter) - quarters) % 4] for card, letter in self.letters.items()}
        places = dict(self.places)
        for _ in range(quarters):
            places = {card: (-y, x) for card, (x, y) in places.items()}
        return Look(letters, places, self.copies, self.wide ^ bool(quarters % 2))

    def as_json(self) -> dict[str, Any]:
        return {
            "letters": {str(card): letter for card, letter in self.letters.items()},
            "places": _kept(self.places),
            "copies": sorted(self.copies),
            "wide": self.wide,
        }

    @staticmethod
    def of_json(said: Mapping[str, Any]) -> Look:
        return Look(
            {int(card): letter for card, letter in said["letters"].items()},
            places_of(said["places"]),
            frozenset(said["copies"]),
            said["wide"],
        )


def orientation_signs(reading: Reading) -> Look:
    """Of a reading what is needed to turn it."""
    width, height = reading.size
    cards = {card.number: [complex(*corner) for corner in card.corners] for card in reading.cards}
    level = cmath.rect(1000 / max(width, height), -_lean(list(cards.values())))
    places = {card: (sum(corners) / 4 - complex(width, height) / 2) * level for card, corners in cards.items()}
    return Look(
        {card.number: card.letter for card in reading.cards},
        {card: (round(place.real), round(place.imag)) for card, place in places.items()},
        reading.copies,
        width > height,
    )


def _lean(cards: Sequence[Sequence[complex]]) -> float:
    """Radians clockwise, up to an eighth of a circle either way, that cards have in common whatever their letters: the phone was rolled
    over. 0 where they are few or lean every way. What is left between two photos is then whole quarters, and that people stand before
    others differently as seen from another place."""
    turns = [(c[1] - c[0] + c[2] - c[3]) - 1j * (c[3] - c[0] + c[2] - c[1]) for c in cards]
    common = sum((turn / abs(turn)) ** 4 for turn in turns) / max(1, len(turns))
    return cmath.phase(common) / 4 if len(turns) >= LEAST and abs(common) >= IN_COMMON else 0.0


def _kept(places: Places) -> dict[str, list[float]]:
    return {str(card): [x, y] for card, (x, y) in places.items()}


def places_of(said: Mapping[str, Sequence[float]]) -> Places:
    """Places as they come out of JSON."""
    return {int(card): (x, y) for card, (x, y) in said.items()}


@dataclass(frozen=True)
class Known:
    """What is known of a phone in a lesson: how it was answered that its photos without a direction lie (`turn`, quarters clockwise
    to upright, for pictures as `wide` as the one asked about), and the places of cards in photos that were trusted, newest last."""

    turn: int | None = None
    wide: bool = False
    trusted: tuple[Places, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"turn": self.turn, "wide": self.wide, "trusted": [_kept(places) for places in self.trusted]}

    @staticmethod
    def of_json(said: Mapping[str, Any] | None) -> Known:
        return Known(said["turn"], said["wide"], tuple(map(places_of, said["trusted"]))) if said else Known()

    def having(self, upright: Look) -> Known:
        """With one more trusted photo."""
        return (
            Known(self.turn, self.wide, (*self.trusted, upright.places)[-KEPT:])
            if len(upright.places) >= LEAST
            else self
        )

    def answered(self, lying: Look, turn: int) -> Known:
        """With the teacher's word about a photo, which is a better word than all before: photos in which the same cards were elsewhere are
        no longer trusted."""
        upright = lying.turned(turn)
        fits = [
            one
            for one in self.trusted
            if len(_shared(one, upright.places)) < LEAST or _quarter(one, upright.places) == 0
        ]
        return Known(turn % 4, lying.wide, tuple(fits)).having(upright)


def _shared(before: Places, now: Places) -> list[int]:
    return [card for card in now if card in before]


def quarter_against(trusted: Iterable[Places], places: Places) -> int | None:
    """By how many quarters clockwise this photo is turned against the newest trusted one that shares enough cards; None where that
    cannot be said."""
    for before in reversed(list(trusted)):
        found = _quarter(before, places)
        if found is not None:
            return found
    return None


def _quarter(before: Places, now: Places) -> int | None:
    """The turn that brings the shared cards from where they were to where they are, sizes aside (complex numbers: a turn is a factor)."""
    shared = _shared(before, now)
    if len(shared) < LEAST:
        return None
    was, here = ([complex(*places[card]) for card in shared] for places in (before, now))
    was, here = ([one - sum(all_) / len(all_) for one in all_] for all_ in (was, here))
    size = math.sqrt(sum(abs(one) ** 2 for one in was) * sum(abs(one) ** 2 for one in here))
    if size < len(shared) * 20**2:
        return None  # all at one place
    common = sum(b.conjugate() * n for b, n in zip(was, here, strict=True)) / size
    if abs(common) < (ALIKE_MANY if len(shared) >= MANY else ALIKE):
        return None
    angle = math.degrees(cmath.phase(common))
    quarters = round(angle / 90)
    return quarters % 4 if abs(angle - 90 * quarters) <= ASKEW else None


def quarters_to_turn(known: Known, photo: Look, says_up: bool, by_room: bool | None) -> int | None:
    """By how many quarters clockwise the photo is to be turned; None: the teacher must be asked.

    `says_up`: the file names a direction, and the photo has been turned by it; `by_room`: whether the shape of the room clearly says
    that it is upright, or clearly that it is not. The first photo of a lesson is believed by its file unless the room speaks against
    it. Once a photo was trusted, the places of cards must agree, or, where they say nothing (the other half of a large class), the room.
    Without a direction an answer given before holds only for a photo of the same shape whose cards are where they were.
    """
    if says_up:
        against = quarter_against(known.trusted, photo.places)
        believed = against == 0 if against is not None else by_room is True or (by_room is None and not known.trusted)
        return 0 if believed else None
    if known.turn is None or known.wide != photo.wide:
        return None
    turned = photo.turned(known.turn)
    return known.turn if quarter_against(known.trusted, turned.places) == 0 else None


def judged(known: Known, reading: Reading) -> int | None:
    """What `quarters_to_turn` says of a photo. Refuses photo_mirrored, and photo_turned where it was held between two ways up: no
    answer of the teacher's could help. A photo in which no card was read is turned by nobody."""
    if "mirrored" in reading.hints:
        raise Refused("photo_mirrored")
    if "turned" in reading.hints and not reading.cards:
        raise Refused("photo_turned")
    seen = orientation_signs(reading)
    return quarters_to_turn(known, seen, reading.says_up, reading.upright_by_room) if seen.letters or seen.copies else 0


def proposed(known: Known, photo: Look, by_room: int) -> int:
    """The turn to show first when asking: as earlier photos of the lesson lay, else as far cards come to stand above near ones."""
    against = quarter_against(known.trusted, photo.places)
    return -against % 4 if against is not None else by_room % 4


def all_turned(standing: Mapping[int, str], letters: Mapping[int, str]) -> bool:
    """Whether a picture turns nearly all letters that stand by the same quarter: then it is the picture that is turned."""
    shared = [card for card in letters if card in standing]
    turns = [(LETTERS.index(letters[card]) - LETTERS.index(standing[card])) % 4 for card in shared]
    return len(shared) >= LEAST and any(turns.count(turn) >= NEARLY_ALL * len(shared) for turn in (1, 2, 3))
