"""A teacher's class hours over tenure: of each class and school year only what was given while the teacher held the post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select

from ..extensions import db
from ..org.models import ClassYear, Post, Unit
from ..shared import clock
from ..teaching.models import ClassHour
from .hours_parts import Sums

TEACHING = ("homeroom_teacher", "subject_teacher")


@dataclass(frozen=True)
class Stint:
    """A post at a class in one school year, with the hours of its days."""

    post: Post
    unit: Unit
    year: int
    label: str
    sums: Sums


def stints_of(school_id: int, user_id: int, day: date) -> list[Stint]:
    """The teaching posts of a person by school year, the newest first, as of the evening of a day. One statement.

    A homeroom teacher has what the class was given in those days, whoever gave it; a subject teacher the own lessons.
    """
    hour = ClassHour.__table__.c
    of_class = (hour.school_id == ClassYear.school_id) & (hour.class_id == ClassYear.class_id)
    of_year = of_class & (hour.year == ClassYear.year) & (hour.entered_at < _evening(day))
    found = (
        select(Post, Unit, ClassYear.year, ClassYear.label, *(func.coalesce(func.sum(one), 0) for one in _sums(hour)))
        .select_from(Post)
        .join(Unit, Unit.id == Post.unit_id)
        .join(ClassYear, ClassYear.class_id == Post.unit_id)
        .outerjoin(ClassHour, of_year & _held(hour) & _counted(hour))
        .where(Post.school_id == school_id, Post.user_id == user_id, Post.role.in_(TEACHING), Post.from_on <= day)
        .group_by(Post.id, Unit.id, ClassYear.year, ClassYear.label)
        .order_by(ClassYear.year.desc(), Post.from_on.desc(), Post.id)
    )
    rows = db.session.execute(found).all()
    return [
        Stint(post, unit, year, label, Sums(*map(int, row)))
        for post, unit, year, label, *row in rows
        if _in(post, year)
    ]


def _in(post: Post, year: int) -> bool:
    """Whether a post was held at some time of a school year."""
    return post.from_on <= date(year + 1, 8, 31) and (post.to_on is None or post.to_on > date(year, 9, 1))


def total_of(school_id: int, user_id: int, day: date) -> Sums:
    """All of them together, each lesson once, also where somebody held two posts at a class. One statement."""
    hour = ClassHour.__table__.c
    mine = (
        select(Post.id)
        .where(Post.school_id == school_id, Post.user_id == user_id, Post.role.in_(TEACHING), Post.from_on <= day)
        .where(Post.unit_id == hour.class_id, _held(hour), _counted(hour))
    )
    found = select(*(func.coalesce(func.sum(one), 0) for one in _sums(hour)))
    found = found.where(hour.school_id == school_id, hour.entered_at < _evening(day), mine.exists())
    return Sums(*map(int, db.session.execute(found).one()))


def _held(hour: Any) -> Any:
    return (hour.given_on >= Post.from_on) & or_(Post.to_on.is_(None), hour.given_on < Post.to_on)


def _counted(hour: Any) -> Any:
    return or_(Post.role == "homeroom_teacher", hour.teacher_id == Post.user_id)


def _sums(hour: Any) -> list[Any]:
    declared = case((hour.grade == "C", hour.hours), else_=0)
    return [case((hour.hours != 0, hour.sign), else_=0), hour.hours, declared]


def _evening(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1))
