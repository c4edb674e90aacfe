"""What people are told of posts that changed: who lost one, by whom, and what changed in a school lately."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eduplatform.org import post_notices as notices
from eduplatform.org import staff
from eduplatform.org.models import Post
from eduplatform.org.staff import Wanted
from eduplatform.shared import clock, ttl_cache

from .world import TODAY, TOMORROW, YESTERDAY, change, done, refused


def end(org, name: str, by: str = "officer_safe", code: str = "SY-2024-2") -> Post:
    post, unit = org.post(name), org.unit(code)
    done(staff.end_post_today, org.viewer(by), post, unit)
    return org.post(name)


def told(org, name: str) -> list[notices.Ended]:
    ttl_cache.drop()
    return notices.notes(org.viewer(name))


def lines(org, code: str = "LJ-SY", **more) -> list[tuple[str, bool, str]]:
    return [(line.name, line.given, line.by) for line in notices.changes(org.unit(code), **more)]


def test_who_lost_a_post_is_told_since_when_by_whom_and_who_has_it_now(org):
    org.new_staff("谢老师", "SY-2024-1", "homeroom_teacher")
    wanted = Wanted(user_id=org.people["teacher_wu"].user_id)
    done(staff.appoint_or_propose, org.viewer("officer_safe"), org.unit("SY-2024-2"), "homeroom_teacher", wanted)
    (note,) = told(org, "teacher_lin")
    assert (note.role, note.unit, note.since) == ("homeroom_teacher", "三(2)班", TODAY)
    assert (note.now, note.by) == ("wu老师", "safe老师") and note.post_id == org.post("teacher_lin").id
    assert told(org, "teacher_wu") == [] == told(org, "teacher_chen")


def test_a_post_that_nobody_has_now_and_nobody_ended_by_hand(org):
    change(org.post("teacher_wu"), to_on=TODAY)
    (note,) = told(org, "teacher_wu")
    assert (note.now, note.by) == ("", "")


@pytest.mark.parametrize(
    ("values", "heir"),
    [({}, "谢老师"), ({"from_on": TOMORROW}, ""), ({"to_on": TODAY}, ""), ({"to_on": TOMORROW}, "谢老师")],
)
def test_who_has_it_now_holds_it_today(org, values, heir):
    change(org.post("teacher_lin"), to_on=TODAY)
    user = org.new_staff("谢老师", "SY-2024-2", "homeroom_teacher")
    post = staff.db.session.query(Post).filter_by(user_id=user.id).one()
    change(post, **values)
    (note,) = told(org, "teacher_lin")
    assert note.now == heir


@pytest.mark.parametrize(
    ("to_on", "shown"),
    [
        (None, 0),
        (TOMORROW, 0),
        (TODAY, 1),
        (TODAY - timedelta(days=59), 1),
        (TODAY - timedelta(days=60), 0),
    ],
)
def test_an_end_is_told_from_its_day_for_sixty_days(org, to_on, shown):
    change(org.post("teacher_wu"), to_on=to_on)
    assert len(told(org, "teacher_wu")) == shown


def test_a_note_put_away_is_not_shown_again(org):
    post = end(org, "teacher_wu")
    assert len(told(org, "teacher_wu")) == 1
    done(notices.put_note_away, org.viewer("teacher_wu"), post.id)
    assert notices.notes(org.viewer("teacher_wu")) == [], "at once, though the week page remembers it"
    assert org.post("teacher_wu").told_at == clock.now()


def test_nobody_puts_away_what_others_are_told(org):
    post = end(org, "teacher_wu")
    assert refused(notices.put_note_away, org.viewer("teacher_lin"), post.id) == "not_found"
    assert refused(notices.put_note_away, org.viewer("teacher_gao"), post.id) == "not_found"
    assert refused(notices.put_note_away, org.viewer("teacher_wu"), 999_999) == "not_found"
    assert len(told(org, "teacher_wu")) == 1


@pytest.mark.parametrize(("to_on", "put"), [(None, False), (TOMORROW, False), (TODAY, True), (YESTERDAY, True)])
def test_a_post_still_held_has_no_note_to_put_away(org, to_on, put):
    post = change(org.post("teacher_wu"), to_on=to_on)
    done(notices.put_note_away, org.viewer("teacher_wu"), post.id)
    assert (org.post("teacher_wu").told_at is not None) == put


def test_what_changed_in_a_school_is_told_newest_first(org):
    assert lines(org) == [], "posts of a roster are no news"
    wanted = Wanted(name="谢老师")
    done(staff.appoint_or_propose, org.viewer("principal_he"), org.unit("SY-2024-2"), "homeroom_teacher", wanted)
    end(org, "teacher_wu")
    assert lines(org) == [
        ("谢老师", True, "he老师"),
        ("wu老师", False, "safe老师"),
        ("lin老师", False, "he老师"),
    ]
    assert lines(org, "SY-2024-1") == [] == lines(org, "LJ-DC"), "the unit and directly below"
    assert len(lines(org, "SY-2024-2")) == 3


@pytest.mark.parametrize(("days", "shown"), [(29, 1), (30, 1), (31, 0)])
def test_a_change_is_told_for_thirty_days(org, days, shown):
    officer = org.people["officer_safe"].user_id
    ended = clock.now() - timedelta(days=days)
    change(org.post("teacher_wu"), to_on=TODAY - timedelta(days=days), ended_by=officer, ended_at=ended)
    assert len(lines(org)) == shown and len(lines(org, days=31)) == 1


@pytest.mark.parametrize(("days", "shown"), [(30, 1), (31, 0)])
def test_a_post_given_is_told_for_thirty_days(org, days, shown):
    change(org.post("teacher_wu"), given_by=org.people["officer_safe"].user_id, from_on=TODAY - timedelta(days=days))
    assert len(lines(org)) == shown


def test_a_post_given_and_ended_the_same_day_is_two_lines_and_its_end_the_newer(org):
    wanted = Wanted(name="谢老师")
    given = done(staff.appoint_or_propose, org.viewer("officer_safe"), org.unit("SY-2024-2"), "subject_teacher", wanted)
    done(staff.end_post_today, org.viewer("officer_safe"), given.post, org.unit("SY-2024-2"))
    assert [given for _, given, _ in lines(org)] == [False, True]


def test_at_most_twenty_lines(org):
    for at in range(11):
        given = done(
            staff.appoint_or_propose,
            org.viewer("officer_safe"),
            org.unit("SY-2024-2"),
            "subject_teacher",
            Wanted(name=f"谢老师{at}"),
        )
        done(staff.end_post_today, org.viewer("officer_safe"), given.post, org.unit("SY-2024-2"))
    assert len(lines(org)) == 20
