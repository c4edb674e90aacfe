"""Accounts: made, found, opened, given a lasting secret, disabled."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from ..extensions import db
from ..shared import clock
from ..shared.refusals import Refused
from ..shared.upsert import insert_unless_there
from . import keyed_marks, sessions
from .models import Credential, LoginName, User

LOGIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-@·")
_HAN = re.compile("[\u3007\u3400-\u9fff]")


@dataclass(frozen=True)
class Account:
    """What a sign-in needs of a person: the row, and kind, hash and date of the lasting secret ("" without one)."""

    user: User
    kind: str = ""
    hash: str = ""

    @property
    def mark(self) -> str:
        return mark_of(self.user.school_id, self.user.id)

    @property
    def device_mark(self) -> str:
        """What a browser keeps to be known again; another secret makes it worthless."""
        return keyed_marks.keyed_mark("device", self.user.school_id, self.user.id, self.hash)[:32]


def mark_of(school_id: int, user_id: int) -> str:
    """The account in the tables of guesses."""
    return keyed_marks.keyed_mark("account", school_id, user_id)


def tidy_login(typed: str) -> str:
    """An account name as it is kept: lower case, full-width letters made plain."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def by_login(typed: str) -> Account | None:
    """The member of staff or guardian with this account name. One statement."""
    found = _with_secret().join(LoginName, (LoginName.school_id == User.school_id) & (LoginName.user_id == User.id))
    return _account(found.where(LoginName.login == tidy_login(typed)))


def by_user(school_id: int, user_id: int) -> Account | None:
    """The account of a person. One statement, also for nobody (user 0)."""
    return _account(_with_secret().where(User.school_id == school_id, User.id == user_id))


def _with_secret() -> Select[*tuple[Any, ...]]:
    match = (Credential.school_id == User.school_id) & (Credential.user_id == User.id)
    return select(User, Credential.kind, Credential.hash).outerjoin(Credential, match)


def _account(found: Select[*tuple[Any, ...]]) -> Account | None:
    row = db.session.execute(found).first()
    return Account(row[0], row[1] or "", row[2] or "") if row else None


def login_of(user: User) -> str | None:
    """The account name of a person, if there is one."""
    return db.session.scalar(
        select(LoginName.login).where(LoginName.school_id == user.school_id, LoginName.user_id == user.id)
    )


def create_account(school_id: int, kind: str, name: str, login: str | None = None, sex: str | None = None) -> User:
    """A new person kept by `school_id`. Refused as take_login()."""
    user = User(
        school_id=school_id, kind=kind, name=name, sex=sex, person_key=secrets.token_hex(16), created_at=clock.now()
    )
    db.session.add(user)
    db.session.flush()
    if login:
        take_login(user, login)
    return user


def take_login(user: User, typed: str) -> str:
    """Give a person an account name. Refused: login_short, login_letters, login_taken."""
    login = tidy_login(typed)
    if not (2 if _HAN.search(login) else 3) <= len(login) <= 60:  # 王芳 is a whole name
        raise Refused("login_short")
    if not all(letter in LOGIN_LETTERS or _HAN.match(letter) for letter in login):
        raise Refused("login_letters")
    if insert_unless_there(LoginName.__table__, login=login, school_id=user.school_id, user_id=user.id) is None:
        raise Refused("login_taken", login=login)
    return login


def rename_account(user: User, typed: str) -> str:
    """Another account name; the old one ends at once and is free again. Refused as take_login()."""
    login = tidy_login(typed)
    if login == login_of(user):
        return login
    login = take_login(user, login)
    old = delete(LoginName).where(
        LoginName.school_id == user.school_id, LoginName.user_id == user.id, LoginName.login != login
    )
    db.session.execute(old)
    return login


def free_of(logins: Iterable[str]) -> list[str]:
    """Those of some account names that nobody has, in the order given. One statement."""
    wanted = list(dict.fromkeys(map(tidy_login, logins)))
    taken = set(db.session.scalars(select(LoginName.login).where(LoginName.login.in_(wanted))))
    return [login for login in wanted if login not in taken]


def keep_secret(user: User, kind: str, hashed: str) -> None:
    """Put a lasting secret (`kind` password or pictures, already hashed) in the place of any older one."""
    db.session.execute(delete(Credential).where(Credential.school_id == user.school_id, Credential.user_id == user.id))
    row = dict(school_id=user.school_id, user_id=user.id, kind=kind, hash=hashed, set_at=clock.now())
    db.session.execute(insert(Credential.__table__).values(**row))


def note_opened(user: User) -> None:
    """The person came in: the account is open from the first time on."""
    _change(user, User.first_in_at.is_(None), first_in_at=clock.now())


def speak(user_id: int, school_id: int, language: str) -> None:
    """Remember the language a person reads in: zh or en."""
    if language in ("zh", "en"):
        db.session.execute(
            update(User).where(User.school_id == school_id, User.id == user_id).values(language=language)
        )


def disable(user: User) -> None:
    """Refuse the person from now on; open sessions end at once."""
    _change(user, User.disabled_at.is_(None), disabled_at=clock.now())
    sessions.end_all(user.school_id, user.id)


def enable(user: User) -> None:
    """Let the person in again."""
    _change(user, User.disabled_at.is_not(None), disabled_at=None)


def _change(user: User, when: Any, **values: object) -> None:
    db.session.execute(update(User).where(User.school_id == user.school_id, User.id == user.id, when).values(**values))


def people_of(school_id: int, user_ids: list[int]) -> list[User]:
    """People of a school by their numbers, in that order."""
    found = {
        user.id: user
        for user in db.session.scalars(select(User).where(User.school_id == school_id, User.id.in_(user_ids)))
    }
    return [found[number] for number in user_ids if number in found]
