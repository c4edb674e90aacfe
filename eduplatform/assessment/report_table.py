"""The table of a report, once for screen, Excel, CSV, the API and `flask report`: which columns, which cells.

Words come from the caller (pages word things); here columns have codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..shared.sheets import Column, Table
from . import rules
from .queries import Report, ReportLine
from .rules import Rate

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Field:
    """A column: `code` is a counter or an indicator, `kind` as in shared.sheets, `hides` the indicator whose smallness hides it."""

    code: str
    kind: str
    group: str
    hides: str = ""


FIELDS = (
    Field("slots_due", "count", "lessons"),
    Field("slots_done", "count", "lessons"),
    Field("lesson_rate", "rate", "lessons"),
    Field("hours_evidenced", "hours", "lessons"),
    Field("hours_declared", "hours", "lessons"),
    Field("hours", "hours", "lessons"),
    Field("classes", "count", "lessons"),
    Field("classes_met", "count", "lessons"),
    Field("classes_evidenced", "count", "lessons"),
    Field("hours_met", "rate", "lessons"),
    Field("evidenced_met", "rate", "lessons"),
    Field("present_rate", "rate", "lessons"),
    Field("quiz_due", "count", "quiz", "quiz_rate"),
    Field("quiz_taken", "count", "quiz", "quiz_rate"),
    Field("quiz_group", "count", "quiz", "quiz_rate"),
    Field("quiz_rate", "rate", "quiz"),
    Field("pass_rate", "rate", "quiz"),
    Field("excellent_rate", "rate", "quiz"),
    Field("quiz_unasked", "count", "quiz"),
    Field("skill_due", "count", "skill", "skill_rate"),
    Field("skill_done", "count", "skill", "skill_rate"),
    Field("skill_group", "count", "skill", "skill_rate"),
    Field("skill_rate", "rate", "skill"),
    Field("skill_unasked", "count", "skill"),
    Field("activity_due", "count", "activity"),
    Field("activity_done", "count", "activity"),
    Field("activity_rate", "rate", "activity"),
)


def cells(counts: Mapping[str, int], rates: Mapping[str, Rate], small: str, untested: Mapping[str, str]) -> list[Any]:
    """The cells of a line in the order of FIELDS; `small` is said where too few pupils stand behind a figure, `untested` (by
    group) where nobody was tested or trained in any lesson."""
    return [_cell(field, counts, rates, small, untested) for field in FIELDS]


def _cell(
    field: Field, counts: Mapping[str, int], rates: Mapping[str, Rate], small: str, untested: Mapping[str, str]
) -> Any:
    if field.kind == "rate":
        rate = rates[field.code]
        if rules.untested(counts, field.group):
            return untested[field.group]
        if rate.few and not rate.hidden:
            return rate.said  # as text, on every way out: nobody calculates on with a rate of 20 pupils
        return small if rate.hidden else rate.value
    if field.hides and rates[field.hides].hidden:
        return small
    if field.code == "hours_evidenced":
        return rules.evidenced(counts)
    return counts[field.code]


@dataclass(frozen=True)
class Words:
    """What things are called: groups and columns by code, and the fixed words of the sheet. Plain texts, so a job can carry them."""

    groups: Mapping[str, str]
    heads: Mapping[str, str]
    unit: str
    total: str
    small: str
    title: str
    untested: Mapping[str, str]
    about: Sequence[str] = ()
    notes: Sequence[str] = ()


def sheet_columns(words: Words) -> list[Column]:
    """Columns of the sheet: the unit, then the figures under their groups."""
    return [Column(words.unit, "name")] + [
        Column(words.heads[field.code], field.kind, words.groups[field.group]) for field in FIELDS
    ]


def sheet_row(line: ReportLine, words: Words) -> list[Any]:
    return [line.name, *cells(line.counts, line.rates, words.small, words.untested)]


def frame(report: Report, words: Words) -> pandas.DataFrame:
    """The report as a DataFrame: two-level columns, a row for each unit below, the last for the whole."""
    import pandas  # a third of a second: only who exports pays for it

    heads = pandas.MultiIndex.from_tuples([(column.group, column.head) for column in sheet_columns(words)])
    lines = [sheet_row(line, words) for line in report.lines]
    return pandas.DataFrame([*lines, _last(report, words)], columns=heads, dtype=object)


def _last(report: Report, words: Words) -> list[Any]:
    return [words.total, *cells(report.own.counts, report.own.rates, words.small, words.untested)]


def report_sheet(report: Report, words: Words) -> Table:
    """The sheet of a report, from its DataFrame."""
    shaped = frame(report, words)
    rows = [
        [None if value is None or value != value else value for value in line]
        for line in shaped.itertuples(index=False, name=None)
    ]
    return Table(words.title, sheet_columns(words), rows[:-1], rows[-1], words.about, words.notes)
