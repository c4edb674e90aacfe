"""What the product takes of the teachers below already, said beside the cost of what is about to be sent: a median, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ....notices import teacher_week
from ....org.calendar import monday_of
from ....org.models import Unit
from ....shared import clock
from ....teaching import teacher_acts


@dataclass(frozen=True)
class TeacherMinutes:
    """Last week's median below a unit (`seconds` None: too few teachers), what an ordinary week and one lesson more take."""

    monday: date
    teachers: int
    seconds: int | None
    ordinary: int
    one_more: int
    least: int  #: teachers below which nothing is said
    most: int

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def too_many(self) -> bool:
        """Whether half of the teachers spend more than a week may take."""
        return self.seconds is not None and self.seconds > self.most


def minutes_of_last_week(unit: Unit, today: date) -> TeacherMinutes:
    """Of the teachers at or below a unit. Five statements."""
    monday = monday_of(today) - timedelta(days=7)
    found = teacher_week.median_week(unit, clock.school_year_of(monday), monday)
    return TeacherMinutes(
        monday,
        found.teachers,
        found.seconds,
        teacher_acts.seconds_of(teacher_acts.ORDINARY),
        teacher_acts.seconds_of_one_more_lesson(),
        teacher_week.LEAST,
        teacher_acts.A_WEEK,
    )
