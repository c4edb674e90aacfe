"""Newer kinds of questions through the pages: asked without their key, posted as plain forms, told with their reasons."""

from __future__ import annotations

import re

import pytest

from tests.checks import fields_sent
from tests.learning import world
from tests.people import unit


@pytest.fixture
def lesson(app, tmp_path) -> int:
    """Instead of the sample's own quiz: every kind, all of them asked."""
    with app.app_context():
        return world.load_kinds(tmp_path)


@pytest.fixture
def asked(app, began):
    """asked(kind) → (place, question) on the paper that was begun."""

    def find(kind: str):
        with app.app_context():
            questions = world.paper_of(began).questions
        return next((place, one) for place, one in enumerate(questions) if one.kind == kind)

    return find


def part_of(page: str, place: int, kind: str) -> str:
    """The piece of a paper that asks one question."""
    found = re.search(rf'data-q="{place}" data-kind="{kind}".*?</section>', page, re.DOTALL)
    assert found, f"no {kind} at place {place}"
    return found[0]


def told(yu, app, began, place: int, answer: object) -> str:
    """Hands in one answer; what the result says about that question."""
    with app.app_context():
        row = world.stored(began)
        form = {"key": row.attempt_key, **world.fields_of(world.paper_of(began).questions[place], place, answer)}
    page = yu.get(yu.post(f"/student/attempts/{began}", data=form).location).get_data(as_text=True)
    return page.split('<li class="review ')[place + 1]


def test_baskets_are_rows_of_radio_buttons_with_the_pictures_and_without_the_key(yu, began, asked):
    place, question = asked("baskets")
    part = part_of(yu.get(f"/student/attempts/{began}").get_data(as_text=True), place, "baskets")
    assert part.count('type="radio"') == len(question.things) * len(question.baskets)
    assert "room-5.svg" in part and "五号房间有一扇门" in part
    assert "理由" not in part and not re.search(r'value="[bt]\d"', part)


def test_things_in_the_right_basket_count_and_a_wrong_one_takes_away(app, yu, began, asked):
    place, _question = asked("baskets")
    part = told(yu, app, began, place, {"t1": "b1", "t2": "b2", "t3": "b1", "t4": "b1"})
    assert "对了一部分" in part and "放对了" in part and "应该在这里" in part
    assert "衣柜 — 不能用" in part and "衣柜的理由" in part and part.count("你放在“能用”") == 1
    with app.app_context():
        assert world.stored(began).shares[place] == 50


def test_a_right_sorting_is_right(app, yu, began, asked):
    place, question = asked("baskets")
    assert "答对了" in told(yu, app, began, place, world.right_answer(question))


def test_half_a_sorting_is_kept_as_a_draft_and_shown_again(app, yu, began, asked):
    place, _question = asked("baskets")
    data = {"key": "page-test-key-0001", "places": str(place), f"q{place}-t1": "b1", f"q{place}-t9": "b1"}
    assert yu.post(f"/student/attempts/{began}/draft", data=data).json["no"] == 1
    part = part_of(yu.get(f"/student/attempts/{began}").get_data(as_text=True), place, "baskets")
    assert part.count(" checked") == 1


@pytest.fixture
def sure_place(app, began):
    """Place of the true/false question that asks whether the pupil is sure."""
    with app.app_context():
        questions = world.paper_of(began).questions
    return next(place for place, one in enumerate(questions) if one.kind == "truefalse" and one.sure)


def test_only_marked_questions_ask_whether_the_pupil_is_sure(yu, began):
    page = yu.get(f"/student/attempts/{began}").get_data(as_text=True)
    assert page.count("你有把握吗") == 3 and page.count("不影响得分") == 3


def test_wrong_and_sure_is_kept_and_told_kindly_and_earns_the_same(app, yu, began, sure_place):
    part = told(yu, app, began, sure_place, {"choice": False, "sure": True})
    assert "很有把握" in part and "再想一想" in part
    with app.app_context():
        row = world.stored(began)
        assert row.answers[sure_place] == {"choice": False, "sure": True} and row.shares[sure_place] == 0


def test_right_and_not_sure_is_right(app, yu, began, sure_place):
    part = told(yu, app, began, sure_place, {"choice": True, "sure": False})
    assert "答对了" in part and "很有把握" not in part


def test_the_word_comes_back_with_the_draft(yu, began, sure_place):
    data = {"key": "page-test-key-0001", "places": str(sure_place), f"q{sure_place}": "true"}
    yu.post(f"/student/attempts/{began}/draft", data=data | {f"q{sure_place}-sure": "no"})
    part = part_of(yu.get(f"/student/attempts/{began}").get_data(as_text=True), sure_place, "truefalse")
    assert part.count(" checked") == 2


def test_every_kind_of_answer_is_handed_in_from_another_device_as_it_was_given(app, began, yu, client_for):
    with app.app_context():
        row = world.stored(began)
        questions = world.paper_of(began).questions
        answers = [
            {"choice": answer, "sure": place % 2 == 0} if getattr(question, "sure", False) else answer
            for place, (question, answer) in enumerate(zip(questions, world.right_answers(row), strict=True))
        ]
        form = world.form_of(row, answers)
    places = ",".join(str(place) for place in range(len(questions)))
    assert yu.post(f"/student/attempts/{began}/draft", data=form | {"places": places}).json["no"] == 1
    page = client_for("pupil_yu").get(f"/student/attempts/{began}").get_data(as_text=True)
    sections = re.findall(r'<section class="q"[^>]*>', page)
    assert [one for one in sections if " data-answered " not in one] == [] and len(sections) == len(questions)
    client_for("pupil_yu").post(f"/student/attempts/{began}", data=fields_sent(page, "paper"))
    with app.app_context():
        assert (world.stored(began).score, world.stored(began).answers) == (100, answers)


