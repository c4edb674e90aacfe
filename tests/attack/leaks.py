"""Every actor at every page and file: names of pupils that this actor must not read there."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access import names
from tests.access.served_world import ServedWorld


@dataclass
class Told:
    """Answers looked through, and those with a foreign name."""

    looked: int = 0
    leaks: list[str] = field(default_factory=list)


def run(served: ServedWorld, every: int = 1) -> Told:
    """Each n-th cell of the matrix, reading and posting, as everybody."""
    told = Told()
    for actor in served.world.actors.values():
        for place, cell in enumerate(served.cells()):
            if place % every:
                continue
            answer = served.ask(actor, cell.method, served.address(cell))
            told.looked += 1
            if seen := names.leaks(served, actor, cell, answer):
                told.leaks.append(f"{cell} as {actor.name}: {sorted(seen)[:3]}")
    served.restore()
    return told
