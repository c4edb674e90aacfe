"""Which way up a photo is. The cards alone cannot say it: a class that chose A, on its side, is a class that chose B.

What can say it, in this order: the file (EXIF), the teacher's answer to "is this upright?", and where each card was in a photo of the
same lesson that was trusted: pupils keep their seats, so the pattern of numbers turns with the photo. The shape of the room (far cards
above near ones) only proposes an answer and raises doubt; it never confirms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...shared.refusals import Refused
from .codes import LETTERS

if TYPE_CHECKING:
    from .reader import Reading

LEAST = 3  # cards that two photos share, before their places say anything
ALIKE, ALIKE_MANY, MANY = 0.9, 0.75, 6  # how well the places must agree; with many cards less is enough
ASKEW = 30  # degrees beside a quarter turn
NEARLY_ALL = 0.8  # of the standing letters
KEPT = 4  # trusted photos whose places are kept
Places = Mapping[int, tuple[float, float]]


@dataclass(frozen=True)
class Look:
    """What a reading says, small enough to be kept until the teacher has answered: card → letter, card → place (x right, y down, from
    the middle, in thousandths of the long side), cards seen twice, and whether the picture is wider than high."""

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
        return {"letters": {str(card): letter for card, letter in self.letters.items()}, "places": _kept(self.places),
                "copies": sorted(self.copies), "wide": self.wide}  # fmt: skip

    @staticmethod
    def of_json(said: Mapping[str, Any]) -> Look:
        return Look({int(card): letter for card, letter in said["letters"].items()}, places_of(said["places"]), frozenset(said["copies"]), said["wide"])


def orientation_signs(reading: Reading) -> Look:
    """Of a reading what is needed to turn it."""
    width, height = reading.size
    middle = {card.number: tuple(sum(corner[axis] for corner in card.corners) / 4 for axis in (0, 1)) for card in reading.cards}
    long = max(width, height) / 1000
    places = {card: (round((x - width / 2) / long), round((y - height / 2) / long)) for card, (x, y) in middle.items()}
    return Look({card.number: card.letter for card in reading.cards}, places, reading.copies, width > height)


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
        return Known(self.turn, self.wide, (*self.trusted, upright.places)[-KEPT:]) if len(upright.places) >= LEAST else self

    def answered(self, lying: Look, turn: int) -> Known:
        """With the teacher's word about a photo, which is a better word than all before."""
        return Known(turn % 4, lying.wide, ()).having(lying.turned(turn))


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
    import cmath
    import math

    shared = [card for card in now if card in before]
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


def quarters_to_turn(known: Known, photo: Look, says_up: bool, doubtful: bool) -> int | None:
    """By how many quarters clockwise the photo is to be turned; None: the teacher must be asked.

    `says_up`: the file names a direction, and the photo has been turned by it; `doubtful`: the shape of the room speaks against it.
    Without a direction an answer given before holds only for a photo of the same shape whose cards are where they were.
    """
    if says_up:
        against = quarter_against(known.trusted, photo.places)
        return 0 if against == 0 or (against is None and not doubtful) else None
    if known.turn is None or known.wide != photo.wide:
        return None
    turned = photo.turned(known.turn)
    return known.turn if quarter_against(known.trusted, turned.places) == 0 else None


def judged(known: Known, reading: Reading) -> int | None:
    """What `settled` says of a photo. Refuses photo_mirrored, and photo_turned where it was held between two ways up: no answer of the
    teacher's could help. A photo in which no card was read is turned by nobody."""
    if "mirrored" in reading.hints:
        raise Refused("photo_mirrored")
    if "turned" in reading.hints and not reading.cards:
        raise Refused("photo_turned")
    seen = orientation_signs(reading)
    return quarters_to_turn(known, seen, reading.says_up, "turned" in reading.hints) if seen.letters or seen.copies else 0


def proposed(known: Known, photo: Look, by_room: int) -> int:
    """The turn to show first when asking: as earlier photos of the lesson lay, else as far cards come to stand above near ones."""
    against = quarter_against(known.trusted, photo.places)
    return -against % 4 if against is not None else by_room % 4


def all_turned(standing: Mapping[int, str], letters: Mapping[int, str]) -> bool:
    """Whether a picture turns nearly all letters that stand by the same quarter: then it is the picture that is turned."""
    shared = [card for card in letters if card in standing]
    turns = [(LETTERS.index(letters[card]) - LETTERS.index(standing[card])) % 4 for card in shared]
    return len(shared) >= LEAST and any(turns.count(turn) >= NEARLY_ALL * len(shared) for turn in (1, 2, 3))
