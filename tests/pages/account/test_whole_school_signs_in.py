"""Test A: 45 pupils of each of 20 classes sign in from one address, one in ten mistypes first. Nobody is held back."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import insert

from eduplatform.accounts import passwords
from eduplatform.accounts.models import Credential, User
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Enrolment
from eduplatform.shared import clock
from eduplatform.shared.database import write
from tests.accounts.doing import PASSWORD
from tests.people import START, YEAR, unit

CLASSES, PUPILS = 20, 45


@pytest.fixture
def classes(app) -> list[int]:
    """A big school whose pupils all have the same (cheaply hashed) password."""
    made, now = [], clock.now()
    with app.app_context(), write() as session:
        school = unit("LJ-SY")
        kept = passwords.hash_password(PASSWORD)
        for n in range(CLASSES):
            a_class = tree.add_class(school, 50 + n, YEAR, 4, f"四({50 + n})班")
            made.append(a_class.id)
            rows = [
                dict(school_id=school.id, person_key=f"{n}-{p}", kind="pupil", name=f"学生{n}之{p}", created_at=now)
                for p in range(PUPILS)
            ]
            session.execute(insert(User.__table__), rows)
            ids = list(session.scalars(db.select(User.id).where(User.person_key.like(f"{n}-%")).order_by(User.id)))
            session.execute(
                insert(Credential.__table__),
                [dict(school_id=school.id, user_id=i, kind="password", hash=kept, set_at=now) for i in ids],
            )
            session.execute(
                insert(Enrolment.__table__),
                [
                    dict(school_id=school.id, pupil_id=i, class_id=a_class.id, number=str(p + 1), from_on=START)
                    for p, i in enumerate(ids)
                ],
            )
    return made


@pytest.mark.slow
def test_a_whole_school_behind_one_address_gets_in(app, classes, clock):
    chance = random.Random(45)
    pupils = [(class_id, str(n + 1)) for class_id in classes for n in range(PUPILS)]
    chance.shuffle(pupils)
    inside = held = typos = 0
    for n, (class_id, number) in enumerate(pupils):
        client = app.test_client()
        form = {"tab": "pupil", "school": "LJ-SY", "class_id": class_id, "who": number}
        if chance.random() < 0.1:
            typos += 1
            held += client.post("/sign-in", data=form | {"password": "typo"}).status_code == 429
        status = client.post("/sign-in", data=form | {"password": PASSWORD}).status_code
        inside, held = inside + (status == 303), held + (status == 429)
        if n % 15 == 14:
            clock.shift(1)  # 900 pupils in 60 seconds
    assert (inside, held) == (CLASSES * PUPILS, 0) and typos > 60
