"""The doctor names what is wrong; the worker does what waits and stops."""

from sqlalchemy import func, select, update

from eduplatform.extensions import db
from eduplatform.shared import audit, stale_marks
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, StaleMark
from tests.cli.running import invoke
from tests.people import YEAR


def test_a_sound_install_is_sound(app):
    result = invoke(app, "doctor")
    assert "FAULT" not in result.output and result.exit_code == 0, result.output


def test_a_broken_audit_chain_is_a_fault(app, people):
    school = people["teacher_lin"].school_id
    with app.app_context():
        with write():
            audit.record(school, 1, "post.give", "user:1")
        with write() as session:
            session.execute(update(AuditEntry).values(action="nothing"))
    result = invoke(app, "doctor")
    assert result.exit_code == 1 and "FAULT audit" in result.output


def test_the_worker_takes_every_mark(app, people):
    with app.app_context(), write():
        stale_marks.mark_stale("class_year", people["teacher_lin"].school_id, 12, YEAR)
    assert invoke(app, "worker", "--once").exit_code == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StaleMark)) == 0
