"""Stale marks: the row that tells later packages that a tally no longer equals its records."""

from __future__ import annotations

from sqlalchemy import insert

from .models import StaleMark
from .prepared import run_core

_MARK = insert(StaleMark.__table__)


def mark_stale(tally: str, school_id: int, class_id: int, year: int, lesson_id: int = 0) -> None:
    """Note, in the transaction of the change, that a tally is stale.

    `tally`: 'class_lesson' (records of one class and lesson changed) 'class_year' (class hours or the roll changed)
    or 'class_all' (all of a class in a year, whatever the lesson: after an upgrade).
    """
    run_core(
        _MARK, {"tally": tally, "school_id": school_id, "class_id": class_id, "year": year, "lesson_id": lesson_id}
    )


def mark_lesson_and_year_stale(school_id: int, class_id: int, year: int, lesson_id: int) -> None:
    """Both tallies a class hour moves: 'class_lesson' and 'class_year'. One statement."""
    place = {"school_id": school_id, "class_id": class_id, "year": year}
    rows = [
        {"tally": "class_lesson", **place, "lesson_id": lesson_id},
        {"tally": "class_year", **place, "lesson_id": 0},
    ]
    run_core(_MARK, rows)


def mark_many_stale(tally: str, places: list[tuple[int, int, int]]) -> None:
    """Like mark_stale() for many (school, class, year) at once."""
    rows = [{"tally": tally, "school_id": s, "class_id": c, "year": y, "lesson_id": 0} for s, c, y in places]
    run_core(_MARK, rows)
