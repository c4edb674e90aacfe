"""What a person takes away: the own rows and nobody else's, no key and no secret, days and instants in words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from eduplatform.shared import own_data, privacy
from eduplatform.shared.own_data import own_data_of


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (b"\x00\xff", "AP8="),
        (b"", ""),
        (date(2026, 11, 18), "2026-11-18"),
        (datetime(2026, 11, 18, 2, 0, tzinfo=UTC), "2026-11-18T02:00:00+00:00"),
        (None, None),
        (0, 0),
        ("王小明", "王小明"),
        ({"a": [1]}, {"a": [1]}),
    ],
)
def test_a_value_as_it_is_taken_away(value, said):
    assert own_data._plain(value) == said


def test_only_tables_that_are_for_the_person_and_never_a_secret(app, people):
    with app.app_context():
        for name in ("pupil_yu", "teacher_lin", "guardian_yu", "graduate"):
            person = people[name]
            found = own_data_of(person.school_id, person.user_id)
            assert found and all(rows for rows in found.values()), "a table without rows is left out"
            for table, rows in found.items():
                kept = privacy.TABLES[table]
                assert kept.export
                for row in rows:
                    assert kept.person not in row and set(row) <= set(privacy.exported(table))
            json.dumps(found, ensure_ascii=False)


def test_nobody_elses_rows(app, people):
    with app.app_context():
        mine, other = people["pupil_yu"], people["pupil_ming"]
        said = json.dumps(own_data_of(mine.school_id, mine.user_id), ensure_ascii=False)
        assert "田小雨甲一" in said and "周一鸣甲二" not in said
        assert own_data_of(people["pupil_far"].school_id, mine.user_id) == {}, "the number alone is not the person"
        assert own_data_of(mine.school_id, 999_999) == {}
        assert own_data_of(other.school_id, other.user_id) != own_data_of(mine.school_id, mine.user_id)


def test_a_table_with_very_many_rows_is_cut(app, people, monkeypatch):
    with app.app_context():
        person = people["pupil_yu"]
        monkeypatch.setattr(own_data, "MOST", 0)
        assert own_data_of(person.school_id, person.user_id) == {}
