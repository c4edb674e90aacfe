"""A sample of `python -m bench turned`: no wrong letter of a photo that lies is believed, no right photo is refused."""

from collections import Counter

import pytest

from bench import turned
from eduplatform.teaching.cards import orientation

SAMPLE = ((6, 1, 0), (10, 2, 1), (12, 3, 2), (13, 1, 3), (17, 4, 4), (20, 2, 5), (25, 5, 6), (50, 7, 7))


@pytest.fixture(scope="module")
def count():
    return sum(map(turned.counted, SAMPLE), Counter())


@pytest.mark.parametrize("what", ("lying", "later", "false"))
def test_no_photo_that_lies_is_believed(count, what):
    assert count[what] == 5 * len(SAMPLE) and not count[f"{what} believed"]


@pytest.mark.parametrize("what", ("told", "untold"))
def test_no_upright_photo_is_refused_and_no_phone_asked_twice(count, what):
    assert count[what] >= len(SAMPLE) and not count[f"{what} refused"]


def test_the_count_would_show_what_is_believed(count, monkeypatch):
    """The first photo of a phone whose file is wrong: nothing but the room speaks against it, and a room of one row does not."""
    assert count["first believed"] > 0
    monkeypatch.setattr(orientation, "judged", lambda _known, _reading: 0)
    everything = turned.counted(SAMPLE[1])
    assert everything["lying believed"] == everything["later believed"] >= 4 and not everything["told refused"]
    monkeypatch.setattr(orientation, "judged", lambda _known, _reading: None)
    assert turned.counted(SAMPLE[1])["told refused"] == 2


def test_the_whole_bench_has_every_shape_of_room():
    shapes = turned.shapes()
    assert {pupils for pupils, *_ in shapes} == {6, 10, 12, 13, 17, 20, 25, 50} and {rows for _n, rows, _ in shapes} == set(range(1, 8))
    assert len(shapes) == 8 * len({shape[:2] for shape in shapes})
