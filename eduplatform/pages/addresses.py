"""Numbers in addresses are row numbers: one that no database could keep is simply an address that does not exist."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.routing import IntegerConverter


class RowNumber(IntegerConverter):
    """At most 18 digits, so that it fits into 64 bits; longer ones made the database raise."""

    regex = r"\d{1,18}"


def page_asked() -> int:
    """The page of a long list asked for by ?page=…: from 1; odd values are page 1, and none is larger than a database can count."""
    return min(max(request.args.get("page", 1, type=int), 1), 1_000_000)


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
