"""Trainings with a state: a talk in which the other side asks for what is missing, a plan on which smoke spreads."""

import json
from pathlib import Path

import pytest
import yaml

from eduplatform.curriculum.skill import load_skill
from eduplatform.curriculum.skill_play import moves, public_scene, take_step, walk
from eduplatform.curriculum.skill_states import Reached

from .test_grading import PACKAGE

SKILL = load_skill(yaml.safe_load((Path(__file__).parent / "states.yaml").read_text(encoding="utf-8")))
CALLED = ["both", "two"]  #: everything told at once


def offered(path):
    return [turn.id for turn in walk(SKILL, path).turns]


def words(path):
    return walk(SKILL, path).shown.words


def test_the_other_side_asks_for_what_is_still_missing():
    assert words([]) == "请讲。"
    assert words(["address"]) == "什么在烧？"
    assert words(["both"]) == "有人被困吗？", "what was told with the address is not asked again"
    assert walk(SKILL, CALLED).node.id == "way"


def test_what_was_said_in_vain_is_asked_again_and_not_offered_again():
    assert words(["come"]) == "哪条路？"
    assert offered(["come"]) == ["address", "both", "beg"]
    assert take_step(SKILL, ["come"], "come") is None


def test_a_thing_told_late_earns_less():
    points = [walk(SKILL, path).points for path in (["address"], ["come", "address"], ["come", "beg", "address"])]
    assert points == [2, 1, 0]
    assert walk(SKILL, ["come", "both"]).points == 3, "the smoke had not been asked for before"


@pytest.mark.parametrize("path", [CALLED, ["address", "smoke", "two"]])
def test_everything_told_at_the_first_asking_earns_all(path):
    assert walk(SKILL, path).points == 6


def test_a_talk_can_be_broken_off():
    move = take_step(SKILL, ["both"], "hang")
    assert (move.best, move.points, move.result.outcome) == (False, 0, "mixed")


def test_a_page_names_what_was_told_and_only_counts_the_rest():
    shown = walk(SKILL, ["both"]).shown
    assert (shown.told, shown.missing) == (("在哪里", "什么情况"), 1)


def test_the_clear_way_earns_all():
    end = walk(SKILL, [*CALLED, "hall", "west", "yard"])
    assert (end.outcome, end.points, end.full, end.share) == ("good", 12, 12, 1.0)


def test_smoke_fills_a_place_after_its_steps():
    assert take_step(SKILL, [*CALLED, "hall"], "east").result.outcome == "bad", "the smoke came at the second step"
    plan = {box["id"]: (box["smoke"], box["soon"]) for box in walk(SKILL, [*CALLED, "hall"]).shown.plan["boxes"]}
    assert (plan["east"], plan["fire"], plan["west"]) == ((False, True), (True, True), (False, False))


def test_a_way_that_is_none_ends_the_search_with_its_own_reason():
    move = take_step(SKILL, [*CALLED, "hall"], "lift")
    assert (move.why, move.result.outcome) == ("停电了会关在里面。", "mixed")


def test_a_step_back_forfeits_a_step():
    back = [*CALLED, "hall", "room"]
    assert take_step(SKILL, back[:-1], "room").why == "越走越远了。"
    assert walk(SKILL, [*back, "hall", "west", "yard"]).points == 12 - 2 * 1


def test_nobody_walks_about_for_ever():
    path = list(CALLED)
    while not walk(SKILL, path).done:
        path.append("room" if path[-1] == "hall" else "hall")
    assert walk(SKILL, path).outcome == "bad"
    assert len(path) - len(CALLED) == 14


def test_every_state_ends_and_every_ending_is_met():
    reached = Reached(SKILL)
    assert {"good", "late", "lost"} <= reached.scenes
    assert all(SKILL.turns(state) or SKILL.node(state[0]).ending for state in reached.states)


def test_what_a_page_gets_gives_nothing_away():
    forms = [public_scene(walk(SKILL, [])), *(move.form for move in moves(SKILL, [*CALLED, "hall"]))]
    secrets = ("points", "next", "tells", "why", "facts", "往哪里去了", "西边离烟远", "谁有危险", "best")
    assert not any(secret in json.dumps(forms, ensure_ascii=False) for secret in secrets)


def test_a_scenario_without_such_scenes_is_stored_as_before():
    nodes = PACKAGE.lessons[0].skill.model_dump(mode="json")["nodes"]
    assert {tuple(node) for node in nodes} == {("id", "text", "picture", "objective", "choices", "outcome", "facts")}
