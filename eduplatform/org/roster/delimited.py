"""Rows of a text whose cells are parted by commas (also ，), tabs, semicolons (also ；), pipes or spaces. One row is one line of
Excel, also when a quoted cell has line ends."""

import csv
import io
import re

from .headers import field_of
from .refusals import RosterRefused
from .workbook import MAX_CELLS, MAX_COLUMNS, MAX_ROWS

MARKS = ",\t;，；|、"


def read_delimited(text: str) -> list[list[str]]:
    """Rows of cells, blank rows included. Refuses: csv_quotes (line), sheet_too_large."""
    text, delimiter = _declared(text)
    if not delimiter and _spaced(text):
        return [re.split(r"[ \u3000]+", line.strip(" \u3000")) for line in text.splitlines()[:MAX_ROWS]]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True)
    rows, cells = [], 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS:
                raise RosterRefused("sheet_too_large", rows=len(rows), columns=len(row))
    except csv.Error:
        raise RosterRefused("csv_quotes", line=len(rows) + 1) from None
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _declared(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;` names the delimiter and is no row for Excel either."""
    first, _, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return rest, first[4]
    return text, ""


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most of the first 60 lines into the same number of cells; comma if none does."""
    lines = _first_lines(text)
    return max(MARKS, key=lambda mark: (_makes_header(lines, mark), *_agreement(lines, mark)))


def _first_lines(text: str) -> list[str]:
    return [line for line in text[:60_000].splitlines()[:60] if line.strip()]


def _makes_header(lines: list[str], mark: str) -> bool:
    """Whether a line becomes a header row by this mark: 、 or ， inside cells must not win over the true mark."""
    return any(_is_header(line.split(mark)) for line in lines)


def _is_header(cells: list[str]) -> bool:
    fields = {found[0] for found in (field_of(cell.strip().strip('"')) for cell in cells) if found}
    return "name" in fields and len(fields) > 1


def _spaced(text: str) -> bool:
    """Whether only runs of spaces make a header row. A file like this has no blank cells: each line must have as many as the header."""
    lines = _first_lines(text)
    if any(_makes_header(lines, mark) for mark in MARKS):
        return False
    return any(_is_header(line.split()) for line in lines)


def _agreement(lines: list[str], mark: str) -> tuple[int, int]:
    counts = [line.count(mark) for line in lines if mark in line]
    usual = max(set(counts), key=counts.count) if counts else 0
    return counts.count(usual), usual
