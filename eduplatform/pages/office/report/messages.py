"""Sentences of refusals on the report and activity pages."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "export_gone": _l("这次导出已经过期，请重新导出。"),
}
add(MESSAGES)
