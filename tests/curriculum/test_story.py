"""A kindergarten's picture story: the shipped one is sound; each part taken away is refused with its file and what to do."""

import shutil
from pathlib import Path

import pytest

from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.question import Aloud

from .building import at

COURSES = Path(__file__).parents[2] / "courses"
STORY, ALOUD = "lessons/01-alarm/lesson.md", "lessons/01-alarm/aloud.yaml"


@pytest.fixture
def story(tmp_path):
    shutil.copytree(COURSES / "fire" / "k-alarm", tmp_path / "fire" / "k-alarm")
    return tmp_path / "fire" / "k-alarm"


def _errors(folder, facts, taxonomy):
    return [str(problem) for problem in check_package(folder, facts, taxonomy)[1] if problem.level == "error"]


def test_the_shipped_story_is_wholly_hearable_and_nobody_is_marked(story, facts, taxonomy):
    package, problems = check_package(story, facts, taxonomy)
    assert package, problems
    lesson = package.lessons[0]
    kinds = [slide.kind for slide in lesson.slides]
    assert kinds == ["cover", *["story"] * 7, "rhyme", "game", "card"]
    assert all(slide.text for slide in lesson.slides[1:])
    assert isinstance(lesson.quiz, Aloud) and len(lesson.quiz.questions) == 2
    assert lesson.skill is None and 10 <= lesson.minutes <= 15


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (STORY, "## rhyme: 念一念", "## story: 念一念", "儿歌要有一页"),
        (STORY, "## game: 铃响变小火车", "## do: 铃响变小火车", "幼儿园的课没有 do 页"),
        (STORY, "## card: 带回家", "## game: 带回家", "亲子卡要有一页"),
        (STORY, "## story: 什么声音", "## rhyme: 什么声音", "次序是封面"),
        (STORY, "![朵朵和乐乐在搭积木，墙上的警铃响了](media/02-ring.svg)\n", "", "这一页没有图"),
        (STORY, "minutes: 13", "minutes: 20", "10–15 分钟"),
        (STORY, "> 朵朵和乐乐在搭积木。\n> 叮铃铃！叮铃铃！\n> 是警报响了。", "", "没有 ::: text"),
        (ALOUD, "  kind: single\n", "  kind: single\n  sure: true\n", "不问有没有把握"),
        (ALOUD, "    picture:\n      src: media/b-110.svg\n      alt: 电话上写着110\n", "", "每个选项要有图"),
        (
            ALOUD,
            "uuid: 08369d19-457e-4089-8ac8-d8ab20521641\n",
            "uuid: 08369d19-457e-4089-8ac8-d8ab20521641\npass_mark: 90\n",
            "只能是",
        ),
    ],
)
def test_a_story_without_a_part_is_refused(story, facts, taxonomy, file, old, new, reason):
    path = story / file
    source = path.read_text("utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    found = _errors(story, facts, taxonomy)
    assert any(reason in error and str(path) in error for error in found), found


@pytest.mark.parametrize(("name", "reason"), [("quiz.yaml", "不做笔试评分"), ("skill.yaml", "做身体游戏")])
def test_a_quiz_or_a_training_is_refused_in_a_kindergarten(story, facts, taxonomy, name, reason):
    donor = COURSES / "fire" / "p2-smoke" / "lessons" / "01-smoke-comes" / name
    shutil.copy(donor, story / "lessons/01-alarm" / name)
    found = at(check_package(story, facts, taxonomy)[1], reason)
    assert found == [(name, 1)]


def test_a_story_needs_its_two_questions(story, facts, taxonomy):
    (story / ALOUD).unlink()
    assert any("缺少 aloud.yaml" in error for error in _errors(story, facts, taxonomy))


def test_pages_of_a_story_and_questions_aloud_are_for_kindergartens_only(course, lesson, facts, taxonomy):
    source = (lesson / "lesson.md").read_text("utf-8")
    (lesson / "lesson.md").write_text(source.replace("## teach:", "## story:", 1), encoding="utf-8")
    shutil.copy(COURSES / "fire" / "k-alarm" / ALOUD, lesson / "aloud.yaml")
    found = _errors(course, facts, taxonomy)
    assert any("幼儿园图画故事的页" in error for error in found)
    assert at(check_package(course, facts, taxonomy)[1], "只给幼儿园") == [("aloud.yaml", 1)]
