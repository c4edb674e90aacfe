"""Every form of this desk is refused without its token, and nothing changes."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import inspect, text

from eduplatform.extensions import db
from tests.accounts.doing import PASSWORD, give_password, give_slip

POSTS = [
    "/sign-in",
    "/sign-out",
    "/join",
    "/join/me",
    "/choose",
    "/me/password",
    "/me/devices/end",
    "/language",
    "/s/ABCDEFGHJKMNPQRS",
]


@pytest.fixture
def strict(app):
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def everything(app) -> dict[str, list[object]]:
    with app.app_context():
        names = inspect(db.engine).get_table_names()
        return {name: list(map(tuple, db.session.execute(text(f'SELECT * FROM "{name}"')))) for name in names}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("name", [None, "pupil_yu"])
def test_without_a_token_it_is_400_and_changes_nothing(strict, client_for, path, name):
    client = client_for(name)
    before = everything(strict)
    answer = client.post(path, data={"to": "en", "code": "1", "password": "x"})
    assert answer.status_code == 400 and "页面可能打开太久" in answer.text
    assert everything(strict) == before


@pytest.mark.parametrize("path", POSTS)
def test_from_another_site_it_is_400_even_with_one(app, client_for, path):
    assert client_for("pupil_yu").post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


def test_the_pages_carry_a_token_that_works_without_a_script(strict, client_for, people):
    give_password(strict, people["teacher_lin"])
    client = client_for(None)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in?tab=staff").text)[1]
    form = {"csrf_token": token, "tab": "staff", "login": "lin", "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303


def test_getting_pages_changes_no_record(app, client_for, people):
    code = give_slip(app, people["pupil_ming"])
    client = client_for("pupil_yu")
    before = everything(app)
    for path in (
        "/",
        "/help",
        "/about",
        "/sign-in",
        "/sign-in?q=小学",
        "/join?code=123456",
        "/join/me",
        f"/s/{code}",
        "/choose",
        "/me",
        "/me/data.json",
        "/language?to=en",
        "/sign-out",
    ):
        client.get(path)
        client_for_nobody = app.test_client()
        client_for_nobody.get(path)
    assert everything(app) == before
