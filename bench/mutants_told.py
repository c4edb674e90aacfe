"""What `python -m bench mutants` says: while it runs, how many there are, and the table at the end."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict

from .mutation import Mutant, mutant_of

LEAST = 0.9  #: share to be killed
Fault = tuple[str, int]  #: a file and the number of the fault in it


def how_many(every: dict[str, list[Fault]]) -> int:
    for name, faults in every.items():
        for file, count in Counter(file for file, _ in faults).items():
            print(f"{count:5} {file}")
        print(f"{len(faults):5} {name}")
    return 0


def on_the_way(mutants: list[Mutant], found: list[bool], seconds: float) -> None:
    paths = " ".join(dict.fromkeys(mutant.path for mutant in mutants))
    print(f"{sum(found)}/{len(found)} {paths}, {seconds / len(found):.1f} s each", file=sys.stderr, flush=True)


def report(drawn: dict[str, list[Fault]], every: dict[str, list[Fault]], dead: dict[Fault, bool], seed: int) -> int:
    """The survivors, the table; 0 where each group has LEAST."""
    for fault, found in dead.items():
        if not found:
            print(named(mutant_of(*fault)))
    print(f"\n| file | faults put in | killed | share |\n|---|---|---|---|  (seed {seed})")
    shares = []
    for name, faults in drawn.items():
        files = defaultdict(list)
        for fault in faults:
            files[fault[0]].append(dead[fault])
        for file, found in files.items():
            print(_line(file.removeprefix("eduplatform/"), found))
        found = [dead[fault] for fault in faults]
        print(_line(f"**{name}**, of {len(every[name])}", found))
        shares.append(sum(found) / max(1, len(found)))
    return 0 if min(shares) >= LEAST else 1


def _line(name: str, found: list[bool]) -> str:
    return f"| {name} | {len(found)} | {sum(found)} | {sum(found) / max(1, len(found)):.1%} |"


def named(mutant: Mutant) -> str:
    return f"survived: {mutant.path}:{mutant.line} #{mutant.number}  {mutant.change}"


def survivors(text: str) -> set[Fault]:
    """What `named` has said in a text."""
    return {(path, int(number)) for path, number in re.findall(r"survived: (\S+?):\d+ #(\d+) ", text)}
