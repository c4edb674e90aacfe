"""The first city, school and person of an install, made together or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import exists, select, text

from ..accounts import people
from ..accounts.models import User
from ..extensions import db
from ..shared import audit
from ..shared.refusals import Conflict, Refused
from . import staff_commands, tree
from .models import Unit

CODE = re.compile(r"[A-Za-z0-9-]{1,24}")
_UNIT, _USER = (
    Unit.__table__,
    User.__table__,
)  # tables, not classes: a start that only asks this need not prepare the mapper
_LOCK = 0x616E7875_65303031  #: of PostgreSQL: one founding at a time


@dataclass(frozen=True)
class Place:
    """What is founded: name and code of the city and of the school in it; `stages` as P1,P2,P3."""

    city: str
    city_code: str
    school: str
    school_code: str
    stages: str


def is_empty() -> bool:
    """Whether the install holds no unit and no person, not even one who has left. One statement."""
    return not db.session.scalar(select(exists(select(_UNIT.c.id)) | exists(select(_USER.c.id))))


def found(place: Place, name: str, login: str, hashed: str) -> User:
    """Make the city, its school, and the person who looks after both, with a password already hashed.

    One account with two posts: safety officer of the school, because who sees names must be given that from inside the school; and
    system admin at the city, which opens backups and no names. Refused Conflict install_done when somebody was faster; code_letters,
    code_taken, and those of take_login().
    """
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if not is_empty():
        raise Conflict("install_done")
    for code in (place.city_code, place.school_code):
        if not CODE.fullmatch(code):
            raise Refused("code_letters", code=code)
    city = tree.add_child_unit(None, "city", place.city_code, place.city)
    school = tree.add_child_unit(city, "school", place.school_code, place.school, place.stages)
    for unit in (city, school):
        audit.record(unit.id, None, "unit.add", f"unit:{unit.id}", by="set-up")
    user = people.create_account(school.id, "staff", name, login)
    people.keep_secret(user, "password", hashed)
    staff_commands.give_post_by_command(user, school, "safety_officer", by="set-up")
    staff_commands.give_post_by_command(user, city, "system_admin", by="set-up")
    return user
