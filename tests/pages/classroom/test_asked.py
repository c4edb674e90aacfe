"""Questions answered by name on the class screen: open, revealed, taught and asked again."""

from __future__ import annotations

import re

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.shared import ttl_cache
from eduplatform.teaching import card_questions
from tests.conftest import sql_count

from .test_photos import pupil


def text(answer):
    return answer.get_data(as_text=True)


def piece(room, place):
    return text(room.desk.get(f"/sessions/{room.number}/steps/{place}"))


def give(room, n, right, part=0):
    """The four pupils answer by the teacher's hand: the first `right` of them rightly."""
    good = next(
        choice.letter
        for choice in room.asked(n).choices
        if choice.id == card_questions.right_option(room.asked(n).question, part)
    )
    bad = next(choice.letter for choice in room.asked(n).choices if choice.letter != good)
    for place, who in enumerate(("pupil_yu", "pupil_ming", "pupil_same", "pupil_same2")):
        answer = room.phone.post(
            "/room/enter",
            data={"number": n, "part": part, "pupil": pupil(room, who), "letter": good if place < right else bad},
        )
        assert answer.status_code == 303


@pytest.fixture
def pages(room):
    """Every piece of the whole run, in order, as the screen shows it when it gets there."""

    def walk(right=4):
        found = []
        with room.desk.app.app_context():
            steps = list(room.run().steps)
        for place, step in enumerate(steps):
            room.desk.script(f"/sessions/{room.number}/turn", place=place)
            if step.kind == "vote":
                give(room, step.number, right, step.part)
            found.append((step, piece(room, place)))
        return found

    return walk


def test_no_step_names_a_pupil_and_no_key_is_told_before_its_reveal(room, pages):
    whole = text(room.desk.get(f"/sessions/{room.number}/screen"))
    for step, said in pages():
        assert not re.search("甲[一二同]", said), step
        if step.kind == "vote":
            asked = room.asked(step.number)
            assert asked.question.stem in said and "is-right" not in said
            assert not any(choice.why in said or choice.why in whole for choice in asked.choices)


def test_the_counter_tells_how_many_and_how_many_are_here(voting):
    n = voting.plain()
    give(voting, n, 2)
    voting.phone.post("/room/roll", data={"absent": pupil(voting, "pupil_same2")})
    said = piece(voting, voting.place("vote", n))
    assert (
        re.search(r"data-answered>4</b>", said)
        and re.search(r"data-present>3</b>", said)
        and "选好的字母转到上面" in said
    )


def test_the_reveal_shows_bars_the_reason_its_source_and_the_share(voting):
    n = voting.plain()
    give(voting, n, 3)
    voting.to("shown", n)
    said = piece(voting, voting.place("shown", n))
    right = next(choice for choice in voting.asked(n).choices if choice.right)
    assert right.why in said and ">75</b>%" in said and "4 人作答" in said and "依据：《" in said
    assert "再讲一遍，再答一题" not in said


def test_below_sixty_per_cent_it_offers_to_teach_and_ask_again(voting):
    n = voting.plain()
    give(voting, n, 1)
    voting.to("shown", n)
    place = voting.place("shown", n)
    assert "再讲一遍，再答一题" in piece(voting, place) and "再讲一遍，再答一题" in text(voting.phone.get("/room/"))
    before = voting.desk.get(f"/sessions/{voting.number}/state").json["last"]
    state = voting.desk.script(f"/sessions/{voting.number}/again", number=n).json
    assert state["place"] == place + 1
    assert voting.desk.script(f"/sessions/{voting.number}/again", number=n).json["place"] == place + 1, "pressed twice"
    after = voting.desk.get(f"/sessions/{voting.number}/state").json["last"]
    assert after >= before + 3
    slide = piece(voting, place + 1)
    assert "再讲一遍" in slide and "slide-title" in slide
    with voting.desk.app.app_context():
        twin = voting.run().steps[place + 2].number
    voting.desk.script(f"/sessions/{voting.number}/turn", place=place + 2)
    asked = piece(voting, place + 2)
    assert "再答一题" in asked and f"第 {n + 1} 题" in asked
    give(voting, twin, 4)
    voting.desk.script(f"/sessions/{voting.number}/turn", place=place + 3)
    said = piece(voting, place + 3)
    assert "25%" in said and "100%" in said and "再讲之前和之后答对的" in said
    assert "再讲之前 25%" in text(voting.phone.get("/room/"))


def test_the_phone_can_ask_again_too(voting):
    n = voting.plain()
    give(voting, n, 0)
    voting.to("shown", n)
    assert voting.phone.post("/room/again", data={"number": n}).location == "/room/"
    assert voting.desk.session(voting.number).slide == voting.place("shown", n) + 1
    assert voting.phone.post("/room/again", data={"number": "x"}).status_code == 422
    assert voting.phone.post("/room/again", data={"number": 50}).status_code == 404


def test_where_no_other_question_is_left_the_way_back_to_the_slide_is_offered(voting, monkeypatch):
    monkeypatch.setattr(card_questions, "twin", lambda *_: None)
    n = voting.plain()
    give(voting, n, 1)
    voting.to("shown", n)
    said = piece(voting, voting.place("shown", n))
    assert "再讲一遍，再答一题" not in said and "data-turn-to" in said
    assert "翻回那一页再讲一遍" in text(voting.phone.get("/room/"))
    answer = voting.desk.script(f"/sessions/{voting.number}/again", number=n)
    assert answer.status_code == 422 and "没有同类的题" in answer.json["message"]


