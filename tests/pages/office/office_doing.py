"""Small steps the tests of people and rolls share."""

from __future__ import annotations

import re

from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Post, PostProposal, Unit

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def unit_id(app, code: str) -> int:
    with app.app_context():
        return db.session.scalars(select(Unit.id).where(Unit.code == code)).one()


def post_id(app, person, role: str | None = None) -> int:
    with app.app_context():
        found = select(Post.id).where(Post.user_id == person.user_id)
        return db.session.scalars(found.where(Post.role == role) if role else found).first()


def holders(app, code: str, role: str) -> list[str]:
    """Names of those who hold a role at a unit today."""
    with app.app_context():
        found = select(User.name).join(Post, Post.user_id == User.id).join(Unit, Unit.id == Post.unit_id)
        return list(
            db.session.scalars(
                found.where(Unit.code == code, Post.role == role, Post.to_on.is_(None)).order_by(Post.id)
            )
        )


def appoint(client, app, code: str, role: str, name: str = "新来人", **more):
    return client.post(f"/office/units/{unit_id(app, code)}/people", data={"role": role, "name": name} | more)


def proposals(app, state: str = "open") -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(PostProposal.id).where(PostProposal.state == state)))


def classes_of(app, person) -> list[tuple[str, bool]]:
    """(class code, still there) of each enrolment of a pupil, oldest first."""
    with app.app_context():
        found = (
            select(Unit.code, Enrolment.to_on)
            .join(Unit, Unit.id == Enrolment.class_id)
            .where(Enrolment.pupil_id == person.user_id)
        )
        return [(code, to_on is None) for code, to_on in db.session.execute(found.order_by(Enrolment.id))]
