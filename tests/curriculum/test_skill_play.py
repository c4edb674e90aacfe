"""Playing a training: the server walks the path, the client only names a choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.curriculum.skill import load_skill
from eduplatform.curriculum.skill_play import grade_order, path_result, take_step

from .test_grading import PACKAGE

SKILL = PACKAGE.lessons[0].skill
ORDER = load_skill(
    {
        "uuid": "00000000-0000-4000-8000-000000000005",
        "kind": "order",
        "title": {"zh": "报警", "en": "Call"},
        "intro": "排一排。",
        "objective": "会报警",
        "minutes": 3,
        "why": "先说在哪里。",
        "facts": ["FIRE-01"],
        "steps": [{"id": each, "text": f"步骤{each}", "why": f"理由{each}"} for each in "dbac"],
    }
)


def test_the_best_way_earns_everything_and_ends_well():
    first = take_step(SKILL, [], "low")
    assert (first.points, first.best, first.why, first.form["id"]) == (2, True, "烟从头上飘过去了。", "door")
    last = take_step(SKILL, first.path, "feel")
    assert (last.path, last.result.done, last.result.outcome, last.result.share) == (["low", "feel"], True, "good", 1.0)
    assert last.result.full == SKILL.full_points == 4


def test_a_worse_way_is_told_so():
    move = take_step(SKILL, ["low"], "open")
    assert (move.best, move.points, move.result.outcome, move.result.share) == (False, 0, "mixed", 0.5)


@pytest.mark.parametrize("path", [["nowhere"], ["low", "feel", "low"], ["feel"]])
def test_a_path_that_does_not_fit_gives_nothing(path):
    assert path_result(SKILL, path) is None
    assert take_step(SKILL, path, "low") is None


@given(choice=st.none() | st.integers() | st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
def test_a_choice_that_is_none_gives_nothing(choice):
    assert choice in ("low", "run") or take_step(SKILL, [], choice) is None


def test_nothing_can_be_chosen_after_the_end():
    assert take_step(SKILL, ["run"], "low") is None


def test_steps_are_marked_in_one_go():
    assert grade_order(ORDER, ["d", "b", "a", "c"]).right
    assert grade_order(ORDER, ["d", "b", "c", "a"]).share == 0.5
    assert grade_order(ORDER, {"d": 1}).share == 0
