"""The own account."""

from __future__ import annotations

import json

import pytest

from tests.accounts.doing import PASSWORD, give_password, give_session, live
from tests.conftest import sql_count


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pupil_yu", "三(2)班"),
        ("teacher_lin", "班主任"),
        ("city_song", "市教育局安全干部"),
        ("guardian_yu", "guardian"),
    ],
)
def test_everybody_has_a_page_of_the_own_account(client_for, name, words):
    page = client_for(name).get("/me")
    assert page.status_code == 200 and words in page.text and sql_count(page) <= 10 and len(page.data) <= 30_000


def test_a_pupil_takes_the_own_data_away(client_for):
    answer = client_for("pupil_yu").get("/me/data.json")
    assert answer.mimetype == "application/json" and "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.text)["data"]
    assert data["user"][0]["name"] == "田小雨甲一" and "甲二" not in answer.text


def test_one_device_can_be_signed_out(app, client_for, people):
    give_session(app, people["pupil_yu"])
    client = client_for("pupil_yu")
    assert len(live(app, people["pupil_yu"])) == 2
    row = min(row.id for row in live(app, people["pupil_yu"]))
    client.post("/me/devices/end", data={"row": row})
    assert [one.id for one in live(app, people["pupil_yu"])] != [row] and len(live(app, people["pupil_yu"])) == 1


def test_nobody_ends_a_session_of_somebody_else(app, client_for, people):
    give_session(app, people["pupil_ming"])
    (row,) = live(app, people["pupil_ming"])
    client_for("pupil_yu").post("/me/devices/end", data={"row": row.id})
    assert len(live(app, people["pupil_ming"])) == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"present": "wrong", "password": "xin-de-mima-52", "repeat": "xin-de-mima-52"}, "现在的密码不对"),
        ({"present": PASSWORD, "password": "123456", "repeat": "123456"}, "很多人都在用"),
        ({"present": PASSWORD, "password": "xin-de-mima-52", "repeat": "other"}, "不一样"),
    ],
)
def test_another_password_needs_the_present_one_and_a_good_one(app, client_for, people, form, words):
    give_password(app, people["pupil_yu"])
    page = client_for("pupil_yu").post("/me/password", data=form)
    assert page.status_code == 422 and words in page.text


def test_guessing_the_present_password_from_a_stolen_session_is_slowed(app, client_for, people):
    give_password(app, people["pupil_yu"])
    client = client_for("pupil_yu")
    form = {"present": "wrong", "password": "xin-de-mima-52", "repeat": "xin-de-mima-52"}
    assert [client.post("/me/password", data=form).status_code for _ in range(7)] == [422] * 5 + [429] * 2


def test_the_language_of_the_account_comes_with_sign_in(app, client_for, people):
    give_password(app, people["teacher_lin"])
    client_for("teacher_lin").post("/language", data={"to": "en"})
    answer = client_for(None).post("/sign-in", data={"tab": "staff", "login": "lin", "password": PASSWORD})
    assert "lang=en" in str(answer.headers.getlist("Set-Cookie"))
