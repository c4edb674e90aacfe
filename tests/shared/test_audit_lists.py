"""What an auditor lists: days from and up to, kinds, pages, newest first; of one school only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from eduplatform.shared import audit, audit_lists
from eduplatform.shared import clock as school_clock
from eduplatform.shared.audit_lists import Wanted
from eduplatform.shared.database import write


@pytest.fixture
def record(app, clock):
    """Five entries and five looks of school 7 on 18, 19 and 20 November, one of each of school 8."""
    with app.app_context():
        for day, number in ((18, 1), (18, 2), (19, 3), (20, 4), (20, 5)):
            clock.move_to(f"2026-11-{day}T10:00:00+08:00")
            with write():
                audit.record(7, 1, "post.give" if number % 2 else "post.end", f"user:{number}")
            audit.looked(7, 1, f"{'class' if number % 2 else 'roster'}:{number}", 40)
        with write():
            audit.record(8, 1, "post.give", "user:9")
        audit.looked(8, 1, "class:9", 3)
        yield 7


def subjects(found) -> list[str]:
    return [row.subject.partition(":")[2] for row in found]


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.mark.parametrize("listed", [audit_lists.chain_entries, audit_lists.looks_at_names])
@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), "54321"),
        (Wanted(first=day(19)), "543"),
        (Wanted(last=day(19)), "321"),
        (Wanted(day(19), day(19)), "3"),
        (Wanted(first=day(21)), ""),
        (Wanted(kinds=("post.end", "roster")), "42"),
        (Wanted(day(20), None, ("post.give", "class")), "5"),
    ],
)
def test_days_and_kinds_choose(record, listed, wanted, numbers):
    rows, total = listed(record, wanted, 1, 50)
    assert "".join(subjects(rows)) == numbers and total == len(numbers)


@pytest.mark.parametrize("listed", [audit_lists.chain_entries, audit_lists.looks_at_names])
def test_pages_follow_each_other_and_the_last_is_shown_for_any_beyond(record, listed):
    pages = ["".join(subjects(listed(record, Wanted(), page, 2)[0])) for page in (1, 2, 3, 4)]
    assert pages == ["54", "32", "1", "1"]
    assert listed(record, Wanted(), 1, 5)[1] == 5 and "".join(subjects(listed(record, Wanted(), 2, 5)[0])) == "54321"
    assert listed(99, Wanted(), 3, 2) == ([], 0)


@pytest.mark.parametrize("streamed", [audit_lists.all_entries, audit_lists.all_looks])
def test_a_file_gets_all_of_them_in_pieces(record, streamed, monkeypatch):
    monkeypatch.setattr(audit_lists, "PIECE", 2)
    assert ["".join(subjects(piece)) for piece in streamed(record, Wanted())] == ["54", "32", "1"]
    assert ["".join(subjects(piece)) for piece in streamed(record, Wanted(last=day(18)))] == ["21"]


def test_the_first_instant_of_the_next_day_is_not_of_this_one(app, clock):
    with app.app_context():
        for at in (midnight(19), midnight(20) - timedelta(milliseconds=1), midnight(20)):
            clock.move_to(at)
            with write():
                audit.record(7, 1, "post.give", f"user:{at.day}-{at.hour}")
        one_day = Wanted(day(19), day(19))
        assert subjects(audit_lists.chain_entries(7, one_day, 1, 9)[0]) == ["19-15", "18-16"]
        assert subjects(audit_lists.chain_entries(7, Wanted(first=day(20)), 1, 9)[0]) == ["19-16"]


def midnight(number: int) -> datetime:
    return school_clock.start_of(day(number))


def test_looks_stand_by_their_day_and_within_it_by_their_coming(app, clock):
    with app.app_context():
        for number, subject in ((20, "a"), (18, "b"), (19, "c"), (19, "d"), (18, "e")):
            clock.move_to(midnight(number))
            audit.looked(7, 1, f"class:{subject}", 3)
        assert subjects(audit_lists.looks_at_names(7, Wanted(), 1, 9)[0]) == ["a", "d", "c", "e", "b"]


def test_a_kind_is_no_beginning_of_another(app):
    with app.app_context():
        for subject in ("class:1", "class_list:2", "classes:3"):
            audit.looked(7, 1, subject, 3)
        found, total = audit_lists.looks_at_names(7, Wanted(kinds=("class",)), 1, 9)
        assert subjects(found) == ["1"] and total == 1
        assert audit_lists.looks_at_names(7, Wanted(kinds=("lass",)), 1, 9) == ([], 0)
