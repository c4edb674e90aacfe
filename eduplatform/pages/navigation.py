"""Five desks and what stands in their navigation."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import gettext as _

from ..org.access import Viewer
from .filters import listed
from .identity import the_viewer
from .role_words import role_words


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


def desks() -> dict[str, str]:
    """Names of the desks by blueprint."""
    return {
        "student": _("学习"), "teacher": _("教学"), "office": _("管理"), "studio": _("教研"), "guardian": _("家长"),
    }  # fmt: skip


def pages_of(desk: str) -> list[tuple[str, str, str, str]]:
    """(endpoint, label, icon, permission) of each main page of a desk."""
    return {
        "student": lambda: [
            ("student.home", _("今天"), "home", "learn.own"),
            ("student.lessons", _("课程"), "book", "learn.own"),
            ("student.record", _("我的记录"), "chart", "learn.own"),
        ],
        "teacher": lambda: [
            ("teacher.home", _("本周"), "calendar", "class.teach"),
            ("teacher.lessons", _("课程"), "book", "class.teach"),
            ("teacher.pupils", _("学生"), "people", "class.names"),
            ("teacher.hours", _("课时").capitalize(), "clock", "class.teach"),
            ("teacher.report", _("报表"), "chart", "assessment.view"),
        ],
        "office": lambda: [
            ("office.home", _("总览"), "chart", "assessment.view"),
            ("office.activities", _("专题活动"), "flag", "assessment.view"),
            ("office.plan", _("计划与校历"), "calendar", "assessment.view"),
            ("office.audit", _("审计"), "shield", "audit.view"),
            ("office.system", _("系统"), "settings", "system.manage"),
            ("office.people", _("人员与单位"), "people", "people.manage"),
            ("office.rosters", _("名册"), "upload", "roster.import"),
        ],
        "studio": lambda: [
            ("studio.courses", _("课程库"), "book", "content.preview"),
            ("studio.components", _("组件"), "grid", "content.preview"),
        ],
        "guardian": lambda: [("guardian.home", _("孩子的学习"), "home", "ward.read")],
    }.get(desk, list)()


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
    viewer, desk = the_viewer(), request.blueprint
    if viewer is None or viewer.must_choose:
        return {"nav": [], "desk": None, "other_desks": []}
    if desk not in desks() or not _at_home(viewer, desk):  # an officer who prints slips of a class stays at the office
        desk = home_of(viewer).partition(".")[0]
    elif _report_of_a_teacher(viewer, _section()):  # reports are one page for everybody; a teacher opens it from the own menu
        desk = "teacher"
    return {"nav": _links(viewer, desk), "desk": Desk(desk, desks()[desk]) if desk in desks() else None,
            "other_desks": _others(viewer, desk), "role_label": _role(viewer)}  # fmt: skip


def _role(viewer: Viewer) -> str:
    """What the viewer is, for the head of the page."""
    words = role_words()
    return listed(dict.fromkeys(words[held.role] for held in viewer.holdings)) or words.get(viewer.kind, "")


def _links(viewer: Viewer, desk: str) -> list[Link]:
    here = "teacher.report" if _report_of_a_teacher(viewer, _section()) else _section()
    return [Link(label, url_for(endpoint), icon, endpoint == here) for endpoint, label, icon, _permission in _open_pages(viewer, desk)]


def _open_pages(viewer: Viewer, desk: str) -> list[tuple[str, str, str, str]]:
    """Main pages of a desk that the viewer may use; reports stand in one menu only."""
    return [page for page in pages_of(desk) if viewer.has(page[3]) and not _report_of_a_teacher(viewer, page[0])]


def _section() -> str:
    """The main page that the page asked for belongs to."""
    endpoint = request.endpoint or ""
    return SECTIONS.get(endpoint, endpoint)


def _report_of_a_teacher(viewer: Viewer, section: str) -> bool:
    """Whether this is the report page, for somebody who teaches classes and holds no post above them."""
    return section == "office.home" and viewer.has("class.teach") and all(held.kind == "class" for held in viewer.holdings)


def _others(viewer: Viewer, desk: str) -> list[Link]:
    found = []
    for code, label in desks().items():
        first = next(iter(_open_pages(viewer, code)), None)
        if code != desk and first and _at_home(viewer, code):
            found.append(Link(label, url_for(first[0]), first[2]))
    return found


def _at_home(viewer: Viewer, desk: str) -> bool:
    """The teachers' desk lists the report of a class; that alone does not make an officer a teacher."""
    return desk != "teacher" or viewer.has("class.teach")


SECTIONS: dict[str, str] = {}  # endpoint of a deeper page → endpoint of the navigation entry it belongs to
