"""What names, sexes and numbers say about two children being one. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from os.path import commonprefix
from typing import TypeVar

from .compare import Incoming, Pair, Present

Person = Incoming | Present
Either = TypeVar("Either", Incoming, Present)  #: people of one side
LARGEST_SEAT = 99  #: no class has more seats; a larger class than half of it may number up to twice its size


def plain_number(number: str) -> str:
    """01 and 1 are one number."""
    return number.strip().upper().lstrip("0")


def is_seat(number: str, pupils: int = 0) -> bool:
    """Whether a number can be a place in a class of that many pupils: digits, and no larger than any seat."""
    digits = plain_number(number)
    return digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= max(LARGEST_SEAT, 2 * pupils)


def own_numbers(person: Person, pupils: int = 0) -> set[str]:
    """Numbers that stay with the child: one that cannot be a seat, and whatever stands in a column of its own."""
    found = {plain_number(person.student_number)} if person.student_number else set()
    if person.number and not is_seat(person.number, pupils):
        found.add(plain_number(person.number))
    return found - {""}


def seat(person: Person, pupils: int = 0) -> str:
    """The number in class, or "" where there is none or it is no seat."""
    return plain_number(person.number) if person.number and is_seat(person.number, pupils) else ""


def sexes_agree(one: Person, other: Person) -> bool:
    """True where either is not known."""
    return not one.sex or not other.sex or one.sex == other.sex


def one_character_differs(one: str, other: str) -> bool:
    """One character was written wrongly, left out or put in too much: 张晨 – 张辰, 张小明 – 张明."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def cohort_of(class_code: str) -> str:
    """What the classes of one grade have in common."""
    return class_code.rpartition("-")[0]


def years_apart(one: str, other: str) -> int:
    """How many school years lie between the children of two classes, by their codes; 0 where a code does not tell."""
    first, second = _cohort(one), _cohort(other)
    return abs(first - second) if first is not None and second is not None else 0


_ENTRY = re.compile(r"-([KJSV]?)(\d{4})[^-]*-[^-]+$")
_BEFORE = {
    "": 0,
    "K": -3,
    "J": 6,
    "S": 9,
    "V": 9,
}  # school years between the first of primary school and the first of the division


def _cohort(code: str) -> int | None:
    found = _ENTRY.search(code)
    return int(found[2]) - _BEFORE[found[1]] if found else None


@dataclass(frozen=True)
class Signs:
    """What the children whose name occurs once on both sides say about the list as a whole.

    `own_kept`, `seats_kept[class]`: whether most kept their number (None: nothing known); `settled`: classes nearly all of
    whose children were in them before; `exchanged`: classes most of whose children were in another one; `prefix` [class]:
    with what its children's own numbers all begin, on the roll and in the file.
    """

    own_kept: bool | None
    seats_kept: dict[str, bool]
    settled: set[str]
    exchanged: set[str]
    prefix: dict[str, tuple[str, str]]

    def seats_tell(self, class_code: str) -> bool:
        """Whether a seat in this class may mean the same as before: not where it was seated anew or got other children."""
        return self.seats_kept.get(class_code, True) and class_code not in self.exchanged

    def numbers_part(self, one: Incoming, other: Present, own: Callable[[Person], set[str]]) -> bool:
        """Whether two own numbers speak against one child: both known, different, where others keep theirs, and where a change of
        class does not change the number (20240105 → 20240241)."""
        ours, theirs = own(one), own(other)
        if not ours or not theirs or ours & theirs or not self.own_kept:
            return False
        before, now = self.prefix.get(other.class_code, ("", ""))[0], self.prefix.get(one.class_code, ("", ""))[1]
        by_class = (
            one.class_code != other.class_code
            and before
            and now
            and not before.startswith(now)
            and not now.startswith(before)
        )
        return not by_class


def read_signs(
    incoming: Iterable[Incoming],
    present: Iterable[Present],
    own: Callable[[Person], set[str]],
    seat_of: Callable[[Person], str],
) -> Signs:
    """Taken from the children whose name occurs once in the file and once on the roll."""
    ours, theirs = _by_class(incoming), _by_class(present)
    clear = _clear_pairs(incoming, present)
    numbered = [bool(own(one) & own(other)) for one, other in clear if own(one) and own(other)]
    stayed = defaultdict(list)
    for one, other in clear:
        if one.class_code == other.class_code:
            stayed[one.class_code].append((one, other))
    seats = {
        code: [seat_of(one) == seat_of(other) for one, other in pairs if seat_of(one) and seat_of(other)]
        for code, pairs in stayed.items()
    }
    clear_ones = Counter(one.class_code for one, _ in clear), Counter(other.class_code for _, other in clear)
    return Signs(
        own_kept=_most(numbered) if numbered else None,
        seats_kept={code: _most(kept) for code, kept in seats.items() if kept},
        settled={
            code
            for code, pairs in stayed.items()
            if _settled(len(pairs), len(ours[code]), len(theirs[code]), clear_ones[0][code])
        },
        exchanged={code for code, count in clear_ones[0].items() if len(stayed[code]) * 2 < count},
        prefix={code: (_prefix(theirs[code], own), _prefix(ours[code], own)) for code in ours.keys() | theirs.keys()},
    )


def _settled(stayed: int, incoming: int, present: int, clear: int) -> bool:
    """Four of five whose name is clear were here before, and they are a part of the class that can speak for it: of two classes mixed
    anew each keeps about half by chance."""
    return stayed * 5 >= clear * 4 and stayed * 2 > min(incoming, present)


def _clear_pairs(incoming: Iterable[Incoming], present: Iterable[Present]) -> list[Pair]:
    ours, theirs = _once(incoming), _once(present)
    return [(one, theirs[name]) for name, one in ours.items() if name in theirs]


def _once(people: Iterable[Either]) -> dict[str, Either]:
    counts = Counter(person.name for person in people)
    return {person.name: person for person in people if counts[person.name] == 1}


def _by_class(people: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        found[person.class_code].append(person)
    return found


def _most(kept: list[bool]) -> bool:
    return sum(kept) * 2 > len(kept)


def _prefix(people: list[Person], own: Callable[[Person], set[str]]) -> str:
    numbers = [next(iter(own(person))) for person in people if len(own(person)) == 1]
    return commonprefix(numbers) if len(numbers) >= 3 else ""
