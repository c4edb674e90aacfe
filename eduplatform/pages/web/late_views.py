"""Views that are imported when they are first asked for.

A start imports three hundred modules for pages that the first visitor does not ask for; on an old PC that is seconds. The first
start of a version imports everything and writes down, in the folder of the install, which view answers what; later ones hang up
a stand-in for each view from that list. The list belongs to the very files of `eduplatform/pages` (name, size, time of change):
after any change it is made anew, so it can be slow but never wrong. tests/pages/web/test_late_views.py compares both ways.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import structlog
from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from ...shared import private_files
from ..guard import Rule
from .locale import gettext as _

MARKS = ("rule", "menu", "main_page", "before_choosing", "reads_json")  #: what decorators leave on a view
_HERE = Path(__file__).parents[1]
log = structlog.get_logger("views")


class DeskBlueprint(Blueprint):
    """A blueprint whose views may hang already, by stand-ins: then its decorators leave them as they are."""

    late = False

    def route(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        return _as_it_is if self.late else super().route(rule, **options)

    def get(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        return _as_it_is if self.late else super().get(rule, **options)

    def post(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        return _as_it_is if self.late else super().post(rule, **options)


def _as_it_is(view: Any) -> Any:
    return view


class LateView:
    """Stands in for a view until it is asked for."""

    def __init__(self, module: str, name: str, marks: dict[str, Any]) -> None:
        self.__module__, self.__name__ = module, name
        self.__dict__.update(marks)

    @cached_property
    def _view(self) -> Callable[..., ResponseReturnValue]:
        found: Callable[..., ResponseReturnValue] = getattr(import_module(self.__module__), self.__name__)
        return found

    def __call__(self, **values: Any) -> ResponseReturnValue:
        return self._view(**values)


_list: list[dict[str, Any]] = []  #: what this process hung up by; it goes on by that if the files change under it


def hang_up(app: Flask, desks: Iterable[DeskBlueprint], whole: Callable[[], None], words: Callable[[], None]) -> None:
    """Register `desks`: by their list where it fits, else after `whole()` has imported their views; `words()` imports what
    must be there from the start, messages and labels."""
    desks = tuple(desks)
    if not _list and not app.testing and not _imported(desks):
        _list.extend(_kept(app))
    if not _list:
        whole()
        for desk in desks:
            app.register_blueprint(desk)
        if not app.testing:
            _keep(app, {desk.name for desk in desks})
        return
    for desk in desks:
        desk.late = True
        app.register_blueprint(desk)
    words()
    hung = set(app.view_functions)  # by modules that something else imported before
    for each in _list:
        if each["endpoint"] in hung:
            continue
        view = LateView(each["module"], each["name"], _marks_of(each["marks"]))
        for rule, methods, defaults in each["rules"]:
            app.add_url_rule(rule, endpoint=each["endpoint"], view_func=view, methods=methods, defaults=defaults)


def _imported(desks: Iterable[DeskBlueprint]) -> bool:
    """Whether this process has whole desks already: their decorators have spoken, and would not speak again."""
    return any(desk.import_name.removesuffix("blueprint") + "routes" in sys.modules for desk in desks)


def _place(app: Flask) -> Path:
    return Path(app.config["INSTANCE"]) / "cache" / "views.json"


def _stamp() -> str:
    """Changes with any file of the pages."""
    files = sorted((str(path.relative_to(_HERE)), path.stat()) for path in _HERE.rglob("*.py"))
    said = repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in files])
    return hashlib.blake2s(said.encode(), digest_size=16).hexdigest()


def _kept(app: Flask) -> list[dict[str, Any]]:
    """The list, if it belongs to these files; else none."""
    try:
        said = json.loads(_place(app).read_text(encoding="utf-8"))
        return list(said["views"]) if said["stamp"] == _stamp() else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _keep(app: Flask, desks: set[str]) -> None:
    """Write the list. A view that cannot be found again by its name, or a folder that cannot be written: the next start imports
    everything as well."""
    views = [
        _said(app, endpoint, view)
        for endpoint, view in app.view_functions.items()
        if endpoint.partition(".")[0] in desks
    ]
    if None in views:
        return
    try:
        private_files.write_private(_place(app), json.dumps({"stamp": _stamp(), "views": views}, ensure_ascii=False))
    except OSError as why:
        log.warning("views.not_kept", kind=type(why).__name__)


def _said(app: Flask, endpoint: str, view: Any) -> dict[str, Any] | None:
    found: Any = getattr(sys.modules[view.__module__], view.__name__, None)
    if found is not view:
        return None
    rules = [
        (rule.rule, sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}), rule.defaults)
        for rule in app.url_map.iter_rules(endpoint)
    ]
    marks = {name: getattr(view, name) for name in MARKS if hasattr(view, name)}
    if "rule" in marks:
        marks["rule"] = [marks["rule"].permission, marks["rule"].loader, marks["rule"].why]
    if "menu" in marks:
        desk, place, label, icon = marks["menu"]
        marks["menu"] = [desk, place, label(), icon]  # outside a request: the words of the source
    return {"endpoint": endpoint, "module": view.__module__, "name": view.__name__, "rules": rules, "marks": marks}


def _marks_of(said: dict[str, Any]) -> dict[str, Any]:
    marks = dict(said)
    if "rule" in marks:
        marks["rule"] = Rule(*marks["rule"])
    if "menu" in marks:
        desk, place, words, icon = marks["menu"]
        marks["menu"] = (desk, place, lambda: _(words), icon)
    return marks
