"""A file's bytes into a `Book`. For uploads use `sandbox.read_file_safely`, which calls this in a child process."""

import re

from .book_types import Book, Sheet
from .delimited import read_delimited
from .encodings import decode
from .file_type import kind_of
from .html_tables import read_markup
from .id_scrubbing import scrub
from .oneroster import is_oneroster, read_oneroster
from .refusals import RosterRefused
from .workbook import read_workbook
from .zipguard import check_zip

MAX_BYTES = 40 * 1024 * 1024
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
}


def read_file(filename: str, data: bytes, encoding: str | None = None) -> Book:
    """All sheets as text, scrubbed of what is not kept. `encoding` (see `encodings.CHOICES`) overrides the guess for text.

    The format is found in the bytes; the name is only used as the sheet name of a text file.
    Refuses with the codes of `file_type`, `zipguard`, `workbook`, `encodings`, `delimited`, `html_tables`, and file_too_large.
    """
    if len(data) > MAX_BYTES:
        raise RosterRefused("file_too_large", megabytes=len(data) >> 20, most=MAX_BYTES >> 20)
    kind = kind_of(data)
    if kind == "xlsx":  # a zip
        check_zip(data)
        if is_oneroster(data):
            return scrub(read_oneroster(data))
    if kind in ("xlsx", "xls"):
        return scrub(Book(read_workbook(data, kind), kind))
    return scrub(_read_text(filename, data, kind, encoding))


def _read_text(filename: str, data: bytes, kind: str, encoding: str | None) -> Book:
    if kind == "csv":
        text, name, sure = decode(data, encoding)
        return Book([Sheet(_stem(filename), read_delimited(text))], kind, name, sure)
    declared = _CHARSET.search(data[:4096])
    text, name, sure = _decode_markup(data, encoding, _DECLARED.get(declared[1].decode().lower()) if declared else None)
    sheets = read_markup(text)
    for sheet in sheets:
        sheet.name = sheet.name or _stem(filename)
    return Book(sheets, kind, name, sure)


def _decode_markup(data: bytes, encoding: str | None, declared: str | None) -> tuple[str, str, bool]:
    """A page's own charset is believed if the bytes agree; pages often lie, then the usual guess is made."""
    try:
        return decode(data, encoding or declared)
    except RosterRefused:
        if encoding:
            raise
        return decode(data)


def _stem(filename: str) -> str:
    return re.split(r"[\\/]", filename)[-1].rsplit(".", 1)[0][:60]
