"""What a number, a sex and a name say about two children being one."""

from __future__ import annotations

import pytest

from eduplatform.org.roster_matching import identity_signs as signs
from eduplatform.org.roster_matching.compare import Incoming, Present


def incoming(name="张晨", code="S-2024-1", number="", sex=None, own="", place=0) -> Incoming:
    return Incoming(place, code, name, number, sex, own)


def present(name="张晨", code="S-2024-1", number="", sex=None, own="", pupil=1) -> Present:
    return Present(pupil, pupil, code, name, number, sex, own)


@pytest.mark.parametrize(("written", "plain"), [("01", "1"), (" 007 ", "7"), ("a12", "A12"), ("0", ""), ("100", "100")])
def test_numbers_are_compared_without_zeros_in_front(written, plain):
    assert signs.plain_number(written) == plain


@pytest.mark.parametrize(
    ("number", "pupils", "seat"),
    [
        ("1", 0, True),
        ("099", 0, True),
        ("99", 10, True),
        ("100", 0, False),
        ("100", 49, False),
        ("100", 50, True),
        ("120", 60, True),
        ("121", 60, False),
        ("999", 600, True),
        ("1000", 600, False),  # four digits are no seat, however many stand in one list
        ("20240105", 45, False),
        ("A1", 45, False),
        ("", 45, False),
        ("٣", 45, False),  # a digit, but none that a school here writes
    ],
)
def test_a_seat_is_a_short_number_no_larger_than_the_class_can_need(number, pupils, seat):
    assert signs.is_seat(number, pupils) is seat


def test_a_number_stays_with_the_child_where_it_is_no_seat_or_stands_in_its_own_column():
    assert signs.own_numbers(incoming(number="5", own="0123")) == {"123"}
    assert signs.own_numbers(incoming(number="20240105")) == {"20240105"}
    assert signs.own_numbers(incoming(number="20240105", own="77")) == {"20240105", "77"}
    assert signs.own_numbers(incoming(number="5")) == set() == signs.own_numbers(incoming())
    assert signs.own_numbers(incoming(own="000")) == set()
    assert signs.own_numbers(incoming(number="120"), pupils=60) == set()


def test_a_seat_is_told_only_where_the_number_is_one():
    assert [signs.seat(incoming(number=each)) for each in ("05", "", "20240105")] == ["5", "", ""]
    assert signs.seat(incoming(number="120"), pupils=60) == "120" and signs.seat(incoming(number="120")) == ""


def test_sexes_part_two_children_only_where_both_are_known():
    assert not signs.sexes_agree(incoming(sex="m"), present(sex="f"))
    for one, other in (("m", "m"), ("m", None), (None, "f"), (None, None)):
        assert signs.sexes_agree(incoming(sex=one), present(sex=other))


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("张晨", "张辰", True),
        ("张小明", "张明", True),
        ("张明", "张小明", True),
        ("张明", "明张", False),
        ("张晨", "张晨", False),
        ("张晨", "李辰", False),
        ("欧阳小明", "张明", False),  # two characters longer
        ("欧小明", "张明", False),  # one longer, and another one besides
        ("张", "张明", True),
    ],
)
def test_one_character_may_be_wrong_left_out_or_too_much(one, other, near):
    assert signs.one_character_differs(one, other) is near


@pytest.mark.parametrize(
    ("one", "other", "years"),
    [
        ("S-2024-1", "S-2024-2", 0),
        ("S-2024-1", "S-2022-1", 2),
        ("S-2022-1", "S-2024-1", 2),
        ("S-J2025-3", "S-2019-1", 0),  # six years of primary school before
        ("S-K2024-1", "S-2027-1", 0),
        ("S-S2024-1", "S-J2021-1", 0),
        ("S-V2024-1", "S-S2024-1", 0),
        ("S-J2025-3", "S-2025-3", 6),
        ("S-2024-1", "歌咏队", 0),
    ],
)
def test_years_between_two_classes_are_read_from_their_codes(one, other, years):
    assert signs.years_apart(one, other) == years


def test_classes_of_one_grade_have_their_code_in_common_up_to_the_last_part():
    assert signs.cohort_of("LJ-SY-2024-2") == "LJ-SY-2024"


def read(before: list[Present], now: list[Incoming]) -> signs.Signs:
    return signs.read_signs(now, before, signs.own_numbers, signs.seat)


