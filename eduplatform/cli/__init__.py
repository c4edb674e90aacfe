"""`flask …` commands, one file a topic; loaded when asked for, because a server needs none of them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

TOPICS = (
    "courses",
    "unit",
    "roster",
    "demo",
    "assessment",
    "report",
    "user",
    "backup",
    "worker",
    "doctor",
    "audit",
    "snapshots",
)


class Commands(AppGroup):
    """The commands of `flask`, each with the file of its topic."""

    def __init__(self, app: Flask):
        super().__init__(app.name)
        self.app = app

    def list_commands(self, ctx: Context) -> list[str]:
        return sorted(
            {*super().list_commands(ctx), "db", *(topic for topic in TOPICS if find_spec(f".{topic}", __package__))}
        )

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name == "db":
            _ = self.app.extensions["migrate"].directory  # brings `flask db` in
        elif cmd_name in TOPICS and cmd_name not in self.commands and find_spec(f".{cmd_name}", __package__):
            self.add_command(import_module(f".{cmd_name}", __package__).command)
        return super().get_command(ctx, cmd_name)


def register(app: Flask) -> None:
    """Offer every command."""
    app.cli = Commands(app)
