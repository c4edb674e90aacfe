"""From the slip to the first own secret."""

from __future__ import annotations

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.pages.current_viewer import COOKIE
from tests.accounts.doing import PICTURES, give_password, give_slip, live
from tests.conftest import sql_count

GOOD = "niu-8-xigua-ok"


def opened(app, client, person):
    code = give_slip(app, person)
    assert client.get(f"/s/{code}", follow_redirects=True).status_code == 200
    assert client.post(f"/s/{code}").headers["Location"] == "/choose"
    return code


def test_getting_the_link_spends_nothing_and_the_button_does(app, client_for, people):
    code = give_slip(app, people["pupil_yu"])
    for _ in range(3):
        assert "田小雨" in client_for(None).get(f"/s/{code}", follow_redirects=True).text
    client = client_for(None)
    client.post(f"/s/{code}")
    again = client_for(None).get(f"/s/{code}", follow_redirects=True)
    assert again.status_code == 422 and "已经用过" in again.text and "田小雨" not in again.text


def test_a_slip_needs_no_slow_hash(app, client_for, people, monkeypatch):
    from eduplatform.accounts import passwords

    def slow(*_a):
        raise AssertionError("a slow hash for a long random code")

    monkeypatch.setattr(passwords, "matches", slow)
    monkeypatch.setattr(passwords, "hash_password", slow)
    code = give_slip(app, people["pupil_yu"])
    answer = client_for(None).post(f"/s/{code}")
    assert answer.status_code == 303 and sql_count(answer) <= 10


def test_the_typed_code_leads_to_the_same_page(client_for):
    answer = client_for(None).post("/sign-in", data={"tab": "slip", "code": "abcd-efgh-jkmn-pqrs"})
    assert answer.headers["Location"] == "/s/abcd-efgh-jkmn-pqrs"


def test_nothing_else_opens_before_choosing(app, client_for, people):
    client = client_for(None)
    opened(app, client, people["pupil_yu"])
    for path in ("/me", "/student/", "/me/data.json"):
        assert client.get(path).headers["Location"] == "/choose"
    assert client.get("/").headers["Location"] == "/choose"


def test_a_pupil_of_grade_three_chooses_a_password(app, client_for, people):
    client = client_for(None)
    opened(app, client, people["pupil_yu"])
    before = client.get_cookie(COOKIE).value
    assert client.post("/choose", data={"password": GOOD, "repeat": GOOD}).headers["Location"] == "/student/"
    assert client.get_cookie(COOKIE).value != before and client.get("/me").status_code == 200
    yu = people["pupil_yu"]
    with app.app_context():
        account = accounts.by_user(yu.school_id, yu.user_id)
        assert account.kind == "password" and account.hash.startswith("$argon2id$") and account.user.first_in_at
    assert len(live(app, yu)) == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"password": "ab1", "repeat": "ab1"}, "至少要 6 个字"),
        ({"password": "123456", "repeat": "123456"}, "很多人都在用"),
        ({"password": "abcdefg", "repeat": "abcdefg"}, "太好猜"),
        ({"password": "田小雨甲一99", "repeat": "x"}, "自己的名字"),
        ({"password": GOOD, "repeat": GOOD + "x"}, "不一样"),
        ({}, "至少要 6 个字"),
    ],
)
def test_easy_passwords_are_refused_in_a_childs_words(app, client_for, people, form, words):
    client = client_for(None)
    opened(app, client, people["pupil_yu"])
    page = client.post("/choose", data=form)
    assert page.status_code == 422 and words in page.text
    assert client.get("/me").headers["Location"] == "/choose"


def test_a_pupil_of_grade_one_chooses_three_pictures(app, client_for, people):
    client = client_for(None)
    opened(app, client, people["pupil_small"])
    said = client.get("/choose").text
    assert said.count('name="pictures"') == 12 and 'name="password"' not in said
    for chosen in (
        [],
        ["sun"],
        ["sun", "cat"],
        ["sun", "cat", "boat", "car"],
        ["sun", "sun", "cat"],
        ["sun", "cat", "gun"],
    ):
        assert client.post("/choose", data={"pictures": chosen}).status_code == 422
    assert client.post("/choose", data={"pictures": PICTURES}).headers["Location"] == "/student/"


def test_the_pictures_stand_elsewhere_on_each_page(app, client_for, people):
    import re

    client = client_for(None)
    opened(app, client, people["pupil_small"])
    orders = {tuple(re.findall(r'name="pictures" value="(\w+)"', client.get("/choose").text)) for _ in range(4)}
    assert len(orders) > 1 and all(len(set(order)) == 12 for order in orders)


def test_a_guardian_chooses_an_account_name_too(app, client_for, people):
    from eduplatform.accounts.models import LoginName
    from eduplatform.extensions import db
    from eduplatform.shared.database import write

    with app.app_context(), write():
        db.session.query(LoginName).filter_by(login="guardian").delete()
    client = client_for(None)
    opened(app, client, people["guardian_yu"])
    good = {"password": GOOD, "repeat": GOOD}
    assert "已经有人用了" in client.post("/choose", data={"login": "LIN", **good}).text
    assert client.post("/choose", data={"login": "a", **good}).status_code == 422
    assert client.post("/choose", data={"login": "Tian.Mama", **good}).headers["Location"] == "/guardian/"
    with app.app_context():
        assert accounts.by_login("tian.mama").user.id == people["guardian_yu"].user_id


def test_somebody_who_has_chosen_cannot_choose_again_without_the_old_password(app, client_for, people):
    give_password(app, people["pupil_yu"])
    client = client_for("pupil_yu")
    assert client.post("/choose", data={"password": GOOD, "repeat": GOOD}).headers["Location"] == "/student/"
    with app.app_context():
        from eduplatform.accounts import passwords

        yu = people["pupil_yu"]
        assert not passwords.matches(accounts.by_user(yu.school_id, yu.user_id).hash, GOOD)


def test_a_new_slip_opens_an_account_shut_by_wrong_guesses(app, client_for, people):
    from tests.people import unit

    give_password(app, people["pupil_yu"])
    with app.app_context():
        class_id = unit("LJ-SY-2024-2").id
    form = {"tab": "pupil", "school": "LJ-SY", "class_id": class_id, "who": "1", "password": "x"}
    assert [client_for(None).post("/sign-in", data=form).status_code for _ in range(6)][-1] == 429
    opened(app, client_for(None), people["pupil_yu"])
    assert client_for(None).post("/sign-in", data=form).status_code == 422
