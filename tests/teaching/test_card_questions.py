"""Questions a class answers by name, as rules: what fits a card, which are chosen, what repeats one, what is taught again, what an answer is."""

from __future__ import annotations

from collections import Counter

import pytest

from eduplatform.curriculum.grading import grade
from eduplatform.curriculum.question import Ordering
from eduplatform.teaching import card_questions, run_steps
from eduplatform.teaching.card_questions import (
    answer_of,
    choose_card_questions,
    fits_a_card,
    options_left,
    parts_of,
    put_to_class,
    right_option,
    right_options,
    slide_for,
    twin,
)
from eduplatform.teaching.hands_questions import choices_of, choose_hands_questions
from eduplatform.teaching.run_steps import Planned, Step, steps
from tests.curriculum.building import option, question, region

STEPS = [{"id": each, "text": f"步骤{each}", "why": f"理由{each}"} for each in "cadbe"]


def pool(*kinds: str, **more) -> list:
    """(revision, question) of these kinds, revisions from 101."""
    return [(100 + n, question(kind, n, **more)) for n, kind in enumerate(kinds, 1)]


@pytest.mark.parametrize(
    ("kind", "more", "fits"),
    [
        ("single", {}, True),
        ("single", {"options": [option(each, each == "a") for each in "abcd"]}, True),
        ("single", {"options": [option(each, each == "a") for each in "abcde"]}, False),
        ("pictures", {}, True),
        ("truefalse", {}, True),
        ("spot", {}, True),
        ("spot", {"regions": [region(f"s{n}", n == 1) for n in range(4)]}, True),
        ("spot", {"regions": [region(f"s{n}", n == 1) for n in range(5)]}, False),
        ("ordering", {}, True),
        ("ordering", {"steps": STEPS}, False),
        ("multiple", {}, False),
        ("matching", {}, False),
    ],
)
def test_a_card_has_four_sides(kind, more, fits):
    assert fits_a_card(question(kind, **more)) is fits


def test_an_ordering_takes_one_vote_less_than_it_has_steps():
    assert [parts_of(question(kind)) for kind in ("single", "truefalse", "spot", "ordering")] == [1, 1, 1, 3]
    assert parts_of(question("ordering", steps=STEPS[:3])) == 2


@pytest.mark.parametrize("session", range(12))
def test_four_are_chosen_that_fit_one_ordering_at_most(session):
    ours = pool(*["ordering"] * 6, *["single"] * 3, *["multiple"] * 5)
    found = choose_card_questions(ours, session)
    assert len(found) == 4 and len({one.revision_id for one in found}) == 4
    assert Counter(one.question.kind for one in found) in ({"ordering": 1, "single": 3}, {"single": 4})
    assert all(one.question is dict(ours)[one.revision_id] for one in found)
    assert found == choose_card_questions(list(reversed(ours)), session), "the order of the pool does not matter"


def test_another_lesson_asks_other_questions_and_mixes_them_anew():
    ours = pool(*["single"] * 12)
    drawn = {tuple(one.revision_id for one in choose_card_questions(ours, session)) for session in range(6)}
    mixed = {
        tuple(choice.id for choice in put_to_class(1, question("single"), session).choices) for session in range(12)
    }
    steps_mixed = {tuple(choice.id for choice in put_to_class(1, question("ordering"), n).choices) for n in range(12)}
    assert (len(drawn) > 3, len(mixed) > 3, len(steps_mixed) > 3) == (True, True, True)
    first = choose_card_questions(ours, 4)[0]
    assert first == put_to_class(first.revision_id, first.question, 4), "as the same lesson would put it"


def test_an_ordering_shows_the_pictures_of_its_steps():
    drawn = [step | {"picture": {"src": f"media/{step['id']}.svg", "alt": "一个步骤的样子"}} for step in STEPS[:3]]
    put = put_to_class(1, question("ordering", steps=[*drawn, STEPS[3]]), 2)
    assert {choice.id: choice.picture for choice in put.choices} == {
        "c": "media/c.svg",
        "a": "media/a.svg",
        "d": "media/d.svg",
        "b": None,
    }
    assert {choice.right for choice in put.choices} == {False}


def test_different_objectives_come_first():
    ours = [(n, question("single", n, objective="甲" if n < 9 else "乙")) for n in range(1, 10)]
    for session in range(8):
        assert {one.question.objective for one in choose_card_questions(ours, session, 2)} == {"甲", "乙"}


