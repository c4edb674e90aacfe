"""Loaders of official figures. What is not signed is seen by who may prepare it; one line of what is signed by the unit it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ....assessment import appeals, snapshot_queries, snapshots
from ....assessment.models import Snapshot
from ....assessment.snapshot_queries import AppealLine
from ....assessment.snapshot_rules import SCORES, Line, line_of
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....shared.refusals import NotFound
from ..loaders import first_unit
from ..report.loaders import RIGHT
from ..schemes.loaders import year_asked

MAKE, SIGN, CONTEST = snapshots.MAKE, snapshots.SIGN, appeals.CONTEST


@dataclass(frozen=True)
class OfficialPlace:
    """A unit in a school year whose official figures are listed; `may_make`: the viewer may prepare some here."""

    unit: Unit
    year: int
    may_make: bool


@dataclass(frozen=True)
class OfficialFigures:
    """A snapshot with its unit, and what the viewer may do with it."""

    row: Snapshot
    unit: Unit
    may_make: bool
    may_sign: bool
    may_see_all: bool

    @cached_property
    def body(self) -> dict[str, Any]:
        return snapshot_queries.body_of(self.row)

    @property
    def of_scores(self) -> bool:
        return self.row.kind == SCORES


@dataclass(frozen=True)
class OfficialLine:
    """One unit's line in a snapshot: its place there; `may_contest`: the viewer speaks for this unit."""

    held: OfficialFigures
    unit: Unit
    place: int
    line: Line
    may_contest: bool


@dataclass(frozen=True)
class HeldAppeal:
    """An appeal with the snapshot it was made against; `may_answer`: the viewer answers for the unit whose snapshot it is."""

    appeal: AppealLine
    held: OfficialFigures
    may_answer: bool


def an_official_place(viewer: Viewer, unit_id: int | None = None) -> OfficialPlace:
    """A unit the viewer may see figures of; without a number the viewer's own, the highest first."""
    unit = unit_for(viewer, RIGHT, first_unit(viewer, RIGHT) if unit_id is None else unit_id)
    return OfficialPlace(unit, year_asked(), _may_make(viewer, unit))


def a_place_to_prepare(viewer: Viewer, unit_id: int) -> OfficialPlace:
    """A unit above the class whose official figures the viewer may prepare."""
    unit = unit_for(viewer, MAKE, unit_id)
    if not _may_make(viewer, unit):
        raise NotFound()
    return OfficialPlace(unit, year_asked(), True)


def _may_make(viewer: Viewer, unit: Unit) -> bool:
    return unit.kind != "class" and viewer.may(MAKE, unit.path)


def _held(viewer: Viewer, snapshot_id: int) -> OfficialFigures:
    found = snapshot_queries.find_snapshot(snapshot_id)
    if found is None:
        raise NotFound()
    row, unit = found
    may_make, may_sign = viewer.may(MAKE, unit.path), viewer.may(SIGN, unit.path)
    sees_all = viewer.may(RIGHT, unit.path) and (row.state == "signed" or may_make or may_sign)
    return OfficialFigures(row, unit, may_make, may_sign, sees_all)


def a_snapshot(viewer: Viewer, snapshot_id: int) -> OfficialFigures:
    """A snapshot of a unit whose figures the viewer may see; one not signed for those who prepare and sign."""
    held = _held(viewer, snapshot_id)
    if not held.may_see_all:
        raise NotFound()
    return held


def a_snapshot_to_sign(viewer: Viewer, snapshot_id: int) -> OfficialFigures:
    """A snapshot of a unit whose official figures the viewer may sign; a signed one refuses by itself and says why."""
    held = a_snapshot(viewer, snapshot_id)
    if not held.may_sign:
        raise NotFound()
    return held


def a_snapshot_to_drop(viewer: Viewer, snapshot_id: int) -> OfficialFigures:
    """A snapshot of a unit whose official figures the viewer may prepare; a signed one refuses by itself and says why."""
    held = a_snapshot(viewer, snapshot_id)
    if not held.may_make:
        raise NotFound()
    return held


def an_official_line(viewer: Viewer, snapshot_id: int, unit_id: int) -> OfficialLine:
    """The line of a unit the viewer may see figures of, in a snapshot that is signed or that the viewer may see whole."""
    held, unit = _held(viewer, snapshot_id), unit_for(viewer, RIGHT, unit_id)
    if held.row.state != "signed" and not held.may_see_all:
        raise NotFound()
    found = line_of(held.body, unit.id)
    if found is None:
        raise NotFound()
    return OfficialLine(held, unit, *found, appeals.may_contest(viewer, unit))


def a_line_to_contest(viewer: Viewer, snapshot_id: int, unit_id: int) -> OfficialLine:
    """Such a line of a unit at or above which the viewer may contest; who does not speak for this very unit is refused with words."""
    line = an_official_line(viewer, snapshot_id, unit_id)
    if not viewer.may(CONTEST, line.unit.path):
        raise NotFound()
    return line


def an_appeal(viewer: Viewer, appeal_id: int) -> HeldAppeal:
    """An appeal, for the unit that made it and for those who answer it."""
    found = snapshot_queries.find_appeal(appeal_id)
    if found is None:
        raise NotFound()
    held = _held(viewer, found.row.snapshot_id)
    if not held.may_make and not viewer.may(RIGHT, found.unit.path):
        raise NotFound()
    return HeldAppeal(found, held, held.may_make)


def an_appeal_to_answer(viewer: Viewer, appeal_id: int) -> HeldAppeal:
    """An appeal against figures that the viewer may prepare."""
    found = an_appeal(viewer, appeal_id)
    if not found.may_answer:
        raise NotFound()
    return found
