"""Dated rules → lines of a page and of a sheet: what is asked, by whom, since when, on what it rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ....shared import sheets
from ....teaching.dated_rules import ALWAYS, MEASURES, PERIODS, DatedRule
from ....teaching.rule_files import ShippedRule, Source
from ...filters import day, pick
from ...labels.dated_rules import (
    for_whom,
    least_asked,
    least_in_period,
    period_labels,
    record_labels,
    what_asked,
)
from ...web.locale import gettext as _


@dataclass(frozen=True)
class RuleLine:
    """One rule as shown. `by`: unit that set it; '' shipped; `own`: the unit that is shown set it; `topped`: a stricter one of the line
    stands beside it for all its people; `sources`: what is known of its ids, by language of the page."""

    rule: DatedRule
    by: str
    own: bool
    topped: bool
    sources: tuple[Source, ...]

    @property
    def record(self) -> str:
        return MEASURES[self.rule.measure].record


def lines_shown(
    rules: Iterable[DatedRule], stages: Iterable[str], units: Mapping[int, str], here: int, known: Mapping[str, Source]
) -> list[RuleLine]:
    """Rules that are about one of the stages, in the order of the measures, stricter first."""
    mine = [one for one in rules if any(one.touches(stage) for stage in stages)]
    order = {code: place for place, code in enumerate(MEASURES)}
    mine.sort(key=lambda one: (order[one.measure], one.topic, PERIODS.index(one.period), -one.least, one.unit_id))
    return [_line(one, mine, units, here, known) for one in mine]


def _line(
    rule: DatedRule, beside: list[DatedRule], units: Mapping[int, str], here: int, known: Mapping[str, Source]
) -> RuleLine:
    topped = any(_tops(other, rule) for other in beside)
    sources = tuple(known[one] for one in rule.sources if one in known)
    return RuleLine(rule, units.get(rule.unit_id, ""), rule.unit_id == here, topped, sources)


def _tops(other: DatedRule, rule: DatedRule) -> bool:
    return other.about == rule.about and other.least > rule.least and other.people >= rule.people


def offered(shipped: Iterable[ShippedRule], stages: Iterable[str]) -> list[ShippedRule]:
    """Shipped rules that hold only where they are adopted, for the stages taught at a unit."""
    here = list(stages)
    return [one for one in shipped if not one.holds and any(one.rule.touches(stage) for stage in here)]


def since(rule: DatedRule) -> str:
    """From when to when: 2026年9月1日 起, or with its last day."""
    first = _("一直") if rule.from_on == ALWAYS else day(rule.from_on)
    if rule.to_on:
        return f"{first} – {day(rule.to_on)}"
    return first if rule.from_on == ALWAYS else _("%(day)s起", day=first)


def table(name: str, lines: Iterable[RuleLine], today: date) -> sheets.Table:
    """The list as a sheet, a line a rule."""
    heads = [
        (_("要求"), "name"),
        (_("周期"), "text"),
        (_("至少"), "text"),
        (_("适用于"), "long"),
        (_("时间"), "long"),
        (_("谁定的"), "name"),
        (_("依据的文件"), "long"),
        (_("目录编号"), "text"),
        (_("记录"), "long"),
    ]
    rows = [_row(line) for line in lines]
    title = _("%(name)s的安全教育规定", name=name)
    about = (_("截至 %(day)s", day=day(today)),)
    columns = [sheets.Column(*head) for head in heads]
    return sheets.Table(title, columns, rows, about=about, sheet=_("规定"))


def _row(line: RuleLine) -> list[str]:
    rule = line.rule
    return [
        what_asked(rule),
        period_labels()[rule.period],
        least_asked(rule),
        for_whom(rule),
        since(rule),
        line.by or _("平台所附的文件"),
        document_of(line),
        " ".join(rule.sources),
        record_labels()[line.record],
    ]


def document_of(line: RuleLine) -> str:
    """The document a rule rests on: as the unit wrote it, or the titles of what is shipped."""
    titles = [pick(source.title) for source in line.sources]
    if not line.rule.number or line.rule.code:
        return "; ".join(dict.fromkeys(titles)) or line.rule.document
    return line.rule.document


__all__ = [
    "document_of",
    "for_whom",
    "least_in_period",
    "lines_shown",
    "offered",
    "record_labels",
    "since",
    "table",
    "what_asked",
]