def test_no_more_are_chosen_than_asked_for_or_there_are():
    assert len(choose_card_questions(pool("single", "single", "single"), 1, 2)) == 2
    assert len(choose_card_questions(pool("single"), 1)) == 1
    assert choose_card_questions(pool("multiple", "matching"), 1) == choose_card_questions([], 1) == []


def test_an_ordering_is_put_with_its_steps_mixed_and_none_called_right():
    put = put_to_class(7, question("ordering"), 3)
    assert [choice.letter for choice in put.choices] == list("ABCD")
    assert sorted(choice.id for choice in put.choices) == list("abcd")
    assert [choice.id for choice in put.choices] != list("cadb")
    assert not any(choice.right for choice in put.choices)
    assert {choice.id: (choice.text, choice.why) for choice in put.choices}["c"] == ("步骤c", "理由c")


def test_the_reveal_says_the_reason_without_praising_a_letter():
    praised = question(
        "single", options=[option("a", True, why="对，烟往上走"), option("b", why="对，但是慢"), option("c")]
    )
    said = {choice.id: choice.why for choice in choices_of(praised, 1)}
    assert said == {"a": "烟往上走", "b": "对，但是慢", "c": "理由c"}


def test_pictures_keep_their_words_and_a_statement_has_two_sides():
    shown = choices_of(question("pictures"), 5)
    assert {choice.picture for choice in shown} == {f"media/{each}.svg" for each in "abcd"}
    assert {choice.id: choice.alt for choice in shown}["b"] == "图上的b号"
    assert [(choice.letter, choice.id, choice.text) for choice in choices_of(question("truefalse"), 5)] == [
        ("A", "true", "对"),
        ("B", "false", "错"),
    ]
    assert [choice.id for choice in choices_of(question("spot"), 5)] == ["s1", "s2", "s3"], "as they lie in the picture"


def test_hands_answer_what_is_not_put_in_order():
    ours = pool("ordering", "single", "multiple", "truefalse", "spot", "matching", "pictures")
    assert {one.question.kind for one in choose_hands_questions(ours, 1)} == {"single", "truefalse", "spot", "pictures"}
    assert len(choose_hands_questions(pool(*["single"] * 9), 1)) == run_steps.HANDS_QUESTIONS
    assert choose_hands_questions([], 1) == ()


def test_a_twin_asks_the_same_objective_by_the_same_facts_and_is_new():
    first = (1, question("single", 1, facts=["FIRE-06"]))
    same, other, far, order = (
        (2, question("single", 2, facts=["FIRE-06"])),
        (3, question("single", 3, facts=["FIRE-07"])),
        (4, question("single", 4, objective="会报警")),
        (5, question("ordering", 5)),
    )
    ours = [other, far, order, same, first]
    assert twin(ours, first[1], {1}) == 2
    assert twin(ours, first[1], {1, 2}) == 3
    assert twin(ours, first[1], {1, 2, 3}) is None
    assert twin([first], first[1], set()) is None, "itself is no twin"
    equal = [(n, question("single", n, facts=["FIRE-06"])) for n in (9, 7, 8)]
    assert twin(equal, first[1], set()) == 7, "of equals always the same one"


def body(*slides: tuple[str, list[str], list[str]]) -> dict:
    def lines(facts: list[str]) -> list[dict]:
        return [{"facts": facts}]

    return {"slides": [{"kind": kind, "body": lines(one), "text": lines(two)} for kind, one, two in slides]}


LESSON = body(
    ("cover", ["FIRE-06", "FIRE-07"], []),
    ("teach", ["FIRE-06"], []),
    ("do", [], ["FIRE-06", "FIRE-07"]),
    ("recap", ["FIRE-01"], []),
    ("ask", [], []),
)
LATE = body(("teach", ["FIRE-06"], []), ("teach", [], []), ("recap", ["FIRE-06", "FIRE-01"], []))


@pytest.mark.parametrize(
    ("facts", "shown", "slide"),
    [
        (["FIRE-06"], None, 1),
        (["FIRE-06", "FIRE-07"], None, 2),
        (["FIRE-06", "FIRE-07"], [0, 1, 3], 1),
        (["FIRE-01"], None, 3),
        (["FIRE-44"], None, 3),
        (["FIRE-44"], [0, 1], 1),
        (["FIRE-44"], [0, 1, 4], 4),
        (["FIRE-07"], [0, 3], 3),
    ],
)
def test_what_is_taught_again_is_the_slide_that_tells_most_of_it(facts, shown, slide):
    assert slide_for(LESSON, question("single", facts=facts), shown) == slide


