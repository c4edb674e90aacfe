"""`flask roster import FILE --school CODE [--dry-run] [--json]`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from ..org import flip, imports, jobs, queries
from ..org.models import Unit
from ..org.roster import words
from ..org.roster.refusals import RosterRefused
from ..org.roster.sandbox import read_file_safely
from ..org.roster.shapes import Problem, Roster
from ..shared import clock, database
from ..shared.database import write


@click.group("roster")
def command() -> None:
    """Pupils and classes from a school's own file."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "code", required=True, help="code of the school")
@click.option("--dry-run", is_flag=True, help="show what would change and change nothing")
@click.option("--json", "as_json", is_flag=True, help="answer in JSON: counts and errors with sheet, line, message")
@click.option("--consent", default="", help="basis of the guardians' consent for pupils under 14")
@with_appcontext
def import_command(file: Path, code: str, dry_run: bool, as_json: bool, consent: str) -> None:
    """Bring FILE in: all of it or nothing. Exits 1 with errors."""
    school = queries.by_code(code)
    if school is None or school.kind != "school":
        _say({"errors": [{"sheet": "", "line": 0, "message": f"no school with code {code}"}]}, as_json)
        raise SystemExit(1)
    answer = bring_in(file, school, dry_run, consent)
    _say(answer, as_json)
    raise SystemExit(1 if answer["errors"] else 0)


def bring_in(file: Path, school: Unit, dry_run: bool, consent: str) -> dict[str, Any]:
    """Check in memory, and only a sound file that is no dry run is staged and made true. Answers counts and errors."""
    year = clock.school_year_of(clock.today())
    try:
        roster = jobs.roster_in(read_file_safely(file.name, file.read_bytes()), school, year)
        checked = imports.check(school, roster, year)
    except RosterRefused as refusal:
        return _answer({}, [Problem("", 0, "", refusal.code, refusal.values)]) | {"dry_run": dry_run}
    answer = _answer(checked.diff.counts(), checked.problems) | {"dry_run": dry_run}
    if not answer["errors"] and not dry_run:
        answer["batch"] = _make_true(file, school, roster, year, consent)
    return answer


def _make_true(file: Path, school: Unit, roster: Roster, year: int, consent: str) -> int:
    with write():
        batch = imports.begin(None, school, file.name, year)
    imports.stage(batch, school, roster)
    with write():
        flip.apply(None, batch, school, consent, current_app.config["UNDO_DAYS"])
    if batch.counts["new"] > 500:
        database.analyze()
    return batch.id


def _answer(counts: dict[str, int], problems: list[Problem]) -> dict[str, Any]:
    errors = [
        {"sheet": p.sheet, "line": p.line, "code": p.code, "message": words.sentence(p.code, p.values)} for p in problems
    ]
    return dict.fromkeys(("new", "changed", "moved", "gone", "same"), 0) | counts | {"errors": errors}


def _say(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for error in answer["errors"]:
        where = f"{error['sheet']} 第{error['line']}行: " if error["line"] else ""
        click.echo(where + error["message"], err=True)
    click.echo("  ".join(f"{name} {answer[name]}" for name in ("new", "changed", "moved", "gone") if name in answer))
