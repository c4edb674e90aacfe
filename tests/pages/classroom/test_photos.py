"""Photos of the class: what they bring, and what is said about those that bring nothing."""

from __future__ import annotations

import io
import threading

import pytest

from eduplatform.extensions import db
from eduplatform.learning.models import RoomAnswer, RoomReading
from tests.conftest import sql_count

from .conftest import JSON, key
from .photos import empty_room, photo_of, with_a_copy


def text(answer):
    return answer.get_data(as_text=True)


def letters_of(room):
    return {card: (letter, rival) for card, _n, letter, rival, _way in room.held()}


def test_a_photo_is_read_and_said_with_names_of_who_is_missing(voting):
    n = voting.plain()
    right, wrong = voting.letter(True, n), voting.letter(False, n)
    answer = voting.shoot({1: right, 2: wrong}, n)
    assert answer.status_code == 200, text(answer)
    assert "新读到 2 人，共 2 / 4 人" in voting.words(answer)
    assert "还没看到：3 号 王梓涵甲同、4 号 王梓涵甲同" in voting.words(answer)
    assert letters_of(voting) == {"1": (right, None), "2": (wrong, None)}
    assert answer.json["answered"] == 2 and answer.json["number"] == n


def test_photos_of_one_question_add_up_and_say_what_is_new(voting):
    n = voting.plain()
    letter = voting.letter(True, n)
    voting.shoot({1: letter, 2: letter}, n)
    assert "新读到 1 人，共 3 / 4 人" in voting.words(voting.shoot({2: letter, 3: letter}, n))
    assert "都读过了" in voting.words(voting.shoot({1: letter, 2: letter}, n))


def test_the_same_photo_twice_counts_once(voting):
    n = voting.plain()
    a, b, again = voting.letter(True, n), voting.letter(False, n), key()
    voting.shoot({1: a, 2: a}, n)
    first = voting.shoot({1: b, 2: a}, n, with_key=again)
    assert "两次读到的不一样：1 号" in voting.words(first)
    second = voting.shoot({1: b, 2: a}, n, with_key=again)
    assert second.status_code == 200 and "没有重复计算" in voting.words(second)
    assert letters_of(voting)["1"] == (a, b), "a retry is not the second look that would settle it"


def test_one_tap_settles_two_readings_and_stays_a_reading(voting):
    n = voting.plain()
    a, b = voting.letter(True, n), voting.letter(False, n)
    voting.shoot({1: a, 2: a}, n)
    voting.shoot({1: b, 2: a}, n)
    page = text(voting.phone.get("/room/"))
    assert "要你看一眼" in page
    answer = voting.phone.post(
        "/room/enter", data={"number": n, "part": 0, "pupil": pupil(voting, "pupil_yu"), "letter": b}
    )
    assert answer.status_code == 303
    assert ("1", n, b, None, "card") in voting.held()


def pupil(room, name):
    from tests import people

    with room.desk.app.app_context():
        from eduplatform.org.models import Enrolment

        wanted = next(number for who, _code, number, _real in people.PUPILS if who == name)
        return db.session.query(Enrolment).filter_by(class_id=room.desk.class_id, number=wanted).one().pupil_id


def test_a_copied_card_is_nobodys_answer_and_the_words_say_what_to_do(voting):
    n = voting.plain()
    letter = voting.letter(True, n)
    answer = voting.shoot(with_a_copy(2, ((1, letter), (2, letter), (3, letter))), n)
    assert "看到两张一样的卡：2 号" in voting.words(answer)
    assert letters_of(voting)["2"] == (None, "*") and letters_of(voting)["1"] == (letter, None)


def test_cards_of_another_class_are_named_and_not_kept(voting):
    n = voting.plain()
    answer = voting.shoot({31: "A", 32: "A", 33: "B"}, n)
    assert answer.status_code == 200 and "不是这个班的卡：31 号、32 号、33 号" in voting.words(answer)
    assert not voting.held()


