"""What is asked of a class in hours: the one place where the ledger, its forecast and the counts of units read a rule.

Rules are dated; a forecast goes by the one in force on the last day of the year, as far as it is known today.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ..org.models import Unit
from ..org.queries import path_ids
from . import plan, rule_book, rules

RuleOn = Callable[[str, str, date], rules.Rule]  #: (path of a unit, stage, day) → the rule in force there


def year_end(year: int) -> date:
    """The day by whose rule a year's forecast goes."""
    return date(year + 1, 8, 31)


def of_class(class_unit: Unit, stage: str, day: date) -> rules.Rule:
    """The rule in force for a class on a day. Remembered for seconds."""
    return plan.rule_for(class_unit, stage, day)


def of_many() -> RuleOn:
    """The same for any number of classes. One statement in all; each line of units that ask, stage and day is joined once."""
    lines, counting = rule_book.books_of_all()
    asking = {line.unit_id for line in lines} | {unit for unit, *_ in counting}
    known: dict[tuple[tuple[int, ...], str, date], rules.Rule] = {}

    def on(path: str, stage: str, day: date) -> rules.Rule:
        ids = tuple(unit for unit in path_ids(path) if unit in asking)  # most classes share the units that ask
        key = (ids, stage, day)
        if key not in known:
            mine = tuple(line for line in lines if not line.unit_id or line.unit_id in ids)
            known[key] = rule_book.RuleBook(ids, mine, tuple(counting)).rule_on(stage, day)
        return known[key]

    return on
