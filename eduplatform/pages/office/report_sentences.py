"""Sentences of refusals on the report and activity pages."""

from __future__ import annotations

from flask_babel import gettext as _

from ..wording import sentence


@sentence("activity_title")
def _title(most: int, **_values: object) -> str:
    return _("请写活动名称，不超过 %(most)s 个字。", most=most)


@sentence("activity_topics")
def _topics(**_values: object) -> str:
    return _("请至少选一个专题。")


@sentence("activity_turned")
def _turned(**_values: object) -> str:
    return _("结束日期在开始日期前面，请对调一下。")


@sentence("activity_over")
def _over(**_values: object) -> str:
    return _("结束日期已经过了，班级来不及参加。请改成今天或以后。")


@sentence("activity_long")
def _long(days: int, **_values: object) -> str:
    return _("活动最长 %(days)s 天。更长的安排请放进每周计划。", days=days)


@sentence("export_gone")
def _gone(**_values: object) -> str:
    return _("这次导出已经过期，请重新导出。")
