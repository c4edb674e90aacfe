"""Which language a page is in: what the reader chose, else what the install says."""

from __future__ import annotations

from flask import current_app, has_request_context, request

COOKIE = "lang"
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def chosen_locale() -> str:
    """Locale of this request."""
    code = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return LOCALES.get(code) or LOCALES[current_app.config["LANGUAGE"]]
