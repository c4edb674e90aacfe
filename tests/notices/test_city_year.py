"""A city of 312 classes through a school year, by a worker that is a process of its own and is killed again and again."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.notices.models import Notice
from eduplatform.org import tree
from eduplatform.org.access import Viewer
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import plan, plan_operations
from tests import people as cast
from tests.assessment.world import lesson, teach

from .test_year import SHANGHAI, each_is_due, none_over_the_cap_or_twice, unit
from .worker_process import Worker

CLASSES = 12


def build(schools: int) -> list[str]:
    """Schools of twelve classes, each with a pupil and a homeroom teacher; the codes of the classes."""
    with write():
        plan_operations.adopt(Viewer(0, 0, "staff", ""), unit("LJ"), 2026, plan.shipped())
        for n in range(schools):
            school = tree.add_child_unit(unit("LJ-XS"), "school", f"K{n}", f"第{n}小学", stages="P1,P2,P3")
            grades = [tree.ClassSpec(1 + c % 2, 1 + c // 2, f"{1 + c // 2}年级({1 + c % 2})班") for c in range(CLASSES)]
            made = tree.add_classes(school, grades, 2026)
            for one in made:
                cast._staff(f"t{one.id}", "homeroom_teacher", one.code, f"t{one.id}")
                cast._pupil(f"p{one.id}", one.code, "1", f"生{one.id}")
    return [one.code for one in db.session.query(cast.Unit).filter_by(kind="class") if one.code.startswith("K")]


@pytest.mark.parametrize(
    ("schools", "first", "days", "kills"),
    [
        pytest.param(2, date(2026, 9, 14), 12, 6, id="two_weeks_of_24_classes"),
        pytest.param(26, date(2026, 9, 1), 330, 50, id="a_year_of_312_classes", marks=pytest.mark.sweep),
    ],
)
def test_reminders_of_a_city(app, people, clock, tmp_path, schools, first, days, kills):
    chance = random.Random(days)
    clock.move_to(datetime(2026, 9, 1, 6, 0, tzinfo=SHANGHAI))
    with app.app_context():
        classes = build(schools)
        heads = [lesson("FIRE"), lesson("DROWN"), lesson("TRAF")]
    worker, died = Worker(app.config["DATABASE_URL"], tmp_path), 0
    looks = [
        datetime(day.year, day.month, day.day, hour, 40, tzinfo=SHANGHAI)
        for day in (first + timedelta(days=n) for n in range(days))
        for hour in sorted({10, chance.randrange(24)} if chance.random() < 0.5 else {10})
    ]
    deadly = set(chance.sample(range(len(looks)), kills))
    for n, now in enumerate(looks):
        with app.app_context():
            clock.move_to(now)
            ttl_cache.drop()
            if now.weekday() < 5 and 8 < now.hour < 17:
                with write():
                    for code in chance.sample(classes, len(classes) // 8):
                        teach(unit(code), chance.choice(heads), now.date())
            db.session.remove()
            db.engine.dispose()
            died += worker.look(now, chance.randint(1, 60 * schools) if n in deadly else 0)
            each_is_due(now)
            if now.weekday() == 4:
                none_over_the_cap_or_twice({})
    worker.stop()
    with app.app_context():
        told = Counter(row.rule for row in db.session.query(Notice))
        none_over_the_cap_or_twice({})
    print(f"{len(classes)} classes, {days} days, {died} kills that met it at work, told {dict(told)}")
    assert died >= kills // 4 and told["lesson_due"] and told["digest"], (died, told)
