"""Loaders of filings: units above the class, and a filing of one. Strangers get the same 404."""

from __future__ import annotations

from dataclasses import dataclass

from ....assessment.filing_rules import Period, periods_on_offer, years_on_offer
from ....assessment.filings import filing_by_id
from ....assessment.models import Filing
from ....org import queries as org
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....shared import clock
from ....shared.refusals import NotFound
from ..report.loaders import RIGHT


def a_filing_unit(viewer: Viewer, unit_id: int) -> Unit:
    """A unit that hands something in: a school or what stands above it."""
    unit = unit_for(viewer, RIGHT, unit_id)
    if unit.kind == "class":
        raise NotFound()
    return unit


@dataclass(frozen=True)
class Handed:
    """A filing with its unit."""

    row: Filing
    unit: Unit


def a_filing(viewer: Viewer, filing_id: int) -> Handed:
    """A filing of a unit the viewer may see figures of."""
    found = filing_by_id(filing_id)
    if found is None:
        raise NotFound()
    unit_for(viewer, RIGHT, found[1].id)
    return Handed(*found)


def offered(unit: Unit) -> list[Period]:
    """What can be made for a unit today."""
    today = clock.today()
    return periods_on_offer([org.calendar_of(unit, year) for year in years_on_offer(today)], today)
