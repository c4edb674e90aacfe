"""A release that counts otherwise has every tally counted anew, once."""

from __future__ import annotations

from datetime import date

from eduplatform.assessment import counting_version, jobs
from eduplatform.assessment.models import TallyLesson
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark
from tests.assessment import world as records
from tests.people import unit


def test_after_an_upgrade_that_counts_otherwise_everything_is_counted_once(app, monkeypatch):
    with app.app_context():
        counting_version.keep_up()
        with write():
            records.teach(unit("LJ-SY-2024-2"), records.lesson("FIRE", "P2"), date(2026, 11, 10), roll=4)
        records.settle()
        with write() as session:  # as an older version counted it
            session.query(TallyLesson).update({TallyLesson.lessons: 77})
        assert not counting_version.keep_up() and not jobs.waiting_marks()
        monkeypatch.setattr(counting_version, "VERSION", counting_version.VERSION + 1)
        assert counting_version.keep_up() and jobs.waiting_marks() >= 7
        while jobs.take_marks():
            pass
        assert not db.session.query(TallyLesson).filter(TallyLesson.lessons == 77).count()
        assert not counting_version.keep_up() and not db.session.query(StaleMark).count()
