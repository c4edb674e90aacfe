"""Insert unless there: the same statement in the words of both databases, once per row."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from eduplatform.extensions import db
from eduplatform.shared import upsert
from eduplatform.shared.database import affected, write
from eduplatform.shared.models import AccessLook, ErasedMark

MARKS, LOOKS = ErasedMark.__table__, AccessLook.__table__


@pytest.mark.parametrize(("name", "dialect"), [("sqlite", sqlite.dialect()), ("postgresql", postgresql.dialect())])
def test_both_databases_are_told_the_same(name, dialect):
    said = str(upsert._unless_there(name, MARKS).compile(dialect=dialect))
    assert "INSERT INTO erased_mark" in said
    assert said.endswith("ON CONFLICT DO NOTHING RETURNING id") or said.endswith(
        "ON CONFLICT DO NOTHING RETURNING erased_mark.id"
    )
    row = upsert.insert_of(name, LOOKS).values(school_id=1, viewer_id=2, subject="class:1", names=3)
    more = row.on_conflict_do_update(index_elements=["school_id"], set_={"names": row.excluded.names})
    assert "DO UPDATE SET names = excluded.names" in str(more.compile(dialect=dialect))


def test_a_statement_is_built_once_for_each_database_and_table():
    assert upsert.insert_of("sqlite", MARKS) is upsert.insert_of("sqlite", MARKS)
    assert upsert.insert_of("sqlite", MARKS) is not upsert.insert_of("postgresql", MARKS)
    assert upsert.insert_of("sqlite", MARKS) is not upsert.insert_of("sqlite", LOOKS)


def test_the_second_of_a_kind_is_not_there_twice_and_says_so(app, clock):
    from eduplatform.shared import clock as school

    with app.app_context():
        with write():
            first = upsert.insert_unless_there(MARKS, mark="a", at=school.now())
            assert upsert.insert_unless_there(MARKS, mark="a", at=school.now()) is None
            other = upsert.insert_unless_there(MARKS, mark="b", at=school.now())
        assert first and other and first != other
        assert db.session.execute(select(MARKS.c.id, MARKS.c.mark).order_by(MARKS.c.mark)).all() == [
            (first, "a"),
            (other, "b"),
        ]


def test_how_many_rows_a_statement_touched_is_told(app):
    from eduplatform.shared import clock as school

    with app.app_context(), write():
        for mark in "abc":
            upsert.insert_unless_there(MARKS, mark=mark, at=school.now())
        assert affected(MARKS.delete().where(MARKS.c.mark > "a")) == 2
        assert affected(MARKS.delete().where(MARKS.c.mark == "z")) == 0
        assert affected(MARKS.update().values(mark="q")) == 1
        assert affected(upsert.insert_into(MARKS).values(mark="n", at=school.now())) == 1
        twice = upsert.insert_into(MARKS).values(mark="n", at=school.now()).on_conflict_do_nothing()
        assert affected(twice) == 0
