"""Pupils and staff of the demo, written in bulk."""

from __future__ import annotations

import secrets
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import insert, select

from ...accounts import passwords
from ...accounts.models import Credential, LoginName, User
from ...extensions import db
from ...org.models import Enrolment, Post, Unit
from ...shared import clock
from . import names


def fill_with_pupils(
    school: Unit, classes: list[tuple[Unit, int, int]], starts: date, random: Random, opened: bool = True
) -> None:
    """Fill the classes of a school. One pair of the same name is put into the first class of each school."""
    now, places = clock.now(), {}
    users: list[dict[str, Any]] = []
    for unit, grade, size in classes:
        for number in range(1, size + 1):
            name, sex = names.pupil_name(random)
            if number == 2 and unit is classes[0][0]:
                name, sex = users[-1]["name"], users[-1]["sex"]
            key = f"{random.getrandbits(128):032x}"
            first_in = (
                now if opened and random.random() < 0.93 and grade >= 1 else None
            )  # kindergarten: no child accounts
            users.append(
                {
                    "school_id": school.id,
                    "person_key": key,
                    "kind": "pupil",
                    "name": name,
                    "sex": sex,
                    "created_at": now,
                    "first_in_at": first_in,
                }
            )
            places[key] = (unit.id, f"{number:02d}", "pictures" if grade <= 2 else "password")
    db.session.execute(insert(User.__table__), users)
    rows = db.session.execute(
        select(User.id, User.person_key).where(User.school_id == school.id, User.kind == "pupil")
    ).all()
    db.session.execute(
        insert(Enrolment.__table__),
        [
            {
                "school_id": school.id,
                "pupil_id": user_id,
                "class_id": places[key][0],
                "number": places[key][1],
                "from_on": starts,
            }
            for user_id, key in rows
            if key in places
        ],
    )
    came = {user["person_key"] for user in users if user["first_in_at"]}
    _secrets(school, [(user_id, places[key][2]) for user_id, key in rows if key in came])


def _secrets(school: Unit, holders: list[tuple[int, str]]) -> None:
    """Those who came in have a password or pictures; nobody knows which. One slow hash serves them all."""
    kept = passwords.hash_password(secrets.token_urlsafe(16))
    rows = [
        {"school_id": school.id, "user_id": user_id, "kind": kind, "hash": kept, "set_at": clock.now()}
        for user_id, kind in holders
    ]
    if rows:
        db.session.execute(insert(Credential.__table__), rows)


def homerooms(school: Unit, classes: list[tuple[Unit, int, int]], starts: date, random: Random) -> dict[int, int]:
    """A homeroom teacher for each class; returns class → teacher."""
    now = clock.now()
    people = [
        User(
            school_id=school.id,
            person_key=f"{random.getrandbits(128):032x}",
            kind="staff",
            name=names.teacher(random),
            created_at=now,
            first_in_at=now,
        )
        for _ in classes
    ]
    db.session.add_all(people)
    db.session.flush()
    holding = {}
    for user, (unit, _grade, _size) in zip(people, classes, strict=True):
        db.session.add(LoginName(login=unit.code.lower(), school_id=school.id, user_id=user.id))
        db.session.add(
            Post(school_id=school.id, user_id=user.id, unit_id=unit.id, role="homeroom_teacher", from_on=starts)
        )
        holding[unit.id] = user.id
    return holding


def officer(unit: Unit, role: str, login: str, name: str, starts: date, random: Random) -> User:
    """One member of staff with a post at `unit`."""
    keeper = unit.keeper_id
    now = clock.now()
    user = User(
        school_id=keeper,
        person_key=f"{random.getrandbits(128):032x}",
        kind="staff",
        name=name,
        created_at=now,
        first_in_at=now,
    )
    db.session.add(user)
    db.session.flush()
    db.session.add(LoginName(login=login, school_id=keeper, user_id=user.id))
    db.session.add(Post(school_id=keeper, user_id=user.id, unit_id=unit.id, role=role, from_on=starts))
    return user
