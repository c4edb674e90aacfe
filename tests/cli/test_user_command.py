"""`flask user`: accounts made, let in again, found, erased; the way in when nobody can come in."""

from __future__ import annotations

import re

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.accounts import sessions, slips
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.shared.erasing import NOBODY
from eduplatform.shared.models import AuditEntry

from ..people import holdings_of
from .running import invoke, misused, refused


def user(app, people, name: str) -> User:
    with app.app_context():
        return db.session.get(User, (people[name].school_id, people[name].user_id))


def roles(app, login: str) -> list[str]:
    with app.app_context():
        who = accounts.by_login(login).user
        return [held.role for held in holdings_of(who.school_id, who.id, clock.today())]


def last_audit(app) -> tuple[str, str, dict]:
    with app.app_context():
        entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        return entry.action, entry.subject, entry.detail


def code_in(said: str) -> str:
    return re.search(r"code {2}(\S+)", said)[1]


def test_a_reset_prints_a_slip_that_opens_the_account_and_ends_what_was_open(app, people, client_for):
    lin = client_for("teacher_lin")
    assert lin.get("/teacher").status_code == 200
    said = invoke(app, "user", "reset", "LIN")
    assert said.exit_code == 0 and "lin老师: sign-in slip, works once" in said.output
    assert lin.get("/teacher").status_code == 302, "signed out"
    assert last_audit(app) == ("account.reset", f"user:{people['teacher_lin'].user_id}", {"by": "command line"})
    with app.app_context():
        assert slips.states(people["teacher_lin"].school_id, [people["teacher_lin"].user_id])
    assert re.search(r"link {2}http://\S+/" + code_in(said.output).replace("-", ""), said.output.replace("-", ""))


def test_the_link_is_where_the_pages_are(app, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://anxue.example.cn")
    assert "link  https://anxue.example.cn/" in invoke(app, "user", "reset", "lin").output
    monkeypatch.setitem(app.config, "PUBLIC_URL", "")
    monkeypatch.setitem(app.config, "HOST", "10.0.0.7")
    monkeypatch.setitem(app.config, "PORT", 8123)
    assert "link  http://10.0.0.7:8123/" in invoke(app, "user", "reset", "lin").output


def test_a_pupil_is_said_by_school_class_and_number(app, people):
    assert "田小雨甲一: sign-in slip" in invoke(app, "user", "reset", "LJ-SY/三(2)班/1").output
    assert last_audit(app)[1] == f"user:{people['pupil_yu'].user_id}"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("nobody", "no account 'nobody'; `flask user list` shows"),
        ("LJ-SY/三(2)班", "say a pupil as SCHOOLCODE/CLASS/NUMBER"),
        ("LJ-SY/三(2)班/1/2", "say a pupil as SCHOOLCODE/CLASS/NUMBER"),
        ("NOWHERE/三(2)班/1", "no school with code 'NOWHERE'"),
        ("LJ-DC/三(2)班/1", "no school with code 'LJ-DC'"),
        ("LJ-SY/三(9)班/1", "实验小学 has no class '三(9)班'; it has: 一(1)班, 三(1)班, 三(2)班, 六(1)班"),
        ("LJ-SY/三(2)班/99", "no single pupil '99' in 三(2)班"),
        ("LJ-SY/三(2)班/王梓涵甲同", "no single pupil"),
    ],
)
def test_who_cannot_be_found_gets_no_slip(app, said, answer):
    assert answer in refused(app, "user", "reset", said)
    assert invoke(app, "audit", "heads").output == ""


def test_a_new_account_has_its_post_and_first_slip(app):
    said = invoke(app, "user", "create", "xie", "谢老师", "--role", "subject_teacher", "--unit", "LJ-SY-2024-2")
    assert said.exit_code == 0 and "谢老师: sign-in slip" in said.output and roles(app, "xie") == ["subject_teacher"]
    assert "xie\t谢老师\tsubject_teacher\tLJ-SY-2024-2\tnew" in invoke(app, "user", "list").output


@pytest.mark.parametrize(
    ("login", "role", "unit", "answer"),
    [
        ("lin", "subject_teacher", "LJ-SY-2024-2", "login taken: 'lin'"),
        ("x", "subject_teacher", "LJ-SY-2024-2", "login short: 'x'"),
        ("a b c", "subject_teacher", "LJ-SY-2024-2", "login letters"),
        ("xie", "subject_teacher", "NOWHERE", "no unit with code 'NOWHERE'"),
        ("xie", "subject_teacher", "LJ-SY", "subject_teacher is held at a class, and LJ-SY is a school"),
        ("xie", "city_officer", "LJ-SY", "city_officer is held at a city or province, and LJ-SY is a school"),
    ],
)
def test_an_account_that_cannot_be_is_not_made(app, login, role, unit, answer):
    assert answer in refused(app, "user", "create", login, "谢老师", "--role", role, "--unit", unit)
    assert "谢老师" not in invoke(app, "user", "list").output


def test_an_unknown_role_is_named_with_those_there_are(app):
    said = misused(app, "user", "create", "xie", "谢老师", "--role", "king", "--unit", "LJ-SY")
    assert "'king' is not one of" in said and "audit_admin" in said
    for left_out in (("--role", "principal"), ("--unit", "LJ-SY")):
        assert "Missing option" in misused(app, "user", "create", "xie", "谢老师", *left_out)
        assert "Missing option" in misused(app, "user", "give", "lin", *left_out)


