"""Official figures as tables: the same cells on the screen, on paper and in the sheet; differences and lines as a viewer may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ....assessment import (
    hidden_units,
    report_table,
    rules,
    scheme_data,
    snapshot_bodies,
    snapshot_changes,
    snapshot_queries,
    snapshot_rules,
)
from ....assessment.queries import ReportLine
from ....assessment.scheme_scores import School, Scored
from ....assessment.snapshot_rules import Shown
from ....org.access import Viewer
from ....shared.sheets import Table
from ...web.locale import gettext as _
from ..report import labels as report_labels
from ..schemes import labels as scheme_labels
from ..schemes import presenters as scheme_presenters
from . import labels
from .loaders import OfficialFigures, OfficialLine


@dataclass(frozen=True)
class OfficialRow:
    """A line of the table: the unit (None: the whole), and cells of (text, small text beneath)."""

    unit_id: int | None
    name: str
    cells: Sequence[tuple[str, str]]


def shown_to(viewer: Viewer, held: OfficialFigures) -> Shown | None:
    """What the viewer is shown of indicators; None for scores, which hold nothing that is hidden from who may see them."""
    return None if held.of_scores else snapshot_queries.shown_to(viewer, held.row)


def official_heads(body: Mapping[str, Any]) -> list[str]:
    """Heads of the table, after the unit."""
    if body["kind"] == snapshot_rules.SCORES:
        return [_("总分"), _("等级"), *labels.figure_names(body).values()]
    return list(report_labels.indicators().values())


def official_rows(body: Mapping[str, Any], shown: Shown | None) -> list[OfficialRow]:
    """Lines in the order of the tree, the whole last."""
    if shown is None:
        return [OfficialRow(one["unit"], one["name"], _score_cells(body, one)) for one in body["lines"]]
    rows = [
        OfficialRow(one["unit"], one["name"], _rate_cells(one["counts"], rates))
        for one, rates in zip(body["lines"], shown.lines, strict=True)
    ]
    return [*rows, OfficialRow(None, _("合计"), _rate_cells(body["own"]["counts"], shown.own))]


def preview_rows(viewer: Viewer, body: Mapping[str, Any]) -> list[OfficialRow]:
    """The same before it is kept."""
    if body["kind"] == snapshot_rules.SCORES:
        return official_rows(body, None)
    return official_rows(body, snapshot_rules.shown(body, snapshot_bodies.eyes_of(viewer, body)))


def _rate_cells(counts: Mapping[str, int], rates: Mapping[str, rules.Rate]) -> list[tuple[str, str]]:
    return [_rate_cell(counts, one, rates[one.code]) for one in rules.INDICATORS]


def _rate_cell(counts: Mapping[str, int], one: rules.Indicator, rate: rules.Rate) -> tuple[str, str]:
    if rules.untested(counts, one.group):
        return report_labels.untested_label()[one.group], ""
    return labels.rate_text(rate), "" if rate.hidden or not rate.under else labels.pair_text(rate.over, rate.under)


def _score_cells(body: Mapping[str, Any], line: snapshot_rules.Line) -> list[tuple[str, str]]:
    score = snapshot_rules.score_of(body, line)
    parts = [(scheme_labels.points_text(each.points), "") for each in score.outcomes]
    return [(scheme_labels.points_text(score.total), ""), (scheme_presenters.level_name(score), ""), *parts]


@dataclass(frozen=True)
class FigureLine:
    """One figure of one unit: its code and name, what was counted, what it comes to, and why."""

    code: str
    name: str
    counted: str
    said: str
    why: str = ""


def figure_lines(viewer: Viewer, line: OfficialLine) -> list[FigureLine]:
    """Every figure of a unit in a snapshot, as the viewer may see it."""
    body = line.held.body
    if line.held.of_scores:
        score = snapshot_rules.score_of(body, line.line)
        return [
            FigureLine(
                one.part.code,
                one.part.name,
                scheme_labels.figure_text(one.figure),
                scheme_labels.points_text(one.points),
                scheme_labels.why(one),
            )
            for one in score.outcomes
        ]
    rates, names = line_rates(viewer, line), report_labels.indicators()
    cells = zip(rules.INDICATORS, _rate_cells(line.line["counts"], rates), strict=True)
    return [FigureLine(one.code, names[one.code], counted or "—", said) for one, (said, counted) in cells]


def line_rates(viewer: Viewer, line: OfficialLine) -> Mapping[str, rules.Rate]:
    """Rates of a line: as the whole table shows them to who may see it, else as the unit's own report would."""
    if line.held.may_see_all:
        return snapshot_queries.shown_to(viewer, line.held.row).lines[line.place]
    return rules.rates(line.line["counts"], hidden_units.looks_from_inside(viewer, line.unit.path))


