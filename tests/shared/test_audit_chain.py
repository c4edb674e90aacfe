"""Five attacks on the record by somebody who can write to the database and read none of our files: 5 of 5 found."""

import hashlib

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from eduplatform.extensions import db
from eduplatform.shared import audit, audit_chain, install_key
from eduplatform.shared.audit_chain import Anchor, walk
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.upkeep import chain_anchors
from tests.people import unit


@pytest.fixture
def school(app):
    """A school with 9 entries in its chain, the first 6 of them written down outside."""
    with app.app_context():
        number = unit("LJ-SY").id
        fill(number, 6)
        chain_anchors.write_heads(place(app))
        fill(number, 3)
        yield number


def fill(number: int, entries: int) -> None:
    with write():
        for n in range(entries):
            audit.record(number, 1, "post.give", f"user:{n}", role="principal")


def place(app):
    from pathlib import Path

    return Path(app.config["INSTANCE"])


def sql(statement: str, **values) -> None:
    """What somebody at the database's own prompt can do."""
    with write() as session:
        session.execute(text(statement), values)


def state(app, number: int):
    return walk(number, chain_anchors.known_anchors(place(app), place(app) / "backups").get(number, []))


def edited(number: int) -> None:
    sql("UPDATE audit_entry SET actor_id = 99 WHERE school_id = :s AND seq = 4", s=number)


def deleted(number: int) -> None:
    sql("DELETE FROM audit_entry WHERE school_id = :s AND seq = 4", s=number)
    sql("UPDATE audit_entry SET seq = -seq WHERE school_id = :s AND seq > 4", s=number)
    sql("UPDATE audit_entry SET seq = -seq - 1 WHERE school_id = :s AND seq < 0", s=number)


def swapped(number: int) -> None:
    sql("UPDATE audit_entry SET seq = -seq WHERE school_id = :s AND seq IN (4, 5)", s=number)
    sql("UPDATE audit_entry SET seq = 9 + seq WHERE school_id = :s AND seq < 0", s=number)


def tail_cut(number: int) -> None:
    sql("DELETE FROM audit_entry WHERE school_id = :s AND seq > 3", s=number)


def recomputed(number: int) -> None:
    """Change an entry and make every link anew, the way the code of the release before made them."""
    edited(number)
    before = b""
    for row in db.session.query(AuditEntry).filter_by(school_id=number).order_by(AuditEntry.seq).all():
        entry = {name: getattr(row, name) for name in audit_chain._SAID}
        before = hashlib.sha256(before + audit.said(entry)).digest()
        sql(
            "UPDATE audit_entry SET link = :link WHERE school_id = :s AND seq = :seq",
            link=before,
            s=number,
            seq=row.seq,
        )


def test_an_honest_chain_is_whole(app, school):
    assert state(app, school).whole and state(app, school).entries == 9


@pytest.mark.parametrize("attack", [edited, deleted, swapped, tail_cut, recomputed])
def test_each_attack_is_found(app, school, attack):
    attack(school)
    db.session.expire_all()
    assert not state(app, school).whole, attack.__name__


def test_a_chain_made_anew_with_another_key_is_found(app, school):
    install_key.use("a guess")
    try:
        sql("DELETE FROM audit_entry WHERE school_id = :s", s=school)
        fill(school, 9)
    finally:
        install_key.use("test")
    assert state(app, school).broken_at == 1


def test_a_cut_is_not_made_good_by_the_next_head_written_down(app, school):
    tail_cut(school)
    chain_anchors.write_heads(place(app))
    assert state(app, school).missed == Anchor(
        6, state(app, school).missed.link, chain_anchors.FILE, state(app, school).missed.at
    )
    fill(school, 20)
    chain_anchors.write_heads(place(app))
    assert state(app, school).missed.seq == 6 and state(app, school).broken_at is None


def test_a_whole_chain_gone_is_found(app, school):
    sql("DELETE FROM audit_entry WHERE school_id = :s", s=school)
    assert state(app, school).missed.seq == 6


def test_another_key_first_and_the_old_one_second_still_believes(app, school):
    install_key.use("new test")
    try:
        fill(school, 2)
        assert state(app, school).whole
    finally:
        install_key.use("test")


def test_a_lost_key_is_said_openly_and_what_was_before_cannot_be_changed_from_then_on(app, school):
    install_key.use("the new machine's")
    try:
        assert state(app, school).broken_at == 1
        with write():
            audit_chain.seal(school, audit_chain.KEY_LOST)
        found = state(app, school)
        assert found.whole and found.sealed_at == 10
        edited(school)
        assert state(app, school).broken_at == 1
    finally:
        install_key.use("test")


