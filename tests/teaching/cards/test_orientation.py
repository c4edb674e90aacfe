"""Which way up: what may be believed without a word of the file."""

import cmath
import math
from dataclasses import replace

import pytest

from eduplatform.shared.refusals import Refused
from eduplatform.teaching.cards import orientation
from eduplatform.teaching.cards.codes import LETTERS
from eduplatform.teaching.cards.hints import upright_by_room
from eduplatform.teaching.cards.reader import Reading, Seen

PLACES = {1: (-300, 200), 2: (0, 210), 3: (300, 190), 4: (-200, -100), 5: (50, -120), 6: (250, -90)}


def seen(places=PLACES, wide=True):
    return orientation.Look({card: LETTERS[card % 4] for card in places}, places, frozenset(), wide)


@pytest.mark.parametrize("turn", (1, 2, 3))
def test_a_look_turned_and_turned_back_is_itself(turn):
    assert seen().turned(turn).turned(-turn) == seen() and orientation.Look.of_json(seen().as_json()) == seen()


def test_a_quarter_clockwise_makes_b_of_c():
    assert orientation.Look({1: "C"}, {1: (10, 0)}, frozenset(), True).turned(1) == orientation.Look(
        {1: "B"}, {1: (0, 10)}, frozenset(), False
    )


def test_a_file_that_says_up_is_believed_and_one_that_does_not_is_asked_about():
    assert orientation.quarters_to_turn(orientation.Known(), seen(), True, None) == 0
    assert orientation.quarters_to_turn(orientation.Known(), seen(), True, False) is None, "the room speaks against it"
    assert orientation.quarters_to_turn(orientation.Known(), seen(), False, True) is None, "the room alone says nothing"


@pytest.mark.parametrize("turn", range(4))
def test_an_answer_holds_for_the_next_photo_and_not_for_one_that_lies_otherwise(turn):
    lying = seen().turned(-turn)
    known = orientation.Known().answered(lying, turn)
    assert orientation.quarters_to_turn(known, lying, False, None) == turn
    for more in (1, 2, 3):
        assert orientation.quarters_to_turn(known, lying.turned(more), False, None) is None
        assert orientation.proposed(known, lying.turned(more), 0) == (turn - more) % 4


def test_what_is_proposed_first_follows_earlier_photos_else_the_room():
    assert [orientation.proposed(orientation.Known(), seen(), by_room) for by_room in range(5)] == [0, 1, 2, 3, 0]
    assert orientation.proposed(orientation.Known().having(seen()), seen().turned(1), 2) == 3


@pytest.mark.parametrize("quarters", (1, 2, 3))
def test_even_a_file_that_says_up_is_asked_about_when_the_pattern_of_cards_lies(quarters):
    known = orientation.Known().having(seen())
    assert orientation.quarters_to_turn(known, seen(), True, False) == 0, "the pattern outweighs the shape of the room"
    assert orientation.quarters_to_turn(known, seen().turned(quarters), True, True) is None


@pytest.mark.parametrize(
    "others",
    ({7: (-300, 200), 8: (0, 210), 9: (300, 190)}, {1: (-300, 200), 2: (0, 210), 9: (300, 190)}),
    ids=("none", "two"),
)
def test_once_a_photo_was_trusted_a_file_alone_is_not_believed_where_too_few_cards_are_in_both(others):
    """The other half of a large class: the shape of the room must say the same as the file."""
    known = orientation.Known().having(seen())
    assert [orientation.quarters_to_turn(known, seen(others), True, by_room) for by_room in (True, None, False)] == [
        0,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("degrees", "asked"), ((0, False), (30, False), (-30, False), (40, True), (-40, True), (65, True), (90, True))
)
def test_a_pattern_between_two_ways_up_is_asked_about(degrees, asked):
    known = orientation.Known().having(seen())
    around = {card: complex(*place) * cmath.rect(1, math.radians(degrees)) for card, place in PLACES.items()}
    rolled = seen({card: (place.real, place.imag) for card, place in around.items()})
    assert (orientation.quarters_to_turn(known, rolled, True, None) is None) is asked


def test_an_answer_forgets_photos_that_it_contradicts_and_keeps_those_of_other_pupils():
    others = {card + 10: place for card, place in PLACES.items()}
    known = orientation.Known().having(seen()).having(seen(others))
    assert known.answered(seen(others), 1).trusted == (PLACES, seen(others).turned(1).places)
    assert known.answered(seen({7: (0, 0)}), 0).trusted == (PLACES, others), "too few cards to be a pattern"


@pytest.mark.parametrize("roll", (-22, 10, 22))
def test_places_are_kept_as_if_the_phone_had_been_level(roll):
    straight, rolled = (
        orientation.orientation_signs(reading(cards=PLACES)),
        orientation.orientation_signs(reading(cards=PLACES, roll=roll)),
    )
    assert straight.places == PLACES
    assert all(abs(complex(*rolled.places[card]) - complex(*PLACES[card])) < 2 for card in PLACES)


