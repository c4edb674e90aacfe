"""Measured answers: what taps earn, that nothing a page sends earns more, and how a file is refused that gives no chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from eduplatform.curriculum.skill import load_skill
from eduplatform.curriculum.skill_measured import MOST_TAPS, read_taps, written_taps
from eduplatform.curriculum.skill_play import path_result, public_scene, take_step, walk
from eduplatform.curriculum.skill_states import Reached, best_ends_well

from . import test_training_rules as rules
from .building import lines
from .measured import GOOD, HEAD, beat, hazard, said, steps
from .test_training_rules import LATE, put

checked = rules.said  #: the fixture that checks a training of these scenes


def training(scene: dict):
    return load_skill(HEAD | {"nodes": [scene, GOOD, LATE]})


def taps(*numbers: int) -> str:
    return written_taps(numbers)


def reading(scene: dict, *numbers: int):
    """(kind, points, what was measured) of an answer."""
    move = take_step(training(scene), [], taps(*numbers))
    return (move.reading.kind, move.points, move.reading) if move else None


EVERY_545 = (545,) * 36  # 110 a minute for twenty seconds


@pytest.mark.parametrize(
    ("intervals", "kind", "points", "per_minute"),
    [
        (EVERY_545, "steady", 4, 110),
        ((500,) * 40, "steady", 4, 120),
        ((600,) * 33, "steady", 4, 100),
        ((480,) * 40, "fast", 0, 125),
        ((640,) * 30, "slow", 0, 94),
        ((350, 545, 740) * 12, "uneven", 2, 110),
        ((540, 560, 520, 570) * 9, "steady", 4, 109),
    ],
)
def test_a_beat_is_read_from_its_intervals(intervals, kind, points, per_minute):
    found = reading(beat(), *intervals)
    assert found[:2] == (kind, points) and abs(found[2].per_minute - per_minute) <= 1


def test_too_few_taps_say_nothing():
    for few in ((), (545,), (545,) * 12, (0, 0, 0)):
        assert reading(beat(), *few) is None
    for few in ((5000,) * 3, (5000,) * 5, ()):
        assert reading(steps(), *few) is None


@pytest.mark.parametrize(
    ("held", "kind", "points", "seconds"),
    [
        ((5000,) * 4, "steady", 4, 20),
        ((4800, 4700, 5100, 5000), "steady", 4, 20),
        ((9000,) * 4, "steady", 4, 36),
        ((2000,) * 4, "fast", 0, 8),
        ((9000, 9000, 1000, 5000), "uneven", 2, 24),
    ],
)
def test_steps_are_held_each_for_its_seconds(held, kind, points, seconds):
    found = reading(steps(), *held)
    assert found[:2] == (kind, points) and found[2].seconds == seconds


@pytest.mark.parametrize(
    ("tapped", "kind", "points"),
    [
        ((61,), "seen", 3),
        ((60,), "seen", 3),
        ((75,), "seen", 3),
        ((76,), "seen", 2),
        ((90,), "seen", 2),
        ((91,), "missed", 0),
        ((), "missed", 0),
        ((59,), "early", 0),
        ((20, 65), "seen", 2),
        ((20, 40, 65), "seen", 1),
        ((10, 20, 30, 65), "early", 0),
        ((62, 64, 66, 110), "seen", 3),
        ((20, 22, 24, 65), "seen", 2),
        (tuple(range(0, 120, 6)), "early", 0),
    ],
)
def test_the_first_tap_in_a_window_counts_and_every_false_alarm_costs(tapped, kind, points):
    assert reading(hazard(), *tapped)[:2] == (kind, points)


def test_then_the_place_is_asked_for():
    skill = training(hazard())
    stood = walk(skill, [taps(61)])
    assert [turn.id for turn in stood.turns] == ["a", "b", "c"] == [turn.id for turn in stood.mixed(7)]
    assert skill.full_points == 4 and best_ends_well(skill) and Reached(skill).scenes == {"watch", "good"}
    assert take_step(skill, [taps(61)], taps(61)) is None, "a moment is told once"
    assert walk(skill, [taps(61), "b"]).points == 4
    assert walk(training(hazard(where=None)), [taps(61)]).done


def test_stills_earn_what_their_moment_earns_and_keep_their_order():
    stood = walk(training(hazard()), [])
    assert [(turn.id, turn.points) for turn in stood.mixed(3)] == [
        ("still-1", 0),
        ("still-2", 0),
        ("still-3", 3),
        ("still-4", 2),
        ("still-5", 0),
    ]


def test_a_page_is_never_told_when_the_danger_begins():
    shown = str(public_scene(walk(training(hazard()), [])))
    for secret in ("begins", "windows", "points", "早早看见", "'right'", "where"):
        assert secret not in shown
    assert "right" not in str(public_scene(walk(training(hazard()), [taps(61)])))


@given(
    st.one_of(
        st.text(), st.binary(), st.integers(), st.none(), st.lists(st.integers()), st.from_regex(r"\Ataps:[0-9-]*\Z")
    )
)
def test_nothing_that_is_sent_breaks_or_earns_more_than_there_is(anything):
    for scene in (beat(), steps(), hazard()):
        skill = training(scene)
        move = take_step(skill, [], anything)
        assert move is None or move.points <= skill.full_points
        if move is not None:
            assert path_result(skill, move.path).points == move.points, "what is kept is read the same again"


@pytest.mark.parametrize(
    "odd", ["taps:1-", "taps:-1", "taps:1--2", "taps: 1", "taps:１", "taps:1.5", "TAPS:1", "taps:123456", "", None, 3]
)
def test_what_is_no_list_of_moments_is_none(odd):
    assert read_taps(odd) is None


def test_a_list_is_read_as_it_was_written_and_not_longer_than_a_hand_taps():
    assert read_taps("taps:") == [] and read_taps("taps:007-8") == [7, 8] and written_taps([7, 8]) == "taps:7-8"
    assert read_taps(written_taps([1] * MOST_TAPS)) and read_taps(written_taps([1] * (MOST_TAPS + 1))) is None
    assert take_step(training(hazard()), [], "taps:65-20") is None, "time does not run backwards"


def test_taps_do_nothing_in_a_scene_of_choices():
    assert take_step(training(beat()), ["a"], taps(61)) is None


def test_sound_ones_pass(checked):
    for scene in (beat(), steps(), hazard(), hazard(where=None)):
        found = [each for each in checked(scene) if "走不到" not in each.reason]
        assert found == []


# (scene, place in it, another value, words of the reason)
BROKEN = {
    "a beat and steps": (steps(), ("rhythm", "beat"), {"low": 100, "high": 120, "seconds": 20}, "两样里写一样"),
    "a beat that cannot be slow": (beat(), ("rhythm", "slow"), None, "拍子会慢"),
    "a narrow band": (beat(), ("rhythm", "beat", "high"), 105, "high 至少比 low 多 10"),
    "steps that are slow": (steps(), ("rhythm", "slow"), said("太缓"), "请删去 slow"),
    "steps too short in all": (steps(), ("rhythm", "steps"), [{"name": "搓", "seconds": 3}] * 3, "各步加起来 9 秒"),
    "a long name": (steps(), ("rhythm", "steps", 0, "name"), "手" * 11, "步骤的名字有 11 个字"),
    "two right answers": (beat(), ("rhythm", "options", 1, "right"), True, "正好一个写 right"),
    "an answer twice": (beat(), ("rhythm", "options", 1, "id"), "a", "选择 id a 用了不止一次"),
    "a way to nowhere": (beat(), ("rhythm", "next"), "attic", "不存在的场景 attic"),
    "a fact for adults": (beat(), ("rhythm", "steady", "facts"), ["FIRE-13"], "只讲给成年人"),
    "a misspelt field": (beat(), ("rhythm", "tempo"), 3, "不认识的字段 tempo"),
    "a beat too long": (beat(), ("rhythm", "beat", "seconds"), 60, "不能大于 30"),
    "a film that stands still": (hazard(), ("hazard", "film", "actors", 0, "keys"), [{"t": 0}], "画面不动"),
    "keys out of order": (hazard(), ("hazard", "film", "actors", 0, "keys", 0, "t"), 11, "keys 的 t"),
    "a danger at once": (hazard(), ("hazard", "begins"), 1, "危险要在第 3 秒以后"),
    "windows out of order": (hazard(), ("hazard", "windows", 0, "to"), 10, "windows 的 to"),
    "later is better": (hazard(), ("hazard", "windows", 1, "points"), 5, "越早看出来得分越高"),
    "stills out of order": (hazard(), ("hazard", "stills", 0, "t"), 5, "stills 的 t"),
    "no still in time": (hazard(), ("hazard", "stills", 2, "t"), 8, "第一格要落在第一个 windows"),
    "stills alike": (hazard(), ("hazard", "stills", 1, "alt"), "第 1 秒的样子", "两格的说明一样"),
    "nothing before it": (hazard(), ("hazard", "stills", 1, "t"), 6.5, "至少要有 2 格"),
    "no place is it": (hazard(), ("hazard", "where", "spots", 1, "right"), False, "正好一个写 right"),
    "a place after the end": (hazard(), ("hazard", "where", "at"), 15, "at 超过"),
    "a place twice": (hazard(), ("hazard", "where", "spots", 2, "id"), "a", "地方 id a"),
    "a film too long": (hazard(), ("hazard", "film", "seconds"), 40, "不能大于 20"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_is_refused_at_a_line(checked, name):
    scene, place, value, reason = BROKEN[name]
    found = lines(checked(put(scene, place, value)), reason)
    assert found and all(line > 1 for line in found)


@pytest.mark.parametrize("odd", ["watch", 3, None, ["watch"]])
def test_a_scene_that_is_no_scene_is_refused_like_any_other_fault(odd):
    with pytest.raises(ValidationError):
        load_skill(HEAD | {"nodes": [odd, GOOD, LATE]})
