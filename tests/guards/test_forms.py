"""A form field that must hold words is made by `form_fields.typed_words`."""

from __future__ import annotations

import ast

from .sources import modules


def test_no_field_takes_blanks_for_words():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "StringField"
        and "_l(" in ast.unparse(node)
        and "InputRequired" in ast.unparse(node)
        and "Regexp" not in ast.unparse(node)
        and "转学码" not in ast.unparse(node)
    ]
    assert not found, f"InputRequired takes three blanks for a name: use pages/form_fields.py typed_words() at {found}"
