"""Which test meets which line, and what it costs: recorded once, so that a fault is shown only to the tests that go there, cheapest first;
those that found many a fault before come earlier.

A test that does not run the statement with the fault cannot tell it from the sound one. For faults outside functions (constants, fields,
defaults) nothing is left out: tests that run a function which names the constant come first, then all others.
"""

from __future__ import annotations

import ast
import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Lines = dict[int, set[int]]  #: line of a file → numbers of the tests that run it


@dataclass
class Met:
    """What `record` saw: of each file the tests by line, of each test its seconds of CPU."""

    lines: dict[str, Lines] = field(default_factory=dict)
    cost: list[float] = field(default_factory=list)
    finds: Counter[int] = field(default_factory=Counter)  #: faults each test has found so far

    def tests(self, path: str, line: int) -> list[int]:
        """Numbers of the tests that can notice a fault in this line, in the order to be asked; none where no test goes."""
        lines = self.lines.get(path, {})
        reach, every = _reach(path, line)
        first = set().union(*(lines.get(one, set()) for one in reach))
        rest = set(range(len(self.cost))) - first if every else set()
        return [*self.cheapest(first), *self.cheapest(rest)]

    def cheapest(self, tests: Iterable[int]) -> list[int]:
        """Cheapest first, by what finding one fault has cost."""
        return sorted(tests, key=lambda number: self.cost[number] / (1 + self.finds[number]))


def record(paths: Iterable[str], count: int, run: Callable[[int], bool]) -> Met | None:
    """Run tests 0 … count-1 by `run`, which answers whether all is well. None as soon as it is not."""
    from coverage import Coverage

    watched = [str(ROOT / path) for path in paths]
    watch = Coverage(data_file=None, include=watched, config_file=False, messages=False)
    watch.set_option("run:core", "ctrace")
    met = Met()
    watch.start()
    try:
        for number in range(count):
            forget()
            watch.switch_context(str(number))
            began = time.process_time()
            if not run(number):
                return None
            met.cost.append(time.process_time() - began)
    finally:
        watch.stop()
    _kept.cache_clear()  # tests have imported more
    forget()
    seen = watch.get_data()
    for path, file in zip(paths, watched, strict=True):
        met.lines[path] = {
            line: {int(number) for number in numbers if number}
            for line, numbers in seen.contexts_by_lineno(file).items()
        }
    return met


@cache
def _kept() -> list[Any]:
    """Memories of the product's functions (functools.cache): what a test finds in one it did not work out itself."""
    return [
        one
        for one in gc.get_objects()
        if hasattr(type(one), "cache_clear") and str(getattr(one, "__module__", "")).startswith("eduplatform")
    ]


def forget() -> None:
    """Empty them."""
    for one in _kept():
        one.cache_clear()


@cache
def _reach(path: str, line: int) -> tuple[set[int], bool]:
    """Lines that are run where the one with the fault is, and whether other tests too could notice."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    way = _way(tree, line)
    if any(isinstance(one, ast.FunctionDef) for one in way):
        return _run_with(way[-1], line), False
    names = set().union(*map(_names, way[:1]))
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    return set().union(*(_lines(one) for one in functions if _names(one) & names)), True


def _way(tree: ast.AST, line: int) -> list[ast.stmt]:
    """The statements around a line, outermost first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node is not tree and _first(node) <= line <= (node.end_lineno or 0):
            return [node, *_way(node, line)]
    return []


def _first(node: ast.stmt) -> int:
    return min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])


def _lines(node: ast.stmt) -> set[int]:
    return set(range(_first(node), (node.end_lineno or 0) + 1))


def _run_with(node: ast.stmt, line: int) -> set[int]:
    """All lines of a plain statement; of one with a body those of its head, unless the line stands further down (`else`, `case`)."""
    body = getattr(node, "body", None)
    if not body or isinstance(node, ast.FunctionDef | ast.ClassDef) or line >= body[0].lineno > node.lineno:
        return _lines(node)
    return set(range(node.lineno, max(node.lineno + 1, body[0].lineno)))


def _names(node: ast.AST) -> set[str]:
    found = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return found | {one.name for one in ast.walk(node) if isinstance(one, ast.ClassDef)}
