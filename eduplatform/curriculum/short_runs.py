"""A lesson cut short: its slides marked core are the run of a quarter of an hour, and what 1530 reminders are taken from. Pure.

The rest is plus. A lesson that is short as it stands needs no marks. `body` is a lesson as loaded, with its `slides`; lessons
loaded before there were marks have none and are given whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MARKS = ("core", "plus")
CORE_MINUTES = (10, 15)  #: of the notes of the core slides together; a shorter run would be no class hour
CORE_QUESTIONS = 2  #: put to the class after the core slides


def core_numbers(body: dict[str, Any]) -> list[int]:
    """Numbers of the core slides, from 0; empty where nothing is marked."""
    return [number for number, slide in enumerate(body["slides"]) if slide.get("core")]


def core_minutes(body: dict[str, Any]) -> int:
    """Minutes of the core slides by their notes; 0 where nothing is marked."""
    return sum(slide["minutes"] for slide in body["slides"] if slide.get("core"))


def numbers_shown(body: dict[str, Any], core_only: bool) -> list[int]:
    """Numbers of the slides a run shows: the core ones, or all."""
    return core_numbers(body) if core_only else list(range(len(body["slides"])))


def asked_of_core(body: dict[str, Any], pool: Sequence[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """Questions of the pool (revision, question) that the core slides have taught, by their facts; the pool itself where these are
    too few to ask."""
    told = {
        fact
        for n in core_numbers(body)
        for line in body["slides"][n]["body"] + body["slides"][n]["text"]
        for fact in line["facts"]
    }
    found = [pair for pair in pool if set(pair[1].facts) <= told]
    return found if len(found) >= CORE_QUESTIONS else list(pool)
