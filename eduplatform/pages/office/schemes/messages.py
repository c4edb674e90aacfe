"""Sentences of refusals about schemes: what is wrong, where, and what to do."""

from __future__ import annotations

from ...messages import add, message
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from ..report.labels import indicators
from .labels import points_text, share_text

MESSAGES = {
    "scheme_not_here": _l("评分方案由区县、市或省的主管部门定，学校和班级不定方案。"),
    "scheme_year_over": _l("过去的学年不能再定方案，只能看。"),
    "scheme_draft_there": _l("这个学年已经有一份草稿。请接着改那一份，或先删掉它。"),
    "scheme_published": _l("这一版已经公布，不能再改。要改，请从它另拟一版。"),
    "scheme_late": _l("草稿刚被别人改过。请刷新这一页再改。"),
    "scheme_not_published": _l("草稿还没有公布，不能打分。"),
    "scheme_total": _l("总分只能是 100 分或 1000 分。"),
    "scheme_empty": _l("还没有一项计入总分的评分项。请先添加。"),
    "scheme_parts": _l("评分项最多 %(most)s 项。"),
    "scheme_part": _l("“%(part)s”不完整：要有名称、大于 0 的分值和算法。"),
    "scheme_code_twice": _l("“%(part)s”的代码和别的项相同。"),
    "scheme_no_indicator": _l("“%(part)s”没有选指标。请选一个，或改为人工评分。"),
    "scheme_each": _l("“%(part)s”每个扣（加）的分要大于 0，并且不超过这一项的分值。"),
    "scheme_threshold": _l("“%(part)s”的标准要在 0 到 100%% 之间。"),
    "scheme_step_points": _l("有一档的分数比这一项的分值还高。"),
    "scheme_level_names": _l("每个等级都要有名称，不能相同。"),
    "scheme_veto_basis": _l("要启用“%(veto)s”，请写明依据哪份文件。"),
    "scheme_number": _l("“%(text)s”不是可用的数，请写数字，最多两位小数。"),
    "scheme_not_yours": _l("有一项不由你来评，什么都没有保存。请刷新这一页。"),
}
add(MESSAGES)


@message("scheme_weights")
def _weights(sum: int, total: int) -> str:  # noqa: A002 – the name of the value
    if sum < total:
        return _(
            "各项分值加起来是 %(sum)s，比总分 %(total)s 少 %(rest)s。",
            sum=points_text(sum),
            total=points_text(total),
            rest=points_text(total - sum),
        )
    return _(
        "各项分值加起来是 %(sum)s，比总分 %(total)s 多 %(rest)s。",
        sum=points_text(sum),
        total=points_text(total),
        rest=points_text(sum - total),
    )


@message("scheme_unknown_indicator")
def _unknown(part: str, indicator: str) -> str:
    return _("“%(part)s”用的指标“%(indicator)s”系统里没有。", part=part, indicator=indicator)


@message("scheme_by_nothing")
def _by_nothing(part: str, indicator: str) -> str:
    name = indicators().get(indicator, indicator)
    return _("“%(part)s”用的指标“%(indicator)s”没有可以作分母的数。", part=part, indicator=name)


@message("scheme_mark_range")
def _range(part: str, most: int) -> str:
    return _("“%(part)s”的分数要在 0 到 %(most)s 之间，什么都没有保存。", part=part, most=points_text(most))


@message("bands_gap")
def _gap(low: int, high: int) -> str:
    return _("%(low)s 分到 %(high)s 分之间没有等级。", low=points_text(low), high=points_text(high))


@message("bands_overlap")
def _overlap(low: int, high: int) -> str:
    return _("%(low)s 分到 %(high)s 分属于两个等级。", low=points_text(low), high=points_text(high))


@message("bands_outside")
def _outside(low: int, high: int) -> str:
    return _("%(low)s 分到 %(high)s 分超出了 0 到总分的范围。", low=points_text(low), high=points_text(high))


@message("bands_empty")
def _empty(low: int, high: int) -> str:
    return _("从 %(low)s 分到 %(high)s 分是空的：下限要比上限低。", low=points_text(low), high=points_text(high))


@message("bands_gap_share")
def _gap_share(low: int, high: int) -> str:
    return _("%(low)s 到 %(high)s 之间没有分档。", low=share_text(low), high=share_text(high))


@message("bands_overlap_share")
def _overlap_share(low: int, high: int) -> str:
    return _("%(low)s 到 %(high)s 属于两档。", low=share_text(low), high=share_text(high))


@message("bands_outside_share")
def _outside_share(low: int, high: int) -> str:
    return _("%(low)s 到 %(high)s 超出了 0 到 100%% 的范围。", low=share_text(low), high=share_text(high))


@message("bands_empty_share")
def _empty_share(low: int, high: int) -> str:
    return _("从 %(low)s 到 %(high)s 是空的：下限要比上限低。", low=share_text(low), high=share_text(high))
