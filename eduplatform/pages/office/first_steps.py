"""The five steps to the first lesson, on the start page of a school until all are done. They tick themselves from the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from ...org.access import Viewer
from ...org.appointment_rules import MANAGERS
from ...org.models import Unit
from ...shared import clock
from ...teaching import first_steps as records
from ...teaching.first_steps import FirstSteps
from ..urls import public
from ..urls.public import Base
from ..web.locale import gettext as _


@dataclass(frozen=True)
class Step:
    """One line: what it is, one sentence on it, and one button where the viewer may do it now. `post`: pressing it does it."""

    title: str
    text: str
    done: bool
    label: str = ""
    url: str = ""
    post: bool = False


@dataclass(frozen=True)
class Checklist:
    """The steps and what is left of them; `begun`: lessons are being given, so it stays folded. `base`: where phones find us."""

    steps: list[Step]
    left: int
    begun: bool
    base: Base

    @property
    def next(self) -> int:
        """Place of the step to do now."""
        return next((at for at, step in enumerate(self.steps) if not step.done), -1)


def of(viewer: Viewer, unit: Unit) -> Checklist | None:
    """The list, for who looks after the school from inside it; None when everything is done. One statement."""
    if unit.kind != "school" or not any(held.unit_id == unit.id and held.role in MANAGERS for held in viewer.holdings):
        return None
    found = records.of_school(unit, clock.school_year_of(clock.today()))
    if not found.left:
        return None
    return Checklist(_steps(viewer, unit, found), found.left, found.lesson, public.base())


def then_start(unit: Unit, otherwise: str) -> str:
    """Where to go after a step: back to the list for who came from it."""
    return url_for("office.unit", unit_id=unit.keeper_id) if request.values.get("then") == "start" else otherwise


def _steps(viewer: Viewer, unit: Unit, found: FirstSteps) -> list[Step]:
    may = {
        name for name in ("roster.import", "calendar.edit", "plan.edit", "people.manage") if viewer.may(name, unit.path)
    }
    here: dict[str, Any] = {"unit_id": unit.id, "then": "start"}
    roster = (_("上传名册"), url_for("office.rosters")) if "roster.import" in may else ("", "")
    calendar = (_("核对校历"), url_for("office.calendar", **here)) if "calendar.edit" in may else ("", "")
    plan = (_("采用计划"), url_for("office.adopt_plan", **here), True) if "plan.edit" in may else ("", "", False)
    return [
        Step(
            _("名册"),
            _("学生和班级都有了。") if found.roster else _("上传学校现成的学生名单，班级、学生和班主任就都有了。"),
            found.roster,
            *roster,
        ),
        Step(
            _("校历"),
            _("开学和放假的日期已核对。") if found.calendar else _("看一眼开学和放假的日期，没有错就保存。"),
            found.calendar,
            *calendar,
        ),
        Step(
            _("计划"),
            _("每周讲什么已经定好。") if found.plan else _("采用推荐的 40 周计划，以后可以逐周修改。"),
            found.plan,
            *plan,
        ),
        _slips(unit, found, "people.manage" in may),
        _lesson(viewer, found),
    ]


def _slips(unit: Unit, found: FirstSteps, may: bool) -> Step:
    if found.slips:
        return Step(_("登录条"), _("班主任的登录条都打好了，请当面交给本人。"), True)
    if not found.roster:
        return Step(_("登录条"), _("给班主任每人打一张，他们用它开通账号。先有名册。"), False)
    if not found.teachers:
        named = (_("指定班主任"), url_for("office.people", unit_id=unit.id)) if may else ("", "")
        return Step(_("登录条"), _("名册里没有写班主任：先给每个班指定一位，登录条当场就能打。"), False, *named)
    print_them = (_("打印登录条"), url_for("office.unopened", unit_id=unit.id, then="start")) if may else ("", "")
    return Step(
        _("登录条"), _("还有 %(n)s 位老师没有登录条。打出来剪开，当面交给本人。", n=found.without), False, *print_them
    )


def _lesson(viewer: Viewer, found: FirstSteps) -> Step:
    if found.lesson:
        return Step(_("第一节课"), _("上过了，课时已经记好。"), True)
    if viewer.has("class.teach"):
        return Step(_("第一节课"), _("在本周页点“开始上课”。"), False, _("去上课"), url_for("teacher.home"))
    return Step(
        _("第一节课"),
        _("班主任用登录条进来，点“开始上课”。怎样上，有一份两页的指南。"),
        False,
        _("看指南"),
        url_for("account.guide"),
    )
