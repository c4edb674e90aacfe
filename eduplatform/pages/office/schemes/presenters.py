"""Scores as a table, once for the screen and the sheet; and how they spread under two versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ....assessment.scheme_rules import Scheme, Score
from ....assessment.scheme_scores import Scored, Spread
from ....shared.sheets import Column, Table
from ...filters import pick
from ...web.locale import gettext as _
from . import labels


def score_columns(scheme: Scheme) -> list[Column]:
    """Heads of the table of scores."""
    parts = [Column(pick(part, "name"), "text", _("各项得分")) for part in scheme.parts]
    return [Column(_("学校"), "name"), Column(_("总分")), Column(_("等级")), Column(_("进度")), *parts]


def level_name(score: Score) -> str:
    """The level of a score, with a word where a veto decided."""
    if score.level is None:
        return "—"
    name = pick(score.level, "name")
    return _("%(level)s（否决）", level=name) if score.vetoes else name


def progress_label(score: Score) -> str:
    """Whether anything still waits to be marked."""
    return _("评完了") if score.complete else _("还没评完")


def score_cells(one: Scored) -> list[str]:
    """The line of a school: the same text on the screen and in the sheet."""
    parts = [labels.points_text(each.points) for each in one.score.outcomes]
    return [
        one.school.name,
        labels.points_text(one.score.total),
        level_name(one.score),
        progress_label(one.score),
        *parts,
    ]


def score_sheet(
    title: str, scheme: Scheme, found: Sequence[Scored], about: Sequence[str], notes: Iterable[str]
) -> Table:
    """The sheet of scores."""
    rows = [score_cells(one) for one in found]
    return Table(title, score_columns(scheme), rows, None, about, tuple(notes), _("评分表"))


@dataclass(frozen=True)
class SpreadLine:
    """A unit one level down: how many schools at each level under the version in force and under the draft."""

    name: str
    schools: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    middle_before: str
    middle_after: str


def spread_lines(
    names: Mapping[int, str], before: Mapping[int, Spread], after: Mapping[int, Spread]
) -> list[SpreadLine]:
    """Lines of the what-if, in the order of the tree and never of points."""
    return [
        SpreadLine(
            names.get(unit_id, ""),
            now.schools,
            before[unit_id].levels if unit_id in before else {},
            now.levels,
            labels.points_text(before[unit_id].middle) if unit_id in before else "—",
            labels.points_text(now.middle),
        )
        for unit_id, now in after.items()
    ]
