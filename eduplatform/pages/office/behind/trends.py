"""Figures now and then as a chart draws them: where they were, where they are, how far that is and how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from ....assessment.rules import Rate
from ....assessment.trend import Trend
from ....assessment.trend_rules import Compared, Difference
from ...web.locale import gettext as _
from ..report import labels
from ..report.loaders import View


def rows_of(trend: Trend, view: View) -> Mapping[str, Any] | None:
    """Rows of the chart: against last year, or against the last term where nothing was counted a year ago; None where there is neither.
    `href`: the report of then."""
    main, other = (trend.year, trend.term) if trend.year else (trend.term, ())
    if not main:
        return None
    terms = {one.code: one for one in other}
    then = url_for("office.unit", unit_id=view.unit.id, year=view.year - 1, day=trend.same_day.isoformat())
    rows = [_row(one, terms.get(one.code)) for one in main if one.now.value is not None or one.then.value is not None]
    return {
        "rows": rows,
        "title": _("和去年同期比") if trend.year else _("和上学期比"),
        "then": _("去年同期") if trend.year else _("上学期"),
        "href": then if trend.year else "",
        "trend": trend,
    }


def _row(one: Compared, term: Compared | None) -> dict[str, Any]:
    apart = one.apart
    return {
        "label": labels.indicators()[one.code],
        "now": _per_cent(one.now),
        "then": _per_cent(one.then),
        "text": said(one.now),
        "before": said(one.then),
        "apart": change_words(apart) if apart else "",
        "up": bool(apart and apart.value > 0),
        "term": _("上学期 %(share)s", share=said(term.then)) if term and term.then.value is not None else "",
    }


def _per_cent(rate: Rate) -> float | None:
    return None if rate.value is None else round(100 * rate.value, 1)


def said(rate: Rate) -> str:
    """A figure in words: 72.4%, 人数少 where it is hidden, – where there is none."""
    if rate.hidden:
        return labels.too_few_label()
    return "–" if rate.value is None else f"{100 * rate.value:.1f}%"


def change_words(apart: Difference) -> str:
    """A difference at a glance: in points, or that chance alone may have made it."""
    return _("看不出变化") if apart.unclear else signed(apart.value)


def apart_words(apart: Difference) -> str:
    """A difference in points, with its bounds where few stand behind it: +3.2, +3.2 (−4 … +11)."""
    value = signed(apart.value)
    if apart.low is None or apart.high is None:
        return value
    return f"{value} ({signed(apart.low, 0)} … {signed(apart.high, 0)})"


def signed(share: float, digits: int = 1) -> str:
    """A difference of shares in points with its sign: +3.2, −4, 0."""
    points = round(100 * share, digits)
    if not points:
        return "0"
    return f"{'+' if points > 0 else '−'}{abs(points):.{digits}f}"


def table_rows(found: Sequence[Compared], other: Sequence[Compared]) -> list[dict[str, str]]:
    """Now, a year ago and a term ago with their differences, a row for each main indicator that has a figure of any of them."""
    terms = {one.code: one for one in other}
    years = {one.code: one for one in found}
    names = labels.indicators()
    return [
        {"name": names[code], **_cells(years.get(code), "year"), **_cells(terms.get(code), "term")}
        for code in dict.fromkeys([*years, *terms])
        if any(_is_told(one) for one in (years.get(code), terms.get(code)))
    ]


def _is_told(one: Compared | None) -> bool:
    return one is not None and any(rate.hidden or rate.value is not None for rate in (one.now, one.then))


def _cells(one: Compared | None, what: str) -> dict[str, str]:
    if one is None:
        return {f"{what}_now": "–", what: "–", f"{what}_apart": "–"}
    apart = one.apart
    return {
        f"{what}_now": said(one.now),
        what: said(one.then),
        f"{what}_apart": apart_words(apart) if apart else "–",
    }
