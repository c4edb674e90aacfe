"""Numbers in addresses are row numbers: one that no database could keep is simply an address that does not exist."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter


class RowNumber(IntegerConverter):
    """At most 18 digits, so that it fits into 64 bits; longer ones made the database raise."""

    regex = r"\d{1,18}"


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
