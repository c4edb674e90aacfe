"""The figures of a filing, by code and without words, so that they can be read in either language for ever.

They leave the house, so nobody looks from inside: what is hidden from any officer of any unit above is hidden here. Whoever holds a
filing and the own screen beside it learns nothing that the screen does not say.

Shape: {"unit": {"name", "kind"}, "columns": keys of filing_rules, "lines": [{"name", "kind", "cells"}], "last": cells,
"months": [[year-month, lessons due, lessons given]], "below": {"units", "level"}, "topics": [[code, share, sheets]], "gains": {kind:
fields of gain_rules.Change} (left out where there are none), "rules": [...], "scheme": {...} or null, "counting", "release",
"counted_at": instant or null}. A cell is a number as its column's kind says, null,
the text of a rate told with its range, or "!small", "!quiz", "!skill": why there is no figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from .. import __version__
from ..extensions import db
from ..org.access import Holding, Viewer
from ..org.models import Unit
from ..teaching import rule_book
from ..teaching.dated_rules import HOURS
from . import counting_version, hidden_units, queries, report_table, rules, scheme_queries, suppression
from .filing_rules import IN_PERIOD, FilingColumn, Period, columns_of
from .models import TallyUnit

SMALL, UNTESTED = "!small", {"quiz": "!quiz", "skill": "!skill"}
TOPICS = 3  #: weak topics named
Known = dict[
    tuple[int, frozenset[str]], dict[int, frozenset[str]]
]  #: lists looked at before, for many units of one day


def filing_body(unit: Unit, period: Period, known: Known | None = None) -> dict[str, Any]:
    """The figures of a unit above the class for a period. Reads only."""
    report = queries.unit_report(_outsider(unit), unit, period.year, period.until_on, everything=True)
    own, hidden = _hidden(report, period, {} if known is None else known)
    kindergarten = any(one.kind == "school" and one.stages == "K" for one in report.above)
    columns = columns_of(period, kindergarten)
    sums = _in_period(unit, period)
    lines = [
        {"name": line.name, "kind": line.kind, "cells": _cells(columns, line.counts, codes, sums.get(line.unit_id, {}))}
        for line, codes in zip(report.lines, hidden, strict=True)
    ]
    asked = [line for line in report.lines if line.counts["slots_due"] > 0]
    return {
        "unit": {"name": unit.name, "kind": unit.kind},
        "columns": [column.key for column in columns],
        "lines": lines,
        "last": _cells(columns, report.own.counts, own, sums.get(unit.id, {})),
        "months": _months(unit, period),
        "below": {
            "units": len(asked),
            "level": sum(line.counts["slots_done"] >= line.counts["slots_due"] for line in asked),
        },
        "topics": [] if period.kind == "month" else _weak(unit, report, period),
        "rules": _rules(unit, report.above, period.until_on),
        "scheme": _scheme(unit, period.year),
        "counting": counting_version.VERSION,
        "release": __version__,
        "counted_at": report.counted_at.isoformat() if report.counted_at else None,
        **_gains(report, period),
    }


def _gains(report: queries.Report, period: Period) -> dict[str, Any]:
    """What was gained and kept, as far as counted when the filing was made: as the topics, and like them in no month's."""
    if period.kind == "month" or not report.changes:
        return {}
    return {"gains": {kind: asdict(one) for kind, one in report.changes.items()}}


def _outsider(top: Unit) -> Viewer:
    """Nobody in particular, who sees a unit and all below it, from outside the schools."""
    return Viewer(0, 0, "staff", "", holdings=(Holding("city_officer", top.id, "city", top.path, top.name),))


def _hidden(report: queries.Report, period: Period, known: Known) -> tuple[frozenset[str], Sequence[frozenset[str]]]:
    """Indicators hidden of the unit, and of each line, whoever looks: joined over viewers at each unit above."""
    counts = [line.counts for line in report.lines]
    own, lines = set(rules.hidden_codes(report.own.counts)), [set[str]() for _ in counts]
    for forced in _forced(report.above, period, known):
        found = suppression.hidden_of(counts, [False] * len(counts), forced)
        own |= found.bare | forced
        for mine, codes in zip(lines, found.codes, strict=True):
            mine |= codes
    return frozenset(own), [frozenset(codes) for codes in lines]


