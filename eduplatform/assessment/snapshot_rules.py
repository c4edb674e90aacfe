"""What a snapshot of official figures holds, and what of it a viewer is shown. Pure.

The body is JSON in one spelling only (sorted keys, no blanks), so that its bytes can be hashed:

  figures  {kind, unit, above: [{unit, path}], forced: {unit above: [codes]}, least, own: line, lines: [line]}
           line {unit, code, name, kind, path, counts: {counter: n}, figures: {indicator: {over, under, hidden}}}
  scores   {kind, unit, scheme: {number, name, name_en, unit, body}, lines: [line]}
           line {unit, code, name, kind, path, figures: {indicator: [over, under, why]}, marks: {own, bureau, vetoes}, score}
           score {total, level, base, earned, bonus, complete, vetoes, parts: {part: {points, why, indicator, figure, step}}}

`hidden` says what an outsider who looks at this unit alone is not shown. Who sees the unit above too is not shown what its list hides
(`forced`, see hidden_units), so what a viewer is shown is asked of the same rules as on the screen, from what is frozen here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from . import rules, scheme_data, scheme_rules, suppression
from .rules import Rate
from .scheme_rules import Figure, Marks, Outcome, Score, Step

FIGURES, SCORES = "figures", "scores"
Line = Mapping[str, Any]


def canonical(body: Mapping[str, Any]) -> str:
    """The one spelling of a body."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest_of(text: str) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def figures_body(unit: Line, own: Line, lines: Sequence[Line], above: Sequence[Line], forced: Line) -> dict[str, Any]:
    """A body of indicators; `own` and `lines` with their counts, `forced` as hidden_units.forced_by_top."""
    body: dict[str, Any] = {"kind": FIGURES, "unit": dict(unit), "above": list(above), "forced": dict(forced)}
    body |= {"least": rules.LEAST_PUPILS, "own": dict(own), "lines": [dict(one) for one in lines]}
    return with_figures(body)


def with_figures(body: dict[str, Any]) -> dict[str, Any]:
    """The body with the figures of every line reckoned from its counts."""
    lines = body["lines"]
    covered = suppression.hidden_of([one["counts"] for one in lines], [False] * len(lines))
    own_hidden = rules.hidden_codes(body["own"]["counts"]) | covered.bare
    return body | {
        "own": _figured(body["own"], own_hidden),
        "lines": [_figured(one, codes) for one, codes in zip(lines, covered.codes, strict=True)],
    }


def _figured(line: Line, hidden: frozenset[str]) -> dict[str, Any]:
    counts = line["counts"]
    figures = {
        one.code: {"over": over_of(counts, one), "under": under_of(counts, one), "hidden": one.code in hidden}
        for one in rules.INDICATORS
    }
    return {**line, "figures": figures}


def over_of(counts: Mapping[str, int], indicator: rules.Indicator) -> int:
    return sum(counts[name] for name in indicator.over)


def under_of(counts: Mapping[str, int], indicator: rules.Indicator) -> int:
    return sum(counts[name] for name in indicator.under)


@dataclass(frozen=True)
class Shown:
    """What a viewer is shown of a body of indicators: rates of the whole and of each line."""

    own: Mapping[str, Rate]
    lines: Sequence[Mapping[str, Rate]]
    own_hidden: frozenset[str]
    hidden: Sequence[frozenset[str]]


@dataclass(frozen=True)
class Eyes:
    """From where a viewer looks: from inside the unit; from inside which lines; what the units above that he sees force to be hidden."""

    inside: bool
    inside_lines: Sequence[bool]
    forced: frozenset[str]


def shown(body: Mapping[str, Any], eyes: Eyes, before: Shown | None = None) -> Shown:
    """As the report of the unit would show these counts to the viewer. `before`: what was shown of the snapshot that this one
    corrects: what was hidden there stays hidden, or the difference would tell it."""
    lines, own = body["lines"], body["own"]["counts"]
    covered = suppression.hidden_of([one["counts"] for one in lines], eyes.inside_lines, eyes.forced)
    codes = list(covered.codes)
    own_hidden = frozenset() if eyes.inside else rules.hidden_codes(own) | covered.bare | eyes.forced
    if before is not None:
        codes = [mine | theirs for mine, theirs in zip(codes, before.hidden, strict=True)]
        own_hidden |= before.own_hidden
    rated = [
        rules.rates(one["counts"], mine, hidden)
        for one, mine, hidden in zip(lines, eyes.inside_lines, codes, strict=True)
    ]
    return Shown(rules.rates(own, eyes.inside, own_hidden), rated, own_hidden, codes)


def line_of(body: Mapping[str, Any], unit_id: int) -> tuple[int, Line] | None:
    """Place and line of a unit; None where the snapshot has none of it."""
    return next(((place, one) for place, one in enumerate(body["lines"]) if one["unit"] == unit_id), None)


def scored_line(line: Line, scheme: scheme_rules.Scheme) -> dict[str, Any]:
    """The line with its score reckoned from its figures and marks."""
    figures = {code: Figure(*value) for code, value in line["figures"].items()}
    marks = line["marks"]
    score = scheme_rules.scored(scheme, figures, Marks(marks["own"], marks["bureau"], frozenset(marks["vetoes"])))
    parts = {one.part.code: _part(one) for one in score.outcomes}
    said: dict[str, Any] = {"total": score.total, "level": score.level.name if score.level else "", "base": score.base}
    said |= {"earned": score.earned, "bonus": score.bonus, "complete": score.complete, "parts": parts}
    return {**line, "score": said | {"vetoes": [veto.code for veto in score.vetoes]}}


def _part(one: Outcome) -> dict[str, Any]:
    figure = [one.figure.over, one.figure.under, one.figure.why] if one.figure else None
    step = asdict(one.step) if one.step else None
    return {"points": one.points, "why": one.why, "indicator": one.indicator, "figure": figure, "step": step}


def score_of(body: Mapping[str, Any], line: Line) -> Score:
    """The score as it was frozen, in the shape of scheme_rules; nothing of it is reckoned anew."""
    scheme, said = scheme_data.of_body(body["scheme"]["body"]), line["score"]
    outcomes = [_outcome(part, said["parts"][part.code]) for part in scheme.parts]
    level = next((one for one in scheme.levels if one.name == said["level"]), None)
    vetoes = [veto for veto in scheme.vetoes if veto.code in said["vetoes"]]
    return Score(outcomes, said["earned"], said["base"], said["bonus"], said["total"], level, vetoes, said["complete"])


def _outcome(part: scheme_rules.Part, kept: Mapping[str, Any]) -> Outcome:
    figure = Figure(*kept["figure"]) if kept["figure"] else None
    step = Step(**kept["step"]) if kept["step"] else None
    return Outcome(part, kept["points"], kept["why"], kept["indicator"], figure, step)
