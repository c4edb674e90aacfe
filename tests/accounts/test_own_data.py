"""What is kept about people is listed column by column, and a person gets what is theirs."""

from __future__ import annotations

from eduplatform.extensions import db
from eduplatform.shared import own_data
from eduplatform.shared.privacy import ERASE, GROUPS, MARKS, TABLES

from .doing import give_password, give_slip

#: columns that point at a person without a foreign key
POINTS = {
    "actor_id",
    "viewer_id",
    "teacher_id",
    "set_by",
    "asked_by",
    "assigned_by",
    "created_by",
    "issued_by",
    "closed_by",
    "pupil_id",
    "person_key",
}


def personal_tables() -> set[str]:
    found = set()
    for table in db.metadata.tables.values():
        keys = {key.column.table.name for column in table.columns for key in column.foreign_keys}
        if table.name == "user" or "user" in keys or POINTS & set(table.columns.keys()):
            found.add(table.name)
    return found


def test_every_table_that_points_at_a_person_is_listed():
    missing = personal_tables() - set(TABLES)
    assert not missing, f"add to eduplatform/shared/privacy.py what these keep, why and how long: {sorted(missing)}"
    assert set(TABLES) <= set(db.metadata.tables), "tables that are gone are still listed"


def test_every_column_has_a_mark():
    wrong = {}
    for name, kept in TABLES.items():
        there, listed = set(db.metadata.tables[name].columns.keys()), set(kept.columns)
        if there != listed:
            wrong[name] = {"not listed": sorted(there - listed), "gone": sorted(listed - there)}
    assert not wrong, f"columns in eduplatform/shared/privacy.py differ from the tables: {wrong}"


def test_every_entry_says_why_and_how_long_and_what_erasing_does():
    for name, kept in TABLES.items():
        assert kept.why and kept.until and kept.group in GROUPS and kept.erase in ERASE, name
        assert set(kept.columns.values()) <= set(MARKS), name
        assert not kept.export or kept.person in kept.columns, name


def test_an_export_holds_the_own_data_and_no_secret(app, people):
    yu = people["pupil_yu"]
    give_password(app, yu)
    give_slip(app, yu)
    with app.app_context():
        data = own_data.own_data_of(yu.school_id, yu.user_id)
    assert data["user"][0]["name"] == "田小雨甲一" and data["enrolment"][0]["number"] == "1"
    assert data["credential"] and set(data["credential"][0]) == {"kind", "set_at"}
    said = str(data)
    assert "argon2" not in said and "hash" not in said and "甲二" not in said
