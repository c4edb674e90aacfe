"""`flask backup create|restore|settle`: one file that holds the database; made under load, restored into an empty place."""

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
    """Write a backup to FILE (default: instance/backups/…zip). The server may go on working meanwhile.

    A database that is damaged or empty is refused: a FILE that was there stays as it was.
    """
    try:
        click.echo(str(write_backup(file)))
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong


@command.command("restore")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--force", is_flag=True, help="replace a database that holds data; it is kept beside it")
@click.option(
    "--most-gb",
    type=click.IntRange(1, 100_000),
    default=backups.MOST_GB,
    show_default=True,
    help="largest database to unpack",
)
@click.option("--forget-erased", is_flag=True, help="restore without the key that tells who was erased since")
@with_appcontext
def restore_command(file: Path, force: bool, most_gb: int, forget_erased: bool) -> None:
    """Bring the database back from FILE. Stop the server first. Who was erased since the backup is erased again."""
    try:
        again, old = put_backup_back(file, force, most_gb, forget_erased)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo(f"restored; {again} erased people are erased again")
    if old:
        click.echo("it is of an earlier release: run `flask db upgrade`, then `flask backup settle`")


@command.command("settle")
@with_appcontext
def settle_command() -> None:
    """After restoring a backup of an earlier release and upgrading it: erase again who was erased since. The worker does it too."""
    click.echo(f"{backups.settle_restored(*_places())} erased people are erased again")


def write_backup(file: Path | None = None) -> Path:
    """Write a backup and return its path. ValueError says why the database is refused."""
    return backups.create_backup(*_places(), file)


def put_backup_back(
    file: Path, force: bool = False, most_gb: int = backups.MOST_GB, forget_erased: bool = False
) -> tuple[int, bool]:
    """Replace the database by the one in a backup: (people erased again, whether it must be upgraded first). ValueError says why it is refused."""
    return backups.restore_backup(*_places(), file, force, most_gb, forget_erased)


def _places() -> tuple[Path, Path]:
    return Path(current_app.config["INSTANCE"]), Path(current_app.config["BACKUPS"])
