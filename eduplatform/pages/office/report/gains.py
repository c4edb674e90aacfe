"""What pupils gained from lessons and what stayed, as rows of a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....assessment.gain_rules import Change
from ....teaching.check_rules import BEFORE, LATER
from ...web.locale import gettext as _


def rows_of(changes: Mapping[str, Change]) -> list[dict[str, Any]]:
    """A row for each kind that was asked: where it was, where it is, the difference with its range, and on how many answers it stands."""
    names = {BEFORE: _("课前 → 课后"), LATER: _("课后 → 2–6 周后")}
    return [_row(name, changes[kind]) for kind, name in names.items() if kind in changes]


def _row(label: str, one: Change) -> dict[str, Any]:
    apart, low, high = (signed(value) for value in (one.apart, one.low, one.high))
    return {
        "label": label,
        "then": round(one.was),
        "now": round(one.became),
        "before": f"{round(one.was)}%",
        "text": f"{round(one.became)}%",
        "apart": _("%(apart)s 个百分点（%(low)s 到 %(high)s）", apart=apart, low=low, high=high),
        "term": _("%(checks)s 节课，%(pairs)s 人次", checks=one.checks, pairs=one.pairs),
    }


def signed(value: float) -> str:
    """+12, 0, −3: whole points with a true minus."""
    whole = round(value)
    return f"+{whole}" if whole > 0 else f"\u2212{-whole}" if whole < 0 else "0"
