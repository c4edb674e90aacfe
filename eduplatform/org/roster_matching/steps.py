"""The steps of matching, one function each, from the surest sign to the weakest. Each takes pairs out of the work, or asks. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable

from ..roster.questions import Asking
from .compare import Around, Diff, Incoming, Pair, Present
from .identity_signs import (
    Either,
    Person,
    cohort_of,
    one_character_differs,
    own_numbers,
    plain_number,
    read_signs,
    seat,
    sexes_agree,
    years_apart,
)
from .questions import settle_by_answers, tell_namesakes_apart, where

NEAR = 2  #: school years a child can move up or down: repeating or skipping one, and one more in a list that came late
AWAY = 2  #: the same for a child who was away


class Work:
    """What is not yet settled: `incoming` by place, `present` by pupil. `held`: waiting for an answer, and out of the other steps."""

    def __init__(self, incoming: list[Incoming], present: list[Present], around: Around, asking: Asking):
        self.asking, self.around = asking, around
        self.all_incoming, self.all_present = incoming, present
        self.incoming = {one.place: one for one in incoming}
        self.present = {other.pupil_id: other for other in present}
        self.covered = {one.class_code for one in incoming}
        self.pairs: list[Pair] = []
        self.back: list[Pair] = []
        self.barred: list[Incoming] = []
        self.twice: list[list[Incoming]] = []
        self.held: list[Pair] = []
        self.held_incoming: dict[int, Incoming] = {}
        self.refused: set[tuple[int, int]] = set()  # (place, pupil) of whom the person said: another child
        self.meant: str | None = "yes"  # whether an upheaval is meant
        self.about: dict[str, list[Pair]] = {}
        self.former_names = {former.name for former in around.former}
        self.size = Counter(person.class_code for side in (incoming, present) for person in side)
        self._sexed = _told_apart_by_sex(incoming, present)
        self.bearers = Counter(one.name for one in incoming), Counter(other.name for other in present)
        self.names = Counter(map(self.mark, incoming)), Counter(map(self.mark, present))
        self.signs = read_signs(incoming, present, self.own, self.seat)

    def own(self, person: Person) -> set[str]:
        return own_numbers(person, self.size[person.class_code])

    def seat(self, person: Person) -> str:
        return seat(person, self.size[person.class_code])

    def mark(self, person: Person) -> tuple[str, str]:
        """The name, with the sex where several bear it and the sex of each is known."""
        return person.name, person.sex or "" if person.name in self._sexed else ""

    def clear(self, person: Person) -> bool:
        """Whether one child bears the name on each side."""
        return self.names[0][self.mark(person)] == 1 and self.names[1][self.mark(person)] == 1

    def alone(self, person: Person) -> bool:
        """Whether nobody else bears the name on either side, of whatever sex."""
        return self.bearers[0][person.name] == 1 and self.bearers[1][person.name] == 1

    def take(self, one: Incoming, other: Present) -> None:
        """They are one child."""
        self.incoming.pop(one.place, None)
        self.held_incoming.pop(one.place, None)
        if other.left_on is None:
            self.present.pop(other.pupil_id, None)
            self.pairs.append((one, other))
        else:
            self.back.append((one, other))

    def taken(self, other: Present) -> bool:
        """Whether somebody of the list is this child."""
        return any(other is taken for _, taken in (*reversed(self.back), *reversed(self.pairs)))

    def hold(self, one: Incoming, others: list[Present]) -> None:
        """Wait for an answer: neither is looked at by later steps."""
        self.incoming.pop(one.place, None)
        self.held_incoming[one.place] = one
        for other in others:
            self.present.pop(other.pupil_id, None)
            self.held.append((one, other))

    def apart(self, one: Incoming, other: Present) -> bool:
        """Whether something speaks against one child with this name: sex or own number."""
        return not sexes_agree(one, other) or self.signs.numbers_part(one, other, self.own)

    def diff(self) -> Diff:
        found = Diff(back=self.back, barred=self.barred, twice=self.twice, about=self.about, meant=self.meant)
        for one, other in self.pairs:
            _kind(found, one, other).append((one, other))
        found.new = sorted([*self.incoming.values(), *self.held_incoming.values()], key=lambda one: one.place)
        waiting = {other.pupil_id: other for _, other in self.held if other.left_on is None}
        matched = {other.pupil_id for _, other in self.pairs}
        left = [other for other in (self.present | waiting).values() if other.pupil_id not in matched]
        found.gone = [other for other in left if other.class_code in self.covered]
        return found


def _told_apart_by_sex(incoming: list[Incoming], present: list[Present]) -> set[str]:
    """Names borne by several on a side, of all of whom the sex is known."""
    sexes = defaultdict(set)
    counts = Counter(one.name for one in incoming), Counter(other.name for other in present)
    people: list[Incoming | Present] = [*incoming, *present]
    for person in people:
        sexes[person.name].add(person.sex or "")
    return {
        name
        for name, found in sexes.items()
        if "" not in found and len(found) > 1 and max(counts[0][name], counts[1][name]) > 1
    }


def _kind(found: Diff, one: Incoming, other: Present) -> list[Pair]:
    if one.class_code != other.class_code:
        return found.moved
    differs = (
        one.name != other.name
        or (one.number and one.number not in (other.number, other.student_number))
        or (one.sex and one.sex != other.sex)
        or (one.student_number and one.student_number != other.student_number)
    )
    return found.changed if differs else found.same


def same_number(work: Work) -> None:
    """A number that stays with the child, and the same name."""
    ours, theirs = _by_number(work, work.all_incoming), _by_number(work, work.all_present)
    for number, one in ours.items():
        other = theirs.get(number)
        if other is not None and one.name == other.name and sexes_agree(one, other):
            _take_open(work, one, other)


def _by_number(work: Work, people: list[Either]) -> dict[str, Either]:
    counts = Counter(number for person in people for number in work.own(person))
    return {number: person for person in people for number in work.own(person) if counts[number] == 1}


def _take_open(work: Work, one: Incoming, other: Present) -> None:
    if one.place in work.incoming and other.pupil_id in work.present:
        work.take(one, other)


def same_class(work: Work) -> None:
    """The same name in the same class, borne by one child on each side; several of one name are told apart by sex and seat."""
    for ones, others in _groups(work, lambda person: (person.class_code, work.mark(person))):
        _by_seat(work, ones, others)
        ones, others = _still(work, ones, others)
        if len(ones) == 1 and len(others) == 1 and _stays(work, ones[0], others[0]):
            work.take(ones[0], others[0])
    doubted = [
        pair for pair in _lone(work, lambda person: (person.class_code, work.mark(person))) if work.clear(pair[0])
    ]
    _ask_apart(work, [pair for pair in doubted if work.apart(*pair)])
    groups = _groups(work, work.mark)
    tell_namesakes_apart(work, [group for group in groups if _share_a_class(*group)])


def _by_seat(work: Work, ones: list[Incoming], others: list[Present]) -> None:
    """Several of one name in a class where most kept their seats: those on the same seat are the same."""
    if len(ones) == 1 and len(others) == 1 and work.clear(ones[0]):
        return
    code = ones[0].class_code
    alone = code not in work.signs.seats_kept and {work.seat(one) for one in ones} == {
        work.seat(other) for other in others
    }
    together = (
        len(ones) > 1 and len(others) > 1
    )  # in one class: no mixing of classes brings both to their seats by chance
    if not alone and not (work.signs.seats_kept.get(code) and (together or code in work.signs.settled)):
        return
    for one in ones:
        fitting = [other for other in others if work.seat(one) and work.seat(one) == work.seat(other)]
        if len(fitting) == 1 and not work.apart(one, fitting[0]):
            _take_open(work, one, fitting[0])


def _stays(work: Work, one: Incoming, other: Present) -> bool:
    if work.apart(one, other):
        return False
    if work.clear(one):
        return not _may_be_back(work, one) or _same_own(work, one, other) or _same_seat(work, one, other)
    return _places(work, one) and not _reseated(work, one, other)


def _places(work: Work, person: Person) -> bool:
    """Whether children of a name borne by several stand in the same classes as before, and these classes were not exchanged or mixed
    anew. A list of some classes does not tell: one of the name may have left them, and one from elsewhere may sit there now."""
    ours = Counter(one.class_code for one in work.all_incoming if work.mark(one) == work.mark(person))
    theirs = Counter(other.class_code for other in work.all_present if work.mark(other) == work.mark(person))
    return ours == theirs and ours.keys() <= work.signs.settled


def _reseated(work: Work, one: Incoming, other: Present) -> bool:
    """On another seat, where the others kept theirs."""
    seats = work.seat(one), work.seat(other)
    return bool(all(seats) and seats[0] != seats[1] and work.signs.seats_kept.get(one.class_code, True))


def other_class(work: Work) -> None:
    """The same name in another class, borne by one child on each side: moved. Asked where the other class is not in the file, is of
    another grade, sex or number speak against it, or a child of this name left earlier and may be back."""
    asked, doubted = [], []
    for one, other in _lone(work, work.mark):
        if not work.clear(one) or (
            years_apart(one.class_code, other.class_code) > NEAR and not _same_own(work, one, other)
        ):
            continue
        if work.apart(one, other):
            doubted.append((one, other))
        elif _same_own(work, one, other) or (
            other.class_code in work.covered
            and cohort_of(one.class_code) == cohort_of(other.class_code)
            and not _may_be_back(work, one)
        ):
            work.take(one, other)
        else:
            asked.append((one, other))
    for (one, other), said in settle_by_answers(work, "moved", ("moved", "others"), asked):
        _act(work, one, other, said, "moved")
    _ask_apart(work, doubted)
    tell_namesakes_apart(work, _groups(work, work.mark))


def _same_seat(work: Work, one: Incoming, other: Present) -> bool:
    seat = work.seat(one)
    return bool(seat) and seat == work.seat(other) and work.signs.seats_tell(one.class_code)


def _may_be_back(work: Work, one: Incoming) -> bool:
    """Whether a child of this name left earlier, who may be the one in the list."""
    return one.name in work.former_names and any(
        former.name == one.name and sexes_agree(one, former) and years_apart(one.class_code, former.class_code) <= AWAY
        for former in work.around.former
    )


def _same_own(work: Work, one: Incoming, other: Present) -> bool:
    return bool(work.own(one) & work.own(other))


def _ask_apart(work: Work, pairs: list[Pair]) -> None:
    """The same name, but another sex or another number of one's own."""
    by_sex = [pair for pair in pairs if not sexes_agree(*pair)]
    for (one, other), said in settle_by_answers(work, "other_sex", ("same", "others"), by_sex):
        _act(work, one, other, said, "same")
    rest = [pair for pair in pairs if sexes_agree(*pair)]
    for (one, other), said in settle_by_answers(work, "other_number", ("same", "others"), rest):
        _act(work, one, other, said, "same")


