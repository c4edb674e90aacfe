"""Pages of long lists."""

from __future__ import annotations

from flask import request


def page_asked() -> int:
    """The page of a long list asked for by ?page=…: from 1; odd values are page 1, and none is larger than a database can count."""
    return min(max(request.args.get("page", 1, type=int), 1), 1_000_000)
