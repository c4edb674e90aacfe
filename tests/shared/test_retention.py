"""What /about promises to delete is deleted: a row past its time in each table, one run of the worker's job, and it is gone; a younger one stays."""

import os
from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.shared import audit, audit_chain, clock
from eduplatform.shared.database import write
from eduplatform.upkeep import retention
from tests.assessment import world
from tests.cli.test_doctor_and_worker import invoke
from tests.people import unit

DAY = timedelta(days=1)


def table(name):
    return db.metadata.tables[name]


def put(into: str, **values) -> int:
    with write() as session:
        return session.execute(insert(table(into)).values(**values)).inserted_primary_key[0]


def rows(name: str) -> int:
    return db.session.scalar(select(func.count()).select_from(table(name))) or 0


def ago(days: float):
    return clock.now() - timedelta(days=days)


@pytest.fixture
def here(app, people):
    with app.app_context():
        yield people


def expired(people) -> dict[str, list]:
    """Table → (row past its time, row just within it)."""
    school, user = people["teacher_lin"].school_id, people["teacher_lin"].user_id
    pupil = people["pupil_yu"].user_id
    slip = dict(school_id=school, user_id=user, issued_at=ago(200), used_at=None)
    session = dict(
        school_id=school,
        user_id=user,
        device="own",
        must_choose=False,
        started_at=ago(90),
        seen_at=ago(90),
        idle_minutes=0,
    )
    batch = dict(
        school_id=school,
        kind="roster",
        filename="a.csv",
        state="refused",
        progress=100,
        year=2020,
        mapping={},
        notes=[],
        classes=[],
        counts={},
        problems=[{"values": {"text": "某某"}}],
        consent="",
        roll_mark="",
        created_by=None,
    )
    handover = dict(school_id=school, pupil_id=pupil, issued_by=user)
    job = dict(kind="x", payload={}, progress=100, state="done", asked_at=ago(200))
    export = dict(school_id=school, asked_by=user, kind="x", arguments={}, file=None)
    unit_setting = dict(unit_id=school, name="x", value=1, basis="")
    key = dict(school_id=school, unit_id=school, title="x", ending="x", reads="units", made_by=user, made_at=ago(4000))
    return {
        "api_key": [
            key | dict(token_hash="a", last_day=date(2016, 11, 17)),
            key | dict(token_hash="b", last_day=date(2016, 11, 19)),
        ],
        "sign_in_slip": [
            slip | dict(code_hash="a", expires_at=ago(91)),
            slip | dict(code_hash="b", expires_at=ago(89)),
        ],
        "user_session": [
            session | dict(token_hash="a", expires_at=ago(31)),
            session | dict(token_hash="b", expires_at=ago(29)),
        ],
        "sign_in_guard": [
            dict(account="a", lane="other", failures=1, at=ago(31)),
            dict(account="b", lane="other", failures=1, at=ago(29)),
        ],
        "address_failure": [
            dict(address_hash="a", account="a", at=ago(31)),
            dict(address_hash="b", account="a", at=ago(29)),
        ],
        "roster_batch": [batch | dict(created_at=ago(3 * 365 + 1)), batch | dict(created_at=ago(3 * 365 - 1))],
        "handover": [
            handover | dict(code_hash="a", issued_at=ago(366), expires_at=ago(300)),
            handover | dict(code_hash="b", issued_at=ago(364), expires_at=ago(300)),
        ],
        "access_look": [
            dict(school_id=school, viewer_id=user, subject="class:1", day=ago(3 * 365 + 2).date(), names=1),
            dict(school_id=school, viewer_id=user, subject="class:1", day=ago(3 * 365 - 2).date(), names=1),
        ],
        "job": [job | dict(ended_at=ago(91)), job | dict(ended_at=ago(89))],
        "export": [
            export | dict(asked_at=ago(366), expires_at=ago(365)),
            export | dict(asked_at=ago(364), expires_at=ago(363)),
        ],
        "unit_setting": [unit_setting | dict(from_on=date(2010, 1, 1)), unit_setting | dict(from_on=date(2011, 1, 1))],
    }


def test_rows_past_their_time_go_and_younger_ones_stay(here, tmp_path):
    for name, (old, young) in expired(here).items():
        before = rows(name)
        put(name, **old)
        put(name, **young)
        retention.keep_promised_terms(tmp_path)
        assert rows(name) == before + 1, name


