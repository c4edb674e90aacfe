"""kill -9 of a real worker after every commit of laying a lesson into plans: nothing twice, nothing missing, and it goes on."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from eduplatform.cli import worker  # noqa: F401 – registers every kind of job
from eduplatform.curriculum import queries as content
from eduplatform.deployments import operations
from eduplatform.deployments.rules import Wish
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.access import Viewer
from eduplatform.shared import jobs
from eduplatform.shared.database import write
from eduplatform.shared.models import Job
from eduplatform.teaching.models import Assignment, Deployment
from tests import people as cast

from .test_killed_roster import lapse, run

SCHOOLS, CLASSES = 42, 3  # five transactions of ten schools


@pytest.fixture
def city(app, people) -> int:
    with app.app_context(), write():
        district = cast.unit("LJ-XS")
        for n in range(SCHOOLS - 2):  # beside the two that have such classes
            school = tree.add_child_unit(district, "school", f"K{n}", f"第{n}小学", stages="P1,P2,P3")
            tree.add_classes(school, [tree.ClassSpec(c + 1, 3, f"三({c + 1})班") for c in range(CLASSES)], 2026)
        return cast.unit("LJ").id


def ask(app, people, city: int, lesson: int) -> int:
    viewer = Viewer(people["city_song"].user_id, city, "staff", "宋")
    with app.app_context(), write():
        wish = Wish("lesson", lesson_id=lesson, starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 4))
        return operations.send(viewer, db.session.get(cast.Unit, city), wish).id


def test_killed_after_every_commit_nothing_is_twice_and_nothing_missing(app, people, city, tmp_path):
    with app.app_context():
        lessons = [head.lesson_id for head in content.lessons_of("P2")]
    wanted = (SCHOOLS - 2) * CLASSES + 3
    killed, halves = 0, set()
    for deadly, lesson in enumerate(lessons, 1):
        number = ask(app, people, city, lesson)
        if run(app, tmp_path, deadly) != -signal.SIGKILL:
            break
        killed += 1
        with app.app_context():
            halves.add(db.session.scalar(select(Deployment.placed).where(Deployment.id == number)))
        lapse(app)
        with app.app_context():
            jobs.run_next()
            row = db.session.get(Deployment, number)
            job = db.session.get(Job, row.job_id)
            rows = db.session.execute(
                select(Assignment.class_id, func.count())
                .where(Assignment.deployment_id == number)
                .group_by(Assignment.class_id)
            ).all()
            assert job.state == "done" and row.ready_at is not None and row.placed == wanted, f"after commit {deadly}"
            assert len(rows) == wanted and Counter(n for _class, n in rows) == {1: wanted}
    assert killed >= 8 and len(halves) >= 4, (killed, halves)
