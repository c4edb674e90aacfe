"""Sentences of refusals about keys of the API."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "key_reads": _l("请勾选这个密钥可以读什么。"),
    "key_days": _l("请从给出的天数里选一个。"),
    "key_many": _l("这里已经有 %(most)s 个可用的密钥。先停用不再用的，再生成新的。"),
    "key_ended": _l("这个密钥已经停用了。"),
}
add(MESSAGES)
