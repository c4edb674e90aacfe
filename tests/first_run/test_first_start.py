"""`python app.py`, really started: on an empty folder it makes everything itself; what holds data it leaves alone."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from bench.serving import ROOT, Client
from tests.conftest import NOW

from .console import CODE, Console

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """Here time runs: the server is real."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def flask(folder: Path, *words: str) -> str:
    env = os.environ | {"INSTANCE": str(folder), "DATABASE_URL": "", "FLASK_APP": "app.py"}
    done = subprocess.run(
        [sys.executable, "-m", "flask", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked(folder: Path, sql: str) -> object:
    with sqlite3.connect(folder / "anxue.db") as database:
        return database.execute(sql).fetchone()[0]


def test_an_empty_folder_becomes_an_install_that_waits_for_its_code(tmp_path):
    with Console(tmp_path) as first:
        code = first.code
        answer = Client(first.port).get("/")
        assert answer.status == 303 and answer.headers["location"] == "/setup"
        assert "手机" in first.shown or "HOST=0.0.0.0" in first.shown
    assert asked(tmp_path, "SELECT count(*) FROM course") == len(list((ROOT / "courses").glob("*/*/course.yaml")))
    assert asked(tmp_path, "SELECT count(*) FROM unit") == 0
    with Console(tmp_path, port=first.port) as again:
        assert again.code != code, "each start has its own"
        assert Client(again.port).get("/readyz").status == 200
    log = (tmp_path / "server.log").read_text()
    assert "event=request" in log
    for shown in (first.code, again.code):
        assert shown not in log and shown.replace("-", "") not in log


def test_without_a_terminal_no_code_is_written_anywhere(tmp_path):
    with Console(tmp_path, tty=False) as server:
        assert Client(server.port).get("/setup").status == 404 and Client(server.port).get("/").status == 200
    assert not CODE.search(server.shown) and "flask unit add" in server.shown
    assert not CODE.search((tmp_path / "server.log").read_text())


def test_an_older_database_is_left_as_it_is(tmp_path):
    flask(tmp_path, "db", "upgrade", "0011")
    with Console(tmp_path):
        pass
    assert asked(tmp_path, "SELECT version_num FROM alembic_version") == "0011"
    assert "flask db upgrade" in (tmp_path / "server.log").read_text()


def test_an_install_with_a_unit_shows_no_code(tmp_path):
    flask(tmp_path, "db", "upgrade")
    flask(tmp_path, "unit", "add", "city", "QS", "青石市")
    with Console(tmp_path) as server:
        assert Client(server.port).get("/").status == 200 and Client(server.port).get("/setup").status == 404
    assert not CODE.search(server.shown)


def test_a_taken_port_is_said_in_words(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        env = os.environ | {"INSTANCE": str(tmp_path), "DATABASE_URL": "", "PORT": str(other.getsockname()[1])}
        done = subprocess.run(
            [sys.executable, "app.py"], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 1 and "安学可能已经开着" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "anxue.db").exists(), "nothing is prepared by a second start"
