"""Which questions of a quiz a class is not asked together: the lesson's page and the control page say so, and why."""

from __future__ import annotations

import re
from html import unescape

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.question import KINDS_OF_QUESTION
from eduplatform.teaching import card_questions


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def pool_of(desk):
    with desk.app.app_context():
        return content.question_pool(content.quiz_of(desk.lesson_id).revision_id)


def test_every_kind_a_course_uses_is_asked_together_or_said_to_be_left_out(app):
    """Hands answer what one option answers; cards the same up to four, and an ordering step by step. All else needs a device each."""
    together = {"single", "pictures", "truefalse", "spot"}
    with app.app_context():
        used = {}
        for head in content.lessons_of():
            quiz = content.quiz_of(head.lesson_id)
            for _revision, question in content.question_pool(quiz.revision_id if quiz else None):
                used.setdefault(question.kind, set()).add(card_questions.ways_of(question))
    assert set(used) == set(KINDS_OF_QUESTION), "each kind is used by some course"
    assert {kind for kind, ways in used.items() if any("hands" in way for way in ways)} == together
    assert used["ordering"] <= {("cards",), ()} and ("cards",) in used["ordering"]
    for kind in ("multiple", "matching", "baskets", "two_step", "place"):
        assert used[kind] == {()}, kind


def test_the_lesson_page_counts_what_can_be_asked_and_marks_what_cannot(desk):
    pool = pool_of(desk)
    page = text(desk.get(f"/classes/{desk.class_id}/lessons/{desk.lesson_id}?part=quiz"))
    hands = [one for _revision, one in pool if "hands" in card_questions.ways_of(one)]
    cards = [one for _revision, one in pool if card_questions.fits_a_card(one)]
    assert f"举手能问 {len(hands)} 题" in page and f"答题卡和答题纸能问 {len(cards)} 题" in page
    assert page.count("只在小测里问") == sum(not card_questions.ways_of(one) for _revision, one in pool) > 0
    assert page.count("举手不问 ") == sum(card_questions.ways_of(one) == ("cards",) for _revision, one in pool)
    assert "排序要一步一步投" in page and "一人一台设备的小测里有" in page


@pytest.mark.parametrize(("mode", "kind", "kept"), [("hands", "排序", "多选"), ("cards", "多选", "排序")])
def test_the_control_page_says_what_this_way_of_answering_leaves_out(desk, mode, kind, kept):
    session = desk.start(mode)
    slides = text(desk.get(f"/sessions/{session}"))
    assert "这样答题不问" not in slides, "said where questions are asked"
    with desk.app.app_context():
        from eduplatform.teaching import queries, session_run

        order = session_run.run_of(queries.session_by_id(session)).steps
    place = next(n for n, step in enumerate(order) if step.kind in ("ask", "vote"))
    desk.post(f"/sessions/{session}/turn", place=str(place), was="0")
    said = text(desk.get(f"/sessions/{session}"))
    assert "这样答题不问：" in said and kind in said.partition("这样答题不问：")[2].partition("。")[0]
    if mode == "cards":
        assert kept not in said.partition("这样答题不问：")[2].partition("。")[0]
