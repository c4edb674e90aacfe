"""Reads our own source files for the guards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "eduplatform"


def modules() -> Iterator[tuple[str, ast.Module]]:
    """(path below eduplatform/, parsed file) of every Python file of the product."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def imported(path: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything a file imports, relative imports made absolute."""
    here = ["eduplatform", *path.removesuffix(".py").split("/")]
    here = here[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            name = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            yield name, node.lineno
            yield from ((f"{name}.{alias.name}", node.lineno) for alias in node.names)
