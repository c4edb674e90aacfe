"""A photo waits for the teacher's word, one at a time; what was said turns it and is remembered for the lesson."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from eduplatform.shared.refusals import Conflict, Refused
from eduplatform.teaching import photo_orientation
from eduplatform.teaching.cards.orientation import KEPT, Known, Look

PLACES = {1: (100, -50), 2: (-80, 40), 3: (0, 60), 4: (30, 30)}


def look(**more) -> Look:
    values = {"letters": {1: "A", 2: "B", 3: "C", 4: "D"}, "places": PLACES, "copies": frozenset({2}), "wide": True}
    return Look(**values | more)


def phone() -> SimpleNamespace:
    return SimpleNamespace(known=None, asked=None)


def refused(remote, key: str, turn: int) -> Refused:
    with pytest.raises(Refused) as said:
        photo_orientation.answer_way_up(remote, key, turn)
    return said.value


def test_nothing_is_known_of_a_phone_at_first():
    assert photo_orientation.known_way_up(phone()) == Known()


@pytest.mark.parametrize("turn", range(4))
def test_the_answer_turns_the_photo_and_is_remembered(turn):
    remote = phone()
    photo_orientation.ask_way_up(remote, "k1", 3, 1, look())
    number, part, upright = photo_orientation.answer_way_up(remote, "k1", turn)
    assert (number, part) == (3, 1) and upright == look().turned(turn) and remote.asked is None
    known = photo_orientation.known_way_up(remote)
    assert (known.turn, known.wide) == (turn, True) and known.trusted == (upright.places,)


def test_four_quarters_are_none_and_letters_and_places_turn_together():
    one = look()
    assert one.turned(4) == one.turned(0) == one.turned(-4) == one and one.turned(5) == one.turned(1)
    for quarters in range(4):
        assert one.turned(quarters).turned(4 - quarters) == one
        assert one.turned(quarters).wide == (quarters % 2 == 0) and one.turned(quarters).copies == {2}
    assert one.turned(1).places[1] == (50, 100), "what was at the right is below"
    assert one.turned(1).letters == {1: "D", 2: "A", 3: "B", 4: "C"}
    assert one.turned(2).letters == {1: "C", 2: "D", 3: "A", 4: "B"}


def test_a_photo_nobody_asked_about_is_not_answered():
    remote = phone()
    assert isinstance(refused(remote, "k1", 0), Conflict) and refused(remote, "k1", 0).code == "photo_not_waiting"
    photo_orientation.ask_way_up(remote, "k1", 0, 0, look())
    assert refused(remote, "k2", 0).code == "photo_not_waiting" and remote.asked is not None
    photo_orientation.ask_way_up(remote, "k2", 0, 0, look())
    assert refused(remote, "k1", 0).code == "photo_not_waiting", "the newer one took its place"
    photo_orientation.answer_way_up(remote, "k2", 0)
    assert refused(remote, "k2", 0).code == "photo_not_waiting", "once is enough"


@pytest.mark.parametrize("turn", [-1, 4, 90])
def test_a_turn_that_is_no_quarter_is_refused_and_the_photo_waits_on(turn):
    remote = phone()
    photo_orientation.ask_way_up(remote, "k1", 0, 0, look())
    assert refused(remote, "k1", turn).code == "odd_choice" and remote.asked["key"] == "k1"


def test_a_photo_taken_again_waits_no_longer():
    remote = phone()
    photo_orientation.ask_way_up(remote, "k1", 0, 0, look())
    photo_orientation.drop_waiting_photo(remote)
    assert remote.asked is None and refused(remote, "k1", 0).code == "photo_not_waiting"


def test_what_is_kept_survives_json_and_only_the_newest_photos_stay():
    import json

    remote = phone()
    for shift in range(KEPT + 2):
        places = {card: (x + shift, y) for card, (x, y) in PLACES.items()}
        photo_orientation.trust(remote, look(places=places))
        remote.known = json.loads(json.dumps(remote.known))
    trusted = photo_orientation.known_way_up(remote).trusted
    assert [one[1][0] for one in trusted] == [102, 103, 104, 105]
    assert Look.of_json(json.loads(json.dumps(look().as_json()))) == look()


def test_a_photo_of_two_cards_is_no_witness():
    remote = phone()
    photo_orientation.trust(remote, look(places={1: (1, 1), 2: (2, 2)}))
    assert photo_orientation.known_way_up(remote).trusted == ()


def test_the_teachers_word_ends_trust_in_photos_that_say_otherwise():
    remote = phone()
    photo_orientation.trust(remote, look())
    photo_orientation.trust(remote, look(places={7: (1, 2), 8: (3, 4), 9: (5, 6)}))
    photo_orientation.ask_way_up(remote, "k", 0, 0, look())
    photo_orientation.answer_way_up(remote, "k", 2)
    trusted = photo_orientation.known_way_up(remote).trusted
    assert [sorted(one) for one in trusted] == [[7, 8, 9], [1, 2, 3, 4]], (
        "the one with the same cards elsewhere is gone"
    )
