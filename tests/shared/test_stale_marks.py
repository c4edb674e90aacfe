"""Stale marks say which tally no longer equals its records, with the change or not at all; statements are counted by thread."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from eduplatform.extensions import db
from eduplatform.shared import sql_counter, stale_marks
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark


def marked() -> list[tuple]:
    row = StaleMark
    found = select(row.tally, row.school_id, row.class_id, row.year, row.lesson_id).order_by(row.id)
    return [tuple(one) for one in db.session.execute(found)]


def test_each_way_of_marking_names_its_tally_class_and_year(app):
    with app.app_context():
        before = len(marked())
        with write():
            stale_marks.mark_stale("class_year", 3, 10, 2026)
            stale_marks.mark_stale("class_lesson", 3, 10, 2026, 77)
            stale_marks.mark_lesson_and_year_stale(4, 11, 2025, 78)
            stale_marks.mark_many_stale("class_all", [(3, 10, 2026), (5, 12, 2024)])
        assert marked()[before:] == [
            ("class_year", 3, 10, 2026, 0),
            ("class_lesson", 3, 10, 2026, 77),
            ("class_lesson", 4, 11, 2025, 78),
            ("class_year", 4, 11, 2025, 0),
            ("class_all", 3, 10, 2026, 0),
            ("class_all", 5, 12, 2024, 0),
        ]


def test_a_change_that_failed_leaves_no_mark(app):
    with app.app_context():
        before = marked()
        with pytest.raises(ZeroDivisionError), write():
            stale_marks.mark_stale("class_year", 3, 10, 2026)
            raise ZeroDivisionError
        assert marked() == before


def test_both_tallies_of_a_class_hour_take_one_statement(app):
    with app.app_context(), write():
        sql_counter.reset_count()
        stale_marks.mark_lesson_and_year_stale(4, 11, 2025, 78)
        assert sql_counter.statements_counted() == 1
        stale_marks.mark_many_stale("class_all", [(3, n, 2026) for n in range(40)])
        assert sql_counter.statements_counted() == 2


def test_what_other_threads_ask_is_not_counted_here_and_frames_of_transactions_are_not_at_all(app):
    with app.app_context():
        sql_counter.reset_count()
        other: list[int] = []

        def ask() -> None:
            with app.app_context():
                marked(), marked()
                other.append(sql_counter.statements_counted())

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        assert other == [2] and sql_counter.statements_counted() == 0
        with write():
            pass
        assert sql_counter.statements_counted() == 0
        marked()
        assert sql_counter.statements_counted() == 1
        sql_counter.reset_count()
        assert sql_counter.statements_counted() == 0 and sql_counter.texts() == []
