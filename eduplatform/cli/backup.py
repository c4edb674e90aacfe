"""`flask backup create|restore`: one file that holds the database; made under load, restored into an empty place."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ..upkeep import backups


@click.group("backup")
def command() -> None:
    """Make a backup file, or restore one."""


@command.command("create")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@with_appcontext
def create_command(file: Path | None) -> None:
    """Write a backup to FILE (default: instance/backups/…zip). The server may go on working meanwhile."""
    click.echo(str(create(file)))


@command.command("restore")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--force", is_flag=True, help="replace a database that holds data; it is kept beside it")
@with_appcontext
def restore_command(file: Path, force: bool) -> None:
    """Bring the database back from FILE. Stop the server first."""
    try:
        restore(file, force)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo("restored")


def create(file: Path | None = None) -> Path:
    """Write a backup and return its path."""
    return backups.create(Path(current_app.config["INSTANCE"]), file)


def restore(file: Path, force: bool = False) -> None:
    """Replace the database by the one in a backup. ValueError says why it is refused."""
    backups.restore(Path(current_app.config["INSTANCE"]), file, force)
