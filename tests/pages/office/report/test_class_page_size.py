"""The report of a class stays light with a year of lessons behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.shared.database import write
from tests.assessment import world

CLASS = "LJ-SY-2024-2"


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
        world.settle()
        number = unit.id
    client = client_for(who)
    client.set_cookie("lang", language)
    for path in (f"/office/units/{number}?page=2", f"/office/units/{number}?lessons=1"):
        page = client.get(path)
        assert page.status_code == 200 and len(page.data) <= 30 * 1024, f"{path}: {len(page.data)} bytes"
