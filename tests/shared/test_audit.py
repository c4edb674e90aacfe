"""The record cannot be quietly changed: edit, delete, swap, cut in the middle, recompute one link."""

import pytest
from sqlalchemy import delete, select, update

from eduplatform.extensions import db
from eduplatform.shared import audit, audit_chain, sql_counter
from eduplatform.shared.database import write
from eduplatform.shared.models import AccessLook, AuditEntry


@pytest.fixture
def chain(app):
    with app.app_context():
        with write():
            for n in range(1, 6):
                audit.record(7, 1, "post.give", f"user:{n}", role="principal")
        yield 7


def change(statement):
    with write() as session:
        session.execute(statement)


def test_a_whole_chain_is_whole(chain):
    assert audit_chain.broken_at(chain) is None


def test_an_edit_is_found(chain):
    change(update(AuditEntry).where(AuditEntry.seq == 3).values(action="post.end"))
    assert audit_chain.broken_at(chain) == 3


def test_a_deletion_is_found(chain):
    change(delete(AuditEntry).where(AuditEntry.seq == 2))
    assert audit_chain.broken_at(chain) == 2


def test_a_swap_is_found(chain):
    rows = {row.seq: row.subject for row in db.session.scalars(select(AuditEntry))}
    change(update(AuditEntry).where(AuditEntry.seq == 2).values(subject=rows[4]))
    change(update(AuditEntry).where(AuditEntry.seq == 4).values(subject=rows[2]))
    assert audit_chain.broken_at(chain) == 2


def test_a_recomputed_link_breaks_the_next(chain):
    change(update(AuditEntry).where(AuditEntry.seq == 4).values(link=b"\0" * 32))
    assert audit_chain.broken_at(chain) == 4


def test_a_look_is_kept_once_a_day(app, clock):
    with app.app_context():
        for _ in range(3):
            audit.looked(7, 1, "class:5", 45)
        clock.shift(86400)
        audit.looked(7, 1, "class:5", 45)
        assert len(db.session.scalars(select(AccessLook)).all()) == 2


@pytest.mark.parametrize("order", [(3, 500), (500, 3), (3, 500, 40)])
@pytest.mark.parametrize("forgets", [False, True], ids=["one process", "another process between"])
def test_the_record_of_looks_keeps_the_greatest_number(app, order, forgets):
    with app.app_context():
        for names in order:
            audit.looked(7, 1, "roster:5", names)
            if forgets:
                audit._seen.clear()
        assert db.session.scalars(select(AccessLook.names)).all() == [500]


def test_a_look_already_on_record_costs_nothing(app):
    with app.app_context():
        audit.looked(7, 1, "class:5", 45)
        sql_counter.reset_count()
        audit.looked(7, 1, "class:5", 45)
        audit.looked(7, 1, "class:5", 3)
        assert sql_counter.statements_counted() == 0
