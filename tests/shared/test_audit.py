"""The record cannot be quietly changed: edit, delete, swap, cut in the middle, recompute one link."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update

from eduplatform.extensions import db
from eduplatform.shared import audit, audit_chain, sql_counter
from eduplatform.shared import clock as school_clock
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


@pytest.mark.parametrize(
    "edit",
    [
        {"at": datetime(2026, 11, 17, tzinfo=UTC)},
        {"actor_id": None},
        {"action": "post.end"},
        {"subject": "user:99"},
        {"detail": {"role": "teacher"}},
        {"detail": {}},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_a_link_vouches_for_everything_in_its_entry(chain, edit):
    change(update(AuditEntry).where(AuditEntry.seq == 3).values(**edit))
    assert audit_chain.broken_at(chain) == 3


def test_an_entry_says_who_did_what_to_whom_and_when(app, clock):
    with app.app_context():
        with write():
            audit.record(7, 3, "post.give", "user:5", role="principal", names=2)
            audit.record(8, None, "chain.seal", "unit:8")
        rows = [
            (r.school_id, r.seq, r.actor_id, r.action, r.subject, r.detail, r.at)
            for r in db.session.scalars(select(AuditEntry))
        ]
        now = school_clock.now()
        assert rows == [
            (7, 1, 3, "post.give", "user:5", {"role": "principal", "names": 2}, now),
            (8, 1, None, "chain.seal", "unit:8", {}, now),
        ]
        assert audit_chain.walk(7).entries == 1 and audit_chain.walk(7).last == audit_chain.link_at(7, 1)


def test_what_a_link_vouches_for_reads_the_same_whatever_the_order_of_details(chain):
    entry = dict(
        school_id=7, seq=1, at=school_clock.now(), actor_id=1, action="a", subject="学生", detail={"b": 1, "a": 2}
    )
    assert audit.said(entry) == audit.said(entry | {"detail": {"a": 2, "b": 1}})
    assert "学生".encode() in audit.said(entry)


def test_a_chain_that_starts_later_is_whole_only_where_it_says_so(chain):
    with write():
        assert audit_chain.shorten(audit_chain.walk(chain), chain, 2) == 2
    found = audit_chain.walk(chain)
    assert found.whole and found.entries == 6
    change(delete(AuditEntry).where(AuditEntry.seq == 3))
    assert audit_chain.broken_at(chain) == 4


def test_an_anchor_of_an_entry_that_was_removed_with_a_word_is_not_missed(chain):
    held = [audit_chain.Anchor(seq, audit_chain.link_at(chain, seq).hex()) for seq in (2, 4)]
    with write():
        assert audit_chain.shorten(audit_chain.walk(chain), chain, 3) == 3
    assert audit_chain.walk(chain, held).missed is None
    assert audit_chain.walk(chain, [audit_chain.Anchor(4, "00")]).missed.seq == 4, "the first that stands is still held"


def test_a_chain_shortened_without_a_word_starts_at_a_fault(chain):
    change(delete(AuditEntry).where(AuditEntry.seq <= 2))
    assert audit_chain.broken_at(chain) == 3


def test_the_head_is_the_last_entry_and_nobody_has_one_before_the_first(chain):
    head = audit_chain.chain_head(chain)
    assert (head.seq, head.link) == (5, audit_chain.link_at(chain, 5).hex()) and audit_chain.chain_head(99) is None
    assert (head.where, head.at) == ("", ""), "where and when it is written down says who does so"
    assert audit_chain.link_at(chain, 6) is None
    whole = audit_chain.walk(99)
    assert (whole.entries, whole.last, whole.broken_at, whole.sealed_at, whole.whole) == (0, b"", None, 0, True)


def test_a_seal_says_how_many_it_vouches_for_and_why(chain):
    with write():
        audit_chain.seal(chain, audit_chain.UPGRADE)
    last = db.session.scalars(select(AuditEntry).where(AuditEntry.seq == 6)).one()
    assert (last.action, last.subject, last.actor_id) == ("chain.seal", "unit:7", None)
    assert last.detail["entries"] == 5 and last.detail["why"] == "upgrade" and len(last.detail["digest"]) == 64
    assert audit_chain.walk(chain).sealed_at == 6
    with write():
        audit_chain.seal(99, audit_chain.UPGRADE)
    only = db.session.scalars(select(AuditEntry).where(AuditEntry.school_id == 99)).one()
    assert only.detail["entries"] == 0 and audit_chain.walk(99).whole


def test_the_first_of_several_missed_anchors_is_told(chain):
    held = [audit_chain.Anchor(seq, audit_chain.link_at(chain, seq).hex()[:12]) for seq in (2, 4)]
    assert audit_chain.walk(chain, held).whole
    wrong = [audit_chain.Anchor(4, "00"), audit_chain.Anchor(3, "00"), *held]
    assert audit_chain.walk(chain, wrong).missed.seq == 3
    assert audit_chain.walk(chain, [audit_chain.Anchor(2, "")]).missed.seq == 2, (
        "an anchor without a link holds nothing"
    )


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


@pytest.mark.parametrize("names", [0, 1])
def test_a_look_at_one_name_or_none_is_on_record(app, names):
    with app.app_context():
        audit.looked(7, 1, "user:5", names)
        assert db.session.scalars(select(AccessLook.names)).all() == [names]


def test_a_look_already_on_record_costs_nothing(app):
    with app.app_context():
        audit.looked(7, 1, "class:5", 45)
        sql_counter.reset_count()
        audit.looked(7, 1, "class:5", 45)
        audit.looked(7, 1, "class:5", 3)
        assert sql_counter.statements_counted() == 0
