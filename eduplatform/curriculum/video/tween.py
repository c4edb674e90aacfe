"""Values between keys: where an actor is at second t, and how far it has walked."""

from dataclasses import dataclass, field
from math import hypot

from ..drawing.geometry import mix
from .storyboard import Actor, Key

NUMBERS: dict[str, float | None] = {"x": 640.0, "y": 600.0, "scale": None, "rotate": 0.0, "opacity": 1.0, "turn": None}
WORDS: dict = {"pose": "stand", "face": "smile", "flip": False, "set": ""}
EASE = {
    "linear": lambda p: p,
    "smooth": lambda p: p * p * (3 - 2 * p),
    "in": lambda p: p * p,
    "out": lambda p: 1 - (1 - p) * (1 - p),
}


@dataclass
class Track:
    """An actor with its keys filled forward; `walked` is the way in pixels before this scene."""

    actor: Actor
    keys: list[dict]
    walked: float = 0
    offset: float = 0  #: seconds before this scene, so that a waving arm goes on waving
    lengths: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        total, self.lengths = self.walked, [self.walked]
        for a, b in zip(self.keys, self.keys[1:], strict=False):
            total += hypot(b["x"] - a["x"], b["y"] - a["y"])
            self.lengths.append(total)


def fill_keys(keys: list[Key], start: dict | None = None) -> list[dict]:
    """Keys as dictionaries in which nothing is missing; `start` is the state to go on from."""
    state: dict = dict(start) if start else {**NUMBERS, **WORDS}
    rows = [{**state, "t": 0.0, "ease": "smooth", "arc": 0.0}] if start else []
    for key in sorted(keys, key=lambda k: k.t):
        given = {k: getattr(key, k) for k in (*NUMBERS, *WORDS) if getattr(key, k) is not None}
        if "set" in given and state["set"]:
            given["set"] = state["set"] + "&" + given["set"]
        state = {**state, **given}
        row = {**state, "t": key.t, "ease": key.ease, "arc": key.arc}
        if rows and start and key.t == 0:
            rows[-1] = row
        else:
            rows.append(row)
    return rows


def state_at(track: Track, t: float) -> dict:
    """The state at second t, with `walked` pixels and the pose change in progress (`was`, `share`)."""
    keys = track.keys
    i = max((n for n, key in enumerate(keys) if key["t"] <= t), default=0)
    a, b = keys[i], keys[min(i + 1, len(keys) - 1)]
    span = b["t"] - a["t"]
    part = 0.0 if span <= 0 or t <= a["t"] else min(1.0, (t - a["t"]) / span)
    p = EASE[b["ease"]](part)
    state = {**a}
    for name in NUMBERS:
        one, two = a[name], b[name]
        if one is None or two is None:
            state[name] = one if one is not None else two
        else:
            state[name] = mix(one, two, p)
    state["y"] -= 4 * b["arc"] * p * (1 - p)
    end = track.lengths[min(i + 1, len(keys) - 1)]
    state["walked"] = mix(track.lengths[i], end, p)
    since = i
    while since > 0 and keys[since - 1]["pose"] == a["pose"]:
        since -= 1
    state["was"] = keys[since - 1]["pose"] if since else a["pose"]
    state["share"] = min(1.0, max(0.0, (t - keys[since]["t"]) / 0.4)) if since else 1.0
    return state
