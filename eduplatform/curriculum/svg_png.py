"""Drawings as PNG, for programs that take no SVG. resvg: one small wheel on every system, no browser, no system library.

The text in our drawings is drawn with the machine's own Chinese typeface, as in the browser; scripts and addresses in an SVG
are nothing to resvg, and the course check lets none through.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

PIXELS = 1280  #: width; the drawings' own canvas


def png_of(file: Path) -> bytes | None:
    """The drawing as PNG, 1280 pixels wide; None when it is not there or cannot be read."""
    try:
        return _drawn(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=32)  # about 50 KB each
def _drawn(file: Path, _changed: int) -> bytes:
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=file.read_text(encoding="utf-8"), width=PIXELS, sans_serif_family="Noto Sans CJK SC"
        )
    )
