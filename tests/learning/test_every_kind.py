"""Each kind of question goes the whole way: drawn, shown, posted, tidied, marked, told, guessed at, shown off in the demo."""

from __future__ import annotations

import json
import shutil
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from eduplatform.cli.demo import answers as demo
from eduplatform.curriculum.answer_key import answer_key
from eduplatform.curriculum.answer_key import right_answer as key_of
from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.facts import load_facts
from eduplatform.curriculum.grading import belief_of, grade, sure_and_wrong, was_sure
from eduplatform.curriculum.guessing import blind, earned
from eduplatform.curriculum.question import KINDS_OF_QUESTION, load_question
from eduplatform.curriculum.question_draw import public_form, shuffle
from eduplatform.curriculum.taxonomy import load_taxonomy
from eduplatform.learning.rules import tidy_answer
from eduplatform.pages.student import answer_form
from eduplatform.teaching.card_questions import choose_card_questions, twin
from eduplatform.teaching.run_steps import for_hands
from tests.curriculum.conftest import COURSES, SAMPLE
from tests.curriculum.every_kind import add_kinds

from .world import fields_of, right_answer


class Plain:
    """Names as the authors gave them."""

    def shown(self, name):
        return name

    def real(self, text, names):
        return text


@pytest.fixture(scope="module")
def quiz(tmp_path_factory):
    course = tmp_path_factory.mktemp("kinds") / "fire" / "p2-sample"
    shutil.copytree(SAMPLE / "fire" / "p2-sample", course)
    add_kinds(course)
    facts, taxonomy = load_facts(COURSES / "facts.yaml"), load_taxonomy(COURSES / "taxonomy.yaml")
    package, problems = check_package(course, facts, taxonomy)
    assert package, problems
    return package.lessons[0].quiz


@pytest.fixture(scope="module")
def by_kind(quiz):
    found = {question.kind: question for question in quiz.questions}
    assert set(found) == set(KINDS_OF_QUESTION), "tests/curriculum/kinds.yaml holds one of each"
    return found


@pytest.mark.parametrize("kind", KINDS_OF_QUESTION)
def test_what_a_page_may_know_holds_every_choice_and_no_key(by_kind, kind):
    form = public_form(by_kind[kind], 3)
    said = json.dumps(form, ensure_ascii=False, default=str)
    assert all(note.why not in said for note in answer_key(by_kind[kind]))
    assert not [secret for secret in ('"right": true', '"to"', "belief", "facts", "pairs") if secret in said]
    assert set(shuffle(by_kind[kind], 3)) and shuffle(by_kind[kind], 3) == shuffle(by_kind[kind], 3)


@pytest.mark.parametrize("kind", KINDS_OF_QUESTION)
def test_a_right_answer_comes_through_the_form_and_earns_all(by_kind, kind):
    question = by_kind[kind]
    posted = MultiDict(fields_of(question, 0, right_answer(question)))
    (raw,) = answer_form.given([question], posted, Plain())
    kept = tidy_answer(question, raw)
    assert kept is not None and tidy_answer(question, json.loads(json.dumps(kept))) == kept
    assert grade(load_question(question.model_dump(mode="json")), kept).share == 1.0
    assert belief_of(question, kept) == ""


@pytest.mark.parametrize("kind", KINDS_OF_QUESTION)
def test_nothing_chosen_is_no_answer_and_earns_nothing(by_kind, kind):
    (raw,) = answer_form.given([by_kind[kind]], MultiDict(), Plain())
    assert tidy_answer(by_kind[kind], raw) is None and grade(by_kind[kind], None).share == 0.0


@pytest.mark.parametrize("kind", KINDS_OF_QUESTION)
def test_the_key_tells_every_choice_with_its_reason(by_kind, kind):
    key = answer_key(by_kind[kind].model_dump(mode="json"))
    assert len(key) > 1 and any(note.right for note in key) and all(note.text and note.why for note in key)


@pytest.mark.parametrize("kind", KINDS_OF_QUESTION)
def test_guessing_earns_less_than_knowing(by_kind, kind):
    assert 0 < blind(by_kind[kind]) <= 0.5


@pytest.mark.parametrize("kind", KINDS_OF_QUESTION)
def test_the_demo_answers_it(by_kind, kind):
    question = by_kind[kind]
    assert grade(question, key_of(question)).right
    wrong = [demo._wrong(question, Random(seed)) for seed in range(9)]
    assert all(tidy_answer(question, one) is not None for one in wrong)
    assert not all(grade(question, one).right for one in wrong)


def test_no_way_to_guess_passes(quiz):
    assert max(earned(quiz).values()) < 0.6


