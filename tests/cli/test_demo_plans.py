"""The demo city: names as classrooms have them, plans by numbers, a year with its rules, people in bulk."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from sqlalchemy import select

from eduplatform.accounts.models import Credential, User
from eduplatform.activities.models import Activity
from eduplatform.cli.demo import city, names, persons, years
from eduplatform.extensions import db
from eduplatform.org import queries
from eduplatform.org.models import ClassYear, Enrolment, Post, Unit
from eduplatform.org.roster.names import clean_name
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching.models import HoursRule, PlanWeek, RuleOfUnit
from eduplatform.teaching.rule_files import shipped_rules
from tests.people import unit

from .running import invoke, refused

START = date(2026, 9, 1)


@pytest.fixture
def here(app):
    with app.app_context():
        yield app


def pupils_of(plan: list[city.DistrictPlan]) -> int:
    return sum(count * size for district in plan for school in district.schools for _, count, size in school.classes)


def test_the_same_seed_gives_the_same_names_and_a_roster_reads_them_all():
    first, again = ([names.pupil_name(Random(7)) for _ in range(1)] for _ in range(2))
    many = Random(7)
    drawn = [names.pupil_name(many) for _ in range(4000)]
    assert first == again and all(clean_name(name) and sex in "mf" for name, sex in drawn)
    assert 0.45 < sum(sex == "m" for _, sex in drawn) / len(drawn) < 0.55
    assert Counter(name for name, _ in drawn).most_common(1)[0][1] > 2, "some children have the same name"


def test_rare_characters_and_long_names_are_among_them():
    many = Random(7)
    drawn = [names.pupil_name(many)[0] for _ in range(4000)]
    assert sum(any(char in names.RARE for char in name) for name in drawn) in range(20, 80)
    assert any(name in names.MINORITY for name in drawn) and any(name.startswith(names.DOUBLE) for name in drawn)
    assert all(len(names.teacher(many)) in (2, 3) for _ in range(50))


def test_the_small_city_has_every_stage():
    plan = city.small_city_plan()
    schools = [school for district in plan for school in district.schools]
    assert len(plan) == 2 and len(schools) == 6
    assert {stage for school in schools for stage in school.stages.split(",")} == {"K", "P1", "P2", "P3", "J", "S", "V"}
    assert sum(count for school in schools for _, count, _ in school.classes) == 40
    assert 1500 < pupils_of(plan) < 1700 and len({school.code for school in schools}) == 6
    assert [school.track for school in schools if school.stages == "V"] == ["机电"]


def test_one_class_and_one_school_find_a_topic_hard():
    found = {
        school.code: [
            (grade, first) for grade, *_ in school.classes for first in (True, False) if school.hard_in(grade, first)
        ]
        for district in city.small_city_plan()
        for school in district.schools
    }
    assert found.pop("LJ-DC-SY") == [(3, True)], "one class, that of the teacher whose password is told"
    assert {grade for grade, _ in found.pop("LJ-XS-ZX")} == {7, 8, 10, 11} and not any(found.values())


@pytest.mark.parametrize(
    ("schools", "pupils", "districts"), [(1, 300, 1), (10, 4000, 1), (50, 40_000, 2), (1000, 1_000_000, 40)]
)
def test_a_large_city_has_the_size_it_was_asked_for(schools, pupils, districts):
    plan = city.large(schools, pupils)
    assert len(plan) == districts and sum(len(each.schools) for each in plan) == schools
    assert pupils_of(plan) == pytest.approx(pupils, rel=0.02)
    codes = [school.code for each in plan for school in each.schools]
    assert len(set(codes)) == schools and all(code.startswith("D") for code in codes)


def test_every_third_school_of_a_large_city_is_a_junior_school():
    (district,) = city.large(6, 2000)
    assert [school.stages for school in district.schools] == ["J", "P1,P2,P3", "P1,P2,P3"] * 2
    assert [grade for grade, *_ in district.schools[0].classes] == [7, 8, 9]
    assert [grade for grade, *_ in district.schools[1].classes] == [1, 2, 3, 4, 5, 6]
    assert {size for school in district.schools for _, _, size in school.classes} <= set(range(1, 46))


def test_units_and_classes_are_built_by_plan(blank):
    with blank.app_context(), write():
        root, schools = city.build_units(city.small_city_plan()[1:])
        assert (root.code, [school.code for school, _ in schools]) == ("LJ", ["LJ-XS-SQ", "LJ-XS-ZX", "LJ-XS-ZJ"])
        made = city.make_classes(*schools[2], 2026, Random(1))
        assert [(one.name, grade) for one, grade, _ in made] == [
            ("高一机电(1)班", 10),
            ("高一机电(2)班", 10),
            ("高二机电(1)班", 11),
            ("高二机电(2)班", 11),
        ]
        assert all(43 <= size <= 47 for _, grade, size in made if grade == 10)
        assert {row.stage for row in db.session.scalars(select(ClassYear))} == {"V"}
        assert db.session.query(Unit).filter_by(kind="province").count() == 1


def test_a_year_has_its_holidays_rules_and_plan(here):
    at = unit("LJ")
    with write():
        years.set_calendar(at, 2026)
        years.rules(at)
        years.set_plan(at, 2026)
    ttl_cache.drop()
    calendar = queries.calendar_of(unit("LJ-SY"), 2026)
    assert [(day.kind, day.name) for day in calendar.days_off] == [
        ("work", "国庆节"),
        ("off", "中秋节"),
        ("off", "国庆节"),
        ("work", "国庆节"),
        ("off", "元旦"),
        ("off", "劳动节"),
    ]
    assert calendar.is_school_day(date(2026, 9, 20)) and not calendar.is_school_day(date(2026, 9, 25))
    assert not calendar.is_school_day(date(2026, 10, 7)) and calendar.is_school_day(date(2026, 10, 8))
    minutes = {row.stage: row.minutes for row in db.session.scalars(select(HoursRule))}
    assert set(minutes) == set(years.STAGES) and (minutes["K"], minutes["P2"], minutes["J"]) == (30, 40, 45)
    adopted = {row.code for row in db.session.scalars(select(RuleOfUnit))}
    assert adopted == {one.rule.code for one in shipped_rules() if not one.holds}
    weeks = db.session.scalars(select(PlanWeek).order_by(PlanWeek.week)).all()
    assert [row.week for row in weeks] == [week.number for week in calendar.weeks]
    assert all(row.kind == "review" or row.topics["all"] for row in weeks)
    assert next(row for row in weeks if "FIRE119" in row.keys).starts_on == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("today", "set_so_far"),
    [
        (date(2026, 9, 1), 1),
        (date(2026, 9, 3), 2),
        (date(2026, 11, 5), 3),
        (date(2027, 1, 21), 4),
        (date(2027, 8, 1), 4),
    ],
)
def test_activities_are_set_up_to_sixty_days_ahead(here, today, set_so_far):
    with write():
        years.set_activities(unit("LJ"), 2026, None, today)
    found = db.session.scalars(select(Activity).order_by(Activity.starts_on)).all()
    assert len(found) == set_so_far and found[0].title == "开学第一课：交通安全"
    assert all(row.starts_on <= row.ends_on and row.topics and row.title_en for row in found)


def filled(school: Unit, opened: bool = True) -> list[User]:
    classes = [(unit("LJ-SY-2024-1"), 3, 30), (unit("LJ-SY-2026-1"), 1, 30)]
    with write():
        persons.fill_with_pupils(school, classes, START, Random(3), opened)
    found = select(User).where(User.kind == "pupil", User.school_id == school.id, User.id > 27).order_by(User.id)
    return list(db.session.scalars(found))


def test_classes_are_filled_with_numbered_pupils_and_one_pair_of_a_name(here):
    school = unit("LJ-SY")
    made = filled(school)
    assert len(made) == 60 and made[0].name == made[1].name and made[0].sex == made[1].sex
    numbers = db.session.scalars(
        select(Enrolment.number).where(Enrolment.class_id == unit("LJ-SY-2026-1").id, Enrolment.from_on == START)
    ).all()
    assert numbers[1:] == [f"{n:02d}" for n in range(1, 31)]


def test_who_came_in_has_pictures_in_the_first_grades_and_a_password_later(here):
    school = unit("LJ-SY")
    made = {user.id: user for user in filled(school)}
    kinds = dict(
        db.session.execute(select(Credential.user_id, Credential.kind).where(Credential.user_id.in_(made))).all()
    )
    assert set(kinds) == {number for number, user in made.items() if user.first_in_at} and 45 < len(kinds) < 60
    seats = dict(db.session.execute(select(Enrolment.pupil_id, Enrolment.class_id)).all())
    small = unit("LJ-SY-2026-1").id
    assert all(kind == ("pictures" if seats[number] == small else "password") for number, kind in kinds.items())


def test_for_measuring_nobody_has_come_in(here):
    made = filled(unit("LJ-SY"), opened=False)
    assert all(user.first_in_at is None for user in made) and db.session.query(Credential).count() == 0


def test_teachers_sign_in_by_the_code_of_their_class(here):
    school, at = unit("LJ-SY"), unit("LJ-SY-2021-1")
    with write():
        leads = persons.homerooms(school, [(at, 6, 30)], START, Random(1))
        officer = persons.officer(unit("LJ-DC"), "district_officer", "district", "周建国", START, Random(2))
    post = db.session.scalars(select(Post).where(Post.user_id == leads[at.id])).one()
    assert (post.unit_id, post.role, post.from_on) == (at.id, "homeroom_teacher", START)
    assert officer.school_id == unit("LJ-DC").id and officer.first_in_at is not None
    listed = invoke(here, "user", "list").output
    assert "lj-sy-2021-1\t" in listed and "district\t周建国\tdistrict_officer\tLJ-DC\topen" in listed


def test_a_demo_is_never_built_beside_data(app, tmp_path):
    assert "the database holds data already" in refused(app, "demo")
    assert invoke(app, "demo", "--if-empty").output == ""
    (tmp_path / "demo-accounts.txt").write_text("city  lake-tree-rain-10  city officer\n", encoding="utf-8")
    said = invoke(app, "demo", "--if-empty")
    assert said.exit_code == 0 and "Who can sign in (demo only)" in said.output and "lake-tree-rain-10" in said.output
