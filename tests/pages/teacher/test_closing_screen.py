"""The last step of a lesson on the class screen: the class's own result, one sentence to take home, and the way out."""

from eduplatform.teaching.run_steps import take_home

from .test_screen import place_of, run, text


def end_of(desk, session):
    return text(desk.get(f"/sessions/{session}/steps/{run(desk, session).last}"))


def count_hands(desk, session, right, wrong, number=0):
    place = place_of(desk, session, "ask") + 2 * number
    asked = run(desk, session).asked[number]
    first_wrong = next(choice.id for choice in asked.choices if not choice.right)
    counts = {
        f"count-{choice.id}": str(right if choice.right else wrong if choice.id == first_wrong else 0)
        for choice in asked.choices
    }
    desk.script(f"/sessions/{session}/hands", place=place, **counts)
    return asked.question.stem


def test_it_says_how_the_class_answered_and_what_it_knows_best(fifty):
    session = fifty.start("hands")
    stem = count_hands(fifty, session, right=9, wrong=1)
    assert "最拿手" not in end_of(fifty, session), "of one question none is the best"
    count_hands(fifty, session, right=6, wrong=2, number=1)
    page = end_of(fifty, session)
    assert '<b class="num">83</b>' in page and "最拿手" in page and stem in page


def test_a_hard_question_is_not_called_the_best(fifty):
    session = fifty.start("hands")
    count_hands(fifty, session, right=1, wrong=9)
    page = end_of(fifty, session)
    assert '<b class="num">10</b>' in page and "最拿手" not in page


def test_the_sentence_to_take_home_is_the_first_of_the_recap(desk):
    session = desk.start("none")
    sentence = take_home(run(desk, session).lesson)
    page = end_of(desk, session)
    assert sentence and sentence in page and "带走一句话" in page and "end-class" not in page


def test_without_answers_no_figure_is_made_up(desk):
    page = end_of(desk, desk.start("hands"))
    assert "end-class" not in page and "点名，下课" in page


def test_it_stands_on_the_screen_from_the_start_for_a_line_that_breaks(desk):
    session = desk.start("hands")
    page = text(desk.get(f"/sessions/{session}/screen"))
    assert "带走一句话" in page and "点名，下课" in page


def test_a_lesson_without_a_recap_has_no_sentence():
    assert take_home({"slides": [{"kind": "teach", "body": [{"kind": "fact", "text": "先试门"}]}]}) == ""
