"""Sentences of refusals about files for other programs."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "exchange_kind": _l("请从这一页给出的文件里选一个。"),
    "exchange_large": _l("这里的答卷超过 %(most)s 份，一份文件装不下。请按区或按学校分开准备。"),
}
add(MESSAGES)