def with_an_ordering(room):
    """The number of an ordering, in a lesson that draws one."""
    for _ in range(30):
        with room.desk.app.app_context():
            found = next((step.number for step in room.run().steps if step.kind == "vote" and step.part == 1), None)
        if found is not None:
            return found
        room.desk.post(f"/sessions/{room.number}/drop", version=room.desk.session(room.number).version)
        room.number = room.desk.start("cards")
        room.phone = room.join()
    raise AssertionError("thirty lessons, and none drew an ordering")


def test_an_ordering_asks_step_by_step_and_shows_the_order_at_the_end(room):
    n = with_an_ordering(room)
    room.to("vote", n, 1)
    said = piece(room, room.place("vote", n, 1))
    assert "第 2 步是哪一个？" in said and "is-right" not in said and "order-shown" not in said
    give(room, n, 4, 1)
    room.to("shown", n)
    said = piece(room, room.place("shown", n))
    assert "order-shown" in said and room.asked(n).question.why in said
    page = text(room.phone.get("/room/?part=1"))
    assert "第 2 步" in page and page.count("is-hand") == 4


def test_nobody_answered_is_said_so(voting):
    voting.to("shown", voting.plain())
    assert "没有收到答案" in piece(voting, voting.place("shown", voting.plain()))
    assert "没有收到答案" in text(voting.phone.get("/room/"))


def test_the_teachers_own_page_handles_every_step(room, pages):
    with room.desk.app.app_context():
        last = room.run().last
    for place in range(last + 1):
        room.desk.script(f"/sessions/{room.number}/turn", place=place)
        page = room.desk.get(f"/sessions/{room.number}")
        assert page.status_code == 200 and "连手机" in text(page)
        assert room.phone.get("/room/").status_code == 200


def test_a_mode_chosen_on_a_question_opens_it_at_once(desk):  # noqa: F811
    from .conftest import ClassRoom

    room = ClassRoom(desk, desk.start("paper"), desk.app.test_client())
    place = room.place("vote", 0)
    desk.post(f"/sessions/{room.number}/mode", quiz_mode="none", version=1)
    desk.script(f"/sessions/{room.number}/turn", place=place)
    row = desk.session(room.number)
    desk.post(f"/sessions/{room.number}/mode", quiz_mode="cards", version=row.version)
    state = desk.get(f"/sessions/{room.number}/state").json
    with desk.app.app_context():
        kind = room.run().now.kind
    assert kind != "vote" or state["taking"]


def offered(page):
    select = re.search(r'<select\s+class="input"\s+name="quiz_mode">(.*?)</select>', page, re.S)[1]
    return re.findall(r'<option value="(\w+)"( selected)?', select)


def test_cards_come_first_and_the_last_choice_of_the_class_is_remembered(desk):  # noqa: F811
    page = text(desk.get(f"/classes/{desk.class_id}"))
    assert offered(page)[0][0] == "cards" and dict(offered(page))["cards"] == " selected"
    desk.close(desk.start("hands"))
    assert dict(offered(text(desk.get(f"/classes/{desk.class_id}"))))["hands"] == " selected"


def test_the_youngest_are_counted_by_hands_and_not_by_name(client_for, app):
    from tests.people import unit

    with app.app_context():
        number = unit("LJ-SY-2026-1").id
        head = next((one for one in content.lessons_of("P1") if one.has_quiz), None)
    from eduplatform.pages.teacher import labels

    with app.test_request_context():
        assert list(labels.offered_modes("P1"))[0] == "hands" and not {"cards", "paced", "paper"} & set(
            labels.offered_modes("P1")
        )
        assert list(labels.offered_modes("K")) == ["hands", "none"] and list(labels.offered_modes("P2"))[0] == "cards"
    assert number and (head is None or head.stage == "P1")


def test_one_press_leads_from_the_week_page_to_the_screen(desk):  # noqa: F811
    answer = desk.post(
        f"/classes/{desk.class_id}/sessions", lesson=desk.lesson_id, carrier="class_activity", quiz_mode="cards"
    )
    assert answer.location.endswith("/screen")


def test_screen_and_pieces_ask_little(fifty, voting, monkeypatch):  # noqa: F811
    monkeypatch.setattr(
        ttl_cache, "LOOK", 600.0
    )  # a request that a busy machine makes last a second looks a second time
    n = voting.plain()
    voting.shoot({1: "A", 2: "A"}, n)
    counts = {}
    for name, path in (
        ("screen", "screen"),
        ("state", "state"),
        ("vote", f"steps/{voting.place('vote', n)}"),
        ("control", ""),
    ):
        counts[name] = sql_count(voting.desk.get(f"/sessions/{voting.number}/{path}".rstrip("/")))
    voting.to("shown", n)
    counts["shown"] = sql_count(voting.desk.get(f"/sessions/{voting.number}/steps/{voting.place('shown', n)}"))
    counts["phone"] = sql_count(voting.desk.script(f"/sessions/{voting.number}/phone"))
    assert max(counts.values()) <= 10 and counts["state"] <= 9, counts


def test_the_screen_that_asks_before_its_turn_is_stored_gets_the_offer_too(voting):
    """The class screen shows the next step at once and tells the server afterwards."""
    n = voting.plain()
    voting.shoot({1: voting.letter(False, n), 2: voting.letter(False, n)}, n)
    ahead = voting.place("shown", n)
    assert "值得再讲一遍" in voting.desk.client.get(f"/teacher/sessions/{voting.number}/steps/{ahead}").get_data(
        as_text=True
    )
