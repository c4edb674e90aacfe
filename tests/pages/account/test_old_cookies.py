"""A cookie that was copied is worthless as soon as its session has ended, for whatever reason."""

from __future__ import annotations

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.accounts import sessions
from eduplatform.extensions import db
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared import clock
from eduplatform.shared.database import write
from tests.accounts.doing import PASSWORD, give_password, give_slip, user_of


@pytest.fixture
def replay(app, client_for):
    """replay(name) → a client that keeps sending the cookie of that person, whatever the answers say."""

    def copied(name: str):
        value = client_for(name).get_cookie(COOKIE).value

        def status(path: str = "/me") -> int:
            client = app.test_client()
            client.set_cookie(COOKIE, value)
            return client.get(path).status_code

        assert status() == 200
        return status

    return copied


def test_after_signing_out(app, client_for):
    client = client_for("pupil_yu")
    value = client.get_cookie(COOKIE).value
    assert client.post("/sign-out").status_code == 303
    other = app.test_client()
    other.set_cookie(COOKIE, value)
    assert other.get("/me").status_code == 302


def test_after_a_reset(app, people, replay):
    status = replay("pupil_yu")
    give_slip(app, people["pupil_yu"], reset=True)
    assert status() == 302


def test_after_being_disabled(app, people, replay):
    status = replay("teacher_lin")
    with app.app_context(), write():
        accounts.disable(user_of(people["teacher_lin"]))
    assert status() == 302


def test_after_leaving_the_school(app, people, replay):
    from eduplatform.org.models import Enrolment

    status = replay("pupil_yu")
    with app.app_context(), write():
        row = db.session.query(Enrolment).filter_by(pupil_id=people["pupil_yu"].user_id).one()
        row.to_on = clock.today()
    assert status() == 302


def test_after_the_post_ended_the_class_is_gone(app, people, replay):
    from eduplatform.org.models import Post
    from tests.people import unit

    status = replay("teacher_lin")
    with app.app_context():
        path = f"/teacher/classes/{unit('LJ-SY-2024-2').id}/slips"
    assert status(path) == 200
    with app.app_context(), write():
        db.session.query(Post).filter_by(user_id=people["teacher_lin"].user_id).one().to_on = clock.today()
    assert status(path) == 404


def test_after_signing_out_everywhere(client_for, replay):
    other = replay("pupil_yu")
    here = client_for("pupil_yu")
    assert here.post("/me/devices/end").status_code == 303
    assert other() == 302 and here.get("/me").status_code == 200


def test_after_another_password(app, client_for, people, replay):
    give_password(app, people["pupil_yu"])
    other = replay("pupil_yu")
    here = client_for("pupil_yu")
    before = here.get_cookie(COOKIE).value
    answer = here.post(
        "/me/password", data={"present": PASSWORD, "password": "xin-de-mima-52", "repeat": "xin-de-mima-52"}
    )
    assert answer.headers["Location"] == "/me" and here.get_cookie(COOKIE).value != before
    assert other() == 302 and here.get("/me").status_code == 200


def test_after_the_lesson(app, people, replay, client_for):
    client = client_for("pupil_yu", device="shared", class_session_id=77)
    assert client.get("/me").status_code == 200
    with app.app_context(), write():
        sessions.end_class_session(people["pupil_yu"].school_id, 77, clock.now())
    assert client.get("/me").status_code == 302


def test_a_clock_set_back_five_minutes_signs_nobody_out(client_for, clock):
    client = client_for("teacher_lin")
    assert client.get("/me").status_code == 200
    clock.shift(-300)
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("value", ["", "x", "0" * 43, "' or 1=1", "é"])
def test_a_made_up_cookie_is_nobody(app, value):
    client = app.test_client()
    client.set_cookie(COOKIE, value)
    assert client.get("/me").status_code == 302
