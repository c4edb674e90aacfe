"""kill -9 at statements of an upgrade: the schema is the old one or the new one, no row is lost, and running it again finishes it.

At every seventh; `ANXUE_EVERY_KILL=1` at each.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from eduplatform.extensions import db
from tests.guards.test_migrations_with_data import FIRST, fill, rows

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = """
    SELECT table_name, column_name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS said
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3"""  # the inspector asks PostgreSQL for each table: too slow for so many looks
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("upgrades")]


class Upgrades:
    """Upgrades of one database, each in a process of its own that can be killed."""

    def __init__(self, url: str, folder: Path):
        command = [sys.executable, "-m", "tests.faults.killed_upgrade", url, str(folder)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(folder / "upgrade.log").open("w"),
            text=True,
        )

    def killed_at(self, number: int) -> str:
        """ "killed", or how many things an upgrade writes that got through."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


@pytest.fixture
def upgrades(app, tmp_path) -> Iterator[Upgrades]:
    made = Upgrades(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path)
    yield made
    made.end()


def plain(said: Any) -> str:
    """What the inspector says, the same each time: a condition as its text, names in their order."""
    if isinstance(said, dict):
        return str(sorted((str(key), plain(value)) for key, value in said.items()))
    return str(sorted(map(plain, said))) if isinstance(said, list) else str(said)


def state() -> tuple[str, dict[str, int]]:
    """(schema with its number, rows by table) as somebody sees them who comes afterwards. The schema as a digest: it is long."""
    db.engine.dispose()
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            said = "\n".join(str(row) for row in connection.execute(text(CATALOGUE)))
        else:
            seen = inspect(connection)
            parts = (
                seen.get_columns,
                seen.get_indexes,
                seen.get_unique_constraints,
                seen.get_foreign_keys,
                seen.get_check_constraints,
            )
            said = plain({name: [plain(part(name)) for part in parts] for name in seen.get_table_names()})
        number = connection.scalar(text("SELECT version_num FROM alembic_version"))
    found = f"{number} {sha256(said.encode()).hexdigest()[:12]}", {name: n for name, n in rows().items() if n}
    db.engine.dispose()
    return found


def test_an_upgrade_killed_at_any_statement_left_the_old_schema_or_the_new_one(app, upgrades):
    with app.app_context():
        fill()
        db.session.remove()
        downgrade(revision=FIRST)
        upgrade()
        new = state()  # with the marks for recounting that an upgrade leaves
        downgrade(revision=FIRST)
        old = state()
        assert old[0] != new[0]
        step = 1 if os.environ.get("ANXUE_EVERY_KILL") else 7
        ends = []
        for number in range(1, 1000, step):
            said = upgrades.killed_at(number)
            now = state()
            assert now in (old, new), f"killed at {number}: {now}"
            if said != "killed":
                assert said.isdigit() and now == new, said
                break
            ends.append(now == new)
            if now == new:
                downgrade(revision=FIRST)
                assert state() == old
    assert len(ends) >= 20 // step and ends.count(True) <= 2, "most kills come before the commit"
