"""What pupils gained from lessons and what stayed: rows of a chart, a small table of files and papers, what the API says. They are rounded
here, once for every way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....assessment.gain_rules import ALL, KINDS, LEAST_PAIRS, Change
from ....shared.sheets import Chart, Column, Table, signed
from ....teaching.check_rules import BEFORE, LATER
from ...web.locale import gettext as _

Changes = Mapping[str, Change]


def kind_names() -> dict[str, str]:
    """What is compared, by kind."""
    return {BEFORE: _("课前 → 课后"), LATER: _("课后 → 2–6 周后")}


def rows_of(changes: Changes) -> list[dict[str, Any]]:
    """A row for each kind that was asked: where it was, where it is, the difference with its range, and on how many answers it stands."""
    return [_row(name, changes[kind]) for kind, name in kind_names().items() if kind in changes]


def _row(label: str, one: Change) -> dict[str, Any]:
    apart, low, high = (signed(round(value)) for value in (one.apart, one.low, one.high))
    return {
        "label": label,
        "then": round(one.was),
        "now": round(one.became),
        "before": f"{round(one.was)}%",
        "text": f"{round(one.became)}%",
        "apart": _("%(apart)s 个百分点（%(low)s 到 %(high)s）", apart=apart, low=low, high=high),
        "term": _("%(checks)s 节课，%(pairs)s 人次", checks=one.checks, pairs=one.pairs),
    }


def table_of(changes: Changes, title: str, as_of: str, notes: bool = False) -> tuple[Table, ...]:
    """The same as a table of files and papers, a column for each figure; none where the screen shows nothing. With `notes` it says
    below how they are made."""
    columns = _columns()
    rows: list[list[Any]] = [
        [name, one.checks, one.pairs, *map(round, (one.was, one.became, one.apart, one.low, one.high))]
        for kind, name in kind_names().items()
        if (one := changes.get(kind))
    ]
    drawn = [columns[place].head for place in (0, 3, 4)]
    chart = Chart(_("学会了，记住了"), drawn, [(row[0], (row[3], row[4])) for row in rows])
    said = how() if notes else ()
    return (Table(title, columns, rows, None, (as_of,), said, _("学会了，记住了"), chart),) if rows else ()


def _columns() -> list[Column]:
    return [
        Column(_("比较"), "name"),
        Column(_("课数"), "count"),
        Column(_("人次 n"), "count"),
        Column(_("先答得分率"), "percent"),
        Column(_("后答得分率"), "percent"),
        Column(_("相差（百分点）"), "points"),
        Column(_("95% 范围：低"), "points"),
        Column(_("95% 范围：高"), "points"),
    ]


def how() -> list[str]:
    """What is asked when, what is compared, and what it is no part of."""
    return [
        _(
            "用答题卡或一起用设备答题时，一节课第一次上，开头先问两道题，下课时问同一个目标的另一卷题（甲卷、乙卷，由系统抽，不总是哪一卷在前）；2–6 周后再问一道。"
        ),
        _(
            "只比前后两次都答了的学生：后一次的得分率减前一次，按百分点。一节课不足 10 人的哪里都不算。可信范围按学生算；满 5 节课，再按课算一遍，取宽的。"
        ),
        _("这些题不进测评成绩，也不影响完成情况。举手、纸笔和各做各的没有这一项。"),
    ]


def gains_json(changes: Changes) -> list[dict[str, Any]]:
    """What the API says: shares of 1 as of rates, and as the page says it."""
    names = kind_names()
    return [_json(kind, names[kind], changes[kind]) for kind in KINDS if kind in changes]


def _json(kind: str, name: str, one: Change) -> dict[str, Any]:
    row, shares = _row(name, one), ("was", "became", "apart", "low", "high")
    return {
        "kind": kind,
        "name": name,
        "lessons": one.checks,
        "pairs": one.pairs,
        **{share: getattr(one, share) / ALL for share in shares},
        "text": f"{row['before']} → {row['text']} {row['apart']} · {row['term']}",
    }


def kinds_json() -> list[dict[str, Any]]:
    """How each is made, for the API."""
    return [
        {"kind": kind, "name": name, "how": how(), "hidden_below": LEAST_PAIRS} for kind, name in kind_names().items()
    ]
