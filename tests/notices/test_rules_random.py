"""What is said on every day of random school years, told a second time slowly: by days and plain lists, without the product's rules."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.notices import rules
from eduplatform.notices.rules import (
    ClassToday,
    Given,
    KeyDayAhead,
    OpenActivity,
    OpenDeployment,
    Records,
    SchoolDay,
    Shown,
)
from eduplatform.org.calendar import Calendar, DaysOff, TermDates
from eduplatform.teaching import reminder_plan

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TOPICS = ("FIRE", "DROWN", "TRAF", "GAS", "ELEC")


def random_year(chance: Random) -> Calendar:
    """Two terms, some days off, some weekend days that are worked."""
    first = date(2026, 9, 1) + DAY * chance.randrange(7)
    second = date(2027, 2, 15) + DAY * chance.randrange(14)
    terms = (
        TermDates(1, first, first + DAY * chance.randrange(120, 145)),
        TermDates(2, second, second + DAY * chance.randrange(110, 135)),
    )
    off = []
    for _ in range(chance.randrange(9)):
        begins = date(2026, 9, 1) + DAY * chance.randrange(310)
        kind = chance.choice(("off", "off", "off", "work"))
        off.append(DaysOff(kind, "假", begins, begins + DAY * (chance.randrange(9) if kind == "off" else 0)))
    return Calendar(2026, date(2026, 9, 1), date(2027, 8, 31), terms, tuple(off))


def random_class(chance: Random, day: date) -> ClassToday:
    """A class with what it did, what is asked of it and what comes, all near the day so that much of it meets."""
    near = lambda: day + DAY * chance.randrange(-16, 3)  # noqa: E731 – three letters of a word, four times
    given = tuple(Given(near(), 0, chance.choice(TOPICS), chance.randrange(20, 24)) for _ in range(chance.randrange(8)))
    shown = tuple(Shown(near(), chance.choice((1, 5, 30)), chance.choice(TOPICS)) for _ in range(chance.randrange(4)))
    due = chance.randrange(9)
    window = [(day + DAY * chance.randrange(-9, 4), day + DAY * chance.randrange(-2, 12)) for _ in range(4)]
    return ClassToday(
        7,
        "三(2)班",
        Records(given, shown, frozenset(chance.sample(range(1, 4), chance.randrange(3)))),
        due + chance.randrange(2),
        due,
        tuple(
            KeyDayAhead(f"K{n}", "日", "Day", (chance.choice(TOPICS),), day + WEEK) for n in range(chance.randrange(3))
        ),
        tuple(OpenActivity(n, "活动", "Act", ("FIRE",), *window[n]) for n in range(chance.randrange(3))),
        tuple(
            OpenDeployment(n, "lesson", "课", "Lesson", "市", "city", *window[n + 1], chance.choice((0, 21, 22)))
            for n in range(chance.randrange(3))
        ),
    )


class Slowly:
    """The same day told by going through days one by one."""

    def __init__(self, year: Calendar, day: date, room: ClassToday):
        self.year, self.day, self.room = year, day, room
        self.monday = next(day - DAY * n for n in range(7) if (day - DAY * n).weekday() == 0)
        self.given, self.shown = room.records.given, room.records.shown

    def school(self, day: date) -> bool:
        in_term = [term for term in self.year.terms if term.starts_on <= day <= term.ends_on]
        kinds = {off.kind for off in self.year.days_off if off.starts_on <= day <= off.ends_on}
        return bool(in_term) and ("work" in kinds or (day.weekday() < 5 and "off" not in kinds))

    def last_until(self, weekday: int) -> date | None:
        return max((day for day in self._days(weekday + 1) if self.school(day)), default=None)

    def _days(self, n: int) -> list[date]:
        return [self.monday + DAY * each for each in range(n)]

    def taught(self, topics: tuple[str, ...], since: date) -> bool:
        return bool([one for one in self.given if one.topic in topics and one.day >= since])

    def told(self) -> list[tuple[str, str]]:
        """(rule, what it is about) in the order of urgency."""
        return [
            *(("holiday", self.rest.isoformat()) for _ in range(self.holiday())),
            *(("deployed", str(one.deployment_id)) for one in self.room.deployed if self.sent(one)),
            *(("activity", str(one.activity_id)) for one in self.room.activities if self.ends(one)),
            *(("key_day", one.code) for one in self.room.key_days[:1] if self.comes(one)),
            *(("lesson_due", self.monday.isoformat()) for _ in range(self.lesson())),
            *(("behind", str(self.room.due - len(self.given))) for _ in range(self.late())),
            *(("season", season) for season in self.seasons()),
        ]

    def holiday(self) -> bool:
        """A rest of three days begins, and at most one more school day lies before it."""
        for ahead in range(1, 8):
            rest = self.day + DAY * ahead
            if self.school(rest - DAY) and not any(self.school(rest + DAY * n) for n in range(3)):
                self.rest = rest
                between = [n for n in range(1, ahead) if self.school(self.day + DAY * n)]
                long_ones = [one for one in self.shown if one.minutes == 30 and one.day >= rest - WEEK]
                return len(between) <= 1 and not long_ones
        return False

    def sent(self, one: OpenDeployment) -> bool:
        done = one.lesson_id and one.lesson_id in [each.lesson_id for each in self.given]
        return one.starts_on <= self.day <= one.ends_on and not done

    def ends(self, one: OpenActivity) -> bool:
        runs = one.starts_on <= self.day <= one.ends_on
        return runs and (one.ends_on - self.day).days <= 5 and one.activity_id not in self.room.records.took

    def comes(self, one: KeyDayAhead) -> bool:
        return self.last_until(2) == self.day and not self.taught(one.topics, self.day - DAY * 14)

    def lesson(self) -> bool:
        of_week = [one for one in self.given if self.monday <= one.day <= self.monday + DAY * 6]
        enough = sum(map(self.school, self._days(7))) >= 3
        behind = self.room.owed > self.room.due and len(self.given) < self.room.owed
        return enough and behind and not of_week and self.last_until(3) == self.day

    def late(self) -> bool:
        return self.room.due - len(self.given) >= 3 and self.last_until(4) == self.day

    def seasons(self) -> list[str]:
        if self.last_until(4) != self.day:
            return []
        since, month = self.day - DAY * 14, self.day.month
        wanted = {"drown": (month in (4, 5, 6, 7, 9), ("DROWN",)), "winter": (month == 12, ("GAS", "FIRE", "ELEC"))}
        return [
            season
            for season, (now, topics) in wanted.items()
            if now
            and not self.taught(topics, since)
            and not [one for one in self.shown if one.topic in topics and one.day >= since]
        ]


def about(one: rules.Wanted) -> str:
    """What a notice is about, in one word."""
    values = one.values
    return {
        "holiday": lambda: values["day"],
        "deployed": lambda: str(values["deployment"]),
        "activity": lambda: str(values["activity"]),
        "key_day": lambda: one.period.partition(":")[0],
        "lesson_due": lambda: values["since"],
        "behind": lambda: str(values["behind"]),
        "season": lambda: values["season"],
    }[one.rule]()


@pytest.mark.parametrize("seed", range(6))
def test_every_day_of_a_year_says_what_the_slow_way_says(seed):
    chance = Random(seed)
    year, met = random_year(chance), Counter()
    for n in range(-3, 320):
        day = date(2026, 9, 1) + DAY * n
        if not year.is_school_day(day):
            continue
        room = random_class(chance, day)
        at = SchoolDay(day, year, reminder_plan.holiday_after(year, day))
        found = [(one.rule, about(one)) for one in rules.wanted_of_class(at, room)]
        assert found == Slowly(year, day, room).told(), (day, room)
        met.update(rule for rule, _about in found)
    assert set(met) >= {"deployed", "activity", "key_day", "lesson_due", "behind"}, met


def test_each_notice_of_a_year_is_unique_in_its_period():
    """Said again on the next day it is the same notice: rule, subject and period are those of the first."""
    chance = Random(11)
    year, names = random_year(chance), set()
    for n in range(320):
        day = date(2026, 9, 1) + DAY * n
        if year.is_school_day(day):
            at = SchoolDay(day, year, reminder_plan.holiday_after(year, day))
            for one in rules.wanted_of_class(at, random_class(chance, day)):
                assert len(one.subject) <= 40 and len(one.period) <= 20 and len(one.rule) <= 20, "wider than its column"
                assert one.unit_id == 7 and one.values["class"] == "三(2)班"
                names.add((one.rule, one.period, one.subject))
    weeks = {period for rule, period, _subject in names if rule == "lesson_due"}
    assert all(date.fromisoformat(each).weekday() == 0 for each in weeks)
    months = [period for rule, period, _subject in names if rule == "behind"]
    assert months and len(months) == len(set(months)) and all(len(each) == 7 for each in months)


def test_of_a_hundred_schools_the_office_hears_counts_that_are_right():
    """far_behind counts classes three lessons behind, and is done when each of them has caught up, not before."""
    chance, friday = Random(5), date(2026, 11, 20)
    at = SchoolDay(friday, Calendar(2026, friday, friday, (TermDates(1, date(2026, 9, 1), date(2027, 1, 15)),)))
    for _ in range(100):
        rooms = []
        for number in range(chance.randrange(6)):
            due = chance.randrange(6)
            given = tuple(Given(friday, 0, "FIRE") for _ in range(chance.randrange(6)))
            rooms.append(ClassToday(number, "", Records(given), due, due))
        late = [one for one in rooms if one.due - len(one.records.given) > 2]
        found = [one for one in rules.wanted_of_office(at, 3, rooms) if one.rule == "far_behind"]
        assert [one.values["count"] for one in found] == ([len(late)] if late else [])
        for one in found:
            assert one.values["classes"] == [each.class_id for each in late] and one.period == "2026-11"
            needs = {each.class_id: each.due - 2 for each in late}
            caught_up = {number: Records((Given(friday, 0, "FIRE"),) * n) for number, n in needs.items()}
            assert rules.office_is_done("far_behind", one.values, caught_up)
            lazy = chance.choice(late).class_id
            still = caught_up | {lazy: Records((Given(friday, 0, "FIRE"),) * (needs[lazy] - 1))}
            assert not rules.office_is_done("far_behind", one.values, still)
            assert not rules.office_is_done("far_behind", one.values, {}), "a class with no record has done nothing"
    thursday = SchoolDay(friday - DAY, at.calendar)
    assert [one.rule for one in rules.wanted_of_office(thursday, 3, rooms)] == []
