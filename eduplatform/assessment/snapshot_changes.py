"""A correction of frozen figures, and how two snapshots differ, figure by figure. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..shared.refusals import Refused
from . import rules, scheme_data
from .scheme_rules import Part
from .snapshot_rules import SCORES, Line, line_of, over_of, scored_line, under_of, with_figures

MOST = 10**7  #: no count of a unit is greater


def correctable(body: Mapping[str, Any], unit_id: int, figure: str) -> dict[str, int | None]:
    """What an officer may put right for a figure, by name, as it stands: counters of an indicator; points of a part marked by hand
    ("points", hundredths), or "over" and "under" of the indicator a part rests on. Refused: a figure that is not there, or was not scored."""
    _place, line = _found(body, unit_id)
    if body["kind"] != SCORES:
        indicator = rules.BY_CODE.get(figure)
        if indicator is None:
            raise Refused("figure_unknown")
        return {name: line["counts"][name] for name in (*indicator.over, *indicator.under)}
    part, kept = _part_of(body, figure), line["score"]["parts"][figure]
    if part.mode == "manual":
        return {"points": kept["points"]}
    if kept["why"] in ("few", "kindergarten"):
        raise Refused("correction_hidden")
    over, under, _why = kept["figure"] or (0, 0, "")
    return {"over": over, "under": under}


def _found(body: Mapping[str, Any], unit_id: int) -> tuple[int, Line]:
    found = line_of(body, unit_id)
    if found is None:
        raise Refused("figure_unknown")
    return found


def _part_of(body: Mapping[str, Any], code: str) -> Part:
    parts = scheme_data.of_body(body["scheme"]["body"]).parts
    part = next((one for one in parts if one.code == code), None)
    if part is None:
        raise Refused("figure_unknown")
    return part


def corrected(body: Mapping[str, Any], unit_id: int, figure: str, values: Mapping[str, int]) -> dict[str, Any]:
    """The body with a figure of a unit put right; totals and scores follow. `values` as correctable() names them.

    Refused: nothing changed; a numerator above its denominator; a number out of range; points beyond the part's."""
    was = correctable(body, unit_id, figure)
    if set(values) != set(was) or any(not 0 <= value <= MOST for value in values.values()):
        raise Refused("correction_range")
    if dict(values) == was:
        raise Refused("correction_same")
    change = _score_put_right if body["kind"] == SCORES else _counts_put_right
    return change(body, unit_id, figure, values)


def _counts_put_right(body: Mapping[str, Any], unit_id: int, figure: str, values: Mapping[str, int]) -> dict[str, Any]:
    place, line = _found(body, unit_id)
    counts = {**line["counts"], **values}
    for one in rules.INDICATORS:
        fitted = over_of(line["counts"], one) <= under_of(line["counts"], one)
        if (fitted or one.code == figure) and over_of(counts, one) > under_of(counts, one):
            raise Refused("correction_range")
    own = dict(body["own"]["counts"])
    for name, value in values.items():
        own[name] += value - line["counts"][name]
    lines = [dict(one) for one in body["lines"]]
    lines[place]["counts"] = counts
    return with_figures({**body, "own": {**body["own"], "counts": own}, "lines": lines})


def _score_put_right(body: Mapping[str, Any], unit_id: int, figure: str, values: Mapping[str, int]) -> dict[str, Any]:
    place, line = _found(body, unit_id)
    part, changed = _part_of(body, figure), dict(line)
    if part.mode == "manual":
        if values["points"] > part.points:
            raise Refused("correction_range")
        side = "own" if part.by == "self" else "bureau"
        changed["marks"] = {**line["marks"], side: {**line["marks"][side], figure: values["points"]}}
    else:
        if values["over"] > values["under"] or not values["under"]:
            raise Refused("correction_range")
        seen = line["score"]["parts"][figure]
        changed["figures"] = {**line["figures"], seen["indicator"]: [values["over"], values["under"], ""]}
    lines = list(body["lines"])
    lines[place] = scored_line(changed, scheme_data.of_body(body["scheme"]["body"]))
    return {**body, "lines": lines}


@dataclass(frozen=True)
class Difference:
    """A figure that two snapshots say differently. `unit_id` None: of the whole. `before`, `after`: (over, under), or (points, level)."""

    unit_id: int | None
    name: str
    figure: str
    before: Any
    after: Any


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Everything that a correction changed, the whole first, then line by line."""
    if new["kind"] == SCORES:
        return [one for was, now in _pairs(old, new) for one in _score_differences(was, now)]
    found = list(_figure_differences(None, old["own"], new["own"]))
    return found + [one for was, now in _pairs(old, new) for one in _figure_differences(now["unit"], was, now)]


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Line, Line]]:
    return zip(old["lines"], new["lines"], strict=True)


def _figure_differences(unit_id: int | None, was: Line, now: Line) -> Iterator[Difference]:
    for code, after in now["figures"].items():
        before = was["figures"][code]
        pair, other = (before["over"], before["under"]), (after["over"], after["under"])
        if pair != other:
            yield Difference(unit_id, now["name"], code, pair, other)


def _score_differences(was: Line, now: Line) -> Iterator[Difference]:
    unit_id, name, old, new = now["unit"], now["name"], was["score"], now["score"]
    if (old["total"], old["level"]) != (new["total"], new["level"]):
        yield Difference(unit_id, name, "", (old["total"], old["level"]), (new["total"], new["level"]))
    for code, part in new["parts"].items():
        if part["points"] != old["parts"][code]["points"]:
            yield Difference(unit_id, name, code, (old["parts"][code]["points"], ""), (part["points"], ""))
