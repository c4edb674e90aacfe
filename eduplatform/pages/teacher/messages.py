"""Sentences of what can be refused at the teacher's desk: what happened and what to do."""

from __future__ import annotations

from ..messages import add, message
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "odd_choice": _l("这个选项不在列表里，请重新选择。"),
    "session_open": _l("这个班已经有一节课在上。请先接着上完，或结束它。"),
    "session_over": _l("这节课已经结束，不能再改。要改分钟数或人数，请在课时页更正。"),
    "session_changed": _l("这节课刚在另一个窗口里改过。页面已换成最新的，请再按一次。"),
    "slide_moved": _l("另一个窗口刚翻过页，画面已经跟上。"),
    "too_many_hands": _l("举手 %(hands)s 人，比全班 %(most)s 人还多，请再数一次。"),
    "declare_too_old": _l("只能补报最近 %(days)s 天内上的课。"),
    "declare_future": _l("还没上完的课不能补报。"),
    "present_too_many": _l("到课人数要在 0 到 %(roll)s 之间。"),
    "odd_minutes": _l("分钟数要在 %(least)s 到 %(most)s 之间。"),
    "reason_missing": _l("请写一句更正的原因，以后查账的人要看。"),
    "nothing_changed": _l("和原来的记录一样，没有要改的。"),
    "already_corrected": _l("这条记录刚被更正过，请看最新的一条。"),
    "correct_too_late": _l("超过 %(days)s 天的记录不能再改。确有错误请找学校安全管理员。"),
    "no_such_week": _l("校历里没有这一周，请重新选择。"),
    "other_stage": _l("这节课是给别的学段的，请选本学段的课。"),
    "no_lesson": _l("这节课已经下架或不存在，请换一节。"),
    "makeup_done": _l("这位同学已经补上了。"),
    "makeup_too_late": _l("这节课是上个学年的，记录到 %(until)s 为止，现在补学已经不能计入。请给同学上新的课。"),
}
add(MESSAGES)


@message("class_without_year")
def _class_without_year(year: int) -> str:
    return _("这个班还没有编入 %(first)s–%(last)s 学年。请学校安全管理员先做学年升级。", first=year, last=year + 1)


@message("card_out_of_range")
def _card_out_of_range(most: int) -> str:
    return _("卡号是 1 到 %(most)s 的整数，请看看卡上印的数字。", most=most)


@message("card_of_leaver")
def _card_of_leaver(number: int) -> str:
    return _(
        "%(number)s 号这学年给过一位已经不在班里的同学，不能再给别人，不然两个人的答题会混在一起。请换一个号。",
        number=number,
    )


@message("cards_in_use")
def _cards_in_use() -> str:
    return _("这个班正在上课，卡号现在不能换。下课以后再来。")
