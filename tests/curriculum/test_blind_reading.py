"""A blind reading: what the reader sees says nothing of the key, and letters mean what was shown beside them."""

import re

import pytest

from eduplatform.curriculum.answer_key import right_answer
from eduplatform.curriculum.blind_reading import OddAnswer, marked, read_answers, shown
from eduplatform.curriculum.question import KINDS_OF_QUESTION

from .building import question
from .every_kind import late_kinds

OLDER = ("single", "multiple", "truefalse", "ordering", "matching", "spot")
EVERY = [*(question(kind) for kind in OLDER), *(one for kind, one in late_kinds().items() if kind not in OLDER)]
SEED = "7"


def lettered(one, seed=SEED):
    """(words of the numbered things, words of the lettered choices) as shown, without pictures and places."""
    lines = [re.split(" （左| 图 ", line.strip())[0] for line in shown(one, seed, "f")[1:]]
    return (
        [line[2:] for line in lines if re.match(r"\d ", line)],
        [line[2:] for line in lines if re.match("[A-J] ", line)],
    )


def letters_for(one):
    """The key in letters, found by the words alone: what a reader writes who knows it all."""
    numbered, words = lettered(one)
    key, body = right_answer(one), one.model_dump(mode="json")
    parts = [
        part
        for field in ("options", "reasons", "steps", "left", "right", "baskets", "places", "things", "regions")
        for part in body.get(field) or []
    ]
    said = {part["id"]: part.get("text") or part["label"] for part in parts} | {True: "对", False: "错"}
    letter = {word: "ABCDEFGHIJ"[n] for n, word in enumerate(words)}
    if isinstance(key, dict) and numbered:
        wanted = [key[next(id_ for id_, text in said.items() if text == word)] for word in numbered]
    else:
        wanted = list(key.values()) if isinstance(key, dict) else key if isinstance(key, list) else [key]
    return "".join(letter[said[id_]] for id_ in wanted)


def test_every_kind_is_read():
    assert {one.kind for one in EVERY} == set(KINDS_OF_QUESTION)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.kind)
def test_nothing_of_the_key_is_shown(one):
    said = "\n".join(shown(one, SEED, "courses/x/lessons/01"))
    body = one.model_dump(mode="json")
    secret = {str(fact) for fact in one.facts} | {one.objective}
    for part in [body, *(part for value in body.values() if isinstance(value, list) for part in value)]:
        if isinstance(part, dict):
            secret |= {part[field] for field in ("why", "why_true", "why_false", "belief") if part.get(field)}
            secret |= {part["picture"]["alt"]} if part.get("picture") else set()
    assert one.stem in said and [word for word in secret if word in said] == []


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.kind)
def test_the_order_is_the_seed_s_and_the_right_letters_are_marked_right(one):
    assert shown(one, SEED, "f") == shown(one, SEED, "f")
    letters = letters_for(one)
    (right,) = marked([one], read_answers(f"1 {letters.lower()}"), SEED)
    assert right.mark.right and right.said.letters == letters
    assert marked([one], {}, SEED)[0] == (marked([one], read_answers("1 # ?"), SEED)[0].mark, None)
    assert not marked([one], {}, SEED)[0].mark.right


def test_the_right_choice_does_not_stand_at_one_letter():
    found = {letters_for_seed(seed) for seed in range(20)}
    assert found == {"A", "B", "C"}


def letters_for_seed(seed):
    words = lettered(question("single"), str(seed))[1]
    return "ABC"[words.index("选项a")]


def test_pictures_are_named_by_their_path():
    said = "\n".join(shown(question("pictures"), SEED, "courses/x/lessons/01"))
    assert all(f"courses/x/lessons/01/media/{each}.svg" in said for each in "abcd")


def test_answers_are_read_as_people_write_them():
    said = read_answers("# 我的答案\n\n1 B\n2. a,c\n３：ｂ　a\n4、D#拿不准\n5 # 没做\n")
    assert {number: one.letters for number, one in said.items()} == {1: "B", 2: "AC", 3: "BA", 4: "D", 5: ""}
    assert (said[4].remark, said[4].line, said[5].remark) == ("拿不准", 6, "没做")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("B", "第 1 行看不懂"),
        ("1 B\n2 甲", "第 2 行看不懂"),
        ("1 B\n1 C", "第 2 行：第 1 题在第 1 行答过了"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, reason):
    with pytest.raises(OddAnswer, match=reason):
        read_answers(text)


@pytest.mark.parametrize(
    ("kind", "letters"),
    [
        ("single", "AB"),
        ("single", "D"),
        ("truefalse", "C"),
        ("multiple", "AAB"),
        ("ordering", "ABC"),
        ("ordering", "ABCC"),
        ("matching", "AB"),
        ("matching", "ABZ"),
        ("two_step", "AB"),
        ("two_step", "A"),
    ],
)
def test_letters_a_question_does_not_have_are_no_answer_and_what_to_write_is_said(kind, letters):
    one = next(one for one in EVERY if one.kind == kind)
    with pytest.raises(OddAnswer, match=f"第 1 行：{letters} 不能是这题的答案；.*字母到 [A-J]"):
        marked([one], read_answers(f"1 {letters}"), SEED)


@pytest.mark.parametrize("number", [0, 2])
def test_a_number_that_is_not_there_is_named(number):
    with pytest.raises(OddAnswer, match=f"没有第 {number} 题，只有 1–1"):
        marked([question("single")], read_answers(f"{number} A"), SEED)
