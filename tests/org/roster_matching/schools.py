"""Made schools whose children we know: a roll, what became of the children, and the list the school brings.

Every rate below has its reason. Where no source is known the harder side was taken, and none was chosen for what passes.

Size. Nearly all of the 161,811 primary schools of 2018 (Ministry of Education, 小学校数、教学点数及班数) have six grades; they and
101,398 teaching points held 2,753,904 classes of 37 pupils on average, in towns 18 and in cities 29 classes to a school.
`SIZES` gives villages, towns and cities 40 : 35 : 25, a mean of about 600 pupils, as the country has (639), up to 1,800.

Names. Surnames as the demo has them: two random pupils share one in 2.4 of 100 (2.1 in the 1.2 billion of the citizens' register of 2008,
R package ChineseNames). The commonest given name of boys born 2000–2008 has 4 of 1,000 of them, the hundredth 0.6. `POPULAR`: one in five has one of
34 given names, so that two pupils in 100,000 pairs share a whole name: about six times as many as the register gives, for names go by fashion and place.
A school of 1,000 so has some five pairs of one name, besides the twins of one name put in on purpose.

No source: leavers and newcomers (registers count only the balance), moves between classes, classes seated anew, mixed anew,
numbers given anew, misspelt names, returners. The rates are those of a school in a district of migrant workers, or above.

A newcomer in a leaver's seat with a like name and the same sex: 8.4 %, as measured in the issue; real names give below 1 %.

Left out is what no list can tell: a child left or got another name, another of this name and grade came at once, and no sex in the list tells them apart; there the child would get the leaver's record. And two of one name who exchange their places and
nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from random import Random

from eduplatform.cli.demo.names import GIVEN, SURNAMES
from eduplatform.org.roster_matching.compare import Incoming, Present

SIZES = ((1, 1, 8, 30),) * 8 + ((2, 4, 30, 50),) * 7 + ((4, 6, 35, 50),) * 5  #: classes of a grade, pupils of a class
GRADES = range(2020, 2026)  #: school years in which the six grades entered
LABELS = (tuple("123456"), tuple("ABCDEF"), ("185", "186", "201", "1203", "1204", "1210"), tuple("启致宏博明远"))
CHARACTERS = (
    "子梓宇浩涵欣雨佳思文博雅嘉诗一俊泽轩怡晨睿艺语若瑞乐昊然志明琪辰萱馨悦彤航铭芷妍宸熙慧凯清静书安楠韵恒屹芮"
)

POPULAR = 0.2  #: pupils with one of the 34 given names that are in fashion
SINGLE = 0.1  #: given names of one character: 1 in 10 of those born since 2000
TWINS = (
    0,
    2,
)  #: pairs of one name put in on purpose, besides those that names make by themselves; two of five in one grade
FORMER = (0, 2)  #: pupils a class who left earlier
LEAVE, REPLACED = 0.04, 0.5  #: pupils who leave; seats (and numbers by class) that go to newcomers at once
LIKE = 0.084  #: such newcomers whose name differs from the leaver's by one character, and who are of the same sex
OTHER_SEX, NAMESAKE, LIKE_FORMER = (
    0.1,
    0.1,
    0.05,
)  #: lists with a newcomer who bears the name of a leaver, of who stays, of who left earlier
MOVE, OTHER_GRADE = 0.03, 0.002  #: pupils who change class within the grade; 留级 and 跳级
BACK = 0.15  #: of the former pupils come back
EXCHANGED, RESEATED, RENUMBERED = (
    0.1,
    0.15,
    0.1,
)  #: a grade exchanged or mixed anew; classes seated anew; schools with new numbers of their own
RESPELT = 0.002  #: names corrected by a character: one in a list of 500
NEXT_YEAR = 0.15  #: lists in which the oldest are gone and a first grade is new
PARTIAL = 0.25  #: lists of one or two classes
PADDED, SEXLESS = 0.2, 0.2  #: lists that write 05 for 5; lists without the column of sex, where the platform knows it


@dataclass(frozen=True)
class Child:
    child: int
    name: str
    sex: str
    code: str
    seat: int
    own: str = ""


@dataclass
class School:
    """`roll` and `former` as the platform knows them; `truth` as the children sit now. `numbers`: what its lists give as 学号."""

    random: Random
    numbers: str
    sexes: bool
    sexes_listed: bool
    padded: bool
    roll: list[Child] = field(default_factory=list)
    former: list[Child] = field(default_factory=list)
    truth: list[Child] = field(default_factory=list)
    ids: count = field(default_factory=lambda: count(1))

    def child(self, code: str, seat: int, name: str = "", sex: str = "") -> Child:
        number, sex = next(self.ids), sex or self.random.choice("mf")
        return Child(number, name or a_name(self.random, sex), sex, code, seat, self.own(code, seat, number))

    def own(self, code: str, seat: int, number: int) -> str:
        """By class: year of entry, class, seat (20230105); else one that stays with the child (20012345)."""
        if self.numbers == "by class":
            return f"{code.split('-')[1]}{place_of(code):02}{seat:02}"
        return f"2{number * 37 % 10_000_000:07}"


def a_name(random: Random, sex: str) -> str:
    surname = random.choice(SURNAMES)
    if random.random() < POPULAR:
        return surname + random.choice(GIVEN[sex])
    return surname + "".join(random.choices(CHARACTERS, k=1 if random.random() < SINGLE else 2))


def place_of(code: str) -> int:
    """Where a class stands in its grade, whatever it is called."""
    called = code.split("-")[2]
    return next(labels.index(called) for labels in LABELS if called in labels) + 1


def cohort(child: Child) -> str:
    return child.code.rpartition("-")[0]


def school(seed: int) -> School:
    """A school and what became of it. Half of the schools call their classes by number."""
    random = Random(seed)
    sexes = random.random() < 0.7
    made = School(
        random,
        random.choice(("seats", "seats", "own", "by class", "both", "none")),
        sexes,
        sexes and random.random() >= SEXLESS,
        random.random() < PADDED,
    )
    found(made)
    made.truth = list(made.roll)
    for change in (
        leave,
        come_as_namesakes,
        move,
        repeat_or_skip,
        come_back,
        exchange,
        reseat,
        renumber,
        respell,
        next_year,
    ):
        change(made)
    leave_out_what_no_list_can_tell(made)
    return made


def found(made: School) -> None:
    random = made.random
    fewest, most, smallest, largest = random.choice(SIZES)
    labels = LABELS[random.choice((0, 0, 0, 1, 2, 3))]
    for entry in GRADES:
        for label in labels[: random.randint(fewest, most)]:
            code = f"S-{entry}-{label}"
            made.roll += [made.child(code, seat) for seat in range(1, random.randint(smallest, largest) + 1)]
            made.former += [made.child(code, 90) for _ in range(random.randint(*FORMER))]
    for _ in range(random.randint(*TWINS)):
        one, other = random.sample(range(len(made.roll)), 2)
        if random.random() < 0.4:
            near = [
                at for at, child in enumerate(made.roll) if cohort(child) == cohort(made.roll[other]) and at != other
            ]
            one = random.choice(near)
        made.roll[one] = replace(made.roll[one], name=made.roll[other].name)


def members(made: School, code: str) -> list[Child]:
    return [child for child in made.truth if child.code == code]


def free_seat(made: School, code: str) -> int:
    return max((child.seat for child in members(made, code)), default=0) + 1


def leave(made: School) -> None:
    """Some leave; half of the seats go to newcomers, some of a like name."""
    random = made.random
    for gone in [child for child in made.truth if random.random() < LEAVE]:
        made.truth.remove(gone)
        if random.random() < REPLACED:
            alike = random.random() < LIKE
            name = gone.name[:-1] + random.choice(CHARACTERS) if alike else ""
            made.truth.append(made.child(gone.code, gone.seat, name, gone.sex if alike else ""))


def come_as_namesakes(made: School) -> None:
    random = made.random
    if made.sexes_listed and random.random() < OTHER_SEX:
        gone = random.choice(made.truth)
        made.truth.remove(gone)
        made.truth.append(made.child(gone.code, free_seat(made, gone.code), gone.name, "f" if gone.sex == "m" else "m"))
    if random.random() < NAMESAKE:
        stayed = {child.child for child in made.roll}
        model, beside = (
            random.choice([child for child in made.truth if child.child in stayed]),
            random.choice(made.truth),
        )
        made.truth.append(made.child(beside.code, free_seat(made, beside.code), model.name, model.sex))
    if random.random() < LIKE_FORMER and made.former:
        model = random.choice(made.former)
        made.truth.append(made.child(model.code, free_seat(made, model.code), model.name, model.sex))


def go_to(made: School, child: Child, code: str) -> None:
    """On the next free seat; a number by class changes with it."""
    made.truth.remove(child)
    seat = free_seat(made, code)
    own = made.own(code, seat, child.child) if made.numbers == "by class" else child.own
    made.truth.append(replace(child, code=code, seat=seat, own=own))


def move(made: School) -> None:
    codes = codes_by_cohort(made)
    for child in [child for child in made.truth if made.random.random() < MOVE]:
        other = [code for code in codes[cohort(child)] if code != child.code]
        if other:
            go_to(made, child, made.random.choice(other))


def codes_by_cohort(made: School) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for child in made.truth:
        found[cohort(child)].add(child.code)
    return {name: sorted(codes) for name, codes in found.items()}


def repeat_or_skip(made: School) -> None:
    codes = codes_by_cohort(made)
    for child in [child for child in made.truth if made.random.random() < OTHER_GRADE]:
        there = codes.get(f"S-{int(child.code.split('-')[1]) + made.random.choice((-1, 1, 1))}")
        if there:
            go_to(made, child, made.random.choice(there))


def come_back(made: School) -> None:
    for child in made.former:
        if made.random.random() < BACK:
            made.truth.append(replace(child, seat=free_seat(made, child.code)))


def exchange(made: School) -> None:
    """The classes of a grade exchange their children, or the grade is mixed anew (分班)."""
    random = made.random
    codes = codes_by_cohort(made)[f"S-{random.choice(GRADES)}"]
    if random.random() < EXCHANGED and len(codes) > 1:
        turned = dict(zip(codes, codes[1:] + codes[:1], strict=True)) if random.random() < 0.5 else None
        seats: Counter[str] = Counter()
        for at, child in enumerate(made.truth):
            if child.code in codes:
                code = turned[child.code] if turned else random.choice(codes)
                seats[code] += 1
                made.truth[at] = replace(child, code=code, seat=seats[code])


def reseat(made: School) -> None:
    for code in sorted({child.code for child in made.truth}):
        if made.random.random() < RESEATED:
            places = list(range(1, len(members(made, code)) + 1))
            made.random.shuffle(places)
            made.truth = [replace(child, seat=places.pop()) if child.code == code else child for child in made.truth]


def renumber(made: School) -> None:
    if made.numbers in ("own", "both") and made.random.random() < RENUMBERED:
        made.truth = [replace(child, own=f"3{at:07}") for at, child in enumerate(made.truth)]
    if made.numbers == "by class":
        kept: set[str] = set()
        for at, child in enumerate(made.truth):
            while child.own in kept:
                child = replace(child, own=str(int(child.own) + 50))
            kept.add(child.own)
            made.truth[at] = child


def respell(made: School) -> None:
    for at, child in enumerate(made.truth):
        if made.random.random() < RESPELT:
            made.truth[at] = replace(child, name=child.name[:-1] + made.random.choice(CHARACTERS))


def next_year(made: School) -> None:
    """The oldest have left without being taken off the roll, a first grade of newcomers is there."""
    if made.random.random() < NEXT_YEAR:
        first, size = made.truth[0].code, len(members(made, made.truth[0].code))
        entry = GRADES[-1] + 1
        made.truth = [child for child in made.truth if cohort(child) != f"S-{GRADES[0]}"]
        made.truth += [made.child(f"S-{entry}-{first.split('-')[2]}", seat) for seat in range(1, size + 1)]


def leave_out_what_no_list_can_tell(made: School) -> None:
    """Newcomers and corrected names get another name, where a child of this grade who had the name is gone or has another now, and the
    list gives no sex that tells them apart."""
    here = {(child.child, child.name) for child in made.truth}
    before = {child.child: child for child in (*made.roll, *made.former)}
    gone = {mark(made, child) for child in made.roll if (child.child, child.name) not in here}
    for at, child in enumerate(made.truth):
        known_as = before[child.child].name if child.child in before else ""
        while child.name != known_as and mark(made, child) in gone:
            child = made.truth[at] = replace(child, name=known_as or a_name(made.random, child.sex))


def mark(made: School, child: Child) -> tuple[str, str, str]:
    return cohort(child), child.name, child.sex if made.sexes_listed else ""


def listed(made: School) -> list[tuple[Child, Incoming]]:
    """The list as the school writes it: all classes, or now and then a few of them."""
    random, codes = made.random, sorted({child.code for child in made.truth})
    if random.random() < PARTIAL:
        codes = random.sample(codes, random.randint(1, 2))
    children = [child for child in made.truth if child.code in codes]
    return [(child, line_of(made, place, child)) for place, child in enumerate(children)]


def line_of(made: School, place: int, child: Child) -> Incoming:
    number = number_of(made, child)
    number = number.zfill(2 if len(number) < 3 else 10) if made.padded and number else number
    sex = child.sex if made.sexes_listed else None
    return Incoming(place, child.code, child.name, number, sex, own_of(made, child), place + 2)


def number_of(made: School, child: Child) -> str:
    return {"none": "", "seats": str(child.seat), "both": str(child.seat)}.get(made.numbers, child.own)


def own_of(made: School, child: Child) -> str:
    return child.own if made.numbers == "both" else ""


def known(made: School, child: Child, left: date | None = None) -> Present:
    sex = child.sex if made.sexes else None
    return Present(
        child.child, child.child, child.code, child.name, number_of(made, child), sex, own_of(made, child), left
    )
