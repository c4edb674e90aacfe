"""From a report to what the charts and tables of the page want: labels, per cent, links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from ....assessment import report_table
from ....assessment.class_report import Term
from ....assessment.queries import Report, ReportLine
from ....assessment.rules import BY_CODE, Rate, TopicShare, untested
from ....org.models import Unit
from ....shared.sheets import runs_of_equals, shown_cell
from ...web.locale import english
from ...web.locale import gettext as _
from . import labels
from .loaders import View

CARDS = {
    "lessons": ("lesson_rate", "hours_met", "evidenced_met", "present_rate"),
    "quiz": ("quiz_rate", "pass_rate", "excellent_rate"),
    "skill": ("skill_rate",),
    "activity": ("activity_rate",),
}
ICONS = {"lessons": "book", "quiz": "pen-check", "skill": "shield", "activity": "flag"}


def bar(label: str, rate: Rate, href: str | None = None, of: str = "", none: str = "") -> dict[str, Any]:
    """One row of a bar chart, in per cent, with what was divided; `none`: why there is nothing to show though nobody is hidden."""
    if rate.value is None:
        return {
            "label": label,
            "value": None,
            "href": href,
            "hidden": rate.hidden,
            "none": "" if rate.hidden else none or _("还没有到期的"),
        }
    value, low, high = (round(100 * part, 1) for part in (rate.value, rate.low or 0, rate.high or 0))
    return {"label": label, "value": value, "text": f"{value:.1f}", "low": low, "high": high, "href": href, "of": of}


FEW = 5  #: of whatever was counted: below, a range would say no more than "too few"


def divided_label(rate: Rate, code: str = "") -> str:
    """What was divided: 312 / 360, or with its unit: 312 / 360 lessons."""
    return _divided(rate, labels.measures()[code] if code and not rate.hidden else "")


def _divided(rate: Rate, unit: str) -> str:
    return labels.too_few_label() if rate.hidden else f"{rate.over} / {rate.under} {unit}".rstrip()


def figure_groups(line: ReportLine, kindergarten: bool = False) -> list[dict[str, Any]]:
    """The four groups: their rates with what was divided, and how each is computed. A kindergarten has no quizzes (PC-12)."""
    names, formulas, groups = labels.indicators(), labels.formulas(), labels.figure_group_labels()
    codes = {
        code: [c for c in members if not (c in ("hours_met", "evidenced_met") and line.kind == "class")]
        for code, members in CARDS.items()
    }
    return [
        {
            "code": group,
            "title": groups[group],
            "icon": ICONS[group],
            "main": names[members[0]],
            "rate": line.rates[members[0]],
            "untested": untested(line.counts, group),
            "unasked": line.counts.get(f"{group}_unasked", 0),
            "rates": [(code, names[code], line.rates[code]) for code in members],
            "formulas": [formulas[code] for code in members],
        }
        for group, members in codes.items()
        if not (kindergarten and "K" in BY_CODE[members[0]].without)
    ]


def post_line(term: Term, class_unit: Unit) -> ReportLine:
    """A homeroom teacher's figures in the shape of a class's."""
    return ReportLine(class_unit.id, class_unit.code, term.teacher, "class", term.counts, term.rates)


def parts(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """How the quiz was answered: by name, by show of hands, not yet."""
    left = max(0, counts["quiz_due"] - counts["quiz_taken"] - counts["quiz_group"])
    return [{"label": _("应测人次"), "taken": counts["quiz_taken"], "group": counts["quiz_group"], "left": left}]


def bars(report: Report, code: str, view: View) -> list[dict[str, Any]]:
    """A bar for each unit below, in the order of their codes, leading to its page."""
    unit, then = labels.measures()[code], view.query()
    return [
        bar(
            line.name,
            line.rates[code],
            url_for("office.unit", unit_id=line.unit_id, **then),
            _divided(line.rates[code], unit),
            _why(line, code),
        )
        for line in report.lines
    ]


def _why(line: ReportLine, code: str) -> str:
    return untested_words(line.counts, code)


def untested_words(counts: Mapping[str, int], code: str) -> str:
    """What stands for the rate of an indicator where nobody was tested or trained, or only by show of hands; '' elsewhere."""
    group = BY_CODE[code].group
    if untested(counts, group):
        return labels.untested_label()[group]
    return (
        labels.no_sheets()
        if BY_CODE[code].under == ("quiz_taken",) and counts["quiz_due"] and not counts["quiz_taken"]
        else ""
    )


def table_for_page(report: Report) -> dict[str, Any]:
    """The table as the sheet has it: groups with their width, heads, lines and the last line, every cell as text."""
    columns = report_table.sheet_columns(labels.of_sheet(report, "", report.day))
    groups = [
        (columns[first].group, last - first + 1) for first, last in runs_of_equals([column.group for column in columns])
    ][1:]
    lines = [(line, _texts(line)) for line in report.lines]
    return {"groups": groups, "columns": columns, "lines": lines, "last": _texts(report.own)}


def _texts(line: ReportLine) -> list[tuple[str, str]]:
    cells = report_table.cells(line.counts, line.rates, labels.too_few_label(), labels.untested_label())
    return [
        (shown_cell(value, field.kind), field.kind) for value, field in zip(cells, report_table.FIELDS, strict=True)
    ]


def week_squares(report: Report) -> list[dict[str, Any]]:
    """Squares of the year's weeks."""
    return [
        {"week": line.week.number, "state": line.state, "label": _week_words(line), "href": None}
        for line in report.weeks
    ]