def test_cards_that_lean_every_way_and_two_cards_do_not_say_how_the_phone_was_held():
    every_way = reading(cards=PLACES)
    leaning = [
        replace(card, corners=around(card.corners, angle, centre(card.corners)))
        for card, angle in zip(every_way.cards, range(0, 90, 15), strict=True)
    ]
    assert orientation.orientation_signs(replace(every_way, cards=tuple(leaning))).places == PLACES
    two = reading(cards=(1, 2), roll=20)
    assert orientation.orientation_signs(two).places != {card: PLACES[card] for card in (1, 2)}


def test_one_row_alone_and_three_cards_are_enough_and_two_are_not():
    row = {1: (-300, 0), 2: (-100, 4), 3: (200, -3)}
    assert orientation.quarter_against([row], seen(row).turned(3).places) == 3
    assert orientation.quarter_against([row], {1: (0, -300), 2: (0, -100)}) is None


def test_cards_that_changed_places_say_nothing():
    mixed = dict(zip(PLACES, reversed(PLACES.values()), strict=True)) | {1: (0, 210), 2: (-300, 200)}
    assert (
        orientation.quarter_against([PLACES], mixed | {4: (300, 190), 5: (-290, 190), 6: (10, 200), 3: (0, -200)})
        is None
    )


def test_a_photo_that_turns_nearly_all_letters_by_one_quarter():
    standing = {card: LETTERS[card % 4] for card in range(1, 11)}
    turned = {card: LETTERS[(card + 1) % 4] for card in range(1, 11)}
    assert orientation.all_turned(standing, turned) and orientation.all_turned(standing, turned | {1: standing[1]})
    assert not orientation.all_turned(standing, standing) and not orientation.all_turned(
        standing, turned | {n: standing[n] for n in (1, 2, 3)}
    )
    assert not orientation.all_turned(standing, {1: turned[1], 2: turned[2]}), "two pupils may have changed their mind"


def centre(corners):
    return sum(complex(*corner) for corner in corners) / len(corners)


def around(points, degrees, middle):
    """Points turned clockwise around one."""
    turned = [middle + (complex(*point) - middle) * cmath.rect(1, math.radians(degrees)) for point in points]
    return tuple((point.real, point.imag) for point in turned)


def reading(*hints, cards=(1, 2, 3), says_up=True, by_room=None, roll=0):
    """A photo of `PLACES` in which all cards stand straight, taken with the phone rolled over by so many degrees."""
    at = {
        card: [(500 + x + dx, 400 + y + dy) for dx, dy in ((-9, -9), (9, -9), (9, 9), (-9, 9))]
        for card, (x, y) in PLACES.items()
    }
    seen_ = tuple(Seen(card, "A", around(at[card], roll, 500 + 400j), 18.0, True) for card in cards)
    return Reading((1000, 800), seen_, frozenset(), (), (), hints, says_up, upright_by_room=by_room)


@pytest.mark.parametrize(
    ("said", "code"), ((reading("mirrored", cards=()), "photo_mirrored"), (reading("turned", cards=()), "photo_turned"))
)
def test_what_no_answer_of_the_teachers_could_mend_is_refused(said, code):
    with pytest.raises(Refused) as refused:
        orientation.judged(orientation.Known(), said)
    assert refused.value.code == code


def test_a_photo_is_judged_by_its_file_then_by_the_room():
    assert orientation.judged(orientation.Known(), reading()) == 0
    assert orientation.judged(orientation.Known(), reading("turned", by_room=False)) is None
    assert orientation.judged(orientation.Known(), reading(says_up=False)) is None
    assert orientation.judged(orientation.Known(), reading(cards=(), says_up=False)) == 0, (
        "there is nothing to ask about"
    )


def test_an_answer_to_a_photo_of_another_shape_says_nothing():
    """A phone held upright after it was held across: its cards may be where they were by chance."""
    known = orientation.Known().answered(seen(), 0)
    assert orientation.quarters_to_turn(known, seen(wide=False), False, None) is None


def growing(across, down, many=9):
    """Cards in rows of three on a picture of 800 by 800; a quarter of it to the right they are e^across times as large, below e^down."""
    places = [(x, y) for y in (-1, 0, 1) for x in (-1, 0, 1)][:many]
    at = [(400 + 200 * x, 400 + 200 * y) for x, y in places]
    return [
        Seen(n, "A", (where,) * 4, 20 * math.exp(across * x + down * y), True)
        for n, (where, (x, y)) in enumerate(zip(at, places, strict=True))
    ]


@pytest.mark.parametrize(
    ("across", "down", "upright"),
    (
        (0, 1.0, True),
        (0.3, 1.0, True),
        (0, 0.6, None),
        (0.6, 1.0, None),
        (1.0, 1.0, None),
        (0, 0.1, None),
        (0, -0.6, False),
        (0.9, 0.1, False),
        (-0.9, 0.1, False),
        (0.9, 0.9, None),
    ),
)
def test_the_room_confirms_only_clearly_and_doubts_sooner(across, down, upright):
    assert upright_by_room(growing(across, down), 800) is upright


def test_seven_cards_show_no_room():
    assert upright_by_room(growing(0, 1.0, 8), 800) is True and upright_by_room(growing(0, 1.0, 7), 800) is None