def test_a_few_strange_numbers_do_not_hide_the_class(voting):
    n = voting.plain()
    letter = voting.letter(True, n)
    answer = voting.shoot({1: letter, 2: letter, 40: "A"}, n)
    assert "本班没有这几个号：40 号" in voting.words(answer) and set(letters_of(voting)) == {"1", "2"}


def test_a_letter_the_question_lacks_is_said(voting):
    n = voting.plain(most=3)
    voting.to("vote", n)
    sides = len(voting.asked(n).choices)
    answer = voting.shoot({1: "ABCD"[sides], 2: "A"}, n)
    assert "这题没有的字母：1 号" in voting.words(answer) and set(letters_of(voting)) == {"2"}


def test_a_photo_without_cards_says_how_to_take_one(voting):
    answer = voting.shoot(empty_room(), voting.plain())
    assert answer.status_code == 200 and "没有看到答题卡" in voting.words(answer)


BROKEN = {
    "nothing": ("没有收到照片", b""),
    "no photo": ("不是照片", b"PK\x03\x04 a spreadsheet"),
    "broken": ("照片损坏", b"\xff\xd8\xff\xe0" + b"junk" * 200),
    "broken HEIC": ("照片损坏", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 600),
}


@pytest.mark.parametrize(("words", "data"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_photo_is_refused_with_words_and_keeps_nothing(voting, words, data):
    answer = voting.shoot(data, voting.plain())
    assert answer.status_code == 422 and words in answer.json["message"]
    with voting.desk.app.app_context():
        assert not db.session.query(RoomAnswer).count() and not db.session.query(RoomReading).count()


def test_half_a_photo_is_refused(voting):
    data = photo_of({1: "A", 2: "A"})
    answer = voting.shoot(data[: len(data) // 2], voting.plain())
    assert answer.status_code == 422 and "照片损坏" in answer.json["message"]


def test_more_megabytes_than_a_photo_has_are_taken_in_and_refused_with_words(voting):
    answer = voting.shoot(photo_of({1: "A", 2: "A"}) + b"\0" * 50_000_000, voting.plain())
    assert answer.status_code == 422 and "照片太大" in answer.json["message"]


def test_more_than_fifty_megabytes_are_refused_with_words_on_phone_and_page(voting):
    big = b"\xff\xd8\xff" + b"\0" * (51 * 1024 * 1024)
    answer = voting.shoot(big, voting.plain())
    assert answer.status_code == 413 and "超过 50 MB" in answer.json["message"]
    answer = voting.shoot(big, voting.plain(), script=False)
    assert answer.status_code == 413 and "超过 50 MB" in text(answer)


def test_other_routes_and_strangers_keep_the_limit_of_the_settings(voting):
    import io

    big = b"\0" * (17 * 1024 * 1024)
    answer = voting.phone.post("/room/roll", data={"x": (io.BytesIO(big), "x")}, content_type="multipart/form-data")
    assert answer.status_code == 413
    answer = voting.shoot(big, voting.plain(), client=voting.desk.app.test_client())
    assert answer.status_code == 413


def test_a_photo_of_a_revealed_question_is_refused_and_changes_nothing(voting):
    n = voting.plain()
    letter = voting.letter(True, n)
    voting.shoot({1: letter, 2: letter}, n)
    before = voting.held()
    voting.to("shown", n)
    answer = voting.shoot({1: voting.letter(False, n), 3: letter}, n)
    assert answer.status_code == 409 and answer.json["error"] == "vote_closed" and "已经揭晓" in answer.json["message"]
    assert voting.held() == before


def test_a_photo_for_a_question_not_on_the_screen_yet_is_not_found(voting):
    assert voting.shoot({1: "A", 2: "A"}, voting.plain() + 1).status_code == 404
    assert voting.shoot({1: "A", 2: "A"}, 99).status_code == 404
    assert voting.shoot({1: "A", 2: "A"}, voting.plain(), part=3).status_code == 404


def test_a_photo_taken_in_another_lesson_is_refused(voting):
    answer = voting.shoot({1: "A", 2: "A"}, voting.plain(), session=voting.number + 1)
    assert answer.status_code == 409 and "另一节课" in answer.json["message"] and not voting.held()


@pytest.mark.parametrize("bad", ["", "short", "x" * 60, "with space in it...."])
def test_a_photo_without_a_good_key_is_refused(voting, bad):
    answer = voting.phone.post(
        "/room/photo",
        headers=JSON,
        content_type="multipart/form-data",
        data={
            "number": voting.plain(),
            "part": 0,
            "key": bad,
            "photo": (__import__("io").BytesIO(photo_of({1: "A", 2: "A"})), "a.jpg"),
        },
    )
    assert answer.status_code == 422 and not voting.held()


def test_after_the_close_a_photo_is_told_that_the_lesson_is_over(voting):
    n = voting.plain()
    voting.desk.close(voting.number)
    answer = voting.shoot({1: "A", 2: "A"}, n)
    assert answer.status_code == 404 and answer.json["error"] == "room_left" and "课已经结束" in answer.json["message"]


def test_two_phones_at_once_double_nothing(voting):
    n = voting.plain()
    letter = voting.letter(True, n)
    other, same = voting.join(), key()
    photo_of({1: letter, 2: letter}), photo_of({2: letter, 3: letter})
    shots = [(voting.phone, {1: letter, 2: letter}, same), (other, {1: letter, 2: letter}, same)]
    shots += [(voting.phone, {1: letter, 2: letter}, key()), (other, {2: letter, 3: letter}, key())]
    answers = [None] * len(shots)

    def shoot(place, client, letters, with_key):
        for _ in range(20):  # as the phone does: a busy server is asked again
            answers[place] = voting.shoot(letters, n, client=client, with_key=with_key)
            if answers[place].status_code != 429:
                return

    hands = [threading.Thread(target=shoot, args=(place, *shot)) for place, shot in enumerate(shots)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert letters_of(voting) == {"1": (letter, None), "2": (letter, None), "3": (letter, None)}
    with voting.desk.app.app_context():
        assert db.session.query(RoomAnswer).count() == 3 and db.session.query(RoomReading).count() == 3


def test_while_too_many_photos_are_read_the_phone_is_asked_to_come_again(voting):
    from eduplatform.pages.classroom import photo

    for _ in range(photo.AT_ONCE):
        photo._readers.acquire()
    try:
        answer = voting.shoot({1: "A", 2: "A"}, voting.plain())
        assert answer.status_code == 429 and answer.headers["Retry-After"] == "2"
    finally:
        for _ in range(photo.AT_ONCE):
            photo._readers.release()
    assert voting.shoot({1: "A", 2: "A"}, voting.plain()).status_code == 200


def test_without_scripts_the_photo_comes_back_to_the_page_with_words_and_no_name_in_a_cookie(voting):
    n = voting.plain()
    answer = voting.shoot({1: "A", 2: "A"}, n, script=False)
    assert answer.status_code == 303 and answer.location == "/room/#seats"
    page = text(voting.phone.get("/room/"))
    assert "新读到 2 人" in page and "还没看到：3 号、4 号" in page
    answer = voting.shoot(b"", n, script=False)
    assert answer.status_code == 303 and "没有收到照片" in text(voting.phone.get("/room/"))


def test_a_photo_costs_few_statements(fifty, voting):
    answer = voting.shoot({1: "A", 2: "A"}, voting.plain())
    assert sql_count(answer) <= 30


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_photo_that_lost_its_direction_is_not_believed(voting, quarter_turns):
    """A whole class, on its side or upside down, without EXIF: every letter would be another one. Nothing is kept."""
    from PIL import Image

    from bench.rooms import photo_of as whole_class

    n = voting.plain()
    upright = Image.open(io.BytesIO(whole_class({card: "ABCD"[card % 4] for card in range(1, 41)}, seed=5)))
    turned = io.BytesIO()
    upright.rotate(90 * quarter_turns, expand=True).save(turned, "JPEG", quality=88)
    answer = voting.shoot(turned.getvalue(), n)
    assert answer.status_code == 200 and "这样是正的吗" in answer.json["ask"]
    assert not voting.held()