def test_one_more_post_and_its_end(app, people):
    given = invoke(app, "user", "give", "safe", "--role", "audit_admin", "--unit", "LJ-SY")
    assert given.exit_code == 0 and given.output == "safe老师: audit_admin at LJ-SY\n"
    assert roles(app, "safe") == ["safety_officer", "audit_admin"]
    assert last_audit(app)[2]["by"] == "command line"
    ended = invoke(app, "user", "end", "safe", "--role", "audit_admin", "--unit", "LJ-SY")
    assert ended.output == "safe老师: no longer audit_admin at LJ-SY\n" and roles(app, "safe") == ["safety_officer"]
    assert "'safe' is not audit_admin at LJ-SY" in refused(
        app, "user", "end", "safe", "--role", "audit_admin", "--unit", "LJ-SY"
    )


def test_a_post_is_given_to_the_schools_own_people_only(app):
    said = refused(app, "user", "give", "gao", "--role", "principal", "--unit", "LJ-SY")
    assert "'gao' belongs to another school or bureau than LJ-SY" in said
    assert "no account 'nobody'" in refused(app, "user", "give", "nobody", "--role", "principal", "--unit", "LJ-SY")


def test_the_list_shows_posts_of_today_below_a_unit_and_no_pupils(app, people):
    with app.app_context(), write():
        db.session.get(User, (people["teacher_wu"].school_id, people["teacher_wu"].user_id)).first_in_at = None
    rows = dict(line.split("\t", 1) for line in invoke(app, "user", "list", "--unit", "LJ-SY").output.splitlines()[:-1])
    assert set(rows) == {"safe", "he", "shen", "lin", "chen", "wu", "gone"}
    assert rows["lin"] == "lin老师\thomeroom_teacher\tLJ-SY-2024-2\topen"
    assert rows["gone"].endswith("disabled") and rows["wu"].endswith("new")
    everywhere = invoke(app, "user", "list").output
    assert "ysbureau" in everywhere and "田小雨甲一" not in everywhere and everywhere.endswith("16 posts\n")
    assert "no unit with code 'NOWHERE'" in refused(app, "user", "list", "--unit", "NOWHERE")


def test_people_are_found_by_a_part_of_the_name_who_left_too(app, people):
    lines = invoke(app, "user", "find", "LJ-SY", "甲").output.splitlines()
    assert f"LJ-SY/#{people['pupil_yu'].user_id}\tpupil\t田小雨甲一\t三(2)班\tstill here" in lines and len(lines) == 4
    assert invoke(app, "user", "find", "LJ-SY", "范毕业").output.endswith("pupil\t范毕业庚一\t六(1)班\t2026-11-01\n")
    assert invoke(app, "user", "find", "LJ-SY", "lin").output.endswith("staff\tlin老师\t-\tstill here\n")
    assert invoke(app, "user", "find", "LJ-SY", "%").output == ""
    assert "no unit with code 'NOWHERE'" in refused(app, "user", "find", "NOWHERE", "x")


def test_erasing_first_says_who_it_would_be(app, people):
    said = invoke(app, "user", "erase", "LJ-SY/三(2)班/1")
    assert said.exit_code == 0 and "would erase 田小雨甲一; say --yes" in said.output
    assert user(app, people, "pupil_yu").name == "田小雨甲一"


@pytest.mark.parametrize("how", ["LJ-SY/三(2)班/1", "LJ-SY/#{row}"])
def test_an_erased_person_is_nobody_and_no_backup_brings_them_back(app, people, tmp_path, how):
    said = invoke(app, "user", "erase", how.format(row=people["pupil_yu"].user_id), "--yes")
    assert said.exit_code == 0 and said.output.startswith("erased: ") and "user 2" in said.output
    assert user(app, people, "pupil_yu").name == NOBODY and user(app, people, "pupil_ming").name != NOBODY
    assert (tmp_path / "erased.json").exists(), "the mark stands outside the database too"


def test_staff_are_erased_by_their_account_name_and_who_left_by_the_row(app, people):
    assert invoke(app, "user", "erase", "wu", "--yes").exit_code == 0
    assert invoke(app, "user", "erase", f"LJ-SY/#{people['graduate'].user_id}", "--yes").exit_code == 0
    assert user(app, people, "teacher_wu").name == user(app, people, "graduate").name == NOBODY
    assert "no account 'wu'" in refused(app, "user", "erase", "wu")


@pytest.mark.parametrize("said", ["LJ-SY/#999999", "NOWHERE/#1", "LJ-DZ/#{row}"])
def test_a_row_that_a_unit_does_not_keep_is_refused(app, people, said):
    row = people["pupil_yu"].user_id
    assert "keeps nobody with row number" in refused(app, "user", "erase", said.format(row=row), "--yes")
    assert user(app, people, "pupil_yu").name == "田小雨甲一"


def test_a_session_opened_by_a_slip_is_a_new_one(app, people):
    code = code_in(invoke(app, "user", "reset", "lin").output)
    again = code_in(invoke(app, "user", "reset", "lin").output)
    assert code != again
    with app.app_context():
        assert sessions.live_of(people["teacher_lin"].school_id, people["teacher_lin"].user_id, clock.now()) == []
