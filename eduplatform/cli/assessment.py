"""`flask assessment recount [--check] [--year]`: rebuild the tallies from the records, or prove that they equal them."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from ..assessment import jobs, rebuild

MOST = 50  #: differences printed


@click.group("assessment")
def command() -> None:
    """Tallies: recount them, or check them against the records."""


@command.command("recount")
@click.option("--check", is_flag=True, help="change nothing; print every difference and exit with 1 if there is one")
@click.option("--year", type=int, help="school year by its first calendar year; all years when left out")
@with_appcontext
def recount_command(check: bool, year: int | None) -> None:
    """Recount every class, or with --check compare only. Marks that wait are taken first: they are differences known."""
    while jobs.take_marks():
        pass
    asked = rebuild.years_with_classes() if year is None else [year]
    if check:
        sys.exit(1 if sum(_print_differences(one) for one in asked) else 0)
    for one in asked:
        click.echo(f"{one}: {rebuild.rebuild_all(one)} classes recounted")


def _print_differences(year: int) -> int:
    found = 0
    for difference in rebuild.compare_year(year):
        found += 1
        if found <= MOST:
            click.echo(f"{year} {difference.where}: tally {difference.stored}, records {difference.counted}", err=True)
    click.echo(f"{year}: {found} differences" if found else f"{year}: tallies equal the records")
    return found
