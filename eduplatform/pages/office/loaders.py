"""Loaders and choosers shared by the administrative pages of the office desk."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from ...org import access, units
from ...org import queries as org
from ...org.access import Viewer
from ...org.appointment_rules import slip_rights
from ...org.calendar import Calendar
from ...org.models import Post, Unit
from ...org.staff import post_of
from ...shared import clock
from ...shared.refusals import NotFound


def first_unit(viewer: Viewer, permission: str, below: str = "") -> int:
    """The highest unit at which the viewer holds a permission, at or below a path."""
    held_at = viewer.paths(permission)
    paths = [held for held in viewer.holdings if held.path in held_at and held.path.startswith(below)]
    if not paths:
        raise NotFound()
    return min(paths, key=lambda held: len(held.path)).unit_id


def managed(viewer: Viewer, unit_id: int | None = None) -> Unit:
    """The unit of the address whose people the viewer manages; without one the own unit. Classes are shown with their school."""
    return access.unit_for(viewer, "people.manage", first_unit(viewer, "people.manage") if unit_id is None else unit_id)


@dataclass(frozen=True)
class HeldPost:
    post: Post
    unit: Unit


def a_post(viewer: Viewer, post_id: int) -> HeldPost:
    """A post at a unit whose people the viewer manages."""
    found = post_of(post_id)
    if found is None or not viewer.may("people.manage", found[1].path):
        raise NotFound()
    return HeldPost(*found)


def a_post_of_another(viewer: Viewer, post_id: int) -> HeldPost:
    """Such a post that is held, and not by the viewer: nobody is asked about the own one."""
    held = a_post(viewer, post_id)
    if held.post.user_id == viewer.user_id or held.post.to_on is not None:
        raise NotFound()
    return held


def a_post_to_reset(viewer: Viewer, post_id: int) -> HeldPost:
    """A post whose holder the viewer may give a new slip."""
    held = a_post(viewer, post_id)
    right = slip_rights(viewer, [held.post.user_id]).get(held.post.user_id)
    if right is None or not right.may:
        raise NotFound()
    return held


@dataclass(frozen=True)
class YearOf:
    """A unit in a school year with its calendar; `may_edit`: the viewer may change it here."""

    unit: Unit
    year: int
    calendar: Calendar
    may_edit: bool


def _year() -> int:
    year = request.values.get("year", clock.school_year_of(clock.today()), type=int)
    if not 2015 <= year <= 2100:
        raise NotFound()
    return year


def planned(viewer: Viewer, unit_id: int | None = None) -> YearOf:
    """A unit with its calendar, for whoever may see its figures."""
    unit = access.unit_for(
        viewer, "assessment.view", first_unit(viewer, "assessment.view") if unit_id is None else unit_id
    )
    year = _year()
    return YearOf(
        unit, year, org.calendar_of(unit, year), viewer.may("calendar.edit", unit.path) and unit.kind != "class"
    )


def calendared(viewer: Viewer, unit_id: int) -> YearOf:
    """A unit whose calendar the viewer may change."""
    unit = access.unit_for(viewer, "calendar.edit", unit_id)
    if unit.kind == "class":
        raise NotFound()
    year = _year()
    return YearOf(unit, year, org.calendar_of(unit, year), True)


def rolling(viewer: Viewer, unit_id: int | None = None) -> Unit:
    """A unit the viewer may take into the next school year: a school by whoever moves its classes, a unit above by whoever plans there."""
    mine = [held.unit_id for held in viewer.holdings if may_roll(viewer, held.kind, held.path)]
    if unit_id is None and not mine:
        raise NotFound()
    unit = access.unit_for(viewer, "plan.edit", mine[0] if unit_id is None else unit_id)
    if not may_roll(viewer, unit.kind, unit.path):
        raise NotFound()
    return unit


def may_roll(viewer: Viewer, kind: str, path: str) -> bool:
    """Whether the viewer may take a unit of this kind, at a path, into the next school year."""
    if kind == "class" or not viewer.may("plan.edit", path):
        return False
    return kind != "school" or viewer.may("rollover.run", path)


def keeping(viewer: Viewer, unit_id: int) -> Unit:
    """A unit below which the viewer may add units."""
    return access.unit_for(viewer, "unit.manage", unit_id)


def renaming(viewer: Viewer, unit_id: int) -> Unit:
    """A unit that the viewer may give another name, or close."""
    unit = access.unit_for(viewer, "unit.manage", unit_id)
    if unit.closed_on is not None:
        raise NotFound()
    return unit


def closing(viewer: Viewer, unit_id: int) -> Unit:
    """A unit that the viewer may close: one below a unit that he manages."""
    unit = renaming(viewer, unit_id)
    if not units.may_close(viewer, unit):
        raise NotFound()
    return unit


def closed(viewer: Viewer, unit_id: int) -> Unit:
    """A closed unit, no class, that the viewer may open again."""
    unit = access.unit_for(viewer, "unit.manage", unit_id)
    if unit.kind == "class" or not units.may_close(viewer, unit):
        raise NotFound()
    return unit
