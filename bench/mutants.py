"""`python -m bench mutants [--files part …] [--sample N] [--seed S] [--list]`: does the closest test see a fault made on purpose?

Takes the files of CLOSEST, puts one fault at a time into a forked process (bench.mutation) and runs the tests beside the file. Killed: a
test fails, the file does not load, or it takes longer than LONGEST. Prints the share per file and every survivor; ends with 1 below LEAST.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

from .mutation import ROOT, Mutant, how_many, mutant_of, put_in

LEAST = 0.9
LONGEST = 60  #: seconds of CPU of the closest tests, after which a mutant counts as found
MATCHING = (
    "tests/org/roster_matching/test_identity_signs.py",
    "tests/org/roster_matching/test_oracle.py",
)
AUDIT = ("tests/shared/test_audit.py", "tests/shared/test_audit_chain.py")
TALLIES = ("tests/assessment/test_recount.py", "tests/assessment/test_unit_weeks.py", "tests/assessment/test_events.py")
#: file below eduplatform/ → its closest tests, cheapest first
CLOSEST: dict[str, tuple[str, ...]] = {
    "accounts/codes.py": ("tests/accounts/test_codes.py",),
    "accounts/guess_rules.py": ("tests/accounts/test_guess_rules.py",),
    "accounts/password_rules.py": ("tests/accounts/test_password_rules.py",),
    "activities/rules.py": ("tests/activities/test_keydays.py",),
    "assessment/rules.py": ("tests/assessment/test_rules.py", *TALLIES),
    "assessment/rollup.py": TALLIES,
    "assessment/topic_tallies.py": TALLIES,
    "assessment/suppression.py": ("tests/assessment/test_suppression.py",),
    "curriculum/grading.py": ("tests/curriculum/test_grading.py",),
    "curriculum/video/rules.py": ("tests/curriculum/media/test_storyboard.py",),
    "learning/intervals.py": ("tests/learning/test_intervals.py",),
    "learning/rules.py": ("tests/learning/test_rules.py",),
    "org/appointment_rules.py": (
        "tests/first_run/test_two_posts.py",
        "tests/pages/office/people/test_from_outside.py",
        "tests/pages/office/people/test_staff_slips.py",
    ),
    "org/roster_matching/compare.py": MATCHING,
    "org/roster_matching/homeroom_teachers.py": ("tests/org/roster_matching/test_homeroom_teachers.py",),
    "org/roster_matching/questions.py": MATCHING,
    "org/roster_matching/rolls.py": ("tests/org/roster_matching/test_rolls.py",),
    "org/roster_matching/identity_signs.py": MATCHING,
    "org/roster_matching/steps.py": MATCHING,
    "org/transfers.py": ("tests/pages/office/people/test_transfers.py",),
    "shared/audit.py": AUDIT,
    "shared/audit_chain.py": AUDIT,
    "shared/audit_lists.py": ("tests/shared/test_audit_lists.py",),
    "teaching/ledger.py": (
        "tests/teaching/test_rules.py",
        "tests/teaching/test_close_session.py",
        "tests/teaching/test_right_hour.py",
        "tests/teaching/test_declare.py",
        "tests/teaching/test_correct.py",
    ),
    "teaching/rules.py": ("tests/teaching/test_rules.py",),
}
SOUND = Mutant("", -1, 0, "", "")


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m bench mutants", description=__doc__)
    asked.add_argument(
        "--files", nargs="*", default=[""], metavar="part", help="only files whose path holds one of these"
    )
    asked.add_argument("--sample", type=int, default=0, help="so many, drawn over all of them (0: every one)")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--list", action="store_true", help="only say how many there are")
    chosen = asked.parse_args(words)
    files = [f"eduplatform/{file}" for file in CLOSEST if any(part in file for part in chosen.files)]
    every = [(file, number) for file in files for number in range(how_many(file))]
    if chosen.list:
        print("\n".join(f"{how_many(file):5} {file}" for file in files), f"{len(every):5} in all", sep="\n")
        return 0
    drawn = Random(chosen.seed).sample(every, min(chosen.sample or len(every), len(every)))
    return _report(_judged([mutant_of(*one) for one in sorted(drawn)]), len(every), chosen)


def _judged(mutants: list[Mutant]) -> list[tuple[Mutant, bool]]:
    with _prepared() as folder:
        judged = []
        for file in dict.fromkeys(mutant.path for mutant in mutants):
            began = time.monotonic()
            if _found(SOUND, _closest(file), folder):
                raise SystemExit(
                    f"{file}: its closest tests fail without a fault\n{(folder / 'said').read_text(encoding='utf-8')[-3000:]}"
                )
            own = []
            for mutant in (mutant for mutant in mutants if mutant.path == file):
                own.append((mutant, _found(mutant, _closest(file), folder)))
                if not own[-1][1]:
                    print(_named(mutant), file=sys.stderr, flush=True)
            judged += own
            took = (time.monotonic() - began) / (len(own) + 1)
            print(f"{sum(dead for _, dead in own)}/{len(own)} {file}, {took:.1f} s each", file=sys.stderr, flush=True)
    return judged


def _closest(path: str) -> tuple[str, ...]:
    return CLOSEST[path.removeprefix("eduplatform/")]


@contextlib.contextmanager
def _prepared() -> Any:
    """Everything imported, the template database built once for all children."""
    folder = Path(tempfile.mkdtemp(prefix="anxue-mutants-"))
    for file in CLOSEST:
        importlib.import_module(f"eduplatform.{file.removesuffix('.py').replace('/', '.')}")
    import time_machine

    from tests import conftest, databases

    (folder / "template").mkdir()
    with time_machine.travel(conftest.NOW, tick=False):
        built = databases.build(folder / "template", conftest.make_app)
    databases.build = lambda _folder, _make: built
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _found(mutant: Mutant, tests: tuple[str, ...], folder: Path) -> bool:
    """Whether the tests fail with the fault in, in a process of its own."""
    child = os.fork()
    if child == 0:
        os._exit(_ask(mutant, tests, folder))
    return os.waitpid(child, 0)[1] != 0


def _ask(mutant: Mutant, tests: tuple[str, ...], folder: Path) -> int:
    import pytest

    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    with open(folder / "said", "w", encoding="utf-8") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        try:
            if mutant is not SOUND:
                put_in(mutant)
            place = ["--basetemp", str(folder / "run"), "--rootdir", str(ROOT), "--assert=plain"]
            return int(pytest.main(["-x", "-n", "0", "-m", "not slow and not browser", *place, *tests]))
        except BaseException:  # a file that does not load is found by anybody who starts the product
            traceback.print_exc()
            return 99
        finally:
            sys.stdout.flush()


def _named(mutant: Mutant) -> str:
    return f"survived: {mutant.path}:{mutant.line} #{mutant.number}  {mutant.change}"


def _report(judged: list[tuple[Mutant, bool]], of: int, chosen: argparse.Namespace) -> int:
    files: dict[str, list[bool]] = defaultdict(list)
    for mutant, dead in judged:
        files[mutant.path].append(dead)
    print("\n".join(f"| {path} | {sum(dead)} of {len(dead)} |" for path, dead in files.items()))
    for mutant, dead in judged:
        if not dead:
            print(_named(mutant))
    killed = sum(dead for _, dead in judged)
    print(f"{killed} of {len(judged)} killed ({killed / max(1, len(judged)):.1%}), drawn from {of}, seed {chosen.seed}")
    return 0 if killed >= LEAST * len(judged) else 1
