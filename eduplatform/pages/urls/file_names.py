"""Names of files to fetch that people can read in a folder: 东城区_课时与测评_2026-11-29.xlsx."""

from __future__ import annotations

import unicodedata
from datetime import date
from urllib.parse import quote

ODD = '\\/:*?"<>|_'  #: marks that some system refuses, and the one that parts the name


def file_name(of: str, what: str, day: date, ending: str) -> str:
    """Whose figures, which, as of when."""
    parts = ("".join(" " if mark in ODD or mark < " " else mark for mark in part) for part in (of, what))
    parts = (" ".join(part.split()) for part in parts)
    return f"{'_'.join(part for part in parts if part)}_{day.isoformat()}.{ending}"


def attachment(name: str) -> str:
    """The Content-Disposition of a file with this name: RFC 6266, and for what is not ASCII the field of RFC 5987 (now 8187)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").replace('"', "")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