def a_class(names: str, code="S-2024-1", own="", seats=True) -> tuple[list[Present], list[Incoming]]:
    """The same children on the roll and in the file."""
    roll = [
        present(n, code, str(at) if seats else "", None, own and f"{own}{at:02}", at) for at, n in enumerate(names, 1)
    ]
    file = [
        incoming(n, code, str(at) if seats else "", None, own and f"{own}{at:02}", at) for at, n in enumerate(names, 1)
    ]
    return roll, file


def test_kept_numbers_and_seats_are_counted_by_more_than_half():
    roll, file = a_class("甲乙丙丁", own="2024")
    found = read(roll, file)
    assert found.own_kept is True and found.seats_kept == {"S-2024-1": True} and found.settled == {"S-2024-1"}
    half = [
        incoming(
            one.name,
            one.class_code,
            str(9 - at) if at < 2 else one.number,
            None,
            f"9{at}" if at < 2 else one.student_number,
        )
        for at, one in enumerate(file)
    ]
    assert read(roll, half).own_kept is False and read(roll, half).seats_kept == {"S-2024-1": False}
    most = [
        incoming(one.name, one.class_code, "9" if at < 1 else one.number, None, "91" if at < 1 else one.student_number)
        for at, one in enumerate(file)
    ]
    assert read(roll, most).own_kept is True and read(roll, most).seats_kept == {"S-2024-1": True}


def test_without_numbers_nothing_is_known_about_them():
    found = read(*a_class("甲乙丙", seats=False))
    assert found.own_kept is None and found.seats_kept == {} and found.prefix == {"S-2024-1": ("", "")}


def test_what_the_own_numbers_of_a_class_begin_with_is_read_from_three_or_more():
    assert read(*a_class("甲乙丙", own="202401")).prefix == {"S-2024-1": ("2024010", "2024010")}
    assert read(*a_class("甲乙", own="202401")).prefix == {"S-2024-1": ("", "")}


def test_names_that_occur_twice_say_nothing():
    roll, file = a_class("甲甲甲", own="2024")
    found = read(roll, file)
    assert found.own_kept is None and found.seats_kept == {} and found.settled == set()


@pytest.mark.parametrize(
    ("stayed", "incoming", "present", "clear", "settled"),
    [
        (4, 5, 5, 5, True),
        (3, 5, 5, 4, False),  # three of four
        (8, 10, 10, 10, True),
        (5, 10, 10, 5, False),  # only half of the class can speak
        (6, 10, 10, 6, True),
        (5, 8, 30, 5, True),  # a part of the class is listed
        (5, 30, 8, 5, True),
    ],
)
def test_a_class_is_settled_when_four_of_five_of_its_clear_names_were_there(stayed, incoming, present, clear, settled):
    assert signs._settled(stayed, incoming, present, clear) is settled


def told(kept: bool | None, prefix=None) -> signs.Signs:
    return signs.Signs(kept, {}, set(), set(), prefix or {})


def test_different_own_numbers_part_two_children_where_others_keep_theirs():
    one, other = incoming(own="20240105"), present(own="20240241")
    assert told(True).numbers_part(one, other, signs.own_numbers)
    assert not told(False).numbers_part(one, other, signs.own_numbers)
    assert not told(None).numbers_part(one, other, signs.own_numbers)
    assert not told(True).numbers_part(one, present(own="20240105"), signs.own_numbers)
    assert not told(True).numbers_part(incoming(), other, signs.own_numbers)
    assert not told(True).numbers_part(one, present(), signs.own_numbers)


def test_a_number_that_names_the_class_may_change_with_it():
    """20240105 in class 1 becomes 20240241 in class 2: another number, the same child."""
    one, other = incoming(code="S-2024-2", own="20240241"), present(code="S-2024-1", own="20240105")
    by_class = {"S-2024-1": ("202401", "202401"), "S-2024-2": ("202402", "202402")}
    assert not told(True, by_class).numbers_part(one, other, signs.own_numbers)
    assert told(True, by_class).numbers_part(incoming(own="20240199"), other, signs.own_numbers), (
        "in one class it stays"
    )
    for before, now in (("2024", "202402"), ("202401", "2024"), ("", "202402"), ("202401", "")):
        entry = {"S-2024-1": (before, before), "S-2024-2": (now, now)}
        assert told(True, entry).numbers_part(one, other, signs.own_numbers), "these beginnings tell no class"
