"""course.yaml and the folder around it: names, topic, stage, objectives, reviews, lessons, missing and odd files."""

import shutil
from pathlib import Path

import pytest

from eduplatform.curriculum.check import check_package, check_tree, package_folders

from .building import AIM, at, line_of, swapped, written
from .conftest import COURSES

HEAD, LESSON = "course.yaml", "lessons/01-sample"
OWN = f"- {AIM}\naims:"


@pytest.fixture
def said(course, facts, taxonomy):
    """Check the sample course as it stands now: its problems."""

    def check(folder: Path = course):
        check.package, problems = check_package(folder, facts, taxonomy)
        return problems

    return check


def test_the_sample_before_anything_is_broken(said):
    assert said() == []
    assert said.package.slug == "fire/p2-sample"


@pytest.mark.parametrize(
    ("folder", "sound"),
    [
        ("fire/p2-other-name", True),
        ("fire/p2-", True),
        ("fire/p3-sample", False),
        ("fire/sample", False),
        ("water/p2-sample", False),
    ],
)
def test_a_folder_is_named_by_topic_and_stage(said, course, folder, sound):
    moved = course.parents[1] / "moved" / folder
    shutil.copytree(course, moved)
    assert at(said(moved), "文件夹要叫 courses/fire/p2-名字") == ([] if sound else [(HEAD, 2)])


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ("topic: FIRE", "topic: FIRES", 2, "没有专题 FIRES"),
        ("topic: FIRE", "topic: fire", 2, "topic 的写法不对"),
        ("stage: P2", "stage: p2", 3, "stage 只能是"),
        ("stage: P2", "stage: 2", 3, "stage 只能是"),
        ("title: {zh: 样板课, en: Sample course}", "title: 样板课", 4, "title 下面要写一行一个的"),
        ("summary: {zh: 测试用的最小课程。", "summary: {zh: 测试,用的课程。", 5, "半角逗号把一句话切开了"),
        ("uuid: 0", "uid: 0", 1, "不认识的字段 uid"),
        ("licence: CC BY 4.0\n", "", 1, "缺少 licence"),
        ("licence: CC BY 4.0", "licence: 4.0", 13, "licence 要写成文字"),
        ("authors: [测试]", "authors: 测试", 12, "authors 要写成列表"),
        ("reviews: []", "reviews:\n- {fact: FIRE-14, role: 甲, date: 2026-02-30, basis: 乙}", 15, "YAML 写法有误"),
        ("reviews: []", 'reviews:\n- {fact: FIRE-14, role: 甲, date: "二月", basis: 乙}', 15, "date 要写日期"),
        ("reviews: []", "reviews:\n- {fact: FIRE-14, role: 甲, basis: 乙}", 15, "缺少 date"),
        ("reviews: []", "reviews:\n- {fact: FIRE-99, role: 甲, date: 2026-01-01, basis: 乙}", 15, "不是 C 级事实"),
        ("reviews: []", "reviews:\n- {fact: FIRE-06, role: 甲, date: 2026-01-01, basis: 乙}", 15, "不是 C 级事实"),
    ],
)
def test_one_wrong_thing_of_a_head_is_named(said, course, before, after, line, reason):
    swapped(course / HEAD, before, after)
    found = at(said(), reason)
    assert found and found[0][0] == HEAD, said()
    assert line in [each for _file, each in found] or (line == 15 and found == [(HEAD, 1)])
    assert said.package is None


@pytest.mark.parametrize(
    ("objective", "reason"),
    [
        ("知道烟很危险", "不是 FIRE 本学段或更低学段的学习目标"),
        (AIM.replace("更", "更更"), "不是 FIRE 本学段或更低学段的学习目标"),
    ],
)
def test_an_objective_is_copied_word_for_word(said, course, objective, reason):
    swapped(course / HEAD, OWN, f"- {AIM}\n- {objective}\naims:")
    assert at(said(), reason) == [(HEAD, 8)]


def test_an_objective_of_an_earlier_stage_may_be_taken_up_again_but_not_alone(said, course, taxonomy):
    earlier, later = taxonomy.own("FIRE", "P1")[0], taxonomy.own("FIRE", "P3")[0]
    swapped(course / HEAD, OWN, f"- {AIM}\n- {earlier}\naims:")
    assert at(said(), "学习目标；请照抄 taxonomy.yaml") == at(said(), "至少要有一条本学段") == []
    swapped(course / HEAD, f"- {AIM}\n- {earlier}", f"- {earlier}")
    assert at(said(), "至少要有一条本学段自己的学习目标") == [(HEAD, 6)]
    swapped(course / HEAD, f"- {earlier}\naims", f"- {later}\naims")
    assert at(said(), "学习目标；请照抄 taxonomy.yaml") == [(HEAD, 7)]


