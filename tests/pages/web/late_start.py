"""Run by test_late_views.py in a process of its own: starts the app and says what hangs in it. Arguments: database, instance,
then (token, path) pairs to ask for."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib import import_module

import time_machine

from eduplatform import create_app
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.pages.web.late_views import MARKS, LateView

NOW = datetime(2026, 11, 18, 2, tzinfo=UTC)  #: of the tests, whose people are signed in


def main(url: str, instance: str, *asked: str) -> None:
    app = create_app(DATABASE_URL=url, INSTANCE=instance, SECRET_KEY="test", CHAIN_KEY="test")
    before = sorted(name for name in sys.modules if name.startswith("eduplatform.pages."))
    hung = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        marks = {name: getattr(view, name) for name in MARKS if hasattr(view, name)}
        if "menu" in marks:
            desk, place, label, icon = marks["menu"]
            with app.test_request_context(headers={"Cookie": "lang=en"}):
                in_english = label()
            marks["menu"] = (desk, place, label(), in_english, icon)
        name = f"{view.__module__}.{view.__name__}"
        hung.append(
            repr(
                (rule.rule, rule.endpoint, sorted(rule.methods or ()), rule.defaults or {}, name, sorted(marks.items()))
            )
        )
    late = sum(isinstance(view, LateView) for view in app.view_functions.values())
    pages = []
    with time_machine.travel(NOW):
        for token, path in zip(asked[::2], asked[1::2], strict=True):
            client = app.test_client()
            client.set_cookie(COOKIE, token)
            page = client.get(path)
            pages.append((path, page.status_code, "</html>" in page.text))
    for view in app.view_functions.values():
        if isinstance(view, LateView):  # a file of views that sets the desk up besides would fail here
            assert callable(getattr(import_module(view.__module__), view.__name__))
    print(json.dumps({"hung": sorted(hung), "late": late, "modules": before, "pages": pages}))


if __name__ == "__main__":
    main(*sys.argv[1:])
