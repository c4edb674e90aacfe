"""A city walked through its school year by a fixed clock: never over the cap, none at night or on a free day, none twice, none for what is done."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eduplatform.extensions import db
from eduplatform.notices import facts, jobs, rules
from eduplatform.notices.models import Notice, NoticeDelivery
from eduplatform.org import calendar_operations
from eduplatform.org.access import Viewer
from eduplatform.org.models import Post, Unit
from eduplatform.shared import clock as school_clock
from eduplatform.shared import jobs as background
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import plan, plan_operations
from tests.assessment.world import lesson, teach

SHANGHAI = ZoneInfo("Asia/Shanghai")


def unit(code: str) -> Unit:
    return db.session.query(Unit).filter_by(code=code).one()


def walk(clock, first: date, days: int, seed: int, caps: dict[str, int]) -> None:
    """Let the days pass; the worker looks at odd times, also at night, and classes are taught on some days."""
    chance = random.Random(seed)
    heads = [lesson("FIRE"), lesson("DROWN"), lesson("TRAF")]
    classes = ["LJ-SY-2024-2", "LJ-SY-2024-1", "LJ-XS1-2024-1"]
    for n in range(days):
        day = first + timedelta(days=n)
        for hour in sorted(chance.sample(range(24), 3)):
            clock.move_to(datetime(day.year, day.month, day.day, hour, 40, tzinfo=SHANGHAI))
            ttl_cache.drop()
            if chance.random() < 0.12 and day.weekday() < 5:
                with write():
                    teach(unit(chance.choice(classes)), chance.choice(heads), day)
            jobs.queue_due(False)
            while background.run_next():
                pass
            nothing_is_wrong(school_clock.now(), caps)


def nothing_is_wrong(now: datetime, caps: dict[str, int]) -> None:
    """What holds at every moment."""
    each_is_due(now)
    none_over_the_cap_or_twice(caps)


def each_is_due(now: datetime) -> None:
    """What was made at an instant was made by day, on a school day, for somebody who teaches, and is not done yet."""
    db.session.rollback()
    local = now.astimezone(SHANGHAI)
    for row in db.session.query(Notice).filter(Notice.made_at == now):
        place = db.session.get(Unit, row.unit_id)
        at = facts.school_day(place.path, school_clock.school_year_of(local.date()), local.date())
        assert 7 <= local.hour < 21 and at.calendar.is_school_day(local.date()), (row.rule, local)
        kept = facts.records_of(row.school_id, [row.unit_id], at.calendar.year).get(row.unit_id, rules.NOTHING)
        assert row.rule in rules.OFFICE_RULES or not rules.is_done(row.rule, row.details, kept), (row.rule, local)
        post = db.session.query(Post).filter_by(user_id=row.user_id).first()
        assert post.role in ("homeroom_teacher", "safety_officer")


def none_over_the_cap_or_twice(caps: dict[str, int]) -> None:
    """Of all notices there are; `caps` of persons for whom it is not two a week."""
    weeks = Counter((row.recipient, row.week) for row in db.session.query(Notice) if row.rule != rules.DIGEST)
    for (who, _week), count in weeks.items():
        assert count <= caps.get(who, 2), (who, count)
    every = Counter((row.recipient, row.rule, row.subject, row.period) for row in db.session.query(Notice))
    assert not every or max(every.values()) == 1


def prepared(people) -> dict[str, int]:
    """The city has a plan; the western school is quieter. Gives the caps of persons that differ."""
    chen = people["teacher_chen"]
    with write():
        plan_operations.adopt(Viewer(0, 0, "staff", ""), unit("LJ"), 2026, plan.shipped())
        viewer = Viewer(people["officer_safe"].user_id, people["officer_safe"].school_id, "staff", "")
        calendar_operations.choose_setting(viewer, unit("LJ-SY"), "notices", {"cap": 1, "from": 19, "to": 8}, "")
    return {f"u{chen.user_id}": 1, f"u{people['teacher_lin'].user_id}": 1, f"u{people['officer_safe'].user_id}": 1}


def test_weeks_of_autumn_with_a_holiday(app, people, clock):
    clock.move_to(datetime(2026, 9, 1, 6, 0, tzinfo=SHANGHAI))
    with app.app_context():
        walk(clock, date(2026, 9, 14), 24, seed=1, caps=prepared(people))
        told = Counter(row.rule for row in db.session.query(Notice))
    assert told["lesson_due"] and told["holiday"] and told["digest"], told


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_a_whole_year(app, people, clock, seed):
    clock.move_to(datetime(2026, 9, 1, 6, 0, tzinfo=SHANGHAI))
    with app.app_context():
        walk(clock, date(2026, 9, 1), 330, seed, prepared(people))
        told = Counter(row.rule for row in db.session.query(Notice))
        assert not db.session.query(NoticeDelivery).count(), "nobody entered an address"
    assert {"lesson_due", "holiday", "digest", "key_day", "behind", "season", "far_behind"} <= set(told), told