def lesson(people, year: int, on: date) -> None:
    """A lesson of a school year with everything that hangs on it."""
    unit_, fire, pupil = unit("LJ-SY-2024-2"), world.lesson("FIRE"), people["pupil_yu"]
    with write() as db_session:
        session = world.teach(unit_, fire, on, roll=4, hands=3).session_id
        db_session.flush()
        for name in ("class_session", "class_hour"):
            key = "id" if name == "class_session" else "session_id"
            db_session.execute(table(name).update().where(table(name).c[key] == session).values(year=year))
    put("class_year", school_id=pupil.school_id, class_id=unit_.id, year=year, grade=3, stage="P2", label="三(2)班")
    put("absence", school_id=pupil.school_id, session_id=session, pupil_id=pupil.user_id, noted_at=clock.now())
    put(
        "reminder",
        school_id=unit_.school_id,
        class_id=unit_.id,
        year=year,
        given_on=on,
        format=5,
        lesson_id=fire.lesson_id,
        teacher_id=1,
        started_at=clock.now(),
    )


def test_records_go_by_whole_school_years(here, tmp_path):
    lesson(here, 2015, date(2026, 11, 3))
    lesson(here, 2016, date(2026, 11, 4))
    retention.keep_promised_terms(tmp_path)
    assert {
        name: rows(name) for name in ("class_session", "class_hour", "absence", "hands_count", "reminder")
    }.items() >= {"class_session": 1, "class_hour": 1, "absence": 1, "reminder": 0}.items()
    assert db.session.scalar(select(table("class_session").c.year)) == 2016


def test_phones_and_readings_of_a_lesson_that_is_over_go_and_those_of_an_open_one_stay(here, tmp_path):
    """Closing removes them itself: this is what a crash left behind."""
    fire, school = world.lesson("FIRE"), here["teacher_lin"].school_id
    for n, state in enumerate(("closed", "dropped", "open")):
        with write() as db_session:
            session = world.teach(unit("LJ-SY-2024-2"), fire, date(2026, 11, 3 + n), roll=4, hands=3).session_id
            db_session.flush()
            db_session.execute(
                table("class_session").update().where(table("class_session").c.id == session).values(state=state)
            )
        vote = put("vote", school_id=school, session_id=session, number=0, question_revision_id=1)
        put("remote", school_id=school, session_id=session, teacher_id=1, token_hash=state, made_at=clock.now())
        put(
            "room_reading",
            school_id=school,
            session_id=session,
            key=state,
            vote_id=vote,
            part=0,
            outcome={},
            at=clock.now(),
        )
    retention.keep_promised_terms(tmp_path)
    assert db.session.scalars(select(table("remote").c.token_hash)).all() == ["open"]
    assert db.session.scalars(select(table("room_reading").c.key)).all() == ["open"]


def test_a_proposal_goes_after_sixty_days(here, tmp_path):
    values = dict(
        school_id=here["teacher_lin"].school_id,
        unit_id=here["teacher_lin"].school_id,
        role="safety_officer",
        state="open",
        proposed_by=1,
    )
    for name, days in (("old", 61), ("young", 59)):
        put("post_proposal", **values, name=name, proposed_at=ago(days))
    retention.keep_promised_terms(tmp_path)
    assert db.session.scalars(select(table("post_proposal").c.name)).all() == ["young"]


def test_a_setting_in_force_stays_however_old(here, tmp_path):
    put("unit_setting", unit_id=here["teacher_lin"].school_id, name="x", value=1, basis="", from_on=date(2005, 1, 1))
    retention.keep_promised_terms(tmp_path)
    assert rows("unit_setting") == 1


def test_what_was_said_about_the_rows_of_a_file_goes_after_a_month(here, tmp_path):
    (old, _young) = expired(here)["roster_batch"]
    put("roster_batch", **old | dict(created_at=ago(31)))
    retention.keep_promised_terms(tmp_path)
    assert db.session.scalar(select(table("roster_batch").c.problems)) == []


