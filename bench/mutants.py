"""`python -m bench mutants [--group name …] [--files part …] [--sample N] [--seed S] [--again FILE] [--list]`: do the closest tests see a fault made on purpose?

Takes files of closest.CLOSEST, puts one fault at a time into a forked process (mutation.put_in) and runs those tests beside the file that
run the changed statement (met.py), cheapest first. Killed: a test fails, the file does not load, or the tests take LONGER times what they
take without a fault. A fault where no test goes survives. Not put in is what nobody could notice: see left_out.py. Prints the share by file
and by group and every survivor; ends with 1 below LEAST.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, TextIO

from . import met, mutants_told, places
from .closest import CLOSEST, GROUPS, files_of
from .mutation import ROOT, Mutant, how_many, mutant_of, noticeable, put_in

LONGER, AT_LEAST = 6, 10  #: times the seconds of CPU of the same tests without a fault, and the least allowance
SOUND = Mutant("", -1, 0, "", "")


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m bench mutants", description=__doc__)
    asked.add_argument(
        "--group", nargs="*", default=[], choices=[*GROUPS, "all"], metavar="name", help=" ".join(GROUPS)
    )
    asked.add_argument("--files", nargs="*", default=[], metavar="part", help="files whose path holds one of these")
    asked.add_argument(
        "--sample", type=int, default=0, help="so many, drawn over each group or all files (0: every one)"
    )
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--again", type=Path, help="only what this file says has survived: what an earlier run printed")
    asked.add_argument("--list", action="store_true", help="only say how many there are")
    chosen = asked.parse_args(words)
    groups = _groups(chosen)
    every = {
        name: [(file, number) for file in files for number in range(how_many(file))] for name, files in groups.items()
    }
    if chosen.list:
        return mutants_told.how_many(every)
    drawn = {name: _drawn(faults, chosen) for name, faults in every.items()}
    dead = _judged(sorted({one for faults in drawn.values() for one in faults}))
    return mutants_told.report(drawn, every, dead, chosen.seed)


def _drawn(faults: list[mutants_told.Fault], chosen: argparse.Namespace) -> list[mutants_told.Fault]:
    """The sample; without what nobody could notice."""
    if chosen.again:
        kept = mutants_told.survivors(chosen.again.read_text(encoding="utf-8"))
        return [one for one in faults if one in kept and noticeable(*one)]
    shuffled = Random(chosen.seed).sample(faults, len(faults))
    return sorted(islice((one for one in shuffled if noticeable(*one)), chosen.sample or None))


def _groups(chosen: argparse.Namespace) -> dict[str, list[str]]:
    names = list(GROUPS) if "all" in chosen.group else chosen.group
    groups = {name: files_of(GROUPS[name]) for name in names}
    if chosen.files or not names:
        groups["files"] = files_of(chosen.files or [""])
    return groups


def _judged(faults: list[tuple[str, int]]) -> dict[tuple[str, int], bool]:
    """Fault → whether it was found; not where the tests fail without one. Files with the same tests are taken together, so that these are recorded once."""
    judged = {}
    with _prepared() as folder:
        for tests in dict.fromkeys(_closest(file) for file, _ in faults):
            own = [one for one in faults if _closest(one[0]) == tests]
            try:
                judged |= dict(zip(own, _found([mutant_of(*one) for one in own], tests, folder), strict=True))
            except RuntimeError as error:  # the others are judged all the same; these count as not found
                print(error, file=sys.stderr, flush=True)
                judged |= dict.fromkeys(own, False)
    return judged


def _closest(path: str) -> tuple[str, ...]:
    return CLOSEST[path.removeprefix("eduplatform/")]


@contextlib.contextmanager
def _prepared() -> Iterator[Path]:
    """Everything imported, the template database built once for all children."""
    folder = Path(tempfile.mkdtemp(prefix="anxue-mutants-", dir=places.in_memory()))
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


def _found(mutants: list[Mutant], tests: tuple[str, ...], folder: Path) -> list[bool]:
    """Whether the tests fail with each of the faults in. They are collected and recorded once, in a process of their own."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os._exit(_collect(mutants, tests, folder))
    os.waitpid(child, 0)
    said = (folder / "said").read_text(encoding="utf-8").split()
    if len(said) != len(mutants) + 1 or said[0] != "0":
        raise RuntimeError(f"{tests}: fail without a fault\n{(folder / 'log').read_text(encoding='utf-8')[-3000:]}")
    found = [each != "0" for each in said[1:]]
    mutants_told.on_the_way(mutants, found, time.monotonic() - began)
    return found


