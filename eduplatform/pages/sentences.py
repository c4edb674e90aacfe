"""Sentences of refusals that any page may meet. Each says what happened and what to do."""

from __future__ import annotations

from flask_babel import gettext as _

from .wording import sentence


@sentence("not_found")
def _not_found() -> str:
    return _("没有找到，或者你没有查看它的权限。")
