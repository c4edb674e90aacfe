"""Entries of the chain and looks as lines of a table: numbers become words, and links where the reader may follow them.

Pupils and guardians are never named, whoever reads: "a pupil (no. 123)".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from ....activities import queries as activities
from ....curriculum import queries as content
from ....deployments import queries as deployments
from ....org import audit_directory
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import clock
from ....shared.models import AccessLook, AuditEntry
from ....teaching import queries
from ...filters import listed, pick
from ...labels.roles import role_labels
from ...web.locale import gettext as _
from . import labels


@dataclass(frozen=True)
class AuditLine:
    """One row: `number` is the entry's place in the chain or the number of names seen; `subject` with `url` where it may be opened."""

    number: int
    when: datetime | date
    who: str
    role: str
    what: str
    code: str
    subject: str
    url: str | None
    said: str = ""
    link: str = ""


def entry_lines(viewer: Viewer, keeper: Unit, rows: list[AuditEntry]) -> list[AuditLine]:
    """Lines of chain entries. At most seven statements, whatever the number of rows."""
    actions, told = labels.actions(), labels.details()
    things = _Things(
        viewer, keeper, [row.subject for row in rows], [row.actor_id for row in rows], [row.detail for row in rows]
    )
    return [
        AuditLine(
            row.seq,
            row.at,
            *things.actor(row.actor_id, clock.local(row.at).date()),
            actions.get(row.action, row.action),
            row.action,
            *things.subject(row.subject),
            " · ".join(part for part in things.said(row.subject, row.detail, told) if part),
            row.link.hex()[:12],
        )
        for row in rows
    ]


def look_lines(viewer: Viewer, keeper: Unit, rows: list[AccessLook]) -> list[AuditLine]:
    """Lines of looks at names. At most three statements."""
    kinds = labels.kinds_of_looks()
    things = _Things(viewer, keeper, [row.subject for row in rows], [row.viewer_id for row in rows], [])
    return [
        AuditLine(
            row.names,
            row.day,
            *things.actor(row.viewer_id, row.day),
            kinds.get(_kind(row.subject), _kind(row.subject)),
            _kind(row.subject),
            *things.subject(row.subject),
        )
        for row in rows
    ]


def _kind(subject: str) -> str:
    return subject.partition(":")[0]


def _number(subject: str) -> int:
    number = subject.partition(":")[2]
    return int(number) if number.isdigit() else 0


