"""The order of questions a class is asked a second time, against the rule read slowly; who reads what it knew."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace

import pytest

from eduplatform.shared import ttl_cache
from eduplatform.teaching import review_questions
from eduplatform.teaching.review_questions import BADLY, MOST_BADLY, known_before, weakest_first


def pool(names: str) -> list:
    return [SimpleNamespace(uuid=name) for name in names]


def order(names: str, known: dict[str, int]) -> str:
    return "".join(one.uuid for one in weakest_first(pool(names), known))


def slowly(names: str, known: dict[str, int]) -> str:
    """One question after another is looked for in what is left."""
    left, found = list(names), ""
    for _ in range(MOST_BADLY):
        bad = [name for name in left if name in known and known[name] < BADLY]
        if bad:
            found += (worst := min(bad, key=lambda name: known[name]))
            left.remove(worst)
    for wanted in (
        lambda name: name not in known,
        lambda name: known[name] < BADLY,
        lambda name: True,
    ):
        group = [name for name in left if wanted(name)]
        if group and all(known.get(name, 100) < BADLY for name in group):
            group.sort(key=lambda name: known[name])
        found += "".join(group)
        left = [name for name in left if name not in group]
    return found


def test_the_order_is_that_of_the_rule_read_slowly():
    random = Random(21)
    for _ in range(800):
        names = "".join(random.sample("abcdefghij", random.randrange(11)))
        known = {name: random.choice((0, 30, 59, 60, 61, 100)) for name in "abcdefghijk" if random.random() < 0.6}
        assert order(names, known) == slowly(names, known), (names, known)


@pytest.mark.parametrize(
    ("words", "names", "known", "found"),
    [
        ("the first time nothing is moved", "cab", {}, "cab"),
        ("60 per cent is not badly", "ab", {"a": 60}, "ba"),
        ("59 per cent is", "ba", {"a": 59}, "ab"),
        ("of equals the order stays", "cba", {"a": 10, "b": 10, "c": 10}, "cba"),
        ("three come first, then something new", "abcdn", {"a": 1, "b": 2, "c": 3, "d": 4}, "abcnd"),
        ("what nobody asks about any more is passed over", "a", {"z": 0}, "a"),
        ("no question", "", {"a": 0}, ""),
    ],
)
def test_words(words, names, known, found):
    assert order(names, known) == found, words


@pytest.fixture
def reader():
    """Counts how often it is asked; the reader of the product comes back."""
    before, asked = list(review_questions._reader), []

    def read(session) -> dict[str, int]:
        asked.append(session.id)
        return {"a": session.id}

    review_questions.use(read)
    yield asked
    review_questions._reader[:] = before


def lesson(number: int, seed: int | None = None, quiz: int | None = 5) -> SimpleNamespace:
    return SimpleNamespace(id=number, seed=seed, quiz_revision_id=quiz)


def test_sheets_printed_ahead_and_lessons_without_questions_ask_nobody(app, reader):
    with app.app_context():
        assert (
            known_before(lesson(1, seed=9))
            == {}
            == known_before(lesson(1, seed=0))
            == known_before(lesson(1, quiz=None))
        )
    assert reader == []


def test_what_a_class_knew_is_read_once_for_each_lesson(app, reader):
    ttl_cache.drop()
    with app.app_context():
        assert [known_before(lesson(number)) for number in (1, 1, 2, 1)] == [{"a": 1}, {"a": 1}, {"a": 2}, {"a": 1}]
    assert reader == [1, 2]


def test_without_a_reader_nothing_is_known(app, reader):
    review_questions._reader.clear()
    with app.app_context():
        assert known_before(lesson(3)) == {}
