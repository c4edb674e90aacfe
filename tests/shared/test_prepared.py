"""A statement built once answers every time from the values of that time."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.shared.database import write
from eduplatform.shared.prepared import prepared


@prepared
def codes_of_kind(kind: Any) -> Any:
    return select(Unit.code).where(Unit.kind == kind).order_by(Unit.code)


@prepared(many=("codes",))
def units_named(codes: Any) -> Any:
    return select(Unit).where(Unit.code.in_(codes)).order_by(Unit.code)


@prepared
def how_many() -> Any:
    return select(func.count()).select_from(Unit)


def test_the_values_of_each_time_count(app):
    with app.app_context():
        schools, classes = codes_of_kind.values(kind="school"), codes_of_kind.values(kind="class")
        assert schools and classes and not set(schools) & set(classes)
        assert codes_of_kind.values(kind="school") == schools


def test_a_list_may_be_of_any_length(app):
    with app.app_context():
        codes = codes_of_kind.values(kind="class")
        for number in (1, 3, 0, 2):
            assert [unit.code for unit in units_named.values(codes=codes[:number])] == sorted(codes[:number])


def test_objects_are_those_of_the_session(app):
    with app.app_context():
        code = codes_of_kind.values(kind="school")[0]
        first = units_named.first(codes=[code])[0]
        assert first is db.session.get(Unit, first.id)


def test_what_is_not_yet_written_counts(app):
    with app.app_context():
        before = how_many.value()
        with write() as session:
            session.add(Unit(kind="city", code="NEW", name="新", path="/999999/"))
            assert how_many.value() == before + 1


def test_a_value_left_out_is_an_error(app):
    with app.app_context(), pytest.raises(Exception, match="kind"):
        codes_of_kind.values()
