"""Marks: right is right, part is part, and nonsense is wrong but never an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.facts import load_facts
from eduplatform.curriculum.grading import grade
from eduplatform.curriculum.question import load_question
from eduplatform.curriculum.taxonomy import load_taxonomy

from .conftest import COURSES, SAMPLE
from .every_kind import late_kinds

PACKAGE, _ = check_package(
    SAMPLE / "fire" / "p2-sample", load_facts(COURSES / "facts.yaml"), load_taxonomy(COURSES / "taxonomy.yaml")
)
QUESTIONS = PACKAGE.lessons[0].quiz.questions
BY_KIND = {question.kind: question for question in reversed(QUESTIONS)}
KEYS = {
    "single": "a",
    "multiple": ["a", "c"],
    "truefalse": True,
    "ordering": ["c", "a", "d", "b"],
    "matching": {"l1": "r2", "l2": "r4", "l3": "r1"},
    "spot": "s2",
}


@pytest.mark.parametrize("kind", KEYS)
def test_the_right_answer_is_right(kind):
    mark = grade(BY_KIND[kind], KEYS[kind])
    assert (mark.right, mark.share) == (True, 1.0)


def test_a_note_says_into_which_wrong_basket_a_thing_was_put():
    notes = grade(late_kinds()["baskets"], {"t1": "b2", "t2": "b2", "t4": "nowhere"}).notes
    assert {note.id: note.put for note in notes} == {"t1": "不能用", "t2": "", "t3": "", "t4": ""}


@pytest.mark.parametrize("kind", KEYS)
def test_what_is_right_stands_for_no_wrong_belief_and_at_no_wrong_place(kind):
    right = [note for note in grade(BY_KIND[kind], KEYS[kind]).notes if note.right]
    assert right and {(note.belief, note.under, note.put) for note in right} == {("", "", "")}


@pytest.mark.parametrize(
    ("kind", "answer", "share"),
    [
        ("single", "b", 0),
        ("multiple", ["a"], 1 / 2),
        ("multiple", ["a", "b"], 0),
        ("multiple", ["a", "c", "b"], 1 / 2),
        ("multiple", ["a", "b", "c", "d"], 0),
        ("multiple", [], 0),
        ("multiple", ["c", "a", "a"], 1),
        ("multiple", ["a", "zz"], 0),
        ("multiple", ["a", "c", "zz"], 0),
        ("truefalse", False, 0),
        ("truefalse", 1, 0),
        ("truefalse", "true", 0),
        ("ordering", ["c", "a", "b", "d"], 2 / 4),
        ("ordering", ["c", "a", "d"], 0),
        ("ordering", ["c", "c", "c", "c"], 0),
        ("matching", {"l1": "r2"}, 1 / 3),
        ("matching", {"l1": "r2", "l2": "r2", "l3": "r2"}, 1 / 3),
        ("spot", "s1", 0),
        ("spot", {"x": 12, "y": 30}, 0),
    ],
)
def test_partial_and_wrong_answers(kind, answer, share):
    mark = grade(BY_KIND[kind], answer)
    assert mark.share == pytest.approx(share)
    assert mark.right == (share == 1)


def test_feedback_names_what_was_chosen_and_why():
    notes = {note.id: note for note in grade(BY_KIND["single"], "b").notes}
    assert (notes["b"].chosen, notes["b"].right, notes["b"].why) == (True, False, "理由b")
    assert (notes["a"].chosen, notes["a"].right) == (False, True)


IDS = st.sampled_from(["a", "b", "c", "d", "l1", "l2", "l3", "r1", "r2", "r4", "s1", "s2", "true"])
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | IDS
JSON = st.recursive(LEAF, lambda inner: st.lists(inner) | st.dictionaries(IDS | st.text(), inner), max_leaves=12)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(answer=JSON | st.lists(IDS) | st.permutations("abcd"))
def test_no_answer_raises_and_every_share_is_a_share(answer):
    for question in QUESTIONS:
        mark = grade(question, answer)
        assert 0.0 <= mark.share <= 1.0
        assert mark.right == (mark.share == 1.0)


def test_a_question_from_its_stored_json_marks_the_same():
    for kind, key in KEYS.items():
        assert grade(load_question(BY_KIND[kind].model_dump(mode="json")), key).right


def notes(kind: str, answer: object) -> list[tuple[str, bool, bool]]:
    """(id, right, chosen) as the pupil is told."""
    return [(note.id, note.right, note.chosen) for note in grade(BY_KIND[kind], answer).notes]


@pytest.mark.parametrize(
    ("kind", "answer", "told"),
    [
        ("single", "b", {"a": (True, False), "b": (False, True)}),
        ("single", "a", {"a": (True, True), "b": (False, False)}),
        ("spot", "s1", {"s1": (False, True), "s2": (True, False)}),
        ("multiple", ["a", "b"], {"a": (True, True), "b": (False, True), "c": (True, False)}),
        ("multiple", ["a", "zz"], {"a": (True, False)}),
        ("truefalse", True, {"true": (True, True), "false": (False, False)}),
        ("truefalse", False, {"true": (True, False), "false": (False, True)}),
        (
            "ordering",
            ["c", "a", "b", "d"],
            {"c": (True, True), "a": (True, True), "d": (False, False), "b": (False, False)},
        ),
        ("matching", {"l1": "r2", "l2": "r1"}, {"l1": (True, True), "l2": (False, False), "l3": (False, False)}),
    ],
)
def test_each_choice_is_told_whether_it_is_right_and_was_chosen(kind, answer, told):
    found = {one: (right, chosen) for one, right, chosen in notes(kind, answer)}
    assert {one: found[one] for one in told} == told


@pytest.mark.parametrize("kind", KEYS)
def test_each_choice_comes_with_its_own_words_and_reason(kind):
    question, mark = BY_KIND[kind], grade(BY_KIND[kind], KEYS[kind])
    if kind == "truefalse":
        words = [("对", question.why_true), ("错", question.why_false)]
    elif kind == "matching":
        text = {side.id: side.text for side in question.left + question.right}
        words = [(f"{text[pair.left]} — {text[pair.right]}", pair.why) for pair in question.pairs]
    elif kind == "spot":
        words = [(region.label, region.why) for region in question.regions]
    else:
        words = [(one.text, one.why) for one in (question.steps if kind == "ordering" else question.options)]
    assert [(note.text, note.why) for note in mark.notes] == words
    assert mark.why == (question.why if kind in ("ordering", "matching") else "")


def test_what_is_no_question_is_a_mistake_of_ours():
    with pytest.raises(TypeError, match="not a question: str"):
        grade("a question", "a")
