"""kill -9 of a real worker after every step of reading a roster: nothing stands twice, and the job is taken up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select, update

from eduplatform.extensions import db
from eduplatform.org import jobs as org_jobs
from eduplatform.org import roster_apply, roster_staging
from eduplatform.org.models import Enrolment, RosterBatch, RosterRow, Unit
from eduplatform.org.roster_uploads import Uploads
from eduplatform.shared import clock as house_clock
from eduplatform.shared import jobs
from eduplatform.shared.database import write
from eduplatform.shared.models import Job
from eduplatform.shared.refusals import Conflict

PUPILS = 2500  # three steps of staging
#: a worker that kills itself right after its n-th commit, as a power cut would; the clock stands where the test's stands
WORKER = """
import os, signal, sys, time_machine
url, folder, deadly, day = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
time_machine.travel(day, tick=True).start()
from sqlalchemy import event
from sqlalchemy.orm import Session
from eduplatform import create_app
from eduplatform.cli import worker
app = create_app(TESTING=True, DATABASE_URL=url, INSTANCE=folder, SECRET_KEY="test")
commits = 0
@event.listens_for(Session, "after_commit")
def _count(session):
    global commits
    from eduplatform.shared.database import _writing
    commits += bool(_writing.get())
    if deadly and commits == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
with app.app_context():
    from eduplatform.shared import jobs
    jobs.run_next()
