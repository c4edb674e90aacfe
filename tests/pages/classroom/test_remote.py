"""The phone as remote control: turning, notes, typing answers, roll call and close."""

from __future__ import annotations

from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.shared.models import AccessLook
from tests.conftest import sql_count

from ...lessons import head_of
from .conftest import JSON
from .test_photos import letters_of, pupil


def text(answer):
    return answer.get_data(as_text=True)


def test_it_shows_the_notes_of_the_slide_on_the_screen(room):
    with room.desk.app.app_context():
        n, notes = next(
            (n, one["notes_html"]) for n, one in enumerate(room.run().lesson["slides"]) if one["notes_html"]
        )
    room.to("slide", n)
    page = text(room.phone.get("/room/"))
    assert notes in page and "下一步" in page


def test_it_turns_the_screen_and_two_hands_turn_one_step(room):
    answer = room.phone.post("/room/turn", data={"place": 1, "was": 0}, headers=JSON)
    assert (answer.json["place"], answer.json["state"]) == (1, "running")
    assert room.phone.post("/room/turn", data={"place": 1, "was": 0}, headers=JSON).json["place"] == 1
    assert room.phone.post("/room/turn", data={"place": 5, "was": 0}, headers=JSON).json["place"] == 1
    assert room.phone.post("/room/turn", data={"place": 2, "was": 1}).location == "/room/"
    assert room.desk.session(room.number).slide == 2
    for odd in ({}, {"place": "x", "was": 1}, {"place": 3}):
        assert room.phone.post("/room/turn", data=odd).status_code == 422


def test_next_on_a_question_reveals_and_closes_it(voting):
    n, place = voting.plain(), voting.place("vote", voting.plain())
    assert "揭晓答案" in text(voting.phone.get("/room/"))
    voting.phone.post("/room/turn", data={"place": place + 1, "was": place})
    assert voting.shoot({1: "A", 2: "A"}, n).status_code == 409
    assert "正确答案" in text(voting.phone.get("/room/"))


def test_the_question_shows_names_and_the_right_letter_to_the_phone_only_and_the_look_is_on_record(voting):
    n = voting.plain()
    page = text(voting.phone.get("/room/"))
    assert voting.asked(n).question.stem in page and "甲一" in page and 'class="is-right"' in page
    with voting.desk.app.app_context():
        assert db.session.query(AccessLook).filter_by(subject=f"class:{voting.desk.class_id}").count() == 1


def test_a_seat_opens_its_letters_without_scripts(voting):
    page = text(voting.phone.get(f"/room/?pupil={pupil(voting, 'pupil_ming')}"))
    assert 'id="pick"' in page
    assert 'id="pick"' not in text(voting.phone.get("/room/?pupil=999999"))


def test_typed_answers_are_marked_and_can_be_taken_away(voting):
    n, who = voting.plain(), pupil(voting, "pupil_ming")
    letter = voting.letter(True, n)
    voting.phone.post("/room/enter", data={"number": n, "part": 0, "pupil": who, "letter": letter})
    assert voting.held() == [("2", n, letter, None, "hand")]
    assert "手填" in text(voting.phone.get("/room/"))
    state = voting.phone.post(
        "/room/enter", data={"number": n, "part": 0, "pupil": who, "letter": ""}, headers=JSON
    ).json
    assert state["answered"] == 0


def test_odd_entries_are_refused(voting, people):
    n = voting.plain()
    good = {"number": n, "part": 0, "pupil": pupil(voting, "pupil_yu"), "letter": "A"}
    for odd, status in (
        ({"letter": "Z"}, 422),
        ({"number": 99}, 404),
        ({"number": n + 1}, 404),
        ({"part": 7}, 404),
        ({"pupil": people["pupil_next"].user_id}, 404),
        ({"pupil": 0}, 404),
    ):
        assert voting.phone.post("/room/enter", data=good | odd).status_code == status, odd
    assert not voting.held()


def test_the_counter_and_a_mark_follow_the_answers_without_names(voting):
    n = voting.plain()
    before = voting.phone.get("/room/state").json
    voting.shoot({1: "A", 2: "A"}, n)
    after = voting.phone.get("/room/state").json
    screen = voting.desk.get(f"/sessions/{voting.number}/state").json
    assert (before["answered"], after["answered"], after["present"]) == (0, 2, 4) and before["mark"] != after["mark"]
    assert {name: screen[name] for name in ("answered", "present", "mark", "phones", "last")} == {
        name: after[name] for name in ("answered", "present", "mark", "phones", "last")
    }
    assert "甲" not in text(voting.desk.get(f"/sessions/{voting.number}/state"))


def test_the_list_of_seats_is_a_piece_of_page(voting):
    voting.shoot({1: "A", 2: "A"}, voting.plain())
    piece = voting.phone.get("/room/seats")
    assert piece.status_code == 200 and "<html" not in text(piece) and text(piece).count("is-read") == 2
    voting.to("slide", 0)
    assert voting.phone.get("/room/seats").status_code == 204


