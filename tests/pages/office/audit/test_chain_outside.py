"""The chain's head stands outside the database: the audit page finds the five attacks by itself, and a report printed long ago proves it too."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.extensions import db
from eduplatform.shared import audit_chain
from eduplatform.upkeep import backups
from tests.cli.test_doctor_and_worker import invoke
from tests.shared import test_audit_chain as attacks


@pytest.fixture
def school(app, tmp_path):
    """A school with 6 entries in a backup and 3 more."""
    with app.app_context():
        number = attacks.unit("LJ-SY").id
        attacks.fill(number, 6)
        backups.create_backup(tmp_path, tmp_path / "backups")
        (tmp_path / "heads.json").unlink()  # the manifest alone must do
        attacks.fill(number, 3)
        db.session.remove()
    return number


@pytest.mark.parametrize(
    "attack", [attacks.edited, attacks.deleted, attacks.swapped, attacks.tail_cut, attacks.recomputed]
)
def test_page_command_and_doctor_find_each(app, client_for, school, attack):
    assert "每一条都接得上" in client_for("audit_school").get("/office/audit").text
    assert invoke(app, "audit", "verify").exit_code == 0
    with app.app_context():
        attack(school)
        db.session.remove()
    page = client_for("audit_school").get("/office/audit").text
    assert "每一条都接得上" not in page and ("链断了" in page or "现在对不上" in page)
    said = invoke(app, "audit", "verify")
    assert said.exit_code == 1 and f"FAULT unit {school}" in said.output
    assert "FAULT audit" in invoke(app, "doctor").output


def test_a_printed_report_proves_what_was(app, client_for, school, tmp_path):
    answer = client_for("principal_he").get(f"/office/units/{school}/report.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in rows for cell in row]
    (note,) = [text for text in cells if "审计链到第" in text]
    with app.app_context():
        head = audit_chain.chain_head(school)
    assert f"第 {head.seq} 条" in note and head.link[:12] in note
    typed = f"LJ-SY:{head.seq}:{head.link[:12]}"
    assert invoke(app, "audit", "verify", "--head", typed).exit_code == 0
    with app.app_context():
        attacks.sql("DELETE FROM audit_entry WHERE school_id = :s AND seq = :n", s=school, n=head.seq)
        db.session.remove()
    assert invoke(app, "audit", "verify").exit_code == 0, "cut after the last backup: only the paper knows"
    assert invoke(app, "audit", "verify", "--head", typed).exit_code == 1


def test_a_backup_kept_elsewhere_proves_what_was(app, school, tmp_path):
    (elsewhere := tmp_path / "usb").mkdir()
    file = next((tmp_path / "backups").glob("*.zip")).rename(elsewhere / "b.zip")
    with app.app_context():
        attacks.tail_cut(school)
        db.session.remove()
    assert invoke(app, "audit", "verify").exit_code == 0
    assert invoke(app, "audit", "verify", "--backup", str(file)).exit_code == 1


def test_after_a_restore_the_older_database_is_no_attack(app, school, tmp_path):
    file = next((tmp_path / "backups").glob("*.zip"))
    with app.app_context():
        backups.create_backup(tmp_path, tmp_path / "backups")  # its heads are ahead of what is restored
        backups.restore_backup(tmp_path, tmp_path / "backups", file, force=True)
        db.session.remove()
    assert invoke(app, "audit", "verify").exit_code == 0


def test_a_lost_key_is_told_and_sealed(app, school):
    from eduplatform.shared import install_key

    install_key.use("a new machine's")
    try:
        assert "the key in chain.key" in invoke(app, "audit", "verify").output
        assert "would seal" in invoke(app, "audit", "seal").output
        assert invoke(app, "audit", "seal", "--yes").exit_code == 0
        said = invoke(app, "audit", "verify")
        assert said.exit_code == 0 and "was not written under this key" in said.output
    finally:
        install_key.use("test")
