"""`flask unit`, `flask doctor` and `flask backup settle`: what stands on record afterwards, and what a person reads."""

from __future__ import annotations

import pytest

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Post, Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry

from .running import invoke, refused


def last(app) -> tuple[str, int | None, dict, str]:
    """(action, actor, detail, code of the unit that keeps the entry) of the newest entry on record."""
    with app.app_context():
        entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        return entry.action, entry.actor_id, entry.detail, db.session.get(Unit, entry.school_id).code


def emptied(app, code: str) -> None:
    """The pupils of a class have left it."""
    with app.app_context(), write():
        at = db.session.query(Unit).filter_by(code=code).one()
        db.session.query(Enrolment).filter_by(class_id=at.id).update({"to_on": clock.today()})


def test_a_new_unit_stands_on_record_where_it_is_kept(app):
    assert (
        invoke(app, "unit", "add", "district", "LJ-NQ", "南区", "--parent", "LJ").output
        == "南区: district LJ-NQ below 临江市\n"
    )
    assert last(app) == ("unit.add", None, {"by": "command line"}, "LJ-NQ")
    assert invoke(app, "unit", "add", "city", "XH", " 新河市 ").output == "新河市: city XH\n", "nothing stands above it"


@pytest.mark.parametrize(
    ("kind", "parent", "answer"),
    [
        ("province", "LJ", "a province stands below nothing, not below city"),
        ("city", "LJ-DC", "a city stands below nothing or province, not below district"),
        ("district", "LJ-DC", "a district stands below city, not below district"),
        ("district", "", "a district stands below city, not below nothing: give --parent CODE"),
    ],
)
def test_a_unit_in_the_wrong_place_is_told_the_right_one(app, kind, parent, answer):
    above = ("--parent", parent) if parent else ()
    assert answer in refused(app, "unit", "add", kind, "NEW", "新单位", *above)
    assert "NEW" not in invoke(app, "unit", "list").output


def test_the_list_goes_down_the_tree_without_classes(app):
    lines = invoke(app, "unit", "list").output.splitlines()
    codes = [line.split("\t")[0] for line in lines]
    assert codes.index("P") < codes.index("LJ") < codes.index("LJ-DC") < codes.index("LJ-SY") and len(codes) == 10
    assert "LJ-DZ\tschool\t东城中学\tJ" in lines and "LJ\tcity\t临江市" in lines


def test_another_name_stands_on_record_with_the_old_one(app):
    assert invoke(app, "unit", "rename", "LJ-DC", " 东城新区 ").exit_code == 0
    assert last(app) == ("unit.rename", None, {"old": "东城区", "called": "东城新区", "by": "command line"}, "LJ-DC")


def test_closing_first_says_what_would_end(app):
    said = invoke(app, "unit", "close", "LJ-SY-2024-2")
    assert said.exit_code == 0
    assert said.output == "三(2)班: 0 open units below, 4 pupils, 2 posts that would end. Close it with --yes.\n"
    assert "实验小学: 4 open units below, 0 pupils, 3 posts" in invoke(app, "unit", "close", "LJ-SY").output


def test_a_closed_class_ends_its_posts_and_is_closed_once(app):
    emptied(app, "LJ-SY-2024-2")
    assert invoke(app, "unit", "close", "LJ-SY-2024-2", "--yes").output == "三(2)班 closed; posts ended: 2\n"
    assert last(app) == ("unit.close", None, {"posts": 2, "by": "command line"}, "LJ-SY")
    with app.app_context():
        ended = db.session.query(Post).filter_by(to_on=clock.today()).all()
        assert len(ended) == 2 and all(post.ended_by is None for post in ended)
    assert "it is closed already" in refused(app, "unit", "close", "LJ-SY-2024-2", "--yes")


def test_the_doctor_looks_at_everything_and_says_so_line_by_line(app):
    lines = invoke(app, "doctor").output.splitlines()
    assert len(lines) >= 6 and all(line.startswith(("ok    ", "FAULT ")) and ": " in line for line in lines)
    assert {"database", "courses", "worker", "audit"} <= {line[6:].split(":")[0].split(" ")[0] for line in lines}


def test_with_nothing_to_settle_nobody_is_erased(app):
    before = invoke(app, "user", "list").output
    assert invoke(app, "backup", "settle").output == "0 erased people are erased again\n"
    assert invoke(app, "user", "list").output == before


def test_who_was_erased_after_a_backup_is_erased_again_when_it_comes_back(app, template, tmp_path):
    file = tmp_path / "saved.zip"
    assert invoke(app, "backup", "create", str(file)).output == f"{file}\n"
    assert invoke(app, "user", "erase", "LJ-SY/三(2)班/1", "--yes").exit_code == 0
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    said = invoke(app, "backup", "restore", str(file), "--force")
    assert said.exit_code == 0 and said.output.startswith("restored; 2 erased people are erased again")
    with app.app_context():
        assert db.session.query(User).filter_by(name="田小雨甲一").count() == 0