def _forced(above: Sequence[Unit], period: Period, known: Known) -> list[frozenset[str]]:
    """What the lists above hide of the last unit of `above`, for a viewer at each of its units."""
    found = []
    for place in range(len(above)):
        forced: frozenset[str] = frozenset()
        for parent, child in zip(above[place:], above[place + 1 :], strict=False):
            key = (parent.id, forced)
            if key not in known:
                known[key] = hidden_units.hidden_children({parent.id: forced}, period.year, period.until_on)
            forced = known[key].get(child.id, frozenset())
        found.append(forced)
    return found


def _cells(
    columns: Sequence[FilingColumn], counts: Mapping[str, int], hidden: frozenset[str], sums: Mapping[str, int]
) -> list[Any]:
    """Cells as the report has them."""
    values = report_table.cells(counts, rules.rates(counts, False, hidden), SMALL, UNTESTED)
    by_code = dict(zip((field.code for field in report_table.FIELDS), values, strict=True))
    return [sums.get(column.code, 0) if column.period else by_code[column.code] for column in columns]


def _in_period(unit: Unit, period: Period) -> dict[int, dict[str, int]]:
    """Lessons and hours within the period of a unit and of those directly below. One statement."""
    mine = select(Unit.id).where(or_(Unit.id == unit.id, Unit.parent_id == unit.id))
    sums = [func.sum(getattr(TallyUnit, name)) for name in IN_PERIOD]
    found = (
        select(TallyUnit.unit_id, *sums)
        .where(TallyUnit.unit_id.in_(mine), TallyUnit.year == period.year)
        .where(TallyUnit.day >= period.from_on, TallyUnit.day <= period.until_on)
        .group_by(TallyUnit.unit_id)
    )
    return {row[0]: dict(zip(IN_PERIOD, map(int, row[1:]), strict=True)) for row in db.session.execute(found)}


def _months(unit: Unit, period: Period) -> list[list[Any]]:
    """Lessons due and given by calendar month, from the first of the school year to the last day. One statement."""
    due, given = Counter[str](), Counter[str]()
    found = select(TallyUnit.day, TallyUnit.slots_due, TallyUnit.lessons).where(
        TallyUnit.unit_id == unit.id, TallyUnit.year == period.year, TallyUnit.day <= period.until_on
    )
    for day, slots, lessons in db.session.execute(found):
        due[f"{day:%Y-%m}"] += slots
        given[f"{day:%Y-%m}"] += lessons
    day, months = date(period.year, 9, 1), []
    while day <= period.until_on:
        months.append(f"{day:%Y-%m}")
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return [[month, due[month], given[month]] for month in months]


def _weak(unit: Unit, report: queries.Report, period: Period) -> list[list[Any]]:
    """The weakest topics, as far as counted when the filing was made."""
    hidden: frozenset[str] = frozenset()
    for top in report.above:
        hidden |= hidden_units.hidden_topics_from_above(_outsider(top), report.above, period.year)
    shares = queries.topic_answers(unit, period.year, False, hidden)
    weak = sorted((one for one in shares if one.weak), key=lambda one: (one.share.value or 0, one.topic))
    return [[one.topic, one.share.value, one.sheets] for one in weak[:TOPICS]]


def _rules(unit: Unit, above: Sequence[Unit], day: date) -> list[dict[str, Any]]:
    """What was asked in class hours a year on that day, and by which document."""
    names = {one.id: one.name for one in above}
    asked = [one for one in rule_book.rules_holding(unit, day) if one.measure == HOURS and one.period == "year"]
    return [
        {
            "least": one.least,
            "stages": sorted(one.stages),
            "sources": list(one.sources),
            "document": one.document,
            "unit": names.get(one.unit_id, ""),
            "from_on": one.from_on.isoformat(),
        }
        for one in asked
    ]


def _scheme(unit: Unit, year: int) -> dict[str, Any] | None:
    """The scheme that marked the unit's schools on the day of making; the one set nearest to it."""
    found = scheme_queries.in_force(unit, year)
    if not found:
        return None
    row, of = found[-1]
    return {"name": row.name, "name_en": row.name_en, "number": row.number, "unit": of.name}
