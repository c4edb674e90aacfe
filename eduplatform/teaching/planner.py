"""What the planner's pages read of a unit's year: the plan on its calendar beside the shelf, who planned it, what there was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from ..curriculum import queries as content
from ..extensions import db
from ..org.calendar import Calendar
from ..org.models import Unit
from ..org.queries import path_ids
from . import key_days, plan
from .models import PlanWeek
from .year_overview import Overview, without_week, year_overview


def overview(unit: Unit, calendar: Calendar, stages: Sequence[str], today: date) -> Overview:
    """The unit's year for some stages. One statement beside what is remembered for seconds."""
    found = plan.in_force(unit, calendar.year)
    above = {week.week: week for week in found.inherited}
    days = key_days.for_lessons(key_days.year_file(), calendar)
    moved = {number: above.get(number) for number in found.moved}
    made = year_overview(calendar, found.weeks, days, content.topics_served(), stages, today, moved)
    missing = without_week([*found.left_out, *plan.shipped()], found.weeks) if found.weeks else ()
    return replace(made, missing=missing)


@dataclass(frozen=True)
class Planned:
    """Who planned a year: `own`, or the unit above with this `name` ('' where nobody has). `before`: there is a plan of the year
    before to carry over."""

    own: bool
    name: str
    before: bool


def planned_by(unit: Unit, year: int) -> Planned:
    """Who planned the year for a unit. One statement."""
    ids = path_ids(unit.path)
    found = (
        select(PlanWeek.unit_id, PlanWeek.year, Unit.name)
        .join(Unit, Unit.id == PlanWeek.unit_id)
        .where(PlanWeek.unit_id.in_(ids), PlanWeek.year.in_((year - 1, year)))
        .distinct()
    )
    rows = db.session.execute(found).all()
    names = {row.unit_id: row.name for row in rows if row.year == year}
    nearest = next((names[each] for each in reversed(ids) if each in names and each != unit.id), "")
    return Planned(unit.id in names, nearest, any(row.year == year - 1 for row in rows))
