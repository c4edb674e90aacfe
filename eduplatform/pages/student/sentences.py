"""Sentences of refusals a pupil may meet: short, kind, and what to do next."""

from __future__ import annotations

from flask_babel import gettext as _

from ..wording import sentence


@sentence("attempts_used")
def _attempts_used(most: int) -> str:
    return _("这个小测可以做 %(most)s 次，你都做过了。去“我的记录”看看学会了什么吧。", most=most)


@sentence("bad_key")
def _bad_key() -> str:
    return _("没能开始。请返回上一页，再点一次“开始”。")


@sentence("too_late")
def _too_late() -> str:
    return _("这份小测过了两天多才交，收不下了。可以重新做一次。")


@sentence("other_person")
def _other_person() -> str:
    return _("这些答案是另一位同学的，等这位同学登录后会自动交上。")


@sentence("no_such_choice")
def _no_such_choice() -> str:
    return _("没有这个选项，请再选一次。")


@sentence("step_not_reached")
def _step_not_reached() -> str:
    return _("还没有走到这一步，请从这一页接着走。")


@sentence("order_not_whole")
def _order_not_whole() -> str:
    return _("每一步都要排进去，请再排一次。")


@sentence("trained_enough")
def _trained_enough() -> str:
    return _("这个训练你已经练了很多次，换一课练练吧。")


@sentence("makeup_used")
def _makeup_used(minutes: int) -> str:
    return _("这个码已经用过，或放了超过 %(minutes)s 分钟。请老师在“补学”里再开一个。", minutes=minutes)
