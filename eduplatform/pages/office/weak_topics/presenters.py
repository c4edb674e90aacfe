"""The map and the funnel as a template draws them, and the table that says the same in words and in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from ....assessment import rules
from ....assessment.funnel import Funnel
from ....assessment.queries import PAGE
from ....assessment.weak_rules import SHOW_RANGE_BELOW, Known
from ....assessment.weak_topics import NO_CELL, Cell, Child, UnitMap, lowest_first
from ....shared.sheets import Column, shown_cell
from ...filters import topic_name
from ...labels.units import stage_labels
from ...labels.weak_topics import few_words, range_words
from ...web.locale import gettext as _
from ..report.loaders import View

COLUMNS = 12  #: topics beside each other in the map of units: what a screen holds
BANDS = ((0.85, "h1"), (0.80, "h2"), (rules.WEAK_BELOW, "h3"), (0.0, "h4"))


@dataclass(frozen=True)
class Square:
    """A cell as drawn: `text` and below it the interval where few stand behind it; `band` is its class, `said` its title."""

    text: str
    below: str
    band: str
    said: str
    href: str


@dataclass(frozen=True)
class Heat:
    """Rows of (lines of the name, address, squares) under `heads`."""

    heads: Sequence[str]
    rows: Sequence[tuple[Sequence[str], str, Sequence[Square]]]

    @property
    def left(self) -> int:
        """Pixels for the names of rows."""
        return 14 + 7 * max((_letters(line) for row in self.rows for line in row[0]), default=0)

    @property
    def top(self) -> int:
        """Pixels for the heads, which stand at 38 degrees."""
        return round(26 + 4.1 * max((_letters(head) for head in self.heads), default=0))

    @property
    def right(self) -> int:
        """Pixels the last head leans over the edge."""
        return round(5.3 * _letters(self.heads[-1])) if self.heads else 0


def own_heat(found: UnitMap, view: View) -> Heat:
    """Topic × stage of the unit itself; a cell leads to the units below."""
    names = stage_labels()
    rows = []
    for topic in found.topics:
        cells = [
            square(
                found.own.get((stage, topic), NO_CELL),
                f"{topic_name(topic)} · {names[stage]}",
                page_url(view, stage, topic, "funnel"),
            )
            for stage in found.stages
        ]
        rows.append((lines_of(topic_name(topic)), "", cells))
    return Heat([names[stage] for stage in found.stages], rows)


def _letters(name: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in name)


LINE_ROOM = 18  #: Latin letters of a line beside a row of the map; a Chinese character takes two


def lines_of(name: str) -> list[str]:
    """A name as it fits beside a row, in one line or two; the cells' titles and the table have it whole."""
    if _letters(name) <= LINE_ROOM:
        return [name]
    cut = min(_breaks(name), key=lambda place: abs(_letters(name[:place]) - _letters(name) / 2))
    return [_short(name[:cut].strip()), _short(name[cut:].strip())]


def _breaks(name: str) -> list[int]:
    """Where a name may be broken: at its spaces, else anywhere."""
    found = [place for place in range(1, len(name)) if name[place] == " "]
    return found or list(range(1, len(name)))


def _short(line: str) -> str:
    room = LINE_ROOM
    for place, letter in enumerate(line):
        room -= 2 if ord(letter) > 0x2E80 else 1
        if room < 0:
            return line[: place - 1] + "…"
    return line


def topics_shown(found: UnitMap, everything: bool) -> list[str]:
    """Topics of the map of units: those known least first, as many as a screen holds."""
    own = {topic: found.own[found.stage, topic] for topic in found.topics if (found.stage, topic) in found.own}
    ordered = lowest_first(own, own)
    return ordered if everything else ordered[:COLUMNS]


def children_heat(found: UnitMap, view: View, topics: Sequence[str], children: Sequence[Child]) -> Heat:
    """Unit below × topic of one stage; a name leads to the unit, a cell to the funnel of its topic."""
    rows = [
        (
            lines_of(child.name),
            child_url(child, view),
            [
                square(
                    child.cells.get(topic, NO_CELL),
                    f"{child.name} · {topic_name(topic)}",
                    page_url(view, found.stage, topic, "funnel"),
                )
                for topic in topics
            ],
        )
        for child in children
    ]
    return Heat([topic_name(topic) for topic in topics], rows)


