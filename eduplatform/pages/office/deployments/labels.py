"""Words of deployments: kinds, weeks as people say them, costs in minutes, what to think of before sending."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ....deployments.drafts import Cost
from ....deployments.queries import Sent
from ....org.models import Unit
from ....teaching.models import Deployment
from ...filters import english, pick
from ...labels.units import set_by
from ...web.locale import gettext as _


def deployment_kinds() -> dict[str, str]:
    """Kind → what it is called."""
    return {"lesson": _("一节课"), "activity": _("专题活动"), "reminder": _("提醒"), "return": _("上报")}


def sent_words(sent: Sent) -> str:
    """Who sent it, and for which week: 临江市教育局布置，11月第2周."""
    return set_by(sent.unit.name, sent.unit.kind, sent.row.starts_on)


def title_words(row: Deployment) -> str:
    """Its title in the reader's language; words written by hand as they are."""
    return pick({"zh": row.title, "en": row.title_en})


def minutes_words(minutes: int) -> str:
    """Minutes with hours beside them, once there are some: 480 分钟（8 小时）."""
    said = _("%(n)s 分钟", n=f"{minutes:,}")
    return said if minutes < 120 else _("%(minutes)s（%(hours)s 小时）", minutes=said, hours=f"{round(minutes / 60):,}")


def each_words(cost: Cost) -> str:
    """What it costs each of those asked."""
    span = str(cost.least) if cost.least == cost.most else f"{cost.least}–{cost.most}"
    return {
        "class": _("每班 %(n)s 分钟", n=span),
        "teacher": _("每位班主任 %(n)s 分钟", n=span),
        "school": _("每校 %(n)s 分钟", n=span),
    }[cost.unit]


def asked_words(cost: Cost) -> str:
    """How many are asked."""
    n = f"{cost.asked:,}"
    return {
        "class": _("%(n)s 个班", n=n),
        "teacher": _("%(n)s 位班主任", n=n),
        "school": _("%(n)s 所学校", n=n),
    }[cost.unit]


def note_words(code: str, values: dict[str, Any]) -> str:
    """What to think of before sending."""
    return {
        "note_cap": _(
            "这是本学期的第 %(most)s 项活动，到上限了：每校每学期各类进校园活动不超过 %(most)s 次（PC-06）。"
        ),
        "note_items": _("本学年到校的活动有 %(n)s 项。进校园的事项一般总共不超过 %(most)s 项（PC-06），能并的请并。"),
        "note_no_double": _(
            "系统里已经有的数字（课时、上课、活动、名册）请不要再让学校报一遍（PC-03）；回答只作了解情况，不用来考核（PC-04）。"
        ),
        "note_short_week": _("这一周只有 %(n)s 天有课，班里可能排不开。"),
    }[code] % values


def state_words(row: Deployment, today: date) -> tuple[str, str]:
    """(word, kind of badge) for how a deployment stands."""
    if row.withdrawn_at is not None:
        return _("已收回"), "plain"
    if row.ready_at is None:
        return _("正在排进计划"), "info"
    if today > row.ends_on:
        return _("已结束"), "plain"
    return (_("还没开始"), "plain") if today < row.starts_on else (_("进行中"), "info")


def names_words(units: Iterable[Unit]) -> str:
    """Units by name, the first few."""
    names = [unit.name for unit in units]
    shown = ("、" if not english() else ", ").join(names[:8])
    return shown if len(names) <= 8 else _("%(names)s 等 %(n)s 个", names=shown, n=len(names))