@pytest.mark.parametrize("name", ["01-b", "99-b-2"])
def test_a_lesson_folder_of_two_figures_and_small_letters_is_a_lesson(said, course, name):
    (course / LESSON).rename(course / "lessons" / name)
    assert said() == []
    assert [lesson.slug for lesson in said.package.lessons] == [name]


@pytest.mark.parametrize("name", ["1-b", "01_b", "01-B", "b", "001-b", "01-课"])
def test_another_name_of_a_lesson_folder_is_refused(said, course, name):
    (course / LESSON).rename(course / "lessons" / name)
    assert at(said(), "课时文件夹要叫 01-名字") == [("lesson.md", 1)]


def test_lessons_come_in_the_order_of_their_folders(said, course, taxonomy):
    shutil.copytree(course / LESSON, course / "lessons" / "00-before")
    found = said()
    assert len(at(found, "重复")) == 19, "every uuid of the copied lesson"
    assert {Path(each.file).parent.name for each in found if "重复" in each.reason} == {"01-sample"}


def test_a_course_without_lessons_is_refused(said, course):
    shutil.rmtree(course / "lessons")
    assert at(said(), "没有课时") == [(HEAD, 1)]
    (course / "lessons").mkdir()
    (course / "lessons" / "README").write_text("a file is no lesson", encoding="utf-8")
    assert at(said(), "没有课时") == [(HEAD, 1)]


@pytest.mark.parametrize("name", ["lesson.md", "quiz.yaml", "skill.yaml"])
def test_each_missing_file_of_a_lesson_is_named_and_nothing_is_built_on_it(said, course, name):
    (course / LESSON / name).unlink()
    found = said()
    assert at(found, f"缺少 {name}；请照 courses/README.md 补上") == [(name, 1)]
    assert said.package is None
    assert at(found, "在训练里没有") == at(found, "题在考") == [], "of a missing part nobody knows what it would say"


def test_a_folder_without_its_head_says_so_and_still_checks_its_lessons(said, course):
    (course / HEAD).unlink()
    swapped(course / LESSON / "quiz.yaml", "draw: 6", "draw: 3")
    found = said()
    assert at(found, "缺少 course.yaml") == [(HEAD, 1)]
    assert at(found, "draw 不能小于 5") == [("quiz.yaml", 2)]


ODD = {
    "empty": b"",
    "blank": b"\n\n  \n",
    "a bom alone": b"\xef\xbb\xbf",
    "a null": b"a: \x00\n",
    "half a character": "题".encode()[:2],
    "a word": "课程".encode(),
    "a list": b"- 1\n- 2\n",
    "a number": b"42\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "a zip": b"PK\x03\x04\x14\x00\x06\x00",
    "utf-16": "uuid: x".encode("utf-16"),
    "gb18030": "题干: 火".encode("gb18030"),
    "two documents": b"a: 1\n---\nb: 2\n",
    "an alias": b"a: &x 1\nb: *x\n",
    "an old mac's": b"uuid: x\rtitle: y\r",
    "a merge": b"<<: {a: 1}\n",
    "a set": b"!!set {a, b}\n",
    "binary": b"uuid: !!binary aGVsbG8=\n",
    "a nest": b"[" * 5000,
    "one endless line": b"a: " + b"x" * 300_000,
    "many lines": b"- a\n" * 5_000,
}


@pytest.mark.parametrize(
    "name", ["course.yaml", f"{LESSON}/lesson.md", f"{LESSON}/quiz.yaml", f"{LESSON}/skill.yaml", "pinyin.yaml"]
)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_file_is_refused_by_name_and_ends_no_check(said, course, name, odd):
    (course / name).write_bytes(ODD[odd])
    found = said()
    if name != "pinyin.yaml" or odd not in ("empty", "blank", "a bom alone"):
        assert said.package is None
        assert any(each.file == str(course / name) and each.level == "error" for each in found), found
    assert all(each.line >= 1 and len(each.reason) < 400 for each in found)


def test_a_folder_in_the_place_of_a_file_is_a_missing_file(said, course):
    (course / LESSON / "quiz.yaml").unlink()
    (course / LESSON / "quiz.yaml").mkdir()
    assert at(said(), "缺少 quiz.yaml") == [("quiz.yaml", 1)]


