"""What every command says about wrong words on its line, and that nothing is done then; the list of commands."""

from __future__ import annotations

import pytest

from eduplatform.cli import TOPICS

from .running import invoke, misused, refused
from .test_roster_command import dump


def test_every_command_is_offered_with_a_line_of_help(app):
    said = invoke(app, "--help").output
    for topic in (*TOPICS, "db"):
        assert f"\n  {topic} " in said or f"\n  {topic}\n" in said, topic


@pytest.mark.parametrize("topic", TOPICS)
def test_every_command_explains_itself(app, topic):
    said = invoke(app, topic, "--help")
    assert said.exit_code == 0 and said.output.startswith("Usage:") and len(said.output.splitlines()) > 4


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("user",), "Commands:"),
        (("user", "nonsense"), "No such command 'nonsense'"),
        (("user", "reset"), "Missing argument 'LOGIN'"),
        (("user", "reset", "lin", "chen"), "unexpected extra argument"),
        (("user", "find", "LJ-SY"), "Missing argument 'NAME'"),
        (("unit", "add", "town", "X", "x"), "'town' is not one of"),
        (("unit", "add", "city", "X"), "Missing argument 'NAME'"),
        (("unit", "rename", "LJ-SY"), "Missing argument 'NAME'"),
        (("unit", "close"), "Missing argument 'CODE'"),
        (("report", "village", "LJ"), "'village' is not one of"),
        (("report", "school"), "Missing argument 'CODE'"),
        (("report", "school", "LJ-SY", "--year", "x"), "'x' is not a valid integer"),
        (("report", "school", "LJ-SY", "--as-of", "18.11.2026"), "does not match the format"),
        (("assessment", "recount", "--year", "x"), "'x' is not a valid integer"),
        (("roster", "import", "no-such-file.csv", "--school", "LJ-SY"), "does not exist"),
        (("roster", "import", ".", "--school", "LJ-SY"), "is a directory"),
        (("roster", "import"), "Missing argument 'FILE'"),
        (("backup", "restore"), "Missing argument 'FILE'"),
        (("backup", "restore", "no-such-file.zip"), "does not exist"),
        (("courses", "new", "FIRE"), "Missing argument 'STAGE'"),
        (("courses", "sample", "--size", "x"), "'x' is not a valid integer"),
        (("worker", "--twice"), "No such option"),
        (("demo", "--schools", "x"), "'x' is not a valid integer"),
    ],
)
def test_wrong_words_are_told_and_change_nothing(app, words, answer):
    before = dump(app)
    assert answer in misused(app, *words)
    assert dump(app) == before


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("report", "unit", "NOWHERE"), "no unit with code NOWHERE"),
        (("report", "class", "LJ-SY"), "no class with code LJ-SY"),
        (("report", "school", "LJ-SY-2024-2"), "no school with code LJ-SY-2024-2"),
        (("report", "teacher", "wu"), "no homeroom teacher with login wu"),
        (("report", "teacher", "lin", "--as-of", "2026-08-31"), "no homeroom teacher with login lin"),
        (("courses", "new", "FIRE", "X9"), "no such cell in taxonomy.yaml"),
    ],
)
def test_what_does_not_exist_is_told_in_a_line(app, words, answer):
    assert answer in refused(app, *words)


def test_a_report_of_any_unit_by_its_code(app):
    for what, code in (("unit", "LJ-DC"), ("unit", "LJ-SY-2024-2"), ("school", "LJ-SY"), ("class", "LJ-SY-2024-2")):
        assert invoke(app, "report", what, code).exit_code == 0, (what, code)


def test_a_recount_says_year_by_year_what_it_counted(app):
    assert invoke(app, "assessment", "recount").output == "2026: 7 classes recounted\n"
    assert invoke(app, "assessment", "recount", "--year", "2020").output == "2020: 0 classes recounted\n"
    assert invoke(app, "assessment", "recount", "--check").output == "2026: tallies equal the records\n"