def _act(work: Work, one: Incoming, other: Present, said: str | None, yes: str) -> None:
    if said == yes and one.place not in work.incoming | work.held_incoming:
        return  # taken by an earlier line of the same answer
    if said == yes and not work.taken(other):
        work.take(one, other)
    elif said is None:
        work.hold(one, [other])
    else:
        work.refused.add((one.place, other.pupil_id))


def _share_a_class(ones: list[Incoming], others: list[Present]) -> bool:
    return any(one.class_code == other.class_code for one in ones for other in others)


def closed_class(work: Work) -> None:
    """A homeroom teacher's list names a child of another class: that move is not the teacher's to make, but a second record of
    the same child must not be made without asking."""
    there = defaultdict(list)
    for other in work.around.closed:
        there[other.name].append(other)
    pairs = [(one, there[one.name][0]) for one in work.incoming.values() if there[one.name]]
    for (one, _other), said in settle_by_answers(work, "elsewhere", ("others", "moved"), pairs):
        if said == "moved":
            work.barred.append(one)
        elif said is None:
            work.hold(one, [])


def spelling(work: Work) -> None:
    """On the same number of the same class, with one other character and no other sex: a corrected spelling, if the person says so. Not
    in a class that was seated anew: there a like name on the same number is chance."""
    counts = Counter((other.class_code, plain_number(other.number)) for other in work.all_present if other.number)
    seats = {(other.class_code, plain_number(other.number)): other for other in work.present.values() if other.number}
    seats = {place: other for place, other in seats.items() if counts[place] == 1}
    pairs = []
    for one in work.incoming.values():
        other = seats.get((one.class_code, plain_number(one.number))) if one.number else None
        if other is None or not work.signs.seats_tell(one.class_code):
            continue
        if sexes_agree(one, other) and one_character_differs(one.name, other.name):
            pairs.append((one, other))
    for pair, said in settle_by_answers(work, "rename", ("yes", "no"), pairs):
        _act(work, *pair, said, "yes")


