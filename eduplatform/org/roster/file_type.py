"""What a file is by its first bytes; its name is not asked."""

import re

from .refusals import RosterRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
#: (first bytes, what to call it) of files that people send by mistake
STRANGERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"{\\rtf", "word"),
    (b"SQLite format 3", "database"),
)
MARKUP = re.compile(rb"<(html|table|!doctype html|meta|head|body|style|tr)\b", re.I)


def kind_of(data: bytes) -> str:
    """xlsx, xls, html, xml or csv. Refuses: file_empty, file_stranger (kind), file_mht."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise RosterRefused("file_empty")
    if data.startswith(OLE):
        return "xls"
    if data.startswith(ZIP):
        return "xlsx"
    for magic, name in STRANGERS:
        if data.startswith(magic) and not (name == "picture" and magic == b"BM" and data[6:10] != bytes(4)):
            raise RosterRefused("file_stranger", kind=name)
    return _kind_of_text(data)


def _kind_of_text(data: bytes) -> str:
    head = data[:4096].replace(b"\x00", b"")
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start[:13].lower() == b"mime-version:":
        raise RosterRefused("file_mht")
    if start.startswith(b"<") and b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<Workbook" in head:
        return "xml"
    if start.startswith(b"<") and MARKUP.search(head):
        return "html"
    return "csv"