def test_a_recap_can_be_what_tells_most_and_a_line_without_facts_tells_nothing():
    bare = {"slides": [slide | {"body": [{}, *slide["body"]]} for slide in LATE["slides"]]}
    assert [slide_for(lesson, question("single", facts=["FIRE-06", "FIRE-01"])) for lesson in (LATE, bare)] == [2, 2]


@pytest.mark.parametrize(
    ("kind", "right"),
    [("single", ["a"]), ("pictures", ["b"]), ("truefalse", ["true"]), ("spot", ["s2"]), ("ordering", ["c", "a", "d"])],
)
def test_the_right_options_part_by_part_earn_the_mark(kind, right):
    one = question(kind)
    assert right_options(one) == right == [right_option(one, part) for part in range(parts_of(one))]
    assert grade(one, answer_of(one, right)).right


def test_a_false_statement_is_right_to_call_false():
    assert right_options(question("truefalse", answer=False)) == ["false"]


@pytest.mark.parametrize(
    ("kind", "options", "answer"),
    [
        ("single", ["b"], "b"),
        ("single", [None], None),
        ("truefalse", ["true"], True),
        ("truefalse", ["false"], False),
        ("truefalse", [None], None),
        ("ordering", ["c", "a", "d"], ["c", "a", "d", "b"]),
        ("ordering", ["b", "a", "d"], ["b", "a", "d", "c"]),
        ("ordering", ["c", None, "d"], None),
        ("ordering", ["c", "c", "d"], None),
    ],
)
def test_an_answer_is_made_of_its_parts(kind, options, answer):
    assert answer_of(question(kind), options) == answer


def test_a_step_placed_cannot_be_placed_again_and_a_choice_can():
    order, single = put_to_class(1, question("ordering"), 3), put_to_class(2, question("single"), 3)
    assert sorted(options_left(order, ["c", None])) == ["a", "b", "d"]
    assert sorted(options_left(single, ["a"])) == ["a", "b", "c"]
    assert isinstance(order.question, Ordering) and len(order.choices) == card_questions.SIDES


# ── the order of the run ───────────────────────────────────────────────────────────────────────────────────────────────


def kinds(*more, **said) -> list[tuple[str, int, int]]:
    return [(step.kind, step.number, step.part) for step in steps(*more, **said)]


def test_votes_of_a_question_come_part_by_part_and_then_the_answer():
    found = kinds([0, 2], False, "cards", planned=[Planned(3), Planned()])
    assert found == [
        ("slide", 0, 0),
        ("slide", 2, 0),
        ("vote", 0, 0),
        ("vote", 0, 1),
        ("vote", 0, 2),
        ("shown", 0, 0),
        ("vote", 1, 0),
        ("shown", 1, 0),
        ("end", 0, 0),
    ]
    assert kinds([0], False, "paced", planned=[Planned()]) == kinds([0], False, "paper", planned=[Planned()])


def test_a_twin_stands_behind_the_question_it_repeats_and_moves_nothing_before_it():
    plain = steps([0], True, "cards", planned=[Planned(), Planned()])
    again = steps([0], True, "cards", planned=[Planned(twin=(2, 5, 1)), Planned()])
    assert again[:4] == plain[:4]
    assert [(step.kind, step.number) for step in again[4:]] == [
        ("again", 5),
        ("vote", 2),
        ("shown", 2),
        ("vote", 1),
        ("shown", 1),
        ("end", 0),
    ]


@pytest.mark.parametrize("mode", ["none", "hands", "devices", "cards", "paced", "paper"])
def test_every_run_ends_once_whatever_it_asks(mode):
    found = steps([], False, mode)
    assert found[-1] == Step("end") and found.count(Step("end")) == 1
    assert len(found) == (3 if mode == "devices" else 1)


def recap(kind: str, *lines: tuple[str, str]) -> dict:
    return {"kind": kind, "body": [{"kind": one, "text": text} for one, text in lines]}


@pytest.mark.parametrize(
    ("slides", "said"),
    [
        ([recap("recap", ("ask", "记得吗?"), ("fact", "**先**关门"), ("fact", "再打119"))], "先关门"),
        ([recap("recap", ("fact", "第一")), recap("teach", ("fact", "讲")), recap("recap", ("fact", "最后"))], "最后"),
        ([recap("rhyme", ("fact", "小火车"))], "小火车"),
        ([recap("recap", ("ask", "记得吗?"))], ""),
        ([recap("teach", ("fact", "讲"))], ""),
        ([], ""),
    ],
)
def test_what_pupils_take_home_is_the_first_statement_of_the_last_recap(slides, said):
    assert run_steps.take_home({"slides": slides}) == said
