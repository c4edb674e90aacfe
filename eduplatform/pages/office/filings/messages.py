"""Sentences of refusals when a filing is asked for."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "filing_period": _l("这个期间现在不能做，请从列表里选一个。"),
}
add(MESSAGES)
