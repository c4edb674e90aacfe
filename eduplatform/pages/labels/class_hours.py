"""Class hours in words: by evidence, and whether they reach the yearly floor. For the teacher's page and the reports."""

from __future__ import annotations

from ..web.locale import gettext as _


def fixed(hundredths: int) -> str:
    """Class hours with at least one decimal, so that three of them stand well beside each other: 300 → 3.0, 275 → 2.75."""
    return f"{hundredths / 100:.2f}".removesuffix("0")


def by_evidence(both: int, declared: int) -> str:
    """Hundredths as 有记录 3.0 · 申报 2.0 · 合计 5.0."""
    return _(
        "有记录 %(evidenced)s · 申报 %(declared)s · 合计 %(both)s",
        evidenced=fixed(both - declared),
        declared=fixed(declared),
        both=fixed(both),
    )


def met(counting: bool, alone: bool) -> str:
    """Whether a class has reached the floor, by the hours that count by the rules and by those with evidence alone."""
    by_rule = _("按规定已达标") if counting else _("按规定还没达标")
    return (
        by_rule
        + _("，")
        + (
            _("只看有记录的也达标")
            if alone and counting
            else _("只看有记录的已达标")
            if alone
            else _("只看有记录的还没达标")
        )
    )
