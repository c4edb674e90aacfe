"""Calendar, year plan, rules and activities of the demo city."""

from __future__ import annotations

from datetime import date, timedelta

from ...activities.models import Activity
from ...activities.operations import add_topic_step
from ...extensions import db
from ...org import calendar_operations
from ...org.calendar import typical
from ...org.models import Holiday, SchoolYear, Term, Unit
from ...shared import clock
from ...teaching import key_days, plan, plan_operations, rule_operations
from ...teaching.models import HoursRule
from ...teaching.rule_files import shipped_rules

STAGES = ("K", "P1", "P2", "P3", "J", "S", "V")


def set_calendar(city: Unit, year: int) -> None:
    """A school year with its holidays: the official ones where they are shipped; else days fixed by the sun's calendar or by habit,
    moving feasts are for the bureau."""
    usual = typical(year)
    db.session.add(SchoolYear(unit_id=city.id, year=year, starts_on=usual.starts_on, ends_on=usual.ends_on))
    db.session.add_all(
        Term(unit_id=city.id, year=year, n=t.n, starts_on=t.starts_on, ends_on=t.ends_on) for t in usual.terms
    )
    db.session.flush()
    calendar_operations.enter_known_days(None, city, year, key_days.year_file().parent)
    own = {(day.kind, day.starts_on.year) for day in calendar_operations.own_days(city, year)}
    db.session.add_all(
        Holiday(unit_id=city.id, year=year, kind="off", name=n, starts_on=a, ends_on=b)
        for n, a, b in _by_habit(year)
        if ("off", a.year) not in own
    )


def _by_habit(year: int) -> list[tuple[str, date, date]]:
    """Where the official days of a calendar year are not known."""
    return [
        ("国庆节", date(year, 10, 1), date(year, 10, 7)),
        ("元旦", date(year + 1, 1, 1), date(year + 1, 1, 1)),
        ("劳动节", date(year + 1, 5, 1), date(year + 1, 5, 3)),
    ]


def rules(city: Unit) -> None:
    """How long a class hour is, and what the shipped documents ask for beyond what holds everywhere, as the city's own rules."""
    offered = [one.rule.code for one in shipped_rules() if not one.holds]
    rule_operations.adopt_shipped(None, city, offered, rule_operations.first_day_for("drills"))
    for stage in STAGES:
        minutes = 30 if stage == "K" else 40 if stage.startswith("P") else 45
        db.session.add(
            HoursRule(
                unit_id=city.id,
                stage=stage,
                from_on=date(2018, 9, 1),
                minutes=minutes,
                source="课程方案:小学 40 分钟,中学 45 分钟",
            )
        )


def set_plan(city: Unit, year: int) -> None:
    """The 40 weeks of the shared plan."""
    plan_operations.adopt(None, city, year, plan.shipped())


def set_activities(city: Unit, year: int, set_by: int | None, today: date) -> None:
    """Activities around key days: the fire day of November, and what stands before a holiday."""
    wanted = [
        ("119 消防宣传月", "Fire safety month", ["FIRE"], date(year, 11, 2), date(year, 11, 30)),
        (
            "开学第一课：交通安全",
            "First lesson of the year: road safety",
            ["TRAF"],
            date(year, 9, 1),
            date(year, 9, 25),
        ),
        (
            "寒假安全：冰面与防溺水",
            "Winter holidays: ice and water",
            ["DROWN"],
            date(year + 1, 1, 4),
            date(year + 1, 1, 16),
        ),
        (
            "全国中小学生安全教育日",
            "National safety education day",
            ["FIRE", "TRAF"],
            date(year + 1, 3, 22),
            date(year + 1, 4, 4),
        ),
    ]
    for title, title_en, topics, starts, ends in wanted:
        if starts <= today + timedelta(days=60):
            row = Activity(
                unit_id=city.id,
                year=year,
                title=title,
                title_en=title_en,
                topics=topics,
                stages=[],
                starts_on=starts,
                ends_on=ends,
                set_by=set_by,
                set_at=clock.start_of(starts - timedelta(days=7)),
            )
            db.session.add(row)
            add_topic_step(row)
