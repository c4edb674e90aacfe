"""Marks of people who were erased, so that a backup made before does not bring them back.

A mark is a keyed hash (install_key) of the row's numbers and its random key: without both the key and an old backup it says nothing. Marks are
written with the erasing itself into the database; from there they go into a file of the install and into every later backup's manifest, where a
restore finds them. Marks in the file that are not in the database say that it was restored: whoever they fit is erased again.
"""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import insert, select

from ..extensions import db
from . import clock, install_key, private_files
from .models import ErasedMark

FILE = "erased.json"
PURPOSE = "erased"


def note_erased(school_id: int, user_id: int, person_key: str) -> None:
    """Leave a mark of a row about to be erased, in the running transaction."""
    keep_in_database({install_key.install_mark(PURPOSE, _said(school_id, user_id, person_key)).hex()})


def keep_in_database(marks: set[str]) -> None:
    """Add marks to the database, those it has already left alone."""
    there = in_database()
    if new := [{"mark": mark, "at": clock.now()} for mark in sorted(marks - there)]:
        db.session.execute(insert(ErasedMark.__table__), new)


def in_database() -> set[str]:
    """The marks of the database."""
    return set(db.session.scalars(select(ErasedMark.mark)))


def in_file(instance: Path) -> set[str]:
    """The marks of the install's file."""
    path = Path(instance) / FILE
    return set(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else set()


def keep_in_install(instance: Path, marks: set[str]) -> set[str]:
    """Add marks to the install's file; all it has then."""
    kept = in_file(instance)
    if not marks <= kept:
        private_files.write_private(Path(instance) / FILE, json.dumps(sorted(kept | marks)))
    return kept | marks


def unsettled(instance: Path) -> set[str]:
    """Marks that the install knows and the database does not: it was restored. Brings the file up to the database too."""
    there = in_database()
    return keep_in_install(instance, there) - there


def is_among(marks: set[str], school_id: int, user_id: int, person_key: str) -> bool:
    """Whether one of the marks is of this row."""
    return bool(install_key.all_marks(PURPOSE, _said(school_id, user_id, person_key)) & marks)


def _said(school_id: int, user_id: int, person_key: str) -> bytes:
    return f"{school_id}:{user_id}:{person_key}".encode()
