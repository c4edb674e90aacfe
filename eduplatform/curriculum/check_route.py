"""Checks a plan to walk on: whole, readable, smoke that spreads from place to place, and a clear way out."""

from __future__ import annotations

from .areas import is_inside, overlap
from .check_scene import SceneUnderCheck
from .skill_route import NO_WAY, Place, Route, RouteScene
from .skill_states import Reached

WIDE, LETTER = 20, 5  #: per cent of the plan that a box, and a character in it, takes at least
FEWEST = 3  #: steps of the shortest clear way
AT_ONCE = 4  #: ways from one place, as many as choices of a scene


class RouteCheck:
    """A plan under check."""

    def __init__(self, route: Route, at: SceneUnderCheck) -> None:
        self.route, self.at = route, at
        self.ids = [place.id for place in route.places]

    def check(self) -> bool:
        """Report what is wrong; whether it can be walked at all."""
        at = self.at
        at.once(self.ids, "地点", [("route", "places", number, "id") for number in range(len(self.ids))])
        self._reasons()
        sound = len(set(self.ids)) == len(self.ids) and self._joined()
        for number, place in enumerate(self.route.places):
            self._box(place, number)
        if sound:
            sound = self._start()
            for number, place in enumerate(self.route.places):
                self._place(place, number)
        return sound

    def _reasons(self) -> None:
        for number, way in enumerate(self.route.ways):
            self.at.reason(way, "route", "ways", number)
        self.at.reason(self.route.back, "route", "back")
        self.at.reason(self.route.smoky, "route", "smoky")

    def _joined(self) -> bool:
        """Does every way join two places of the plan?"""
        whole = True
        for number, way in enumerate(self.route.ways):
            for end in ("a", "b"):
                if getattr(way, end) not in self.ids:
                    whole = False
                    self.at.error(f"places 里没有 {getattr(way, end)};请核对 id", "route", "ways", number, end)
            if way.a == way.b:
                whole = False
                self.at.error("一条路的两头是同一个地方;请改一头", "route", "ways", number, "b")
        if self.route.start not in self.ids:
            whole = False
            self.at.error(f"places 里没有 {self.route.start};start 要写出发的地点", "route", "start")
        return whole

    def _box(self, place: Place, number: int) -> None:
        at, here = self.at, ("route", "places", number)
        at.short(place.name, 8, "地点的名字", *here, "name")
        if not is_inside(place, WIDE):
            at.error(f"x、y、w、h 是图的百分比,方框要完全在图内,宽和高都不小于 {WIDE}", *here, "x")
        if place.w < LETTER * len(place.name):
            at.error(f"“{place.name}”在方框里写不下:一个字占宽的 5%;请把 w 写大些,或换短些的名字", *here, "w")
        for other in self.route.places[:number]:
            if overlap(place, other):
                at.error(f"方框压住了“{other.name}”;请移开", *here, "x")

    def _start(self) -> bool:
        route, at = self.route, self.at
        start = route.place(route.start)
        if start.next or start.smoke == 0:
            at.error("出发的地点不能一开始就有烟,也不能就是出口", "route", "start")
            return False
        steps = route.steps_out(route.start, 0)
        if steps >= NO_WAY:
            at.error("烟把每条路都堵住了,没有一条走得出去的路;请让烟慢些到,或多留一条路", "route", "places")
            return False
        if steps < FEWEST:
            at.error(f"最短只要 {steps} 步,至少要 {FEWEST} 步才算找路;请把出口放远些", "route", "places")
        if not any(place.smoke for place in route.places):
            at.error("烟一直不动,就不用边走边看了;请给几个地点写上第几步进烟(smoke)", "route", "places")
        return True

    def _place(self, place: Place, number: int) -> None:
        route, at, here = self.route, self.at, ("route", "places", number)
        near = [route.place(to) for to, _way in route.from_here(place.id)]
        if len(near) > AT_ONCE:
            at.error(f"从“{place.name}”有 {len(near)} 条路,最多 {AT_ONCE} 条,多了选不过来", *here)
        if len({other.id for other in near}) < len(near):
            at.error(f"“{place.name}”和同一个地点之间写了两条路;请留一条", *here)
        if place.smoke and not any(other.smoke is not None and other.smoke < place.smoke for other in near):
            at.error("烟要从旁边一格一格地来:相邻的地点里,要有一个比它早进烟", *here, "smoke")
        if place.smoke is not None and place.next:
            at.error("出口不能进烟;请去掉 smoke 或 next", *here, "smoke")


def check_all_met(scene: RouteScene, reached: Reached, at: SceneUnderCheck) -> None:
    """Refuse a place that nobody can ever try to walk to; where the smoke comes from may lie behind it."""
    for number, place in enumerate(scene.route.places):
        if place.id != scene.route.start and place.smoke != 0 and (scene.id, place.id) not in reached.turns:
            at.error(f"“{place.name}”走不到;请连上一条路,或删去", "route", "places", number)
