"""From rows to what the API says. Cells are those of the report's table, once more with their values: what a page hides is null here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ...assessment import class_report, report_table
from ...assessment.class_sessions import HeldSession
from ...assessment.queries import Report, ReportLine
from ...assessment.report_table import Field
from ...assessment.rules import INDICATORS, LEAST_PUPILS, RANGE_BELOW, Indicator, Rate, untested
from ...learning import class_results
from ...org.access import Viewer
from ...org.models import Unit
from ...shared.sheets import shown_cell
from ..filters import pick, topic_name
from ..office.report import gains, labels
from ..office.report.loaders import RIGHT, Given

Json = dict[str, Any]


def unit_json(viewer: Viewer, unit: Unit) -> Json:
    """A unit. What stands above the key's own is not told."""
    above = unit.path[: unit.path[:-1].rindex("/") + 1]
    return {
        "id": unit.id,
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "parent_id": unit.parent_id if viewer.may(RIGHT, above) else None,
        "stages": unit.stages.split(",") if unit.stages else [],
        "closed_on": unit.closed_on.isoformat() if unit.closed_on else None,
    }


def report_json(viewer: Viewer, report: Report) -> Json:
    """The report of a unit: what its page shows."""
    heads = labels.column_heads()
    return {
        "unit": unit_json(viewer, report.unit),
        "year": report.year,
        "day": report.day.isoformat(),
        "counted_at": _moment(report.counted_at),
        "columns": [
            {"code": field.code, "name": heads[field.code], "kind": field.kind, "group": field.group}
            for field in report_table.FIELDS
        ],
        "own": _cells(report.own),
        "units": [
            {"id": line.unit_id, "code": line.code, "name": line.name, "kind": line.kind, "cells": _cells(line)}
            for line in report.lines
        ],
        "page": report.page,
        "pages": report.pages,
        "total": report.total,
        "weeks": [
            {
                "number": line.week.number,
                "starts_on": line.week.starts_on.isoformat(),
                "ends_on": line.week.ends_on.isoformat(),
                "due": line.due,
                "lessons": line.lessons,
                "state": line.state,
            }
            for line in report.weeks
        ],
        "topics": [
            {
                "topic": one.topic,
                "name": topic_name(one.topic),
                "sheets": None if one.share.hidden else one.sheets,
                "weak": one.weak,
                **_rate("too_few" if one.share.hidden else "", one.share),
            }
            for one in report.topics
            if one.answered or one.share.hidden
        ],
        "gains": gains.gains_json(report.changes),
    }


def _cells(line: ReportLine) -> Json:
    """The cells of a line by the code of their column; `text` is what the page and the sheets show."""
    small, none = labels.too_few_label(), labels.untested_label()
    texts = report_table.cells(line.counts, line.rates, small, none)
    return {
        field.code: _cell(field, line, value) | {"text": shown_cell(value, field.kind)}
        for field, value in zip(report_table.FIELDS, texts, strict=True)
    }


def _cell(field: Field, line: ReportLine, value: Any) -> Json:
    if field.kind == "rate":
        rate = line.rates[field.code]
        return _rate("untested" if untested(line.counts, field.group) else "too_few" if rate.hidden else "", rate)
    if field.hides and line.rates[field.hides].hidden:
        return {"state": "too_few", "value": None}
    return {"state": "shown", "value": value / 100 if field.kind == "hours" else value}


def _rate(why_not: str, rate: Rate) -> Json:
    """A rate never goes without its bounds. `why_not`: why there is none."""
    state = why_not or ("none" if rate.value is None else "shown")
    if state != "shown":
        return {"state": state, "value": None, "low": None, "high": None, "over": None, "under": None, "few": False}
    return {
        "state": state,
        "value": rate.value,
        "low": rate.low,
        "high": rate.high,
        "over": rate.over,
        "under": rate.under,
        "few": rate.few,
    }


def indicator_json(indicator: Indicator) -> Json:
    """How a rate is computed."""
    return {
        "code": indicator.code,
        "name": labels.indicators()[indicator.code],
        "group": indicator.group,
        "formula": labels.formula(indicator),
        "over": list(indicator.over),
        "under": list(indicator.under),
        "counted": indicator.of,
        "personal": indicator.personal,
        "evidence": list(indicator.evidence),
        "without_stages": list(indicator.without),
        "since": labels.since_when()[indicator.since],
        "who": labels.who_counts()[indicator.who],
        "hidden_below": LEAST_PUPILS if indicator.personal else None,
        "range_below": RANGE_BELOW if indicator.personal else None,
    }


def indicators_json() -> Json:
    """How each rate is computed, and what was gained and kept, which is a difference."""
    return list_json([indicator_json(one) for one in INDICATORS], None) | {"gains": gains.kinds_json()}


def session_json(held: HeldSession) -> Json:
    """A class session: when, what, how long, how many came; nobody's name."""
    row, entry = held.session, held.entry
    return {
        "id": row.id,
        "class_id": row.class_id,
        "year": row.year,
        "week": row.week,
        "opened_at": _moment(row.opened_at),
        "closed_at": _moment(row.closed_at),
        "lesson": {"uuid": held.lesson.uuid, "title": pick(held.lesson, "title"), "topic": held.topic},
        "carrier": row.carrier,
        "quiz_mode": row.quiz_mode,
        "core_only": row.core_only,
        "counts": entry is not None,
        "minutes": entry.minutes if entry else row.minutes,
        "hours": (entry.hours if entry else 0) / 100,
        "evidence": entry.grade if entry else None,
        "roll": row.roll,
        "present": row.present,
    }


def answers_json(viewer: Viewer, given: Given) -> Json:
    """How the questions of a session were answered, as its page shows it; nothing where too few pupils stand behind it."""
    row = given.session
    if class_report.too_few_to_open(viewer, given.unit, row.lesson_id, row.year):
        return {"state": "too_few", "questions": [], "hands": []}
    asked, hands = class_results.results(row).questions, class_report.shows_of_hands(row)
    return {
        "state": "shown" if asked or hands else "none",
        "questions": [{"uuid": one.uuid, "stem": one.stem, "pupils": one.n, "right": one.right / 100} for one in asked],
        "hands": [
            {
                "stem": one.stem,
                "hands": one.hands,
                "options": [
                    {"letter": letter, "text": text, "count": count} for letter, text, count, _right in one.options
                ],
            }
            for one in hands
        ],
    }


def list_json(items: Sequence[Json], cursor: str | None) -> Json:
    """A page of a list; `next` is the cursor of the one after it."""
    return {"items": list(items), "next": cursor}


def _moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None
