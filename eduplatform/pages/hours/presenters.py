"""From sums to the table of a page: parts in words, the way to what lies behind each, narrowed step by step down to single entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from ...assessment import hours_parts, queries
from ...assessment.hours_ahead import ClassAhead, Outcome, by_child, outcome
from ...assessment.hours_parts import Part, Scope, Sums
from ...shared.sheets import Column, shown_cell
from ...teaching.hours_forecast import Forecast
from ...teaching.rules import CARRIERS, GRADES
from ..urls.pagination import page_asked
from ..web.locale import gettext as _
from . import labels

Address = Callable[..., str]  #: query of the page → its address; `unit_id` for another unit
PAGE = 50  #: units on one page
TOPIC = re.compile(r"[A-Z0-9_]{1,10}$")
KINDS = ("count", "hours", "hours", "hours")


@dataclass(frozen=True)
class Asked:
    """What the address asks for: taken apart `by` a dimension, narrowed to parts of others."""

    by: str
    narrowed: dict[str, str]


def asked(kind: str) -> Asked:
    """From ?by=topic&term=1&grade=C; what makes no sense is passed over."""
    offered = {"term": ("1", "2"), "carrier": CARRIERS, "grade": GRADES}
    narrowed = {name: request.args[name] for name, parts in offered.items() if request.args.get(name) in parts}
    topic = request.args.get("topic", "")
    if TOPIC.match(topic):  # any code: one that was taken out of the taxonomy still has hours
        narrowed["topic"] = topic
    free = [name for name in labels.dimensions(kind) if name not in narrowed]
    by = request.args.get("by", "")
    usual = "topic" if kind == "class" and "topic" in free else free[0] if free else ""
    return Asked(by if by in free else usual, narrowed)


@dataclass(frozen=True)
class Line:
    """A row of the table: a part with its sums and, of a unit, how its classes stand."""

    label: str
    sums: Sums
    href: str
    ahead: Outcome | Forecast | None = None

    @property
    def figures(self) -> list[tuple[Any, str]]:
        """(value, kind) of each cell after the label."""
        return [*zip(_values(self.sums), KINDS, strict=True), *_counts(self.ahead)]


def _values(sums: Sums) -> tuple[int, ...]:
    return sums.lessons, sums.evidenced, sums.declared, sums.hours


def _counts(ahead: Outcome | Forecast | None) -> list[tuple[Any, str]]:
    """Of a class in words and lessons; of units counts of classes."""
    if isinstance(ahead, Forecast):
        return [(labels.states()[ahead.state], "text"), (ahead.behind, "count")]
    return [(n, "count") for n in (ahead.classes, *ahead.states.values(), ahead.behind)] if ahead else []


@dataclass(frozen=True)
class Taken:
    """The table of a page, the same on screen and as a sheet. `tabs`, `chips`: links; `entries` of a class, page by page."""

    by: str
    head: str
    lines: Sequence[Line]
    total: Line
    page: int
    pages: int
    tabs: Sequence[Mapping[str, Any]]
    chips: Sequence[tuple[str, str]]
    entries: Sequence[Part]
    entry_page: int
    entry_total: int
    here: str
    more: Sequence[Column] = ()

    @property
    def entry_pages(self) -> int:
        return max(1, -(-self.entry_total // hours_parts.PAGE))

    @property
    def heads(self) -> list[Any]:
        """Heads of the table on the page."""
        return [self.head, *((each.head, "" if each.kind == "text" else "num") for each in self.columns[1:])]

    @property
    def columns(self) -> list[Column]:
        sums = [Column(head, kind) for head, kind in zip(labels.heads(), KINDS, strict=True)]
        return [Column(self.head, "name"), *sums, *self.more]

    def cells(self, line: Line) -> list[str]:
        """What stands in a row after its label: on the screen as Excel shows it."""
        figures = line.figures
        missing = len(self.columns) - 1 - len(figures)  # what cannot be added up
        return [shown_cell(value, kind) for value, kind in figures] + ["—"] * missing


def taken(scope: Scope, wanted: Asked, url: Address, ahead: Sequence[ClassAhead] | None, whole: bool = False) -> Taken:
    """The table for what is asked. `ahead`: the classes' forecasts, shown where units are listed; `whole`: all units on one page."""
    kind = "post" if scope.post else scope.unit.kind
    names, narrow = labels.dimensions(kind), scope.narrow(**wanted.narrowed)
    shown = ahead if wanted.by == "unit" else None
    lines = _units(narrow, url, wanted, shown) if wanted.by == "unit" else _parts(narrow, url, wanted)
    counted = outcome(shown) if shown is not None and kind != "school" else None
    total = Line(_("合计"), _whole(narrow, wanted, lines), "", counted)
    pages = 1 if whole else max(1, -(-len(lines) // PAGE))
    page = min(page_asked(), pages)
    entry_page = max(1, request.args.get("entries", 1, type=int)) if scope.unit.kind == "class" else 1
    entries, count = hours_parts.entries_of(narrow, min(entry_page, 10_000)) if scope.unit.kind == "class" else ([], 0)
    return Taken(
        wanted.by,
        names.get(wanted.by, ""),
        lines if whole else lines[(page - 1) * PAGE : page * PAGE],
        total,
        page,
        pages,
        _tabs(names, wanted, url),
        [
            (labels.part_label(*pair), url(by=wanted.by, **_without(wanted, pair[0])))
            for pair in wanted.narrowed.items()
        ],
        entries,
        entry_page if (entry_page - 1) * hours_parts.PAGE < max(count, 1) else 1,
        count,
        url(by=wanted.by, **wanted.narrowed),
        _more(kind) if shown is not None else (),
    )


def _more(kind: str) -> list[Column]:
    """Columns on where classes are heading: of each class, or how many."""
    if kind == "school":
        state, behind = labels.class_heads()
        return [Column(state), Column(behind, "count")]
    return [Column(head, "count") for head in labels.ahead_heads()]


def _whole(scope: Scope, wanted: Asked, lines: Sequence[Line]) -> Sums:
    if wanted.by:
        return sum((line.sums for line in lines), Sums())
    return sum(hours_parts.hours_by(scope, "grade").values(), Sums())


def _without(wanted: Asked, name: str) -> dict[str, str]:
    return {each: part for each, part in wanted.narrowed.items() if each != name}


def _tabs(names: Mapping[str, str], wanted: Asked, url: Address) -> list[dict[str, Any]]:
    return [
        {"label": words, "url": url(by=name, **wanted.narrowed), "current": name == wanted.by}
        for name, words in names.items()
        if name not in wanted.narrowed
    ]


def _parts(scope: Scope, url: Address, wanted: Asked) -> list[Line]:
    """Parts of a dimension; each opens to the same hours, narrowed to it and taken apart anew."""
    if not wanted.by:
        return []
    found = hours_parts.hours_by(scope, wanted.by)
    ordered = sorted(found, key=lambda part: labels.order_of(wanted.by, part))
    return [
        Line(labels.part_label(wanted.by, part), found[part], url(**wanted.narrowed, **{wanted.by: part}))
        for part in ordered
    ]


def _units(scope: Scope, url: Address, wanted: Asked, ahead: Sequence[ClassAhead] | None) -> list[Line]:
    """Every unit directly below in its usual order, also one without hours: a list by place, not by figure."""
    found = hours_parts.hours_by(scope, "unit")
    classes = by_child(scope.unit, ahead) if ahead is not None else {}
    return [
        Line(
            row.name,
            found.get(str(row.id), Sums()),
            url(unit_id=row.id, **wanted.narrowed),
            _of_line(scope.unit.kind, classes.get(row.id, ())) if ahead is not None else None,
        )
        for row in queries.units_below(scope.unit, scope.year)
    ]


def _of_line(kind: str, classes: Sequence[ClassAhead]) -> Outcome | Forecast | None:
    if kind == "school":
        return classes[0].forecast if classes else None
    return outcome(classes)
