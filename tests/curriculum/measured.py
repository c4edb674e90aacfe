"""Scenes whose answers are measured, as an author writes them: a beat, steps that are held, a film."""

from __future__ import annotations

from typing import Any

from .building import AIM

HEAD = {
    "uuid": "00000000-0000-4000-8000-000000000009",
    "kind": "scenario",
    "title": {"zh": "练", "en": "T"},
    "intro": "走",
    "objective": AIM,
    "minutes": 5,
}
GOOD = {"id": "good", "text": "平安", "outcome": "good", "facts": ["FIRE-04"]}


def said(why: str, fact: str = "FIRE-06") -> dict[str, Any]:
    return {"why": why, "facts": [fact]}


def option(id_: str, right: bool = False) -> dict[str, Any]:
    return {"id": id_, "text": f"选{id_}", **said(f"因为{id_}")} | ({"right": True} if right else {})


def beat(**more: Any) -> dict[str, Any]:
    """A hundred to a hundred and twenty a minute, for twenty seconds."""
    rhythm = {
        "next": "good",
        "points": 4,
        "beat": {"low": 100, "high": 120, "seconds": 20},
        "steady": said("匀"),
        "fast": said("太急"),
        "slow": said("太缓"),
        "uneven": said("忽快忽慢"),
        "ask": "多快？",
        "options": [option("a", True), option("b"), option("c")],
    }
    return {"id": "press", "text": "跟着拍子", "rhythm": {k: v for k, v in (rhythm | more).items() if v is not None}}


def steps(**more: Any) -> dict[str, Any]:
    """Four times five seconds."""
    held = [{"name": name, "seconds": 5} for name in ("手心", "手背", "指缝", "指甲")]
    return beat(**{"beat": None, "slow": None, "steps": held} | more) | {"id": "wash"}


def hazard(**more: Any) -> dict[str, Any]:
    """Twelve seconds; the danger begins at six and can be told until nine."""
    moves = [{"t": 4, "x": 0}, {"t": 10, "x": 600}]
    played = {
        "next": "good",
        "film": {
            "seconds": 12,
            "picture": {"src": "media/room.svg", "alt": "房间里有一扇门"},
            "actors": [{"pictures": [{"src": "media/room.svg", "alt": "一扇会动的门"}], "keys": moves}],
        },
        "begins": 6,
        "windows": [{"to": 7.5, "points": 3}, {"to": 9, "points": 2}],
        "stills": [{"t": t, "alt": f"第 {t} 秒的样子"} for t in (1, 4, 7, 9, 11)],
        "seen": said("早早看见"),
        "early": said("还没有来"),
        "missed": said("已经晚了"),
        "where": {
            "ask": "哪里危险？",
            "at": 7,
            "points": 1,
            "spots": [
                option("a") | {"x": 10, "y": 10},
                option("b", True) | {"x": 50, "y": 50},
                option("c") | {"x": 80, "y": 80},
            ],
        },
    }
    return {"id": "watch", "text": "看", "hazard": {k: v for k, v in (played | more).items() if v is not None}}
