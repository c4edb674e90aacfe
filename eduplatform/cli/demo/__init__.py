"""`flask demo`: a believable small city, the same for the same seed and day; or a large one for measuring."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import click
from flask import current_app
from flask.cli import with_appcontext

from ...accounts import passwords, people, slips
from ...accounts.models import User
from ...extensions import db
from ...org import grades
from ...org.models import Enrolment, Guardianship, Post, Unit
from ...shared import clock, database, private_files, ttl_cache
from ...shared.database import write
from . import city, history, persons, years

HISTORY_FOR = 20_000  # pupils with quiz records at most: a larger demo has class sessions only
ACCOUNTS = "demo-accounts.txt"


@click.command("demo")
@click.option("--schools", type=int, help="a large city of so many schools")
@click.option("--pupils", type=int, help="with so many pupils in all")
@click.option("--seed", type=int, default=2026, help="the same seed makes the same city")
@click.option("--if-empty", is_flag=True, help="do nothing but say who can sign in when there is data already")
@with_appcontext
def command(schools: int | None, pupils: int | None, seed: int, if_empty: bool) -> None:
    """Load the courses and build a demo city with one term of history. For showing and measuring, never beside real data."""
    if db.session.query(Unit.id).first():
        if not if_empty:
            raise click.ClickException("the database holds data already: give DATABASE_URL an empty one")
        _say_accounts()
        return
    began = time.monotonic()
    _load_courses()
    plans = city.large(schools or 10, pupils or (schools or 10) * 400) if schools or pupils else city.small_city_plan()
    with write():
        build_demo(plans, Random(seed), named=not (schools or pupils))
    _count()
    click.echo(f"demo city built in {time.monotonic() - began:.1f} s")
    _say_accounts()


def build_demo(plans: list[city.DistrictPlan], random: Random, named: bool) -> None:
    """Make the city, its people and its history in the running transaction."""
    today = clock.today()
    year = clock.school_year_of(today)
    starts = date(year, 9, 1)
    root, schools = city.build_units(plans)
    years.set_calendar(root, year)
    years.rules(root)
    years.set_plan(root, year)
    db.session.flush()
    places, budget = [], HISTORY_FOR
    for school, plan in schools:
        made = city.make_classes(school, plan, year, random)
        persons.fill_with_pupils(school, made, starts, random, opened=named)
        teachers = persons.homerooms(school, made, starts, random)
        grades_met: set[int] = set()
        for unit, grade, size in made:
            budget -= size
            hard = plan.hard_in(grade, grade not in grades_met)
            grades_met.add(grade)
            places.append(_place(school, unit, grade, teachers[unit.id], year, random, budget > 0, hard))
    officers = _officers(root, schools, starts, random)
    years.set_activities(root, year, officers["city"].id, today)
    db.session.flush()
    ttl_cache.forget_remembered()
    if named:
        places = _with_something_to_see(places, schools)
    for place in places:
        history.teach(place, random, today)
    db.session.flush()
    _accounts(root, schools, officers, places, random, named)


def _with_something_to_see(places: list[history.Setting], schools: list) -> list[history.Setting]:
    """In the school with named accounts the class of the homeroom teacher hurries, and the last one that has lessons every week answers by
    cards."""
    own = _own(places, schools)
    third = _third(own)
    last = next((one for one in reversed(own) if one.habit == "steady" and one is not third), None)
    return [
        replace(one, hurried=True) if one is third else replace(one, cards=True) if one is last else one
        for one in places
    ]


def _own(places: list[history.Setting], schools: list) -> list[history.Setting]:
    """Classes of the school with named accounts."""
    school = schools[min(1, len(schools) - 1)][0]
    return [place for place in places if place.school is school]


def _third(own: list[history.Setting]) -> history.Setting:
    """The class of the homeroom teacher with an account."""
    return next((place for place in own if place.grade == 3 and place.habit != "idle"), own[0])


def _place(
    school: Unit, unit: Unit, grade: int, teacher: int, year: int, random: Random, attempts: bool, hard: str
) -> history.Setting:
    stage = grades.stage_of(grade, school.stages)
    ability = min(0.97, max(0.6, random.gauss(0.86, 0.05)))
    habit = history.habit(random)
    habit = "steady" if hard else habit  # a class that skips lessons might not have had the one
    return history.Setting(school, unit, stage, grade, teacher, year, ability, habit, attempts, hard)


def _officers(root: Unit, schools: list, starts: date, random: Random) -> dict[str, User]:
    found = {"city": persons.officer(root, "city_officer", "city", "宋文静", starts, random)}
    districts = db.session.query(Unit).filter_by(kind="district").order_by(Unit.code).limit(2).all()
    for unit, login, name in zip(districts, ("district", "county"), ("周建国", "贺晓东"), strict=False):
        found[login] = persons.officer(unit, "district_officer", login, name, starts, random)
    found["studio"] = persons.officer(root, "content_editor", "studio", "唐雨", starts, random)
    found["audit"] = persons.officer(root, "audit_admin", "audit", "钱立新", starts, random)
    found["admin"] = persons.officer(_top(), "system_admin", "admin", "管理员", starts, random)  # of the whole install
    school = schools[min(1, len(schools) - 1)][0]
    found["safety"] = persons.officer(school, "safety_officer", "safety", "高敏", starts, random)
    found["principal"] = persons.officer(school, "principal", "principal", "何振华", starts, random)
    return found


def _top() -> Unit:
    """The unit above all others."""
    return db.session.query(Unit).filter_by(parent_id=None).one()


def _accounts(
    root: Unit, schools: list, officers: dict[str, User], places: list[history.Setting], random: Random, named: bool
) -> None:
    """Passwords for the named accounts, made at random for this install, kept in the instance folder and printed."""
    school = schools[min(1, len(schools) - 1)][0]
    own = _own(places, schools)
    third = _third(own)
    teacher = db.session.query(User).filter_by(id=third.teacher).one()
    subject = _subject_teacher(own, date(third.year, 9, 1), random)
    lines = []
    for login, user, what in [
        ("city", officers["city"], "city officer 市教育局"),
        ("district", officers["district"], "district officer 区教育局"),
        ("safety", officers["safety"], f"safety officer 安全管理员 {school.name}"),
        ("principal", officers["principal"], f"principal 校长 {school.name}"),
        (third.unit.code.lower(), teacher, f"homeroom teacher 班主任 {school.name} {third.unit.name}"),
        ("subject", subject, f"subject teacher 任课教师（道德与法治） {school.name}"),
        ("studio", officers["studio"], "content editor 教研员"),
        ("audit", officers["audit"], "audit admin 审计管理员"),
        ("admin", officers["admin"], "system admin 系统管理员"),
    ]:
        lines.append(_with_password(login, user, what))
    pupils = (
        db.session.query(User)
        .join(Enrolment, Enrolment.pupil_id == User.id)
        .filter(Enrolment.class_id == third.unit.id)
        .order_by(Enrolment.number)
    )
    first, second = pupils.limit(2).all()
    lines.append(_guardian(first, school))
    for user, code in slips.issue_codes(None, [first, second], 14):
        lines.append(f"{'slip ' + code:34} pupil 学生 {school.name} {third.unit.name} {user.name}: /s/{code}")
    path = Path(current_app.config["INSTANCE"]) / ACCOUNTS
    private_files.write_private(path, "\n".join(lines) + "\n")


def _subject_teacher(own: list[history.Setting], starts: date, random: Random) -> User:
    """One teacher of morality and law for the first grade of the school that has two classes, else for its first class."""
    grade = next((place.grade for place in own if sum(one.grade == place.grade for one in own) > 1), own[0].grade)
    classes = [place.unit for place in own if place.grade == grade]
    made = persons.officer(classes[0], "subject_teacher", "subject", "马晓燕", starts, random)
    for unit in classes[1:]:
        db.session.add(
            Post(school_id=made.school_id, user_id=made.id, unit_id=unit.id, role="subject_teacher", from_on=starts)
        )
    return made


def _with_password(login: str, user: User, what: str) -> str:
    secret = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
    people.keep_secret(user, "password", passwords.hash_password(secret))
    return f"{login:16} {secret:17} {what}"


def _guardian(pupil: User, school: Unit) -> str:
    user = people.create_account(school.id, "guardian", f"{pupil.name}的家长", "parent")
    db.session.add(
        Guardianship(
            school_id=school.id, guardian_id=user.id, pupil_id=pupil.id, from_on=date(clock.today().year, 1, 1)
        )
    )
    people.note_opened(user)
    return _with_password("parent", user, f"guardian 家长 {pupil.name}")


def _load_courses() -> None:
    from ..courses import examine, store_courses

    folder = Path(current_app.config["COURSES"])
    packages, problems = examine(folder)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise click.ClickException(f"courses are not sound: {errors[0]}")
    store_courses(packages, whole=True)


def _count() -> None:
    from ...assessment import rebuild

    for (
        year
    ) in rebuild.years_with_classes():  # at once: mark by mark every unit above would be added up again and again
        rebuild.rebuild_all(year)
    database.analyze()


def _say_accounts() -> None:
    path = Path(current_app.config["INSTANCE"]) / ACCOUNTS
    if path.exists():
        click.echo("Who can sign in (demo only) 可以登录的演示账号:")
        click.echo(path.read_text(encoding="utf-8"))


WORDS = (
    "lake",
    "tree",
    "rain",
    "moon",
    "star",
    "bird",
    "fish",
    "wind",
    "leaf",
    "rice",
    "boat",
    "lamp",
    "path",
    "hill",
    "seed",
    "snow",
)
