"""What the figures are called, how each is computed, and what the sheets carry; for pages, exports and `flask report`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from ....assessment.queries import Report
from ....assessment.report_table import Words
from ....assessment.rules import INDICATORS, LEAST_PUPILS, RANGE_BELOW, Indicator
from ...filters import day as day_words
from ...filters import moment, year_label
from ...labels.class_hours import by_evidence, met
from ...web.locale import english
from ...web.locale import gettext as _


def figure_group_labels() -> dict[str, str]:
    """The four kinds of figures that the bureaus count (S0-101)."""
    return {"lessons": _("授课"), "quiz": _("课后测评"), "skill": _("技能训练"), "activity": _("活动参加")}


def indicators() -> dict[str, str]:
    """Rates by code, in the words of the trade."""
    return {
        "lesson_rate": _("授课完成率"),
        "hours_met": _("课时达标率"),
        "evidenced_met": _("凭记录达标率"),
        "present_rate": _("到课率"),
        "quiz_rate": _("参评率"),
        "pass_rate": _("合格率"),
        "excellent_rate": _("优秀率"),
        "skill_rate": _("训练完成率"),
        "activity_rate": _("参与率"),
    }


def column_heads() -> dict[str, str]:
    """Columns of the table by code."""
    return indicators() | {
        "slots_due": _("应授课"),
        "slots_done": _("已授课"),
        "hours_evidenced": _("有记录课时"),
        "hours_declared": _("申报课时"),
        "hours": _("课时合计"),
        "classes_evidenced": _("凭记录达标班级"),
        "quiz_unasked": _("未测课次"),
        "skill_group": _("全班一起练"),
        "skill_unasked": _("未练课次"),
        "classes": _("班级数"),
        "classes_met": _("达标班级"),
        "quiz_due": _("应测人次"),
        "quiz_taken": _("个人参评"),
        "quiz_group": _("举手参评"),
        "skill_due": _("应训人次"),
        "skill_done": _("完成人次"),
        "activity_due": _("应参加"),
        "activity_done": _("已参加"),
    }


def measures() -> dict[str, str]:
    """What was counted for each rate: the unit beside "247 / 400"."""
    return {
        "lesson_rate": _("节课"),
        "hours_met": _("个班"),
        "evidenced_met": _("个班"),
        "present_rate": _("人次"),
        "quiz_rate": _("人次测评"),
        "pass_rate": _("份答卷"),
        "excellent_rate": _("份答卷"),
        "skill_rate": _("人次训练"),
        "activity_rate": _("班次"),
    }


def counted_heads() -> dict[str, str]:
    """Everything that is counted, by counter: the columns, and what only stands in formulas."""
    return column_heads() | {
        "roll": _("在册人次"),
        "present": _("到课人次"),
        "quiz_passed": _("合格人次"),
        "quiz_excellent": _("优秀人次"),
    }


def since_when() -> dict[str, str]:
    """From when something counts, by what the indicators say."""
    return {
        "lesson": _("上一节课算一次。"),
        "week": _("按校历每个教学周一节，周末算到期；第 k 节课填第 k 周，补上的也算。"),
        "year": _("下限按市、区、学校中最严的规定；规定“只算有记录的”时，申报课时不计入。"),
        "asked": _(
            "上过的课有一个人作答（练过）就算到期；一个人也没有的算“未测”“未练”，不算 0。全班一起做的只计到课人数，不与自己做的重复。"
        ),
        "sheet": _("交了个人答卷才算，每人每份测评看最好的一次；按时交、达到合格线（优秀线）才计入分子。"),
        "window": _("活动结束就算到期；活动期内上过活动专题的课就算参加。"),
    }


def who_counts() -> dict[str, str]:
    """Who stands in the denominator, by what the indicators say."""
    return {
        "class": _("这一学年的班级，新建的班从建班那天起。"),
        "roll": _("上课那天在册的学生：缺课的也在内，补学以后计入完成；没有免测名单；转走以后的课不再计。"),
        "named": _("自己交了答卷的学生；举手不记名，没有个人成绩，不算在内。"),
    }


def evidence_counted(indicator: Indicator) -> str:
    """Which grades of evidence count."""
    return (
        _("有记录的和申报的都算（证据 A、B、C）。")
        if "C" in indicator.evidence
        else _("只算有记录的（证据 A、B），申报的不算。")
    )


def formula(indicator: Indicator) -> str:
    """An indicator as a formula, from what the code divides."""
    return _formula(indicator, counted_heads())


def _formula(indicator: Indicator, heads: Mapping[str, str]) -> str:
    over, under = ("+".join(heads[name] for name in names) for names in (indicator.over, indicator.under))
    over, under = (f"({text})" if "+" in text else text for text in (over, under))
    return f"{heads[indicator.code]}={over}÷{under}×100%"


def formulas() -> dict[str, str]:
    """How each rate is computed, in one line: made from the very definitions that the figures are computed by."""
    blank, stop = (" ", ". ") if english() else ("", "。")
    heads = counted_heads()
    return {one.code: f"{_formula(one, heads)}{stop}{_explained(one, blank)}" for one in INDICATORS}


def _explained(one: Indicator, blank: str) -> str:
    """From when and for whom it counts."""
    return f"{since_when()[one.since]}{blank}{who_counts()[one.who]}" + (
        f"{blank}{_('幼儿园不测评，没有这一项。')}" if one.without else ""
    )


def formulas_together(without: Collection[str]) -> list[str]:
    """As formulas(), those with one explanation side by side, which is then told once."""
    blank, stop = (" ", ". ") if english() else ("", "。")
    found: dict[str, list[str]] = {}
    heads = counted_heads()
    for one in INDICATORS:
        if one.code not in without:
            found.setdefault(_explained(one, blank), []).append(_formula(one, heads))
    return [f"{(_('；')).join(several)}{stop}{said}" for said, several in found.items()]


def interval_note() -> str:
    return _(
        "可信范围是 95% 置信区间（Wilson 法），图上画成横线：数得越少，横线越长。两条横线有重叠，就不能说谁高谁低。"
    )


def small_note() -> str:
    return _(
        "“人数少”：不足 %(least)s 人，不显示个人成绩类数字。只有一处不显示时，人数最少的另一处也不显示，免得从合计里减出来。不足 %(few)s 人的，比率后面写明可信范围。",
        least=LEAST_PUPILS,
        few=RANGE_BELOW,
    )


def too_few_label() -> str:
    """What stands in place of a figure that too few pupils stand behind."""
    return _("人数少")


def untested_label() -> dict[str, str]:
    """What stands in place of a rate where nobody was tested or trained in any lesson, by group."""
    return {"quiz": _("未测"), "skill": _("未练")}


def no_sheets() -> str:
    """What stands for the pass rate where only hands were counted."""
    return _("没有个人答卷")


def unasked(group: str, n: int) -> str:
    """How many lessons were not tested or trained."""
    return _("%(n)s 节课没有测评记录", n=n) if group == "quiz" else _("%(n)s 节课没有训练记录", n=n)


def hours_words(counts: Mapping[str, int]) -> str:
    """Class hours of a line by evidence."""
    return by_evidence(counts["hours"], counts["hours_declared"])


def met_words(counts: Mapping[str, int]) -> str:
    """Whether one class has reached the yearly floor."""
    return met(bool(counts["classes_met"]), bool(counts["classes_evidenced"]))


def unit_kinds() -> dict[str, str]:
    """Kinds of units."""
    return {"province": _("省"), "city": _("市"), "district": _("区县"), "school": _("学校"), "class": _("班级")}


def week_square_labels() -> dict[str, str]:
    """Squares of many classes' weeks."""
    return {"taught": _("都上了"), "partly": _("部分班上了"), "missed": _("都没上")}


