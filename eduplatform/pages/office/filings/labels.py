"""What filings, their periods and their columns are called."""

from __future__ import annotations

from datetime import date

from ....assessment.filing_rules import FilingColumn, Period
from ...filters import day, listed, month_name, year_label
from ...labels.units import stage_labels
from ...web.locale import english
from ...web.locale import gettext as _
from ..report import labels as report
from .wording import in_a_line


def kinds() -> dict[str, str]:
    """Kinds of filings, as they stand in a list."""
    return {"month": _("月度统计"), "term": _("学期总结"), "state": _("课时与测评情况")}


def period_name(kind: str, year: int, from_on: date, until_on: date) -> str:
    """2026年10月; 2026–2027学年第一学期（到 1月16日）; 截至 2026年11月18日."""
    if kind == "month":
        return month_name(from_on)
    if kind == "term":
        term = _("第一学期") if from_on.month >= 8 else _("第二学期")
        return f"{year_label(year)} {term}" if english() else f"{year_label(year)}{term}"
    return _("截至 %(day)s", day=day(until_on))


def offer_name(period: Period) -> str:
    """What is chosen when one is made."""
    name = period_name(period.kind, period.year, period.from_on, period.until_on)
    return f"{kinds()[period.kind]}{_('：')}{name}"


def title(unit: str, kind: str, period: str, until_on: date) -> str:
    """The title of the paper."""
    if kind == "month":
        return _("%(unit)s%(period)s学校安全教育工作情况", unit=unit, period=period)
    if kind == "term":
        return _("%(unit)s%(period)s学校安全教育工作总结", unit=unit, period=period)
    return _("%(unit)s学校安全教育课时与测评情况", unit=unit)


def table_title(unit: str, kind: str, period: str) -> str:
    """Over the table, as the bureaus name theirs."""
    if kind == "month":
        return _("%(unit)s%(period)s学校安全工作统计表（课时与测评）", unit=unit, period=period)
    return _("%(unit)s学校安全工作统计表（课时与测评，%(period)s）", unit=unit, period=in_a_line(period))


def gains_title(unit: str) -> str:
    """Over the small table of what was gained and kept."""
    return _("%(unit)s学会了多少，记住了多少", unit=unit)


def groups(kind: str) -> dict[str, str]:
    """Heads over the columns."""
    named = report.figure_group_labels()
    return named | {
        "period": _("本月") if kind == "month" else _("本学期"),
        "lessons": _("本学年累计授课"),
        "quiz": _("累计测评"),
        "skill": _("累计训练"),
        "activity": _("累计活动"),
    }


def heads() -> dict[str, str]:
    """Columns by counter or indicator."""
    return report.column_heads() | {"lessons": _("上课节数"), "hours": _("课时"), "hours_declared": _("其中申报")}


def head(column: FilingColumn) -> str:
    """Over a column; words that stand within sentences elsewhere begin large here."""
    name = heads()[column.code]
    return name[:1].upper() + name[1:]


def missing(cell: str) -> str:
    """Why a cell has no figure."""
    return {"!small": report.too_few_label()}.get(cell) or report.untested_label()[cell[1:]]


def rule_words(rule: dict) -> str:
    """A floor of class hours with who set it and the document: 全部学段每学年至少 4 课时（S0-015）."""
    least = f"{rule['least'] / 100:g}"
    stages = listed(name for code, name in stage_labels().items() if code in rule["stages"]) or _("全部学段")
    by = rule["unit"] or _("安学自带")
    source = rule["document"] or " ".join(rule["sources"]) or _("没有写依据")
    return _(
        "%(stages)s每学年至少 %(least)s 课时（%(by)s：%(source)s）", stages=stages, least=least, by=by, source=source
    )
