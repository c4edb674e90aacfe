"""Slips of staff: all that are not opened in one print, by class; the account name is chosen by its owner."""

from __future__ import annotations

import re

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.accounts.models import Credential, User
from eduplatform.extensions import db

from ..office_doing import CODE, appoint, holders, post_id, unit_id

SCHOOL, OWN, NEXT = "LJ-SY", "LJ-SY-2024-2", "LJ-SY-2024-1"
GOOD = "niu-8-xigua-ok"


@pytest.fixture
def office(client_for):
    return client_for("officer_safe")


def login_of(app, name):
    with app.app_context():
        return accounts.login_of(db.session.query(User).filter_by(name=name).one())


def chosen(app, client_for, slip, **form):
    client = client_for(None)
    client.post("/s/" + CODE.search(slip.text)[0])
    return client, client.post("/choose", data={"password": GOOD, "repeat": GOOD} | form)


def test_all_unopened_slips_in_one_print_by_class(app, office):
    appoint(office, app, OWN, "homeroom_teacher", "三二班主任")
    appoint(office, app, SCHOOL, "principal", "副校长")
    appoint(office, app, "LJ-SY-2026-1", "homeroom_teacher", "一一班主任")
    at = unit_id(app, SCHOOL)
    page = office.get(f"/office/units/{at}/slips")
    names = re.findall(r"副校长|一一班主任|三二班主任", page.text)
    assert list(dict.fromkeys(names)) == ["副校长", "一一班主任", "三二班主任"] and "lin老师" not in page.text
    ids = re.findall(r'name="user" value="(\d+)"', page.text)
    sheet = office.post(f"/office/units/{at}/slips", data={"user": ids})
    assert (
        sheet.status_code == 200
        and len(set(CODE.findall(sheet.text))) == 3
        and sheet.text.count('class="staff-qr"><svg') == 3
    )
    assert re.findall(r"副校长|一一班主任|三二班主任", sheet.text) == ["副校长", "一一班主任", "三二班主任"]


def test_a_print_gives_nobody_a_slip_who_was_not_asked_for_or_is_open(app, office, people):
    at = unit_id(app, SCHOOL)
    answer = office.post(
        f"/office/units/{at}/slips",
        data={"user": [str(people["teacher_lin"].user_id), str(people["teacher_gao"].user_id)]},
    )
    assert answer.status_code == 303 and not CODE.search(answer.text)
    with app.app_context():
        assert not db.session.query(Credential).filter_by(user_id=people["teacher_gao"].user_id).all()


def test_a_slip_given_out_already_is_not_ticked_again(app, office):
    appoint(office, app, OWN, "homeroom_teacher", "三二班主任")
    page = office.get(f"/office/units/{unit_id(app, SCHOOL)}/slips").text
    box = re.search(r'<input[^>]*name="user"[^>]*>', page)[0]
    assert "checked" not in box and "还有效" in page


def test_the_person_chooses_the_account_name_also_in_chinese(app, client_for, office):
    slip = appoint(office, app, OWN, "homeroom_teacher", "曾单")
    client, answer = chosen(app, client_for, slip, login="曾单")
    assert answer.status_code == 303 and login_of(app, "曾单") == "曾单"
    back = client_for(None).post("/sign-in", data={"tab": "staff", "login": "曾单", "password": GOOD})
    assert back.status_code == 303


def test_an_account_name_is_unique_and_suggested_free(app, client_for, office):
    slip = appoint(office, app, OWN, "homeroom_teacher", "曾单")
    client, answer = chosen(app, client_for, slip, login="chen")
    assert answer.status_code == 422 and "chen" in answer.text
    again = client.post("/choose", data={"password": GOOD, "repeat": GOOD, "login": "曾 单"})
    assert again.status_code == 422
    assert "曾单" in client.get("/choose").text


def test_the_suggested_name_is_no_pinyin_guess(app, client_for, office):
    slip = appoint(office, app, OWN, "homeroom_teacher", "曾单")
    client = client_for(None)
    client.post("/s/" + CODE.search(slip.text)[0])
    page = client.get("/choose").text
    assert re.search(r'name="login"[^>]*value="曾单"', page) and "cengdan" not in page and "zengdan" not in page


def test_who_has_a_name_may_keep_or_change_it_and_the_old_one_ends(app, client_for, office, people):
    number = post_id(app, people["teacher_wu"])
    slip = office.post(f"/office/posts/{number}/slip")
    _client, answer = chosen(app, client_for, slip)
    assert answer.status_code == 303 and login_of(app, "wu老师") == "wu"
    slip = office.post(f"/office/posts/{number}/slip")
    chosen(app, client_for, slip, login="wuxiaofen")
    assert login_of(app, "wu老师") == "wuxiaofen"
    old = client_for(None).post("/sign-in", data={"tab": "staff", "login": "wu", "password": GOOD})
    assert old.status_code == 422


def test_a_second_person_of_one_name_is_asked_about(app, client_for, office):
    appoint(office, app, OWN, "homeroom_teacher", "重名人")
    asked = appoint(office, app, NEXT, "homeroom_teacher", "重名人")
    assert (
        asked.status_code == 422
        and not CODE.search(asked.text)
        and holders(app, NEXT, "homeroom_teacher") == ["chen老师"]
    )
    made = appoint(office, app, NEXT, "homeroom_teacher", "重名人", another="1")
    assert CODE.search(made.text)
    with app.app_context():
        assert db.session.query(User).filter_by(name="重名人").count() == 2


def test_a_class_without_a_teacher_is_appointed_in_place(app, office, people):
    page = office.get(f"/office/units/{unit_id(app, SCHOOL)}/people").text
    assert re.search(r"六\(1\)班", page)
    bare = unit_id(app, "LJ-SY-2021-1")
    assert f"/office/units/{bare}/people#class-{bare}" in page
    form = office.get(f"/office/units/{bare}/people").text
    assert f'id="class-{bare}"' in form and f'value="{people["teacher_wu"].user_id}"' in form
    answer = office.post(
        f"/office/units/{bare}/people",
        data={"role": "homeroom_teacher", "who": str(people["teacher_wu"].user_id), "name": ""},
    )
    assert answer.status_code == 303 and holders(app, "LJ-SY-2021-1", "homeroom_teacher") == ["wu老师"]