def page_of_children(found: UnitMap, page: int) -> tuple[Sequence[Child], int, int]:
    """Children of one page, the page, and how many pages there are."""
    pages = max(1, -(-len(found.children) // PAGE))
    page = min(max(page, 1), pages)
    return found.children[(page - 1) * PAGE : page * PAGE], page, pages


def child_url(child: Child, view: View) -> str:
    """The map of a unit below; of a class its report."""
    endpoint = "office.unit" if child.kind == "class" else "office.weak_topics"
    return url_for(endpoint, unit_id=child.unit_id, **view.query())


def page_url(view: View, stage: str, topic: str, anchor: str) -> str:
    return url_for("office.weak_topics", unit_id=view.unit.id, stage=stage, topic=topic, _anchor=anchor, **view.query())


def square(cell: Cell, name: str, href: str) -> Square:
    """One cell."""
    if cell.known is None:
        return Square("·" if cell.hidden else "", "", "hx" if cell.hidden else "h0", f"{name} {_none(cell)}", href)
    known = cell.known
    few = known.pupils < SHOW_RANGE_BELOW
    below = f"{known.low * 100:.0f}–{known.high * 100:.0f}" if few else ""
    said = _(
        "%(name)s：得分率 %(share)s（%(range)s），%(n)s 人",
        name=name,
        share=shown_cell(known.value, "rate"),
        range=range_words(known),
        n=known.pupils,
    )
    return Square(f"{known.value * 100:.0f}", below, _band(known), said, href)


def _none(cell: Cell) -> str:
    return few_words() if cell.hidden else _("没有个人答卷")


def _band(known: Known) -> str:
    return next(code for least, code in BANDS if known.value >= least)


WIDTH, HEIGHT, LEFT, BOTTOM = 640, 300, 46, 34  #: of the funnel in pixels: it scrolls on a phone, it does not shrink


@dataclass(frozen=True)
class Dot:
    """A unit in the funnel."""

    x: float
    y: float
    outside: int
    said: str
    href: str
    name: str


@dataclass(frozen=True)
class Plot:
    """The funnel in pixels: `upper`, `lower` and `middle` as points of lines; ticks as (pixel, text)."""

    dots: Sequence[Dot]
    upper: str
    lower: str
    middle: float
    middle_text: str
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    outside: Sequence[Dot]


def plot(found: UnitMap, view: View) -> Plot | None:
    """The funnel of the chosen stage and topic; None where there are too few units to draw one."""
    shape = found.shape
    if shape is None or not found.points:
        return None
    most = max(point.known.pupils for point in found.points)
    shares = [point.known.own for point in found.points]
    floor = max(0.0, min(*shares, shape.limits(max(most / 20, 10))[0]) - 0.03)
    scale = _Scale(most * 1.05, floor)
    dots = [_dot(point, scale, view) for point in found.points]
    steps = [n for step in range(1, 81) if (n := most * 1.05 * step / 80) >= 3]
    upper, lower = (" ".join(_points(shape, scale, steps, side)) for side in (1, 0))
    ticks = [round(most * part / 4) for part in range(1, 5)]
    return Plot(
        dots,
        upper,
        lower,
        scale.y(shape.middle),
        shown_cell(shape.middle, "rate"),
        [(scale.x(n), str(n)) for n in ticks],
        [(scale.y(share), f"{share * 100:.0f}%") for share in _y_ticks(floor)],
        [dot for dot in dots if dot.outside],
    )


def _points(shape: Funnel, scale: _Scale, steps: Sequence[float], side: int) -> list[str]:
    at = [(n, shape.limits(n)[side]) for n in steps]
    return [f"{scale.x(n):.1f},{scale.y(share):.1f}" for n, share in at if scale.floor <= share < 1]


def _y_ticks(floor: float) -> list[float]:
    step = 0.1 if floor > 0.45 else 0.2
    return [step * at for at in range(int(1 / step) + 1) if step * at >= floor]


@dataclass(frozen=True)
class _Scale:
    most: float
    floor: float

    def x(self, pupils: float) -> float:
        return LEFT + (WIDTH - LEFT - 12) * pupils / self.most

    def y(self, share: float) -> float:
        return 8 + (HEIGHT - BOTTOM - 8) * (1 - share) / (1 - self.floor)


def _dot(point: Any, scale: _Scale, view: View) -> Dot:
    known: Known = point.known
    low, high = point.limits
    said = _(
        "%(name)s：%(n)s 人，得分率 %(share)s；如果各单位一样，应在 %(low)s–%(high)s 之间",
        name=point.child.name,
        n=known.pupils,
        share=shown_cell(known.own, "rate"),
        low=shown_cell(low, "rate"),
        high=shown_cell(high, "rate"),
    )
    return Dot(
        scale.x(known.pupils), scale.y(known.own), point.outside, said, child_url(point.child, view), point.child.name
    )


def columns() -> list[Column]:
    """Columns of the table, on the screen and in Excel."""
    return [
        Column(_("单位"), "name"),
        Column(_("学段")),
        Column(_("专题")),
        Column(_("作答人数"), "count"),
        Column(_("学生平均"), "rate", _("得分率")),
        Column(_("估计"), "rate", _("得分率")),
        Column(_("区间低"), "rate", _("得分率")),
        Column(_("区间高"), "rate", _("得分率")),
        Column(_("同学段各班平均"), "rate", _("得分率")),
    ]


def rows(found: UnitMap) -> list[list[Any]]:
    """The unit itself at every stage, then the units below at the stage shown."""
    names = stage_labels()
    mine = [
        _row(found.unit.name, names[stage], topic, found.own[stage, topic])
        for stage in found.stages
        for topic in found.topics
        if (stage, topic) in found.own
    ]
    return mine + [
        _row(child.name, names[found.stage], topic, cell)
        for child in found.children
        for topic, cell in child.cells.items()
        if cell is not NO_CELL
    ]


def _row(unit: str, stage: str, topic: str, cell: Cell) -> list[Any]:
    if cell.known is None:
        return [unit, stage, topic_name(topic), *[few_words()] * 6]
    known = cell.known
    return [
        unit,
        stage,
        topic_name(topic),
        known.pupils,
        known.own,
        known.value,
        known.low,
        known.high,
        known.others,
    ]
