"""Some things are done in one place, because everywhere else they cost too much."""

from __future__ import annotations

import ast

from .sources import modules

#: name → (module it must not be taken from, where it may, what to use)
ONE_WAY = {
    "gettext": ("flask_babel", (), "pages/web/locale.py gettext: one look at the catalogue in force, not five proxies"),
    "lazy_gettext": ("flask_babel", (), "pages/web/locale.py lazy_gettext"),
    "force_locale": ("flask_babel", ("pages/web/locale.py",), "pages/web/locale.py speaking"),
    "FlaskForm": (
        "flask_wtf",
        ("pages/form_fields.py",),
        "pages/form_fields.py PageForm: WTForms' sentences are read once",
    ),
}


def test_words_and_forms_come_from_our_own_place():
    found = [
        f"{path}:{node.lineno} takes {name.name} from {node.module}; use {ONE_WAY[name.name][2]}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in ONE_WAY
        and node.module == ONE_WAY[name.name][0]
        and not str(path).endswith(ONE_WAY[name.name][1] or ("-",))
    ]
    assert not found, "\n".join(found)
