"""The class screen."""

import html
import io
import re

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.teaching import queries
from eduplatform.teaching.session_run import run_of


def text(answer):
    return answer.get_data(as_text=True)


def run(desk, session):
    with desk.app.app_context():
        return run_of(queries.session_by_id(session))


def place_of(desk, session, kind):
    return next(n for n, step in enumerate(run(desk, session).steps) if step.kind == kind)


def shown(page):
    """Place of the one scene that is not hidden."""
    import re

    scenes = re.findall(r'<div class="scene" data-place="(\d+)"[^>]*?( hidden)?>', page)
    (visible,) = [int(place) for place, hidden in scenes if not hidden]
    return visible


def test_it_opens_where_the_lesson_stands(desk):
    session = desk.start()
    desk.post(f"/sessions/{session}/turn", place=3, was=0)
    assert shown(text(desk.get(f"/sessions/{session}/screen"))) == 3


def test_turning_works_with_forms_and_with_scripts(desk):
    session = desk.start()
    assert desk.post(f"/sessions/{session}/turn", place=1, was=0).location.endswith("/screen")
    assert (
        desk.post(f"/sessions/{session}/turn", place=2, was=1, page="control").location
        == f"/teacher/sessions/{session}"
    )
    said = desk.script(f"/sessions/{session}/turn", place=3, was=2).json
    assert (said["place"], said["state"], said["version"]) == (3, "running", 1)


def test_a_screen_that_is_behind_follows_instead_of_pulling_back(desk):
    session = desk.start()
    desk.script(f"/sessions/{session}/turn", place=5, was=0)
    assert desk.script(f"/sessions/{session}/turn", place=1, was=0).json["place"] == 5


def test_it_never_shows_a_pupils_name(desk, people):
    for mode in ("hands", "devices"):
        session = desk.start(mode)
        pages = [text(desk.get(f"/sessions/{session}/screen"))]
        pages += [text(desk.get(f"/sessions/{session}/steps/{n}")) for n in range(run(desk, session).last + 1)]
        assert not any(any(mark in page for mark in ("甲一", "甲二")) for page in pages)
        desk.close(session)


def test_a_question_shows_no_key_before_its_answer(desk):
    session = desk.start("hands")
    found = run(desk, session)
    whole = text(desk.get(f"/sessions/{session}/screen"))
    for n, step in enumerate(found.steps):
        if step.kind == "ask":
            asked = found.asked[step.number]
            piece = text(desk.get(f"/sessions/{session}/steps/{n}"))
            assert asked.question.stem in piece
            for choice in asked.choices:
                assert choice.why not in piece and choice.why not in whole
            assert "is-right" not in piece


def test_hands_are_counted_and_the_answer_shows_bars_and_the_reason(desk):
    session = desk.start("hands")
    place = place_of(desk, session, "ask")
    asked = run(desk, session).asked[0]
    right = next(choice for choice in asked.choices if choice.right)
    counts = {f"count-{choice.id}": "3" if choice.right else "" for choice in asked.choices}
    said = desk.script(f"/sessions/{session}/hands", place=place, **counts).json
    assert said["place"] == place + 1
    page = text(desk.get(f"/sessions/{session}/screen"))
    assert shown(page) == place + 1 and right.why in page and "3 人作答" in page


def test_too_many_hands_are_refused_with_words(desk):
    session = desk.start("hands")
    place = place_of(desk, session, "ask")
    choice = run(desk, session).asked[0].choices[0]
    answer = desk.script(f"/sessions/{session}/hands", place=place, **{f"count-{choice.id}": "40"})
    assert answer.status_code == 422 and "40" in answer.json["message"]
    assert desk.session(session).slide == 0


def test_counts_for_a_step_that_asks_nothing_are_refused(desk):
    session = desk.start("hands")
    assert desk.post(f"/sessions/{session}/hands", place=0).status_code == 422
    for odd in ("9" * 5000, "²", "-1"):
        assert desk.post(f"/sessions/{session}/hands", place=odd).status_code == 422
        assert desk.post(f"/sessions/{session}/again", number=odd).status_code == 422
    assert desk.post(f"/sessions/{session}/hands").status_code == 422


