"""Single steps of matching, where the made schools would tell too late or too slowly."""

from __future__ import annotations

from eduplatform.org.roster.questions import Asking
from eduplatform.org.roster_matching import steps
from eduplatform.org.roster_matching.compare import Around, Diff, Incoming, Pair, Present, compare_list

NAMES = ["王浩", "李静", "张晨", "陈远", "赵康", "周敏"]


def on_roll(code: str, names: list[str], first: int = 0) -> list[Present]:
    return [Present(first + at, first + at, code, name, str(at + 1), "m") for at, name in enumerate(names)]


def in_list(code: str, names: list[str], first: int = 0) -> list[Incoming]:
    return [Incoming(first + at, code, name, str(at + 1), "m") for at, name in enumerate(names)]


def asked(incoming: list[Incoming], present: list[Present]) -> dict[str, str]:
    """{code: key} of the open questions."""
    asking = Asking()
    compare_list(incoming, present, asking=asking)
    return {question.code: question.key for question in asking.open}


def upheaval(stay: int, classes: int = 4) -> str:
    roll, lines = [], []
    for at in range(classes):
        code = f"S-2023-{at + 1}"
        roll += on_roll(code, [f"{name}{code}" for name in NAMES], at * 10)
        kept = [f"{name}{code}" for name in NAMES[: stay if at == 0 else 0]]
        lines += in_list(code, kept + [f"新{at}{n}生" for n in range(len(NAMES) - len(kept))], at * 10)
    return asked(lines, roll)["upheaval"]


def test_an_upheaval_is_asked_about_once_however_many_stay():
    """How many stay changes with every other answer; the classes tell one upheaval from another."""
    assert upheaval(0) == upheaval(1) == upheaval(2) != upheaval(0, classes=5)


def test_a_like_name_on_a_seat_is_asked_about_only_where_seats_were_kept():
    code = "S-2023-1"
    kept, anew = in_list(code, ["王洁", *NAMES[1:]]), in_list(code, ["王洁", *reversed(NAMES[1:])])
    assert "rename" in asked(kept, on_roll(code, NAMES)) and "rename" not in asked(anew, on_roll(code, NAMES))


class Counting(list[Pair]):
    read = 0

    def __iter__(self):
        self.read += 1
        return super().__iter__()


def test_who_is_known_is_looked_up_once_and_not_for_every_name():
    """A list of 1,000 names read a million pairs, and one of 10,000 a hundred million."""
    lines = in_list("S-2023-1", NAMES)
    work = steps.Work(lines, on_roll("S-2023-1", NAMES), Around(), Asking())
    work.pairs = pairs = Counting()
    steps.listed_twice(work)
    assert pairs.read <= 1


def test_a_comparison_is_counted_kind_by_kind():
    child = Incoming(place=0, class_code="A", name="甲")
    here = Present(pupil_id=1, enrolment_id=1, class_code="A", name="甲")
    pair = (child, here)
    kinds = dict(same=[pair] * 6, changed=[pair] * 5, moved=[pair] * 4, back=[pair] * 3, new=[child] * 2, gone=[here])
    assert Diff(**kinds, barred=[child]).counts() == {kind: len(those) for kind, those in kinds.items()}
    assert Diff().counts() == dict.fromkeys(kinds, 0)
    assert child.student_number == ""
