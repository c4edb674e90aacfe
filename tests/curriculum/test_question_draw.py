"""What pupils are asked: the same for the same seed, varied over seeds, and never with the key."""

import json
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.curriculum.question_draw import draw_questions, mixed_choices, public_form, shuffle

from .every_kind import late_kinds
from .test_grading import BY_KIND, KEYS, QUESTIONS

EVERY = late_kinds() | BY_KIND
CHOICE, PLACE = {"id", "text", "picture"}, {"id", "label", "x", "y", "w", "h"}
#: kind → what can be chosen there, and what is told of each
SHOWN = {
    "single": {"options": CHOICE},
    "multiple": {"options": CHOICE},
    "truefalse": {},
    "ordering": {"steps": CHOICE},
    "matching": {"left": {"id", "text"}, "right": {"id", "text"}},
    "spot": {"regions": PLACE},
    "baskets": {"baskets": {"id", "text"}, "things": CHOICE},
    "two_step": {"options": CHOICE, "reasons": CHOICE},
    "place": {"places": PLACE, "things": CHOICE},
}
MIXED = {"options", "steps", "right", "things"}  #: stand in the order of the shuffle
SAID = {"uuid", "kind", "stem", "picture"}
MORE = {"single": {"sure"}, "truefalse": {"sure"}, "two_step": {"ask"}}

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


@pytest.mark.parametrize("kind", SHOWN)
def test_the_form_shows_all_there_is_to_choose_and_nothing_else(kind):
    question = EVERY[kind]
    form, shown = public_form(question, 7), SHOWN[kind]
    assert set(form) == SAID | set(shown) | MORE.get(kind, set())
    assert (form["uuid"], form["kind"], form["stem"]) == (str(question.uuid), kind, question.stem)
    for said in ("picture", "sure", "ask"):
        value = getattr(question, said, None)
        assert form.get(said) == (value.model_dump() if said == "picture" and value else value)
    for name, fields in shown.items():
        parts = {part.id: part for part in getattr(question, name)}
        assert [set(part) for part in form[name]] == [fields] * len(parts)
        assert {part["id"] for part in form[name]} == set(parts)
        assert all(part.get("text") == getattr(parts[part["id"]], "text", None) for part in form[name])
        if name in MIXED:
            assert [part["id"] for part in form[name]] == shuffle(question, 7)


def test_true_stands_before_false():
    assert shuffle(BY_KIND["truefalse"], 1) == ["true", "false"]


@pytest.mark.parametrize("kind", ["single", "multiple", "ordering", "matching", "baskets", "two_step", "place"])
def test_each_question_is_mixed_for_itself_and_anew_for_each_seed(kind):
    question = EVERY[kind]
    other = question.model_copy(update={"uuid": uuid4()})
    orders = [tuple(shuffle(question, seed)) for seed in range(40)]
    assert len(set(orders)) > 3
    assert [tuple(shuffle(other, seed)) for seed in range(40)] != orders


def test_reasons_are_mixed_apart_from_what_is_to_be_done():
    def orders(part: str) -> list[list[str]]:
        return [[each["id"] for each in public_form(EVERY["two_step"], seed)[part]] for seed in range(40)]

    places = [[reason[1:] for reason in order] for order in orders("reasons")]
    assert len({tuple(order) for order in places}) > 3
    assert [["abc".index(each) + 1 for each in order] for order in orders("options")] != [
        [int(each) for each in order] for order in places
    ]


def test_choices_of_a_scene_are_mixed_by_scene_and_seed():
    choices = list("abcde")
    mixed = [mixed_choices(choices, "door", seed) for seed in range(20)]
    assert mixed == [mixed_choices(choices, "door", seed) for seed in range(20)]
    assert mixed != [mixed_choices(choices, "window", seed) for seed in range(20)]
    assert all(sorted(order) == choices for order in mixed) and len({tuple(order) for order in mixed}) > 3
    assert choices == list("abcde"), "the author's order stays"
