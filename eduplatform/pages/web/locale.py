"""Which language a page is in – what the reader chose, else what the install says – and its words, looked up once a request.

Flask-Babel asks five proxies for every word (83 words of Python on a week page: a tenth of its cost). Here the catalogue in force is kept on
`g`; its extraction (`make words`) and its catalogues stay Flask-Babel's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g, has_app_context, has_request_context, request
from flask_babel import force_locale, get_locale, get_translations
from flask_babel.speaklater import LazyString

COOKIE = "lang"
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def chosen_locale() -> str:
    """Locale of this request. A program that asks the API says so in Accept-Language, and has no cookie."""
    if has_request_context() and request.path.startswith("/api/"):
        asked = (language.partition("-")[0].lower() for language in request.accept_languages.values())
        return next((LOCALES[code] for code in asked if code in LOCALES), LOCALES[current_app.config["LANGUAGE"]])
    code = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return LOCALES.get(code) or LOCALES[current_app.config["LANGUAGE"]]


def gettext(text: str, /, **values: Any) -> str:
    """The sentence in the language in force, values put in; the Chinese source where there is no application or no translation."""
    try:
        found: str = g.words(text)
    except (AttributeError, RuntimeError):  # the first word of this page, or no page at all
        found = _words()(text)
    return found % values if values else found


def lazy_gettext(text: str, /, **values: Any) -> LazyString:
    """A sentence that is looked up when it is shown."""
    return LazyString(gettext, text, **values)


def english() -> bool:
    """Whether the page is in English."""
    return language() == "en"


def language() -> str:
    """Language in force ("zh", "en"); "" outside an application."""
    if not has_app_context():
        return ""
    if "language" not in g:
        locale = get_locale()
        g.language = locale.language if locale else ""
    return str(g.language)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """The block in another language than the page's: a mail to somebody, a report on the command line."""
    before = {name: g.pop(name) for name in ("words", "language") if name in g}
    try:
        with force_locale(locale):
            yield
    finally:
        for name in ("words", "language"):
            g.pop(name, None)
        for name, value in before.items():
            setattr(g, name, value)


def _words() -> Callable[[str], str]:
    if not has_app_context():
        return str
    g.words = get_translations().gettext
    return g.words
