"""Signing in: with a slip (no slow hash), with a password (one argon2id check and little else)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from eduplatform.accounts import passwords, slips
from eduplatform.accounts.models import Credential, LoginName, User
from eduplatform.extensions import db
from eduplatform.org.models import Post
from eduplatform.shared import clock
from eduplatform.shared.database import write

from .figures import Figure
from .places import Places, leave
from .quiz import cpu_of
from .serving import Client, Server
from .world import small_city

PEOPLE = 40
SECRET = "lake-moon-bench-27"


def measure(places: Places) -> list[Figure]:
    place = places.new("signin")
    app = place.app()
    small_city(app, 6, 900)
    logins, codes = _people(app)
    half = len(logins) // 2
    with Server(place.url, place.folder, ("bench/program.py",)) as server:
        bare = Client(server.port)
        staff = [(Client(server.port), login) for login in logins]
        pupils = [(Client(server.port), code) for code in codes]
        for client, _login in staff:
            client.get("/sign-in?tab=staff")
        for client, code in pupils:
            client.get(f"/s/{code}")
            client.get("/s")  # where the address leads
        rounds = [
            (
                cpu_of(server, [lambda: bare.post("/bare/check", {})] * half),
                cpu_of(server, [_password(*one) for one in staff[part]]),
                cpu_of(server, [_slip(*one) for one in pupils[part]]),
            )
            for part in (slice(0, half), slice(half, None))
        ]
        most = max(_statements(staff), _statements(pupils))
    one, password, slip = (min(values) for values in zip(*rounds, strict=True))
    return [
        Figure("sign-in", "one argon2id check in the server: CPU", one, "ms", base=one, note="the baseline"),
        Figure("sign-in", "with a password: CPU", password, "ms", one + 10, one),
        Figure("sign-in", "with a slip: CPU", slip, "ms", 10, one, "no slow hash"),
        Figure("sign-in", "SQL statements at most", most, ""),
    ]


def _people(app: Any) -> tuple[list[str], list[str]]:
    """Logins of homeroom teachers with a password, and slip codes of pupils."""
    with app.app_context():
        one_hash = passwords.hash_password(SECRET)
        with write():
            found = select(User.school_id, User.id, LoginName.login).join(LoginName, LoginName.user_id == User.id)
            found = found.join(Post, Post.user_id == User.id).where(
                Post.role == "homeroom_teacher", User.id.not_in(select(Credential.user_id))
            )
            teachers = db.session.execute(found.limit(PEOPLE)).all()
            now = clock.now()
            db.session.execute(
                insert(Credential.__table__),
                [
                    {"school_id": row.school_id, "user_id": row.id, "kind": "password", "hash": one_hash, "set_at": now}
                    for row in teachers
                ],
            )
            school = db.session.scalar(select(User.school_id).where(User.kind == "pupil").limit(1))
            pupils = list(
                db.session.scalars(select(User).where(User.kind == "pupil", User.school_id == school).limit(PEOPLE))
            )
            codes = [code for _user, code in slips.issue_codes(None, pupils, 14)]
        leave(app)
        return [row.login for row in teachers], codes


def _password(client: Client, login: str) -> Any:
    def go() -> None:
        client.last = client.post("/sign-in", {"tab": "staff", "login": login, "password": SECRET})  # type: ignore[attr-defined]
        assert client.last.status == 303, client.last.text[:500]  # type: ignore[attr-defined]

    return go


def _slip(client: Client, code: str) -> Any:
    def go() -> None:
        client.last = client.post(f"/s/{code}", {"own": "1"})  # type: ignore[attr-defined]
        assert client.last.status == 303, client.last.text[:500]  # type: ignore[attr-defined]

    return go


def _statements(clients: list[Any]) -> int:
    return max(client.last.statements for client, _what in clients)
