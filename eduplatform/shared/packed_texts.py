"""Text files in a zip for other programs: the same content is the same zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_STAMP = (1980, 1, 1, 0, 0, 0)  # a zip wants a time: always the same one


@contextmanager
def packed_text(packed: zipfile.ZipFile, name: str) -> Iterator[TextIO]:
    """Write a file of UTF-8 text into an open zip, line ends as they are given."""
    info = zipfile.ZipInfo(name, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    with packed.open(info, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        yield text
