"""Addresses whose builders are compiled when the first link to them is made.

Werkzeug writes, parses and compiles two functions for each address when it is hung up, 770 of them here: a tenth of a start, for pages
that the first visitor does not ask for. `_compile_builder` is werkzeug's own (3.1); tests/pages/web/test_late_addresses.py holds that
every address is built as by its own Rule, and that nothing is compiled at a start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that compiles its builders late."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        write = super()._compile_builder
        made: list[Callable[..., tuple[str, str]]] = []

        def build(*values: Any, **named: Any) -> tuple[str, str]:
            if not made:
                made.append(write(append_unknown))
            return made[0](*values, **named)

        return build


def register(app: Flask) -> None:
    """Before any address is hung up."""
    app.url_rule_class = LateRule