"""


@pytest.fixture
def school(app, people) -> int:
    return people["officer_safe"].school_id


def ask(app, folder, school_id: int) -> int:
    """An upload waits for the worker."""
    text = "姓名,班级,学号\n" + "".join(
        f"{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'子丑寅卯辰巳午未申酉'[n // 10 % 10]}{'天地玄黄宇宙洪荒日月'[n // 100 % 10]}{'春夏秋冬'[n // 1000]},"
        f"五({n // 50 + 1})班,{n % 50 + 1}\n"
        for n in range(PUPILS)
    )
    with app.app_context(), write():
        batch = roster_staging.begin_batch(None, db.session.get(Unit, school_id), "名册.csv", 2026)
        Uploads(folder).put_raw(batch.id, text.encode())
        jobs.queue("roster.read", {"school_id": school_id, "batch_id": batch.id, "folder": str(folder), "only": None})
        return batch.id


def run(app, folder, deadly: int) -> int:
    now = house_clock.now().timestamp()
    command = [sys.executable, "-c", WORKER, app.config["DATABASE_URL"], str(folder), str(deadly), str(now)]
    return subprocess.run(
        command, timeout=120, check=False, env=os.environ | {"PYTHONPATH": os.getcwd()}, capture_output=True
    ).returncode


def look(app, school_id: int, batch_id: int):
    with app.app_context():
        batch = db.session.get(RosterBatch, (school_id, batch_id))
        rows = dict(
            db.session.execute(
                select(RosterRow.action, func.count()).where(RosterRow.batch_id == batch_id).group_by(RosterRow.action)
            ).all()
        )
        job = db.session.scalars(select(Job).where(Job.kind == "roster.read").order_by(Job.id.desc())).first()
        return batch, rows, job


def lapse(app) -> None:
    with app.app_context(), write() as session:
        session.execute(update(Job).where(Job.state == "running").values(lease_until=house_clock.now() - jobs.LEASE))


def test_killed_after_every_step_nobody_stands_twice(app, school, tmp_path):
    killed, deadly = 0, 1
    while True:
        batch_id = ask(app, tmp_path, school)
        if run(app, tmp_path, deadly) != -signal.SIGKILL:
            break
        killed, deadly = killed + 1, deadly + 1
        lapse(app)
        finished = look(app, school, batch_id)[2].state == "done"  # killed after the very last commit
        with app.app_context():
            assert jobs.run_next() is not finished
        batch, rows, job = look(app, school, batch_id)
        assert (job.tries, job.state, batch.state) == (1 if finished else 2, "done", "staged")
        assert rows == {"new": PUPILS, "gone": batch.counts["gone"]} or rows == {"new": PUPILS}, (
            f"killed after commit {deadly - 1}"
        )
        with app.app_context(), write():
            roster_staging.drop_batch(db.session.get(RosterBatch, (school, batch_id)))
    assert killed >= 7
    with app.app_context():
        with write():
            batch = db.session.get(RosterBatch, (school, batch_id))
            roster_apply.apply_roster(None, batch, db.session.get(Unit, school))
            roster_apply.apply_roster(None, batch, db.session.get(Unit, school))
        assert (
            db.session.scalar(select(func.count()).select_from(Enrolment).where(Enrolment.batch_id == batch_id))
            == PUPILS
        )


def test_rows_that_are_not_what_was_counted_are_not_applied(app, school, tmp_path):
    batch_id = ask(app, tmp_path, school)
    with app.app_context():
        jobs.run_next()
        with write() as session:
            session.delete(session.scalars(select(RosterRow).where(RosterRow.batch_id == batch_id)).first())
        with pytest.raises(Conflict, match="rows_differ"), write():
            roster_apply.apply_roster(
                None, db.session.get(RosterBatch, (school, batch_id)), db.session.get(Unit, school)
            )


def test_three_deaths_and_the_page_says_what_to_do(app, school, tmp_path, client_for):
    batch_id = ask(app, tmp_path, school)
    for tries in (1, 2, 3):
        assert run(app, tmp_path, 2) == -signal.SIGKILL
        lapse(app)
        if tries == 1:
            run(app, tmp_path, 1)
            assert "第 2 次" in client_for("officer_safe").get(f"/office/rosters/{batch_id}").text
            lapse(app)
            run(app, tmp_path, 1)
            lapse(app)
            break
    with app.app_context():
        assert jobs.run_next() and not jobs.run_next()
    batch, rows, job = look(app, school, batch_id)
    assert (batch.state, job.state, job.result["refused"], rows) == ("refused", "failed", "job_given_up", {})
    assert "中断了 3 次" in client_for("officer_safe").get(f"/office/rosters/{batch_id}").text
    doctor = app.test_cli_runner().invoke(args=["doctor"])
    assert doctor.exit_code == 1 and "FAULT worker" in doctor.output and "given up" in doctor.output
    assert "已经停下的任务" in client_for("admin_top").get("/office/system").text


@pytest.mark.slow
def test_a_job_of_a_killed_worker_is_taken_up_within_a_minute(app, school, tmp_path, clock):
    """In real time: nothing is moved but the clock of the test to now."""
    clock.move_to(time.clock_gettime(time.CLOCK_REALTIME), tick=True)
    batch_id = ask(app, tmp_path, school)
    assert run(app, tmp_path, 2) == -signal.SIGKILL
    began = time.monotonic()
    with app.app_context():
        while not jobs.run_next():
            assert time.monotonic() - began < 60
            time.sleep(1)
    assert look(app, school, batch_id)[0].state in ("staged", "asking")


def test_a_slow_job_gives_signs_of_life(app, monkeypatch):
    """Without progress of its own it is not taken for dead."""
    monkeypatch.setattr(jobs, "BEAT", 0.05)
    seen = []

    @jobs.kind("test.slow")
    def slow(job):
        with app.app_context(), write() as session:
            session.execute(update(Job).where(Job.id == job.id).values(lease_until=None))
        time.sleep(0.5)
        db.session.rollback()
        seen.append(db.session.scalar(select(Job.lease_until).where(Job.id == job.id)))

    with app.app_context():
        with write():
            jobs.queue("test.slow", {})
        assert jobs.run_next()
    assert seen[0] is not None


def test_a_reading_that_crashes_ends_for_the_one_who_waits(app, school, tmp_path, monkeypatch):
    batch_id = ask(app, tmp_path, school)
    monkeypatch.setattr(org_jobs, "read_file_safely", lambda *_: 1 / 0)
    with app.app_context():
        assert jobs.run_next()
    assert look(app, school, batch_id)[0].state == "refused"
