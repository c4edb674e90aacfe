"""A pupil signs in by school, class and name or number: with JavaScript off, and without a name being listed."""

from __future__ import annotations

import pytest

from eduplatform.pages.current_viewer import COOKIE
from tests.accounts.doing import PASSWORD, give_password, live
from tests.conftest import sql_count
from tests.people import unit

WRONG = "对不上"


@pytest.fixture
def class_id(app):
    with app.app_context():
        return unit("LJ-SY-2024-2").id


def post(client, class_id, who, password=PASSWORD, **more):
    form = {"tab": "pupil", "school": "LJ-SY", "class_id": class_id, "who": who, "password": password, **more}
    return client.post("/sign-in", data=form)


def test_school_then_class_then_name_without_a_script(app, client_for, people, class_id):
    give_password(app, people["pupil_yu"])
    client = client_for(None)
    assert "school=LJ-SY" in client.get("/sign-in?q=实验").text
    assert f"class_id={class_id}" in client.get("/sign-in?school=LJ-SY").text
    assert 'name="who"' in client.get(f"/sign-in?school=LJ-SY&class_id={class_id}").text
    assert post(client, class_id, "田小雨甲一").headers["Location"] == "/student/"
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("who", ["1", "01", " 1 ", "１", "田小雨甲一", "田小雨　甲一", "田·小雨 甲一"])
def test_name_and_number_may_be_written_in_many_ways(app, client_for, people, class_id, who):
    give_password(app, people["pupil_yu"])
    assert post(client_for(None), class_id, who).status_code == 303


def test_no_page_lists_a_name_before_sign_in(client_for, class_id):
    client = client_for(None)
    for path in ("/sign-in?q=实验", "/sign-in?school=LJ-SY", f"/sign-in?school=LJ-SY&class_id={class_id}", "/join"):
        assert not any(mark in client.get(path).text for mark in ("甲一", "甲二"))
    assert "甲二" not in post(client, class_id, "2", "wrong-password").text


def test_two_of_the_same_name_are_asked_for_the_number(app, client_for, people, class_id):
    from eduplatform.accounts.models import User
    from eduplatform.extensions import db
    from eduplatform.shared.database import write

    give_password(app, people["pupil_same"])
    with app.app_context(), write():
        for name in ("pupil_same", "pupil_same2"):
            db.session.get(User, (people[name].school_id, people[name].user_id)).name = "王梓涵"
    assert WRONG in post(client_for(None), class_id, "王梓涵").text
    assert post(client_for(None), class_id, "3").status_code == 303


@pytest.mark.parametrize(
    ("who", "secret"), [("1", "wrong"), ("不存在", PASSWORD), ("99", PASSWORD), ("", PASSWORD), ("2", PASSWORD)]
)
def test_wrong_and_unknown_get_the_same_answer_for_the_same_work(app, client_for, people, class_id, who, secret):
    give_password(app, people["pupil_yu"])
    usual = post(client_for(None), class_id, "1", "wrong-too")
    answer = post(client_for(None), class_id, who, secret)
    assert (answer.status_code, sql_count(answer)) == (usual.status_code, sql_count(usual))
    assert usual.status_code == 422 and WRONG in answer.text and f"{COOKIE}=" not in str(answer.headers)


def test_a_name_nobody_has_waits_like_a_real_one(app, client_for, class_id, people):
    give_password(app, people["pupil_yu"])
    for who in ("1", "没有这个人"):
        statuses = [post(client_for(None), class_id, who, "wrong").status_code for _ in range(7)]
        assert statuses == [422] * 5 + [429] * 2
    page = post(client_for(None), class_id, "没有这个人", "wrong")
    assert page.headers["Retry-After"] == "30" and "30 秒" in page.text


def test_what_was_typed_stays_in_the_form_but_not_the_password(app, client_for, people, class_id):
    said = post(client_for(None), class_id, "田小雨x", "secret-words-here").text
    assert 'value="田小雨x"' in said and "secret-words-here" not in said


def test_a_shared_device_forgets_and_an_own_one_remembers_for_thirty_days(app, client_for, people, class_id):
    give_password(app, people["pupil_yu"])
    shared = post(client_for(None), class_id, "1")
    own = post(client_for(None), class_id, "1", own="1")
    cookies = [
        next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"{COOKIE}=")) for answer in (shared, own)
    ]
    assert "Max-Age" not in cookies[0] and "Max-Age=2592000" in cookies[1]
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
    assert "anxue_known" not in str(shared.headers) and "anxue_known" in str(own.headers)
    assert sorted(row.device for row in live(app, people["pupil_yu"])) == ["own", "shared"]


def test_the_class_is_remembered_for_next_time_without_the_name(app, client_for, people, class_id):
    give_password(app, people["pupil_yu"])
    client = client_for(None)
    post(client, class_id, "1")
    client.delete_cookie(COOKIE)
    said = client.get("/sign-in").text
    assert "三(2)班" in said and "甲一" not in said


def test_a_pupil_of_another_class_is_not_found_here(app, client_for, people, class_id):
    give_password(app, people["pupil_next"])
    assert WRONG in post(client_for(None), class_id, "孙亦可乙一").text


def test_grades_one_and_two_are_sent_to_the_lesson(client_for, app):
    with app.app_context():
        small = unit("LJ-SY-2026-1").id
    said = client_for(None).get(f"/sign-in?school=LJ-SY&class_id={small}").text
    assert 'href="/join"' in said and 'name="who"' not in said


def test_pictures_open_nothing_here(app, client_for, people):
    from tests.accounts.doing import PICTURES, give_pictures

    with app.app_context():
        small = unit("LJ-SY-2026-1").id
    give_pictures(app, people["pupil_small"])
    form = {"tab": "pupil", "school": "LJ-SY", "class_id": small, "who": "1", "with": "pictures", "pictures": PICTURES}
    assert client_for(None).post("/sign-in", data=form | {"password": "pictures:boat+cat+sun"}).status_code == 422


def test_signing_in_makes_a_new_session_and_ends_the_old_one(app, client_for, people, class_id):
    give_password(app, people["pupil_yu"])
    client = client_for("pupil_ming")
    before = client.get_cookie(COOKIE).value
    post(client, class_id, "1")
    assert client.get_cookie(COOKIE).value != before and live(app, people["pupil_ming"]) == []


def test_a_password_sign_in_needs_few_statements(app, client_for, people, class_id):
    give_password(app, people["pupil_yu"])
    assert sql_count(post(client_for(None), class_id, "1")) <= 16
