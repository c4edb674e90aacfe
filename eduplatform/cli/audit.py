"""`flask audit verify|heads|seal`: are the audit chains as they were written?"""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from ..extensions import db
from ..org.queries import by_code
from ..shared import audit_chain
from ..shared.audit_chain import Anchor
from ..shared.database import write
from ..upkeep import chain_anchors
from ..upkeep.backup_zip import manifest_of

command = AppGroup("audit", help="Audit chains: verify, heads, seal.")


@command.command("verify")
@click.option(
    "--backup", type=click.Path(exists=True, path_type=Path), help="hold them against this backup's manifest too"
)
@click.option(
    "--head",
    "said",
    metavar="CODE:ENTRY:LINK",
    multiple=True,
    help="and against a head written down or printed, e.g. LJ-SY:57:a1b2c3d4e5f6",
)
def verify(backup: Path | None, said: tuple[str, ...]) -> None:
    """Go through every chain and hold it against the heads written down outside the database. Exits 1 with any fault."""
    known = chain_anchors.known_anchors(Path(current_app.config["INSTANCE"]), Path(current_app.config["BACKUPS"]))
    for school, one in heads_of_backup(backup).items() if backup else ():
        known.setdefault(school, []).append(one)
    for school, one in map(typed_head, said):
        known.setdefault(school, []).append(one)
    faults = 0
    for school in sorted(set(chain_anchors.chain_heads()) | set(known)):
        found = audit_chain.walk(school, known.get(school, []))
        faults += not found.whole
        if not found.whole or found.sealed_at:
            click.echo(f"{'ok   ' if found.whole else 'FAULT'} unit {school}: {_worded(found)}")
    click.echo(f"{faults} broken chains" if faults else "all chains whole")
    raise SystemExit(1 if faults else 0)


def _worded(found: audit_chain.Chain) -> str:
    parts = [f"{found.entries} entries"]
    if found.broken_at:
        parts.append(
            f"does not follow from entry {found.broken_at} on (or the key in chain.key is not the one it was written with)"
        )
    if found.missed:
        parts.append(
            f"entry {found.missed.seq} is not what was written down ({found.missed.where or 'by hand'}, {found.missed.at or 'no date'})"
        )
    if found.sealed_at:
        parts.append(f"what stands before entry {found.sealed_at} was not written under this key")
    return "; ".join(parts)


def heads_of_backup(file: Path) -> dict[int, Anchor]:
    """The heads in a backup's manifest, by unit."""
    manifest = manifest_of(file)
    if manifest is None:
        raise click.ClickException(f"{file} is not a backup of Anxue")
    return chain_anchors.of_manifest(manifest)


def typed_head(said: str) -> tuple[int, Anchor]:
    """The unit and head that a text says, CODE:ENTRY:LINK."""
    code, _colon, rest = said.rpartition(":")[0].partition(":")
    link = said.rpartition(":")[2].lower()
    unit = by_code(code)
    if unit is None or not rest.isdigit() or len(link) < 12:
        raise click.ClickException(f"say a head as CODE:ENTRY:LINK with at least 12 digits of the link, not {said!r}")
    return unit.id, Anchor(int(rest), link, "by hand")


@command.command("heads")
def heads_command() -> None:
    """Print the head of every chain: unit, entry, link. Keep it where the server's administrator cannot change it."""
    for school, one in chain_anchors.chain_heads().items():
        click.echo(f"{school}\t{one.seq}\t{one.link}")


@command.command("seal")
@click.option("--yes", is_flag=True, help="do it; without this it only says which chains it would be")
def seal_command(yes: bool) -> None:
    """The key is lost for good: say so in every chain that cannot be checked any more, and go on with the key there is now."""
    broken = [school for school in chain_anchors.chain_heads() if audit_chain.broken_at(school)]
    if not yes:
        click.echo(
            f"would seal {len(broken)} chains; look for the old chain.key first: put beside the new one in the same file, it is believed"
        )
        return
    with write():
        for school in broken:
            audit_chain.seal(school, audit_chain.KEY_LOST)
    db.session.remove()
    click.echo(f"sealed {len(broken)} chains")
