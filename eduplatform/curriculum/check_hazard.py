"""Checks a danger in a moving scene: it moves, the danger begins within it, windows and stills agree, and a place can be told."""

from __future__ import annotations

from itertools import pairwise

from .check_context import PictureUse
from .check_scene import SceneUnderCheck
from .schema_base import Picture
from .skill_hazard import Hazard

FIRST, LAST = 3, 2  #: seconds of the film before the danger begins, and after
MOVED = 60  #: pixels that something must move to be seen moving
QUIET = 2  #: stills before the danger begins


class HazardCheck:
    """A moving scene under check."""

    def __init__(self, hazard: Hazard, at: SceneUnderCheck) -> None:
        self.hazard, self.at, self.sound = hazard, at, True

    def check(self) -> bool:
        """Report what is wrong; whether it can be played at all."""
        for name in ("seen", "early", "missed"):
            self.at.reason(getattr(self.hazard, name), "hazard", name)
        self._film()
        self._windows()
        self._stills()
        self._where()
        return self.sound

    def _wrong(self, reason: str, *path: object) -> None:
        self.sound = False
        self.at.error(reason, "hazard", *path)

    def _film(self) -> None:
        film, seconds = self.hazard.film, self.hazard.film.seconds
        self._picture(film.picture, "film", "picture")
        for number, actor in enumerate(film.actors):
            here = ("film", "actors", number)
            for which, picture in enumerate(actor.pictures):
                self._picture(picture, *here, "pictures", which)
            times = [key.t for key in actor.keys]
            if times != sorted(set(times)) or times[-1] > seconds:
                self._wrong(f"keys 的 t 要从小到大,不超过 {seconds} 秒", *here, "keys")
        ways = (abs(b.x - a.x) + abs(b.y - a.y) for actor in film.actors for a, b in pairwise(actor.keys))
        if max(ways, default=0) < MOVED:
            self._wrong("画面不动,看不出危险怎样来;请给一个 actor 写上动的 keys", "film", "actors")

    def _picture(self, picture: Picture, *path: object) -> None:
        at = self.at
        at.place.pictures.append(PictureUse(picture.src, at.file, at.line("hazard", *path), picture.alt))

    def _windows(self) -> None:
        hazard = self.hazard
        if not FIRST <= hazard.begins <= hazard.film.seconds - LAST:
            self._wrong(f"危险要在第 {FIRST} 秒以后、结束前 {LAST} 秒以前开始", "begins")
        ends = [hazard.begins, *(window.to for window in hazard.windows)]
        if any(b <= a for a, b in pairwise(ends)) or ends[-1] > hazard.film.seconds:
            self._wrong("windows 的 to 要一个比一个晚,都在危险开始以后、短片结束以前", "windows")
        points = [window.points for window in hazard.windows]
        if any(b >= a for a, b in pairwise(points)):
            self._wrong("越早看出来得分越高:windows 的 points 要一个比一个少", "windows")

    def _stills(self) -> None:
        hazard, at = self.hazard, self.at
        times = [still.t for still in hazard.stills]
        if times != sorted(set(times)) or times[-1] > hazard.film.seconds:
            self._wrong("stills 的 t 要从小到大,不超过短片的长度", "stills")
            return
        first = next((t for t in times if t >= hazard.begins), None)
        if first is None or first > hazard.windows[0].to:
            self._wrong("危险开始后的第一格要落在第一个 windows 里,看格子的孩子才拿得到满分", "stills")
        if sum(t < hazard.begins for t in times) < QUIET:
            self._wrong(f"危险开始以前至少要有 {QUIET} 格", "stills")
        alts = [still.alt for still in hazard.stills]
        for number, alt in enumerate(alts):
            at.short(alt, at.place.limits.option + 10, "格子的说明", "hazard", "stills", number, "alt")
            if alts.index(alt) != number:
                self._wrong("两格的说明一样,看不见图的孩子分不出来;请写出哪里变了", "stills", number, "alt")

    def _where(self) -> None:
        where, at = self.hazard.where, self.at
        if where is None:
            return
        at.short(where.ask, at.place.limits.stem, "问题", "hazard", "where", "ask")
        at.choices(where.spots, "hazard", "where", "spots")
        if sum(spot.right for spot in where.spots) != 1:
            self._wrong("spots 里正好一个写 right: true", "where", "spots")
        if where.at > self.hazard.film.seconds:
            self._wrong("at 超过了短片的长度", "where", "at")
        ids = [spot.id for spot in where.spots]
        at.once(ids, "地方", [("hazard", "where", "spots", number, "id") for number in range(len(ids))])
