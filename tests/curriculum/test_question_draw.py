"""What pupils are asked: the same for the same seed, varied over seeds, and never with the key."""

import json

from hypothesis import given
from hypothesis import strategies as st

from eduplatform.curriculum.question_draw import draw_questions, public_form, shuffle

from .test_grading import BY_KIND, KEYS, QUESTIONS

SEEDS = st.integers() | st.text()


@given(seed=SEEDS, n=st.integers(-2, 20))
def test_a_draw_is_decided_by_its_seed(seed, n):
    drawn = draw_questions(QUESTIONS, n, seed)
    assert drawn == draw_questions(list(reversed(QUESTIONS)), n, seed)
    assert len({question.uuid for question in drawn}) == len(drawn) == min(max(n, 0), len(QUESTIONS))


def test_all_questions_come_up_over_many_seeds():
    assert {question.uuid for seed in range(60) for question in draw_questions(QUESTIONS, 6, seed)} == {
        q.uuid for q in QUESTIONS
    }


@given(seed=SEEDS)
def test_the_public_form_holds_no_key_and_no_reason(seed):
    for question in QUESTIONS:
        form = json.dumps(public_form(question, seed), ensure_ascii=False)
        for secret in (
            'right": true',
            '"right": false',
            "why",
            "理由",
            "answer",
            "pairs",
            "因为",
            "不是",
            "facts",
            "objective",
        ):
            assert secret not in form


@given(seed=SEEDS)
def test_a_shuffle_keeps_every_choice_and_is_the_same_again(seed):
    for question in QUESTIONS:
        order = shuffle(question, seed)
        assert order == shuffle(question, seed)
        assert len(set(order)) == len(order)
    assert shuffle(BY_KIND["ordering"], seed) != KEYS["ordering"]


def test_the_right_option_stands_everywhere_over_many_seeds():
    places = {shuffle(BY_KIND["single"], seed).index("a") for seed in range(40)}
    assert places == {0, 1, 2}
