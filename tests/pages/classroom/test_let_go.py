"""A classroom phone is let go the moment its teacher may no longer teach the class, whatever ended the post."""

from __future__ import annotations

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Post, Unit
from eduplatform.shared import clock as our_clock
from eduplatform.shared.database import write
from tests.conftest import sql_count


@pytest.fixture
def phone(voting):
    assert voting.phone.get("/room/").status_code == 200
    return voting.phone


def post(app, person):
    with app.app_context():
        return db.session.query(Post).filter_by(user_id=person.user_id).one().id


def test_a_post_ended_by_the_office(app, client_for, people, phone):
    assert client_for("officer_safe").post(f"/office/posts/{post(app, people['teacher_lin'])}/end").status_code == 303
    assert phone.get("/room/").status_code == 404 and phone.get("/room/state").status_code == 404


def test_another_teacher_takes_the_class_over(app, client_for, phone):
    with app.app_context():
        at = db.session.query(Unit).filter_by(code="LJ-SY-2024-2").one().id
    client_for("officer_safe").post(
        f"/office/units/{at}/people", data={"role": "homeroom_teacher", "name": "接班人", "login": "jieban"}
    )
    assert phone.get("/room/").status_code == 404


def test_whatever_ended_it_a_roster_too(app, people, phone):
    with app.app_context(), write():
        db.session.query(Post).filter_by(user_id=people["teacher_lin"].user_id).one().to_on = our_clock.today()
    assert phone.get("/room/").status_code == 404


def test_an_account_that_was_closed(app, people, phone):
    with app.app_context(), write():
        accounts.disable(db.session.get_one(User, (people["teacher_lin"].school_id, people["teacher_lin"].user_id)))
    assert phone.get("/room/").status_code == 404


def test_a_new_slip_signs_the_phone_out_too(app, client_for, people, phone):
    assert client_for("officer_safe").post(f"/office/posts/{post(app, people['teacher_lin'])}/slip").status_code == 200
    assert phone.get("/room/").status_code == 404


def test_another_class_of_the_teacher_ends_and_the_phone_stays(app, people, phone):
    with app.app_context(), write():
        at = db.session.query(Unit).filter_by(code="LJ-SY-2024-1").one().id
        person = people["teacher_lin"]
        db.session.add(
            Post(
                school_id=person.school_id,
                user_id=person.user_id,
                unit_id=at,
                role="subject_teacher",
                from_on=our_clock.today(),
                to_on=our_clock.today(),
            )
        )
    assert phone.get("/room/").status_code == 200


def test_it_costs_no_statement(phone):
    assert sql_count(phone.get("/room/state")) <= 8
