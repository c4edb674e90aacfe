"""`flask …` commands, one file a topic."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

TOPICS = ("courses", "roster", "demo", "assessment", "report", "user", "backup", "worker", "doctor")


def register(app: Flask) -> None:
    """Add every command group that exists in this folder."""
    from pathlib import Path

    for topic in TOPICS:
        if (Path(__file__).parent / f"{topic}.py").exists():
            app.cli.add_command(import_module(f".{topic}", __package__).command)
