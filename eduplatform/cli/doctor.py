"""`flask doctor`: is this install sound? One line a check, exits 1 with any fault."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ..upkeep import checks


@click.command("doctor")
@with_appcontext
def command() -> None:
    """Check the database, its schema and order of keys, the courses, the disk, the worker, the last backup and the audit chains."""
    sound = True
    for name, found in checks.findings(checks.Place.of(current_app.config, Path(current_app.root_path).parent)):
        sound = sound and found.good
        click.echo(f"{'ok   ' if found.good else 'FAULT'} {name}: {found.said}")
    raise SystemExit(0 if sound else 1)