def other_name(work: Work) -> None:
    """A number of one's own with another name: the child has a new name, or the number was given again or mistyped."""
    if work.signs.own_kept is False:
        return
    theirs = _by_number(work, list(work.present.values()))
    pairs = []
    for one in work.incoming.values():
        others = {theirs[number].pupil_id: theirs[number] for number in work.own(one) if number in theirs}
        pairs += [
            (one, other)
            for other in others.values()
            if sexes_agree(one, other) and (one.place, other.pupil_id) not in work.refused
        ]
    single = [
        pair
        for pair in pairs
        if sum(pair[0] is one for one, _ in pairs) == 1 and sum(pair[1] is other for _, other in pairs) == 1
    ]
    for (one, other), said in settle_by_answers(work, "other_name", ("same", "others"), single):
        _act(work, one, other, said, "same")


def returned(work: Work) -> None:
    """Who is new and bears the name of a child who left: back, or another child."""
    there = defaultdict(list)
    for former in work.around.former:
        there[former.name].append(former)
    ours = Counter(one.name for one in work.incoming.values())
    single, several = [], []
    for one in list(work.incoming.values()):
        fitting = [
            former
            for former in there[one.name]
            if sexes_agree(one, former) and years_apart(one.class_code, former.class_code) <= AWAY
        ]
        exact = [former for former in fitting if _same_own(work, one, former)]
        fitting = exact if len(exact) == 1 else fitting
        if len(fitting) == 1 and ours[one.name] == 1:
            single.append((one, fitting[0]))
        elif fitting:
            several.append((one.name, fitting))
    for (one, former), said in settle_by_answers(work, "returned", ("yes", "no"), single):
        _act(work, one, former, said, "yes")
    names = dict.fromkeys(name for name, _ in several)
    groups = [([one for one in work.incoming.values() if one.name == name], there[name]) for name in names]
    tell_namesakes_apart(work, groups, AWAY)


