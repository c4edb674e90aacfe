"""Sentences of refusals of the API."""

from __future__ import annotations

from ..labels.api_keys import reads_label
from ..messages import add, message
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "key_missing": _l("没有带密钥。请在请求头里写：Authorization: Bearer anxue_…。网页上的登录在这里不管用。"),
    "key_unknown": _l("没有这个密钥。请检查是不是抄全了；找不回来的，请在“数据接口”页重新生成。"),
    "key_was_ended": _l("这个密钥已经停用。请在“数据接口”页重新生成一个。"),
    "key_over": _l("这个密钥的有效期到 %(day)s 为止。请在“数据接口”页重新生成一个。"),
    "key_left": _l("生成这个密钥的人已经不在岗，或者单位已经撤销，密钥随之停用。请现任的人重新生成一个。"),
    "key_fast": _l("每个密钥每分钟最多请求 %(most)s 次。请等 %(wait)s 秒再来。"),
    "api_parameter": _l("不认识参数“%(name)s”，或者它写了两次。有哪些参数，请看接口说明。"),
    "api_year": _l("year 要写学年的第一年，从 %(first)s 到 %(last)s。"),
    "api_day": _l("day 要写成 2026-11-18 这样，从 %(first)s 到 %(last)s。"),
    "api_page": _l("page 要写从 1 起的整数，最多六位数字。"),
    "api_page_beyond": _l("一共只有 %(pages)s 页。"),
    "api_limit": _l("limit 要写 1 到 %(most)s 的整数。"),
    "api_cursor": _l("cursor 只能用上一页给出的 next，原样抄回来。请从头再取一遍。"),
}
add(MESSAGES)


@message("key_reads_not")
def _key_reads_not(reads: str, **_values: object) -> str:
    return _("这个密钥没有勾选“%(reads)s”。请重新生成一个勾选了它的密钥。", reads=reads_label(reads))
