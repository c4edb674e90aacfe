"""Rows of a comma, tab or semicolon text. One row is one line of Excel, also when a quoted cell has line ends."""

import csv
import io

from .refusals import RosterRefused
from .workbook import MAX_CELLS, MAX_COLUMNS, MAX_ROWS


def read_delimited(text: str) -> list[list[str]]:
    """Rows of cells, blank rows included. Refuses: csv_quotes (line), sheet_too_large."""
    text, delimiter = _declared(text)
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
    lines = [line for line in text[:60_000].splitlines()[:60] if line.strip()]
    return max(",\t;", key=lambda mark: _agreement(lines, mark))


def _agreement(lines: list[str], mark: str) -> tuple[int, int]:
    counts = [line.count(mark) for line in lines if mark in line]
    usual = max(set(counts), key=counts.count) if counts else 0
    return counts.count(usual), usual