class _Things:
    """What the numbers on some rows stand for, read together."""

    def __init__(
        self, viewer: Viewer, keeper: Unit, subjects: list[str], actors: list[int | None], details: list[dict[str, Any]]
    ):
        self.viewer, self.keeper = viewer, keeper
        self.people = audit_directory.people_by_number(
            {number for number in actors if number} | set(_numbers(subjects, "user"))
        )
        self.sessions = queries.classes_of_sessions(keeper.id, _numbers(subjects, "session"))
        self.entries = queries.classes_of_entries(keeper.id, _numbers(subjects, "entry"))
        self.activities = activities.activities_by_id(_numbers(subjects, "activity"))
        self.deployments = deployments.titles_of(_numbers(subjects, "deployment"))
        self.lessons = content.items({detail["lesson"] for detail in details if "lesson" in detail})
        places = {detail[name] for detail in details for name in ("unit", "before", "to") if name in detail}
        classes = {class_id for class_id, _state in self.sessions.values()} | set(self.entries.values())
        self.units = audit_directory.units(
            places | classes | {*_numbers(subjects, "class"), *_numbers(subjects, "unit")}
        )

    def actor(self, user_id: int | None, day: date) -> tuple[str, str]:
        """Name and roles of who acted."""
        if user_id is None:
            return _("系统"), _("后台或命令行")
        who = self.people.get(user_id)
        names = role_labels()
        if who is None or who.kind != "staff":
            return self.person(user_id), names.get(who.kind, "") if who else ""
        return who.name, listed(names.get(role, role) for role in who.roles_on(day))

    def person(self, user_id: int) -> str:
        who = self.people.get(user_id)
        if who is None:
            return _("一个人（编号 %(n)s）", n=user_id)
        return {
            "pupil": _("一名学生（编号 %(n)s）", n=user_id),
            "guardian": _("一位家长（编号 %(n)s）", n=user_id),
        }.get(who.kind, who.name)

    def subject(self, subject: str) -> tuple[str, str | None]:
        """What was acted on, and where to open it: None where this reader may not."""
        make = _SUBJECTS.get(_kind(subject))
        return make(self, _number(subject)) if make else (subject, None)

    def said(self, subject: str, detail: dict[str, Any], told: dict[str, Callable[[Any], str]]) -> Iterator[str]:
        """The details of an entry in words."""
        for name, value in detail.items():
            if name == "lesson" and value in self.lessons:
                yield pick(self.lessons[value], "title")
            elif name == "pupil":
                yield _("一名学生（编号 %(n)s）", n=value)
            elif name in ("unit", "before", "to") and value in self.units:
                if subject != f"unit:{value}":
                    yield _PLACES[name](self.units[value].name)
            elif name in told:
                yield told[name](value)

    def _session(self, number: int) -> tuple[str, str | None]:
        class_id, state = self.sessions.get(number, (0, ""))
        name, path = self._place(class_id)
        may = state == "closed" and path and self.viewer.may("assessment.view", path)
        return _("%(place)s第 %(n)s 号课", place=name, n=number), url_for(
            "office.session", session_id=number
        ) if may else None

    def _entry(self, number: int) -> tuple[str, str | None]:
        name, path = self._place(self.entries.get(number, 0))
        return _("%(place)s第 %(n)s 号课时记录", place=name, n=number), self._report(self.entries.get(number, 0), path)

    def _class(self, number: int) -> tuple[str, str | None]:
        name, path = self._place(number)
        return name or _("一个班（编号 %(n)s）", n=number), self._report(number, path)

    def _unit(self, number: int) -> tuple[str, str | None]:
        name, path = self._place(number)
        if (
            path
            and number != self.keeper.id
            and self.units[number].kind != "class"
            and self.viewer.may("audit.view", path)
        ):
            return name, url_for("office.audit", unit_id=number)
        return name or _("一个单位（编号 %(n)s）", n=number), self._report(number, path)

    def _user(self, number: int) -> tuple[str, str | None]:
        return self.person(number), None

    def _pupil(self, number: int) -> tuple[str, str | None]:
        return _("一名学生（编号 %(n)s）", n=number), None

    def _activity(self, number: int) -> tuple[str, str | None]:
        row = self.activities.get(number)
        may = row and self.viewer.may("assessment.view", self.keeper.path)
        name = (
            pick(row, "title") if row and row.title_en else row.title if row else _("一个活动（编号 %(n)s）", n=number)
        )
        return name, url_for("office.activities", unit_id=self.keeper.id) if may else None

    def _deployment(self, number: int) -> tuple[str, str | None]:
        name = self.deployments.get(number) or _("一项部署（编号 %(n)s）", n=number)
        may = number in self.deployments and self.viewer.may("deployment.send", self.keeper.path)
        return name, url_for("office.deployment", deployment_id=number) if may else None

    def _snapshot(self, number: int) -> tuple[str, str | None]:
        may = self.viewer.may("assessment.view", self.keeper.path)
        return _("正式数据（编号 %(n)s）", n=number), url_for(
            "office.official_figures", snapshot_id=number
        ) if may else None

    def _course(self, number: int) -> tuple[str, str | None]:
        return _("课程（编号 %(n)s）", n=number), None

    def _batch(self, number: int) -> tuple[str, str | None]:
        return _("第 %(n)s 批变动", n=number), None

    def _roster(self, number: int) -> tuple[str, str | None]:
        may = self.viewer.may("roster.import", self.keeper.path)
        return _("第 %(n)s 批名册", n=number), url_for("office.roster", batch_id=number) if may else None

    def _export(self, number: int) -> tuple[str, str | None]:
        return _("第 %(n)s 份导出文件", n=number), None

    def _place(self, unit_id: int) -> tuple[str, str]:
        unit = self.units.get(unit_id)
        return (unit.name, unit.path) if unit else ("", "")

    def _report(self, unit_id: int, path: str) -> str | None:
        return url_for("office.unit", unit_id=unit_id) if path and self.viewer.may("assessment.view", path) else None


def _numbers(subjects: Iterable[str], kind: str) -> list[int]:
    return [_number(subject) for subject in subjects if _kind(subject) == kind]


_PLACES: dict[str, Callable[[str], str]] = {
    "unit": lambda name: name,
    "before": lambda name: _("从%(name)s", name=name),
    "to": lambda name: _("到%(name)s", name=name),
}
_SUBJECTS: dict[str, Callable[[_Things, int], tuple[str, str | None]]] = {
    "session": _Things._session,
    "entry": _Things._entry,
    "class": _Things._class,
    "unit": _Things._unit,
    "user": _Things._user,
    "pupil": _Things._pupil,
    "activity": _Things._activity,
    "course": _Things._course,
    "snapshot": _Things._snapshot,
    "deployment": _Things._deployment,
    "batch": _Things._batch,
    "roster": _Things._roster,
    "export": _Things._export,
}