def test_a_staged_roster_nobody_applied_is_given_up_after_a_month(here, tmp_path):
    school = here["teacher_lin"].school_id
    (old, _young) = expired(here)["roster_batch"]
    number = put("roster_batch", **old | dict(created_at=ago(31), state="staged"))
    put(
        "roster_row",
        school_id=school,
        batch_id=number,
        action="new",
        sheet="",
        line=1,
        class_code="x",
        name="某某",
        number="",
        person_key="k",
    )
    retention.keep_promised_terms(tmp_path)
    assert rows("roster_row") == 0 and db.session.scalar(select(table("roster_batch").c.state)) == "dropped"


def test_the_basis_of_consent_stays_as_long_as_its_pupils(here, tmp_path):
    pupil = here["pupil_yu"]
    (old, _young) = expired(here)["roster_batch"]
    number = put("roster_batch", **old | dict(state="applied", consent="入学告知书"))
    with write() as session:
        session.execute(table("user").update().where(table("user").c.id == pupil.user_id).values(batch_id=number))
    retention.keep_promised_terms(tmp_path)
    row = db.session.execute(select(table("roster_batch"))).one()
    assert (row.consent, row.filename, row.problems) == ("入学告知书", "", [])


def test_a_guardian_reads_no_longer_than_the_child_is_here(here, tmp_path):
    with write() as session:
        session.execute(
            table("enrolment")
            .update()
            .where(table("enrolment").c.pupil_id == here["pupil_yu"].user_id)
            .values(to_on=clock.today())
        )
    retention.keep_promised_terms(tmp_path)
    assert db.session.scalar(select(table("guardianship").c.to_on)) == clock.today()


def test_staff_are_forgotten_three_years_after_their_post(here, tmp_path):
    def name(of: str) -> str:
        return db.session.scalar(select(User.name).where(User.id == here[of].user_id))

    for who, days in (("teacher_wu", 3 * 365 + 2), ("teacher_chen", 3 * 365 - 2)):
        with write() as session:
            session.execute(
                table("post")
                .update()
                .where(table("post").c.user_id == here[who].user_id)
                .values(from_on=date(2020, 9, 1), to_on=ago(days).date())
            )
    retention.keep_promised_terms(tmp_path)
    assert name("teacher_wu") == "（已删除）" and name("teacher_chen") == "chen老师"


def test_a_chain_is_shortened_openly_and_stays_whole(here, tmp_path, clock):
    school = here["teacher_lin"].school_id
    with write():
        for n in range(5):
            audit.record(school, 1, "post.give", f"user:{n}")
    clock.shift(10 * 365.5 * 86400)
    with write():
        audit.record(school, 1, "post.give", "user:9")
    retention.keep_promised_terms(tmp_path)
    found = audit_chain.walk(school)
    said = [row.action for row in db.session.execute(select(table("audit_entry")).order_by(table("audit_entry").c.seq))]
    assert found.whole and "chain.shorten" in said and said[0] == "post.give" and len(said) < 6 + len(here)
    with write() as session:
        session.execute(table("audit_entry").delete().where(table("audit_entry").c.seq == 6))
    assert not audit_chain.walk(school).whole, "more than was said may not go"


def test_export_files_go_after_a_day_without_another_export(here, tmp_path):
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "export-1.xlsx").write_bytes(b"x")
    old = expired(here)["export"][0] | dict(asked_at=ago(2), expires_at=ago(1), file="export-1.xlsx")
    put("export", **old)
    retention.keep_promised_terms(tmp_path)
    assert list((tmp_path / "exports").iterdir()) == [] and rows("export") == 1


def test_a_database_kept_beside_a_restored_one_goes_after_a_month(here, tmp_path):
    for name, days in (("anxue.before-1.db", 31), ("anxue.before-2.db", 29)):
        (tmp_path / name).write_bytes(b"names")
        os.utime(tmp_path / name, (ago(days).timestamp(),) * 2)
    retention.keep_promised_terms(tmp_path)
    assert [path.name for path in tmp_path.glob("*.before-*")] == ["anxue.before-2.db"]


def test_the_worker_runs_it_once_a_day(app, here):
    for _ in range(2):
        assert invoke(app, "worker", "--once").exit_code == 0
    kinds = db.session.scalars(select(table("job").c.kind).where(table("job").c.state == "done")).all()
    assert kinds.count("upkeep.retention") == 1
