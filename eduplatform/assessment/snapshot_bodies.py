"""Figures read from the tallies into the body of a snapshot, and what of a body a viewer is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..org import queries as org
from ..org.access import Viewer
from ..org.models import Unit
from . import hidden_units, queries, scheme_data, scheme_queries, scheme_scores
from .hidden_units import RIGHT, looks_from_inside
from .models import SchemeVersion
from .scheme_scores import School
from .snapshot_rules import SCORES, Eyes, figures_body, scored_line


def read_figures(unit: Unit, year: int, day: date) -> dict[str, Any]:
    """Indicators of a unit and of the units directly below as of the evening of a day."""
    above = org.ancestors(unit)
    forced = hidden_units.forced_by_top(above, year, day)
    own = _line(unit.id, unit.code, unit.name, unit.kind, unit.path) | {"counts": queries.counts_of(unit, year, day)}
    below = queries.counts_below(unit, year, day)
    lines = [_line(row.id, row.code, row.name, row.kind, row.path) | {"counts": counts} for row, counts in below]
    return figures_body(
        _line(unit.id, unit.code, unit.name, unit.kind, unit.path),
        own,
        lines,
        [{"unit": one.id, "path": one.path} for one in above],
        {str(top): sorted(codes) for top, codes in forced.items()},
    )


def _line(unit_id: int, code: str, name: str, kind: str, path: str) -> dict[str, Any]:
    return {"unit": unit_id, "code": code, "name": name, "kind": kind, "path": path}


def read_scores(unit: Unit, row: SchemeVersion, of: Unit, day: date) -> dict[str, Any]:
    """Scores of the schools below a unit by a published version of its own or of a unit above (`of`), as of a day."""
    scheme, schools = scheme_data.of_body(row.body), scheme_scores.schools_below(unit, row.year, day)
    hidden = hidden_units.hidden_schools(
        of, frozenset(), row.year, day
    )  # as the page of scores: asked from the scheme's own unit
    marks = scheme_queries.marks_of(row.id, [one.unit_id for one in schools])
    lines = [
        scored_line(_school(one, hidden.get(one.unit_id, frozenset()), marks.get(one.unit_id, [])), scheme)
        for one in schools
    ]
    said = {"number": row.number, "name": row.name, "name_en": row.name_en, "unit": of.name, "body": row.body}
    place = _line(unit.id, unit.code, unit.name, unit.kind, unit.path)
    return {"kind": SCORES, "unit": place, "scheme": said, "lines": lines}


def _school(one: School, hidden: frozenset[str], lines: list[scheme_queries.MarkLine]) -> dict[str, Any]:
    figures = scheme_scores.figures_of(one.counts, one.stages, hidden)
    marks = scheme_queries.as_marks(lines)
    return _line(one.unit_id, one.code, one.name, "school", one.path) | {
        "figures": {code: [figure.over, figure.under, figure.why] for code, figure in figures.items()},
        "marks": {"own": dict(marks.own), "bureau": dict(marks.bureau), "vetoes": sorted(marks.vetoes)},
    }


def eyes_of(viewer: Viewer, body: Mapping[str, Any]) -> Eyes:
    """From where a viewer looks at frozen indicators: as unit_report would ask of the same unit."""
    path = body["unit"]["path"]
    inside = looks_from_inside(viewer, path)
    top = next((one["unit"] for one in body["above"] if viewer.may(RIGHT, one["path"])), None)
    forced = frozenset() if inside else frozenset(body["forced"].get(str(top), ()))
    return Eyes(inside, [looks_from_inside(viewer, one["path"]) for one in body["lines"]], forced)
