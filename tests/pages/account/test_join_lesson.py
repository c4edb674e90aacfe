"""Shared devices in the lesson: code on the board, number, pictures."""

from __future__ import annotations

import pytest

from eduplatform.accounts import sessions
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared import clock
from eduplatform.shared.database import write
from tests.accounts.doing import PASSWORD, PICTURES, give_password, give_pictures, give_slip, live, open_lesson

WITH_PICTURES = {"number": "1", "with": "pictures", "pictures": PICTURES}


@pytest.fixture
def lesson(app, people):
    """(number, code) of an open lesson of the first grade; its teacher is the safety officer here."""
    return open_lesson(app, people, "teacher_lin", "LJ-SY-2026-1")


def joined(client, code):
    assert client.post("/join", data={"code": code}).headers["Location"] == "/join/me"
    return client


def test_code_then_number_then_pictures(app, client_for, people, lesson):
    give_pictures(app, people["pupil_small"])
    client = joined(client_for(None), lesson[1])
    said = client.get("/join/me").text
    assert "number=1" in said and "甲一" not in said
    assert client.get("/join/me?number=1").text.count('name="pictures"') == 12
    answer = client.post("/join/me", data=WITH_PICTURES)
    assert answer.headers["Location"] == "/student/"
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"{COOKIE}="))
    assert "Max-Age" not in cookie and "anxue_known" not in str(answer.headers)
    (row,) = live(app, people["pupil_small"])
    assert (row.device, row.class_session_id) == ("shared", lesson[0])


def test_the_device_forgets_the_pupil_when_the_lesson_ends(app, client_for, people, lesson):
    give_pictures(app, people["pupil_small"])
    client = joined(client_for(None), lesson[1])
    client.post("/join/me", data=WITH_PICTURES)
    assert client.get("/me").status_code == 200
    with app.app_context(), write():
        sessions.end_class_session(people["pupil_small"].school_id, lesson[0], clock.now())
    assert client.get("/me").status_code == 302


def test_pictures_stop_working_when_the_lesson_is_over(app, client_for, people, lesson):
    from eduplatform.extensions import db
    from eduplatform.teaching.models import ClassSession

    give_pictures(app, people["pupil_small"])
    client = joined(client_for(None), lesson[1])
    with app.app_context(), write():
        row = db.session.query(ClassSession).filter_by(id=lesson[0]).one()
        row.state, row.join_code = "closed", None
    assert client.post("/join/me", data=WITH_PICTURES).headers["Location"] == "/join"
    assert client.post("/join", data={"code": lesson[1]}).status_code == 422
    assert live(app, people["pupil_small"]) == []


def test_without_the_code_nothing_is_shown(client_for, lesson):
    client = client_for(None)
    assert client.get("/join/me").headers["Location"] == "/join"
    assert client.post("/join/me", data=WITH_PICTURES).headers["Location"] == "/join"
    assert client.get(f"/join?code={lesson[1]}", follow_redirects=True).status_code == 200
    assert client.get("/join/me").headers["Location"] == "/join"


def test_pictures_of_another_class_open_nothing(app, client_for, people):
    _number, code = open_lesson(app, people, "teacher_lin", "LJ-SY-2024-2")
    give_pictures(app, people["pupil_small"])
    client = joined(client_for(None), code)
    assert client.post("/join/me", data=WITH_PICTURES | {"number": "何苗苗丙一"}).status_code == 422
    assert live(app, people["pupil_small"]) == []


def test_older_pupils_use_their_password(app, client_for, people):
    number, code = open_lesson(app, people, "teacher_lin", "LJ-SY-2024-2")
    give_password(app, people["pupil_yu"])
    client = joined(client_for(None), code)
    assert 'name="password"' in client.get("/join/me?number=1").text
    assert client.post("/join/me", data={"number": "1", "password": PASSWORD}).status_code == 303
    assert live(app, people["pupil_yu"])[0].class_session_id == number


def test_a_password_does_not_pass_for_pictures(app, client_for, people, lesson):
    give_pictures(app, people["pupil_small"])
    client = joined(client_for(None), lesson[1])
    assert client.post("/join/me", data={"number": "1", "password": "pictures:boat+cat+sun"}).status_code == 422


def test_guessing_codes_is_slowed(client_for):
    statuses = [client_for(None).post("/join", data={"code": f"{n:06d}"}).status_code for n in range(45)]
    assert statuses[:9] == [422] * 9 and set(statuses[9:]) == {
        429
    }  # nobody ever came in from this address: see accounts/guess_rules.py


def test_two_classes_with_typos_are_not(app, client_for, people, lesson):
    for n in range(90):
        code = f"{n:06d}" if n % 3 == 0 else lesson[1]
        assert client_for(None).post("/join", data={"code": code}).status_code == (422 if n % 3 == 0 else 303)


def test_a_slip_on_a_shared_device_in_the_lesson_ends_with_it(app, client_for, people, lesson):
    client = client_for(None)
    client.post(f"/s/{give_slip(app, people['pupil_small'])}")
    client.post("/choose", data={"pictures": PICTURES})
    (row,) = live(app, people["pupil_small"])
    assert (row.device, row.class_session_id) == ("shared", lesson[0])
