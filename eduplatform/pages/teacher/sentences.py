"""Sentences of what can be refused at the teacher's desk: what happened and what to do."""

from __future__ import annotations

from flask_babel import gettext as _

from ..wording import sentence


@sentence("odd_choice")
def _odd_choice() -> str:
    return _("这个选项不在列表里，请重新选择。")


@sentence("session_open")
def _session_open(session_id: int) -> str:
    return _("这个班已经有一节课在上。请先接着上完，或结束它。")


@sentence("session_over")
def _session_over(session_id: int) -> str:
    return _("这节课已经结束，不能再改。要改分钟数或人数，请在课时页更正。")


@sentence("session_changed")
def _session_changed(session_id: int) -> str:
    return _("这节课刚在另一个窗口里改过。页面已换成最新的，请再按一次。")


@sentence("slide_moved")
def _slide_moved(slide: int) -> str:
    return _("另一个窗口刚翻过页，画面已经跟上。")


@sentence("too_many_hands")
def _too_many_hands(most: int, hands: int) -> str:
    return _("举手 %(hands)s 人，比全班 %(most)s 人还多，请再数一次。", hands=hands, most=most)


@sentence("declare_too_old")
def _declare_too_old(days: int) -> str:
    return _("只能补报最近 %(days)s 天内上的课。", days=days)


@sentence("declare_future")
def _declare_future(days: int) -> str:
    return _("还没上完的课不能补报。")


@sentence("present_too_many")
def _present_too_many(roll: int) -> str:
    return _("到课人数要在 0 到 %(roll)s 之间。", roll=roll)


@sentence("odd_minutes")
def _odd_minutes(least: int, most: int) -> str:
    return _("分钟数要在 %(least)s 到 %(most)s 之间。", least=least, most=most)


@sentence("reason_missing")
def _reason_missing() -> str:
    return _("请写一句更正的原因，以后查账的人要看。")


@sentence("nothing_changed")
def _nothing_changed() -> str:
    return _("和原来的记录一样，没有要改的。")


@sentence("already_corrected")
def _already_corrected() -> str:
    return _("这条记录刚被更正过，请看最新的一条。")


@sentence("correct_too_late")
def _correct_too_late(days: int) -> str:
    return _("超过 %(days)s 天的记录不能再改。确有错误请找学校安全管理员。", days=days)


@sentence("no_such_week")
def _no_such_week() -> str:
    return _("校历里没有这一周，请重新选择。")


@sentence("other_stage")
def _other_stage() -> str:
    return _("这节课是给别的学段的，请选本学段的课。")


@sentence("class_without_year")
def _class_without_year(year: int) -> str:
    return _("这个班还没有编入 %(first)s–%(last)s 学年。请学校安全管理员先做学年升级。", first=year, last=year + 1)


@sentence("no_lesson")
def _no_lesson() -> str:
    return _("这节课已经下架或不存在，请换一节。")


@sentence("makeup_done")
def _makeup_done() -> str:
    return _("这位同学已经补上了。")
