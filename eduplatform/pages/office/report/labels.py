"""What the figures are called, how each is computed, and what the sheets carry; for pages, exports and `flask report`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ....assessment.queries import Report
from ....assessment.report_table import Words
from ...filters import day as day_words
from ...filters import moment, year_label
from ...labels.class_hours import by_evidence, met
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


def formulas() -> dict[str, str]:
    """How each rate is computed, in one line."""
    return {
        "lesson_rate": _(
            "授课完成率=已授课÷应授课×100%。应授课：按校历每个教学周一节，周末算到期；第 k 节课填第 k 周，补上的也算。"
        ),
        "hours_met": _(
            "课时达标率=课时达到学年下限的班级÷班级数×100%。下限按市、区、学校中最严的规定；规定“只算有记录的”时，申报课时不计入。"
        ),
        "evidenced_met": _(
            "凭记录达标率=只看有记录的课时就达到下限的班级÷班级数×100%。有记录：用系统上的课，由系统计时；老师补报或改过分钟数的是申报课时。"
        ),
        "present_rate": _("到课率=到课人次÷在册人次×100%。"),
        "quiz_rate": _(
            "参评率=(个人参评+举手参评)÷应测人次×100%。应测人次：上过带测评、并且有人作答的课时，当时班上的在册人数；一个人也没作答的课算“未测”，不算 0。举手只计到课人数，且不与个人参评重复。"
        ),
        "pass_rate": _(
            "合格率=按时交且达到合格线的人数÷个人参评人数×100%，每人每份测评看最好的一次。举手没有个人成绩，不算在内。"
        ),
        "excellent_rate": _("优秀率=按时交且达到优秀线的人数÷个人参评人数×100%。"),
        "skill_rate": _(
            "训练完成率=(自己练完+在大屏上全班一起练)÷应训人次×100%。应训人次：上过带技能训练、并且有人练过的课时，当时班上的在册人数；没练的课算“未练”，不算 0。一起练只计到课人数，且不与自己练的重复。"
        ),
        "activity_rate": _(
            "参与率=参加的班次÷应参加的班次×100%。活动期内上过活动专题的课就算参加；活动结束后没上的班也算应参加。"
        ),
    }


def interval_note() -> str:
    return _(
        "可信范围是 95% 置信区间（Wilson 法），图上画成横线：数得越少，横线越长。两条横线有重叠，就不能说谁高谁低。"
    )


def small_note() -> str:
    return _(
        "“人数少”：不足 5 人，不显示个人成绩类数字。只有一处不显示时，人数最少的另一处也不显示，免得从合计里减出来。"
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