def as_before(number: int) -> None:
    """The chain as the release before wrote it."""
    recomputed(number)
    db.session.expire_all()


def test_a_chain_of_an_earlier_release_is_sealed_by_the_upgrade(app, school):
    downgrade(revision="0010")
    as_before(school)
    db.session.remove()
    upgrade()
    found = walk(school)
    assert found.whole and found.sealed_at == 10 and found.entries == 10
    fill(school, 1)
    assert walk(school).whole
    sql("UPDATE audit_entry SET actor_id = 98 WHERE school_id = :s AND seq = 2", s=school)
    assert walk(school).broken_at == 2


def test_a_chain_broken_before_the_upgrade_is_not_made_good_by_it(app, school):
    downgrade(revision="0010")
    as_before(school)
    sql("UPDATE audit_entry SET actor_id = 98 WHERE school_id = :s AND seq = 2", s=school)
    db.session.remove()
    upgrade()
    assert walk(school).broken_at == 2


def test_the_older_part_made_anew_together_with_its_seal_is_found(app, school):
    downgrade(revision="0010")
    as_before(school)
    db.session.remove()
    upgrade()
    sql("DELETE FROM audit_entry WHERE school_id = :s AND seq = 10", s=school)
    assert walk(school).broken_at == 1, "plain links without a seal are nobody's"


def shortened(number: int, upto: int) -> None:
    with write():
        assert audit_chain.shorten(walk(number), number, upto) == upto


@pytest.fixture(params=["upgrade", "key_lost"])
def sealed(request, school):
    """A chain of nine entries that are not of the key there is now, sealed by the tenth."""
    if request.param == "upgrade":
        as_before(school)
    else:
        install_key.use("the new machine's")
    with write():
        audit_chain.seal(school, request.param)
    yield school
    install_key.use("test")


def actions(number: int) -> list[str]:
    found = select(AuditEntry.action).where(AuditEntry.school_id == number).order_by(AuditEntry.seq)
    return [one for one in db.session.scalars(found) if one.startswith("chain.")]


def test_a_sealed_part_that_is_shortened_is_sealed_anew_and_cannot_be_changed(sealed):
    shortened(sealed, 4)
    assert walk(sealed).whole and actions(sealed) == ["chain.seal", "chain.shorten", "chain.seal"]
    fill(sealed, 2)
    assert walk(sealed).whole
    sql("UPDATE audit_entry SET actor_id = 98 WHERE school_id = :s AND seq = 7", s=sealed)
    assert not walk(sealed).whole


def test_it_can_be_shortened_again_and_once_the_part_is_gone_needs_no_seal(sealed):
    shortened(sealed, 4)
    with write():
        audit_chain.shorten(walk(sealed), sealed, 6)
    assert walk(sealed).whole and actions(sealed).count("chain.seal") == 3
    with write():
        audit_chain.shorten(walk(sealed), sealed, 9)
    assert walk(sealed).whole and actions(sealed).count("chain.seal") == 3


def test_more_than_was_said_to_be_removed_of_a_sealed_part_is_found(sealed):
    shortened(sealed, 4)
    sql("DELETE FROM audit_entry WHERE school_id = :s AND seq = 5", s=sealed)
    assert not walk(sealed).whole


def test_a_broken_chain_is_not_shortened(sealed):
    sql("UPDATE audit_entry SET actor_id = 98 WHERE school_id = :s AND seq = 7", s=sealed)
    with write():
        assert audit_chain.shorten(walk(sealed), sealed, 4) == 0
    assert not walk(sealed).whole and actions(sealed) == ["chain.seal"]


def test_a_chain_without_its_first_entry_says_so_where_it_begins(app, school):
    sql("DELETE FROM audit_entry WHERE school_id = :s AND seq = 1", s=school)
    found = walk(school)
    assert (found.broken_at, found.entries) == (2, 9), "nothing says what came before the second"


def test_a_chain_shortened_by_one_entry_is_whole(app, school):
    with write():
        assert audit_chain.shorten(walk(school), school, 1) == 1
    found = walk(school)
    assert found.whole and found.entries == 10 and found.broken_at is None


@pytest.mark.parametrize("upto", [1, 2, 5, 8])
def test_a_shortened_chain_that_loses_one_more_is_broken(app, school, upto):
    with write():
        audit_chain.shorten(walk(school), school, upto)
    sql("DELETE FROM audit_entry WHERE school_id = :s AND seq = :seq", s=school, seq=upto + 1)
    assert walk(school).broken_at == upto + 2
