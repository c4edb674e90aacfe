"""Jobs are written with the change that asks for them, run once, and reported."""

import pytest

from eduplatform.extensions import db
from eduplatform.shared import jobs
from eduplatform.shared.database import write
from eduplatform.shared.models import Job
from eduplatform.shared.refusals import Refused

done = []


@jobs.kind("test.note")
def note(job):
    done.append(job.payload["n"])
    return {"seen": job.payload["n"]}


@jobs.kind("test.refuse")
def refuse(job):
    raise Refused("too_small", least=3)


@jobs.kind("test.crash")
def crash(job):
    raise OSError("disk")


@pytest.fixture(autouse=True)
def _clean():
    done.clear()


def test_a_job_runs_once_and_keeps_its_answer(app):
    with app.app_context():
        with write():
            job = jobs.queue("test.note", {"n": 5})
        assert jobs.run_next() is True and jobs.run_next() is False
        db.session.refresh(job)
        assert (done, job.state, job.result, job.progress) == ([5], "done", {"seen": 5}, 100)


def test_a_job_of_a_change_that_failed_never_runs(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), write():
            jobs.queue("test.note", {"n": 1})
            raise ZeroDivisionError
        assert jobs.run_next() is False


def test_a_refusal_and_a_crash_are_kept_and_stop_nothing(app):
    with app.app_context():
        with write():
            jobs.queue("test.refuse", {})
            jobs.queue("test.crash", {})
            jobs.queue("test.note", {"n": 7})
        while jobs.run_next():
            pass
        rows = db.session.query(Job).order_by(Job.id).all()
        assert [(row.state, (row.result or {}).get("refused")) for row in rows] == [
            ("failed", "too_small"),
            ("failed", "job_failed"),
            ("done", None),
        ]


def test_a_job_whose_worker_died_is_run_again(app, clock):
    with app.app_context():
        with write() as session:
            job = jobs.queue("test.note", {"n": 9})
            job.state, job.started_at = "running", job.asked_at
            session.flush()
        assert jobs.run_next() is False
        clock.shift(31 * 60)
        assert jobs.run_next() is True and done == [9]
