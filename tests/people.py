"""The named persons of the tests and the small world they live in.

临江市 (LJ): 东城区 with 实验小学 (grades 1–6) and 东城中学 (grades 7–9), 西山区 with 西山小学.
远山市 (YS): one district, one school: strangers to everybody in 临江市.
Every pupil's name carries a marker that occurs nowhere else, so a leak can be found in any body or file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy import or_, select

from eduplatform.accounts.models import LoginName, User
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.access import Holding
from eduplatform.org.models import ClassYear, Enrolment, Guardianship, Post, Unit
from eduplatform.shared import clock

YEAR = 2026
START = date(2026, 9, 1)


@dataclass(frozen=True)
class Person:
    """Row numbers of a named person; `name` is how the tests call them."""

    name: str
    user_id: int
    school_id: int
    login: str | None = None


#: (name, role, unit code, login)
STAFF = [
    ("teacher_lin", "homeroom_teacher", "LJ-SY-2024-2", "lin"),  # homeroom teacher of 三(2)班
    ("teacher_chen", "homeroom_teacher", "LJ-SY-2024-1", "chen"),  # next class, 三(1)班
    ("teacher_wu", "subject_teacher", "LJ-SY-2024-2", "wu"),
    ("teacher_gao", "homeroom_teacher", "LJ-DZ-J2025-3", "gao"),  # junior school, 八(3)班
    ("officer_safe", "safety_officer", "LJ-SY", "safe"),
    ("principal_he", "principal", "LJ-SY", "he"),
    ("district_zhou", "district_officer", "LJ-DC", "zhou"),
    ("city_song", "city_officer", "LJ", "song"),
    ("editor_tang", "content_editor", "LJ", "tang"),
    ("audit_qian", "audit_admin", "LJ", "qian"),
    ("admin_root", "system_admin", "LJ", "root"),
    ("other_city", "city_officer", "YS", "ysbureau"),
    ("other_district", "district_officer", "LJ-XS", "xsbureau"),
    ("admin_top", "system_admin", "P", "top"),  # at the unit above all others
    ("audit_school", "audit_admin", "LJ-SY", "shen"),
]
#: (name, class code, number, pupil's name)
PUPILS = [
    ("pupil_yu", "LJ-SY-2024-2", "1", "田小雨甲一"),
    ("pupil_ming", "LJ-SY-2024-2", "2", "周一鸣甲二"),
    ("pupil_same", "LJ-SY-2024-2", "3", "王梓涵甲同"),
    ("pupil_same2", "LJ-SY-2024-2", "4", "王梓涵甲同"),
    ("pupil_next", "LJ-SY-2024-1", "1", "孙亦可乙一"),
    ("pupil_small", "LJ-SY-2026-1", "1", "何苗苗丙一"),  # grade 1: pictures
    ("pupil_junior", "LJ-DZ-J2025-3", "1", "钱思远丁一"),
    ("pupil_west", "LJ-XS1-2024-1", "1", "贺兰一戊一"),
    ("pupil_far", "YS-1-2024-1", "1", "尉迟安己一"),
]


def build() -> dict[str, Person]:
    """Make the world in the running write transaction; returns the persons by name."""
    province = tree.add_child_unit(None, "province", "P", "江东省")
    city = tree.add_child_unit(province, "city", "LJ", "临江市")
    far = tree.add_child_unit(province, "city", "YS", "远山市")
    east, west = (
        tree.add_child_unit(city, "district", "LJ-DC", "东城区"),
        tree.add_child_unit(city, "district", "LJ-XS", "西山区"),
    )
    far_district = tree.add_child_unit(far, "district", "YS-1D", "远山县")
    primary = tree.add_child_unit(east, "school", "LJ-SY", "实验小学", stages="P1,P2,P3")
    junior = tree.add_child_unit(east, "school", "LJ-DZ", "东城中学", stages="J")
    small = tree.add_child_unit(west, "school", "LJ-XS1", "西山小学", stages="P1,P2,P3")
    far_school = tree.add_child_unit(far_district, "school", "YS-1", "远山小学", stages="P1,P2,P3")
    for school, number, grade, label in [
        (primary, 2, 3, "三(2)班"),
        (primary, 1, 3, "三(1)班"),
        (primary, 1, 1, "一(1)班"),
        (primary, 1, 6, "六(1)班"),
        (junior, 3, 8, "八(3)班"),
        (small, 1, 3, "三(1)班"),
        (far_school, 1, 3, "三(1)班"),
    ]:
        tree.add_class(school, number, YEAR, grade, label)
    people = {name: _staff(name, role, code, login) for name, role, code, login in STAFF}
    people |= {name: _pupil(name, code, number, real) for name, code, number, real in PUPILS}
    people["guardian_yu"] = _guardian("guardian_yu", people["pupil_yu"])
    people["disabled"] = _staff("disabled", "homeroom_teacher", "LJ-SY-2026-1", "gone", disabled=True)
    people["graduate"] = _pupil("graduate", "LJ-SY-2021-1", "1", "范毕业庚一", left=date(2026, 11, 1))
    return people


def unit(code: str) -> Unit:
    return db.session.query(Unit).filter_by(code=code).one()


def holdings_of(school_id: int, user_id: int, day: date) -> tuple[Holding, ...]:
    """The posts held on a day, read another way than the product reads them."""
    found = select(Post.role, Unit.id, Unit.kind, Unit.path, Unit.name).join(Unit, Unit.id == Post.unit_id)
    mine = found.where(Post.school_id == school_id, Post.user_id == user_id, Post.from_on <= day)
    standing = mine.where(or_(Post.to_on.is_(None), Post.to_on > day), Unit.closed_on.is_(None))
    return tuple(Holding(*row) for row in db.session.execute(standing.order_by(Unit.path)))


def _user(school_id: int, kind: str, name: str, key: str, disabled: bool = False) -> User:
    now = clock.now()
    user = User(
        school_id=school_id,
        kind=kind,
        name=name,
        person_key=uuid5(NAMESPACE_DNS, key).hex,
        created_at=now,
        first_in_at=now,
        disabled_at=now if disabled else None,
    )
    db.session.add(user)
    db.session.flush()
    return user


def _staff(name: str, role: str, code: str, login: str, disabled: bool = False) -> Person:
    at = unit(code)
    keeper = at.school_id or at.id
    user = _user(keeper, "staff", f"{login}老师", name, disabled)
    db.session.add(LoginName(login=login, school_id=keeper, user_id=user.id))
    db.session.add(Post(school_id=keeper, user_id=user.id, unit_id=at.id, role=role, from_on=START))
    return Person(name, user.id, keeper, login)


def _pupil(name: str, code: str, number: str, real: str, left: date | None = None) -> Person:
    at = unit(code)
    user = _user(at.school_id, "pupil", real, name)
    db.session.add(
        Enrolment(school_id=at.school_id, pupil_id=user.id, class_id=at.id, number=number, from_on=START, to_on=left)
    )
    return Person(name, user.id, at.school_id)


def _guardian(name: str, ward: Person) -> Person:
    user = _user(ward.school_id, "guardian", "田家长", name)
    db.session.add(LoginName(login="guardian", school_id=ward.school_id, user_id=user.id))
    db.session.add(Guardianship(school_id=ward.school_id, guardian_id=user.id, pupil_id=ward.user_id, from_on=START))
    return Person(name, user.id, ward.school_id, "guardian")


__all__ = ["PUPILS", "STAFF", "YEAR", "ClassYear", "Person", "build", "unit"]
