"""Keys put right: which editions are read with the new key, which are left alone, and what a load asks the worker to do."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from eduplatform.curriculum import corrected_keys, operations, queries
from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.models import CorrectedKey, Item, Revision
from eduplatform.curriculum.question import load_question
from eduplatform.extensions import db
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import Job

from .building import at, swapped

FIRST = "00000000-0000-4000-8000-000000000101"
QUIZ = "00000000-0000-4000-8000-000000000003"
SAID = "  key_corrected: {since: 2026-11-02, why: 两个选项写反了，选项b才对}\n"
KEY_A = """  - {id: a, text: 选项a, why: 理由a, right: true}
  - {id: b, text: 选项b, why: 理由b, belief: 想法b}
  - {id: c, text: 选项c, why: 理由c, belief: 想法c}
- uuid: 00000000-0000-4000-8000-000000000102
"""
KEY_B = """  - {id: a, text: 选项a, why: 理由a, belief: 想法a}
  - {id: b, text: 选项b, why: 理由b, right: true}
  - {id: c, text: 选项c, why: 理由c, belief: 想法c}
- uuid: 00000000-0000-4000-8000-000000000102
"""
KIND = f"- uuid: {FIRST}\n  kind: single\n"


@pytest.fixture
def publish(app, lesson, facts, taxonomy):
    """Load the sample course as it stands now."""

    def load() -> None:
        package, problems = check_package(lesson.parents[1], facts, taxonomy)
        assert package, problems
        with write():
            operations.load_course(package)

    with app.app_context():
        yield load


@pytest.fixture
def put_right(publish, lesson):
    """The first question, published with key a and then, corrected, with key b."""
    publish()
    quiz = lesson / "quiz.yaml"
    swapped(quiz, KEY_A, KEY_B)
    swapped(quiz, KIND, KIND + SAID)
    publish()
    return quiz


def editions(uuid: str = FIRST) -> list[int]:
    """Revisions of a question, the oldest first."""
    found = select(Revision.id).join(Item, Item.id == Revision.item_id).where(Item.uuid == uuid)
    return list(db.session.scalars(found.order_by(Revision.number)))


def pools() -> list[dict[str, object]]:
    """Of each quiz revision, the oldest first: uuid → right option of the single ones."""
    found = select(Revision.id).join(Item, Item.id == Revision.item_id).where(Item.uuid == QUIZ)
    return [
        {
            str(q.uuid): next(o.id for o in q.options if o.right)
            for _n, q in queries.question_pool(quiz)
            if q.kind == "single"
        }
        for quiz in db.session.scalars(found.order_by(Revision.number))
    ]


def jobs() -> list[dict[str, object]]:
    return [job.payload for job in db.session.scalars(select(Job).where(Job.kind == corrected_keys.REMARK))]


def test_an_older_edition_is_read_with_the_corrected_key_and_its_sheets_are_to_be_marked_again(put_right):
    old, new = editions()
    assert corrected_keys.in_force() == {old: new}
    assert [pool[FIRST] for pool in pools()] == ["b", "b"]
    assert jobs() == [{"questions": [old]}]
    assert queries.question_as_marked(old, queries.body(old)).key_corrected.why == "两个选项写反了，选项b才对"


def test_the_revision_itself_never_changes(put_right):
    old, _new = editions()
    assert next(one["id"] for one in queries.body(old)["options"] if one["right"]) == "a"


def test_every_other_question_stays_as_it_was(put_right):
    before, after = ({uuid: key for uuid, key in pool.items() if uuid != FIRST} for pool in pools())
    assert before == after and len(before) > 4


def test_pages_of_the_old_edition_get_the_right_key_too(put_right):
    old = editions()[0]
    found = select(Revision.id).join(Item, Item.id == Revision.item_id).where(Item.uuid == QUIZ, Revision.number == 1)
    bodies = dict(queries.questions(db.session.scalars(found).one()))
    assert [one["id"] for one in bodies[old]["options"] if one["right"]] == ["b"]


def test_a_key_that_changes_without_a_word_is_a_new_question_only(publish, lesson):
    """An author may think anew for the future; nobody is marked again by chance."""
    publish()
    swapped(lesson / "quiz.yaml", KEY_A, KEY_B)
    publish()
    assert corrected_keys.in_force() == {} and jobs() == []
    assert [pool[FIRST] for pool in pools()] == ["a", "b"]


def test_other_words_are_another_question(publish, lesson):
    """Who chose "a" then did not choose what "a" says now."""
    publish()
    quiz = lesson / "quiz.yaml"
    swapped(quiz, KEY_A, KEY_B.replace("text: 选项a", "text: 选项甲"))
    swapped(quiz, KIND, KIND + SAID)
    publish()
    assert corrected_keys.in_force() == {} and jobs() == []


def test_the_same_load_again_asks_for_nothing(put_right, publish):
    publish()
    swapped(put_right, "第 16 题", "最后一题")
    publish()
    assert len(jobs()) == 1 and db.session.query(CorrectedKey).count() == 1


def test_a_file_that_goes_back_takes_the_correction_back(put_right, publish):
    old, new = editions()
    swapped(put_right, KEY_B, KEY_A)
    swapped(put_right, SAID, "")
    publish()
    assert corrected_keys.in_force() == {new: old}
    assert [pool[FIRST] for pool in pools()] == ["a", "a"]
    assert jobs() == [{"questions": [old]}, {"questions": [old, new]}]


def test_a_second_correction_holds_for_all_editions_before(put_right, publish):
    old, new = editions()
    swapped(
        put_right,
        KEY_B,
        KEY_B.replace("belief: 想法c", "right: true").replace("理由b, right: true", "理由b, belief: 想法b"),
    )
    swapped(put_right, "两个选项写反了，选项b才对", "又核对了一遍，选项c才对")
    publish()
    newest = editions()[-1]
    assert corrected_keys.in_force() == {old: newest, new: newest}
    assert {pool[FIRST] for pool in pools()} == {"c"}


def test_nothing_that_was_loaded_before_is_made_anew(publish):
    """A question without a correction is stored as it was before keys could be corrected."""
    publish()
    assert all("key_corrected" not in queries.body(number) for number in editions())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{since: 2026-11-02, why: 错了}", "6"),
        ("{since: 昨天, why: 两个选项写反了}", "date"),
        ("{why: 两个选项写反了}", "since"),
        (f"{{since: 2026-11-02, why: {'很' * 121}}}", "120"),
        ("{since: 2026-11-02, why: 两个选项写反了, by: 我}", "by"),
    ],
)
def test_a_correction_that_says_too_little_is_refused_with_its_line(lesson, facts, taxonomy, said, why):
    swapped(lesson / "quiz.yaml", KIND, KIND + f"  key_corrected: {said}\n")
    package, problems = check_package(lesson.parents[1], facts, taxonomy)
    assert package is None and ("quiz.yaml", 8) in at(problems, ""), (why, problems)


EVERY_KIND = [
    (
        "single",
        {"options": [("a", True), ("b", False), ("c", False)]},
        {"options": [("a", False), ("b", True), ("c", False)]},
    ),
    (
        "multiple",
        {"options": [("a", True), ("b", True), ("c", False)]},
        {"options": [("a", True), ("b", True), ("c", True)]},
    ),
]


def a_question(kind: str, parts: list[tuple[str, bool]], stem: str = "怎么办？"):
    options = [{"id": code, "text": f"选项{code}", "why": f"理由{code}", "right": right} for code, right in parts]
    return load_question(
        {"uuid": FIRST, "kind": kind, "facts": ["FIRE-06"], "objective": "知道", "stem": stem, "options": options}
    )


@pytest.mark.parametrize(("kind", "one", "other"), EVERY_KIND)
def test_the_same_words_with_another_key(kind, one, other):
    first, second = a_question(kind, one["options"]), a_question(kind, other["options"])
    assert corrected_keys.asks_the_same(first, second) and not corrected_keys.same_key(first, second)
    assert corrected_keys.same_key(first, a_question(kind, one["options"], "别的问题？"))
    assert not corrected_keys.asks_the_same(first, a_question(kind, one["options"], "别的问题？"))


def test_the_order_in_which_parts_stand_in_the_file_is_no_word_of_the_question():
    """The file lists steps in their right order: a corrected order moves them."""
    common = {
        "uuid": FIRST,
        "kind": "ordering",
        "facts": ["FIRE-06"],
        "objective": "知道",
        "stem": "先做什么？",
        "why": "理由",
    }
    steps = [{"id": code, "text": f"步骤{code}", "why": "理由"} for code in "abcd"]
    one, other = load_question(common | {"steps": steps}), load_question(common | {"steps": steps[::-1]})
    assert corrected_keys.asks_the_same(one, other) and not corrected_keys.same_key(one, other)


@pytest.mark.parametrize(
    ("kind", "more", "put", "otherwise"),
    [
        (
            "truefalse",
            {"why_true": "因为对", "why_false": "因为错"},
            {"answer": True},
            {"answer": False},
        ),
        (
            "matching",
            {
                "why": "理由",
                "left": [{"id": f"l{n}", "text": f"左{n}"} for n in "123"],
                "right": [{"id": f"r{n}", "text": f"右{n}"} for n in "123"],
            },
            {"pairs": [{"left": f"l{n}", "right": f"r{n}", "why": "理由"} for n in "123"]},
            {"pairs": [{"left": f"l{n}", "right": f"r{m}", "why": "理由"} for n, m in zip("123", "213", strict=True)]},
        ),
        (
            "baskets",
            {"why": "理由", "baskets": [{"id": "b1", "text": "安全"}, {"id": "b2", "text": "危险"}]},
            {"things": [{"id": f"t{n}", "text": f"物{n}", "to": "b1", "why": "理由"} for n in "1234"]},
            {
                "things": [
                    {"id": f"t{n}", "text": f"物{n}", "to": "b2" if n == "4" else "b1", "why": "理由"} for n in "1234"
                ]
            },
        ),
    ],
)
def test_keys_of_other_kinds_are_told_apart(kind, more, put, otherwise):
    common = {"uuid": FIRST, "kind": kind, "facts": ["FIRE-06"], "objective": "知道", "stem": "怎么办？", **more}
    one, other = load_question(common | put), load_question(common | otherwise)
    assert corrected_keys.asks_the_same(one, other) and not corrected_keys.same_key(one, other)


def test_what_is_remembered_is_forgotten_with_the_load(publish, lesson):
    publish()
    assert corrected_keys.in_force() == {}  # remembered now
    swapped(lesson / "quiz.yaml", KEY_A, KEY_B)
    swapped(lesson / "quiz.yaml", KIND, KIND + SAID)
    publish()
    assert len(corrected_keys.in_force()) == 1
    ttl_cache.drop()
    assert len(corrected_keys.in_force()) == 1
