"""Cards that the printer or a hand has spoilt: read, or at least told as seen; never wrong."""

from functools import partial

import cv2
import numpy as np
import pytest

from bench import cards, rooms
from eduplatform.teaching.cards import decode, markers
from eduplatform.teaching.cards.reader import read_cards

from .drawn import held, letters, wall


def large(number, letter):
    """A card of 180 pixels, as at two metres."""
    return cv2.resize(held(number, letter), None, fx=2.8, fy=2.8, interpolation=cv2.INTER_NEAREST)


def on_a_wall(picture):
    return cv2.GaussianBlur(wall([picture], size=(480, 480)), (0, 0), 1.0)


@pytest.fixture(scope="module")
def near():
    """One room of each kind, two photos of twelve cards; `python -m bench cards` has twenty."""
    return {
        what: cards.counted(partial(rooms.near, **how), 1, first=seed)
        for what, seed, how in (
            ("streaks", 510, {"streaks": 2}),
            ("thumb", 503, {"thumbs": 1}),
            ("thumbs", 503, {"thumbs": 2}),
        )
    }


@pytest.mark.parametrize("what", ("streaks", "thumb", "thumbs"))
def test_nine_of_ten_spoilt_cards_are_read_from_one_photo_and_none_wrong(near, what):
    count = near[what]
    assert not count.wrong and count.once >= 0.9 * 2 * count.shown, (count.once, 2 * count.shown)


def test_hardly_a_spoilt_card_goes_unmentioned(near):
    assert sum(count.silent for count in near.values()) <= 0.04 * sum(2 * count.shown for count in near.values())


@pytest.mark.parametrize("letter", "ABCD")
@pytest.mark.parametrize("cell", (2, 9))
def test_a_streak_through_a_whole_side_of_the_frame(cell, letter):
    """In a glance of one spot a cell, eight cells of the frame are white then."""
    picture = large(21, "A").copy()
    at = round(2.8 * 8 * (cell + 0.5))
    picture[:, at - 2 : at + 2] = 235
    assert letters(read_cards(on_a_wall(np.rot90(picture, "ABCD".index(letter))))) == {21: letter}


@pytest.mark.parametrize(("reach", "thick"), ((62, 9), (74, 22)))
def test_hands_at_both_sides_of_the_frame(reach, thick):
    """They cut it in two."""
    picture = large(15, "A").copy()
    middle = len(picture) // 2
    for x in (slice(0, reach), slice(-reach, None)):
        picture[middle - thick : middle + thick, x] = 150
    assert letters(read_cards(on_a_wall(picture))) == {15: "A"}


def test_a_finger_over_a_corner_of_the_frame():
    picture = large(9, "A").copy()
    cv2.line(picture, (0, 0), (52, 52), 150, 20)
    assert letters(read_cards(on_a_wall(picture))) == {9: "A"}


def test_a_card_whose_code_is_covered_is_told_as_seen():
    picture = large(9, "A").copy()
    picture[112:180, 90:146] = 150
    reading = read_cards(on_a_wall(picture))
    assert not reading.cards and [one.why for one in reading.unreadable] == ["unclear"]


def test_a_square_seen_too_flat_to_be_a_card_troubles_nobody():
    grey = np.random.default_rng(1).integers(0, 255, (400, 400)).astype(np.uint8)
    odd = np.array([[(0, 0), (300, 0), (151, 20), (149, 20)], [(10, 10), (10, 10), (10, 10), (10, 10)]], np.float32)
    assert not len(markers._different(odd)) and not decode.words(grey, markers.squares(grey))
