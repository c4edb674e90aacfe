"""The activities of a school year as drafts for the next: what somebody may set again, with its dates a year on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from ..extensions import db
from ..org.models import Unit
from .models import Activity
from .queries import standing


@dataclass(frozen=True)
class Draft:
    """An activity nobody is asked for yet: it is set on the page of activities, its dates looked through."""

    title: str
    title_en: str
    topics: tuple[str, ...]
    stages: tuple[str, ...]
    starts_on: date
    ends_on: date

    def plain(self) -> dict[str, Any]:
        """For a JSON column."""
        dates = {"starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat()}
        return {
            "title": self.title,
            "title_en": self.title_en,
            "topics": [*self.topics],
            "stages": [*self.stages],
            **dates,
        }


def drafts_of_next_year(unit: Unit, year: int) -> list[Draft]:
    """What the unit itself set in `year` and did not take back, 52 weeks on: on the same weekdays. One statement."""
    found = select(Activity).where(standing([unit.id], year))
    on = timedelta(weeks=52)
    return [
        Draft(row.title, row.title_en, tuple(row.topics), tuple(row.stages), row.starts_on + on, row.ends_on + on)
        for row in db.session.scalars(found.order_by(Activity.starts_on, Activity.id))
    ]


def titles_set(unit: Unit, year: int) -> set[str]:
    """Titles of what the unit has set in a year and not taken back. One statement."""
    return set(db.session.scalars(select(Activity.title).where(standing([unit.id], year))))
