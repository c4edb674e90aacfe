"""Reads of notices: an inbox is its owner's alone; figures of a unit name nobody; the outbox tells what became of each message."""

from __future__ import annotations

from datetime import timedelta

from eduplatform.extensions import db
from eduplatform.notices import operations, queries
from eduplatform.notices.models import Notice, NoticeDelivery
from eduplatform.notices.queries import Count
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from tests.org.world import done

NEW = timedelta(days=30)


def put(org, who: str | None, code: str, rule: str = "behind", ago: float = 0, **more) -> int:
    """A notice as it may lie in an inbox, made `ago` days before now; its number."""
    now, number = school_clock.now(), db.session.query(Notice).count()
    at, person = org.unit(code), org.people[who] if who else None
    with write() as session:
        row = Notice(
            school_id=person.school_id if person else at.keeper_id,
            recipient=f"u{person.user_id}" if person else "h1",
            user_id=person.user_id if person else None,
            unit_id=at.id,
            rule=rule,
            subject=more.pop("subject", f"class:{number}"),
            period=f"p{number}",
            week=school_clock.today(),
            slot=None,
            details={},
            made_at=now - timedelta(days=ago),
            **more,
        )
        session.add(row)
        session.flush()
        return row.id


def sent(school_id: int, notice_id: int, channel: str = "email", state: str = "sent", said: str = "", **more) -> int:
    now = school_clock.now()
    with write() as session:
        row = NoticeDelivery(
            school_id=school_id, notice_id=notice_id, channel=channel, state=state, said=said, next_at=now, until=now,
            key=f"k{session.query(NoticeDelivery).count()}", **more,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def since():
    return school_clock.now() - NEW


def test_an_inbox_holds_the_own_notices_the_newest_first_and_no_more_than_fit(org):
    old, first, second = (put(org, "teacher_lin", "SY-2024-2", ago=ago) for ago in (9, 2, 2))
    put(org, "teacher_chen", "SY-2024-1")
    put(org, "teacher_lin", "LJ-SY", "test")
    put(org, None, "LJ-SY")
    viewer = org.viewer("teacher_lin")
    assert [line.notice.id for line in queries.inbox(viewer)] == [second, first, old]
    assert [line.notice.id for line in queries.inbox(viewer, most=1)] == [second]
    assert [line.unit.code for line in queries.inbox(viewer)] == ["LJ-SY-2024-2"] * 3
    assert queries.inbox(org.viewer("principal_he")) == []


def test_fresh_is_what_is_neither_read_nor_done_nor_older_than_a_week(org):
    now = school_clock.now()
    put(org, "teacher_lin", "SY-2024-2", subject="new", ago=6.99)
    put(org, "teacher_lin", "SY-2024-2", subject="old", ago=7)
    put(org, "teacher_lin", "SY-2024-2", subject="read", read_at=now)
    put(org, "teacher_lin", "SY-2024-2", subject="done", done_at=now)
    lines = queries.inbox(org.viewer("teacher_lin"))
    assert {line.notice.subject for line in lines if line.fresh} == {"new"} and len(lines) == 4


def test_a_notice_of_somebody_else_is_not_there(org):
    mine, hers = put(org, "teacher_lin", "SY-2024-2"), put(org, "teacher_chen", "SY-2024-1")
    viewer = org.viewer("teacher_lin")
    assert queries.own_notice(viewer, mine).unit.code == "LJ-SY-2024-2"
    assert queries.own_notice(viewer, hers) is None and queries.own_notice(viewer, 999_999) is None
    done(queries.mark_read, viewer, hers)
    assert db.session.query(Notice.read_at).filter_by(id=hers).scalar() is None


def test_reading_one_or_all_is_once_and_the_bell_follows(org, clock):
    one, two, three = (put(org, "teacher_lin", "SY-2024-2") for _ in range(3))
    viewer, first = org.viewer("teacher_lin"), school_clock.now()
    done(queries.mark_read, viewer, one)
    assert org.user("teacher_lin").unread == 2
    clock.shift(60)
    done(queries.mark_read, viewer)
    rows = {row.id: row.read_at for row in db.session.query(Notice)}
    assert rows == {one: first, two: school_clock.now(), three: school_clock.now()}, "read first, it stays read then"
    assert org.user("teacher_lin").unread == 0


def test_counts_by_rule_are_whole_in_a_school_and_hidden_where_few_stand_behind_them_above(org):
    now = school_clock.now()
    for n in range(4):
        put(org, "teacher_lin", "SY-2024-2", read_at=now if n < 3 else None, done_at=now if n < 1 else None)
    put(org, "teacher_chen", "SY-2024-1", "season", read_at=now)
    put(org, "teacher_lin", "SY-2024-2", "test")
    put(org, None, "LJ-SY", "season")
    put(org, "teacher_lin", "SY-2024-2", ago=31)
    school, district = org.unit("LJ-SY"), org.unit("LJ-DC")
    assert queries.counts_by_rule(school, since()) == {"behind": Count(4, 3, 1), "season": Count(1, 1, 0)}
    assert queries.counts_by_rule(district, since()) == {"behind": Count(4, None, None), "season": Count(1, None, None)}
    put(org, "teacher_gao", "DZ-J2025-3")
    assert queries.counts_by_rule(district, since())["behind"] == Count(5, 3, 1)
    assert queries.counts_by_rule(org.unit("LJ-XS"), since()) == {}
    assert queries.counts_by_rule(org.unit("SY-2024-1"), since()) == {"season": Count(1, 1, 0)}


def test_counts_by_unit_add_up_what_lies_below_each_child(org):
    now = school_clock.now()
    for _ in range(5):
        put(org, "teacher_lin", "SY-2024-2", read_at=now)
    put(org, "teacher_chen", "SY-2024-1")
    put(org, "officer_safe", "LJ-SY", "far_behind")
    put(org, "teacher_gao", "DZ-J2025-3", done_at=now)

    def table(code: str) -> dict[str, Count]:
        return {unit.code: count for unit, count in queries.counts_by_unit(org.unit(code), since())}

    assert table("LJ-SY") == {"LJ-SY-2024-1": Count(1, 0, 0), "LJ-SY-2024-2": Count(5, 5, 0)}
    assert table("LJ-DC") == {"LJ-DZ": Count(1, None, None), "LJ-SY": Count(7, 5, 0)}
    assert table("LJ") == {"LJ-DC": Count(8, 5, 1)} and table("YS") == {}
    assert list(table("LJ-DC")) == ["LJ-DZ", "LJ-SY"], "in the order of codes"


def test_of_a_deployment_only_the_notices_to_its_classes_are_counted(org):
    """Number 4 is not number 40, and the return asked of the office is not a class."""
    for subject in ("deployment:4:7", "deployment:4:8", "deployment:40:7", "deployment:4", "deployment:3:4", "class:4"):
        put(org, "teacher_lin", "SY-2024-2", "deployed", subject=subject)
    ((unit, count),) = queries.counts_by_unit(org.unit("LJ-SY"), since(), 4)
    assert (unit.code, count.given) == ("LJ-SY-2024-2", 2)
    assert queries.counts_by_unit(org.unit("LJ-SY"), since(), 5) == []


def test_the_outbox_is_counted_by_channel_and_state_below_a_unit(org):
    mine, hers = put(org, "teacher_lin", "SY-2024-2"), put(org, "teacher_gao", "DZ-J2025-3")
    old, school, junior = put(org, "teacher_lin", "SY-2024-2", ago=40), org.unit("LJ-SY").id, org.unit("LJ-DZ").id
    sent(school, mine)
    sent(school, mine, "webhook", "failed", hook_id=1)
    sent(school, mine, "webhook", "failed", hook_id=2)
    sent(junior, hers)
    sent(school, old)
    assert queries.outbox_by_state(org.unit("LJ-SY"), since()) == {("email", "sent"): 1, ("webhook", "failed"): 2}
    assert queries.outbox_by_state(org.unit("LJ-DC"), since())["email", "sent"] == 2
    assert queries.outbox_by_state(org.unit("LJ-XS"), since()) == {}


def test_of_each_robot_and_of_the_mail_the_latest_message_is_shown(org):
    mine, hers, school = (
        put(org, "teacher_lin", "SY-2024-2"),
        put(org, "teacher_chen", "SY-2024-1"),
        org.unit("LJ-SY").id,
    )
    sent(school, mine, "webhook", "failed", hook_id=7)
    latest = sent(school, hers, "webhook", "sent", hook_id=7)
    other = sent(school, mine, "webhook", "waiting", hook_id=8)
    mail = sent(school, mine, state="failed", said="mail_refused")
    found = queries.last_of_hooks([7, 8, 9])
    assert {hook: row.id for hook, row in found.items()} == {7: latest, 8: other} and queries.last_of_hooks([]) == {}
    assert (
        queries.last_mail(org.viewer("teacher_lin")).id == mail
        and queries.last_mail(org.viewer("teacher_chen")) is None
    )


def test_trouble_with_mail_is_what_waits_after_a_failure_and_what_was_given_up_lately(org):
    now, school = school_clock.now(), org.unit("LJ-SY").id
    assert queries.mail_trouble(since()) == (0, 0, "")
    rows = [
        ("waiting", "", None),  # not tried yet
        ("waiting", "mail_down", None),
        ("waiting", "mail_later", None),
        ("failed", "mail_refused", now),
        ("unsure", "mail_cut", now),
        ("failed", "mail_refused", now - timedelta(days=31)),
        ("dropped", "late", now),
        ("sent", "", now),
    ]
    for state, said, ended in rows:
        sent(school, put(org, "teacher_lin", "SY-2024-2"), state=state, said=said, ended_at=ended)
    sent(school, put(org, "teacher_lin", "SY-2024-2"), "webhook", "failed", "hook_failed", ended_at=now, hook_id=1)
    assert queries.mail_trouble(since()) == (2, 2, "mail_later")


def test_an_answered_return_is_asked_for_no_more_at_this_school_and_at_no_other(org):
    """Everybody who was told at the school: two officers, one click."""
    school = org.unit("LJ-SY").id
    ours = [put(org, who, "LJ-SY", "returns", subject="deployment:4") for who in ("officer_safe", "principal_he")]
    for who, code, rule, subject in (
        ("officer_safe", "LJ-SY", "returns", "deployment:5"),
        ("officer_safe", "LJ-SY", "deployed", "deployment:4"),
        ("teacher_gao", "LJ-DZ", "returns", "deployment:4"),
    ):
        put(org, who, code, rule, subject=subject)
    done(operations.settle_return, school, 4)
    assert {row.id for row in db.session.query(Notice).filter(Notice.done_at.is_not(None))} == set(ours)
