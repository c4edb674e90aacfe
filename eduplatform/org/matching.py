"""Who in the file is who on the roll. Pure. Never by name alone where a name is not unique: that is a problem, not a guess."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Incoming:
    """A pupil in the file; `place` is its index there, `class_code` the class it belongs to."""

    place: int
    class_code: str
    name: str
    number: str = ""
    sex: str | None = None


@dataclass(frozen=True)
class Present:
    """A pupil on the roll today."""

    pupil_id: int
    enrolment_id: int
    class_code: str
    name: str
    number: str = ""
    sex: str | None = None


@dataclass
class Diff:
    """`same`, `changed`, `moved`: (incoming, present) pairs; `new`: incoming; `gone`: present; `unclear`: incoming whose
    name fits several pupils of other classes."""

    same: list[tuple[Incoming, Present]] = field(default_factory=list)
    changed: list[tuple[Incoming, Present]] = field(default_factory=list)
    moved: list[tuple[Incoming, Present]] = field(default_factory=list)
    new: list[Incoming] = field(default_factory=list)
    gone: list[Present] = field(default_factory=list)
    unclear: list[Incoming] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("new", "changed", "moved", "gone", "same")}


def compare(incoming: list[Incoming], present: list[Present]) -> Diff:
    """The diff of a file against the roll of the school. Only classes that occur in the file can lose pupils."""
    work = _Work(incoming, present)
    work.pair(lambda p: (p.class_code, p.number, p.name) if p.number else None)
    work.pair_unique(lambda p: (p.class_code, p.name))
    work.pair(lambda p: (p.class_code, p.number) if p.number else None, alike)
    work.pair_unique(lambda p: p.name, work.covered)
    return work.diff()


def alike(one: Incoming, other: Present) -> bool:
    """The same number with a name that shares a character: a corrected spelling, not another child."""
    return bool(set(one.name) & set(other.name)) and abs(len(one.name) - len(other.name)) <= 1


class _Work:
    def __init__(self, incoming: list[Incoming], present: list[Present]):
        self.incoming = dict(enumerate(incoming))
        self.present = {p.pupil_id: p for p in present}
        self.covered = {one.class_code for one in incoming}
        self.pairs: list[tuple[Incoming, Present]] = []

    def pair(self, key, also=lambda one, other: True) -> None:  # type: ignore[no-untyped-def]
        """Pair those with the same key; the first of each key counts (numbers are unique in a class)."""
        there = {key(p): p for p in self.present.values() if key(p)}
        for place, one in list(self.incoming.items()):
            other = there.get(key(one)) if key(one) else None
            if other and other.pupil_id in self.present and also(one, other):
                self._take(place, other)

    def pair_unique(self, key, classes: set[str] | None = None) -> None:  # type: ignore[no-untyped-def]
        """Pair those whose key occurs once among the unpaired on both sides; `classes`: only pupils now in one of them.
        A pupil of a class that is not in the file is never taken for a newcomer of the same name."""
        ours = Counter(key(one) for one in self.incoming.values())
        theirs: dict[object, list[Present]] = defaultdict(list)
        for other in self.present.values():
            if classes is None or other.class_code in classes:
                theirs[key(other)].append(other)
        for place, one in list(self.incoming.items()):
            if ours[key(one)] == 1 and len(theirs[key(one)]) == 1:
                self._take(place, theirs[key(one)][0])

    def _take(self, place: int, other: Present) -> None:
        self.pairs.append((self.incoming.pop(place), other))
        del self.present[other.pupil_id]

    def diff(self) -> Diff:
        found = Diff()
        for one, other in self.pairs:
            _kind(found, one, other).append((one, other))
        names = Counter(other.name for other in self.present.values() if other.class_code in self.covered)
        for one in self.incoming.values():
            (found.unclear if names[one.name] else found.new).append(one)
        found.gone = [other for other in self.present.values() if other.class_code in self.covered]
        return found


def _kind(found: Diff, one: Incoming, other: Present) -> list[tuple[Incoming, Present]]:
    if one.class_code != other.class_code:
        return found.moved
    differs = one.name != other.name or (one.number and one.number != other.number) or (one.sex and one.sex != other.sex)
    return found.changed if differs else found.same
