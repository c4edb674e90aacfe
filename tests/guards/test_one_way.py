"""Some things are done in one place, because everywhere else they cost too much."""

from __future__ import annotations

from .sources import imported, modules

#: what must not be imported → the file that may, and what to use
ONE_WAY = {
    "flask_babel.gettext": ("", "pages/web/locale.py gettext: one look at the catalogue in force, not five proxies"),
    "flask_babel.lazy_gettext": ("", "pages/web/locale.py lazy_gettext"),
    "flask_babel.force_locale": ("pages/web/locale.py", "pages/web/locale.py speaking"),
    "flask_wtf.FlaskForm": ("pages/form_fields.py", "pages/form_fields.py PageForm: WTForms' sentences are read once"),
}


def test_words_and_forms_come_from_our_own_place():
    found = [
        f"{path}:{line} takes {name}; use {ONE_WAY[name][1]}"
        for path, tree in modules()
        for name, line in imported(path, tree)
        if name in ONE_WAY and path != ONE_WAY[name][0]
    ]
    assert not found, "\n".join(found)
