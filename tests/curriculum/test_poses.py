"""Alt text and title say what the figures do; whoever is told to crawl is drawn crawling."""

from pathlib import Path

import pytest

from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.check_poses import ACTS, contradictions
from eduplatform.curriculum.drawing.kit import Kit

from .conftest import COURSES

SOURCE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720">
  <title>{title}</title>
  {desc}<use href="kit:places/water"/>
  <use href="kit:people/boy-b?pose=drowning&amp;face=gasp" x="640" y="460" water="460"/>
</svg>
"""


def says(lesson, facts, taxonomy, alt="教室里面的样子", title="水里的小宇", desc=""):
    """What the check reports of a picture with a drowning child and these words."""
    (lesson / "media/src").mkdir()
    (lesson / "media/src/room.svg").write_text(SOURCE.format(title=title, desc=desc), "utf-8")
    text = (lesson / "lesson.md").read_text("utf-8")
    old = text[text.index("![") + 2 : text.index("](media/room.svg)")]
    (lesson / "lesson.md").write_text(text.replace(f"![{old}]", f"![{alt}]"), "utf-8")
    _, problems = check_package(lesson.parents[1], facts, taxonomy)
    return [str(problem) for problem in problems if "却没有人这样做" in str(problem)]


def test_a_drowning_child_may_not_be_said_to_wave(lesson, facts, taxonomy):
    found = says(lesson, facts, taxonomy, alt="水里的小宇在挥手")
    assert found and "lesson.md" in found[0] and "挥手" in found[0] and "drowning" in found[0]


def test_the_title_of_the_source_counts_too(lesson, facts, taxonomy):
    found = says(lesson, facts, taxonomy, title="水里的小宇大声喊")
    assert len(found) == 1 and "room.svg:2" in found[0]


@pytest.mark.parametrize("alt", ["水里的小宇头后仰，没有挥手", "水里的小宇，头向后仰", "水里有一个孩子"])
def test_what_is_drawn_or_denied_passes(lesson, facts, taxonomy, alt):
    assert not says(lesson, facts, taxonomy, alt=alt)


def test_the_author_says_what_own_shapes_show(lesson, facts, taxonomy):
    assert not says(lesson, facts, taxonomy, alt="岸上的人趴在地上", desc="<desc>自画：趴在地上</desc>")


def test_every_pose_of_the_table_is_in_the_kit():
    known = Kit(COURSES / "_kit").poses
    missing = {pose for _, shown in ACTS for pose in shown.split()} - set(known)
    assert not missing


@pytest.mark.parametrize(
    ("words", "pose", "word"),
    [
        ("小安和小全弯腰走", "walk", "弯腰"),
        ("小安用手背试门", "press", "手背"),
        ("小全仰面漂着", "swim", "仰面漂"),
        ("孩子躲到桌子下面", "sit", "躲到桌子下"),
        ("李老师打电话，大家等", "stand", "打电话"),
    ],
)
def test_each_act_wants_its_pose(words, pose, word):
    assert contradictions(words, {pose})[0][0] == word


def test_a_source_in_another_encoding_is_named_and_ends_no_check(lesson, facts, taxonomy):
    (lesson / "media/src").mkdir()
    (lesson / "media/src/room.svg").write_bytes(SOURCE.format(title="水里的小宇", desc="").encode("gb18030"))
    package, problems = check_package(lesson.parents[1], facts, taxonomy)
    assert package is None
    assert [(Path(each.file).name, each.line, "UTF-8" in each.reason) for each in problems] == [("room.svg", 2, True)]


def test_a_source_that_is_no_drawing_is_left_to_who_draws_it(lesson, facts, taxonomy):
    (lesson / "media/src").mkdir()
    (lesson / "media/src/room.svg").write_text("<svg", "utf-8")
    assert check_package(lesson.parents[1], facts, taxonomy)[1] == []
