"""A class checklist under check: things that can be seen, done on a page of the lesson; broken, it is refused at its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eduplatform.curriculum import queries
from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.check_checklist import FILE
from tests.learning.world import _tables

from .building import at, broken_at

COURSE = Path(__file__).parents[2] / "courses" / "quake" / "p2-when-it-shakes"

BREAKS = {
    "a thing nobody can see": ("text: 一只手抓紧桌腿", "text: 知道要抓紧桌腿", "“知道”看不见", 0),
    "an objective the course has not": ("objective: 会护头", "objective: 会跑得快", "不在 course.yaml", 0),
    "a page that is not there": ("slide: 练一练：听口令护头", "slide: 听口令护头", "没有标题是“听口令护头”的 do 页", 0),
    "a page on which nobody acts": ("slide: 练一练：听口令护头", "slide: 正在晃，不跑楼梯", "的 do 页", 0),
    "a thing named twice": ("- id: hold", "- id: low", "id low 用了不止一次", 0),
    "a long thing": ("text: 一只手抓紧桌腿", "text: " + "抓紧桌腿" * 11, "要看的一项有 44 个字", 0),
    "a long reason": ("why: 地一晃", "why: " + "地一晃" * 40, "理由有 ", 0),
    "a fact that is not there": ("facts: [QUAKE-12]", "facts: [QUAKE-99]", "没有 QUAKE-99", 0),
    "a fact for adults": ("facts: [QUAKE-12]", "facts: [FIRE-13]", "成年人", 0),
    "a reason said twice": (
        "why: 地一晃，桌子会滑走。手抓着，桌子到哪里，你就到哪里。",
        "why: 掉下来的东西先碰到桌面。头露在外面，桌子就帮不上忙。",
        "几乎一样",
        0,
    ),
    "a misspelt field": ("- id: hold\n", "- id: hold\n  nmae: x\n", "不认识的字段 nmae", 1),
    "two things only": ("- id: guard\n", "- id: [guard\n", "", None),
}


@pytest.fixture
def course(tmp_path):
    (tmp_path / "quake").mkdir()
    for name in ("facts.yaml", "taxonomy.yaml"):
        shutil.copy(COURSE.parents[1] / name, tmp_path / name)
    copied = tmp_path / "quake" / COURSE.name
    shutil.copytree(COURSE, copied)
    return copied


def file_of(course: Path) -> Path:
    return next(course.rglob(FILE))


@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_checklist_is_refused_at_its_line(course, broken):
    before, after, reason, below = BREAKS[broken]
    line = broken_at(file_of(course), before, after)
    package, problems = check_package(course, *_tables())
    assert package is None
    if below is None:  # (a file that cannot be read: whatever YAML says)
        assert [each for each in problems if Path(each.file).name == FILE]
    else:
        assert at(problems, reason) == [(FILE, line + below)], [str(each) for each in problems]


def test_a_sound_one_comes_with_its_lesson_and_is_read_aloud_right(course):
    package, problems = check_package(course, *_tables())
    lesson = package.lessons[0]
    assert problems == [] and lesson.checklist.ids == ["low", "hold", "guard", "stay"]
    assert lesson.pinyin["一只手抓紧桌腿"].split()[-2:] == ["zhuō", "tuǐ"]


def test_a_lesson_without_one_is_stored_as_it_always_was(app):
    with app.app_context():
        bodies = {head.slug: queries.body(head.revision_id) for head in queries.lessons_of("P2")}
    assert "checklist" in bodies["quake/p2-when-it-shakes"] and "checklist" not in bodies["food/p2-green-spots"]


def test_kindergarten_plays_a_game_instead(tmp_path):
    story = COURSE.parents[1] / "fire" / "k-alarm"
    (tmp_path / "fire").mkdir()
    for name in ("facts.yaml", "taxonomy.yaml"):
        shutil.copy(story.parents[1] / name, tmp_path / name)
    copied = tmp_path / "fire" / "k-alarm"
    shutil.copytree(story, copied)
    lesson = next((copied / "lessons").iterdir())
    shutil.copy(next(COURSE.rglob(FILE)), lesson / FILE)
    _package, problems = check_package(copied, *_tables())
    assert at(problems, "身体游戏") == [(FILE, 1)]
