"""Templates and styles are read in reviews side by side: no line is longer than 120 characters."""

from __future__ import annotations

import pytest

from .sources import PACKAGE, ROOT

LONGEST = 120
FILES = sorted([*(PACKAGE / "templates").rglob("*.html"), *(ROOT / "static" / "css").glob("*.css")])


def too_long(text: str) -> list[int]:
    """Numbers of the lines that are."""
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST]


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_lines_are_short(file) -> None:  # type: ignore[no-untyped-def]
    found = too_long(file.read_text(encoding="utf-8"))
    assert not found, (
        f"lines {found}: break between attributes, inside {{{{ }}}} or between blocks; white space beside inline text is seen"
    )


def test_a_long_line_is_found() -> None:
    assert too_long("x" * 120 + "\n" + "x" * 121) == [2]
