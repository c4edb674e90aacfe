"""School days and weeks of random calendars against a slow reading, day by day: holidays, 调休, terms that meet in a week."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.org.calendar import ENOUGH_DAYS, Calendar, DaysOff, TermDates, monday_of
from eduplatform.teaching import slots

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 8, 20), date(2027, 7, 25)
EVERY_DAY = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]


def some_calendar(random: Random) -> Calendar:
    first = date(2026, 9, 1) + random.randint(-4, 8) * DAY
    ends = first + random.randint(10, 140) * DAY
    second = ends + random.randint(1, 40) * DAY
    terms = (TermDates(1, first, ends), TermDates(2, second, second + random.randint(5, 120) * DAY))
    days = []
    for _ in range(random.randint(0, 8)):
        begin = first + random.randint(-5, 250) * DAY
        if random.random() < 0.5:
            days.append(DaysOff("off", f"假{len(days)}", begin, begin + random.randint(0, 12) * DAY))
        else:
            saturday = begin + (5 - begin.weekday()) % 7 * DAY
            days.append(DaysOff("work", "补课", saturday, saturday + random.randint(0, 1) * DAY))
    return Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), terms, tuple(days))


def school(calendar: Calendar, day: date) -> bool:
    """Told with the fields of the calendar only."""
    inside = working = resting = False
    for term in calendar.terms:
        inside = inside or not (day < term.starts_on or day > term.ends_on)
    for one in calendar.days_off:
        if one.starts_on <= day <= one.ends_on:
            working, resting = working or one.kind == "work", resting or one.kind == "off"
    if not inside:
        return False
    return working or (day.isoweekday() <= 5 and not resting)


def weeks_by_days(calendar: Calendar) -> list[tuple[date, int, int]]:
    """(Monday, term, school days) of every week with a school day, gathered day by day."""
    found: dict[date, list[date]] = {}
    for day in EVERY_DAY:
        if school(calendar, day):
            found.setdefault(day - day.weekday() * DAY, []).append(day)
    told = []
    for monday, days in sorted(found.items()):
        touching = [t.n for t in calendar.terms if t.starts_on <= monday + 6 * DAY and t.ends_on >= monday]
        told.append((monday, touching[0], len(days)))
    return told


@pytest.mark.parametrize("seed", range(40))
def test_weeks_are_those_of_a_walk_through_the_days(seed):
    calendar = some_calendar(Random(seed))
    for day in EVERY_DAY:
        assert calendar.is_school_day(day) == school(calendar, day), day
    weeks = calendar.weeks
    assert [(week.starts_on, week.term, week.school_days) for week in weeks] == weeks_by_days(calendar)
    assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert all(week.starts_on == monday_of(week.ends_on) and week.starts_on.weekday() == 0 for week in weeks)
    for day in EVERY_DAY[:: 1 + seed % 5]:
        held = [week for week in weeks if week.starts_on <= day <= week.ends_on]
        assert calendar.week_on(day) == (held[0] if held else None)
        later = [week for week in weeks if week.ends_on >= day]
        assert calendar.week_near(day) == (later[0] if later else weeks[-1] if weeks else None)


def owed(calendar: Calendar, weekly: int, begins: date | None, closes: date | None) -> list[tuple[int, date]]:
    """(week, day from which due) of the lessons owed, week after week with a purse of hundredths."""
    purse, found = 0, []
    for number, (monday, _term, days) in enumerate(weeks_by_days(calendar), 1):
        sunday = monday + 6 * DAY
        if closes is not None and sunday >= closes:
            continue
        if begins is not None and begins > monday:
            days = sum(school(calendar, monday + n * DAY) for n in range(7) if monday + n * DAY >= begins)
            if begins > sunday:
                continue
        if sum(school(calendar, monday + n * DAY) for n in range(7)) < ENOUGH_DAYS or days < ENOUGH_DAYS:
            continue
        purse += weekly
        while purse >= 100:
            purse -= 100
            found.append((number, sunday + DAY))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_lessons_due_are_those_of_a_purse_filled_week_by_week(seed):
    random = Random(1000 + seed)
    calendar = some_calendar(random)
    for weekly in (25, 50, 100, 150, 200):
        begins = None if random.random() < 0.3 else FIRST + random.randint(0, 200) * DAY
        closes = None if random.random() < 0.5 else FIRST + random.randint(100, 330) * DAY
        due = slots.slots(calendar, weekly, begins, closes)
        assert [(slot.week, slot.day) for slot in due] == owed(calendar, weekly, begins, closes)
        days = [FIRST + random.randint(0, 300) * DAY for _ in range(random.randint(0, 30))]
        for place, one in enumerate(slots.fill_slots(due, days)):
            rank = sorted(days)[place] if place < len(days) else None
            assert one.slot == due[place] and one.done_on == (None if rank is None else max(rank, one.slot.day))


@pytest.mark.parametrize("seed", range(10))
def test_school_days_between_two_days_are_counted_one_by_one(seed):
    random = Random(2000 + seed)
    calendar = some_calendar(random)
    for _ in range(20):
        one, other = (FIRST + random.randint(0, 330) * DAY for _ in range(2))
        counted = [day for day in EVERY_DAY if one <= day <= other and school(calendar, day)]
        assert calendar.school_days_between(one, other) == len(counted)
