"""Card numbers of a class."""

from eduplatform.org.queries import OnRoll
from eduplatform.teaching.card_numbers import assigned


def roll(*numbers):
    return [OnRoll(n, f"学生{n}", number, None, n) for n, number in enumerate(numbers, 1)]


def cards(*numbers):
    return {card: pupil.pupil_id for card, pupil in assigned(roll(*numbers), {}).items()}


def test_the_number_in_class_is_the_card():
    assert cards("1", "2", "17") == {1: 1, 2: 2, 17: 3}


def test_who_has_no_number_gets_a_free_one_and_nobody_elses_card_moves():
    assert cards("2", "", "20260304", "1") == {1: 4, 2: 1, 3: 2, 4: 3}


def test_the_same_number_twice_is_one_card_each():
    assert cards("5", "5") == {1: 2, 5: 1}


def test_odd_numbers_are_no_cards():
    assert cards("0", "61", "②", "-3", "1.5") == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}


def test_the_sixty_first_pupil_has_no_card():
    assert len(assigned(roll(*map(str, range(1, 64))), {})) == 60