def test_two_steps_ask_for_the_reason_with_the_answer(yu, began, asked):
    place, _question = asked("two_step")
    part = part_of(yu.get(f"/student/attempts/{began}").get_data(as_text=True), place, "two_step")
    assert part.count("<fieldset") == 2 and part.count('type="radio"') == 6 and "第 19 题，为什么？" in part
    assert "道理" not in part and "以为" not in part


def test_the_right_answer_for_a_wrong_reason_is_partly_right_and_told_so(app, yu, began, asked):
    place, _question = asked("two_step")
    part = told(yu, app, began, place, {"answer": "b", "reason": "r2"})
    assert "对了一部分" in part and part.index("理由b") < part.index("第 19 题，为什么？") < part.index("道理一")
    assert "你选的" in part and "道理二" in part and "道理三" not in part
    with app.app_context():
        assert world.stored(began).shares[place] == 50


def test_a_wrong_answer_earns_nothing_whatever_its_reason(app, yu, began, asked):
    place, _question = asked("two_step")
    assert "再想一想" in told(yu, app, began, place, {"answer": "a", "reason": "r1"})


def test_a_picture_choice_shows_four_pictures_with_their_words(yu, began, asked):
    place, question = asked("pictures")
    part = part_of(yu.get(f"/student/attempts/{began}").get_data(as_text=True), place, "pictures")
    for option in question.options:
        assert option.picture.src in part and f'alt="{option.picture.alt}"' in part and option.text in part
    assert part.count("<img") == 4 and "理由" not in part


@pytest.mark.parametrize(("answer", "pictures"), [("c", ["room-3"]), ("a", ["room-1", "room-3"]), (None, ["room-3"])])
def test_the_result_shows_the_chosen_and_the_right_picture(app, yu, began, asked, answer, pictures):
    place, _question = asked("pictures")
    part = told(yu, app, began, place, answer)
    assert re.findall(r"media/(room-\d)\.svg", part) == pictures
    assert ("答对了" in part) is (answer == "c")


def test_the_result_shows_what_was_sorted(app, yu, began, asked):
    place, question = asked("baskets")
    assert re.findall(r"media/(room-\d)\.svg", told(yu, app, began, place, world.right_answer(question))) == ["room-5"]


def test_a_sheet_in_the_report_shows_the_pictures_too(app, yu, began, asked, client_for):
    place, _question = asked("pictures")
    told(yu, app, began, place, {"choice": "a", "sure": True})
    page = client_for("teacher_lin").get(f"/office/attempts/{began}").get_data(as_text=True)
    assert all(f"room-{number}.svg" in page for number in range(1, 7))
    assert page.count("学生选的") == 1 and page.count("有把握") == 1 and "第 19 题，为什么？" in page


def test_teachers_and_editors_see_the_pictures_with_the_key(app, lesson, client_for):
    with app.app_context():
        course = world.course_of(lesson)
        class_id = unit("LJ-SY-2024-2").id
    studio = client_for("editor_tang").get(f"/studio/courses/{course}").get_data(as_text=True)
    own = client_for("teacher_lin").get(f"/teacher/classes/{class_id}/lessons/{lesson}?part=quiz")
    own = own.get_data(as_text=True)
    for page in (studio, own):
        assert all(f"room-{number}.svg" in page for number in range(1, 7))
        assert "道理一" in page and "衣柜 — 不能用" in page and "第 19 题，为什么？" in page


def test_things_for_a_picture_are_lists_of_its_lettered_places(yu, began, asked):
    place, question = asked("place")
    part = part_of(yu.get(f"/student/attempts/{began}").get_data(as_text=True), place, "place")
    assert part.count("<select") == 3 and part.count("<option") == 3 * 4 and part.count('class="pin-letter"') == 3
    assert part.count("media/room.svg") == 1 and "A 窗边" in part and "理由" not in part
    assert all(f"q{place}-{thing.id}" not in part for thing in question.things)


def test_the_result_says_where_each_belongs_and_draws_the_places(app, yu, began, asked):
    place, _question = asked("place")
    part = told(yu, app, began, place, {"t1": "p2", "t2": "p1", "t3": "p3"})
    assert "对了一部分" in part and "灭火器 — 墙角" in part and "灭火器的理由" in part and "摆放的理由" in part
    assert "你放在“门边”" in part and part.count("你放在") == 2
    assert part.count("pin is-right") == 1 and part.count("pin is-missed") == 2
    with app.app_context():
        assert world.stored(began).shares[place] == 33


def test_with_pinyin_things_baskets_and_places_have_it_too(yu, began):
    yu.post("/pinyin", data={"to": "on"})
    page = yu.get(f"/student/attempts/{began}").get_data(as_text=True)
    for syllables in (("shī", "máo", "jīn"), ("néng", "yòng"), ("chuāng", "biān"), ("wèi", "shén", "me")):
        assert all(f">{one}</rt>" in page for one in syllables), syllables
