"""Tables out as CSV for Excel: UTF-8 with BOM, streamed in pieces, safe against cells that Excel would calculate.

A text cell that begins (after blanks) with = + - @, their full-width forms, TAB, CR or LF gets an apostrophe in front:
Excel shows it as text. NUL is left out: readers stop at it. Everything else stays as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, TextIO

from .sheets import Column, shown_cell

BOM = "\ufeff"
PIECE = 64 * 1024  #: characters sent at once
_DANGEROUS = frozenset(
    "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n"
)  # the full-width forms are written as numbers: editors make them plain


def safe(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text[:1] in _DANGEROUS or text.lstrip()[:1] in _DANGEROUS and text[:1].isspace():
        return "'" + text
    return text


def csv_pieces(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file in pieces of about 64 KB: head line, then rows. Numbers stand as the screen shows them."""
    buffer = StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([safe(f"{column.group} {column.head}".strip()) for column in columns])
    makers = [_maker(column.kind) for column in columns]
    for row in rows:
        writer.writerow([make(value) for make, value in zip(makers, row, strict=True)])
        if buffer.tell() > PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_lines(text: TextIO, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows for a program to read: no BOM, text cells safe, numbers as they are; how many there were."""
    writer, count = csv.writer(text, lineterminator="\r\n"), 0
    for row in rows:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
        count += 1
    return count


def _maker(kind: str) -> Callable[[Any], Any]:
    """The quickest way from a value of the kind to what stands in the file."""

    def text(value: Any) -> Any:
        return safe(value) if type(value) is str else shown_cell(value, kind)

    def count(value: Any) -> Any:
        return value if type(value) is int else text(value)

    return count if kind == "count" else text
