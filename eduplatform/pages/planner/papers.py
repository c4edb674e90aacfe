"""The year plan to hang up and to hand in: one A4 page a term, and .xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from ...shared import clock
from ...shared.sheets import Column, Table, workbook
from ...teaching.year_layout import PlannedWeek
from ...teaching.year_overview import Overview, PlannerWeek, topics_of
from ..filters import day, days_short, listed, topic_name, year_label
from ..web.locale import gettext as _
from .labels import days_shown, theme_title

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def paper(overview: Overview, name: str, year: int, back: str, stage: str = "") -> str:
    """The page to print. `stage`: of a class, whose topics stand on it."""
    return render_template(
        "planner/paper.html",
        overview=overview,
        name=name,
        year=year,
        back=back,
        topics=lambda row: topics_shown(row, stage),
        printed=day(clock.today()),
    )


def xlsx(overview: Overview, name: str, year: int, stages: Mapping[str, str]) -> ResponseReturnValue:
    """The plan as an Excel sheet with the topics of each stage; `stages`: names by code."""
    title = _("%(name)s %(year)s安全课计划", name=name, year=year_label(year))
    table = Table(
        title,
        [
            Column(_("周"), "count"),
            Column(_("日期")),
            Column(_("主题"), "long"),
            Column(_("关键日"), "long"),
            Column(_("演练")),
            *(Column(words, "long", _("专题")) for words in stages.values()),
            Column(_("说明")),
        ],
        [_row(line, stages) for line in overview.weeks],
        about=(_("制表日期：%(day)s", day=day(clock.today())),),
        notes=(_("关键日落在哪一周，就在那一周讲；放假的，在前一周讲。只有 1、2 天课的周不要求上课。"),),
        sheet=_("年度计划"),
    )
    return send_file(
        BytesIO(workbook(table)), XLSX, as_attachment=True, download_name=f"{plain_name(title)}.xlsx", max_age=0
    )


def plain_name(title: str) -> str:
    """A title as the name of a file: no mark that some system refuses."""
    return "".join(" " if mark in '\\/:*?"<>|' else mark for mark in title).strip()


def topics_shown(row: PlannedWeek | None, stage: str = "") -> str:
    """Names of the topics of a week, for a stage or for all."""
    return listed(topic_name(code) for code in topics_of(row, stage)) if row else ""


def _row(line: PlannerWeek, stages: Iterable[str]) -> list[object]:
    row = line.plan
    return [
        line.week.number,
        days_short(line.week.starts_on, line.week.ends_on),
        theme_title(row) if row else None,
        days_shown(line) or None,
        _("演练") if row and row.drill else None,
        *(topics_shown(row, stage) or None for stage in stages),
        None if line.week.counts else _("有课 %(n)s 天", n=line.week.school_days),
    ]
