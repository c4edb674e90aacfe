"""`flask …` commands, one file a topic."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

TOPICS = ("courses", "roster", "demo", "assessment", "report", "user", "backup", "worker", "doctor")


def register(app: Flask) -> None:
    """Add every command group."""
    for topic in TOPICS:
        if find_spec(f".{topic}", __package__):
            app.cli.add_command(import_module(f".{topic}", __package__).command)
