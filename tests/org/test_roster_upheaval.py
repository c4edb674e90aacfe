"""A list that would empty or exchange classes is asked about: against a count of each class by hand."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace

import pytest

from eduplatform.org import roster_year
from eduplatform.org.roster.questions import Asking
from eduplatform.org.roster_upheaval import MOST_CLASSES, ask_of_upheaval, upset_classes


def pupil(number: int, code: str) -> SimpleNamespace:
    return SimpleNamespace(pupil_id=number, class_code=code)


def work(present, pairs=(), held=(), covered=(), answers=None) -> SimpleNamespace:
    """What is not settled: those on the roll who are in no pair and wait for no answer."""
    settled = {other.pupil_id for _one, other in [*pairs, *held]}
    return SimpleNamespace(
        all_present=list(present),
        pairs=list(pairs),
        held=list(held),
        covered=set(covered),
        present={one.pupil_id: one for one in present if one.pupil_id not in settled},
        asking=Asking(answers),
        around=SimpleNamespace(labels={"A": "三(1)班"}),
        meant="yes",
    )


def in_list(code: str) -> SimpleNamespace:
    return SimpleNamespace(class_code=code)


def test_a_class_that_loses_half_is_not_upset_and_one_more_is():
    four = [pupil(n, "A") for n in range(4)]
    stay = [(in_list("A"), one) for one in four]
    assert upset_classes(work(four, stay[:2], covered={"A"})) == []
    assert upset_classes(work(four, stay[:1], covered={"A"})) == [("A", 4, 1)]
    assert upset_classes(work(four, [], covered={"A"})) == [("A", 4, 0)]


def test_who_moves_away_does_not_stay_and_who_waits_for_an_answer_does():
    four = [pupil(n, "A") for n in range(4)]
    moved = [(in_list("B"), one) for one in four]
    assert upset_classes(work(four, moved, covered={"A", "B"})) == [("A", 4, 0)]
    assert upset_classes(work(four, moved[:2], held=moved[2:], covered={"A", "B"})) == []


def test_a_class_the_list_does_not_name_is_left_alone():
    six = [pupil(n, "A") for n in range(3)] + [pupil(n, "B") for n in range(3, 6)]
    assert upset_classes(work(six, covered={"B"})) == [("B", 3, 0)]
    taken = [(in_list("B"), one) for one in six[:2]]
    assert upset_classes(work(six, taken, covered={"B"})) == [("A", 3, 1), ("B", 3, 0)], "two were taken out of A"


def test_random_lists_against_a_count_by_hand():
    random = Random(9)
    for _ in range(300):
        present = [pupil(n, random.choice("ABC")) for n in range(random.randint(0, 14))]
        covered = {code for code in "ABC" if random.random() < 0.7}
        fate = {one.pupil_id: random.choice(("stay", "move", "wait", "gone")) for one in present}
        pairs = [
            (in_list(one.class_code if fate[one.pupil_id] == "stay" else "Z"), one)
            for one in present
            if fate[one.pupil_id] in ("stay", "move")
        ]
        held = [(in_list("Z"), one) for one in present if fate[one.pupil_id] == "wait"]
        expected = []
        for code in "ABC":
            mine = [fate[one.pupil_id] for one in present if one.class_code == code]
            kept = sum(each in ("stay", "wait") or (each == "gone" and code not in covered) for each in mine)
            if mine and kept < len(mine) / 2:
                expected.append((code, len(mine), kept))
        assert upset_classes(work(present, pairs, held, covered)) == expected


def several(classes: int, stay: int = 0, answers=None) -> SimpleNamespace:
    codes = "ABCDEFG"[:classes]
    present = [pupil(10 * place + n, code) for place, code in enumerate(codes) for n in range(5)]
    pairs = [(in_list(one.class_code), one) for one in present if one.pupil_id % 10 < stay]
    return work(present, pairs, covered=set(codes), answers=answers)


def test_three_classes_are_no_upheaval_and_four_are():
    quiet, loud = several(MOST_CLASSES), several(MOST_CLASSES + 1)
    ask_of_upheaval(quiet)
    ask_of_upheaval(loud)
    assert quiet.asking.open == [] and quiet.meant == "yes"
    (question,) = loud.asking.open
    assert (question.code, question.choices, question.values) == ("upheaval", ("yes", "no"), {"count": 4})
    assert question.shown == ["三(1)班: 5 → 0", "B: 5 → 0", "C: 5 → 0", "D: 5 → 0"] and loud.meant is None


def test_the_answer_holds_however_many_stay_but_not_for_other_classes():
    first = several(4)
    ask_of_upheaval(first)
    answered = {first.asking.open[0].key: "no"}
    again = several(4, stay=2, answers=answered)
    ask_of_upheaval(again)
    assert again.meant == "no" and again.asking.open == []
    other = several(5, answers=answered)
    ask_of_upheaval(other)
    assert other.meant is None and len(other.asking.open) == 1


# ── the school year a list is for ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        ("07-14", 0),
        ("07-15", 1),
        ("07-31", 1),
        ("08-01", 1),
        ("09-01", 1),
        ("09-15", 1),
        ("09-16", 0),
        ("01-01", 0),
        ("12-31", 0),
    ],
)
def test_around_the_summer_the_year_is_asked(day, asked):
    from datetime import date

    for year in (2026, 2028):
        when = date.fromisoformat(f"{year}-{day}")
        assert roster_year.asked_on(when) == bool(asked)
        assert roster_year.years_on(when) == (year - 1, year)


def test_a_school_year_is_spoken_with_both_its_years():
    assert roster_year.spoken_year(2026) == "2026–2027" and roster_year.spoken_year(1999) == "1999–2000"
