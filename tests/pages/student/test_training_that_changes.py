"""A training with a state through its pages: a talk, then a plan on which smoke spreads."""

from __future__ import annotations

import re

import pytest

from tests.learning import world

from .test_skill_training import choose, row


@pytest.fixture
def number(app, yu, tmp_path) -> int:
    with app.app_context():
        lesson = world.load_changing(tmp_path)
    begun = yu.post(f"/student/lessons/{lesson}/skill", data={"key": "changing-key-0001"})
    return int(begun.location.rsplit("/", 1)[1])


def page(yu, number, *path) -> str:
    for step, choice in enumerate(path):
        assert choose(yu, number, step, choice).status_code == 303
    return yu.get(f"/student/trainings/{number}").get_data(as_text=True)


def test_the_other_side_asks_and_nothing_tells_what_is_missing(yu, number):
    shown = page(yu, number)
    assert "接线员" in shown and "请讲。" in shown and "还差 3 件事没有说" in shown
    assert not any(secret in shown for secret in ("谁有危险", "往哪里去了", "address", "tells", "FIRE"))


def test_what_was_told_is_named_and_the_rest_asked(yu, number):
    shown = page(yu, number, "both")
    assert "已经说清：" in shown and "什么情况" in shown and "有人被困吗？" in shown and "还差 1 件事没有说" in shown
    assert "阳光路八号有烟" in shown, "what I said stands above the answer"


def test_the_way_is_kept_and_replayed(app, yu, number):
    page(yu, number, "come", "both", "two", "hall", "west", "yard")
    kept = row(app, number)
    assert (kept.points, kept.most, kept.outcome) == (11, 12, "good")


def test_the_plan_says_in_words_where_smoke_is(yu, number):
    shown = page(yu, number, "both", "two", "hall")
    words = re.sub(r"<[^>]+>", "", shown)
    assert "你在这里：走廊。有烟：杂物间。烟快到了：东楼梯。" in words
    assert not any(secret in shown for secret in ("西边离烟远", "停电", "越走越远", "看不清", "yard"))


def test_what_is_not_offered_now_cannot_be_taken(app, yu, number):
    page(yu, number, "come")
    assert choose(yu, number, 1, "come").status_code == 422
    assert choose(yu, number, 1, "two").status_code == 422
    assert row(app, number).path == ["come"]


def test_a_page_costs_as_many_statements_as_ever(yu, number):
    page(yu, number, "both", "two", "hall")
    answer = yu.get(f"/student/trainings/{number}")
    assert int(answer.headers["Server-Timing"].partition('desc="')[2].rstrip('"')) <= 10
