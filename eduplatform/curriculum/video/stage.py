"""A storyboard on stage: `Stage(board, kit).frame(second)` is the SVG text of that moment."""

from math import pi, sin
from urllib.parse import parse_qsl
from zlib import crc32

from ..drawing.geometry import mix, num
from ..drawing.kit import Kit
from ..drawing.skeleton import blend
from ..pictures import cut_off, placement
from . import text_boxes
from .storyboard import Board, Scene
from .tween import EASE, Track, fill_keys, state_at

FADE = 0.32  # seconds of the change to another place
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="1280" height="720">'
CYCLIC_EYES = ("calm", "smile", "worry", "firm", "think")


class Set:
    """A scene with its tracks; `go_on` scenes start where the one before ended."""

    def __init__(self, scene: Scene, before: "Set | None", start: float):
        self.scene, self.start = scene, start
        self.backdrop = scene.backdrop
        self.shot = (640.0, 360.0, 1.0)
        self.tracks: list[Track] = []
        known: set[str] = set()
        if scene.go_on and before:
            self.backdrop, self.shot = scene.backdrop or before.backdrop, before.camera(before.scene.seconds)
            self.tracks = [self.carried(track, before.scene.seconds) for track in before.tracks]
            known = {track.actor.id for track in self.tracks if track.actor.id}
        self.tracks += [
            Track(actor, fill_keys(actor.keys), 0, start) for actor in scene.actors if actor.id not in known
        ]

    def carried(self, track: Track, end: float) -> Track:
        """An actor of the scene before, from its last state on, with the keys this scene gives it."""
        state, old = state_at(track, end), track.actor
        newer = next((actor for actor in self.scene.actors if old.id and actor.id == old.id), None)
        actor = (
            old
            if newer is None
            else old.model_copy(
                update={
                    "kit": newer.kit or old.kit,
                    "water": old.water if newer.water is None else newer.water,
                    "below": newer.below or old.below,
                }
            )
        )
        return Track(
            actor, fill_keys(newer.keys if newer else [], {k: state[k] for k in _STATE}), state["walked"], self.start
        )

    def camera(self, t: float) -> tuple[float, float, float]:
        shots = self.scene.camera
        if not shots:
            return self.shot
        i = max((n for n, s in enumerate(shots) if s.t <= t), default=0)
        a, b = shots[i], shots[min(i + 1, len(shots) - 1)]
        p = EASE["smooth"](min(1.0, max(0.0, (t - a.t) / (b.t - a.t)))) if b.t > a.t else 0.0
        return mix(a.x, b.x, p), mix(a.y, b.y, p), mix(a.zoom, b.zoom, p)


_STATE = ("x", "y", "scale", "rotate", "opacity", "turn", "pose", "face", "flip", "set")


class Stage:
    """All scenes of a board, ready to be asked for any moment."""

    def __init__(self, board: Board, kit: Kit):
        self.board, self.kit = board, kit
        self.sets: list[Set] = []
        start = 0.0
        for scene in board.scenes:
            self.sets.append(Set(scene, self.sets[-1] if self.sets else None, start))
            start += scene.seconds

    def frame(self, second: float) -> str:
        """SVG of the whole video's moment `second`."""
        i = max(n for n, s in enumerate(self.sets) if s.start <= second + 1e-6)
        now, t = self.sets[i], second - self.sets[i].start
        picture = self.picture(now, t)
        if i and not now.scene.go_on and t < FADE:
            old = self.sets[i - 1]
            picture = f'{self.picture(old, old.scene.seconds)}<g opacity="{t / FADE:.2f}">{picture}</g>'
        return f"{OPEN}{picture}</svg>"

    def picture(self, now: Set, t: float) -> str:
        x, y, zoom = now.camera(t)
        x, y = min(max(x, 640 / zoom), 1280 - 640 / zoom), min(max(y, 360 / zoom), 720 - 360 / zoom)
        view = (
            ""
            if zoom == 1
            else f' transform="translate({num(640 - x * zoom)} {num(360 - y * zoom)}) scale({zoom:.4f})"'
        )
        inside = (self.kit.symbol(now.backdrop) if now.backdrop else "") + "".join(
            self.actor(track, t) for track in now.tracks
        )
        said = "".join(text_boxes.draw_words(w, t, now.scene.seconds, self.kit) for w in now.scene.words)
        return f"<g{view}>{inside}</g>{said}"

    def actor(self, track: Track, t: float) -> str:
        state = state_at(track, t)
        if state["opacity"] <= 0.01:
            return ""
        actor = track.actor
        options: dict[str, str] = {}
        path, _, query = actor.kit.partition("?")
        for text in (query, state["set"]):
            options.update(parse_qsl(text, keep_blank_values=True))
        if actor.svg:
            body, path = actor.svg, ""
        elif path.startswith("people/"):
            body = self.person(path.removeprefix("people/"), track, state, t, options)
        else:
            body = self.kit.drawing(path, options)
        place = {k: state[k] for k in ("x", "y", "rotate")}
        if state["scale"] is not None or not path:
            place["scale"] = state["scale"] or 1
        spot = placement(self.kit, path or "people/", {**place, "flip": "1" if state["flip"] else ""})
        fade = "" if state["opacity"] >= 0.99 else f' opacity="{state["opacity"]:.2f}"'
        drawn = f'<g transform="{spot}"{fade}>{body}</g>'
        return drawn if actor.water is None else cut_off(drawn, actor.water, below=actor.below)

    def pose(self, name: str, state: dict, clock: float) -> dict:
        """The pose at this moment: a gait by the way walked, a gesture by the clock."""
        frames = self.kit.poses[name]
        if len(frames) == 1:
            return frames[0]
        stride, period = self.kit.strides[name], self.kit.periods[name]
        turns = clock / period if period else state["walked"] / (stride * (state["scale"] or 2))
        place = turns % 1 * len(frames)
        share = place % 1
        return blend(
            frames[int(place)], frames[(int(place) + 1) % len(frames)], EASE["smooth"](share) if period else share
        )

    def person(self, who: str, track: Track, state: dict, t: float, options: dict[str, str]) -> str:
        clock, salt = track.offset + t, crc32((track.actor.id or who).encode()) % 1000 / 1000
        pose = self.pose(state["pose"], state, clock + salt)
        if state["share"] < 1:
            pose = blend(self.pose(state["was"], state, clock + salt), pose, EASE["smooth"](state["share"]))
        pose = {**pose, "torso": pose["torso"] + 0.7 * sin(2 * pi * (clock / 3.4 + salt))}
        if state["turn"] is not None:
            pose["turn"] = state["turn"]
        mood = state["face"]
        if mood in CYCLIC_EYES and (clock + salt * 4) % 3.6 < 0.14:
            mood += "~shut"
        return self.kit.person_in(who, pose, {**options, "face": mood})