def test_only_folders_two_below_that_begin_with_a_letter_are_courses(tmp_path):
    for each in ("fire/p2-b", "fire/p1-a", "drown/k-a", "_kit/people", ".git/x", "fire/_old", "fire/.hidden"):
        (tmp_path / each).mkdir(parents=True)
    written(tmp_path, "facts.yaml", "")
    written(tmp_path / "fire", "README.md", "")
    found = [folder.relative_to(tmp_path).as_posix() for folder in package_folders(tmp_path)]
    assert found == ["drown/k-a", "fire/p1-a", "fire/p2-b"]


def test_a_tree_without_courses_is_sound_and_empty(tmp_path):
    for name in ("facts.yaml", "taxonomy.yaml"):
        shutil.copy(COURSES / name, tmp_path / name)
    tree = check_tree(tmp_path)
    assert (tree.packages, tree.problems, tree.errors) == ([], [], [])


def test_a_hint_of_a_tree_is_told_and_lets_the_course_pass(course):
    for name in ("facts.yaml", "taxonomy.yaml"):
        shutil.copy(COURSES / name, course.parents[1] / name)
    swapped(course / LESSON / "lesson.md", "> 请学生坐好。", "> 起火时必须先跑。")
    tree = check_tree(course.parents[1])
    assert ([package.slug for package in tree.packages], len(tree.problems), tree.errors) == (["fire/p2-sample"], 1, [])


COMMON = "titles: [老师]\nphrases:\n  长竹竿: cháng zhú gān\nsurnames:\n  单: shàn\ncharacters:\n  着: zhe\n"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("cháng zhú gān", "cháng zhú", "有 3 个汉字，读音写了 2 个音节"),
        ("cháng zhú gān", "chang2 zhu2 gan1", "“chang2”不像拼音"),
        ("shàn", "Shàn", "“Shàn”不像拼音"),
        ("  着: zhe", "  zhe: 着", "“zhe”里没有汉字"),
    ],
)
def test_a_common_reading_that_is_none_is_refused_at_its_line(said, course, before, after, reason):
    text = written(course.parents[1], "pinyin.yaml", COMMON).read_text(encoding="utf-8")
    assert said() == []
    line = line_of(text, before)
    swapped(course.parents[1] / "pinyin.yaml", before, after)
    assert at(said(), reason) == [("pinyin.yaml", line)]


@pytest.mark.parametrize(
    "text",
    [
        "phrases: 长竹竿\n",
        "surnames: [单]\n",
        "characters: 7\n",
        "titles: 老师\n",
        "titles: {a: 1}\n",
        "titles: [1]\n",
        "- 长竹竿\n",
    ],
)
def test_common_readings_of_another_shape_are_refused_and_end_no_check(said, course, text):
    written(course.parents[1], "pinyin.yaml", text)
    assert [file for file, line in at(said(), "") if line == 1] == ["pinyin.yaml"]
    assert said.package is None


STORYBOARD = "uuid: {}\ntitle: {{zh: 片, en: Film}}\nscenes:\n- {{id: one, seconds: 3, say: {{zh: 走, en: Go}}}}\n"
TAKEN = "00000000-0000-4000-8000-000000000001"  #: of the course itself


@pytest.mark.parametrize(
    ("file", "own"),
    [
        (f"{LESSON}/lesson.md", "uuid: 00000000-0000-4000-8000-000000000002"),
        (f"{LESSON}/quiz.yaml", "uuid: 00000000-0000-4000-8000-000000000003"),
        (f"{LESSON}/quiz.yaml", "uuid: 00000000-0000-4000-8000-000000000116"),
        (f"{LESSON}/skill.yaml", "uuid: 00000000-0000-4000-8000-000000000004"),
        (f"{LESSON}/video/storyboard.yaml", "uuid: 00000000-0000-4000-8000-000000000007"),
    ],
)
def test_a_uuid_of_the_course_used_again_is_named_at_its_line(said, course, file, own):
    written((course / file).parent, "storyboard.yaml", STORYBOARD.format(own[6:])) if "video" in file else None
    source = (course / file).read_text(encoding="utf-8")
    if source.startswith((own, f"---\n{own}")):  # down a line, where its line is not that of the whole file
        title = next(line for line in source.split("\n") if line.startswith(("title", "draw", "kind")))
        source = source.replace(f"{title}\n", "", 1).replace(own, f"{title}\n{own}", 1)
    (course / file).write_text(source.replace(own, f"uuid: {TAKEN}", 1), encoding="utf-8")
    found = at(said(), f"uuid {TAKEN} 与 {course}/course.yaml:1 重复")
    assert found == [(Path(file).name, line_of((course / file).read_text(encoding="utf-8"), f"uuid: {TAKEN}"))]
