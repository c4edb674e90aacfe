"""`flask audit`: chains held against what was written down outside the database."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from eduplatform.extensions import db
from eduplatform.org.queries import by_code
from eduplatform.shared import audit
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry

from .running import invoke, misused, refused


@pytest.fixture
def school(app, people) -> int:
    """A school whose chain has three entries; its number."""
    number = people["teacher_lin"].school_id
    with app.app_context(), write():
        for _ in range(3):
            audit.record(number, 1, "post.give", "user:1", role="principal")
    return number


def change(app, **values) -> None:
    """Somebody with the database in hand rewrites the second entry."""
    with app.app_context(), write() as session:
        session.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(**values))


def head(app) -> tuple[str, str]:
    number, entry, link = invoke(app, "audit", "heads").output.strip().split("\t")
    return entry, link


def test_whole_chains_are_said_to_be_whole(app, school):
    said = invoke(app, "audit", "verify")
    assert said.exit_code == 0 and said.output == "all chains whole\n"


def test_a_changed_entry_is_named_with_its_chain(app, school):
    change(app, detail={"role": "teacher"})
    said = refused(app, "audit", "verify")
    assert f"FAULT unit {school}: 3 entries; does not follow from entry 2 on" in said and "1 broken chains" in said


def test_heads_are_unit_entry_and_link(app, school):
    said = invoke(app, "audit", "heads").output
    number, entry, link = said.strip().split("\t")
    assert (number, entry, len(link)) == (str(school), "3", 64)


def test_a_head_written_down_shows_a_chain_that_was_cut(app, school):
    entry, link = head(app)
    good = f"LJ-SY:{entry}:{link[:12]}"
    assert invoke(app, "audit", "verify", "--head", good).exit_code == 0
    assert invoke(app, "audit", "verify", "--head", good.replace(link[:12], link[:12].upper())).exit_code == 0
    with app.app_context(), write() as session:
        session.query(AuditEntry).filter_by(seq=3).delete()
    assert invoke(app, "audit", "verify").exit_code == 0, "a shortened chain is whole in itself"
    said = refused(app, "audit", "verify", "--head", good)
    assert "entry 3 is not what was written down (by hand, no date)" in said


def test_a_head_with_another_link_is_a_fault(app, school):
    assert "entry 3 is not what was written down" in refused(app, "audit", "verify", "--head", f"LJ-SY:3:{'0' * 12}")


@pytest.mark.parametrize(
    "said", ["LJ-SY", "LJ-SY:3", "LJ-SY:3:0123456789a", "LJ-SY:x:0123456789ab", "NOWHERE:3:0123456789ab"]
)
def test_a_head_is_said_in_one_way(app, school, said):
    assert "say a head as CODE:ENTRY:LINK" in refused(app, "audit", "verify", "--head", said)


def test_a_backup_holds_heads_too(app, school, tmp_path):
    file = tmp_path / "saved.zip"
    assert invoke(app, "backup", "create", str(file)).exit_code == 0
    assert invoke(app, "audit", "verify", "--backup", str(file)).exit_code == 0
    with app.app_context(), write() as session:
        session.query(AuditEntry).filter_by(seq=3).delete()
    assert "entry 3 is not what was written down" in refused(app, "audit", "verify", "--backup", str(file))


def test_what_is_no_backup_is_said(app, school, tmp_path):
    file = tmp_path / "other.zip"
    file.write_bytes(b"no backup")
    assert "is not a backup of Anxue" in refused(app, "audit", "verify", "--backup", str(file))
    assert "does not exist" in misused(app, "audit", "verify", "--backup", str(tmp_path / "gone.zip"))


def test_sealing_first_says_what_it_would_do(app, school):
    assert "would seal 0 chains" in invoke(app, "audit", "seal").output
    change(app, action="nothing")
    said = invoke(app, "audit", "seal")
    assert said.exit_code == 0 and "would seal 1 chains; look for the old chain.key first" in said.output
    assert refused(app, "audit", "verify")


def test_a_sealed_chain_goes_on_and_says_so(app, school):
    change(app, action="nothing")
    assert invoke(app, "audit", "seal", "--yes").output == "sealed 1 chains\n"
    said = invoke(app, "audit", "verify")
    assert (
        said.exit_code == 0
        and f"ok    unit {school}" in said.output
        and "was not written under this key" in said.output
    )
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(school_id=by_code("LJ-SY").id).count() == 4
