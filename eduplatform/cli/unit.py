"""`flask unit …`: the first city and schools of an install; later ones are added on the page of people and units."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from ..extensions import db
from ..org import founding, tree, units
from ..org.grades import SPOKEN_STAGES as STAGES
from ..org.models import Unit
from ..org.queries import by_code
from ..shared import audit, database
from ..shared.refusals import Refused

command = AppGroup("unit", help="Units: add, rename, close, list.")
KINDS = ("province", "city", "district", "school")


@command.command("add")
@click.argument("kind", type=click.Choice((*KINDS, "class")))
@click.argument("code")
@click.argument("name")
@click.option("--parent", "parent_code", default="", help="code of the unit above; none for the first province or city")
@click.option("--stages", default="", help=f"stages a school teaches, of {', '.join(STAGES)}; e.g. P1,P2,P3")
def add_command(kind: str, code: str, name: str, parent_code: str, stages: str) -> None:
    """Add a unit. The code stays: rosters and reports use it. A class is made by the roster of its school, as on the page."""
    if kind == "class":
        raise click.ClickException(
            "a class is made by the roster of its school, with its pupils: flask roster import FILE --school CODE"
        )
    name = _name(name)
    _check_code(code)
    parent = _parent(parent_code)
    _check_stages(kind, stages)
    try:
        with database.write():
            unit = tree.add_child_unit(parent, kind, code, name, stages)
            audit.record(unit.keeper_id, None, "unit.add", f"unit:{unit.id}", by="command line")
            said = f"{unit.name}: {unit.kind} {unit.code}" + (f" below {parent.name}" if parent else "")
    except Refused as refusal:
        raise click.ClickException(_words(refusal, kind, code, parent)) from refusal
    click.echo(said)


def _name(given: str) -> str:
    name = given.strip()
    if not 0 < len(name) <= 80:
        raise click.ClickException("a name has 1 to 80 characters")
    return name


def _check_code(code: str) -> None:
    if not founding.CODE.fullmatch(code):
        raise click.ClickException(f"a code has 1 to 24 letters, digits or hyphens; {code!r} has not")


def _parent(code: str) -> Unit | None:
    return _there(code) if code else None


def _check_stages(kind: str, stages: str) -> None:
    given = [stage for stage in stages.split(",") if stage]
    odd = [stage for stage in given if stage not in STAGES]
    if odd:
        raise click.ClickException(f"no stage {odd[0]!r}; stages are {', '.join(STAGES)}")
    if (kind == "school") != bool(given):
        raise click.ClickException(
            "say --stages of a school, e.g. --stages P1,P2,P3" if kind == "school" else f"a {kind} has no stages"
        )


@command.command("rename")
@click.argument("code")
@click.argument("name")
def rename(code: str, name: str) -> None:
    """Give a unit another name. Its code and its history stay; a class is named by its roster."""
    unit, name = _there(code), _name(name)
    old = unit.name
    try:
        with database.write():
            units.rename(None, unit, name, by="command line")
    except Refused as refusal:
        raise click.ClickException("a class is named by its roster: change it there and import it again") from refusal
    click.echo(f"{unit.code}: {old} → {unit.name}")


@command.command("close")
@click.argument("code")
@click.option("--yes", is_flag=True, help="close it; without this the command only says what would happen")
def close(code: str, yes: bool) -> None:
    """Close a unit from today on: no lessons are owed there any more, posts end, what was taught stays in the reports."""
    unit = _there(code)
    if not yes:
        met = units.in_the_way(unit)
        click.echo(
            f"{unit.name}: {len(met.units)} open units below, {met.pupils} pupils, {met.posts} posts that would end. Close it with --yes."
        )
        return
    try:
        with database.write():
            ended = units.close(None, unit, by="command line")
    except Refused as refusal:
        raise click.ClickException(_why_not(refusal)) from refusal
    click.echo(f"{unit.name} closed; posts ended: {ended}")


def _there(code: str) -> Unit:
    unit = by_code(code)
    if unit is None:
        raise click.ClickException(f"no unit with code {code!r}; `flask unit list` shows those there are")
    return unit


def _why_not(refusal: Refused) -> str:
    return {
        "unit_has_children": "there are open units below it: close them first",
        "class_has_pupils": "there are pupils on its roll: move them or let them go first",
        "unit_closed": "it is closed already",
    }[refusal.code]


def _words(refusal: Refused, kind: str, code: str, parent: Unit | None) -> str:
    if refusal.code == "code_taken":
        return f"there is a unit with code {code!r} already"
    above = [name or "nothing" for name, below in tree.BELOW.items() if kind in below]
    return f"a {kind} stands below {' or '.join(above)}, not below {parent.kind if parent else 'nothing'}: give --parent CODE"


@command.command("list")
def list_units() -> None:
    """All units but classes: code, kind, name, stages."""
    for unit in db.session.query(Unit).filter(Unit.kind != "class").order_by(Unit.path):
        closed = f"closed on {unit.closed_on}" if unit.closed_on else ""
        click.echo("\t".join(part for part in (unit.code, unit.kind, unit.name, unit.stages, closed) if part))


__all__ = ["command"]
