"""Mistakes in a storyboard are named with their line; moving things move as they should."""

import pytest

from eduplatform.curriculum.video import rules
from eduplatform.curriculum.video.stage import Stage
from eduplatform.curriculum.video.storyboard import BoardError, load_storyboard

GOOD = """\
uuid: 00000000-0000-4000-8000-000000000001
title: {zh: 试片, en: Test}
facts: [FIRE-06]
scenes:
  - id: one
    seconds: 1
    say:
      zh: 放低身体
      en: Keep low
    facts: [FIRE-06]
    backdrop: places/corridor
    actors:
      - {id: an, kit: people/girl-a, keys: [{x: 200, y: 600, scale: 2, pose: walk}, {t: 1, x: 400, pose: stand}]}
    words:
      - {text: 低, size: 60}
  - id: two
    seconds: 1
    go_on: true
    say: {zh: 看得清, en: See more}
    facts: [FIRE-06]
    actors:
      - {id: an, keys: [{t: .5, pose: low-walk}]}
"""


def wrong(tmp_path, kit, facts, text: str) -> list[str]:
    file = tmp_path / "storyboard.yaml"
    file.write_text(text, "utf-8")
    try:
        board, document = load_storyboard(file)
    except BoardError as error:
        return [f"{p.line}: {p.reason}" for p in error.problems]
    return [f"{p.line}: {p.reason}" for p in rules.problems(board, document, file, kit, facts)]


def stage(tmp_path, kit) -> Stage:
    file = tmp_path / "storyboard.yaml"
    file.write_text(GOOD, "utf-8")
    return Stage(load_storyboard(file)[0], kit)


def test_a_good_storyboard_has_no_fault(tmp_path, kit):
    assert wrong(tmp_path, kit, None, GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("seconds: 1\n    say:\n", "seconds: zero\n    say:\n", 6, "seconds"),
        ("backdrop: places/corridor", "backdrops: places/corridor", 11, "backdrops"),
        ("uuid: 0", "uuid: x", 1, "uuid"),
        ("      en: Keep low\n", "", 7, "en"),
        ("放低身体", "放低身体放低身体放低身体", 8, "读不完"),
        ("Keep low", "Keep low, keep low, keep low", 9, "读不完"),
        ("backdrop: places/corridor", "backdrop: places/moon", 5, "places/moon"),
        ("kit: people/girl-a,", "kit: people/girl-z,", 5, "girl-z"),
        ("pose: walk}", "pose: fly}", 13, "fly"),
        ("size: 60", "size: 30", 15, "size"),
        ("{t: 1, x: 400", "{t: 3, x: 400", 13, "晚于"),
        ("backdrop: places/corridor\n", "go_on: true\n", 11, "第一个"),
        ("kit: people/girl-a,", 'svg: "<script/>",', 13, "script"),
        ("  - id: two", "  - id: two:", 16, "YAML"),
        ("{text: 低, size: 60}", "{text: 低, size: 60, y: 640}", 15, "字幕盖住"),
        ("{text: 低, size: 60}", "{text: 低, size: 60, x: 10}", 15, "超出画面"),
        (
            "      - {text: 低, size: 60}",
            "      - {text: 低, size: 60}\n      - {text: 高, size: 60, x: 690}",
            16,
            "重叠",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, kit, before, after, line, says):
    assert before in GOOD
    found = wrong(tmp_path, kit, None, GOOD.replace(before, after, 1))
    assert found and found[0].startswith(f"{line}: ") and says in "".join(found), found


@pytest.mark.parametrize("fact", ["FIRE-09", "FIRE-13", "FIRE-14", "FIRE-99"])
def test_facts_a_child_must_not_be_taught_are_refused(tmp_path, kit, facts, fact):
    found = wrong(
        tmp_path, kit, facts, GOOD.replace("facts: [FIRE-06]\n    backdrop", f"facts: [{fact}]\n    backdrop")
    )
    assert any(fact in line for line in found), found


def test_a_shipped_video_needs_its_length(tmp_path, kit, facts):
    assert any("60" in line for line in wrong(tmp_path, kit, facts, GOOD))


def test_who_goes_on_starts_where_the_scene_before_ended(tmp_path, kit):
    play = stage(tmp_path, kit)
    assert play.sets[1].tracks[0].keys[0]["x"] == 400
    assert play.sets[1].backdrop == "places/corridor"


def test_feet_do_not_move_while_the_walker_stands(tmp_path, kit):
    play = stage(tmp_path, kit)
    assert play.sets[1].tracks[0].walked == 200


def test_the_same_moment_is_drawn_the_same(tmp_path, kit):
    assert stage(tmp_path, kit).frame(0.72) == stage(tmp_path, kit).frame(0.72)
