"""A sample of `python -m bench turned`: no wrong letter of a photo that lies is believed, no right photo is refused."""

from collections import Counter

import pytest

from bench import turned
from eduplatform.teaching.cards import orientation

SAMPLE = (  # the rooms that once failed, of each kind
    (6, 2, 0),  # rolled over by 65 and 80°, too few cards are read to compare
    (6, 3, 5),  # three cards rolled over by 65° stood as if upright, seen from another place
    (6, 6, 3),  # single file: an upright photo seemed turned by 33°
    (13, 5, 1),  # many cards rolled over by 65°: between two ways up
    (20, 7, 4),  # the other half of the class, rolled over by 80°: the shape of the room seems upright
    (25, 2, 1),  # two rows do not say by their shape what is up
)
HALVES = sum(pupils >= turned.HALVES for pupils, *_ in SAMPLE)


@pytest.fixture(scope="module")
def count():
    return sum(map(turned.counted, SAMPLE), Counter())


@pytest.mark.parametrize(
    ("what", "rooms"), (("lying", len(SAMPLE)), ("later", len(SAMPLE)), ("false", len(SAMPLE)), ("half", 2 * HALVES))
)
def test_no_photo_that_lies_is_believed(count, what, rooms):
    assert count[what] == 5 * rooms and not count[f"{what} believed"]


@pytest.mark.parametrize("what", ("told", "untold"))
def test_no_upright_photo_is_refused_and_no_phone_asked_twice(count, what):
    assert count[what] >= len(SAMPLE) and not count[f"{what} refused"]


def test_the_other_half_of_a_class_is_not_always_asked_about(count):
    assert count["other half"] == 2 * HALVES and 0 < count["other half asked"] < 2 * HALVES


def test_the_count_would_show_what_is_believed(count, monkeypatch):
    """The first photo of a phone whose file is wrong: nothing but the room speaks against it, and a room of one row does not."""
    assert count["first believed"] > 0
    monkeypatch.setattr(orientation, "judged", lambda _known, _reading: 0)
    everything = turned.counted(SAMPLE[1])
    assert everything["lying believed"] == everything["later believed"] >= 4 and not everything["told refused"]
    monkeypatch.setattr(orientation, "judged", lambda _known, _reading: None)
    assert turned.counted(SAMPLE[1])["told refused"] == 2


def test_some_rooms_can_be_measured_alone():
    assert turned.chosen("6-3-5 25-2-1") == [(6, 3, 5), (25, 2, 1)] and turned.chosen("") == turned.shapes()
    tenth = turned.chosen("0.1")
    assert len(set(tenth)) == 39 and set(tenth) <= set(turned.shapes())


def test_the_whole_bench_has_every_shape_of_room():
    shapes = turned.shapes()
    assert {pupils for pupils, *_ in shapes} == {6, 10, 12, 13, 17, 20, 25, 50} and {
        rows for _n, rows, _ in shapes
    } == set(range(1, 8))
    assert len(shapes) == 8 * len({shape[:2] for shape in shapes})
