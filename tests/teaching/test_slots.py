"""Weekly lessons due, how lessons fill them, where the year is heading."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eduplatform.org.calendar import Calendar, DaysOff, TermDates, typical
from eduplatform.teaching import slots

YEAR = typical(2026)
DAYS = st.dates(date(2026, 9, 1), date(2027, 7, 10))


def test_every_week_that_counts_asks_for_one_lesson():
    due = slots.slots(YEAR, 100)
    assert len(due) == sum(week.counts for week in YEAR.weeks)
    assert due[0] == slots.Slot(1, date(2026, 9, 7))


def test_a_week_cut_short_by_holidays_asks_for_none():
    off = DaysOff("off", "长假", date(2026, 9, 9), date(2026, 9, 11))
    cut = Calendar(
        2026, date(2026, 9, 1), date(2027, 8, 31), (TermDates(1, date(2026, 9, 1), date(2026, 9, 30)),), (off,)
    )
    assert [slot.week for slot in slots.slots(cut, 100)] == [1, 3, 4, 5]


def test_half_an_hour_a_week_is_a_lesson_every_second_week():
    assert [slot.week for slot in slots.slots(YEAR, 50)][:3] == [2, 4, 7]  # week 5 holds the National Day holiday


def test_two_hours_a_week_are_two_lessons():
    assert [slot.week for slot in slots.slots(YEAR, 200)][:4] == [1, 1, 2, 2]


def test_the_running_week_is_not_yet_due():
    assert slots.due_by(slots.slots(YEAR, 100), date(2026, 9, 6)) == 0
    assert slots.due_by(slots.slots(YEAR, 100), date(2026, 9, 7)) == 1


def test_a_class_that_began_in_mid_year_owes_nothing_for_the_time_before():
    due = slots.slots(YEAR, 100, date(2026, 11, 9))
    assert due[0] == slots.Slot(11, date(2026, 11, 16))
    ahead = slots.outlook(YEAR, 100, 400, 0, 0, date(2026, 11, 18), date(2026, 11, 9))
    assert (ahead.due, ahead.behind) == (1, 1)


def test_the_week_in_which_a_class_began_asks_for_a_lesson_only_with_three_school_days_left():
    assert slots.slots(YEAR, 100, date(2026, 11, 11))[0].week == 11
    assert slots.slots(YEAR, 100, date(2026, 11, 12))[0].week == 12


def test_a_class_without_pupils_owes_nothing():
    ahead = slots.outlook(YEAR, 100, 400, 0, 0, date(2026, 11, 18), date.max)
    assert (ahead.due, ahead.behind, ahead.forecast) == (0, 0, None)


def test_a_class_that_closed_owes_only_the_weeks_that_ended_before():
    assert slots.slots(YEAR, 100, None, date(2026, 9, 20))[-1].week == 2
    assert slots.slots(YEAR, 100, None, date(2026, 9, 21))[-1].week == 3


def test_a_rule_asks_from_its_first_week_on():
    due = slots.slots(YEAR, lambda day: 200 if day >= date(2026, 9, 14) else 100)
    assert [slot.week for slot in due][:6] == [1, 2, 3, 3, 4, 4]


def test_a_late_lesson_fills_the_slot_on_its_own_day_and_an_early_one_on_the_slots():
    due = slots.slots(YEAR, 100)[:2]
    filled = slots.fill_slots(due, [date(2026, 9, 3), date(2026, 9, 4)])
    assert [one.done_on for one in filled] == [date(2026, 9, 7), date(2026, 9, 14)]
    late = slots.fill_slots(due, [date(2026, 9, 20)])
    assert [one.done_on for one in late] == [date(2026, 9, 20), None]


def done_by(filled, day):
    """How many of the slots due on `day` were done by then."""
    return sum(one.slot.day <= day and one.done_on is not None and one.done_on <= day for one in filled)


@given(st.lists(DAYS, max_size=60), DAYS, st.sampled_from([50, 100, 150, 200]))
def test_done_never_runs_ahead_of_due(given_days, day, weekly):
    due = slots.slots(YEAR, weekly)
    assert done_by(slots.fill_slots(due, given_days), day) <= slots.due_by(due, day)


@given(st.lists(DAYS, max_size=60))
def test_the_order_in_which_lessons_are_told_does_not_matter(days):
    due = slots.slots(YEAR, 100)
    assert slots.fill_slots(due, days) == slots.fill_slots(due, list(reversed(days)))


@given(st.lists(DAYS, max_size=60), DAYS, DAYS)
def test_a_lesson_more_never_makes_it_worse(days, another, day):
    due = slots.slots(YEAR, 100)
    assert done_by(slots.fill_slots(due, days), day) <= done_by(slots.fill_slots(due, [*days, another]), day)


@given(st.lists(DAYS, max_size=60), DAYS, st.integers(0, 300))
def test_what_was_done_by_a_day_does_not_change_with_later_lessons(days, day, later):
    due = slots.slots(YEAR, 100)
    known = [one for one in days if one <= day]
    after = day + timedelta(days=later + 1)
    assert done_by(slots.fill_slots(due, known), day) == done_by(slots.fill_slots(due, [*known, after]), day)


def test_the_outlook_says_how_far_behind():
    ahead = slots.outlook(YEAR, 100, 400, 800, 8, date(2026, 11, 18))
    assert (ahead.due, ahead.given, ahead.behind) == (10, 8, 2)
    assert ahead.to_floor == 0 and ahead.forecast > 2400


def test_before_the_first_week_is_over_there_is_no_forecast():
    assert slots.outlook(YEAR, 100, 400, 0, 0, date(2026, 9, 2)).forecast is None


def test_at_the_end_of_the_year_what_is_missing_is_said():
    last = YEAR.weeks[-1]
    ahead = slots.outlook(YEAR, 100, 400, 300, 3, last.ends_on)
    assert ahead.behind > 1
    assert ahead.to_floor == 100


@given(DAYS, st.integers(0, 60))
def test_the_outlook_is_never_negative(day, given_lessons):
    ahead = slots.outlook(YEAR, 100, 400, given_lessons * 100, given_lessons, day)
    assert ahead.behind >= 0 and ahead.to_floor >= 0
