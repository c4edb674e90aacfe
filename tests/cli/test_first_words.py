"""What a start says in its window: where the pages are, and on a console only, the code that sets the install up."""

from __future__ import annotations

import sys
import threading

import pytest

from eduplatform.cli import courses, first_start, worker
from eduplatform.curriculum.problems import Problem
from eduplatform.extensions import db
from eduplatform.pages.account import first_run
from eduplatform.shared import lan_addresses
from eduplatform.shared.models import Job


@pytest.fixture
def console(monkeypatch):
    """Whether the start has a console to write on."""
    return lambda there: monkeypatch.setattr(sys.stdout, "isatty", lambda: there, raising=False)


@pytest.fixture
def served(app, monkeypatch):
    """served(host, others) → the app as it listens there, in a house where the machine has these other addresses."""

    def at(host: str, *others: str):
        for name, value in (("HOST", host), ("PORT", 8123), ("PUBLIC_URL", "")):
            monkeypatch.setitem(app.config, name, value)
        monkeypatch.setattr(lan_addresses, "addresses", lambda: list(others))
        return app

    return at


def test_open_to_all_every_address_is_said(served, capsys, console):
    console(False)
    first_start.addresses(served("0.0.0.0", "192.168.1.7"))  # noqa: S104
    assert capsys.readouterr().out == "安学 http://127.0.0.1:8123/\n安学 http://192.168.1.7:8123/\n"


def test_closed_only_the_own_address_is_said(served, capsys, console):
    console(False)
    first_start.addresses(served("127.0.0.1", "192.168.1.7"))
    assert capsys.readouterr().out == "安学 http://127.0.0.1:8123/\n"


def test_on_a_console_phones_get_a_code_to_scan(served, capsys, console, monkeypatch):
    drawn: list[str] = []
    monkeypatch.setattr(first_start, "_qr", drawn.append)
    console(True)
    app = served("0.0.0.0", "192.168.1.7", "10.0.0.2")  # noqa: S104
    first_start.addresses(app)
    said = capsys.readouterr().out
    assert "扫下面的码" in said and "scan" in said and "Ctrl+C" in said and drawn == ["http://192.168.1.7:8123/"]
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://anxue.example.cn/")
    first_start.addresses(app)
    assert drawn[1] == "https://anxue.example.cn/"


def test_on_a_console_a_closed_start_says_how_to_open_it(served, capsys, console):
    console(True)
    first_start.addresses(served("127.0.0.1"))
    said = capsys.readouterr().out
    assert "HOST=0.0.0.0" in said and "Only this computer" in said and "扫下面的码" not in said


def test_a_machine_without_a_network_has_no_code_to_scan(served, capsys, console):
    console(True)
    first_start.addresses(served("0.0.0.0"))  # noqa: S104
    said = capsys.readouterr().out
    assert "扫下面的码" not in said and "HOST=0.0.0.0" not in said


def test_a_code_is_drawn_of_blocks(capsys):
    first_start._qr("http://192.168.1.7:8123/")
    assert capsys.readouterr().out.count("█") > 50


def test_without_a_console_no_code_is_made(blank, capsys, console):
    blank.extensions.pop(first_run.KEY)
    console(False)
    first_start._wait_for_code(blank)
    said = capsys.readouterr().out
    assert "flask unit add" in said and "终端窗口" in said and first_run.KEY not in blank.extensions


def test_on_a_console_the_code_that_is_shown_is_the_one_that_counts(blank, capsys, console):
    blank.extensions.pop(first_run.KEY)
    console(True)
    first_start._wait_for_code(blank)
    shown = capsys.readouterr().out.split("setup code:  ")[1].split("\n")[0]
    with blank.app_context():
        assert blank.extensions[first_run.KEY] is not None and len(shown.replace("-", "")) == 8


def test_a_database_of_another_version_is_left_alone(blank, capsys):
    with blank.app_context():
        db.session.execute(db.text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.connection().commit()
    first_start.prepare(blank)
    said = capsys.readouterr()
    assert "flask db upgrade" in said.err and "别的版本" in said.err and said.out == ""


def test_a_database_that_is_away_stops_no_start(blank, monkeypatch):
    def away() -> None:
        raise db.exc.OperationalError("SELECT 1", {}, OSError("away"))

    monkeypatch.setattr(first_start, "_prepare", lambda _app: away())
    first_start.prepare(blank)


def test_an_install_in_use_says_nothing(app, capsys):
    first_start.prepare(app)
    assert capsys.readouterr().out == ""


def test_a_broken_course_is_named_and_the_others_are_loaded(blank, monkeypatch, capsys):
    stored: list[object] = []
    found = [Problem("courses/a.yaml", 3, "broken"), Problem("courses/b.yaml", 1, "hint", "hint")]
    monkeypatch.setattr(courses, "examine", lambda _folder: (["a sound one"], found))
    monkeypatch.setattr(courses, "store_courses", lambda packages, whole: stored.append((packages, whole)))
    with blank.app_context():
        first_start._load_courses()
    assert stored == [(["a sound one"], True)]
    said = capsys.readouterr().err
    assert "courses/a.yaml" in said and "courses/b.yaml" not in said


def test_courses_that_are_there_are_not_loaded_again(app, monkeypatch):
    monkeypatch.setattr(courses, "examine", lambda _folder: pytest.fail("looked again"))
    with app.app_context():
        first_start._load_courses()


def test_a_taken_port_is_told_in_both_languages(app, monkeypatch):
    monkeypatch.setitem(app.config, "PORT", 8123)
    said = worker._not_listening(app, OSError(98, "Address already in use"))
    assert "端口 8123 打不开" in said and "Port 8123 cannot be opened" in said and "Address already in use" in said


def test_a_failure_of_the_worker_is_tried_again(app, monkeypatch):
    stop, rounds = threading.Event(), []

    def failing() -> bool:
        rounds.append(1)
        if len(rounds) == 2:
            stop.set()
            return False
        raise RuntimeError("once")

    monkeypatch.setitem(app.config, "RECOUNT_SECONDS", 0)
    monkeypatch.setattr(worker, "round_of_work", failing)
    monkeypatch.setattr(worker, "tidy_up", lambda: None)
    worker.run_worker(app, stop)
    assert len(rounds) == 2


def test_tidying_asks_for_the_daily_work(app):
    with app.app_context():
        worker.tidy_up()
        assert db.session.query(Job).count() > 0
