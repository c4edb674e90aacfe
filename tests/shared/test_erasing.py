"""After erasing there is no trace of the person; class figures stay."""

from datetime import date

from sqlalchemy import select, update

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import retention
from eduplatform.org.models import Enrolment
from eduplatform.shared.database import write
from tests.cli.test_doctor_and_worker import invoke


def holds(app, text) -> list[str]:
    """Tables in which a text stands anywhere."""
    with app.app_context(), db.engine.connect() as connection:
        return [
            t.name
            for t in db.metadata.sorted_tables
            for row in connection.execute(select(t))
            if text in repr(tuple(row))
        ]


def test_an_erased_pupil_is_nowhere(app, client_for, people):
    pupil = client_for("pupil_yu")
    assert pupil.get("/student/").status_code == 200
    assert "user" in holds(app, "田小雨甲一")
    said = invoke(app, "user", "erase", "LJ-SY/三(2)班/1")
    assert "would erase" in said.output and "user" in holds(app, "田小雨甲一")
    assert invoke(app, "user", "erase", "LJ-SY/三(2)班/1", "--yes").exit_code == 0
    assert holds(app, "田小雨甲一") == []
    assert pupil.get("/student/").status_code == 302


def test_an_erased_teacher_has_no_account(app, client_for, people):
    teacher = client_for("teacher_lin")
    assert invoke(app, "user", "erase", "lin", "--yes").exit_code == 0
    assert holds(app, "lin老师") == [] and teacher.get("/teacher").status_code == 302


def test_names_go_three_years_after_leaving(app, people):
    with app.app_context():
        assert retention.last_day_kept(date(2026, 11, 18)) == date(2023, 8, 31)
        assert retention.due(date(2026, 11, 18)) == []
        with write() as session:
            session.execute(
                update(Enrolment).where(Enrolment.pupil_id == people["graduate"].user_id).values(to_on=date(2023, 7, 1))
            )
        assert retention.forget_leavers() == 1 and retention.forget_leavers() == 0
        assert db.session.scalars(select(User.name).where(User.id == people["graduate"].user_id)).one() == "（已删除）"
