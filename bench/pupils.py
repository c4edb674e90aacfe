"""Pupils with open sessions, put straight into the database of a bench or fault test."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from eduplatform.accounts import sessions
from eduplatform.accounts.models import User, UserSession
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write


def enrol(app: Any, class_code: str, count: int, key: str = "bench") -> list[str]:
    """`count` new pupils in a class; the cookie token of each."""
    with app.app_context(), write():
        unit = db.session.scalars(select(Unit).where(Unit.code == class_code)).one()
        now, tokens = clock.now(), [f"{key}-{n:06d}" for n in range(count)]
        users = [
            {
                "school_id": unit.school_id,
                "person_key": f"{key}{n:06d}",
                "kind": "pupil",
                "name": f"压测{n}",
                "created_at": now,
                "first_in_at": now,
            }
            for n in range(count)
        ]
        db.session.execute(insert(User.__table__), users)
        ids = dict(db.session.execute(select(User.person_key, User.id).where(User.person_key.like(f"{key}%"))).all())
        made = [(ids[user["person_key"]], token) for user, token in zip(users, tokens, strict=True)]
        db.session.execute(
            insert(Enrolment.__table__),
            [
                {
                    "school_id": unit.school_id,
                    "pupil_id": user_id,
                    "class_id": unit.id,
                    "number": str(n),
                    "from_on": clock.today(),
                }
                for n, (user_id, _token) in enumerate(made)
            ],
        )
        db.session.execute(
            insert(UserSession.__table__),
            [
                {
                    "school_id": unit.school_id,
                    "token_hash": sessions.hash_token(token),
                    "user_id": user_id,
                    "device": "own",
                    "must_choose": False,
                    "started_at": now,
                    "seen_at": now,
                    "expires_at": now + timedelta(days=30),
                }
                for user_id, token in made
            ],
        )
        return tokens