def class_weeks(marks: Any) -> list[dict[str, Any]]:
    """Squares of a class's weeks, as its teacher sees them."""
    return [
        {"week": mark.week, "state": mark.state, "label": f"{mark.starts_on:%m-%d}", "href": None} for mark in marks
    ]


def _week_words(line: Any) -> str:
    span = f"{line.week.starts_on:%m-%d} – {line.week.ends_on:%m-%d}"
    if line.state == "future" or not line.due:
        return span
    return _("%(span)s，应授 %(due)s 节，上了 %(given)s 节", span=span, due=line.due, given=line.lessons)


TOPICS = 5  #: bars of topics on a page: a year asks about thirty
OF_A_CLASS = 3  #: of a class, whose page may weigh 30 KB: no more than it can take up next


def topics_shown(report: Report) -> int:
    """How many topics a report shows before all are asked for."""
    return OF_A_CLASS if report.unit.kind == "class" else TOPICS


def topic_rows(report: Report, names: Mapping[str, str], everything: bool = False) -> list[dict[str, Any]]:
    """A bar for each topic that was asked about, the weakest first: those are the ones to teach again."""
    asked = sorted(_asked(report), key=lambda one: (one.share.hidden, one.share.value or 0, one.topic))
    shown_ones = asked if everything else asked[: topics_shown(report)]
    return [bar(names.get(one.topic, one.topic), one.share, of=_("%(n)s 份答卷", n=one.sheets)) for one in shown_ones]


def topic_count(report: Report) -> int:
    """How many topics were asked about."""
    return len(_asked(report))


def _asked(report: Report) -> list[TopicShare]:
    return [one for one in report.topics if one.answered or one.share.hidden]


def weak_words(report: Report, names: Mapping[str, str]) -> str:
    """Names of the weak topics, the weakest first."""
    return (", " if english() else "、").join(names.get(one.topic, one.topic) for one in report.weak)


LINES = 5  #: of a list of a class on one page: it must not grow with the year


@dataclass(frozen=True)
class Piece:
    """One page of a list."""

    lines: Sequence[Any]
    page: int
    pages: int
    total: int


def piece(found: tuple[Sequence[Any], int], asked: int) -> Piece:
    """A page that the query cut out; beyond the last it answered with the first."""
    lines, total = found
    pages = max(1, -(-total // LINES))
    return Piece(lines, asked if asked <= pages else 1, pages, total)
