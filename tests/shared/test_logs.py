"""Log lines: key=value for people, JSON for machines, to standard error as it is at that moment."""

from __future__ import annotations

import io
import json

import pytest
import structlog

from eduplatform.shared import logs


@pytest.fixture
def written(capsys):
    """What went to standard error, asked when it is wanted; how logs were set up before comes back."""
    before = structlog.get_config()
    yield lambda: capsys.readouterr().err
    structlog.configure(**before)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_line_has_its_event_level_time_and_values(written, as_json):
    logs.set_up(as_json)
    structlog.get_logger("x").warning("job failed", job=7, why="盘满")
    (line,) = written().splitlines()
    if as_json:
        said = json.loads(line)
        assert (said["event"], said["level"], said["job"], said["why"]) == ("job failed", "warning", 7, "盘满")
        assert said["timestamp"].endswith("Z")
    else:
        assert 'event="job failed"' in line and "level=warning" in line and "job=7" in line and "why=盘满" in line


def test_what_is_below_information_is_not_written(written):
    logs.set_up(True)
    log = structlog.get_logger("x")
    log.debug("quiet")
    log.info("said")
    assert [json.loads(line)["event"] for line in written().splitlines()] == ["said"]


def test_an_exception_is_written_with_its_trace(written):
    logs.set_up(True)
    try:
        raise OSError("disk")
    except OSError as error:
        structlog.get_logger("x").error("job failed", exc_info=error)
    assert "OSError: disk" in json.loads(written())["exception"]


def test_a_logger_made_before_writes_where_standard_error_is_now(written, monkeypatch):
    logs.set_up(True)
    log = structlog.get_logger("x")
    log.info("first")
    other = io.StringIO()
    monkeypatch.setattr("sys.stderr", other)
    log.info("second")
    assert "second" in other.getvalue() and "second" not in written()
