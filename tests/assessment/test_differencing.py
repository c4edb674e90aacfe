"""Everything a bureau can open and download, taken as equations: no class or school of fewer than ten pupils can be solved for.

Totals are subtracted from parts on all pages and in all files at once, not list by list: a school left out of a district's list must
not stand on its own page, nor its classes in the file of all classes.
"""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest

from eduplatform.assessment import class_report, exports, hidden_units, queries, report_table, rules
from eduplatform.assessment.filing_body import filing_body
from eduplatform.assessment.filing_rules import Period
from eduplatform.extensions import db
from eduplatform.org import queries as org
from eduplatform.org import tree
from eduplatform.org.access import Holding, Viewer
from eduplatform.org.models import Unit
from eduplatform.shared.database import write

from . import world

D, TODAY = date(2026, 11, 2), date(2026, 11, 18)
SILENT = ("!small", "!quiz", "!skill", None)
PLACE = 2 + [field.code for field in report_table.FIELDS].index("pass_rate")


def officer(code: str) -> Viewer:
    unit = world.unit(code)
    return Viewer(
        1, unit.id, "staff", "x", holdings=(Holding(f"{unit.kind}_officer", unit.id, unit.kind, unit.path, ""),)
    )


def city(seed: int) -> dict[str, int]:
    """Schools with classes of random sizes, many of them tiny; pupils tested by class code."""
    chance, sizes = random.Random(seed), {}
    with write():
        fire = world.lesson("FIRE")
        for n in range(5):
            above = world.unit(chance.choice(["LJ-DC", "LJ-XS"]))
            school = tree.add_child_unit(above, "school", f"LJ-R{n}", f"学校{n}", stages="P1,P2,P3")
            for number in range(1, chance.randint(2, 4)):
                unit = tree.add_class(school, number, 2026, 3, f"三({number})班")
                size = chance.choice([2, 4, 6, 11, 13, 20])
                world.teach(unit, fire, D, roll=size)
                for pupil in world.pupils(unit, size):
                    world.quiz(unit, fire, pupil, D, chance.choice([40, 90]))
                sizes[unit.code] = size
    world.settle()
    return sizes


def equations(viewer: Viewer, top: str, leaves: list[str]) -> list[list[int]]:
    """A row for each pass rate that is told anywhere: which classes it adds up."""
    found: list[list[int]] = []
    units = [one for one in db.session.query(Unit) if one.path.startswith(world.unit(top).path)]
    by_id = {one.id: one for one in units}

    def told(path: str) -> None:
        row = [int(world.unit(code).path.startswith(path)) for code in leaves]
        if any(row):
            found.append(row)

    for unit in units:
        report = queries.unit_report(viewer, unit, 2026, TODAY, everything=True)
        for line in (report.own, *report.lines):
            if line.rates["pass_rate"].value is not None:
                told(by_id[line.unit_id].path)
        if unit.kind != "class":  # what a unit hands in, beside all the rest
            filed = filing_body(unit, Period("state", 2026, date(2026, 9, 1), TODAY))
            place = filed["columns"].index("pass_rate") if "pass_rate" in filed["columns"] else None
            below = {line.name: line.unit_id for line in report.lines}
            lines = [(by_id[below[line["name"]]].path, line["cells"]) for line in filed["lines"]]
            for path, cells in [(unit.path, filed["last"]), *lines] if place is not None else ():
                if cells[place] is not None and not str(cells[place]).startswith("!"):
                    told(path)
        forced = hidden_units.hidden_from_above(viewer, org.ancestors(unit), 2026, TODAY)
        for row in exports.class_rows(unit, 2026, TODAY, False, "*", {"quiz": "-", "skill": "-"}, forced):
            if row[PLACE] not in ("*", "-", None):
                told(_path(row[0], row[1]))
        for row in exports.lesson_rows(unit, 2026, TODAY, False, "*", forced):
            if row[4 + exports.LESSON_FIELDS.index("quiz_passed")] != "*":
                told(_path(row[0], row[1]))
        if unit.kind == "class" and not class_report.too_few_to_open(
            viewer, unit, world.lesson("FIRE").lesson_id, 2026
        ):
            told(unit.path)
    return found


def _path(school: str, label: str) -> str:
    above = db.session.query(Unit).filter_by(name=school, kind="school").one()
    return db.session.query(Unit).filter_by(parent_id=above.id, name=label).one().path


def solvable(rows: list[list[int]], wanted: list[int]) -> bool:
    """Whether `wanted` is a sum of multiples of `rows`."""
    basis: list[list[Fraction]] = []
    for row in [*rows, wanted]:
        rest = [Fraction(value) for value in row]
        for line in basis:
            lead = next(n for n, value in enumerate(line) if value)
            if rest[lead]:
                factor = rest[lead] / line[lead]
                rest = [a - factor * b for a, b in zip(rest, line, strict=True)]
        if row is wanted:
            return not any(rest)
        if any(rest):
            basis.append(rest)
    raise AssertionError


def test_the_attack_itself_works():
    assert solvable([[1, 1, 1], [0, 1, 0], [0, 0, 1]], [1, 0, 0])
    assert not solvable([[1, 1, 1], [0, 0, 1]], [1, 0, 0])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("top", ["LJ", "LJ-DC"])
def test_no_small_class_or_school_can_be_had_by_subtraction(app, seed, top):
    with app.app_context():
        sizes = city(seed)
        here = world.unit(top).path
        leaves = sorted(code for code in sizes if world.unit(code).path.startswith(here))
        rows = equations(officer(top), top, leaves)
        schools = {code.rpartition("-2")[0] for code in leaves}
        groups = [[code] for code in leaves] + [[c for c in leaves if c.startswith(f"{one}-2")] for one in schools]
        for group in groups:
            if sum(sizes[code] for code in group) < rules.LEAST_PUPILS:
                assert not solvable(rows, [int(code in group) for code in leaves]), (group, sizes)
        assert len(leaves) < 4 or rows, "hiding everything would pass too"


@pytest.mark.parametrize("seed", range(6))
def test_what_a_unit_hands_in_tells_nothing_that_the_screen_of_any_officer_hides(app, seed):
    personal = {one.code for one in rules.PERSONAL}
    with app.app_context():
        city(seed)
        here = world.unit("LJ").path
        hidden = 0
        for unit in [one for one in db.session.query(Unit) if one.path.startswith(here) and one.kind != "class"]:
            filed = filing_body(unit, Period("state", 2026, date(2026, 9, 1), TODAY))
            for code in ("P", "LJ", "LJ-DC", "LJ-XS"):
                viewer = officer(code)
                if not viewer.may("assessment.view", unit.path):
                    continue
                report = queries.unit_report(viewer, unit, 2026, TODAY, everything=True)
                cells = [filed["last"], *(line["cells"] for line in filed["lines"])]
                for line, told in zip((report.own, *report.lines), cells, strict=True):
                    covered = [one for one in personal & set(filed["columns"]) if line.rates[one].hidden]
                    assert all(told[filed["columns"].index(one)] in SILENT for one in covered), (code, line.name)
                    hidden += len(covered)
        assert hidden, "nothing was hidden: the city has no small class"