def test_the_join_step_shows_code_and_qr(desk):
    session = desk.start("devices")
    code = desk.session(session).join_code
    piece = text(desk.get(f"/sessions/{session}/steps/{place_of(desk, session, 'join')}"))
    assert f"{code[:3]} {code[3:]}" in piece and "<svg" in piece and "0</b>" in piece


def test_a_step_that_is_not_there_is_404(desk):
    session = desk.start()
    assert desk.get(f"/sessions/{session}/steps/99").status_code == 404


def test_the_time_taught_is_the_servers(desk, clock):
    session = desk.start()
    clock.shift(125)
    assert desk.get(f"/sessions/{session}/state").json["seconds"] == 125
    assert "2:05" in text(desk.get(f"/sessions/{session}/screen"))


def test_the_phone_shows_notes_and_the_screen_does_not(desk):
    session = desk.start()
    found = run(desk, session)
    n, notes = next((n, one["notes_html"]) for n, one in enumerate(found.lesson["slides"]) if one["notes_html"])
    desk.post(f"/sessions/{session}/turn", place=n, was=0)
    assert notes in text(desk.get(f"/sessions/{session}"))
    assert notes not in text(desk.get(f"/sessions/{session}/screen"))


def test_the_phone_counts_hands_too(desk):
    session = desk.start("hands")
    place = place_of(desk, session, "ask")
    desk.post(f"/sessions/{session}/turn", place=place, was=0)
    assert "记下并揭晓" in text(desk.get(f"/sessions/{session}"))
    answer = desk.post(f"/sessions/{session}/hands", place=place, page="control")
    assert answer.location == f"/teacher/sessions/{session}"


def test_the_phone_names_who_has_not_handed_in(desk, people):
    session = desk.start("devices")
    desk.post(f"/sessions/{session}/turn", place=place_of(desk, session, "join"), was=0)
    desk.script(f"/sessions/{session}/roll", absent=people["pupil_ming"].user_id)
    page = text(desk.get(f"/sessions/{session}"))
    assert "还没交的 3 人" in page and "甲一" in page and "甲二" not in page


def test_a_lesson_taken_off_the_shelf_in_mid_session_goes_on(desk):
    from eduplatform.curriculum.models import Course, Item
    from eduplatform.shared import clock as time
    from eduplatform.shared import ttl_cache
    from eduplatform.shared.database import write

    session = desk.start("hands")
    with desk.app.app_context(), write():
        course = db.session.get(Item, desk.lesson_id).course_id
        db.session.get(Course, course).retired_at = time.now()
    ttl_cache.drop()
    assert desk.get(f"/sessions/{session}/screen").status_code == 200
    assert desk.close(session).status_code == 303 and desk.entries()[0].topic


def test_it_calls_up_every_card_number_once_and_in_the_same_order_again(desk):
    from eduplatform.teaching import card_numbers, sessions

    session = desk.start()
    first, again = (desk.get(f"/sessions/{session}/calling").json["numbers"] for _look in range(2))
    with desk.app.app_context():
        row = queries.session_by_id(session)
        cards = card_numbers.of_session(row, sessions.roll_of(row))
    assert first == again and sorted(first) == sorted(cards) and len(first) > 1


def test_the_film_plays_what_the_school_has_read_itself(desk):
    with desk.app.app_context():
        lesson_id = next(head.lesson_id for head in content.lessons_of("P2") if head.has_video)
        scene = content.video_of(lesson_id)[2]["scenes"][0]
    desk.lesson_id = lesson_id
    session = desk.start()
    sound = (io.BytesIO(b"\x1aE\xdf\xa3...A_OPUS..."), "a.webm")
    said = {"reader": "林老师", "agree": "1", f"sound-{scene}": sound}
    assert desk.client.post(f"/studio/lessons/{lesson_id}/narration", data=said).status_code == 303
    page = html.unescape(desk.client.get(f"/teacher/sessions/{session}/screen").text)
    assert re.search(r'data-voices="\{"zh": \{"' + scene + r'": "/narrations/\d+"', page)
