"""Sentences of refusals on the report and activity pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from ...messages import add

MESSAGES = {
    "export_gone": _l("这次导出已经过期，请重新导出。"),
}
add(MESSAGES)
