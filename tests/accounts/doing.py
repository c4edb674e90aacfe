"""Small steps the tests of sign-in share."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from eduplatform.accounts import passwords, people, pictures, sessions, slips
from eduplatform.accounts.models import User, UserSession
from eduplatform.extensions import db
from eduplatform.shared.database import write
from tests.people import Person

PASSWORD = "lanshan-47-daodao"
PICTURES = ["boat", "cat", "sun"]


def user_of(person: Person) -> User:
    return db.session.get_one(User, (person.school_id, person.user_id))


def give_password(app: Flask, person: Person, password: str = PASSWORD) -> None:
    with app.app_context(), write():
        people.keep_secret(user_of(person), "password", passwords.hash_password(password))


def give_pictures(app: Flask, person: Person) -> None:
    with app.app_context(), write():
        people.keep_secret(user_of(person), "pictures", passwords.hash_password(pictures.secret_of(PICTURES)))


def give_slip(app: Flask, person: Person, days: int = 14, **how: bool) -> str:
    with app.app_context(), write():
        ((_user, code),) = slips.issue_codes(None, [user_of(person)], days, **how)
    return code


def give_session(app: Flask, person: Person, **how: object) -> str:
    with app.app_context(), write():
        return sessions.begin_session(user_of(person), timedelta(days=1), **how)  # type: ignore[arg-type]


def live(app: Flask, person: Person) -> list[UserSession]:
    from eduplatform.shared import clock

    with app.app_context():
        return sessions.live_of(person.school_id, person.user_id, clock.now())


def open_lesson(app: Flask, people_: dict[str, Person], teacher: str, class_code: str) -> tuple[int, str]:
    """Open a class session with a join code; (number of the session, code)."""
    from eduplatform.curriculum import queries as curriculum
    from eduplatform.org.access import viewer_of
    from eduplatform.shared import clock
    from eduplatform.teaching import rules
    from eduplatform.teaching import sessions as lessons
    from tests.people import unit

    token = give_session(app, people_[teacher])
    with app.app_context():
        viewer = viewer_of(sessions.hash_token(token), clock.now())
        head = next(one for one in curriculum.lessons_of() if one.has_quiz)
        with write():
            made = lessons.start_session(viewer, unit(class_code), head, next(iter(rules.CARRIERS)), "devices")
            return made.id, made.join_code or ""
