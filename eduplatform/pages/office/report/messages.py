"""Sentences of refusals on the report and activity pages."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "activity_title": _l("请写活动名称，不超过 %(most)s 个字。"),
    "activity_topics": _l("请至少选一个专题。"),
    "activity_turned": _l("结束日期在开始日期前面，请对调一下。"),
    "activity_over": _l("结束日期已经过了，班级来不及参加。请改成今天或以后。"),
    "activity_long": _l("活动最长 %(days)s 天。更长的安排请放进每周计划。"),
    "export_gone": _l("这次导出已经过期，请重新导出。"),
}
add(MESSAGES)
