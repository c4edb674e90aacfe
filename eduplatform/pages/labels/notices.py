"""Notices in words, in the reader's language: from the code of the rule and its values, for the inbox, mail and groups alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ...shared import clock
from ..filters import day
from ..web.locale import english
from ..web.locale import gettext as _
from .units import sender_name

Details = Mapping[str, Any]


def rule_names() -> dict[str, str]:
    """Rule → what it is called in lists."""
    return {
        "holiday": _("放假前的 30 分钟"),
        "deployed": _("上级部署的课和提醒"),
        "activity": _("专题活动快到期"),
        "key_day": _("下周的安全日"),
        "lesson_due": _("本周的课还没上"),
        "behind": _("课时落后"),
        "season": _("季节安全"),
        "returns": _("上级要的上报"),
        "activities": _("专题活动：还没参加的班数"),
        "far_behind": _("课时落后的班数"),
        "appeals": _("申诉等答复"),
        "appeal_answered": _("申诉有了答复"),
        "digest": _("每周小结"),
    }


def kinds_of_hook() -> dict[str, str]:
    """Kind of webhook → words."""
    return {
        "wecom": _("企业微信群机器人"),
        "dingtalk": _("钉钉群机器人"),
        "feishu": _("飞书群机器人"),
        "json": _("别的程序（JSON）"),
    }


def notice_words(rule: str, details: Details) -> tuple[str, str]:
    """(title, sentence that says what to do). A rule of a later release says so instead of failing."""
    words = _WORDS.get(rule)
    return words(details) if words else (_("安学的提醒"), _("请打开安学查看。"))


def _named(details: Details, name: str) -> str:
    """A title in the reader's language; Chinese where there is no other."""
    return str((english() and details.get(f"{name}_en")) or details.get(name) or "")


def _date(details: Details) -> str:
    return day(date.fromisoformat(details["day"]))


def _holiday(details: Details) -> tuple[str, str]:
    if details.get("name"):
        title = _("%(day)s起放假（%(name)s）", day=_date(details), name=details["name"])
    else:
        title = _("%(day)s起放假", day=_date(details))
    return title, _("放假前给学生做一次 30 分钟的安全提醒，内容已经备好，在“1530 安全提醒”里。")


def _by(details: Details) -> str:
    return sender_name(details["by"], details["by_kind"])


def _deployed(details: Details) -> tuple[str, str]:
    if details["kind"] == "lesson":
        title = _("%(by)s布置了一节课：《%(title)s》", by=_by(details), title=_named(details, "title"))
        return title, _("已经排进本班的计划，到%(day)s为止。哪周上可以自己改。", day=_date(details))
    return _("%(by)s提醒：%(title)s", by=_by(details), title=details["title"]), _("看过就行，不用填报。")


def _returns(details: Details) -> tuple[str, str]:
    title = _("%(by)s要一次上报：%(title)s", by=_by(details), title=details["title"])
    return title, _("打开填一次就行，到%(day)s为止。", day=_date(details))


def _activity(details: Details) -> tuple[str, str]:
    return (
        _("“%(title)s”到%(day)s为止", title=_named(details, "title"), day=_date(details)),
        _("上一节这个专题的课就算参加，不用另外填表。"),
    )


def _key_day(details: Details) -> tuple[str, str]:
    lesson = _named(details, "lesson")
    what = _("这一课已经备好：《%(lesson)s》。", lesson=lesson) if lesson else _("下周的课围绕它来上。")
    return _("下周：%(title)s（%(day)s）", title=_named(details, "title"), day=_date(details)), what


def _lesson_due(details: Details) -> tuple[str, str]:
    return _("本周的安全课还没上"), _("课已经备好，本周找一节课上完就行；上过没用系统的，可以补报。")


def _behind(details: Details) -> tuple[str, str]:
    return (
        _("比计划少上了 %(n)s 节课", n=details["behind"]),
        _("每周多上一节就能赶上；上过没用系统的，可以补报。"),
    )


def _season(details: Details) -> tuple[str, str]:
    if details.get("season") == "drown":
        return _("周末前提醒：防溺水"), _("天热起来了。放学前用一分钟说一说不私自下水，内容在“1530 安全提醒”里。")
    return _("冬季提醒：用火、用电、燃气"), _("取暖的季节到了。放学前用一分钟说一说，内容在“1530 安全提醒”里。")


def _activities(details: Details) -> tuple[str, str]:
    return (
        _("“%(title)s”到%(day)s为止", title=_named(details, "title"), day=_date(details)),
        _("还没参加的班：%(n)s 个。", n=details["count"]),
    )


