"""Five attacks on official figures by somebody who can write to the database and read none of our files: 5 of 5 found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from eduplatform.assessment import snapshot_chain, snapshots
from eduplatform.assessment.models import Snapshot
from eduplatform.assessment.snapshot_rules import canonical, digest_of
from eduplatform.assessment.snapshots import Wish
from eduplatform.extensions import db
from eduplatform.org.access import Viewer
from eduplatform.shared import audit, install_key
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.upkeep import chain_anchors
from tests.people import holdings_of, unit

from . import world

DAYS = (date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12), date(2026, 11, 13))


def viewer(people, name: str) -> Viewer:
    one = people[name]
    held = holdings_of(one.school_id, one.user_id, date(2026, 11, 18))
    return Viewer(one.user_id, one.school_id, "staff", one.login or "", holdings=held)


def sign_one(people, day: date, place: Path) -> int:
    wish = Wish(unit("LJ-SY"), 2026, day)
    with write():
        row = snapshots.prepare_snapshot(viewer(people, "officer_safe"), wish, digest_of(canonical(wish.read())))
        snapshots.sign_snapshot(viewer(people, "principal_he"), wish.unit, row, row.digest, 10)
    chain_anchors.write_heads(place)  # as the page does
    return row.id


def place(app) -> Path:
    return Path(app.config["INSTANCE"])


@pytest.fixture
def four(app, people):
    """Four signed snapshots of a school; their numbers."""
    with app.app_context():
        with write():
            world.pupils(unit("LJ-SY-2024-2"), 12)
            world.teach(unit("LJ-SY-2024-2"), world.lesson(), date(2026, 11, 9), 12, 12)
        world.settle()
        yield [sign_one(people, day, place(app)) for day in DAYS]


def sql(statement: str, **values) -> None:
    """What somebody at the database's own prompt can do."""
    with write() as session:
        session.execute(text(statement), values)
    db.session.expire_all()


def codes(app) -> set[str]:
    anchors = chain_anchors.known_anchors(place(app), place(app) / "backups")
    return {fault.code for fault in snapshot_chain.verify_snapshots(anchors, 2015).faults}


def edited(four) -> None:
    was, now = '"lessons":1', '"lessons":9'
    sql("UPDATE snapshot SET body = replace(body, :was, :now) WHERE id = :n", was=was, now=now, n=four[1])


def deleted(four) -> None:
    sql("DELETE FROM snapshot WHERE id = :n", n=four[1])


def swapped(four) -> None:
    """Two snapshots change bodies, with all that seals them."""
    first, second = (db.session.get(Snapshot, number) for number in four[1:3])
    kept = [(row.body, row.digest, row.seal, row.chain_seq, row.chain_link) for row in (first, second)]
    for number, values in ((four[1], kept[1]), (four[2], kept[0])):
        names = ("body", "digest", "seal", "chain_seq", "chain_link")
        sql(
            "UPDATE snapshot SET body = :body, digest = :digest, seal = :seal, chain_seq = :chain_seq, chain_link = :chain_link "
            "WHERE id = :n",
            n=number,
            **dict(zip(names, values, strict=True)),
        )


def tail_cut(four) -> None:
    """The last snapshot goes together with everything the chain says since."""
    row = db.session.get(Snapshot, four[3])
    sql("DELETE FROM audit_entry WHERE school_id = :s AND seq >= :q", s=unit("LJ-SY").id, q=row.chain_seq)
    sql("DELETE FROM snapshot WHERE id = :n", n=four[3])


def recomputed(four) -> None:
    """A body is changed and digest, seal and entry are made anew, by who does not know the key."""
    edited(four)
    install_key.use("a guess")
    try:
        with write():
            row = db.session.get(Snapshot, four[1])
            row.digest = digest_of(row.body)
            row.seal = install_key.install_mark(snapshots.PURPOSE, snapshots.said(row)).hex()
            entry = db.session.query(AuditEntry).filter_by(action="snapshot.sign", subject=f"snapshot:{four[1]}").one()
            entry.detail = {**entry.detail, "digest": digest_of(snapshots.said(row).decode())}
            before = b""
            for each in db.session.query(AuditEntry).filter_by(school_id=entry.school_id).order_by(AuditEntry.seq):
                names = ("school_id", "seq", "at", "actor_id", "action", "subject", "detail")
                said = audit.said({name: getattr(each, name) for name in names})
                before = each.link = install_key.install_mark(audit.PURPOSE, before + said)
    finally:
        install_key.use("test")
    db.session.expire_all()


def test_honest_snapshots_are_whole(app, four):
    assert codes(app) == set()
    assert snapshot_chain.verify_snapshots({}, 2015).signed == 4


#: the five of the issue, by its words: what is done, and what verify says of it
ATTACKS = {
    "edit": (edited, {"changed"}),
    "delete": (deleted, {"missing"}),
    "swap": (swapped, {"changed"}),
    "cut tail": (tail_cut, {"chain"}),
    "recompute": (recomputed, {"chain", "changed"}),
}


@pytest.mark.parametrize("name", ["edit", "delete", "swap", "cut tail", "recompute"])
def test_the_chain_finds_each_of_five_attacks(app, four, name):
    """5 of 5, in a database that was whole a moment before."""
    attack, said = ATTACKS[name]
    assert codes(app) == set()
    attack(four)
    assert codes(app) == said, f"{name} is not found"


def test_an_old_entry_given_to_new_figures_is_found(app, four):
    """A signed snapshot put back to a draft, changed and kept: what was signed is missing."""
    sql("UPDATE snapshot SET state = 'draft' WHERE id = :n", n=four[0])
    assert codes(app) == {"missing"}


def test_a_snapshot_that_nobody_signed_is_found(app, four):
    sql("UPDATE snapshot SET id = 999 WHERE id = :n", n=four[0])
    assert codes(app) == {"changed", "missing"}


def test_a_number_that_was_used_again_does_not_hide_the_one_before(app, people, four):
    """The last one is deleted, and another signed in its place takes its number (SQLite gives it again)."""
    sql("DELETE FROM snapshot WHERE id = :n", n=four[3])
    sign_one(people, date(2026, 11, 14), place(app))
    assert codes(app) == {"missing"}


def test_years_that_were_removed_when_their_time_was_over_are_no_fault(app, four):
    sql("DELETE FROM snapshot")
    anchors = chain_anchors.known_anchors(place(app), place(app) / "backups")
    assert not snapshot_chain.verify_snapshots(anchors, 2026).faults
