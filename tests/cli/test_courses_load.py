"""`flask courses check|load|list|pictures`: a shelf is loaded whole or not at all; what is gone is no longer offered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from eduplatform.cli import courses
from eduplatform.curriculum import queries
from eduplatform.curriculum.models import Course
from eduplatform.extensions import db

from .running import invoke, refused
from .test_courses_command import COURSES

PACKAGES = ("fire/p2-smoke", "fire/k-alarm")


@pytest.fixture
def shelf(app, tmp_path, monkeypatch) -> Path:
    """A shelf of two of the shipped courses, loaded."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for file in COURSES.glob("*.yaml"):
        shutil.copy(file, folder / file.name)
    for name in ("_kit", *PACKAGES):
        shutil.copytree(COURSES / name, folder / name)
    monkeypatch.setitem(app.config, "COURSES", str(folder))
    assert invoke(app, "courses", "load").exit_code == 0
    return folder


def offered(app) -> list[str]:
    with app.app_context():
        return sorted(course.slug for course in queries.courses_on_offer())


def edit(shelf: Path, old: str, new: str, package: str = PACKAGES[0]) -> None:
    file = shelf / package / "course.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def title(app, slug: str) -> str:
    with app.app_context():
        return db.session.scalars(select(Course.title_zh).where(Course.slug == slug)).one()


def test_the_whole_shelf_is_what_is_offered(app, shelf):
    assert offered(app) == sorted(PACKAGES), "the courses that are not on it are retired"


def test_loaded_again_nothing_is_new(app, shelf):
    assert invoke(app, "courses", "load").output == "2 packages, 0 new revisions\n"


def test_the_list_says_topic_stage_and_title(app, shelf):
    said = invoke(app, "courses", "list").output
    assert said.count("\n") == 2 and f"{PACKAGES[0]}\tFIRE\tP2\t{title(app, PACKAGES[0])}\n" in said
    assert invoke(app, "courses", "list", str(shelf / PACKAGES[1])).output.startswith(f"{PACKAGES[1]}\tFIRE\tK\t")


def test_a_course_whose_folder_is_gone_is_no_longer_offered(app, shelf):
    shutil.rmtree(shelf / PACKAGES[1])
    assert invoke(app, "courses", "load").output == "1 packages, 0 new revisions\n"
    assert offered(app) == [PACKAGES[0]]


def test_one_package_alone_retires_no_other(app, shelf):
    assert invoke(app, "courses", "load", str(shelf / PACKAGES[0])).exit_code == 0
    assert offered(app) == sorted(PACKAGES)


def test_with_one_broken_package_nothing_is_loaded(app, shelf):
    old = title(app, PACKAGES[1])
    edit(shelf, old, "新的名字", PACKAGES[1])
    edit(shelf, "stage: P2", "stage: P9")
    said = refused(app, "courses", "load")
    assert f"{PACKAGES[0]}/course.yaml:" in said and title(app, PACKAGES[1]) == old
    assert offered(app) == sorted(PACKAGES)


def test_a_changed_title_is_loaded(app, shelf):
    old = title(app, PACKAGES[1])
    edit(shelf, old, "新的名字", PACKAGES[1])
    assert invoke(app, "courses", "load").exit_code == 0 and title(app, PACKAGES[1]) == "新的名字"


def test_a_sound_shelf_and_a_sound_package_are_said_to_be(app, shelf):
    assert invoke(app, "courses", "check").output.endswith("2 packages sound, 0 problems\n")
    assert invoke(app, "courses", "check", str(shelf / "fire")).output.endswith("2 packages sound, 0 problems\n")
    assert invoke(app, "courses", "check", str(shelf / PACKAGES[0])).output.endswith("1 packages sound, 0 problems\n")


def test_a_broken_package_is_named_by_file_and_line(app, shelf):
    edit(shelf, "stage: P2", "stage: P9")
    said = refused(app, "courses", "check")
    assert f"{PACKAGES[0]}/course.yaml:" in said and "1 packages sound" in said


def test_a_folder_without_courses_is_told(app, shelf, tmp_path):
    (tmp_path / "empty").mkdir()
    said = refused(app, "courses", "check", str(tmp_path / "empty"))
    assert "这里没有课程包(course.yaml)" in said and "0 packages sound, 1 problems" in said
    assert refused(app, "courses", "load", str(tmp_path / "empty")) and offered(app) == sorted(PACKAGES)


def test_a_file_below_here_is_named_from_here(app, shelf, monkeypatch):
    edit(shelf, "stage: P2", "stage: P9")
    monkeypatch.chdir(shelf)
    assert refused(app, "courses", "check").startswith(f"{PACKAGES[0]}/course.yaml:")


def test_pictures_are_drawn_and_counted(app, shelf):
    assert invoke(app, "courses", "pictures").output.endswith(" pictures written\n")


def test_examining_tells_a_shelf_from_a_package(app, shelf):
    with app.app_context():
        whole, one = courses.examine(shelf), courses.examine(shelf / PACKAGES[1])
    assert {package.slug for package in whole[0]} == set(PACKAGES) and [package.slug for package in one[0]] == [
        PACKAGES[1]
    ]
