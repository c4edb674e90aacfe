"""Marks of the erased: found again in the database, the file and under older keys; no mark says whose it is."""

from __future__ import annotations

import json
import stat

import pytest

from eduplatform.shared import erased_marks, install_key
from eduplatform.shared.database import write


@pytest.fixture
def marks(app):
    with app.app_context():
        yield app
    install_key.use("test")


def note(*who: tuple[int, int, str]) -> None:
    with write():
        for one in who:
            erased_marks.note_erased(*one)


def test_a_mark_is_of_one_row_only(marks):
    note((3, 17, "k1"))
    found = erased_marks.in_database()
    assert len(found) == 1 and all(len(mark) == 64 for mark in found)
    assert erased_marks.is_among(found, 3, 17, "k1")
    for other in ((3, 17, "k2"), (3, 18, "k1"), (4, 17, "k1"), (31, 7, "k1")):
        assert not erased_marks.is_among(found, *other), other
    assert not erased_marks.is_among(set(), 3, 17, "k1")


def test_marks_are_kept_once_however_often_they_come(marks):
    note((3, 17, "k1"), (3, 18, "k2"))
    there = erased_marks.in_database()
    with write():
        erased_marks.keep_in_database(there | {"f" * 64})
        erased_marks.keep_in_database({"f" * 64})
        erased_marks.keep_in_database(set())
    assert erased_marks.in_database() == there | {"f" * 64}


def test_a_mark_made_under_an_older_key_is_still_found(marks):
    install_key.use("old")
    note((3, 17, "k1"))
    install_key.use("new old")
    assert erased_marks.is_among(erased_marks.in_database(), 3, 17, "k1")
    install_key.use("new")
    assert not erased_marks.is_among(erased_marks.in_database(), 3, 17, "k1")


def test_the_file_grows_is_ours_alone_and_is_not_written_for_nothing(tmp_path):
    home = tmp_path / "instance"
    assert erased_marks.in_file(home) == set()
    assert erased_marks.keep_in_install(home, set()) == set() and not (home / erased_marks.FILE).exists()
    assert erased_marks.keep_in_install(home, {"b", "a"}) == {"a", "b"}
    file = home / erased_marks.FILE
    assert json.loads(file.read_text(encoding="utf-8")) == ["a", "b"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.stat().st_ino
    assert erased_marks.keep_in_install(home, {"a"}) == {"a", "b"} and file.stat().st_ino == before
    assert erased_marks.keep_in_install(home, {"c"}) == {"a", "b", "c"} == erased_marks.in_file(home)


def test_a_database_that_knows_less_than_the_file_was_restored(marks, tmp_path):
    note((3, 17, "k1"))
    assert erased_marks.unsettled(tmp_path) == set(), "the file learns it from the database"
    assert erased_marks.in_file(tmp_path) == erased_marks.in_database()
    erased_marks.keep_in_install(tmp_path, {"e" * 64})
    assert erased_marks.unsettled(tmp_path) == {"e" * 64}
    with write():
        erased_marks.keep_in_database({"e" * 64})
    assert erased_marks.unsettled(tmp_path) == set()
