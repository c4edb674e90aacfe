"""`flask user create|reset|list`."""

from __future__ import annotations

import re

import pytest

from .doing import give_password, give_session, live

LINK = re.compile(r"link  (http://\S+)(/s/[0-9A-Z]{16})$", re.M)


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["user", *words])


def test_reset_prints_a_slip_that_works_once(app, people, run, client_for):
    give_password(app, people["teacher_lin"])
    give_session(app, people["teacher_lin"])
    said = run("reset", "LIN")
    assert said.exit_code == 0, said.output
    assert live(app, people["teacher_lin"]) == []
    path = LINK.search(said.output)[2]
    client = client_for(None)
    assert client.post(path).headers["Location"] == "/choose"
    assert client_for(None).post(path).status_code == 422


def test_a_pupil_is_named_by_school_class_and_number(run):
    assert "田小雨" in run("reset", "LJ-SY/三(2)班/01").output


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("nobody", "no account 'nobody'"),
        ("LJ-SY/三(2)班", "SCHOOLCODE/CLASS/NUMBER"),
        ("NO/三(2)班/1", "no school"),
        ("LJ-SY/九(9)班/1", "has no class"),
        ("LJ-SY/三(2)班/99", "no single pupil"),
        ("LJ-SY/三(2)班/王梓涵甲同x", "no single pupil"),
    ],
)
def test_what_cannot_be_found_is_said(run, login, words):
    said = run("reset", login)
    assert said.exit_code == 1 and words in said.output


def test_create_makes_the_account_its_post_and_its_first_slip(run):
    said = run("create", "Zhang.San", "张三", "--role", "homeroom_teacher", "--unit", "LJ-SY-2024-2")
    assert said.exit_code == 0 and LINK.search(said.output), said.output
    assert "zhang.san\t张三\thomeroom_teacher\tLJ-SY-2024-2\tnew" in run("list", "--unit", "LJ-SY").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lin", "林", "--role", "principal", "--unit", "LJ-SY"), "login taken"),
        (("x", "林", "--role", "principal", "--unit", "LJ-SY"), "login short"),
        (("李 雷", "林", "--role", "principal", "--unit", "LJ-SY"), "login"),
        (("xx1", "林", "--role", "principal", "--unit", "LJ"), "held at a school"),
        (("xx1", "林", "--role", "principal", "--unit", "NO"), "no unit"),
    ],
)
def test_create_refuses_and_leaves_nothing_behind(run, words, said):
    answer = run("create", *words)
    assert answer.exit_code == 1 and said in answer.output
    assert "林\t" not in run("list").output


def test_list_names_staff_and_no_pupil(run):
    said = run("list").output
    assert "lin老师\thomeroom_teacher" in said and "甲一" not in said


def test_an_auditor_is_made_and_ended_on_the_machine_only(run):
    assert run("give", "lin", "--role", "audit_admin", "--unit", "LJ-SY").exit_code == 0
    assert "lin\tlin老师\taudit_admin\tLJ-SY" in run("list", "--unit", "LJ-SY").output
    assert run("give", "lin", "--role", "audit_admin", "--unit", "LJ").exit_code == 1, "kept by another unit"
    assert run("end", "lin", "--role", "audit_admin", "--unit", "LJ-SY").exit_code == 0
    assert "audit_admin\tLJ-SY" not in run("list", "--unit", "LJ-SY").output.replace("shen老师\taudit_admin\tLJ-SY", "")
    assert run("end", "lin", "--role", "audit_admin", "--unit", "LJ-SY").exit_code == 1


def test_a_class_has_one_homeroom_teacher_whoever_gives_the_post(app, people, run):
    give_session(app, people["teacher_lin"])
    assert run("give", "chen", "--role", "homeroom_teacher", "--unit", "LJ-SY-2024-2").exit_code == 0
    held = run("list", "--unit", "LJ-SY-2024-2").output
    assert "chen\tchen老师\thomeroom_teacher" in held and "lin老师\thomeroom_teacher" not in held
    assert live(app, people["teacher_lin"]) == [], "who held it is signed out"


def test_a_post_given_twice_is_one_post(run):
    for _ in range(2):
        assert run("give", "wu", "--role", "safety_officer", "--unit", "LJ-SY").exit_code == 0
    assert run("list", "--unit", "LJ-SY").output.count("wu老师\tsafety_officer") == 1
