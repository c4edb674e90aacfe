"""Which way up a phone's photos are, for one lesson: what it was told, what the teacher answered. No picture is kept, only numbers."""

from __future__ import annotations

from ..shared.refusals import Conflict, Refused
from .cards import orientation
from .models import Remote


def known_way_up(remote: Remote) -> orientation.Known:
    return orientation.Known.of_json(remote.known)


def trust(remote: Remote, upright: orientation.Look) -> None:
    """Remember where the cards were in a photo that is certainly upright."""
    remote.known = known_way_up(remote).having(upright).as_json()


def ask_way_up(remote: Remote, key: str, number: int, part: int, lying: orientation.Look) -> None:
    """Keep what was read until the teacher says which way up it is. One photo at a time: the phone sends no other meanwhile."""
    remote.asked = {"key": key, "number": number, "part": part, "look": lying.as_json()}


def answer_way_up(remote: Remote, key: str, turn: int) -> tuple[int, int, orientation.Look]:
    """The teacher's word: (question, part, the reading turned upright). Conflict('photo_not_waiting') for a photo not asked about."""
    waiting = remote.asked
    if waiting is None or waiting["key"] != key:
        raise Conflict("photo_not_waiting")
    if turn not in range(4):
        raise Refused("odd_choice")
    lying = orientation.Look.of_json(waiting["look"])
    remote.asked, remote.known = None, known_way_up(remote).answered(lying, turn).as_json()
    return waiting["number"], waiting["part"], lying.turned(turn)


def drop_waiting_photo(remote: Remote) -> None:
    """The photo asked about is taken again."""
    remote.asked = None
