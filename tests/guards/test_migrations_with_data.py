"""A database in use can be taken to the newest schema and back: nothing is lost, nothing stands in the way."""

from datetime import date

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.teaching.models import Absence
from tests.assessment import world

FIRST = "0001"


def fill() -> None:
    """Rows that refer to each other across the tables that migrations touch."""
    with write():
        unit, fire = world.unit("LJ-SY-2024-2"), world.lesson("FIRE")
        pupils = world.pupils(unit, 6)
        entry = world.teach(unit, fire, date(2026, 11, 2), roll=10, hands=5)
        db.session.add(
            Absence(
                school_id=unit.school_id,
                session_id=entry.session_id,
                pupil_id=pupils[0],
                noted_at=world.at(date(2026, 11, 2)),
            )
        )
        for pupil in pupils[1:]:
            world.quiz(unit, fire, pupil, date(2026, 11, 2), session_id=entry.session_id)
            world.train(unit, fire, pupil, date(2026, 11, 2))
    world.settle()


def rows() -> dict[str, int]:
    names = [name for name in inspect(db.engine).get_table_names() if name != "alembic_version"]
    with db.engine.connect() as connection:
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}


def test_a_database_with_records_goes_down_to_the_first_schema_and_up_again(app):
    with app.app_context():
        fill()
        before = {name: n for name, n in rows().items() if n}
        assert before["absence"] and before["quiz_attempt"] and before["tally_topic"] and before["hands_count"]
        db.session.remove()
        downgrade(revision=FIRST)
        assert {name: n for name, n in rows().items() if n} == {name: n for name, n in before.items() if name in rows()}
        upgrade()
        marked = rows()["stale_mark"]  # every class with figures is recounted after the upgrades to 0009 and 0031
        world.settle()  # which fills the tallies that 0031 brought
        assert marked and {name: n for name, n in rows().items() if n and name != "stale_mark"} == before
        with db.engine.connect() as connection:
            found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)
            index = next(
                one
                for one in inspect(connection).get_indexes("class_session")
                if one["name"] == "uq_class_session_one_open"
            )
        assert not found, found
        assert "running" in str(index["dialect_options"][f"{connection.dialect.name}_where"]), (
            "the condition of the index of open sessions is gone"
        )
