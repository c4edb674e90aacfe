"""Sentences of refusals at the doors. Each says what happened and what to do, to a child where a child reads it."""

from __future__ import annotations

from ..messages import add, message
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "email_odd": _l("这不像一个邮箱地址，请再看一遍，例如 lin@example.cn。"),
    "email_unconfirmed": _l("邮箱还没有确认。请先点确认信里的链接。"),
    "hook_address": _l("这不是一个能用的地址。要以 https:// 或 http:// 开头，里面不要有空格和账号密码。"),
    "hook_inside": _l("这个地址在本单位的内网里，不能用。确实要用，请系统管理员把 WEBHOOK_INSIDE 设为 yes。"),
    "hooks_many": _l("最多 %(most)s 个。先去掉一个再加。"),
    "sign_in_wrong": _l("对不上。检查一下班级、名字和密码再试。班里有同名同学的，请填学号；还没开通的，先用登录条。"),
    "sign_in_wrong_staff": _l(
        "账号名或密码对不上，再看一遍。第一次来先用登录条；忘了密码，请给你开账号的同事重发一张。"
    ),
    "account_closed": _l("这个账号被试错太多次，先关上了。请老师（教职工找管理员）重发一张登录条，用它就能进来。"),
    "address_slow": _l("这里刚刚有很多账号登录失败，为了安全放慢一些。请等 %(wait)s 秒再试，或用登录条。"),
    "account_disabled": _l("这个账号已经停用。请问问学校的管理员。"),
    "slip_unknown": _l("没有这个码。对着登录条再看一遍：一共 16 个字，没有字母 O、I、L、U。"),
    "slip_used": _l("这张登录条已经用过了，一张只能用一次。请用自己的密码登录；忘了就请老师再打印一张。"),
    "slip_replaced": _l("这张登录条已经换新。请用最近拿到的那一张。"),
    "slip_expired": _l("这张登录条过期了。请老师再打印一张。"),
    "pictures_three": _l("要正好选三张不一样的图。"),
    "join_unknown": _l("没有找到这个加入码。看看大屏上的码，再输一遍；下课后码就不能用了。"),
    "password_long": _l("太长了，最多 %(most)s 位。"),
    "password_repeat": _l("两次输入的不一样。再输一遍。"),
    "password_old_wrong": _l("现在的密码不对。"),
    "login_short": _l("账号名要 3 到 60 个字符；用汉字的话，2 个字就够。"),
    "login_letters": _l("账号名只能用汉字、小写字母、数字和 . _ - @，中间不要空格。"),
    "login_taken": _l("账号名 %(login)s 已经有人用了，换一个。"),
}
add(MESSAGES)


@message("account_wait")
def _wait(wait: int, **_values: object) -> str:
    if wait < 60:
        return _("试得有点多了，请等 %(wait)s 秒再试。忘了密码可以请老师重发登录条。", wait=wait)
    return _("试得有点多了，请等 %(minutes)s 分钟再试。忘了密码可以请老师重发登录条。", minutes=-(-wait // 60))


@message("password_short")
def _short(least: int, whose: str, **_values: object) -> str:
    if whose == "young":
        return _("太短了，至少要 %(least)s 个字。可以用两个你喜欢的词连起来。", least=least)
    return _("太短了，至少 %(least)s 位。几个不相干的词连起来，又长又好记。", least=least)


@message("password_common")
def _common(whose: str, **_values: object) -> str:
    if whose == "young":
        return _("这个密码很多人都在用，一猜就中。换一个只有你想得到的。")
    return _("这是最常见的密码之一，别人会最先试它。请换一个。")


@message("password_simple")
def _simple(whose: str, **_values: object) -> str:
    if whose == "young":
        return _("这个太好猜了，像 123456 或生日一样。试试“一个动物 + 一个数字 + 一种吃的”。")
    return _("太有规律了（连号、重复、键盘顺序或日期）。请换一个没有规律的。")


@message("password_about_you")
def _about_you(whose: str, **_values: object) -> str:
    if whose == "young":
        return _("密码里别用自己的名字、班级或学校，同学一下就能想到。")
    return _("密码里不要用自己的姓名、账号或单位的名字。")


@message("address_wait")
def _unknown_place(minutes: int, **_values: object) -> str:
    return _("从这个地方还没有人登录成功过，试错的次数又太多。请等 %(n)s 分钟再试，或用登录条。", n=minutes)


@message("install_code_wrong")
def _install_code_wrong(**_values: object) -> str:
    return _("安装码不对。对着窗口里的再看一遍：一共 8 个字，没有字母 O、I、L、U。每次重新启动，码都会换新。")


@message("install_code_wait")
def _install_code_wait(wait: int, **_values: object) -> str:
    if wait < 60:
        return _("试得有点多了，请等 %(wait)s 秒再试。", wait=wait)
    return _("试得有点多了，请等 %(minutes)s 分钟再试。", minutes=-(-wait // 60))


@message("install_done")
def _install_done(**_values: object) -> str:
    return _("刚才有另一个人先完成了设置，你填的没有用上。要账号，请找他给你一张登录条。")


@message("code_letters")
def _code_letters(**_values: object) -> str:
    return _("代码只用字母、数字和短横线，最多 24 个字。")
