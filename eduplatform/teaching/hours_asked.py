"""What is asked of a class in hours: the one place where the ledger, its forecast and the counts of units read a rule.

Rules are dated; a forecast goes by the one in force on the last day of the year, as far as it is known today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from ..extensions import db
from ..org.models import Unit
from ..org.queries import path_ids
from . import plan, rules
from .models import HoursRule

RuleOn = Callable[[str, str, date], rules.Rule]  #: (path of a unit, stage, day) → the rule in force there


def year_end(year: int) -> date:
    """The day by whose rule a year's forecast goes."""
    return date(year + 1, 8, 31)


def of_class(class_unit: Unit, stage: str, day: date) -> rules.Rule:
    """The rule in force for a class on a day. Remembered for seconds."""
    return plan.rule_for(class_unit, stage, day)


def of_many() -> RuleOn:
    """The same for any number of classes. One statement in all; each path, stage and day is joined once."""
    entered: dict[int, list[HoursRule]] = defaultdict(list)
    for row in db.session.scalars(select(HoursRule).order_by(HoursRule.from_on)):
        entered[row.unit_id].append(row)
    known: dict[tuple[tuple[int, ...], str, date], rules.Rule] = {}

    def on(path: str, stage: str, day: date) -> rules.Rule:
        asking = tuple(unit for unit in path_ids(path) if unit in entered)  # most classes share the units that ask
        key = (asking, stage, day)
        if key not in known:
            known[key] = _joined([entered[unit] for unit in asking], stage, day)
        return known[key]

    return on


def _joined(of_units: list[list[HoursRule]], stage: str, day: date) -> rules.Rule:
    latest = [[row for row in rows if row.stage == stage and row.from_on <= day][-1:] for rows in of_units]
    found = rules.joined_rule(_rule(row) for rows in latest for row in rows)
    return found or rules.national_floor(stage)


def _rule(row: HoursRule) -> rules.Rule:
    return rules.entered(row.stage, row.minutes, row.floor, row.weekly, row.source, row.day_lessons, row.evidenced)
