"""Class, grade and homeroom teacher written once for many lines: merged cells, or a CSV saved from merged cells."""

from .book_types import Guess, Problem, Sheet
from .layout import RosterLine

_FIELDS = ("class", "grade", "homeroom")


def fill_down(sheet: Sheet, guess: Guess, lines: list[RosterLine]) -> list[Problem]:
    """Fills blank cells in `lines` (in place) and returns a note per column filled by pattern; nothing is filled on a doubt."""
    notes = []
    for field in _FIELDS:
        column = guess.columns.get(field)
        if column is None:
            continue
        _fill_merged(sheet, column, lines)
        count = _fill_pattern(column, lines)
        if count:
            notes.append(Problem(sheet.name, 0, field, "filled_down", {"count": count}))
    return notes


def _put(line: RosterLine, column: int, text: str) -> None:
    line.cells = line.cells + [""] * (column + 1 - len(line.cells))
    line.cells[column] = text


def _fill_merged(sheet: Sheet, column: int, lines: list[RosterLine]) -> None:
    spans = [(top, bottom) for top, left, bottom, right in sheet.merged if left <= column <= right and bottom > top]
    if not spans:
        return
    at = {line.line - sheet.first_line: line for line in lines}
    for top, bottom in spans:
        row = sheet.rows[top] if top < len(sheet.rows) else []
        text = row[column] if column < len(row) else ""
        for index in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            if text.strip() and index in at and not at[index].at(column).strip():
                _put(at[index], column, text)


def _fill_pattern(column: int, lines: list[RosterLine]) -> int:
    """Only where the first line is filled, no text comes twice, and there are at least twice as many blanks as texts."""
    texts = [line.at(column).strip() for line in lines]
    filled = [text for text in texts if text]
    blanks = len(texts) - len(filled)
    if not filled or not texts[0] or len(set(filled)) < len(filled) or blanks < 2 * len(filled):
        return 0
    if not all(any(cell.strip() for at, cell in enumerate(line.cells) if at != column) for line in lines):
        return 0
    above = ""
    for line, text in zip(lines, texts, strict=True):
        above = text or above
        if not text:
            _put(line, column, above)
    return blanks