@pytest.mark.parametrize("kind", ["single", "pictures", "truefalse"])
def test_being_sure_is_kept_beside_the_answer_and_earns_nothing(by_kind, kind):
    question = by_kind[kind].model_copy(update={"sure": True})
    for answer in (right_answer(question), demo._wrong(question, Random(1))):
        for sure in (True, False):
            said = {"choice": answer, "sure": sure}
            posted = MultiDict(fields_of(question, 0, said))
            (raw,) = answer_form.given([question], posted, Plain())
            assert raw == said == tidy_answer(question, raw) and was_sure(question, raw) is sure
            assert grade(question, raw) == grade(question, answer)
            assert belief_of(question, raw) == belief_of(question, answer)
            assert sure_and_wrong(question, raw) is (sure and not grade(question, answer).right)


def test_where_nobody_asks_the_word_is_no_answer(by_kind):
    question = by_kind["truefalse"].model_copy(update={"sure": False})
    assert tidy_answer(question, {"choice": True, "sure": True}) is None
    assert was_sure(question, {"choice": True, "sure": True}) is None


def test_an_odd_word_is_dropped_and_the_answer_stays(by_kind):
    question = by_kind["truefalse"].model_copy(update={"sure": True})
    assert tidy_answer(question, {"choice": True, "sure": "yes"}) is True
    assert tidy_answer(question, {"choice": "?", "sure": True}) is None


@pytest.mark.parametrize(
    ("answer", "share", "thinks"),
    [
        ({"answer": "b", "reason": "r1"}, 1.0, ""),
        ({"answer": "b", "reason": "r2"}, 0.5, "以为二"),
        ({"answer": "b"}, 0.5, ""),
        ({"answer": "a", "reason": "r1"}, 0.0, "想法a"),
        ({"answer": "c", "reason": "r3"}, 0.0, "想法c"),
        ({"reason": "r1"}, 0.0, ""),
        ({"answer": ["b"], "reason": {"r1": 1}}, 0.0, ""),
        ({"answer": "r1", "reason": "b"}, 0.0, ""),
    ],
)
def test_a_right_answer_with_a_wrong_reason_earns_half(by_kind, answer, share, thinks):
    assert grade(by_kind["two_step"], answer).share == share
    assert belief_of(by_kind["two_step"], answer) == thinks


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ({"t1": "b1", "t2": "b2", "t3": "b1", "t4": "b1"}, 0.5),
        ({"t1": "b1", "t2": "b1", "t3": "b1", "t4": "b1"}, 0.0),
        ({"t1": "b1"}, 0.25),
        ({"t1": "b2", "t2": "b9", "t9": "b1", "t3": ["b1"]}, 0.0),
    ],
)
def test_a_thing_in_the_wrong_basket_takes_one_away(by_kind, answer, share):
    assert grade(by_kind["baskets"], answer).share == share


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ({"t1": "p2", "t2": "p3", "t3": "p1"}, 1.0),
        ({"t1": "p2", "t2": "p1", "t3": "p1"}, 2 / 3),
        ({"t1": "p2", "t9": "p1", "t2": ["p3"]}, 1 / 3),
        (["t1"], 0.0),
    ],
)
def test_each_thing_at_its_place_earns_its_part(by_kind, answer, share):
    assert grade(by_kind["place"], answer).share == pytest.approx(share)


@pytest.mark.parametrize("kind", ["baskets", "two_step", "place"])
def test_hands_cards_and_paper_leave_it_out(by_kind, kind):
    pool = list(enumerate(by_kind.values()))
    assert not [one for _n, one in for_hands(pool) if one.kind == kind]
    drawn = [asked.question.kind for seed in range(9) for asked in choose_card_questions(pool, seed, most=9)]
    assert kind not in drawn and "pictures" in drawn
    assert twin(pool, by_kind[kind], {n for n, one in pool if one.kind != kind}) is None


LEAF = st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["a", "b", "t1", "b1", "r1", "p1"])
WORD = st.sampled_from(["a", "t1", "t2", "l1", "choice", "sure", "answer", "reason"])
JSON = st.recursive(LEAF, lambda inner: st.lists(inner) | st.dictionaries(WORD, inner), max_leaves=8)


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(answer=JSON)
def test_no_shape_of_an_answer_raises(by_kind, answer):
    sure = [by_kind[kind].model_copy(update={"sure": True}) for kind in ("single", "truefalse")]
    for question in [*by_kind.values(), *sure]:
        kept = tidy_answer(question, answer)
        assert 0.0 <= grade(question, answer).share <= 1.0
        assert kept is None or tidy_answer(question, kept) == kept
        assert isinstance(belief_of(question, answer), str)
