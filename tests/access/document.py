"""docs/AUTHORISATION.md from the table and the routes: `.venv/bin/python -m tests.access.document` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from eduplatform.org.roles import PERMISSIONS, ROLE_UNITS, ROLES

from .table import TABLE

FILE = Path(__file__).parents[2] / "docs" / "AUTHORISATION.md"
HEAD = """# Who may do what, and where

Written by `.venv/bin/python -m tests.access.document` from `tests/access/table.py` and the routes; do not edit by hand. Each line is held
to by `tests/access/test_matrix.py`, which asks every route with every method as {actors} actors for things near, far and not there.

Rules without exception: who is not signed in is sent to sign in (GET) or told 401; a person who has yet to choose a password gets no
further than choosing one; whoever may not see a thing gets the same 404, to the byte, as for a thing that does not exist; a post reaches
the unit it is held at and everything below. Names of pupils are read by those who teach the class, the pupil and the guardian, and on
paper work (roster, slips, transfers) by the school's safety officer; each look is on record (`tests/access/names.py`).
"""
DESKS = {
    "account": "Front door and own account",
    "student": "Pupil's desk",
    "teacher": "Teacher's desk",
    "office": "Office desk",
    "room": "Phone in the classroom",
    "studio": "Studio desk",
    "guardian": "Guardian's desk",
    "media": "Course media",
    "api": "API: programs with a key",
    "system": "Machines",
    "": "Static files",
}


def render(app: Flask, actors: int) -> str:
    """The whole document."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
    parts = [HEAD.format(actors=actors), _roles()]
    for desk, title in DESKS.items():
        mine = [rule for rule in rules if rule.endpoint.rpartition(".")[0] == desk]
        parts.append(
            f"## {title}\n\n"
            + _lines(("Address", "Method", "What for", "Who", "Where"), (_row(app, rule) for rule in mine))
        )
    return "\n".join(parts)


def _roles() -> str:
    rows = ((role, ", ".join(ROLE_UNITS[role]), ", ".join(sorted(may))) for role, may in sorted(ROLES.items()))
    meanings = ((code, meaning) for code, meaning in PERMISSIONS.items())
    return (
        "## Roles\n\n"
        + _lines(("Role", "Held at", "Permissions"), rows)
        + "\n## Permissions\n\n"
        + _lines(("Permission", "Means"), meanings)
        + "\nPupils hold `learn.own`, guardians `ward.read`, by what they are.\n"
    )


def _row(app: Flask, rule: Rule) -> tuple[str, ...]:
    line = TABLE[rule.endpoint]
    methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
    said = getattr(app.view_functions[rule.endpoint], "rule", None)
    return (
        f"`{rule.rule}`",
        methods,
        (said.why if said else "style sheets, scripts, icons").splitlines()[0],
        line.who,
        line.where,
    )


def _lines(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    said = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in said)


def main() -> None:
    from eduplatform import create_app

    from .test_matrix import ACTORS

    FILE.write_text(render(create_app(), len(ACTORS)), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")


if __name__ == "__main__":
    main()
