"""Now and then: the figures of the pages of then, the interval where few stand behind them, nothing that was hidden."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.assessment import counters, jobs, queries, rules, trend, trend_rules
from eduplatform.assessment.models import TallyUnit
from eduplatform.extensions import db
from eduplatform.org.access import Holding, Viewer
from eduplatform.org.models import ClassYear, Unit
from eduplatform.shared.clock import now
from eduplatform.shared.database import write

from . import world

TODAY = date(2026, 11, 18)


def viewer(code: str) -> Viewer:
    unit = world.unit(code)
    held = Holding(f"{unit.kind}_officer", unit.id, unit.kind, unit.path, "")
    return Viewer(1, unit.id, "staff", "x", holdings=(held,))


def tallies(random: Random, year: int, classes: list[Unit], small: bool) -> None:
    """Counters of classes on random days of a year, added up to the root: what the worker would have left."""
    sums: dict[tuple[int, int | None, date], list[int]] = {}
    for unit in classes:
        size = random.choice((3, 6, 12, 35)) if small else 40
        for n in range(6):
            day = date(year, 9, 1) + timedelta(days=random.randint(0, 330)) if n else date(year, 9, 1)
            row = counters.counter_row(_events(random, size, first=not n))
            line = [db.session.get(Unit, int(one)) for one in unit.path.strip("/").split("/")]
            for above in line:
                held = sums.setdefault((above.id, above.parent_id, day), [0] * len(row))
                held[:] = [a + b for a, b in zip(held, row, strict=True)]
    for (unit_id, parent_id, day), values in sums.items():
        db.session.add(
            TallyUnit(
                unit_id=unit_id,
                parent_id=parent_id,
                year=year,
                day=day,
                **dict(zip(counters.NAMES, values, strict=True)),
            )
        )


def _events(random: Random, size: int, first: bool) -> dict[str, int]:
    if first:
        return {"classes": 1, "slots_due": 3, "slots_done": random.randint(0, 3)}
    taken = random.randint(0, size)
    return {
        "lessons": 1,
        "roll": size,
        "present": size,
        "slots_due": 1,
        "slots_done": random.randint(0, 1),
        "quiz_due": size,
        "quiz_taken": taken,
        "quiz_passed": random.randint(0, taken),
        "skill_due": size,
        "skill_done": random.randint(0, size),
    }


def two_years(random: Random, small: bool) -> list[Unit]:
    classes = [one for one in db.session.query(Unit).filter_by(kind="class") if one.code.startswith("LJ-")]
    with write():
        db.session.query(TallyUnit).delete()
        for one in classes:
            now = db.session.query(ClassYear).filter_by(class_id=one.id, year=2026).one()
            if not db.session.query(ClassYear).filter_by(class_id=one.id, year=2025).first():
                more = ClassYear(school_id=now.school_id, class_id=one.id, year=2025, grade=now.grade, label=now.label)
                more.stage = now.stage
                db.session.add(more)
        for year in (2025, 2026):
            tallies(random, year, classes, small)
    return classes


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("who", ["LJ", "LJ-DC", "LJ-SY"])
def test_last_year_is_what_its_own_page_says_hidden_or_not(app, clock, seed, who):
    with app.app_context():
        two_years(Random(seed), small=seed % 2 == 0)
        looks = viewer(who)
        for unit in db.session.query(Unit).filter(Unit.path.startswith(world.unit(who).path)):
            now = queries.unit_report(looks, unit, 2026, TODAY)
            then = queries.unit_report(looks, unit, 2025, date(2025, 11, 18), everything=True)
            found = {one.code: one for one in trend.trend_of(looks, now).year}
            assert found
            for code, one in found.items():
                assert (one.now, one.then) == (now.own.rates[code], then.own.rates[code]), (unit.code, code)
                assert one.apart is None or not (one.now.hidden or one.then.hidden)


@pytest.mark.parametrize("seed", range(4))
def test_a_part_of_a_year_does_not_give_away_what_is_hidden_of_the_whole_or_the_rest(app, clock, seed):
    """A term is one as-of figure less another: shown only where both are, and enough pupils are left on either side."""
    with app.app_context():
        two_years(Random(seed), small=True)
        looks = viewer("LJ")
        for unit in db.session.query(Unit).filter(Unit.path.startswith(world.unit("LJ").path)):
            now = queries.unit_report(looks, unit, 2026, TODAY)
            began = now.calendar.terms[0].starts_on if len(now.calendar.terms) < 2 else date(2026, 2, 22)
            for one in trend.trend_of(looks, now).term:
                if one.then.value is None or one.code not in {each.code for each in rules.PERSONAL}:
                    continue
                whole = queries.unit_report(looks, unit, 2025, date(2026, 8, 31), everything=True)
                assert not whole.own.rates[one.code].hidden, (unit.code, one.code, began)


def test_the_difference_has_an_interval_only_where_few_stand_behind_it():
    many, few = rules.rate(300, 400), rules.rate(9, 12)
    assert trend_rules.difference(many, rules.rate(200, 400)) == trend_rules.Difference(0.25)
    found = trend_rules.difference(few, rules.rate(6, 12))
    assert found.value == 0.25 and found.unclear and found.low < 0 < found.high
    clear = trend_rules.difference(rules.rate(28, 28), rules.rate(2, 28))
    assert not clear.unclear and 0 < clear.low < clear.value <= clear.high <= 1
    assert trend_rules.difference(rules.Rate(None, None, hidden=True), many) is None
    assert trend_rules.difference(many, rules.rate(0, 0)) is None


def test_the_interval_holds_the_truth_often_enough():
    """Newcombe's interval of the difference of two shares, simulated."""
    random, held = Random(7), 0
    for _ in range(2000):
        first, second = (sum(random.random() < p for _ in range(25)) for p in (0.8, 0.6))
        found = trend_rules.difference(rules.rate(first, 25), rules.rate(second, 25))
        held += found.low <= 0.2 <= found.high
    assert 0.93 <= held / 2000 <= 0.98


def test_a_leap_day_is_compared_with_the_day_before():
    assert trend_rules.a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert trend_rules.a_year_before(TODAY) == date(2025, 11, 18)


def test_what_was_then_is_remembered_until_something_new_is_counted(app, clock):
    with app.app_context():
        two_years(Random(3), small=False)
        with write():
            jobs.note_counted(now(), changed=True)
        looks, unit = viewer("LJ"), world.unit("LJ")

        def rate() -> tuple:
            report = queries.unit_report(looks, unit, 2026, TODAY)
            return next(one.then for one in trend.trend_of(looks, report).year if one.code == "lesson_rate")

        first = rate()
        with write():
            db.session.query(TallyUnit).filter_by(unit_id=unit.id, year=2025).update({"slots_done": 0})
        assert rate() == first
        with write():
            jobs.note_counted(now() + timedelta(milliseconds=1), changed=True)
        assert rate().over == 0 != first.over


def test_an_install_in_its_first_year_has_nothing_to_compare(app, clock):
    with app.app_context():
        report = queries.unit_report(viewer("LJ"), world.unit("LJ"), 2026, TODAY)
        found = trend.trend_of(viewer("LJ"), report)
        assert not found.year and not found.term
