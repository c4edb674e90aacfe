"""What a unit allows: joined from above to below, by the clock of the school, and kept when it is entered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from eduplatform.notices import operations, policy, rules
from eduplatform.notices.policy import Policy
from eduplatform.org.calendar import Calendar, DaysOff, TermDates
from eduplatform.org.models import UnitSetting
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from tests.org.world import TODAY, TOMORROW, YESTERDAY, done, refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
FREE = DaysOff("off", "运动会", date(2026, 11, 19), date(2026, 11, 20))
WORKED = DaysOff("work", "调休", date(2026, 11, 22), date(2026, 11, 22))  # a Sunday
CALENDAR = Calendar(
    2026, date(2026, 9, 1), date(2027, 8, 31), (TermDates(1, date(2026, 9, 1), date(2026, 11, 24)),), (FREE, WORKED)
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("when", "speaks"),
    [
        (at(18, 6, 59), False),
        (at(18, 7), True),
        (at(18, 20, 59), True),
        (at(18, 21), False),
        (at(19, 10), False),  # a day off in the week
        (at(21, 10), False),  # Saturday
        (at(22, 10), True),  # a Sunday that is worked
        (at(22, 21), False),
        (at(24, 10), True),  # the last day of term
        (at(25, 10), False),
    ],
)
def test_it_speaks_on_school_days_from_seven_to_nine(when, speaks):
    assert Policy().speaks(when, CALENDAR) is speaks
    utc = when.astimezone(ZoneInfo("UTC"))
    assert Policy().speaks(utc, CALENDAR) is speaks, "by the clock of the school, whatever zone the instant is said in"
    assert not Policy(quiet_from=7).speaks(when, CALENDAR), "quiet all day"


@pytest.mark.parametrize(
    ("when", "quiet_to", "then"),
    [
        (at(18, 0, 0), 7, at(18, 7)),
        (at(18, 6, 59), 7, at(18, 7)),
        (at(18, 7), 7, at(19, 7)),
        (at(18, 21, 30), 7, at(19, 7)),
        (at(18, 23, 59), 8, at(19, 8)),
        (at(30, 22), 7, datetime(2026, 12, 1, 7, tzinfo=SHANGHAI)),
    ],
)
def test_the_next_time_is_the_next_morning(when, quiet_to, then):
    assert Policy(quiet_to=quiet_to).next_time(when) == then


def test_a_hundred_lines_of_units_ask_for_less_and_never_for_more():
    """Slowly: the fewest of all, the earliest evening, the latest morning, what nobody has switched off."""
    chance = Random(7)
    for _ in range(100):
        line = [_odd_value(chance) for _ in range(chance.randrange(5))]
        caps, froms, tos = ([each[name] for each in line if name in each] for name in ("cap", "from", "to"))
        off = {rule for each in line for rule in each.get("off", ()) if rule in rules.ALL_RULES}
        ways = {way for way in ("email", "webhook") if all(way in each.get("channels", [way]) for each in line)}
        found = policy.joined(line)
        assert found.cap == sorted([0, 2, min([2, *caps])])[1]
        assert found.quiet_from == max(16, min([21, *froms])) and found.quiet_to == min(10, max([7, *tos]))
        assert found.off == off and found.channels == ways
        assert policy.joined([*line, {}]) == found, "who says nothing changes nothing"
        assert policy.joined(reversed(line)) == found, "the order of the units does not matter"


def _odd_value(chance: Random) -> dict:
    every = {
        "cap": chance.randrange(-2, 5),
        "from": chance.randrange(10, 26),
        "to": chance.randrange(0, 14),
        "off": chance.sample([*rules.ALL_RULES, "rumour"], chance.randrange(4)),
        "channels": chance.sample(["email", "webhook", "pigeon"], chance.randrange(4)),
    }
    return {name: value for name, value in every.items() if chance.random() < 0.6}


def entered(org, code: str, from_on: date, **value) -> None:
    unit = org.unit(code)
    with write() as session:
        session.add(UnitSetting(unit_id=unit.id, name="notices", value=value, from_on=from_on))


def test_in_force_is_the_latest_word_that_has_begun_of_each_unit_above(org):
    entered(org, "LJ", date(2026, 9, 1), cap=1)
    entered(org, "LJ", YESTERDAY, cap=2, to=8)
    entered(org, "LJ", TOMORROW, cap=0)
    entered(org, "LJ-DC", TODAY, **{"from": 20})
    entered(org, "LJ-SY", TODAY, off=["season"])
    entered(org, "LJ-XS", TODAY, cap=0)
    path = org.unit("LJ-SY").path
    held = policy.policy_at(path, TODAY)
    assert (held.cap, held.quiet_from, held.quiet_to, held.off) == (2, 20, 8, {"season"})
    above = policy.policy_above(path, TODAY)
    assert (above.cap, above.quiet_from, above.off) == (2, 20, frozenset()), "without the own word"
    assert policy.policy_at(path, YESTERDAY) == Policy(quiet_to=8)
    assert policy.policy_at(path, YESTERDAY - timedelta(days=1)) == Policy(cap=1)
    assert policy.policy_at(path, TOMORROW).cap == 0
    assert policy.own_value(org.unit("LJ-DC").id, TODAY) == {"from": 20}
    assert policy.own_value(org.unit("LJ-DC").id, YESTERDAY) == {} == policy.own_value(org.unit("LJ-DZ").id, TODAY)
    assert policy.policy_at(org.unit("SY-2024-2").path, TODAY) == held, "a class has that of its school"


def choose(org, by: str, code: str, cap=2, first=21, last=7, on=rules.ALL_RULES, channels=("email", "webhook")):
    return org.viewer(by), org.unit(code), cap, first, last, on, channels


def test_what_is_entered_is_kept_as_what_is_off_and_holds_from_today(org):
    on = [rule for rule in rules.ALL_RULES if rule not in ("season", "behind")]
    done(operations.choose_policy, *choose(org, "district_zhou", "LJ-DC", 1, 20, 8, [*on, "rumour"], ["email", "fax"]))
    kept = policy.own_value(org.unit("LJ-DC").id, TODAY)
    assert kept == {"cap": 1, "from": 20, "to": 8, "off": ["behind", "season"], "channels": ["email"]}
    held = policy.policy_at(org.unit("SY-2024-2").path, TODAY)
    assert held == Policy(1, 20, 8, frozenset({"season", "behind"}), frozenset({"email"}))
    done(operations.choose_policy, *choose(org, "officer_safe", "LJ-SY", 0, 16, 10, (), ()))
    held = policy.policy_at(org.unit("LJ-SY").path, TODAY)
    assert held == Policy(0, 16, 10, frozenset(rules.ALL_RULES), frozenset())
    assert policy.policy_at(org.unit("LJ-DZ").path, TODAY).cap == 1, "the neighbour keeps what the district allows"


@pytest.mark.parametrize(
    ("cap", "first", "last", "code"),
    [
        (-1, 21, 7, "odd_choice"),
        (3, 21, 7, "odd_choice"),
        (2, 15, 7, "odd_choice"),
        (2, 22, 7, "odd_choice"),
        (2, 21, 6, "odd_choice"),
        (2, 21, 11, "odd_choice"),
        (2, 20, 8, "notices_laxer"),
        (1, 21, 8, "notices_laxer"),
        (1, 20, 7, "notices_laxer"),
    ],
)
def test_less_than_above_may_be_entered_and_never_more(org, cap, first, last, code):
    done(operations.choose_policy, *choose(org, "district_zhou", "LJ-DC", 1, 20, 8))
    said = refusal(operations.choose_policy, *choose(org, "officer_safe", "LJ-SY", cap, first, last))
    assert said.code == code and policy.own_value(org.unit("LJ-SY").id, TODAY) == {}
    assert code == "odd_choice" or said.values == {"most": 1, "first": 8, "last": 20}, "it says what is allowed"
    assert school_clock.today() == TODAY
