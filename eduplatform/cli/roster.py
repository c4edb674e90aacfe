"""`flask roster import FILE --school CODE [--dry-run] [--json]`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from ..org import flip, imports, jobs, queries
from ..org.models import RosterBatch, Unit
from ..org.roster import words
from ..org.roster.refusals import RosterRefused
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
    """Stage and, unless a dry run, make true. Answers counts and errors."""
    with write():
        batch = imports.begin(None, school, file.name, clock.school_year_of(clock.today()))
    try:
        jobs.stage_file(batch, school, file.read_bytes())
    except RosterRefused as refusal:
        jobs.refuse(batch, refusal)
    answer = _answer(batch)
    with write():
        if dry_run or answer["errors"]:
            imports.drop(batch)
        else:
            flip.apply(None, batch, school, consent, current_app.config["UNDO_DAYS"])
    if answer["new"] > 500 and not dry_run:
        database.analyze()
    return answer | {"dry_run": dry_run, "batch": batch.id}


def _answer(batch: RosterBatch) -> dict[str, Any]:
    counts = dict.fromkeys(("new", "changed", "moved", "gone", "same"), 0) | dict(batch.counts)
    errors = [
        {"sheet": p["sheet"], "line": p["line"], "code": p["code"], "message": words.sentence(p["code"], p["values"])}
        for p in batch.problems
    ]
    return counts | {"errors": errors}


def _say(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for error in answer["errors"]:
        where = f"{error['sheet']} 第{error['line']}行: " if error["line"] else ""
        click.echo(where + error["message"], err=True)
    click.echo("  ".join(f"{name} {answer[name]}" for name in ("new", "changed", "moved", "gone") if name in answer))
