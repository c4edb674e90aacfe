"""The first city, school and person of an install, made together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from eduplatform.accounts import people as accounts
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import founding
from eduplatform.org.founding import Place
from eduplatform.org.models import Post, Unit
from eduplatform.shared.models import AuditEntry

from .world import done, refused

PLACE = Place("青石市", "QSS", "青溪小学", "QSS-QX", "P1,P2")


@pytest.fixture
def new(blank) -> Iterator[None]:
    """An install in which nothing has been set up yet."""
    with blank.app_context():
        yield


def counted(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_install_is_empty_without_a_unit_and_a_person(new):
    assert founding.is_empty()
    done(founding.found, PLACE, "高敏", "gaomin", "hash")
    assert not founding.is_empty()


def test_a_person_alone_makes_it_not_empty(new):
    done(accounts.create_account, 1, "staff", "高敏")
    assert not founding.is_empty()


def test_the_city_its_school_and_who_looks_after_both(new):
    user = done(founding.found, PLACE, "高敏", "GaoMin", "hash")
    city, school = db.session.scalars(select(Unit).order_by(Unit.id))
    assert (city.kind, city.code, city.name, city.parent_id) == ("city", "QSS", "青石市", None)
    assert (school.kind, school.code, school.name, school.stages) == ("school", "QSS-QX", "青溪小学", "P1,P2")
    assert school.parent_id == city.id
    posts = db.session.execute(select(Post.role, Post.unit_id, Post.given_by).order_by(Post.id)).all()
    assert posts == [("safety_officer", school.id, None), ("system_admin", city.id, None)]
    account = accounts.by_login("gaomin")
    assert (account.user.id, account.kind, account.hash) == (user.id, "password", "hash")
    assert (user.school_id, user.name, user.kind) == (school.id, "高敏", "staff")
    chain = db.session.execute(select(AuditEntry.action, AuditEntry.detail["by"].as_string()).order_by(AuditEntry.id))
    assert [tuple(row) for row in chain] == [("unit.add", "set-up")] * 2 + [("post.give", "set-up")] * 2


@pytest.mark.parametrize(
    ("changed", "login", "said"),
    [
        ({"city_code": "青石"}, "gaomin", "code_letters"),
        ({"city_code": ""}, "gaomin", "code_letters"),
        ({"school_code": "QSS QX"}, "gaomin", "code_letters"),
        ({"school_code": "Q" * 25}, "gaomin", "code_letters"),
        ({"school_code": "QSS"}, "gaomin", "code_taken"),
        ({}, "x", "login_short"),
    ],
)
def test_all_of_it_or_nothing(new, changed, login, said):
    assert refused(founding.found, replace(PLACE, **changed), "高敏", login, "hash") == said
    assert counted(Unit) == counted(User) == counted(Post) == counted(AuditEntry) == 0


def test_a_code_may_have_twenty_four_signs(new):
    done(founding.found, replace(PLACE, school_code="Q" * 24), "高敏", "gaomin", "hash")
    assert counted(Unit) == 2


def test_who_was_slower_founds_nothing(new):
    done(founding.found, PLACE, "高敏", "gaomin", "hash")
    second = replace(PLACE, city_code="X", school_code="X-1")
    assert refused(founding.found, second, "别人", "bieren", "hash") == "install_done" and counted(Unit) == 2
