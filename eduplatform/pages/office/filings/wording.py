"""Three to five sentences of a filing. None says more than its figures carry; each is whole for 0, 1 and many; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...filters import hours_text, listed, topic_name
from ...web.locale import gettext as _
from ..report.wording import joined, taught

Cells = Mapping[str, Any]


def sentences(kind: str, cells: Cells, below: Mapping[str, int], topics: list[list[Any]]) -> list[str]:
    """`cells`: the last line by key, rates as shares of 1. `below`: units that had lessons due, and those that gave them all."""
    found = [in_period(kind, cells)] if "in.slots_due" in cells else []
    found += [taught(cells["slots_due"], cells["slots_done"]), hours(cells)]
    found.append(joined(units_level(below), results(cells)))
    weak = weakest(topics)
    return [one for one in [*found, weak] if one]


def in_period(kind: str, cells: Cells) -> str:
    """Lessons of the month or term, and the hours they earned."""
    due, given = cells["in.slots_due"], cells["in.lessons"]
    month = kind == "month"
    if given == 0:
        if due == 0:
            return _("本月没有应授的课，也没有上课记录。") if month else _("本学期没有应授的课，也没有上课记录。")
        return (
            _("本月应授课 %(due)s 节，没有上课记录。", due=due)
            if month
            else _("本学期应授课 %(due)s 节，没有上课记录。", due=due)
        )
    earned, declared = hours_text(cells["in.hours"]), hours_text(cells["in.hours_declared"])
    words: dict[str, Any] = {"due": due, "given": given, "hours": earned, "declared": declared}
    if month:
        return _("本月应授课 %(due)s 节，上课 %(given)s 节，记 %(hours)s 课时，其中申报 %(declared)s 课时。", **words)
    return _("本学期应授课 %(due)s 节，上课 %(given)s 节，记 %(hours)s 课时，其中申报 %(declared)s 课时。", **words)


def hours(cells: Cells) -> str:
    """Class hours by evidence, and how many classes have reached the floor."""
    classes, met = cells["classes"], cells["classes_met"]
    if classes == 0:
        return _("本学年没有班级。")
    evidenced = cells["hours"] - cells["hours_declared"]
    words: dict[str, Any] = {
        "hours": hours_text(cells["hours"]),
        "evidenced": hours_text(evidenced),
        "classes": classes,
        "met": met,
    }
    return _(
        "累计 %(hours)s 课时，其中有记录的 %(evidenced)s；%(classes)s 个班中，%(met)s 个班已达到每学年的课时下限。",
        **words,
    )


def units_level(below: Mapping[str, int]) -> str:
    """How many units below owe no weekly lesson: a number, never which."""
    units, level = below["units"], below["level"]
    if units == 0:
        return ""
    if level == 0:
        return _("下属单位 %(units)s 个，都还有应授未上的课。", units=units)
    if level == units:
        return _("下属单位应授的课都已上（共 %(units)s 个）。", units=units)
    return _("下属单位 %(units)s 个，其中 %(level)s 个应授的课都已上。", units=units, level=level)


def results(cells: Cells) -> str:
    """Rates of tests, trainings and activities, as far as there are any to tell."""
    told = [
        (_("参评率"), cells.get("quiz_rate")),
        (_("合格率"), cells.get("pass_rate")),
        (_("训练完成率"), cells.get("skill_rate")),
        (_("活动参与率"), cells.get("activity_rate")),
    ]
    parts = [f"{in_a_line(name)} {share_words(cell)}" for name, cell in told if _is_told(cell)]
    few = any(cell == "!small" for _name, cell in told)
    if not parts:
        return _("参加测评或训练的人数少，不显示成绩。") if few else _("还没有到期的测评、训练和活动。")
    words = _("本学年累计：%(parts)s。", parts=listed(parts))
    return joined(words, _("其余人数少，不显示。") if few else "")


def in_a_line(name: str) -> str:
    """A label within a sentence: English ones begin small there."""
    return name[:1].lower() + name[1:]


def _is_told(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and cell.startswith("!"))


def share_words(cell: Any) -> str:
    """A rate, with its range where few stand behind it."""
    return cell if isinstance(cell, str) else f"{100 * cell:.1f}%"


def weakest(topics: list[list[Any]]) -> str:
    """Topics to give again."""
    if not topics:
        return ""
    names = listed(topic_name(code) for code, _share, _sheets in topics)
    return _("答卷里最不熟的专题：%(names)s。下一步先安排这些课。", names=names)
