"""When somebody who left is due to be forgotten, and what a sweep takes: the day itself and the one before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.extensions import db
from eduplatform.org import retention
from eduplatform.org.models import Guardianship, RosterBatch, RosterRow
from eduplatform.shared import clock
from eduplatform.shared.erasing import NOBODY

from .world import TODAY, TOMORROW, YESTERDAY, change, done

KEPT = date(2023, 8, 31)


def due(org, day: date = TODAY) -> set[str]:
    numbers = {person.user_id: name for name, person in org.people.items()}
    return {numbers[user] for _, user in retention.due(day)}


def batch(org, state: str = "applied", **more) -> RosterBatch:
    values = {"created_at": clock.now(), "filename": "名册.xlsx"} | more
    return change(RosterBatch(school_id=org.unit("LJ-SY").id, state=state, year=2026, **values))


def row_of(made: RosterBatch) -> RosterRow:
    more = {"action": "new", "class_code": "LJ-SY-2024-2", "name": "某某"}
    return change(RosterRow(school_id=made.school_id, batch_id=made.id, **more))


def left(kind: type) -> int:
    db.session.expire_all()
    return db.session.query(kind).count()


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 8, 30), date(2022, 8, 31)),
        (date(2026, 8, 31), date(2023, 8, 31)),
        (date(2026, 12, 31), date(2023, 8, 31)),
        (date(2027, 1, 1), date(2023, 8, 31)),
    ],
)
def test_pupils_are_kept_for_three_full_years_to_the_31_august(today, last):
    assert retention.last_day_kept(today) == last


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (TODAY, date(2023, 11, 18)),
        (date(2028, 2, 29), date(2025, 2, 28)),
        (date(2028, 2, 28), date(2025, 2, 28)),
    ],
)
def test_staff_are_kept_for_three_years_to_the_day(today, until):
    assert retention.staff_until(today) == until


def test_nobody_of_today_is_due(org):
    assert due(org) == set()


@pytest.mark.parametrize(("to_on", "gone"), [(KEPT, True), (KEPT + timedelta(days=1), False), (None, False)])
def test_a_pupil_is_due_by_the_last_day_at_the_school(org, to_on, gone):
    change(org.seat("graduate"), to_on=to_on)
    assert due(org) == ({"graduate"} if gone else set())


def test_who_came_back_is_not_due(org):
    first = org.seat("graduate")
    change(first, to_on=KEPT)
    values = {"school_id": first.school_id, "pupil_id": first.pupil_id, "class_id": first.class_id}
    again = change(type(first)(**values, from_on=YESTERDAY))
    assert due(org) == set()
    change(again, to_on=KEPT)
    assert due(org) == {"graduate"}


@pytest.mark.parametrize(("to_on", "gone"), [(date(2023, 11, 18), True), (date(2023, 11, 19), False)])
def test_a_member_of_staff_is_due_by_the_last_post(org, to_on, gone):
    change(org.post("teacher_wu"), to_on=to_on)
    assert due(org) == ({"teacher_wu"} if gone else set())


@pytest.mark.parametrize(("seconds", "gone"), [(0, False), (-1, True)])
def test_an_account_that_never_had_a_post_is_due_by_the_day_it_was_made(org, seconds, gone):
    user = done(accounts.create_account, org.unit("LJ-SY").id, "staff", "谢老师")
    change(user, created_at=clock.start_of(date(2023, 11, 18)) + timedelta(seconds=seconds))
    assert retention.due(TODAY) == ([(user.school_id, user.id)] if gone else [])


def test_a_guardian_is_due_without_a_child_of_a_name(org):
    assert "guardian_yu" not in due(org)
    change(org.user("pupil_yu"), name=NOBODY)
    assert due(org) == {"guardian_yu"}
    change(org.user("guardian_yu"), name=NOBODY)
    assert due(org) == set(), "who is forgotten is not due again"


def test_forgetting_erases_who_is_due_and_puts_it_on_record(org):
    change(org.seat("graduate"), to_on=KEPT)
    change(org.post("teacher_wu"), to_on=KEPT)
    assert retention.forget_leavers() == 2
    assert org.user("graduate").name == org.user("teacher_wu").name == NOBODY
    assert org.user("pupil_yu").name == "田小雨甲一"
    assert [entry.detail for entry in org.audits("person.erase")] == [{"why": "retention"}] * 2
    assert retention.forget_leavers() == 0


def test_at_most_so_many_in_one_transaction(org, monkeypatch):
    for name in ("graduate", "pupil_yu", "pupil_ming"):
        change(org.seat(name), to_on=KEPT)
    monkeypatch.setattr(retention, "BATCH", 2)
    assert [retention.forget_leavers() for _ in range(4)] == [2, 2, 0, 0], "the third with the guardian"


@pytest.mark.parametrize("state", ["reading", "asking", "staged"])
@pytest.mark.parametrize(("seconds", "kept"), [(0, True), (1, False)])
def test_a_list_nobody_applied_is_given_up_after_thirty_days(org, tmp_path, state, seconds, kept):
    made = batch(org, state, created_at=clock.now() - timedelta(days=30, seconds=seconds))
    row_of(made)
    retention.sweep_org(str(tmp_path))
    assert left(RosterRow) == int(kept) and made.state == (state if kept else "dropped")


@pytest.mark.parametrize(("state", "kept"), [("undone", 0), ("dropped", 0), ("refused", 0), ("applied", 1)])
def test_rows_go_with_the_end_of_a_list(org, tmp_path, state, kept):
    row_of(batch(org, state, undo_until=clock.now()))
    retention.sweep_org(str(tmp_path))
    assert left(RosterRow) == kept


def test_rows_of_an_applied_list_go_when_it_can_no_longer_be_undone(org, tmp_path):
    made = batch(org, undo_until=clock.now() - timedelta(seconds=1))
    row_of(made)
    retention.sweep_org(str(tmp_path))
    assert left(RosterRow) == 0 and made.state == "applied"


@pytest.mark.parametrize(("seconds", "kept"), [(0, True), (1, False)])
def test_what_was_said_about_rows_goes_after_thirty_days(org, seconds, kept):
    said = {"problems": [{"text": "某某"}], "notes": [{"text": "某某"}], "questions": [{"shown": ["某某"]}]}
    made = batch(org, created_at=clock.now() - timedelta(days=30, seconds=seconds), **said)
    other = batch(org, kind="rollover", created_at=clock.now() - timedelta(days=60), **said)
    retention.sweep_daily()
    db.session.expire_all()
    assert all(bool(getattr(made, name)) == kept for name in said) and all(getattr(other, name) for name in said)


@pytest.mark.parametrize(("seconds", "kept"), [(0, True), (1, False)])
def test_the_story_of_a_list_goes_after_three_years_and_the_basis_of_consent_stays(org, seconds, kept):
    at = clock.now() - timedelta(days=3 * 365, seconds=seconds)
    told = {
        "consent": "书面同意",
        "mapping": {"x": 1},
        "classes": [{"code": "x"}],
        "counts": {"new": 1},
        "created_by": 7,
    }
    of_somebody, of_nobody = batch(org, created_at=at, **told), batch(org, created_at=at, **told)
    change(org.user("pupil_yu"), batch_id=of_somebody.id)
    number = of_nobody.id
    retention.sweep_daily()
    db.session.expire_all()
    assert (db.session.query(RosterBatch).filter_by(id=number).count() == 1) == kept
    assert of_somebody.consent == "书面同意"
    assert (of_somebody.filename, of_somebody.created_by) == (("名册.xlsx", 7) if kept else ("", None))
    assert bool(of_somebody.mapping) == bool(of_somebody.classes) == bool(of_somebody.counts) == kept


@pytest.mark.parametrize(
    ("to_on", "from_on", "ended"),
    [
        (TODAY, None, TODAY),
        (TOMORROW, None, None),
        (None, None, None),
        (TODAY, TODAY, None),  # made today: perhaps for a child who comes back tomorrow
    ],
)
def test_a_guardian_reads_no_longer_than_the_child_is_here(org, to_on, from_on, ended):
    change(org.seat("pupil_yu"), to_on=to_on)
    link = db.session.query(Guardianship).one()
    change(link, from_on=from_on or link.from_on)
    retention.sweep_daily()
    db.session.expire_all()
    assert link.to_on == ended


def test_a_guardianship_that_ended_keeps_its_day(org):
    change(org.seat("pupil_yu"), to_on=TODAY)
    link = change(db.session.query(Guardianship).one(), to_on=YESTERDAY)
    retention.sweep_daily()
    db.session.expire_all()
    assert link.to_on == YESTERDAY