@dataclass(frozen=True)
class ChangeLine:
    """A figure before and after a correction."""

    name: str
    figure: str
    before: str
    after: str


def change_lines(viewer: Viewer, held: OfficialFigures) -> list[ChangeLine]:
    """What a correction changed, figure by figure, as the viewer may see it; [] for a first snapshot."""
    found = snapshot_queries.find_snapshot(held.row.corrects_id) if held.row.corrects_id else None
    if found is None:
        return []
    body, names, shown = held.body, labels.figure_names(held.body), shown_to(viewer, held)
    hidden: dict[int | None, frozenset[str]] = {}
    if shown is not None:
        hidden = {one["unit"]: codes for one, codes in zip(body["lines"], shown.hidden, strict=True)}
        hidden[None] = shown.own_hidden
    small = report_labels.too_few_label()
    return [
        ChangeLine(
            one.name if one.unit_id else _("合计"),
            names.get(one.figure, _("总分")),
            *(
                small if one.figure in hidden.get(one.unit_id, ()) else labels.change_text(side, held.of_scores)
                for side in (one.before, one.after)
            ),
        )
        for one in _in_table_order(body, snapshot_changes.differences(snapshot_queries.body_of(found[0]), body))
    ]


def _in_table_order(
    body: Mapping[str, Any], found: Sequence[snapshot_changes.Difference]
) -> list[snapshot_changes.Difference]:
    """Differences as the table reads: line by line, in each from the left, the whole last."""
    units = [*(one["unit"] for one in body["lines"]), None]
    figures = ["", *labels.figure_names(body)]
    return sorted(found, key=lambda one: (units.index(one.unit_id), figures.index(one.figure)))


def official_sheet(
    title: str, held: OfficialFigures, shown: Shown | None, about: Sequence[str], notes: Sequence[str]
) -> Table:
    """The sheet of a snapshot: all columns of the report, or of the table of scores."""
    body = held.body
    if shown is None:
        scheme = scheme_data.of_body(body["scheme"]["body"])
        rows = [scheme_presenters.score_cells(_scored(body, one)) for one in body["lines"]]
        return Table(title, scheme_presenters.score_columns(scheme), rows, None, about, notes, _("评分表"))
    words = report_table.Words(
        report_labels.figure_group_labels(),
        report_labels.column_heads(),
        _("单位"),
        _("合计"),
        report_labels.too_few_label(),
        title,
        report_labels.untested_label(),
    )
    lines = [
        report_table.sheet_row(_report_line(one, rates), words)
        for one, rates in zip(body["lines"], shown.lines, strict=True)
    ]
    whole = report_table.sheet_row(_report_line({**body["own"], "name": words.total}, shown.own), words)
    return Table(title, report_table.sheet_columns(words), lines, whole, about, notes)


def _report_line(line: snapshot_rules.Line, rates: Mapping[str, rules.Rate]) -> ReportLine:
    return ReportLine(line["unit"], line["code"], line["name"], line["kind"], line["counts"], rates)


def _scored(body: Mapping[str, Any], line: snapshot_rules.Line) -> Scored:
    school = School(line["unit"], line["code"], line["name"], line["path"], "", 0, {})
    return Scored(school, snapshot_rules.score_of(body, line), ())
