"""The report of a class stays light with a year of lessons behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.assessment.gain_rules import KINDS
from eduplatform.assessment.models import TallyTopic, TallyUnit
from eduplatform.extensions import db
from eduplatform.org.models import ClassYear
from eduplatform.shared.database import write
from tests.assessment import world

CLASS = "LJ-SY-2024-2"


def a_year_before(unit) -> None:
    """Figures of last year to compare with."""
    now = db.session.query(ClassYear).filter_by(class_id=unit.id, year=2026).one()
    db.session.add(
        ClassYear(school_id=now.school_id, class_id=unit.id, year=2025, grade=now.grade - 1, label="x", stage=now.stage)
    )
    asked = {"quiz_due": 20, "quiz_taken": 18, "quiz_passed": 11, "skill_due": 20, "skill_done": 9, "roll": 20}
    given = asked | {"lessons": 1, "slots_due": 7, "slots_done": 5, "classes": 1, "activity_due": 3, "activity_done": 1}
    for day in (date(2025, 9, 5), date(2026, 4, 1)):
        row = TallyUnit(unit_id=unit.id, parent_id=unit.parent_id, year=2025, day=day, **given)
        db.session.add(row)


def known_twice(unit) -> None:
    """What pupils gained, and what stayed."""
    sums = {"checks": 9, "pairs": 180, "was": 9000, "became": 12000, "squares": 450_000, "apart": 990_000}
    sums |= {"weighed": 60_000, "sizes": 3600}
    values = {f"{kind}_{name}": value for kind in KINDS for name, value in sums.items()}
    row = db.session.query(TallyTopic).filter_by(class_id=unit.id).first()
    for name, value in values.items():
        setattr(row, name, value)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", ["teacher_lin", "city_song"])
def test_with_a_hundred_lessons_it_is_at_most_thirty_kilobytes(app, client_for, who, language):
    with app.app_context():
        with write():
            unit = world.unit(CLASS)
            pupils = world.pupils(unit, 16)
            heads = [
                world.lesson(topic) for topic in ("FIRE", "DROWN", "TRAF", "FOOD", "ELEC", "QUAKE", "FRAUD", "BULLY")
            ]
            for n in range(100):
                entry = world.teach(
                    unit,
                    heads[n % len(heads)],
                    date(2026, 9, 1) + timedelta(days=n % 77),
                    roll=20,
                    present=19,
                    quiz_mode="devices",
                )
                world.quiz(
                    unit, heads[n % len(heads)], pupils[n % 16], date(2026, 11, 2), 70, session_id=entry.session_id
                )
        with write():
            a_year_before(unit)
        world.settle()
        with write():
            known_twice(unit)
        number = unit.id
    client = client_for(who)
    client.set_cookie("lang", language)
    for path in (f"/office/units/{number}?page=2", f"/office/units/{number}?lessons=1"):
        page = client.get(path)
        words = page.get_data(as_text=True)
        assert "moved-words" in words
        assert ({"zh": "学会了", "en": "Learned, kept"}[language] in words) == ("page" in path)
        assert page.status_code == 200 and len(page.data) <= 30 * 1024, f"{path}: {len(page.data)} bytes"
