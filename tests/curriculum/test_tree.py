"""The whole tree: every shipped course is valid; copies are noticed; it is quick."""

import shutil
from time import perf_counter

from eduplatform.curriculum.check import check_tree

from .conftest import COURSES


def _tree(course):
    for name in ("facts.yaml", "taxonomy.yaml"):
        shutil.copy(COURSES / name, course.parents[1] / name)
    return course.parents[1]


def test_every_shipped_course_is_valid():
    tree = check_tree(COURSES)
    assert not tree.problems, "\n".join(map(str, tree.problems))


def test_a_copied_course_is_noticed(course):
    shutil.copytree(course, course.parent / "p2-twin")
    tree = check_tree(_tree(course))
    assert [package.slug for package in tree.packages] == ["fire/p2-sample"]
    assert all("p2-twin" in problem.file and "重复" in problem.reason for problem in tree.errors)
    assert len(tree.errors) == 16


def test_one_broken_course_does_not_take_the_others_down(course):
    twin = course.parent / "p2-twin"
    shutil.copytree(course, twin)
    (twin / "course.yaml").write_text("uuid: [", encoding="utf-8")
    assert [package.slug for package in check_tree(_tree(course)).packages] == ["fire/p2-sample"]


def test_a_lesson_is_checked_in_a_few_milliseconds(course):
    root = _tree(course)
    start = perf_counter()
    check_tree(root)
    once = perf_counter() - start
    for number in range(9):
        shutil.copytree(course, course.parent / f"p2-copy{number}")
    start = perf_counter()
    check_tree(root)
    assert (perf_counter() - start - once) / 9 < 0.1
