"""Looks into an .xlsx before anything parses it: bombs, archives in archives, other kinds of document."""

import io
import struct
import zipfile
import zlib

from .oneroster_tables import SIGNS
from .refusals import RosterRefused

MAX_MEMBERS = 100
MAX_UNPACKED = 40 * 1024 * 1024
MAX_RATIO = 30
#: below this a high ratio is normal: an empty sheet of styles packs very well
SMALL = 1024 * 1024
NESTED = (".zip", ".xlsx", ".xlsm", ".xls", ".docx", ".pptx", ".rar", ".7z", ".gz")


def check_zip(data: bytes) -> None:
    """Returns nothing. Refuses: file_broken, zip_members, zip_nested, zip_bomb (megabytes), file_password, file_stranger."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, UnicodeDecodeError, OSError):
        raise RosterRefused("file_broken") from None
    if len(members) > MAX_MEMBERS:
        raise RosterRefused("zip_members", count=len(members), most=MAX_MEMBERS)
    if any(member.flag_bits & 1 for member in members):
        raise RosterRefused("file_password")
    _check_size(sum(member.file_size for member in members), len(data))
    unpacked = 0
    for member in members:  # counted one by one, so that a hundred bombs are not all unpacked
        unpacked += _true_size(data, member)
        _check_size(unpacked, len(data))
    _check_document({member.filename.replace("\\", "/").lower() for member in members})


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * packed):
        raise RosterRefused("zip_bomb", megabytes=unpacked // (1024 * 1024), most=MAX_UNPACKED // (1024 * 1024))


def _true_size(data: bytes, member: zipfile.ZipInfo) -> int:
    """The size after unpacking, counted: the size written in the archive may lie."""
    start = member.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or len(data) < start + 30:
        raise RosterRefused("file_broken")
    name_length, extra_length = struct.unpack("<HH", data[start + 26 : start + 30])
    body = data[start + 30 + name_length + extra_length :][: member.compress_size]
    if member.filename.lower().endswith(NESTED):
        raise RosterRefused("zip_nested")
    if member.compress_type == zipfile.ZIP_STORED:
        first, size = body[:4], len(body)
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        first, size = _inflate(body)
    else:
        raise RosterRefused("file_broken")
    if first == b"PK\x03\x04":
        raise RosterRefused("zip_nested")
    return size


def _inflate(body: bytes) -> tuple[bytes, int]:
    unpack, size, first = zlib.decompressobj(-15), 0, b""
    try:
        while body and not unpack.eof:
            piece = unpack.decompress(body, 1 << 20)
            first, size, body = first or piece[:4], size + len(piece), unpack.unconsumed_tail
            if size > MAX_UNPACKED:
                break
    except zlib.error:
        raise RosterRefused("file_broken") from None
    return first, size


def _check_document(names: set[str]) -> None:
    if "xl/workbook.xml" in names or any(name.rpartition("/")[2] in SIGNS for name in names):
        return
    if "word/document.xml" in names:
        raise RosterRefused("file_stranger", kind="word")
    if "ppt/presentation.xml" in names:
        raise RosterRefused("file_stranger", kind="slides")
    if names & {"content.xml", "xl/workbook.bin"}:
        raise RosterRefused("file_other_table")
    raise RosterRefused(
        "zip_nested" if any(name.endswith(NESTED) for name in names) else "file_stranger", kind="archive"
    )
