"""Loaders of schemes. A draft is its bureau's; a published version is seen by whom it marks as well. Strangers get the same 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import request

from ....assessment import scheme_data, scheme_queries, scheme_scores
from ....assessment.models import SchemeVersion
from ....assessment.queries import last_report_day
from ....assessment.scheme_rules import Scheme
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....shared import clock
from ....shared.refusals import NotFound
from ..loaders import first_unit
from ..report.loaders import RIGHT

EDIT, MARK = "scheme.edit", "scheme.mark"


@dataclass(frozen=True)
class Place:
    """A unit in a school year whose schemes are shown; `may_edit`: the viewer may make one here."""

    unit: Unit
    year: int
    may_edit: bool


@dataclass(frozen=True)
class Version:
    """A version of a scheme with its unit."""

    row: SchemeVersion
    unit: Unit
    may_edit: bool

    @cached_property
    def scheme(self) -> Scheme:
        return scheme_data.of_body(self.row.body)

    @property
    def day(self) -> date:
        """Up to which day its scores reach."""
        return last_report_day(self.row.year)


@dataclass(frozen=True)
class MarkedSchool:
    """A school and the version it is marked by; `side`: as what the viewer may enter points, "" for not at all."""

    version: Version
    school: Unit
    side: str


def year_asked() -> int:
    """School year of the address, this one if it is odd."""
    now = clock.school_year_of(clock.today())
    year = request.values.get("year", now, type=int)
    return year if now - 10 <= year <= now + 1 else now


def a_scheme_place(viewer: Viewer, unit_id: int | None = None) -> Place:
    """A unit the viewer may see figures of; without a number the viewer's own, the highest first."""
    unit = unit_for(viewer, RIGHT, first_unit(viewer, RIGHT) if unit_id is None else unit_id)
    return Place(unit, year_asked(), _may_edit(viewer, unit))


def _may_edit(viewer: Viewer, unit: Unit) -> bool:
    return unit.kind not in ("school", "class") and viewer.may(EDIT, unit.path)


def an_own_place(viewer: Viewer, unit_id: int) -> Place:
    """A bureau at which the viewer may make schemes."""
    unit = unit_for(viewer, EDIT, unit_id)
    if not _may_edit(viewer, unit):
        raise NotFound()
    return Place(unit, year_asked(), True)


def _found(viewer: Viewer, scheme_id: int) -> Version:
    found = scheme_queries.find_scheme(scheme_id)
    if found is None:
        raise NotFound()
    return Version(found[0], found[1], _may_edit(viewer, found[1]))


def a_scheme(viewer: Viewer, scheme_id: int) -> Version:
    """A draft of a bureau whose schemes the viewer makes; a published version of the viewer's own, a lower or a higher unit."""
    version = _found(viewer, scheme_id)
    if version.may_edit:
        return version
    path = version.unit.path
    marked = any(own.startswith(path) for own in viewer.paths(RIGHT)) or viewer.may(RIGHT, path)
    if version.row.state != "published" or not marked:
        raise NotFound()
    return version


def a_version_to_edit(viewer: Viewer, scheme_id: int) -> Version:
    """A version of a bureau whose schemes the viewer makes; a published one refuses by itself and says why."""
    version = _found(viewer, scheme_id)
    if not version.may_edit:
        raise NotFound()
    return version


def a_draft(viewer: Viewer, scheme_id: int) -> Version:
    """A draft of a bureau whose schemes the viewer makes."""
    version = a_version_to_edit(viewer, scheme_id)
    if version.row.state != "draft":
        raise NotFound()
    return version


def a_published_scheme(viewer: Viewer, scheme_id: int) -> Version:
    """A published version by which schools the viewer sees above the class are marked."""
    version = a_scheme(viewer, scheme_id)
    if not sees_scores(viewer, version):
        raise NotFound()
    return version


def sees_scores(viewer: Viewer, version: Version) -> bool:
    """Whether schools marked by a published version are among those the viewer sees above the class."""
    path, seen = version.unit.path, scheme_scores.seen_paths(viewer)
    return version.row.state == "published" and any(one.startswith(path) or path.startswith(one) for one in seen)


def a_marked_school(viewer: Viewer, scheme_id: int, unit_id: int) -> MarkedSchool:
    """A school below the unit of a published version, for whoever may see its figures."""
    version, school = a_scheme(viewer, scheme_id), unit_for(viewer, RIGHT, unit_id)
    if version.row.state != "published" or school.kind != "school" or not school.path.startswith(version.unit.path):
        raise NotFound()
    return MarkedSchool(version, school, _side(viewer, school))


def _side(viewer: Viewer, school: Unit) -> str:
    """The school's own people speak for the school, whoever is above it for the bureau."""
    if not viewer.may(MARK, school.path):
        return ""
    return "self" if any(held.unit_id == school.id for held in viewer.holdings) else "bureau"


def a_school_to_mark(viewer: Viewer, scheme_id: int, unit_id: int) -> MarkedSchool:
    """A school whose points the viewer may enter."""
    marked = a_marked_school(viewer, scheme_id, unit_id)
    if not marked.side:
        raise NotFound()
    return marked