def test_pause_and_resume(room):
    version = room.desk.session(room.number).version
    assert room.phone.post("/room/pause", data={"version": version}, headers=JSON).json["state"] == "paused"
    assert "接着上" in text(room.phone.get("/room/"))
    assert room.phone.post("/room/pause", data={"version": version}, headers=JSON).json["state"] == "paused"
    assert room.phone.post("/room/resume", data={"version": version + 1}, headers=JSON).json["state"] == "running"
    assert room.phone.post("/room/pause", data={"version": 1}, headers=JSON).status_code == 409


def test_roll_call_proposes_who_was_never_seen(voting):
    letter = voting.letter(True, voting.plain())
    voting.shoot({1: letter, 2: letter, 3: letter}, voting.plain())
    page = text(voting.phone.get("/room/roll"))
    assert "有 1 人这节课一次都没读到" in page and page.count(" checked") == 1
    page = text(voting.desk.get(f"/sessions/{voting.number}/roll"))
    assert "有 1 人这节课一次都没读到" in page and page.count(" checked") == 1


def test_a_photo_that_missed_half_the_class_marks_nobody(voting):
    letter = voting.letter(True, voting.plain())
    voting.shoot({1: letter, 2: letter}, voting.plain())
    for page in (text(voting.phone.get("/room/roll")), text(voting.desk.get(f"/sessions/{voting.number}/roll"))):
        assert "有 2 人一次都没读到，多半是没拍全" in page and " checked" not in page


def test_closing_on_the_phone_writes_everything(voting, clock):
    n = voting.plain()
    letter = voting.letter(True, n)
    voting.shoot({1: letter, 2: letter, 3: letter}, n)
    voting.to("shown", n)
    clock.shift(40 * 60)
    version = voting.desk.session(voting.number).version
    away = pupil(voting, "pupil_same2")
    answer = voting.phone.post("/room/roll", data={"absent": away, "then": "close", "version": version})
    assert answer.status_code == 200 and "1 课时，40 分钟，到课 3 / 4 人" in text(answer)
    row = voting.desk.session(voting.number)
    assert (row.state, row.present, voting.desk.entries()[-1].hours) == ("closed", 3, 100)
    with voting.desk.app.app_context():
        assert db.session.query(QuizAttempt).filter_by(session_id=voting.number).count() == 3
    assert voting.phone.get("/room/").status_code == 404


def test_roll_call_is_kept_tap_by_tap(room):
    away = pupil(room, "pupil_yu")
    assert room.phone.post("/room/roll", data={"absent": away}, headers=JSON).json == {"ok": True}
    assert room.phone.post("/room/roll", data={"absent": away, "seen": away, "then": "save"}).location == "/room/"
    assert " checked" in text(room.phone.get("/room/roll"))
    room.phone.post("/room/roll", data={"seen": away}, headers=JSON)
    assert " checked" not in text(room.phone.get("/room/roll"))
    assert room.phone.post("/room/roll", data={"absent": "x"}).status_code == 422
    answer = room.phone.post("/room/roll", data={"then": "close", "version": 77})
    assert answer.status_code == 303 and room.desk.session(room.number).state == "running"


def test_a_phone_of_one_lesson_sees_nothing_of_another(room, client_for, people):
    from eduplatform.org.access import Viewer
    from eduplatform.shared.database import write
    from eduplatform.teaching import sessions
    from tests.people import unit

    with room.desk.app.app_context(), write():
        lesson = head_of()
        sessions.start_session(
            Viewer(people["teacher_chen"].user_id, people["teacher_chen"].school_id, "staff", ""),
            unit("LJ-SY-2024-1"),
            lesson,
            "class_activity",
            "cards",
        )
    room.to("vote", room.plain())
    assert "乙一" not in text(room.phone.get("/room/")) and "乙一" not in text(room.phone.get("/room/roll"))
    assert room.phone.get("/teacher").status_code == 302, "the phone is not signed in"


def test_pages_are_small_and_ask_little(fifty, voting):
    voting.shoot({1: "A", 2: "A"}, voting.plain())
    page = voting.phone.get("/room/")
    assert sql_count(page) <= 10 and len(page.data) <= 30_000, (sql_count(page), len(page.data))
    seats, state, roll = (
        voting.phone.get("/room/seats"),
        voting.phone.get("/room/state"),
        voting.phone.get("/room/roll"),
    )
    assert sql_count(seats) <= 9 and sql_count(state) <= 8 and sql_count(roll) <= 10, (
        sql_count(seats),
        sql_count(state),
        sql_count(roll),
    )
    voting.to("shown", voting.plain())
    page = voting.phone.get("/room/")
    assert sql_count(page) <= 10 and len(page.data) <= 30_000, (sql_count(page), len(page.data))
    assert letters_of(voting)
