"""Stored rules for tests."""

from datetime import date

from eduplatform.shared import clock
from eduplatform.teaching.models import RuleOfUnit


def asked(unit, least: int, from_on: date, period: str = "year", to_on: date | None = None, **values) -> RuleOfUnit:
    """A rule of a unit about class hours of P2, unless `values` say otherwise."""
    row = {"measure": "class_hours", "topic": "", "stages": "P2", "sources": "", "document": "x", "code": ""} | values
    return RuleOfUnit(
        unit_id=unit.id, least=least, period=period, from_on=from_on, to_on=to_on, set_at=clock.now(), **row
    )
