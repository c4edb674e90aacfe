"""What closing a lesson asks of the database: counts, so that a busy machine changes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from eduplatform.extensions import db
from tests.conftest import sql_count


@pytest.fixture
def locks(app):
    """Tables whose rows were loaded for update, in order; SQLite leaves FOR UPDATE out of its SQL."""
    found: list[str] = []

    def told(_connection, _cursor, _statement, _parameters, context, _many):
        asked = getattr(getattr(context, "compiled", None), "statement", None)
        if getattr(asked, "_for_update_arg", None) is not None:
            found.append(asked.get_final_froms()[0].name)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", told)
    yield found
    event.remove(engine, "before_cursor_execute", told)


def test_closing_locks_the_row_once_and_asks_little(fifty, locks):
    number = fifty.start("devices")
    locks.clear()
    answer = fifty.close(number)
    assert answer.status_code == 303 and fifty.session(number).state == "closed"
    assert locks.count("class_session") == 1
    assert sql_count(answer) <= 19
