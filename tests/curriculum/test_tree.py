"""The whole tree: every shipped course is valid; copies are noticed; it is quick."""

import shutil
from cProfile import Profile

import pytest

from eduplatform.curriculum.check import check_package, check_tree, package_folders

from .conftest import COURSES


def _tree(course):
    for name in ("facts.yaml", "taxonomy.yaml"):
        shutil.copy(COURSES / name, course.parents[1] / name)
    return course.parents[1]


@pytest.mark.parametrize(
    "folder", list(package_folders(COURSES)), ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_every_shipped_course_is_valid(folder, facts, taxonomy):
    package, problems = check_package(folder, facts, taxonomy)
    assert not problems, "\n".join(map(str, problems))
    assert package is not None


def test_no_uuid_is_used_twice_in_the_shipped_tree():
    assert not [problem for problem in check_tree(COURSES).problems if "重复" in problem.reason]


def test_a_copied_course_is_noticed(course):
    shutil.copytree(course, course.parent / "p2-twin")
    tree = check_tree(_tree(course))
    assert [package.slug for package in tree.packages] == ["fire/p2-sample"]
    assert all("p2-twin" in problem.file and "重复" in problem.reason for problem in tree.errors)
    assert len(tree.errors) == 20


def test_a_paragraph_of_another_lesson_is_noticed(course):
    long = "在有烟的地方要把身子放低，必要时贴着地面爬，不往烟里走。 {FIRE-06}"
    twin = course.parent / "p2-twin"
    shutil.copytree(course, twin)
    for each in (course, twin):
        file = each / "lessons" / "01-sample" / "lesson.md"
        file.write_text(
            file.read_text(encoding="utf-8").replace("在有烟的地方要放低身子。 {FIRE-06}", long, 1), encoding="utf-8"
        )
    found = [problem for problem in check_tree(_tree(course)).errors if "一字不差" in problem.reason]
    assert [("p2-twin" in problem.file, problem.line) for problem in found] == [(True, 23)]


def test_one_broken_course_does_not_take_the_others_down(course):
    twin = course.parent / "p2-twin"
    shutil.copytree(course, twin)
    (twin / "course.yaml").write_text("uuid: [", encoding="utf-8")
    assert [package.slug for package in check_tree(_tree(course)).packages] == ["fire/p2-sample"]


def test_ten_lessons_are_ten_times_the_work_of_one(course):
    root = _tree(course)
    once = _calls_of(check_tree, root)
    for number in range(9):
        shutil.copytree(course, course.parent / f"p2-copy{number}")
    assert _calls_of(check_tree, root) < 10 * once


def _calls_of(work, *given) -> int:
    """How many calls a piece of work makes: the same on a busy machine."""
    profile = Profile()
    profile.runcall(work, *given)
    return sum(entry.callcount for entry in profile.getstats())
