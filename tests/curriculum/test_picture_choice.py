"""A picture choice: four pictures, one right; hands, cards and devices can answer it, and no page says which is right."""

import json

from eduplatform.curriculum.grading import grade
from eduplatform.curriculum.guessing import blind
from eduplatform.curriculum.question import load_question
from eduplatform.curriculum.question_draw import public_form
from eduplatform.learning.rules import tidy_answer
from eduplatform.teaching.card_questions import fits_a_card
from eduplatform.teaching.hands_questions import choices_of, for_hands


def _option(each: str) -> dict:
    picture = {"src": f"media/{each}.svg", "alt": f"女孩的样子{each}"}
    return {"id": each, "text": f"样子{each}", "why": f"理由{each}", "right": each == "c", "picture": picture}


ASKED = load_question(
    {
        "uuid": "00000000-0000-4000-8000-000000000901",
        "kind": "pictures",
        "facts": ["FIRE-06"],
        "objective": "会低姿走",
        "stem": "哪一张图走得对?",
        "options": [_option(each) for each in "abcd"],
    }
)


def test_only_the_right_picture_earns_the_mark():
    assert [grade(ASKED, each).share for each in ("a", "b", "c", "d", None)] == [0, 0, 1, 0, 0]


def test_an_unknown_picture_is_no_answer():
    assert [tidy_answer(ASKED, raw) for raw in ("c", "z", ["c"], True)] == ["c", None, None, None]


def test_the_public_form_shows_four_pictures_with_their_words_and_no_key():
    form = public_form(ASKED, 1)
    assert {option["picture"]["alt"] for option in form["options"]} == {f"女孩的样子{each}" for each in "abcd"}
    assert "right" not in json.dumps(form) and "理由" not in json.dumps(form, ensure_ascii=False)


def test_hands_and_cards_can_answer_it():
    assert for_hands([(1, ASKED)]) == [(1, ASKED)] and fits_a_card(ASKED)
    shown = choices_of(ASKED, 7)
    assert [choice.letter for choice in shown] == list("ABCD")
    assert all(choice.alt == f"女孩的样子{choice.id}" and choice.picture for choice in shown)


def test_guessing_is_right_once_in_four():
    assert blind(ASKED) == 0.25
