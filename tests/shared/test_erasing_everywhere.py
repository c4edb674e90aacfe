"""Whoever is erased is gone: who left, in the schools before, in rosters on their way, with the guardians; and stays gone after a restore."""

from datetime import date
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, update

from eduplatform.accounts.models import LoginName, User
from eduplatform.cli import backup
from eduplatform.extensions import db
from eduplatform.org import jobs as org_jobs  # noqa: F401 – registers roster.read
from eduplatform.org.models import Enrolment, Guardianship, RosterBatch
from eduplatform.shared import erased_marks, install_key
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, ErasedMark
from tests.cli.test_doctor_and_worker import invoke
from tests.conftest import make_app
from tests.pages.office.roster.test_rosters import send, work
from tests.shared.test_erasing import holds

NAME = "田小雨甲一"


def erase(app, who: str) -> str:
    result = invoke(app, "user", "erase", who, "--yes")
    assert result.exit_code == 0, result.output
    return result.output


def in_files(folder: Path, text: str) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix != ".zip"
        and text.encode() in path.read_bytes()
        and not path.name.startswith("anxue.db")
    ]


def test_who_left_is_found_and_erased(app, people):
    said = invoke(app, "user", "find", "LJ-SY", "范毕业").output
    row = people["graduate"].user_id
    assert said.split("\t")[:3] == [f"LJ-SY/#{row}", "pupil", "范毕业庚一"] and "2026-11-01" in said
    erase(app, f"LJ-SY/#{row}")
    assert holds(app, "范毕业庚一") == []
    assert "keeps nobody" in invoke(app, "user", "erase", "LJ-DZ/#999", "--yes").output


def test_the_former_school_forgets_too(app, people):
    pupil = people["pupil_yu"]
    with app.app_context(), write() as session:
        session.add(
            User(
                school_id=people["pupil_west"].school_id,
                kind="pupil",
                name=NAME + "旧",
                person_key=key_of(pupil),
                created_at=now(),
            )
        )
    erase(app, "LJ-SY/三(2)班/1")
    assert holds(app, NAME) == []
    with app.app_context():
        assert {entry.school_id for entry in db.session.query(AuditEntry).filter_by(action="person.erase")} == {
            pupil.school_id,
            people["pupil_west"].school_id,
        }


def test_the_guardian_goes_with_the_only_child(app, people):
    with app.app_context(), write() as session:
        session.execute(update(User).where(User.id == people["guardian_yu"].user_id).values(name=f"{NAME}的家长"))
    erase(app, "LJ-SY/三(2)班/1")
    assert holds(app, NAME) == []
    with app.app_context():
        assert (
            db.session.query(LoginName).filter_by(login="guardian").count() == 0
            and db.session.query(Guardianship).count() == 0
        )


def test_a_guardian_of_two_stays_for_the_other_under_another_name(app, people):
    guardian, other = people["guardian_yu"], people["pupil_ming"]
    with app.app_context(), write() as session:
        session.execute(update(User).where(User.id == guardian.user_id).values(name=f"{NAME}的家长"))
        session.add(
            Guardianship(
                school_id=other.school_id,
                guardian_id=guardian.user_id,
                pupil_id=other.user_id,
                from_on=date(2026, 9, 1),
            )
        )
    erase(app, "LJ-SY/三(2)班/1")
    assert holds(app, NAME) == []
    with app.app_context():
        assert db.session.get(User, (guardian.school_id, guardian.user_id)).name == "周一鸣甲二的家长"


@pytest.fixture
def refused(app, client_for, people):
    """A roster that was refused because of two lines, and one that waits to be confirmed; both name the pupil."""
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    bad = f"姓名,班级,学号\n{NAME},三(2)班,1\n{NAME},三(99)班,1\n{NAME},,2\n"
    send(client, school, bad, name=f"{NAME}.csv")
    work(app)
    send(client, school, f"姓名,班级,学号,性别\n{NAME},三(2)班,9,女\n王小明,三(2)班,5,男\n")
    work(app)
    with app.app_context():
        assert sorted(row.state for row in db.session.query(RosterBatch)) == ["refused", "staged"]
    return school


def test_rosters_refused_and_waiting_forget(app, refused, tmp_path):
    assert holds(app, NAME) and in_files(tmp_path / "uploads", NAME)
    erase(app, "LJ-SY/三(2)班/1")
    assert holds(app, NAME) == [] and in_files(tmp_path, NAME) == []
    with app.app_context():
        assert sorted(row.state for row in db.session.query(RosterBatch)) == ["dropped", "refused"], (
            "applied, the one waiting would bring the name back"
        )


