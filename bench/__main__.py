"""`python -m bench [part …] [--postgresql]`: measure, print one table. `python -m bench mutants`: do the tests see a fault?"""

from __future__ import annotations

import argparse
import os
import sys
import time
from importlib import import_module

from .figures import Figure, table
from .places import places

PARTS = (
    "quiz",
    "pages",
    "reports",
    "roster",
    "signin",
    "server",
    "export",
    "cards",
    "turned",
    "camera",
    "polls",
    "attack",
    "closing",
    "deploy",
    "beside",
    "weakness",
    "plausible",
)


def main() -> int:
    if sys.argv[1:2] == ["mutants"]:  # asks the tests, not the clock: needs no database of a bench
        return import_module(".mutants", __package__).main(sys.argv[2:])
    if sys.argv[1:2] == ["sheets"]:
        return import_module(".sheets", __package__).main(sys.argv[2:])
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="part", help=" ".join(PARTS))
    asked.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    asked.add_argument("--large", action="store_true", help="deploy: 1,000 schools as well")
    chosen = asked.parse_args()
    if chosen.large:
        os.environ["BENCH_LARGE"] = "1"
    found: list[Figure] = []
    with places(chosen.postgresql) as made:
        for part in chosen.parts or PARTS:
            began = time.monotonic()
            found += import_module(f".{part}", __package__).measure(made)
            print(f"{part}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(
        f"\n{'PostgreSQL' if chosen.postgresql else 'SQLite'}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    print(table(found))
    return 1 if any(one.met is False for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
