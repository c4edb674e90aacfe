"""Hours taken apart, over tenure and forecast equal a brute-force oracle over random years, as of any past date."""

from collections import defaultdict
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest

from eduplatform.assessment import hours_ahead, hours_parts, hours_tenure
from eduplatform.assessment.rebuild import rebuild_all
from eduplatform.extensions import db
from eduplatform.org.models import ClassYear, Post, Unit
from eduplatform.teaching import queries

from . import hours_oracle as oracle
from . import random_year
from .world import YEAR, at, unit

SEEDS = [*range(80), *(pytest.param(seed, marks=pytest.mark.sweep) for seed in range(80, 300))]
OF = {
    "topic": lambda row: row.topic,
    "carrier": lambda row: row.carrier,
    "grade": lambda row: row.grade,
    "term": lambda row: oracle.term_on(db.session.get(Unit, row.school_id), row.given_on),
}


@pytest.fixture
def year(app, clock, request):
    """A random year, counted on a random day of it; the days to look at lie before."""
    random = Random(request.param)
    today = date(YEAR, 9, 20) + timedelta(days=random.randint(0, 320))
    oracle.forget()
    with app.app_context():
        clock.move_to(at(date(YEAR, 9, 1), 8))
        random_year.make(random)
        clock.move_to(at(today, 12))
        rebuild_all(YEAR)
        yield (
            random,
            [
                today,
                *(
                    date(YEAR, 9, 1) + timedelta(days=random.randint(0, (today - date(YEAR, 9, 1)).days))
                    for _ in range(2)
                ),
            ],
        )
        db.session.rollback()


def below(one):
    return [child for child in db.session.query(Unit) if child.path.startswith(one.path)]


def as_three(found):
    return {part: (sums.lessons, sums.hours, sums.declared) for part, sums in found.items()}


@pytest.mark.parametrize("year", SEEDS, indirect=True)
def test_hours_and_forecasts_equal_the_oracle(year):
    random, days = year
    for day in days:
        rows = oracle.standing(oracle.known(day))
        parts_equal(random, rows, day)
        tenures_equal(day)
        forecasts_equal(day)


def parts_equal(random, rows, day):
    for code in ("LJ", "LJ-DC", "LJ-XS", "LJ-SY", "LJ-DZ", random.choice(("LJ-SY-2024-2", "LJ-DZ-J2025-3"))):
        one = unit(code)
        inside = {child.id for child in below(one)}
        mine = [row for row in rows if row.class_id in inside]
        scope = hours_parts.Scope(one, YEAR, day)
        whole = oracle.three(mine)
        for dimension, of in OF.items():
            found = hours_parts.hours_by(scope, dimension)
            assert as_three(found) == oracle.parts(mine, of), (code, dimension, day)
            total = sum(found.values(), hours_parts.Sums())
            assert (total.lessons, total.hours, total.declared) == whole
        if one.kind != "class":
            assert as_three(hours_parts.hours_by(scope, "unit")) == oracle.parts(mine, partial(child_of, one))
        narrowed_equal(random, scope, mine)


def child_of(one, row):
    return next(up.id for up in oracle.line(db.session.get(Unit, row.class_id)) if up.parent_id == one.id)


def narrowed_equal(random, scope, mine):
    """Opened twice: a part of a part, down to the entries of a class."""
    first, second = random.sample(sorted(OF), 2)
    groups = sorted({str(OF[first](row)) for row in mine})
    if not groups:
        return
    part = random.choice(groups)
    kept = [row for row in mine if str(OF[first](row)) == part]
    narrow = scope.narrow(**{first: part})
    assert as_three(hours_parts.hours_by(narrow, second)) == oracle.parts(kept, OF[second])
    if scope.unit.kind == "class":
        shown, number = hours_parts.entries_of(narrow, 1)
        wanted = sorted((row.given_on, row.id) for row in kept if row.hours)[::-1]
        assert number == len(wanted) and [one.entry.id for one in shown] == [
            row[1] for row in wanted[: hours_parts.PAGE]
        ]


def tenures_equal(day):
    for user_id, school_id in {(post.user_id, post.school_id) for post in db.session.query(Post)}:
        found = defaultdict(hours_parts.Sums)
        for stint in hours_tenure.stints_of(school_id, user_id, day):
            found[stint.post.id] += stint.sums
            scope = hours_parts.Scope(stint.unit, stint.year, day, stint.post)
            again = sum(hours_parts.hours_by(scope, "topic").values(), hours_parts.Sums())
            assert again == stint.sums
        mine = as_three(found)
        together = hours_tenure.total_of(school_id, user_id, day)
        assert (together.lessons, together.hours, together.declared) == oracle.tenure_total(user_id, school_id, day)
        for post, three in oracle.tenure(user_id, school_id, day).items():
            assert mine.get(post, (0, 0, 0)) == three, (post, day)


def forecasts_equal(day):
    counted = {one.class_id: one.forecast for one in hours_ahead.classes_ahead(unit("LJ"), YEAR, day)}
    for of_year in db.session.query(ClassYear).filter_by(year=YEAR):
        one = db.session.get(Unit, of_year.class_id)
        if not one.path.startswith(unit("LJ").path):
            continue
        wanted = oracle.ahead(one, day)
        book = queries.ledger(one, of_year, day, at(day + timedelta(days=1), 0) - timedelta(milliseconds=1))
        assert like(book.ahead, wanted), (one.code, day, book.ahead, wanted)
        assert (one.id in counted) == oracle.there_on(one, day), (one.code, day)
        if one.id in counted:
            assert like(counted[one.id], wanted), (one.code, day, counted[one.id], wanted)
    for code in ("LJ", "LJ-DC", "LJ-SY"):
        outcomes_equal(unit(code), day)


def like(found, wanted):
    figures = (found.counting, found.floor, found.due, found.given, found.left, found.extra, found.state)
    return figures == tuple(vars(wanted).values())


def outcomes_equal(one, day):
    there = [child for child in below(one) if child.kind == "class" and oracle.there_on(child, day)]
    wanted = [oracle.ahead(child, day) for child in there]
    classes = hours_ahead.classes_ahead(one, YEAR, day)
    found = hours_ahead.outcome(classes)
    assert found.classes == len(there)
    assert found.states == {state: sum(each.state == state for each in wanted) for state in ("met", "ahead", "short")}
    assert found.behind == sum(each.due > each.given for each in wanted)
    by_child = hours_ahead.by_child(one, classes)
    assert sum(len(each) for each in by_child.values()) == found.classes
