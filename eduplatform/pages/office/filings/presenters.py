"""A filing in words: one shape that the page, the paper, .docx and .xlsx are all drawn from, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from ....assessment.filing_rules import BY_KEY, FilingColumn
from ....assessment.gain_rules import Change
from ....shared.documents import Document
from ....shared.sheets import Chart, Column, Table, runs_of_equals, shown_cell
from ...filters import day, moment, month_short
from ...web.locale import english
from ...web.locale import gettext as _
from ..report import gains, wording
from ..report import labels as report
from . import labels
from .loaders import Handed
from .wording import sentences


@dataclass(frozen=True)
class Drawn:
    """A filing in the reader's language; `filled_by` is who takes it out of the house."""

    handed: Handed
    filled_by: str

    @property
    def body(self) -> dict[str, Any]:
        return self.handed.row.body

    @cached_property
    def fields(self) -> list[FilingColumn]:
        return [BY_KEY[key] for key in self.body["columns"]]

    @property
    def unit(self) -> str:
        return str(self.body["unit"]["name"])

    @property
    def period(self) -> str:
        row = self.handed.row
        return labels.period_name(row.kind, row.year, row.from_on, row.until_on)

    @property
    def title(self) -> str:
        return labels.title(self.unit, self.handed.row.kind, self.period, self.handed.row.until_on)

    @property
    def as_of(self) -> str:
        return _("截至 %(day)s", day=day(self.handed.row.until_on))

    @cached_property
    def columns(self) -> list[Column]:
        groups = labels.groups(self.handed.row.kind)
        return [
            Column(_("单位"), "name"),
            *(Column(labels.head(one), one.kind, groups[one.group]) for one in self.fields),
        ]

    @cached_property
    def rows(self) -> list[list[Any]]:
        return [[line["name"], *map(_worded, line["cells"])] for line in self.body["lines"]]

    @cached_property
    def last(self) -> list[Any]:
        return [_("合计"), *map(_worded, self.body["last"])]

    def texts(self, row: Sequence[Any], columns: Sequence[Column] = ()) -> list[tuple[str, str]]:
        """A row as the screen shows it: text and kind of each cell; `columns` of another table than the large one."""
        columns = columns or self.columns
        return [(shown_cell(value, column.kind), column.kind) for value, column in zip(row, columns, strict=True)]

    @property
    def heads(self) -> list[tuple[str, int]]:
        """Heads over the columns with their width, without the first."""
        runs = runs_of_equals([column.group for column in self.columns])
        return [(self.columns[first].group, last - first + 1) for first, last in runs][1:]

    @cached_property
    def paragraphs(self) -> list[str]:
        cells = dict(zip(self.body["columns"], self.body["last"], strict=True))
        found = sentences(self.handed.row.kind, cells, self.body["below"], self.body["topics"])
        return [*found, learned] if (learned := wording.learned(self.changes)) else found

    @cached_property
    def changes(self) -> dict[str, Change]:
        """What was gained and kept; nothing in filings of releases that did not say it."""
        return {kind: Change(**one) for kind, one in self.body.get("gains", {}).items()}

    @cached_property
    def chart(self) -> Chart:
        rows = [
            (month_short(date.fromisoformat(f"{month}-01")), (due, given)) for month, due, given in self.body["months"]
        ]
        return Chart(_("本学年各月应授和上课节数"), (_("月份"), _("应授课"), _("上课节数")), rows)

    @cached_property
    def notes(self) -> list[str]:
        """Where the figures come from, as of when, by which rules; what is not shown and why."""
        row = self.handed.row
        shown = {one.code for one in self.fields}
        formulas = [words for code, words in report.formulas().items() if code in shown]
        found = [
            _("数字来源：安学的课时台账、答卷和活动记录，由系统自动汇总，没有另外填报。") + _blank() + self.as_made,
            _("数字截至 %(day)s，%(at)s 做成，之后不再变动。", day=day(row.until_on), at=moment(row.made_at)),
            _("课时下限：%(rules)s。", rules=_("；").join(labels.rule_words(one) for one in self.body["rules"]))
            if self.body["rules"]
            else _("课时下限：没有规定。"),
            self._scheme(),
            _("统计口径第 %(n)s 版，安学 %(release)s。", n=self.body["counting"], release=self.body["release"]),
            *formulas,
            report.small_note(),
            _("单位按编号排列，不排名次，没有学生姓名。测评、训练只报本学年累计，免得前后两期相减看出少数人的成绩。"),
        ]
        if self.body["topics"]:
            found.append(_("不熟的专题按做成时的全部答卷。"))
        if self.changes:
            found += [_("学会了多少、记住了多少，按做成时的全部作答。"), *gains.how()]
        found.append(_("材料指纹 %(digest)s，审计记录里有同一个。", digest=row.digest[:16]))
        return found

    def _scheme(self) -> str:
        scheme = self.body["scheme"]
        if scheme is None:
            return _("没有公布评分方案，不含评分。")
        name = scheme["name_en"] if english() and scheme["name_en"] else scheme["name"]
        return _(
            "当时公布的评分方案：%(unit)s《%(name)s》第 %(n)s 版；本材料不含评分。",
            unit=scheme["unit"],
            name=name,
            n=scheme["number"],
        )

    @property
    def about(self) -> tuple[str, ...]:
        """Who fills it in, as the bureaus' sheets have it."""
        return (
            _("填报单位：%(unit)s", unit=self.unit),
            _("填报人：%(name)s", name=self.filled_by),
            _("填报日期：%(day)s", day=day(self.handed.row.made_at)),
        )

    @cached_property
    def table(self) -> Table:
        title = labels.table_title(self.unit, self.handed.row.kind, self.period)
        more = gains.table_of(self.changes, labels.gains_title(self.unit), self.as_made)
        return Table(title, self.columns, self.rows, self.last, self.about, self.notes, chart=self.chart, more=more)

    @property
    def as_made(self) -> str:
        counted = self.body["counted_at"]
        return report.as_of_label(datetime.fromisoformat(counted) if counted else None)

    def document(self) -> Document:
        """The paper for Word and WPS."""
        return Document(
            self.title,
            self.paragraphs,
            self.table,
            _("附表"),
            about=self.as_of,
            chart=self.chart,
            signed=(self.unit, day(self.handed.row.made_at)),
            notes=self.notes,
            made_at=self.handed.row.made_at,
            language="en-US" if english() else "zh-CN",
        )


def _worded(cell: Any) -> Any:
    return labels.missing(cell) if isinstance(cell, str) and cell.startswith("!") else cell


def _blank() -> str:
    return " " if english() else ""