def _collect(mutants: list[Mutant], tests: tuple[str, ...], folder: Path) -> int:
    import hypothesis
    import pytest

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    hypothesis.settings.register_profile("mutants", deadline=None, database=None, derandomize=True)
    hypothesis.settings.load_profile("mutants")  # a slow machine is no fault found
    place = ["--basetemp", str(folder / "run"), "--rootdir", str(ROOT), "--assert=plain", "--tb=line"]
    with open(folder / "log", "w", encoding="utf-8") as log, os.fdopen(os.dup(2), "w", encoding="utf-8") as screen:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        (folder / "said").write_text("", encoding="utf-8")
        return int(
            pytest.main(["-x", "-m", "not slow and not browser", *place, *tests], [_Forks(mutants, folder, screen)])
        )


@dataclass
class _Forks:
    """In place of one run of the tests, one for each mutant, the sound file first; what each ended with goes into a file.

    The sound run happens twice: in this process, which so has everything at hand that tests fill on first use, to record what meets what;
    and in a fork in the order of faults, to see that neither is a fault in itself."""

    mutants: list[Mutant]
    folder: Path
    screen: TextIO

    def pytest_runtestloop(self, session: Any) -> bool:
        paths = list(dict.fromkeys(mutant.path for mutant in self.mutants))
        seen = met.record(paths, len(session.items), lambda number: self._passes(session, [number], number + 1))
        if seen is None:
            return True
        gc.freeze()
        every = seen.cheapest(range(len(session.items)))
        if self._say(self._forked(session, SOUND, every, LONGER * sum(seen.cost) + AT_LEAST)):
            return True
        for mutant in self.mutants:
            numbers = seen.tests(mutant.path, mutant.line)
            seconds = LONGER * sum(seen.cost[number] for number in numbers) + AT_LEAST
            if self._say(self._forked(session, mutant, numbers, seconds) if numbers else 0):
                seen.finds.update(self._finder())
            else:
                print(mutants_told.named(mutant), file=self.screen, flush=True)
        return True

    def _finder(self) -> list[int]:
        """The test that has just failed; none where the file did not load or no end was seen."""
        with contextlib.suppress(FileNotFoundError):
            number = int((self.folder / "finder").read_text(encoding="utf-8"))
            (self.folder / "finder").unlink()
            return [number]
        return []

    def _say(self, ended: int) -> int:
        with open(self.folder / "said", "a", encoding="utf-8") as said:
            print(ended, file=said)
        return ended

    def _forked(self, session: Any, mutant: Mutant, numbers: list[int], seconds: float) -> int:
        child = os.fork()
        if child == 0:
            os._exit(self._run(session, mutant, numbers, seconds))
        return os.waitpid(child, 0)[1]

    def _run(self, session: Any, mutant: Mutant, numbers: list[int], seconds: float) -> int:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        met.forget()
        try:
            if mutant is not SOUND:
                put_in(mutant)
            return 0 if self._passes(session, numbers) else 1
        except BaseException:  # a file that does not load is found by anybody who starts the product
            traceback.print_exc()
            return 99
        finally:
            sys.stdout.flush()

    def _passes(self, session: Any, numbers: list[int], then: int = -1) -> bool:
        """Whether these tests pass; the first that does not is the last. `then`: number of the one that will be asked next."""
        items = [session.items[number] for number in numbers]
        after = session.items[then] if 0 <= then < len(session.items) else None
        for number, item, following in zip(numbers, items, [*items[1:], after], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                (self.folder / "finder").write_text(str(number), encoding="utf-8")
                return False
        return True
