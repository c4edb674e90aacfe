"""What is seen in a photo and does not count is told: cards of pupils who are away, sheets on the wall, cards that cannot be read."""

from __future__ import annotations

import re

import pytest

from .conftest import JSON
from .photos import with_a_blot, with_a_copy
from .test_photos import letters_of, pupil


@pytest.fixture
def letter(voting):
    return voting.letter(True, voting.plain())


def away(room, name):
    room.phone.post("/room/roll", data={"absent": pupil(room, name)}, headers=JSON)


def test_the_card_of_a_pupil_who_is_away_is_told_and_not_counted_until_the_roll_is_put_right(voting, letter):
    away(voting, "pupil_same2")
    answer = voting.shoot(dict.fromkeys((1, 2, 3, 4), letter), voting.plain())
    assert "点名记的是没来，卡却读到了：4 号。没有算" in voting.words(
        answer
    ) and "新读到 3 人，共 3 / 3 人" in voting.words(answer)
    assert set(letters_of(voting)) == {"1", "2", "3"}
    voting.phone.post("/room/roll", data={"seen": pupil(voting, "pupil_same2")}, headers=JSON)
    again = voting.shoot(dict.fromkeys((1, 2, 3, 4), letter), voting.plain())
    assert "点名记的是没来" not in voting.words(again) and letters_of(voting)["4"] == (letter, None)


def test_a_wall_of_sheets_of_pupils_who_are_away_counts_for_nobody(voting, letter):
    for name in ("pupil_same", "pupil_same2"):
        away(voting, name)
    answer = voting.shoot({3: letter, 4: letter}, voting.plain())
    assert "卡却读到了：3 号、4 号" in voting.words(answer) and not voting.held()


def test_a_sheet_on_the_wall_beside_the_card_that_is_held_up_makes_a_doubt_and_no_answer(voting, letter):
    answer = voting.shoot(with_a_copy(2, ((1, letter), (2, letter), (3, letter))), voting.plain())
    assert "看到两张一样的卡：2 号" in voting.words(answer) and letters_of(voting)["2"] == (None, "*")


def test_a_card_that_is_covered_is_told_by_its_number_and_counts_for_nobody(voting, letter):
    answer = voting.shoot(with_a_blot(2, ((1, letter), (2, letter), (3, letter))), voting.plain())
    assert "看到了但没看清：2 号。请把卡摆正，手指别挡黑框。" in voting.words(answer)
    assert "新读到 2 人，共 2 / 4 人" in voting.words(answer) and set(letters_of(voting)) == {"1", "3"}


def test_a_covered_card_whose_number_cannot_be_told_is_told_by_its_place(voting, letter):
    answer = voting.shoot(with_a_blot(2, ((1, letter), (2, letter), (3, letter)), named=False), voting.plain())
    assert re.search(
        "看到了但没看清：(左边|中间|右边) 1 张。请把卡摆正", voting.words(answer)
    ) and "2 号。请" not in voting.words(answer)


def test_a_photo_of_nothing_but_a_covered_card_is_not_called_a_photo_without_cards(voting, letter):
    answer = voting.shoot(with_a_blot(2, ((2, letter),)), voting.plain())
    assert "这张没有读到新的答案" in voting.words(answer) and "看到了但没看清：2 号" in voting.words(answer)
    assert "照片里没有看到答题卡" not in voting.words(answer) and not voting.held()


def test_without_scripts_a_covered_card_is_told_on_the_page(voting, letter):
    answer = voting.shoot(with_a_blot(2, ((1, letter), (2, letter), (3, letter))), voting.plain(), script=False)
    assert answer.status_code == 303
    assert "看到了但没看清：2 号。请把卡摆正" in voting.phone.get(answer.location).get_data(as_text=True)
