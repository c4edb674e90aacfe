"""Giving notices: places of a week, ways of a person, how long a message is of use, and the number on the bell."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from eduplatform.extensions import db
from eduplatform.notices import giving, rules
from eduplatform.notices.giving import Recipient, Ways, give, useful_until
from eduplatform.notices.models import Notice, NoticeChoice, NoticeDelivery, NoticeHook
from eduplatform.notices.policy import Policy
from eduplatform.notices.rules import Wanted
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from tests.org.world import done

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 16)


def on(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("rule", "values", "now", "until"),
    [
        ("behind", {}, on(18, 10), on(22, 10)),  # four days, where nothing else ends it
        ("lesson_due", {}, on(19, 10), on(23)),  # this week's lesson: until the week is over
        ("lesson_due", {}, on(17, 10), on(21, 10)),
        ("holiday", {"day": "2026-11-19"}, on(18, 10), on(20)),  # what has a day: until that day is over
        ("activity", {"day": "2026-11-18"}, on(18, 10), on(19)),
        ("activity", {"day": "2026-11-30"}, on(18, 10), on(22, 10)),
        ("lesson_due", {"day": "2026-11-30"}, on(19, 10), on(23)),
        ("lesson_due", {"day": "2026-11-20"}, on(19, 10), on(21)),
        ("behind", {"day": "2026-11-16"}, on(18, 10), on(17)),  # over before it was said: not sent at all
    ],
)
def test_a_message_is_of_use_until_what_it_speaks_of_is_over(rule, values, now, until):
    assert useful_until(Wanted(rule, "x", "x", 1, values), MONDAY, now) == until


def wanted(org, *rules_and_subjects: str) -> list[Wanted]:
    """season:1 → the season, about class 1."""
    at = org.unit("SY-2024-2").id
    return [Wanted(one.partition(":")[0], one, "2026-11", at) for one in rules_and_subjects]


def lin(org) -> Recipient:
    person = org.people["teacher_lin"]
    return Recipient(person.school_id, person.user_id)


def given(org, *names: str, policy: Policy = Policy(), ways: Ways = Ways(), console: bool = False) -> int:  # noqa: B008
    return done(give, lin(org), wanted(org, *names), policy, ways, console, school_clock.now())


def slots(week: date = MONDAY) -> dict[str, int]:
    db.session.expire_all()
    return {row.subject: row.slot for row in db.session.query(Notice).filter_by(week=week).order_by(Notice.id)}


def test_the_most_pressing_get_the_places_of_the_week_and_the_digest_has_its_own(org):
    assert given(org, "season:1", "behind:1", "lesson_due:1", "digest:1", "digest:2") == 3
    assert slots() == {"season:1": 1, "behind:1": 2, "digest:1": 0}


def test_what_is_switched_off_takes_no_place(org):
    assert given(org, "season:1", "behind:1", "digest:1", policy=Policy(off=frozenset({"season", "digest"}))) == 1
    assert slots() == {"behind:1": 1}


def test_a_unit_that_wants_none_still_has_its_digest(org):
    assert given(org, "season:1", "digest:1", policy=Policy(cap=0)) == 1 and slots() == {"digest:1": 0}


def test_a_cap_that_was_lowered_in_the_week_takes_nothing_back_and_gives_no_more(org):
    given(org, "season:1", "behind:1")
    assert given(org, "holiday:1", policy=Policy(cap=1)) == 0 and len(slots()) == 2


def test_a_place_that_a_repetition_would_take_goes_to_the_next(org, clock):
    given(org, "season:1")
    assert given(org, "season:1", "behind:1") == 1 and slots() == {"season:1": 1, "behind:1": 2}
    clock.shift(timedelta(days=5))  # Monday: the places are free again, what was said in its period is not
    assert given(org, "season:1", "behind:1", "holiday:1") == 1
    assert slots(date(2026, 11, 23)) == {"holiday:1": 1}


def test_the_week_begins_at_midnight_of_the_school_and_not_of_greenwich(org, clock):
    clock.move_to(on(22, 23))
    given(org, "season:1")
    clock.move_to(on(23, 0))  # 16:00 UTC of Sunday
    given(org, "behind:1")
    assert slots() == {"season:1": 1} and slots(date(2026, 11, 23)) == {"behind:1": 1}


def test_two_teachers_and_two_schools_do_not_take_each_others_places(org):
    for name in ("teacher_lin", "teacher_chen", "teacher_gao"):
        person = org.people[name]
        whom = Recipient(person.school_id, person.user_id)
        assert done(give, whom, wanted(org, "season:1", "behind:1"), Policy(), Ways(), False, school_clock.now()) == 2
    assert db.session.query(Notice).count() == 6


def test_on_every_combination_the_outbox_holds_what_unit_and_person_both_want(org):
    """Told a second time as a table: mail needs a confirmed address that is wanted and allowed; nothing goes where the person is quiet
    or has switched the rule off; the console takes all."""
    person, now = lin(org), school_clock.now()
    options = product((True, False), repeat=6)
    for n, (by_email, confirmed, quiet, off, mail_allowed, hooks_allowed) in enumerate(options, 1):
        choice = NoticeChoice(
            by_email=by_email, confirmed_at=now if confirmed else None, quiet=quiet, off=["season"] if off else []
        )
        ways = {way for way, allowed in (("email", mail_allowed), ("webhook", hooks_allowed)) if allowed}
        at = now + timedelta(weeks=n)
        done(
            give,
            person,
            [Wanted("season", f"s{n}", "x", org.unit("SY-2024-2").id)],
            Policy(channels=frozenset(ways)),
            Ways(choice, (71, 72)),
            n % 2 == 0,
            at,
        )
        row = db.session.query(Notice).filter_by(subject=f"s{n}").one()
        sent = [(one.channel, one.hook_id) for one in db.session.query(NoticeDelivery).filter_by(notice_id=row.id)]
        expected = []
        if not quiet and not off:
            expected += [("email", 0)] if by_email and confirmed and mail_allowed else []
            expected += [("webhook", 71), ("webhook", 72)] if hooks_allowed else []
        expected += [("console", 0)] if n % 2 == 0 else []
        assert sorted(sent) == sorted(expected), (by_email, confirmed, quiet, off, ways)


def test_who_has_chosen_nothing_has_the_inbox_and_the_own_robots(org):
    given(org, "season:1", ways=Ways(None, (71,)))
    assert [(row.channel, row.hook_id) for row in db.session.query(NoticeDelivery)] == [("webhook", 71)]


def test_a_group_is_told_over_its_robot_alone_and_has_no_bell(org):
    school = org.unit("LJ-SY")
    group = Recipient(school.id, hook_id=9)
    assert (group.key, lin(org).key) == ("h9", f"u{org.people['teacher_lin'].user_id}")
    done(give, group, wanted(org, "season:1"), Policy(), Ways(), True, school_clock.now())
    done(give, group, wanted(org, "behind:1"), Policy(channels=frozenset({"email"})), Ways(), False, school_clock.now())
    assert [(row.channel, row.hook_id) for row in db.session.query(NoticeDelivery)] == [("webhook", 9)]
    assert {row.user_id for row in db.session.query(Notice)} == {None}


def test_each_message_has_a_key_of_its_own_and_the_time_it_is_of_use(org):
    given(org, "season:1", ways=Ways(None, (71, 72)), console=True)
    rows = db.session.query(NoticeDelivery).all()
    assert len({row.key for row in rows}) == 3 and all(len(row.key) == 32 for row in rows)
    now = school_clock.now()
    assert {(row.state, row.tries, row.next_at, row.until) for row in rows} == {
        ("waiting", 0, now, now + timedelta(days=4))
    }


def test_the_bell_counts_what_is_new_open_and_of_this_week(org, clock):
    user = org.people["teacher_lin"].user_id

    def bell() -> int:
        return org.user("teacher_lin").unread

    given(org, "season:1", "behind:1", "digest:1")
    assert bell() == 3
    with write():
        db.session.query(Notice).filter_by(subject="season:1").update({"read_at": school_clock.now()})
        db.session.query(Notice).filter_by(subject="behind:1").update({"done_at": school_clock.now()})
    done(giving.count_unread, lin(org).school_id, [user])
    assert bell() == 1
    done(giving.give_outside, lin(org), org.unit("LJ-SY").id, "test", "email", {})
    done(giving.count_unread, lin(org).school_id, [user])
    assert bell() == 1, "a test message is not in the inbox"
    clock.shift(timedelta(days=7, seconds=-1))
    done(giving.count_unread, lin(org).school_id, None)
    assert bell() == 1
    clock.shift(2)
    done(giving.count_unread, lin(org).school_id, None)
    assert bell() == 0, "what nobody looked at for a week asks for no attention any more"


def test_the_ways_of_people_are_their_own_and_without_robots_that_were_taken_away(org):
    teacher, other = org.people["teacher_lin"], org.people["teacher_chen"]
    now, school = school_clock.now(), org.unit("LJ-SY")
    with write() as session:
        session.add(NoticeChoice(school_id=school.id, user_id=teacher.user_id, email="a@b.cn", off=[], set_at=now))
        rows = [
            NoticeHook(
                school_id=school.id,
                unit_id=school.id,
                user_id=user,
                kind="json",
                name="",
                url="",
                secret="",
                made_at=now,
                ended_at=ended,
            )
            for user, ended in ((teacher.user_id, None), (teacher.user_id, now), (None, None), (teacher.user_id, None))
        ]
        session.add_all(rows)
        session.flush()
        mine = rows[0].id, rows[3].id
    found = giving.ways_of(school.id, [teacher.user_id, other.user_id])
    assert found[teacher.user_id].hooks == mine and found[teacher.user_id].choice.email == "a@b.cn"
    assert found[other.user_id] == Ways() and giving.ways_of(school.id, []) == {}


def test_only_what_a_person_asked_for_goes_out_beside_the_cap(org):
    with pytest.raises(ValueError, match="season"), write():
        giving.give_outside(lin(org), org.unit("LJ-SY").id, "season", "email", {})
    for _ in range(3):
        done(giving.give_outside, lin(org), org.unit("LJ-SY").id, "test", "email", {})
    assert [row.slot for row in db.session.query(Notice)] == [None] * 3, "asked for three times, sent three times"
    assert given(org, "season:1", "behind:1") == 2 and "test" in rules.OUTSIDE
