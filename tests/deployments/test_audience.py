"""To whom a deployment goes, against a count over every row: closed classes, other years, posts that begin and end, other stages."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.accounts.models import User
from eduplatform.activities.models import Activity
from eduplatform.activities.operations import add_topic_step
from eduplatform.deployments import audience
from eduplatform.deployments.audience import Audience, Counts, concerns, count_audience, reached
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import ClassYear, Post, Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write
from tests.assessment import world
from tests.people import unit

TODAY = date(2026, 11, 18)
CITY, EAST, SCHOOL, ROOM = "/1/2/", "/1/2/3/", "/1/2/3/40/", "/1/2/3/40/500/"


@pytest.mark.parametrize(
    ("targets", "path", "said"),
    [
        ([EAST], CITY, True),  # to some below it
        ([EAST], EAST, True),
        ([EAST], ROOM, True),
        ([SCHOOL], "/1/2/3/4/", False),  # 4 is not 40
        (["/1/2/3/4/"], SCHOOL, False),
        ([ROOM], SCHOOL, True),
        ([ROOM], "/1/2/3/40/501/", False),
        ([EAST, "/1/2/9/"], "/1/2/9/7/", True),
        ([], CITY, False),
    ],
)
def test_a_deployment_reaches_what_lies_on_the_way_to_its_targets_and_below_them(targets, path, said):
    assert reached(targets, path) is said


@pytest.mark.parametrize(
    ("stages", "kind", "taught", "said"),
    [
        ((), "school", "J", True),
        (("P1", "P2"), "school", "P2,P3", True),
        (("P1",), "school", "J", False),
        (("P1",), "school", "", True),  # nobody has said what it teaches
        (("P1",), "district", "", True),
        (("P1",), "class", "", True),
    ],
)
def test_a_school_that_teaches_none_of_its_stages_is_not_concerned(stages, kind, taught, said):
    one = Unit(kind=kind, path=SCHOOL, stages=taught)
    assert concerns([EAST], stages, one) is said
    assert not concerns(["/1/2/9/"], stages, one), "whatever the stage"


@pytest.mark.parametrize(
    ("targets", "place", "inside"),
    [
        ((CITY,), EAST, (EAST,)),
        ((EAST, "/1/2/9/"), CITY, (EAST, "/1/2/9/")),
        ((EAST, "/1/2/9/"), EAST, (EAST,)),
        ((SCHOOL,), EAST, (SCHOOL,)),
        ((SCHOOL,), "/1/2/9/", ()),
    ],
)
def test_the_audience_within_a_unit_is_what_both_hold(targets, place, inside):
    assert Audience(targets, ("P2",), 2026).within(place) == Audience(inside, ("P2",), 2026)


@pytest.fixture
def here(app, people):
    with app.app_context():
        yield people
        db.session.rollback()


def random_city(lot: Random) -> None:
    """Schools with classes of several stages, some closed, some only of last year; posts that begin, end, and overlap."""
    for n in range(5):
        school = tree.add_child_unit(
            unit(lot.choice(["LJ-DC", "LJ-XS"])), "school", f"LJ-Q{n}", f"学校{n}", stages="P1,P2,P3"
        )
        for number in range(1, lot.randint(1, 5)):
            year = lot.choice((2026, 2026, 2026, 2025))
            made = tree.add_class(school, number, year, lot.choice((1, 2, 3, 4, 6)), f"班{number}")
            made.closed_on = lot.choice((None, None, None, date(2026, 10, 9), date(2026, 9, 1)))
            for _post in range(lot.randint(0, 3)):
                post(lot, school, made)


def post(lot: Random, school: Unit, room: Unit) -> None:
    mine = db.session.query(User.id).filter_by(school_id=school.id, kind="staff").all()
    if not mine or lot.random() < 0.6:
        user = User(school_id=school.id, kind="staff", name="师", person_key=f"q{lot.random()}", created_at=clock.now())
        db.session.add(user)
        db.session.flush()
        mine = [(user.id,)]
    first = TODAY + timedelta(days=lot.choice((-60, -1, 0, 1)))
    last = lot.choice((None, None, TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=1)))
    role = lot.choice(("homeroom_teacher", "homeroom_teacher", "subject_teacher"))
    db.session.add(
        Post(school_id=school.id, unit_id=room.id, user_id=lot.choice(mine)[0], role=role, from_on=first, to_on=last)
    )


def slowly(who: Audience, given: set[int] = frozenset()) -> Counts:
    """Row by row."""
    units = {one.id: one for one in db.session.query(Unit)}
    rows = [
        row
        for row in db.session.query(ClassYear)
        if row.year == who.year
        and units[row.class_id].closed_on is None
        and any(units[row.class_id].path.startswith(path) for path in who.paths)
        and (not who.stages or row.stage in who.stages)
    ]
    classes = {row.class_id for row in rows}
    teachers = {
        one.user_id
        for one in db.session.query(Post)
        if one.unit_id in classes
        and one.role == "homeroom_teacher"
        and one.from_on <= TODAY
        and (one.to_on is None or one.to_on > TODAY)
    }
    by_stage: dict[str, int] = {}
    for row in rows:
        by_stage[row.stage] = by_stage.get(row.stage, 0) + 1
    return Counts(len({row.school_id for row in rows}), len(teachers), by_stage, len(classes & given))


def test_schools_classes_and_teachers_equal_a_count_row_by_row(here):
    lot = Random(5)
    with write():
        random_city(lot)
    fire = world.lesson().lesson_id
    every = [one.path for one in db.session.query(Unit).filter(Unit.code.startswith("LJ"))]
    for _turn in range(40):
        paths = tuple(lot.sample(every, lot.randint(1, 3)))
        who = Audience(paths, tuple(lot.sample(("P1", "P2", "P3", "J"), lot.randint(0, 2))), lot.choice((2026, 2025)))
        found = count_audience(who, TODAY)
        assert found == slowly(who), who
        assert found.classes == sum(found.by_stage.values())
        assert sum(audience.classes_by_school(who).values()) == found.classes
        assert len(audience.classes_by_school(who)) == found.schools
    nowhere = Audience((), (), 2026)
    assert count_audience(nowhere, TODAY, fire) == Counts(0, 0, {}, 0) and audience.classes_by_school(nowhere) == {}


def test_a_lesson_is_given_by_a_class_whose_hours_stand_in_the_year_of_the_deployment(here):
    fire, traffic = world.lesson("FIRE"), world.lesson("TRAF")
    one, two, far = (unit(code) for code in ("LJ-SY-2024-2", "LJ-SY-2024-1", "LJ-XS1-2024-1"))
    with write():
        world.teach(one, fire, date(2026, 11, 2))
        world.teach(one, fire, date(2026, 11, 9))  # twice is one class
        world.take_back(world.teach(two, fire, date(2026, 11, 2)), TODAY)
        world.teach(far, fire, date(2026, 11, 2), hours=0)  # too short to count
        world.teach(far, traffic, date(2026, 11, 2))
    city = Audience((unit("LJ").path,), ("P2",), 2026)
    assert audience.given_by_school(city, fire.lesson_id) == {one.school_id: 1}
    assert audience.given_by_school(city, traffic.lesson_id) == {far.school_id: 1}
    assert audience.given_by_school(Audience(city.paths, (), 2025), fire.lesson_id) == {}
    assert audience.given_by_school(Audience(city.paths, ("J",), 2026), fire.lesson_id) == {}
    assert count_audience(city, TODAY, fire.lesson_id) == slowly(city, {one.id})
    with write():
        one.closed_on = TODAY
    assert audience.given_by_school(city, fire.lesson_id) == {}, "a class that is closed is neither asked nor counted"


def test_a_class_takes_part_once_whatever_it_did_of_an_activity(here):
    with write():
        row = Activity(unit_id=unit("LJ").id, year=2026, title="消防周", topics=["FIRE"], stages=[])
        row.starts_on, row.ends_on, row.set_at = date(2026, 11, 2), date(2026, 11, 20), clock.now()
        db.session.add(row)
        add_topic_step(row)
        for day in (date(2026, 11, 3), date(2026, 11, 10)):
            world.teach(unit("LJ-SY-2024-2"), world.lesson("FIRE"), day)
        world.teach(unit("LJ-SY-2024-1"), world.lesson("TRAF"), date(2026, 11, 3))
        world.teach(unit("LJ-XS1-2024-1"), world.lesson("FIRE"), date(2026, 10, 30))  # before its days
    city = Audience((unit("LJ").path,), (), 2026)
    assert audience.taking_part_by_school(city, row.id) == {unit("LJ-SY").id: 1}
    assert audience.taking_part_by_school(Audience((unit("LJ-XS").path,), (), 2026), row.id) == {}
    assert audience.taking_part_by_school(Audience(city.paths, ("J",), 2026), row.id) == {}


def test_the_schools_of_targets_are_those_below_them_and_the_one_a_class_belongs_to(here):
    primary, junior, west = (unit(code) for code in ("LJ-SY", "LJ-DZ", "LJ-XS1"))

    def below(*codes: str) -> list[int]:
        return [number for number, _path in audience.schools_below([unit(code).path for code in codes])]

    assert below("LJ") == sorted([primary.id, junior.id, west.id]) and below("LJ-DC") == [primary.id, junior.id]
    assert below("LJ-SY-2024-2") == [primary.id] == below("LJ-SY-2024-2", "LJ-SY-2024-1") == below("LJ-SY")
    assert below("LJ-SY-2024-2", "LJ-XS") == [primary.id, west.id] and audience.schools_below([]) == []
    assert audience.schools_below([junior.path]) == [(junior.id, junior.path)]
    with write():
        junior.closed_on = TODAY
    assert below("LJ-DC") == [primary.id]