def _far_behind(details: Details) -> tuple[str, str]:
    return _("课时落后 3 节以上的班：%(n)s 个", n=details["count"]), _("可以看看是不是课被占用，帮班主任排一排。")


def _appeals(details: Details) -> tuple[str, str]:
    due = date.fromisoformat(details["due"])
    title = _("有 %(n)s 件申诉等答复", n=details["count"])
    if clock.today() > due:
        return title, _("最早的一件应在%(day)s前答复，已经过期，请尽快看。", day=day(due))
    return title, _("最早的一件请在%(day)s前答复。", day=day(due))


def _appeal_answered(details: Details) -> tuple[str, str]:
    by = sender_name(details["by"], details["by_kind"])
    what = {"by": by, "n": details["number"], "day": day(date.fromisoformat(details["as_of"]))}
    if details["state"] == "accepted":
        title = _("申诉已采纳：%(by)s正式数据第 %(n)s 号（截至 %(day)s）", **what)
        return title, _("更正版由另一人签发以后生效，打开看答复。")
    return _("申诉没有采纳：%(by)s正式数据第 %(n)s 号（截至 %(day)s）", **what), _("理由写在答复里，打开就能看到。")


def _digest(details: Details) -> tuple[str, str]:
    if details.get("rooms"):
        return _("本周小结"), " ".join(_room(one) for one in details["rooms"])
    if "classes" in details:
        return (
            _("本周小结"),
            _("本周上过安全课的班：%(taught)s / %(classes)s。", taught=details["taught"], classes=details["classes"]),
        )
    return _("本周小结"), _("一周结束了，辛苦了。周末注意安全。")


def _room(one: Details) -> str:
    counts = {"room": one["class"], "n": one["this_week"], "given": one["given"], "due": one["due"]}
    said = _("%(room)s：本周上了 %(n)s 节，本学年 %(given)s 节（计划到现在 %(due)s 节）。", **counts)
    theme = _named(one, "theme")
    return said + (_("下周：%(theme)s。", theme=theme) if theme else "")


_WORDS: dict[str, Callable[[Details], tuple[str, str]]] = {
    "holiday": _holiday,
    "deployed": _deployed,
    "returns": _returns,
    "activity": _activity,
    "key_day": _key_day,
    "lesson_due": _lesson_due,
    "behind": _behind,
    "season": _season,
    "activities": _activities,
    "far_behind": _far_behind,
    "appeals": _appeals,
    "appeal_answered": _appeal_answered,
    "digest": _digest,
    "test": lambda details: (_("安学的测试消息"), _("收到这一条，说明这条路是通的。")),
    "confirm": lambda details: (_("确认这个邮箱"), _("点下面的链接，安学以后才会往这里发提醒。不是你填的，不用理会。")),
}


def trouble_words(code: str) -> str:
    """Why a message did not go, and what to do; '' for nothing."""
    return {
        "": "",
        "mail_down": _("邮件服务器连不上，会自动再试。"),
        "mail_login": _("邮件服务器不认账号或密码，请检查 SMTP_USER 和 SMTP_PASSWORD。"),
        "mail_unset": _("还没有设邮件服务器（SMTP_HOST）。"),
        "mail_sender": _("邮件服务器不认发件地址，请检查 SMTP_FROM。"),
        "mail_recipient": _("邮件服务器说没有这个收件地址，请检查邮箱。"),
        "mail_later": _("邮件服务器请我们晚些再试，会自动再试。"),
        "mail_refused": _("邮件服务器拒收了这封信。"),
        "mail_cut": _("发到一半断了，不知道收到没有，没有重发。"),
        "killed": _("发到一半服务器停了，不知道收到没有，没有重发。"),
        "hook_address": _("地址不对，要以 http:// 或 https:// 开头。"),
        "hook_inside": _("地址在内网里，不往那里发。"),
        "hook_unknown": _("找不到这个地址。"),
        "hook_down": _("对方连不上。"),
        "hook_slow": _("对方太久没有回答。"),
        "hook_moved": _("对方说搬到别处去了，请填新的地址。"),
        "hook_refused": _("对方拒收，请检查地址和密钥。"),
        "hook_failed": _("对方出错了。"),
        "late": _("放得太久，没有再发。"),
        "done": _("事情已经做完，没有再发。"),
        "off": _("已经关掉，没有再发。"),
        "gone": _("账号已停用，没有再发。"),
    }.get(code, _("出了点问题，会自动再试。"))


def state_words() -> dict[str, str]:
    """State of a message → words."""
    return {
        "waiting": _("等着发"),
        "connecting": _("正在发"),
        "handing": _("正在发"),
        "sent": _("已发出"),
        "failed": _("没发成"),
        "unsure": _("不确定"),
        "dropped": _("不用发了"),
    }
