"""Scores of schools by a scheme: figures from the tallies, marks from the forms, and how they spread. Never in order of points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from ..extensions import db
from ..org.access import Viewer, below
from ..org.models import Unit
from ..org.queries import path_ids
from . import counters, hidden_units, rules, scheme_queries, scheme_rules, suppression
from .models import TallyUnit
from .scheme_queries import MarkLine
from .scheme_rules import Figure, Scheme, Score

KINDERGARTEN = "K"


@dataclass(frozen=True)
class School:
    """A school with what is counted there. `group` is the unit directly below the scheme's own that it belongs to."""

    unit_id: int
    code: str
    name: str
    path: str
    stages: str
    group: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Scored:
    """A school with its score."""

    school: School
    score: Score
    marks: Sequence[MarkLine]


def schools_below(unit: Unit, year: int, day: date, paths: Iterable[str] | None = None) -> list[School]:
    """Schools below a unit with their figures as of a day, by place in the tree and code; `paths`: only at or below these. One statement."""
    sums = [func.coalesce(func.sum(getattr(TallyUnit, name)), 0) for name in counters.NAMES]
    about = (Unit.id, Unit.code, Unit.name, Unit.path, Unit.stages)
    found = (
        select(*about, *sums)
        .outerjoin(TallyUnit, (TallyUnit.unit_id == Unit.id) & (TallyUnit.year == year) & (TallyUnit.day <= day))
        .where(Unit.kind == "school", below(Unit.path, [unit.path]))
        .where(or_(Unit.closed_on.is_(None), Unit.closed_on > date(year, 9, 1)))
        .group_by(*about, Unit.parent_id)
        .order_by(Unit.parent_id, func.length(Unit.code), Unit.code)
    )
    if paths is not None:
        found = found.where(below(Unit.path, paths))
    depth = len(path_ids(unit.path))
    return [
        School(
            row.id,
            row.code,
            row.name,
            row.path,
            row.stages,
            path_ids(row.path)[depth],
            counters.named(tuple(int(value) for value in row[5:])),
        )
        for row in db.session.execute(found)
    ]


def figures_of(counts: Mapping[str, int], stages: str, hidden: frozenset[str]) -> dict[str, Figure]:
    """Every indicator of a school as a scheme may use it. What outsiders are not shown (`hidden`) is not scored either: the points
    would tell it. A kindergarten has no quiz (PC-12)."""
    found = {}
    only_small = {one.strip() for one in stages.split(",")} == {KINDERGARTEN}
    for one in rules.INDICATORS:
        over, under = (sum(counts[name] for name in names) for names in (one.over, one.under))
        few = one.code in hidden or rules.too_few(counts, one)
        why = "kindergarten" if only_small and KINDERGARTEN in one.without else "few" if few else ""
        found[one.code] = Figure(over, under, why or ("" if under > 0 else "nothing_due"))
    return found


def scores(
    unit: Unit,
    scheme: Scheme,
    year: int,
    day: date,
    marks_from: int | None,
    paths: Iterable[str] | None = None,
) -> list[Scored]:
    """Scores of the schools below a unit by a scheme. `marks_from`: version whose points by hand count. As many statements as levels
    of the tree, and two."""
    schools = schools_below(unit, year, day, paths)
    hidden = hidden_units.hidden_schools(unit, frozenset(), year, day)
    marks = scheme_queries.marks_of(marks_from, [one.unit_id for one in schools]) if marks_from else {}
    return [_scored(scheme, one, hidden.get(one.unit_id, frozenset()), marks.get(one.unit_id, ())) for one in schools]


def _scored(scheme: Scheme, school: School, hidden: frozenset[str], lines: Sequence[MarkLine]) -> Scored:
    figures = figures_of(school.counts, school.stages, hidden)
    score = scheme_rules.scored(scheme, figures, scheme_queries.as_marks(lines))
    return Scored(school, score, lines)


def seen_paths(viewer: Viewer) -> list[str]:
    """Where the viewer may see scores of schools: at and below posts above the class."""
    return [path for path in viewer.paths(hidden_units.RIGHT) if not _of_a_class(viewer, path)]


def _of_a_class(viewer: Viewer, path: str) -> bool:
    return any(held.path == path and held.kind == "class" for held in viewer.holdings)


@dataclass(frozen=True)
class Spread:
    """How the schools of one unit fall: how many at each level by name, and the middle total (None: too few or none scored)."""

    unit_id: int
    schools: int
    levels: Mapping[str, int]
    middle: int | None


def spreads(found: Sequence[Scored]) -> dict[int, Spread]:
    """Spread of each unit one level below, in the order of the tree."""
    groups: dict[int, list[Scored]] = {}
    for one in found:
        groups.setdefault(one.school.group, []).append(one)
    return {unit_id: _spread(unit_id, members) for unit_id, members in groups.items()}


def _spread(unit_id: int, members: Sequence[Scored]) -> Spread:
    levels: dict[str, int] = {}
    for one in members:
        name = one.score.level.name if one.score.level else ""
        levels[name] = levels.get(name, 0) + 1
    totals = sorted(one.score.total for one in members if one.score.total is not None)
    return Spread(unit_id, len(members), levels, totals[(len(totals) - 1) // 2] if totals else None)


def page_of(found: Sequence[Scored], page: int) -> tuple[Sequence[Scored], int, int]:
    """A page of scores, its number, and how many pages there are."""
    pages = max(1, -(-len(found) // suppression.PAGE))
    page = min(max(page, 1), pages)
    return found[(page - 1) * suppression.PAGE : page * suppression.PAGE], page, pages
