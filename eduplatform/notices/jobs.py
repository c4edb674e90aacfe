"""Making notices: three looks a day at every school, and on the last afternoon of the week the digest. Safe to run again from the start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from ..deployments import queries as deployments
from ..extensions import db
from ..org.models import Unit
from ..shared import clock, jobs
from ..shared.database import end_read, write
from ..shared.models import Job
from . import appeal_notices, facts, rules
from .giving import Recipient, Ways, count_unread, give, ways_of
from .models import Notice, NoticeHook
from .policy import QUIET_FROM, policy_at
from .rules import SchoolDay, Wanted

MAKE = "notices.make"
LOOKS = ((7, 30), (10, 0), (15, 0))  #: times of day; a school that is quiet longer is told by a later one
DIGEST_HOUR = 15
AGAIN = timedelta(hours=1)  #: after a failure


def queue_due(console: bool) -> Job | None:
    """Queue the look that is due, once; None where none is. In a transaction of its own."""
    now = clock.now()
    local = clock.local(now)
    past = [n for n, look in enumerate(LOOKS) if look <= (local.hour, local.minute)]
    if not past or local.hour >= QUIET_FROM or _asked(past[-1], now):
        return None
    with write():
        return jobs.queue(MAKE, {"look": past[-1], "console": console})


def _asked(look: int, now: datetime) -> bool:
    """Whether the look of today waits, runs, is done, or failed less than an hour ago."""
    today = select(Job.state, Job.payload, Job.asked_at).where(
        Job.kind == MAKE, Job.asked_at >= clock.start_of(clock.local(now).date())
    )
    return any(
        row.payload["look"] == look and (row.state != "failed" or row.asked_at > now - AGAIN)
        for row in db.session.execute(today)
    )


@jobs.kind(MAKE)
def make_notices(job: Job) -> dict[str, Any]:
    """Give every school's staff, and every work group, what is due."""
    schools = list(db.session.scalars(select(Unit.id).where(Unit.kind == "school", Unit.closed_on.is_(None))))
    given = appeal_notices.make_for_appeals(clock.now(), job.payload["console"])
    for place, school_id in enumerate(schools):
        end_read()
        given += make_for_school(school_id, clock.now(), job.payload["console"])
        if place % 50 == 49:
            jobs.report_progress(job.id, 100 * place // len(schools))
    return {"schools": len(schools), "given": given, "groups": make_for_groups(clock.now())}


def make_for_school(school_id: int, now: datetime, console: bool = False) -> int:
    """Give the staff of a school what is due at an instant; how many were given. Nothing in quiet hours or on a day without school."""
    school = db.session.get(Unit, school_id)
    if school is None:
        return 0
    day = clock.local(now).date()
    policy, at = policy_at(school.path, day), facts.school_day(school.path, clock.school_year_of(day), day)
    if not policy.speaks(now, at.calendar):
        return 0
    today = facts.school_today(school, at)
    wanted = _wanted(school, today, _is_digest(at, now))
    ways = ways_of(school_id, list(wanted)) if wanted else {}
    with write():
        settle_done(school_id, today)
        return sum(
            give(Recipient(school_id, user_id), each, policy, ways.get(user_id, Ways()), console, now)
            for user_id, each in wanted.items()
        )


def _is_digest(at: SchoolDay, now: datetime) -> bool:
    return rules.digest_is_due(at) and clock.local(now).hour >= DIGEST_HOUR


def _wanted(school: Unit, today: facts.SchoolToday, digest: bool) -> dict[int, list[Wanted]]:
    """By user: what is due, the most pressing first. Somebody with two classes hears of both, in one digest."""
    found: dict[int, list[Wanted]] = {}
    mine: dict[int, list[rules.ClassToday]] = {}
    for room in today.rooms:
        for user_id in today.teachers.get(room.class_id, ()):
            mine.setdefault(user_id, []).append(room)
    office = rules.wanted_of_office(today.at, school.id, today.rooms, today.returns) if today.officers else []
    for user_id in today.officers:
        found.setdefault(user_id, []).extend(office)
        if digest and today.rooms:
            found[user_id].append(_digest_of_school(school, today))
    for user_id, rooms in mine.items():
        each = [one for room in rooms for one in rules.wanted_of_class(today.at, room)]
        found.setdefault(user_id, []).extend(sorted(each, key=lambda one: rules.RULES.index(one.rule)))
        if digest:
            found[user_id].append(rules.digest_of_classes(today.at, rooms, today.next_themes))
    return {user_id: each for user_id, each in found.items() if each}


def _digest_of_school(school: Unit, today: facts.SchoolToday) -> Wanted:
    monday = today.at.monday
    taught = sum(any(one.day >= monday for one in room.records.given) for room in today.rooms)
    return rules.digest_of_unit(today.at, school.id, len(today.rooms), taught)


def settle_done(school_id: int, today: facts.SchoolToday) -> None:
    """Notices whose work is done are open no more. In the running transaction."""
    kept = {room.class_id: room.records for room in today.rooms}
    since = clock.start_of(today.at.day) - timedelta(days=60)
    found = select(Notice).where(
        Notice.school_id == school_id, Notice.done_at.is_(None), Notice.made_at >= since, Notice.user_id.is_not(None)
    )
    done = [row for row in db.session.scalars(found) if notice_is_done(row, kept)]
    if done:
        ids = [row.id for row in done]
        settled = update(Notice).where(Notice.school_id == school_id, Notice.id.in_(ids)).values(done_at=clock.now())
        db.session.execute(settled.execution_options(synchronize_session=False))
    count_unread(school_id, None)


def notice_is_done(row: Notice, kept: dict[int, rules.Records]) -> bool:
    """Whether the work a notice speaks of is done, by the records of the classes; or was taken back by who sent it."""
    if row.rule in rules.APPEAL_RULES:
        return appeal_notices.appeal_is_done(row)
    if row.rule in rules.DEPLOYED and deployments.is_withdrawn(row.details["deployment"]):
        return True
    if row.rule == "returns":
        return bool(deployments.answered_returns(row.school_id, [row.details["deployment"]]))
    if row.rule in rules.OFFICE_RULES:
        return rules.office_is_done(row.rule, row.details, kept)
    return rules.is_done(row.rule, row.details, kept.get(row.unit_id, rules.NOTHING))


def make_for_groups(now: datetime) -> int:
    """Tell the work groups of units what is true of everybody; how many messages. Each group by the calendar of its own unit."""
    found = select(NoticeHook, Unit).join(Unit, Unit.id == NoticeHook.unit_id)
    found = found.where(NoticeHook.user_id.is_(None), NoticeHook.ended_at.is_(None), Unit.closed_on.is_(None))
    return sum(_tell_group(hook, unit, now) for hook, unit in db.session.execute(found.order_by(NoticeHook.id)).all())


def _tell_group(hook: NoticeHook, unit: Unit, now: datetime) -> int:
    day = clock.local(now).date()
    policy, at = policy_at(unit.path, day), facts.school_day(unit.path, clock.school_year_of(day), day)
    if not policy.speaks(now, at.calendar):
        return 0
    wanted = rules.wanted_of_group(at, unit.id, facts.key_days_ahead(unit, at))
    if _is_digest(at, now):
        wanted.append(rules.digest_of_unit(at, unit.id, *facts.taught_below(unit, at.calendar.year, at.monday)))
    with write():
        return give(Recipient(hook.school_id, hook_id=hook.id), wanted, policy, Ways(), False, now)
