"""Photos that do not say where up is: asked about once, and nothing of them counts before."""

from __future__ import annotations

import pytest

from bench import rooms
from eduplatform.extensions import db
from eduplatform.teaching.models import Remote

from .conftest import JSON, key
from .photos import photo_of


@pytest.fixture
def shown(voting):
    """Four letters of four pupils, all sides that the question has."""
    n = voting.plain()
    right, wrong = voting.letter(True, n), voting.letter(False, n)
    return {1: right, 2: wrong, 3: right, 4: wrong}


def kept(room):
    return {int(card): letter for card, _n, letter, _rival, _way in room.held() if letter}


def tap(room, photo_key, turn, script=True):
    return room.phone.post("/room/upright", data={"key": photo_key, "turn": turn}, headers=JSON if script else {})


@pytest.mark.parametrize("quarters", range(4))
def test_a_photo_without_a_direction_counts_after_one_tap_and_not_before(voting, shown, quarters):
    n, photo_key = voting.plain(), key()
    answer = voting.shoot(rooms.lying(photo_of(shown), quarters), n, with_key=photo_key)
    assert (
        answer.status_code == 200 and "这样是正的吗" in answer.json["ask"] and "data:image/jpeg" in answer.json["ask"]
    )
    assert not voting.held()
    told = tap(voting, photo_key, quarters)
    assert told.status_code == 200 and "新读到 4 人，共 4 / 4 人" in voting.words(told)
    assert kept(voting) == shown


def test_the_answer_is_remembered_for_the_next_photo_of_the_same_make(voting, shown):
    n, photo_key = voting.plain(), key()
    lying = rooms.lying(photo_of(shown), 1)
    voting.shoot(lying, n, with_key=photo_key)
    tap(voting, photo_key, 1)
    again = voting.shoot(lying, n)
    assert "ask" not in again.json and "都读过了" in voting.words(again)


@pytest.mark.parametrize("quarters", (0, 2, 3))
def test_a_later_photo_that_lies_otherwise_is_asked_about_again(voting, shown, quarters):
    n, photo_key = voting.plain(), key()
    voting.shoot(rooms.lying(photo_of(shown), 1), n, with_key=photo_key)
    tap(voting, photo_key, 1)
    again = voting.shoot(rooms.lying(photo_of(shown), quarters), n)
    assert again.json.get("ask") and kept(voting) == shown
    assert f'class="upright-main" name="turn" value="{quarters}"' in again.json["ask"], "shown as it will be upright"


def test_a_photo_of_others_is_asked_about_and_what_was_trusted_before_still_helps(voting, shown):
    """Too few cards are in both photos, and two do not show the shape of the room: the file alone says that it is upright."""
    n, photo_key = voting.plain(), key()
    first = {card: shown[card] for card in (1, 2, 3)}
    assert "ask" not in voting.shoot(first, n).json
    assert voting.shoot({3: shown[3], 4: shown[4]}, n, with_key=photo_key).json.get("ask") and set(kept(voting)) == {
        1,
        2,
        3,
    }
    tap(voting, photo_key, 0)
    assert kept(voting) == shown
    assert "ask" not in voting.shoot(first, n).json
    assert voting.shoot(rooms.lying(photo_of(first), 1, orientation=1), n).json.get("ask")


@pytest.mark.parametrize("quarters", (1, 2, 3))
def test_a_photo_whose_file_is_wrong_about_up_never_disputes_what_stands(voting, shown, quarters):
    n = voting.plain()
    voting.shoot(shown, n)
    for _ in range(2):
        answer = voting.shoot(rooms.lying(photo_of(shown), quarters, orientation=1), n)
        assert answer.json.get("ask")
    assert kept(voting) == shown and not any(rival for *_one, rival, _way in voting.held())


def test_the_same_photo_sent_again_is_asked_about_again_and_a_second_tap_changes_nothing(voting, shown):
    n, photo_key = voting.plain(), key()
    lying = rooms.lying(photo_of(shown), 2)
    for _ in range(2):
        assert voting.shoot(lying, n, with_key=photo_key).json["ask"]
    tap(voting, photo_key, 2)
    assert tap(voting, photo_key, 1).status_code == 200 and kept(voting) == shown


@pytest.mark.parametrize("turn", ["4", "-1", "x", "1e3"])
def test_odd_turns_and_photos_not_asked_about_are_refused(voting, shown, turn):
    n, photo_key = voting.plain(), key()
    voting.shoot(rooms.lying(photo_of(shown), 0), n, with_key=photo_key)
    assert tap(voting, photo_key, turn).status_code == 422
    assert tap(voting, key(), "0").json["error"] == "photo_not_waiting"
    assert not voting.held()


def test_a_photo_may_be_thrown_away_instead(voting, shown):
    n, photo_key = voting.plain(), key()
    voting.shoot(rooms.lying(photo_of(shown), 0), n, with_key=photo_key)
    assert tap(voting, photo_key, "").status_code == 200
    assert tap(voting, photo_key, "0").json["error"] == "photo_not_waiting" and not voting.held()


def test_an_answer_after_the_reveal_is_refused_with_words(voting, shown):
    n, photo_key = voting.plain(), key()
    voting.shoot(rooms.lying(photo_of(shown), 0), n, with_key=photo_key)
    voting.to("shown", n)
    answer = tap(voting, photo_key, "0")
    assert answer.status_code == 409 and answer.json["error"] == "vote_closed" and not voting.held()


def test_no_picture_is_kept_and_nothing_of_another_phone(voting, shown):
    n, photo_key = voting.plain(), key()
    voting.shoot(rooms.lying(photo_of(shown), 0), n, with_key=photo_key)
    with voting.desk.app.app_context():
        asked = [remote.asked for remote in db.session.query(Remote) if remote.asked]
    assert len(asked) == 1 and set(asked[0]["look"]) == {"letters", "places", "copies", "wide"}
    other = voting.join()
    assert other.post("/room/upright", data={"key": photo_key, "turn": "0"}, headers=JSON).status_code == 409


def test_without_scripts_the_question_is_a_page(voting, shown):
    n, photo_key = voting.plain(), key()
    page = voting.shoot(rooms.lying(photo_of(shown), 3), n, with_key=photo_key, script=False)
    assert page.status_code == 200 and "这样是正的吗" in page.get_data(as_text=True)
    assert tap(voting, photo_key, "3", script=False).status_code == 303 and kept(voting) == shown


def test_a_mirrored_photo_says_so(voting, shown):
    import cv2
    import numpy as np

    picture = cv2.imdecode(np.frombuffer(photo_of(shown), np.uint8), cv2.IMREAD_COLOR)
    mirrored = cv2.imencode(".jpg", np.ascontiguousarray(picture[:, ::-1]))[1].tobytes()
    answer = voting.shoot(mirrored, voting.plain())
    assert answer.status_code == 422 and "左右反" in answer.json["message"]
