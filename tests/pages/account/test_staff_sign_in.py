"""Staff and guardians sign in by account name."""

from __future__ import annotations

import pytest

from eduplatform.pages.current_viewer import COOKIE
from tests.accounts.doing import PASSWORD, give_password, live
from tests.conftest import sql_count


def post(client, login, password=PASSWORD, **more):
    return client.post("/sign-in", data={"tab": "staff", "login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["lin", "LIN", " lin ", "ｌｉｎ"])
def test_a_teacher_gets_in(app, client_for, people, login):
    give_password(app, people["teacher_lin"])
    assert post(client_for(None), login).headers["Location"] == "/teacher"


@pytest.mark.parametrize(
    ("login", "password"),
    [("lin", "wrong"), ("nobody", PASSWORD), ("", PASSWORD), ("gone", PASSWORD), ("chen", PASSWORD)],
)
def test_wrong_unknown_disabled_and_not_yet_opened_get_the_same_answer(app, client_for, people, login, password):
    for name in ("teacher_lin", "disabled"):
        give_password(app, people[name])
    usual = post(client_for(None), "lin", "wrong-too")
    answer = post(client_for(None), login, password)
    assert (answer.status_code, sql_count(answer)) == (422, sql_count(usual))
    assert "对不上" in answer.text


def test_what_staff_read_does_not_speak_of_classes_and_numbers(client_for):
    page = post(client_for(None), "nobody").text
    assert "账号名或密码对不上" in page and "学号" not in page


def test_staff_leave_after_thirty_minutes_of_rest(app, client_for, people, clock):
    give_password(app, people["teacher_lin"])
    client = client_for(None)
    post(client, "lin")
    for _ in range(5):
        clock.shift(24 * 60)
        assert client.get("/me").status_code == 200
    clock.shift(31 * 60)
    assert client.get("/me").status_code == 302


def test_staff_leave_after_twelve_hours_in_any_case(app, client_for, people, clock):
    give_password(app, people["teacher_lin"])
    client = client_for(None)
    post(client, "lin")
    for _ in range(29):
        clock.shift(24 * 60)
        assert client.get("/me").status_code == 200
    clock.shift(25 * 60)
    assert client.get("/me").status_code == 302


def test_the_last_use_is_written_at_most_every_five_minutes(app, client_for, people, clock):
    give_password(app, people["teacher_lin"])
    client = client_for(None)
    post(client, "lin")
    client.get("/me")  # notes of ended posts are remembered for seconds
    counts = []
    for seconds in (0, 200, 90, 20, 0):
        clock.shift(seconds)
        counts.append(sql_count(client.get("/me")))
    assert counts == [counts[0], counts[0], counts[0], counts[0] + 1, counts[0]]


def test_the_page_asked_for_comes_after_sign_in(app, client_for, people):
    give_password(app, people["teacher_lin"])
    client = client_for(None)
    first = client.get("/me")
    assert first.headers["Location"] == "/sign-in?next=/me"
    assert post(client, "lin", next="/me").headers["Location"] == "/me"


def test_a_known_browser_is_not_slowed_by_strangers(app, client_for, people):
    give_password(app, people["teacher_lin"])
    mine, strange = client_for(None), client_for(None)
    post(mine, "lin")
    mine.delete_cookie(COOKIE)
    for _ in range(9):
        strange.environ_base["REMOTE_ADDR"] = "203.0.113.9"
        post(strange, "lin", "guess")
    assert post(strange, "lin").status_code == 429
    mine.environ_base["REMOTE_ADDR"] = "198.51.100.7"  # at home, where she never signed in before
    assert post(mine, "lin").status_code == 303


def test_another_password_makes_a_known_browser_strange(app, client_for, people):
    give_password(app, people["teacher_lin"])
    mine = client_for(None)
    post(mine, "lin")
    kept = mine.get_cookie("anxue_known").value
    give_password(app, people["teacher_lin"], "another-one-88-zebra")
    mine.delete_cookie(COOKIE)
    post(mine, "lin", "another-one-88-zebra")
    assert mine.get_cookie("anxue_known").value.split(".")[0] != kept


def test_a_guardian_signs_in_the_same_way(app, client_for, people):
    give_password(app, people["guardian_yu"])
    assert post(client_for(None), "guardian").headers["Location"] == "/guardian/"


def test_a_hash_of_old_cost_is_made_anew_at_sign_in(app, client_for, people):
    from eduplatform.accounts import passwords
    from eduplatform.accounts import people as accounts

    give_password(app, people["teacher_lin"])
    passwords.use_cost(128)
    assert post(client_for(None), "lin").status_code == 303
    with app.app_context():
        assert "m=128" in accounts.by_login("lin").hash
    assert len(live(app, people["teacher_lin"])) == 1
