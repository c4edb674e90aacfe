"""Which questions are told apart in anonymised facts, against every way to choose; from when a week goes out, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from eduplatform.assessment import microdata_rules
from eduplatform.assessment.microdata_dictionary import HEAD, MEANINGS, READ_ME, columns_of
from eduplatform.assessment.microdata_rules import LEAST, last_closed_day, named_items
from eduplatform.assessment.rules import LEAST_PUPILS


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({}, ""),
        ({"a": 9}, ""),
        ({"a": 10}, "a"),
        ({"a": 10, "b": 10}, "ab"),
        ({"a": 12, "b": 9}, ""),  # b alone would be a rest of nine: a goes with it
        ({"a": 12, "b": 5, "c": 5}, "a"),  # the rest is ten
        ({"a": 12, "b": 30, "c": 1}, "b"),  # the smallest goes with it
        ({"a": 12, "b": 12, "c": 1}, "b"),  # of equals the first by its uuid
        ({"a": 12, "b": 0}, "a"),  # nobody answered it: there is no rest
        ({"a": 3, "b": 4}, ""),
    ],
)
def test_questions_with_few_answers_stand_together_at_least_ten_or_none(answers, named):
    assert named_items(answers) == frozenset(named)


@pytest.mark.parametrize("seed", range(80))
def test_as_many_are_named_as_can_be_without_a_small_rest(seed):
    lot = Random(f"named:{seed}")
    answers = {chr(97 + n): lot.choice((0, 1, 3, 9, 10, 11, 25)) for n in range(lot.randint(0, 6))}
    found = named_items(answers)

    def allowed(named: tuple[str, ...]) -> bool:
        rest = sum(n for item, n in answers.items() if item not in named)
        return all(answers[item] >= LEAST for item in named) and (rest == 0 or rest >= LEAST)

    every = [some for size in range(len(answers) + 1) for some in combinations(answers, size) if allowed(some)]
    whole = sum(answers.values())
    assert allowed(tuple(found)) or whole < LEAST, "a cell of fewer than ten does not go out at all"
    assert len(found) == max(map(len, every), default=0)


def test_a_week_goes_out_once_it_has_been_over_for_a_whole_week():
    day = date(2026, 9, 1)
    while day < date(2027, 1, 20):
        last = last_closed_day(day)
        assert last.weekday() == 6, "whole weeks only"
        assert 8 <= (day - last).days <= 14 and last + timedelta(days=8) <= day
        assert last == last_closed_day(day - timedelta(days=day.weekday())), "the same from Monday to Sunday"
        day += timedelta(days=1)
    assert last_closed_day(date(2026, 11, 16)) == date(2026, 11, 8) == last_closed_day(date(2026, 11, 22))
    assert last_closed_day(date(2026, 11, 23)) == date(2026, 11, 15)
    assert microdata_rules.LEAST == LEAST_PUPILS


def test_every_column_is_explained_in_both_languages_and_none_could_name_a_pupil():
    files = {one.file for one in MEANINGS}
    assert files == {"answers.csv", "classes.csv"} and len(HEAD) == len(MEANINGS[0])
    for one in MEANINGS:
        assert one.zh and one.en and one.type in ("text", "date", "integer", "number"), one
        assert any("一" <= letter <= "鿿" for letter in one.zh) and one.en.isascii() or "−" in one.en or "–" in one.en
    for file in files:
        names = columns_of(file)
        assert len(set(names)) == len(names) and names[:4] == ["school", "class", "stage", "grade"]
        assert not {"pupil", "name", "number", "pupil_id", "user", "teacher"} & set(names)
    assert columns_of("nothing.csv") == []
    said = READ_ME.format(unit_mark="x", year=2026, next_year=2027, day="2026-11-08")
    assert "{" not in said and "2026–2027" in said and "不足 10 个" in said and "under 10" in said
