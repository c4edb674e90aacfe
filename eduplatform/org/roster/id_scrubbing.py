"""Takes out of a freshly read book what we may not keep, before anything else sees it (PC-09: least fields)."""

from .book_types import Book, Sheet
from .columns import guess_columns
from .id_numbers import MASK, mask


def scrub(book: Book) -> Book:
    """The same book: every cell with a national id masked, every not-kept column (id, phone, address, birth …) emptied."""
    for sheet in book.sheets:
        sheet.name = mask(sheet.name)
        for row in sheet.rows:
            for at, cell in enumerate(row):
                if len(cell) > 5:
                    row[at] = mask(cell)
        _empty_columns(sheet)
    return book


def _empty_columns(sheet: Sheet) -> None:
    guess = guess_columns(sheet)
    if guess is None:
        return
    first = guess.header_line - sheet.first_line + 1
    for row in sheet.rows[first:]:
        for at in guess.dropped:
            if at < len(row) and row[at] != MASK:  # the mask stays: it shows later why the column is dropped
                row[at] = ""
