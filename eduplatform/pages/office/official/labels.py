"""Official figures in words: states, what can be put right, a difference, the head of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....assessment import scheme_data
from ....assessment.models import Appeal, SchemeVersion, Snapshot
from ....assessment.rules import Rate
from ....assessment.snapshot_rules import SCORES
from ....org.models import Unit
from ...filters import day as day_words
from ...labels.roles import role_label
from ...web.locale import gettext as _
from ..report import labels as report_labels
from ..schemes.labels import points_text

Body = Mapping[str, Any]


def official_name(row: Snapshot) -> str:
    """A snapshot in a few words: 指标 第 3 号（截至 11 月 17 日）."""
    said = {"n": row.number, "day": day_words(row.day)}
    if row.kind == SCORES:
        return _("评分第 %(n)s 号（截至 %(day)s）", **said)
    return _("指标第 %(n)s 号（截至 %(day)s）", **said)


def state_label(row: Snapshot, superseded: bool = False) -> tuple[str, str]:
    """The state of a snapshot and the kind of its badge."""
    if row.state == "draft":
        return _("待签发"), "warn"
    return (_("已有更正版"), "plain") if superseded else (_("已签发"), "good")


def appeal_state(row: Appeal) -> tuple[str, str]:
    """The state of an appeal and the kind of its badge."""
    return {
        "open": (_("等答复"), "warn"),
        "accepted": (_("已采纳"), "good"),
        "declined": (_("没有采纳"), "plain"),
    }[row.state]


def figure_names(body: Body) -> dict[str, str]:
    """Figures of a snapshot by code: indicators, or parts of its scheme."""
    if body["kind"] == SCORES:
        return {part.code: part.name for part in scheme_data.of_body(body["scheme"]["body"]).parts}
    return report_labels.indicators()


def correction_labels() -> dict[str, str]:
    """What an officer puts right, by name."""
    return report_labels.counted_heads() | {"points": _("得分"), "over": _("分子"), "under": _("分母")}


def rate_text(rate: Rate) -> str:
    """A rate as a cell says it: 95.0%, 人数少, —."""
    if rate.hidden:
        return report_labels.too_few_label()
    return "—" if rate.value is None else rate.said


def pair_text(over: int | None, under: int | None) -> str:
    """What was divided: 38 / 40."""
    return "—" if not under else f"{over} / {under}"


def change_text(pair: Any, of_scores: bool) -> str:
    """One side of a difference: 38 / 40 = 95.0%, or 85 分（合格）."""
    first, second = pair
    if not of_scores:
        return f"{first} / {second} = {100 * first / second:.1f}%" if second else "—"
    points = points_text(first)
    return _("%(points)s 分（%(level)s）", points=points, level=second) if second else _("%(points)s 分", points=points)


def head_label(row: Snapshot, unit: Unit) -> str:
    """Where a signed snapshot stands in the audit chain, for page and paper; `flask snapshots verify --head` takes the code as it is."""
    code = f"{unit.code}:{row.chain_seq or 0}:{row.chain_link[:16]}"
    return _("审计链第 %(n)s 条，核对码 %(code)s", n=row.chain_seq or 0, code=code)


def scheme_label(row: SchemeVersion, of: Unit) -> str:
    """A published scheme to choose."""
    return _("评分：%(name)s（%(unit)s，第 %(n)s 版）", name=row.name, unit=of.name, n=row.number)


def signed_label(row: Snapshot, names: Mapping[int, str]) -> str:
    """Who signed, with the post."""
    return _("%(name)s（%(role)s）", name=names.get(row.signed_by or 0, "—"), role=role_label(row.signed_role))
