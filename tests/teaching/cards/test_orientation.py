"""Which way up: what may be believed without a word of the file."""

import pytest

from eduplatform.shared.refusals import Refused
from eduplatform.teaching.cards import orientation
from eduplatform.teaching.cards.codes import LETTERS
from eduplatform.teaching.cards.reader import Reading, Seen

PLACES = {1: (-300, 200), 2: (0, 210), 3: (300, 190), 4: (-200, -100), 5: (50, -120), 6: (250, -90)}


def seen(places=PLACES, wide=True):
    return orientation.Look({card: LETTERS[card % 4] for card in places}, places, frozenset(), wide)


@pytest.mark.parametrize("turn", (1, 2, 3))
def test_a_look_turned_and_turned_back_is_itself(turn):
    assert seen().turned(turn).turned(-turn) == seen() and orientation.Look.of_json(seen().as_json()) == seen()


def test_a_quarter_clockwise_makes_b_of_c():
    assert orientation.Look({1: "C"}, {1: (10, 0)}, frozenset(), True).turned(1) == orientation.Look({1: "B"}, {1: (0, 10)}, frozenset(), False)


def test_a_file_that_says_up_is_believed_and_one_that_does_not_is_asked_about():
    assert orientation.quarters_to_turn(orientation.Known(), seen(), True, False) == 0
    assert orientation.quarters_to_turn(orientation.Known(), seen(), False, False) is None


@pytest.mark.parametrize("turn", range(4))
def test_an_answer_holds_for_the_next_photo_and_not_for_one_that_lies_otherwise(turn):
    lying = seen().turned(-turn)
    known = orientation.Known().answered(lying, turn)
    assert orientation.quarters_to_turn(known, lying, False, False) == turn
    for more in (1, 2, 3):
        assert orientation.quarters_to_turn(known, lying.turned(more), False, False) is None
        assert orientation.proposed(known, lying.turned(more), 0) == (turn - more) % 4


@pytest.mark.parametrize("quarters", (1, 2, 3))
def test_even_a_file_that_says_up_is_asked_about_when_the_pattern_of_cards_lies(quarters):
    known = orientation.Known().having(seen())
    assert orientation.quarters_to_turn(known, seen(), True, True) == 0, "the pattern outweighs the shape of the room"
    assert orientation.quarters_to_turn(known, seen().turned(quarters), True, False) is None


def test_one_row_alone_and_three_cards_are_enough_and_two_are_not():
    row = {1: (-300, 0), 2: (-100, 4), 3: (200, -3)}
    assert orientation.quarter_against([row], seen(row).turned(3).places) == 3
    assert orientation.quarter_against([row], {1: (0, -300), 2: (0, -100)}) is None


def test_cards_that_changed_places_say_nothing():
    mixed = dict(zip(PLACES, reversed(PLACES.values()), strict=True)) | {1: (0, 210), 2: (-300, 200)}
    assert orientation.quarter_against([PLACES], mixed | {4: (300, 190), 5: (-290, 190), 6: (10, 200), 3: (0, -200)}) is None


def test_a_photo_that_turns_nearly_all_letters_by_one_quarter():
    standing = {card: LETTERS[card % 4] for card in range(1, 11)}
    turned = {card: LETTERS[(card + 1) % 4] for card in range(1, 11)}
    assert orientation.all_turned(standing, turned) and orientation.all_turned(standing, turned | {1: standing[1]})
    assert not orientation.all_turned(standing, standing) and not orientation.all_turned(standing, turned | {n: standing[n] for n in (1, 2, 3)})
    assert not orientation.all_turned(standing, {1: turned[1], 2: turned[2]}), "two pupils may have changed their mind"


def reading(*hints, cards=(1, 2, 3), says_up=True):
    at = {card: tuple((500 + x + dx, 400 + y + dy) for dx, dy in ((-9, -9), (9, -9), (9, 9), (-9, 9))) for card, (x, y) in PLACES.items()}
    return Reading((1000, 800), tuple(Seen(card, "A", at[card], 18.0, True) for card in cards), frozenset(), (), (), hints, says_up)


@pytest.mark.parametrize(("said", "code"), ((reading("mirrored", cards=()), "photo_mirrored"), (reading("turned", cards=()), "photo_turned")))
def test_what_no_answer_of_the_teachers_could_mend_is_refused(said, code):
    with pytest.raises(Refused) as refused:
        orientation.judged(orientation.Known(), said)
    assert refused.value.code == code


def test_a_photo_is_judged_by_its_file_then_by_the_room():
    assert orientation.judged(orientation.Known(), reading()) == 0
    assert orientation.judged(orientation.Known(), reading("turned")) is None
    assert orientation.judged(orientation.Known(), reading(says_up=False)) is None
    assert orientation.judged(orientation.Known(), reading(cards=(), says_up=False)) == 0, "there is nothing to ask about"


def test_an_answer_to_a_photo_of_another_shape_says_nothing():
    """A phone held upright after it was held across: its cards may be where they were by chance."""
    known = orientation.Known().answered(seen(), 0)
    assert orientation.quarters_to_turn(known, seen(wide=False), False, False) is None
