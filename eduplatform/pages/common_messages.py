"""Sentences of refusals that any page may meet. Each says what happened and what to do."""

from __future__ import annotations

from .messages import add
from .web.locale import lazy_gettext as _l

MESSAGES = {
    "not_found": _l("没有找到，或者你没有查看它的权限。"),
}
add(MESSAGES)
