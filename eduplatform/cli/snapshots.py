"""`flask snapshots verify`: are the official figures as they were signed?"""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from ..assessment.snapshot_chain import SnapshotFault, verify_snapshots
from ..shared import clock
from ..upkeep import chain_anchors
from ..upkeep.retention import RECORDS
from .audit import heads_of_backup, typed_head

command = AppGroup("snapshots", help="Official figures: verify.")

WORDS = {
    "chain": "the audit chain is not whole, or not what was written down: see flask audit verify",
    "changed": "is not what was signed",
    "unrecorded": "is not in the audit chain: nobody signed it",
    "missing": "was signed and is gone",
}


@command.command("verify")
@click.option(
    "--backup", type=click.Path(exists=True, path_type=Path), help="hold the chains against this backup's manifest too"
)
@click.option(
    "--head",
    "said",
    metavar="CODE:ENTRY:LINK",
    multiple=True,
    help="and against a head as a snapshot's page and paper say it, e.g. LJ-DC:57:a1b2c3d4e5f6",
)
def verify(backup: Path | None, said: tuple[str, ...]) -> None:
    """Hold every signed snapshot against its seal, its entry in the audit chain and the heads written down outside. Exits 1 with any fault."""
    known = chain_anchors.known_anchors(Path(current_app.config["INSTANCE"]), Path(current_app.config["BACKUPS"]))
    for unit_id, one in heads_of_backup(backup).items() if backup else ():
        known.setdefault(unit_id, []).append(one)
    for unit_id, one in map(typed_head, said):
        known.setdefault(unit_id, []).append(one)
    found = verify_snapshots(known, clock.school_year_of(clock.today()) - RECORDS - 1)
    for fault in found.faults:
        click.echo(f"FAULT unit {fault.unit_id}{_which(fault)}: {WORDS[fault.code]}")
    click.echo(f"{found.signed} signed snapshots, {len(found.faults) or 'no'} faults")
    raise SystemExit(1 if found.faults else 0)


def _which(fault: SnapshotFault) -> str:
    return f" snapshot {fault.snapshot_id}" if fault.snapshot_id else ""