def listed_twice(work: Work) -> None:
    """Lines of one name and no other sex in two classes of a grade, one of them of a new child: often one child, who changed class and
    was left in both lists."""
    there: dict[tuple[str, str], list[Incoming]] = defaultdict(list)
    for one in work.all_incoming:
        there[cohort_of(one.class_code), one.name].append(one)
    known = {one.place: other.pupil_id for one, other in work.pairs}
    groups = [group for group in there.values() if len(group) > 1 and _may_be_one(work, group, known)]
    if groups:
        shown = ["  =  ".join(where(work, one) for one in group) for group in groups]
        if work.asking.ask("twice", ("others", "same"), shown, {"count": len(groups)}, shown) == "same":
            work.twice = groups


def _may_be_one(work: Work, group: list[Incoming], known: dict[int, int]) -> bool:
    """In several classes, of sexes that agree, and without numbers of their own that tell them apart."""
    fresh = [one for one in group if one.place in work.incoming]
    if not fresh or any((one.place, known.get(other.place)) in work.refused for one in fresh for other in group):
        return False  # nobody new, or the person has said: another child
    return (
        len({one.class_code for one in group}) == len(group)
        and all(sexes_agree(group[0], one) for one in group)
        and not all(work.own(one) for one in group)
    )


def _groups(work: Work, key: Callable[[Person], Hashable]) -> list[tuple[list[Incoming], list[Present]]]:
    """(incoming, present) still open under one key, where there are both."""
    ours: dict[Hashable, list[Incoming]] = defaultdict(list)
    theirs: dict[Hashable, list[Present]] = defaultdict(list)
    for one in work.incoming.values():
        ours[key(one)].append(one)
    for other in work.present.values():
        theirs[key(other)].append(other)
    return [(ones, theirs[name]) for name, ones in ours.items() if name in theirs]


def _lone(work: Work, key: Callable[[Person], Hashable]) -> list[Pair]:
    """Open pairs that are the only ones under their key."""
    return [
        (ones[0], others[0])
        for ones, others in _groups(work, key)
        if len(ones) == 1 and len(others) == 1 and (ones[0].place, others[0].pupil_id) not in work.refused
    ]


def _still(work: Work, ones: list[Incoming], others: list[Present]) -> tuple[list[Incoming], list[Present]]:
    return [one for one in ones if one.place in work.incoming], [
        other for other in others if other.pupil_id in work.present
    ]
