"""`python -m tests.guards.sizes`: lines of Python in the product and in its tests, and the ratio.

Counted are lines that hold a token of code: no blank ones, none with only a comment, no docstrings. A statement over three lines counts three.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from pathlib import Path

from .sources import ROOT

NOTHING = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def code_lines(text: str) -> int:
    """Lines with code in a source text."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NOTHING:
            lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def measured(folder: str) -> int:
    """Lines with code of all Python files below a folder of the project."""
    return sum(code_lines(path.read_text(encoding="utf-8")) for path in Path(ROOT / folder).rglob("*.py"))


def main() -> int:
    """The ratio for the whole product and package by package, thinnest first; 1 where the whole is below 1."""
    source, tests = measured("eduplatform"), measured("tests")
    for folder in sorted(
        path.name for path in (ROOT / "eduplatform").iterdir() if (ROOT / "tests" / path.name).is_dir()
    ):
        own, its = measured(f"eduplatform/{folder}"), measured(f"tests/{folder}")
        print(f"{folder:12} {its:6} : {own:6} = {its / own:.2f}")
    print(
        f"{'all':12} {tests:6} : {source:6} = {tests / source:.2f} (attack, access, browser, cli and faults count for all)"
    )
    return 0 if tests >= source else 1


if __name__ == "__main__":
    sys.exit(main())