def test_an_import_undone_after_the_erasing_does_not_bring_the_name_back(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = send(client, school, f"姓名,班级,学号,性别\n{NAME},三(2)班,9,女\n王小明,三(2)班,5,男\n").location
    work(app)
    assert client.post(there + "/apply", data={"consent": "告知书"}).status_code == 303
    erase(app, "LJ-SY/三(2)班/9")
    assert client.post(there + "/undo").status_code in (303, 409)
    assert holds(app, NAME) == []


def now():
    from eduplatform.shared import clock

    return clock.now()


def key_of(person) -> str:
    return db.session.scalars(select(User.person_key).where(User.id == person.user_id)).one()


def empty_place(template, folder: Path):
    folder.mkdir()
    return make_app(f"sqlite:///{folder / 'anxue.db'}" if template.file else template.empty(), folder)


def closed(app) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_restore_of_a_backup_made_before_does_not_bring_anybody_back(app, people, tmp_path):
    with app.app_context():
        file = backup.write_backup(tmp_path / "before.zip")
    erase(app, "LJ-SY/三(2)班/1")
    with app.app_context():
        assert backup.put_backup_back(file, force=True) == (2, False), (
            "the pupil and the guardian without another child"
        )
    assert holds(app, NAME) == []
    with app.app_context():
        assert db.session.query(ErasedMark).count() == 2
        assert db.session.query(User).filter_by(name="周一鸣甲二").count() == 1
        db.session.remove()


def test_nor_on_a_new_machine_that_has_only_a_later_backup_beside_it_and_the_key(app, template, tmp_path):
    with app.app_context():
        backup.write_backup(tmp_path / "copies" / "before.zip")
    erase(app, "LJ-SY/三(2)班/1")
    with app.app_context():
        backup.write_backup(tmp_path / "copies" / "later.zip")
    new = empty_place(template, tmp_path / "new")
    with new.app_context():
        backup.put_backup_back(tmp_path / "copies" / "before.zip")
    assert holds(new, NAME) == []
    with new.app_context():
        assert len(erased_marks.in_file(tmp_path / "new")) == 2
    closed(new)


def test_without_the_key_a_restore_is_refused_and_says_what_to_do(app, template, tmp_path):
    with app.app_context():
        backup.write_backup(tmp_path / "copies" / "before.zip")
    erase(app, "LJ-SY/三(2)班/1")
    with app.app_context():
        backup.write_backup(tmp_path / "copies" / "later.zip")
    new = empty_place(template, tmp_path / "new")
    install_key.use("a new machine's own")
    try:
        result = invoke(new, "backup", "restore", str(tmp_path / "copies" / "before.zip"))
        assert result.exit_code == 1 and "chain.key" in result.output and "--forget-erased" in result.output
        assert (
            invoke(new, "backup", "restore", str(tmp_path / "copies" / "before.zip"), "--forget-erased").exit_code == 0
        )
    finally:
        install_key.use("test")
    closed(new)


def test_marks_say_nothing_about_anybody(app, people, tmp_path):
    erase(app, "LJ-SY/三(2)班/1")
    with app.app_context():
        backup.write_backup(tmp_path / "later.zip")
    text = (tmp_path / erased_marks.FILE).read_text(encoding="utf-8")
    with app.app_context():
        assert set(db.session.scalars(select(ErasedMark.mark))) == erased_marks.in_file(tmp_path)
    assert NAME not in text and all(len(mark) == 64 for mark in erased_marks.in_file(tmp_path))


def test_the_worker_settles_what_a_killed_restore_left(app, people, tmp_path):
    """Restored by other means, the database alone: the install's file still knows."""
    with app.app_context():
        file = backup.write_backup(tmp_path / "before.zip")
    erase(app, "LJ-SY/三(2)班/1")
    with app.app_context():
        from eduplatform.upkeep import backup_zip, backups, database_copies

        (tmp_path / "place").mkdir()
        copy, _manifest = backup_zip.unpack(file, tmp_path / "place", 1 << 40)
        database_copies.put(copy)
        assert backups.kept(tmp_path)
    assert "user" in holds(app, NAME)
    assert invoke(app, "worker", "--once").exit_code == 0
    assert holds(app, NAME) == []


def test_enrolments_of_an_erased_pupil_stay_for_the_counts(app, people):
    with app.app_context():
        before = db.session.query(Enrolment).count()
    erase(app, "LJ-SY/三(2)班/1")
    with app.app_context():
        assert db.session.query(Enrolment).count() == before


def test_a_backup_of_an_earlier_release_is_restored_then_upgraded_then_settled(app, people, tmp_path):
    with app.app_context():
        downgrade(revision="0004")
        file = backup.write_backup(tmp_path / "old.zip")  # as before an upgrade: new code, old schema
        db.session.remove()
        upgrade()
        db.session.remove()
    erase(app, "LJ-SY/三(2)班/1")
    said = invoke(app, "backup", "restore", str(file), "--force").output
    assert "flask db upgrade" in said and "flask backup settle" in said
    with app.app_context():
        upgrade()
        db.session.remove()
    assert "2 erased people are erased again" in invoke(app, "backup", "settle").output
    assert holds(app, NAME) == []