def lines_title(kinds: Sequence[str]) -> str:
    """What the units below are called, over their list."""
    named = {"city": _("下属各市"), "district": _("下属区县"), "school": _("下属学校"), "class": _("各班")}
    return named[kinds[0]] if len(set(kinds)) == 1 else _("下属区县和学校")


def lines_label() -> dict[str, str]:
    """What stands in the lines of a unit's report."""
    return {"province": _("市"), "city": _("区县或学校"), "district": _("学校"), "school": _("班级"), "class": _("课")}


def of_sheet(report: Report, filled_by: str, made_on: date) -> Words:
    """All words of the sheet of a report (§7: title, who filled it in and when, formulas below)."""
    title = _(
        "%(unit)s %(year)s安全教育统计表（截至 %(day)s）",
        unit=report.unit.name,
        year=year_label(report.year),
        day=day_words(report.day),
    )
    return Words(
        figure_group_labels(),
        column_heads(),
        _("单位"),
        _("合计"),
        too_few_label(),
        title,
        untested_label(),
        about=(
            _("填报单位：%(unit)s", unit=report.unit.name),
            _("填报人：%(name)s", name=filled_by),
            _("填报日期：%(day)s", day=day_words(made_on)),
        ),
        notes=(*formulas().values(), small_note(), as_of_label(report.counted_at)),
    )


def as_of_label(at: datetime | None) -> str:
    """As of when, in words."""
    return _("数据统计到 %(moment)s", moment=moment(at)) if at else _("还没有统计过")


def head_of_chain(seq: int, link: str) -> str:
    """The head of the audit chain when the file was made, for a report's notes."""
    return _("审计链到第 %(n)s 条，指纹 %(link)s。以后可在“审计”页核对。", n=seq, link=link)
