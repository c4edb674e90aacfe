"""Which answers may leave the house without a name. Pure.

A cell is what pupils of one class answered about one lesson in one week. It goes out whole or not at all, by its own size alone, once its
week has been over for a week: so two files, of any units and days, differ by whole cells, and no cell is smaller than LEAST pupils.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ..org.calendar import monday_of
from .rules import LEAST_PUPILS

LEAST = LEAST_PUPILS  #: pupils of a cell, and answers to a question that is named within it
WEEK = timedelta(days=7)


class Cell(NamedTuple):
    """A class, a lesson, and the Monday of a week."""

    class_id: int
    lesson_id: int
    monday: date


def last_closed_day(day: date) -> date:
    """The last day of the weeks that have been over for a whole week on `day`: nothing more is handed in for them."""
    return monday_of(day) - WEEK - timedelta(days=1)


def named_items(answers: Mapping[str, int]) -> frozenset[str]:
    """Of the questions of a cell {uuid: answers} those that are told apart. The others stand together, at least LEAST answers or none:
    a rarely drawn question would else show what two or three pupils said."""
    named = {item for item, n in answers.items() if n >= LEAST}
    rest = sum(n for item, n in answers.items() if item not in named)
    for item in sorted(named, key=lambda one: (answers[one], one)):
        if rest == 0 or rest >= LEAST:
            break
        named.discard(item)
        rest += answers[item]
    return frozenset(named)
