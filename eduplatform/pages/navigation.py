"""The desks and their menus. What stands in a menu is declared beside its route, by entry() and below()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask, current_app, request, url_for

from ..org.access import Viewer
from .current_viewer import the_viewer
from .filters import listed
from .labels.roles import role_label
from .web.locale import lazy_gettext as _l


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class Desk:
    code: str
    label: str


#: Names of the desks by blueprint.
DESKS = {
    "student": _l("学习"),
    "teacher": _l("教学"),
    "office": _l("管理"),
    "studio": _l("教研"),
    "guardian": _l("家长"),
}


View = Callable[..., Any]


def entry(desk: str, place: int, label: Callable[[], str], icon: str) -> Callable[[View], View]:
    """Mark a view as a main page of a desk. `place` orders the menu; `label` is a word of the catalogue and nothing done to it
    (web/late_views.py keeps the word), asked in the reader's language. Stands right above the view, below its rule, whose
    permission decides who sees the entry."""

    def mark(view: View) -> View:
        view.menu = (desk, place, label, icon)  # type: ignore[attr-defined]
        return view

    return mark


def below(main: str) -> Callable[[View], View]:
    """Mark a view as a deeper page of the main page with the endpoint `main`, whose entry is lit while it is shown."""

    def mark(view: View) -> View:
        view.main_page = main  # type: ignore[attr-defined]
        return view

    return mark


def pages_of(desk: str) -> list[tuple[str, str, str, str]]:
    """(endpoint, label, icon, permission) of each main page of a desk, in the order of the menu."""
    return [
        (endpoint, _as_head(label()), icon, permission)
        for _place, endpoint, label, icon, permission in _menu().get(desk, ())
    ]


def _as_head(words: str) -> str:
    """“class hours” → “Class hours”."""
    return words[:1].upper() + words[1:]


def _menu() -> dict[str, list[tuple[int, str, Callable[[], str], str, str]]]:
    """Main pages by desk as the views declare them; read once an app."""
    if "menu" not in current_app.extensions:
        found: dict[str, list[tuple[int, str, Callable[[], str], str, str]]] = {}
        for endpoint, view in current_app.view_functions.items():
            if hasattr(view, "menu"):
                desk, place, label, icon = view.menu
                found.setdefault(desk, []).append((place, endpoint, label, icon, view.rule.permission))  # type: ignore[union-attr]
        current_app.extensions["menu"] = {
            desk: sorted(pages, key=lambda page: page[0]) for desk, pages in found.items()
        }
    return current_app.extensions["menu"]


def home_of(viewer: Viewer) -> str:
    """Endpoint of the first page a viewer can use."""
    for desk in ("student", "guardian", "teacher", "office", "studio"):
        for endpoint, _label, _icon, permission in pages_of(desk):
            if viewer.has(permission) and _at_home(viewer, desk):
                return endpoint
    return "account.me"


def register(app: Flask) -> None:
    app.context_processor(_context)


def _context() -> dict[str, object]:
    return {"navigation": Navigation()}


class Navigation:
    """What stands around a page of a desk. Asked only by pages that show it: a paper has no menu."""

    @cached_property
    def _viewer(self) -> Viewer | None:
        viewer = the_viewer()
        return None if viewer is None or viewer.must_choose else viewer

    @cached_property
    def _code(self) -> str:
        """Blueprint of the desk; "" for nobody."""
        viewer, desk = self._viewer, request.blueprint or ""
        if viewer is None:
            return ""
        if desk not in DESKS or not _at_home(
            viewer, desk
        ):  # an officer who prints slips of a class stays at the office
            return home_of(viewer).partition(".")[0]
        # Reports are one page for everybody; a teacher opens it from the own menu.
        return "teacher" if _report_of_a_teacher(viewer, _section()) else desk

    @cached_property
    def links(self) -> list[Link]:
        """Main pages of the desk."""
        return _links(self._viewer, self._code) if self._viewer else []

    @cached_property
    def desk(self) -> Desk | None:
        return Desk(self._code, str(DESKS[self._code])) if self._code in DESKS else None

    @cached_property
    def others(self) -> list[Link]:
        """First pages of the viewer's other desks."""
        return _others(self._viewer, self._code) if self._viewer else []

    @cached_property
    def role(self) -> str:
        """What the viewer is, for the head of the page."""
        return _role(self._viewer) if self._viewer else ""


def _role(viewer: Viewer) -> str:
    return listed(dict.fromkeys(role_label(held.role) for held in viewer.holdings)) or role_label(viewer.kind)


def _links(viewer: Viewer, desk: str) -> list[Link]:
    here = "teacher.report" if _report_of_a_teacher(viewer, _section()) else _section()
    return [
        Link(label, url_for(endpoint), icon, endpoint == here)
        for endpoint, label, icon, _permission in _open_pages(viewer, desk)
    ]


def _open_pages(viewer: Viewer, desk: str) -> list[tuple[str, str, str, str]]:
    """Main pages of a desk that the viewer may use; reports stand in one menu only."""
    return [page for page in pages_of(desk) if viewer.has(page[3]) and not _report_of_a_teacher(viewer, page[0])]


def _section() -> str:
    """The main page that the page asked for belongs to."""
    endpoint = request.endpoint or ""
    return getattr(current_app.view_functions.get(endpoint), "main_page", endpoint)


def _report_of_a_teacher(viewer: Viewer, section: str) -> bool:
    """Whether this is the report page, for somebody who teaches classes and holds no post above them."""
    return (
        section == "office.home" and viewer.has("class.teach") and all(held.kind == "class" for held in viewer.holdings)
    )


def _others(viewer: Viewer, desk: str) -> list[Link]:
    found = []
    for code, label in DESKS.items():
        first = next(iter(_open_pages(viewer, code)), None)
        if code != desk and first and _at_home(viewer, code):
            found.append(Link(str(label), url_for(first[0]), first[2]))
    return found


def _at_home(viewer: Viewer, desk: str) -> bool:
    """The teachers' desk lists the report of a class; that alone does not make an officer a teacher."""
    return desk != "teacher" or viewer.has("class.teach")
