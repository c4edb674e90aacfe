"""Apps of one process after another, quickly: nine tenths of making one is werkzeug's writing and compiling of a function for each address.

The functions take their rule as an argument and depend on its text alone, so that the next app may have those of the last.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.routing import Rule

MEMORY = Path("/dev/shm")


def place() -> str | None:
    """Where databases of tests stand in memory; None where a system has no such folder: in its usual one."""
    return str(MEMORY) if MEMORY.is_dir() else None


def compile_addresses_once() -> None:
    """For all apps of this process and of those forked from it."""
    known: dict[Any, Callable[..., tuple[str, str]]] = {}
    make = Rule._compile_builder

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, append_unknown, tuple(rule._trace), repr(rule.defaults))
        if key not in known:
            known[key] = make(rule, append_unknown)
        return known[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign]
