"""Sentences of refusals a pupil may meet: short, kind, and what to do next."""

from __future__ import annotations

from ..messages import add
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "attempts_used": _l("这个小测可以做 %(most)s 次，你都做过了。去“我的记录”看看学会了什么吧。"),
    "bad_key": _l("没能开始。请返回上一页，再点一次“开始”。"),
    "too_late": _l("这份小测过了两天多才交，收不下了。可以重新做一次。"),
    "other_person": _l("这些答案是另一位同学的，等这位同学登录后会自动交上。"),
    "no_such_choice": _l("没有这个选项，请再选一次。"),
    "too_few_taps": _l("点得太少，看不出快慢。再来一遍，跟着拍子一直点到停。"),
    "step_not_reached": _l("还没有走到这一步，请从这一页接着走。"),
    "order_not_whole": _l("每一步都要排进去，请再排一次。"),
    "trained_enough": _l("这个训练你已经练了很多次，换一课练练吧。"),
    "makeup_used": _l("这个码已经用过，或放了超过 %(minutes)s 分钟。请老师在“补学”里再开一个。"),
}
add(MESSAGES)
