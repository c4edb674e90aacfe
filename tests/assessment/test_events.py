"""Counters from hand-made records: what each is on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.assessment import counters
from eduplatform.assessment.events import Entry, FirstTimes, of_lesson
from eduplatform.assessment.year_events import Ask, Campaign, ClassFrame, class_year_rows, settled_steps

D = date(2026, 11, 2)  # a Monday
NEVER = {"floors": [(date(2026, 9, 1), 400, False)]}


def on(days: int) -> date:
    return D + timedelta(days=days)


def entry(day: int, number: int = 1, **more) -> Entry:
    values = dict(
        chain=number, lesson_id=7, topic="FIRE", given_on=on(day), sign=1, hours=100, roll=40, present=38, tested=True
    )
    return Entry(on(day), number, **(values | more))


def undone(day: int, number: int, of: Entry) -> Entry:
    return Entry(
        on(day),
        number,
        of.chain,
        of.lesson_id,
        of.topic,
        of.given_on,
        -1,
        -of.hours,
        -of.roll,
        -of.present,
        of.tested,
        of.trained,
    )


def as_of(rows, day: int) -> dict[str, int]:
    """Counters other than 0, as a report as of that day shows them."""
    summed = counters.total_of_rows(row for when, row in rows.items() if when <= on(day))
    return {name: value for name, value in counters.named(summed).items() if value}


def test_a_lesson_counts_on_the_day_it_was_entered_with_its_roll_and_those_present():
    rows = of_lesson([entry(0, tested=False)], FirstTimes())
    assert as_of(rows, -1) == {}
    assert as_of(rows, 0) == {"lessons": 1, "hours": 100, "roll": 40, "present": 38}


def test_a_session_too_short_for_class_hours_is_not_a_lesson_and_tests_nobody():
    assert of_lesson([entry(0, hours=0)], FirstTimes(taken={on(0): 3})) == {}


def test_a_lesson_taken_back_counts_until_that_day_and_not_after():
    given = entry(0)
    rows = of_lesson([given, undone(3, 2, given)], FirstTimes(taken={on(0): 1}))
    assert as_of(rows, 2)["lessons"] == 1 and as_of(rows, 2)["quiz_due"] == 40
    assert as_of(rows, 3) == {}


def test_a_corrected_attendance_replaces_the_old_one_from_the_day_of_the_correction():
    given = entry(0)
    rows = of_lesson([given, undone(2, 2, given), entry(2, 3, chain=1, given_on=on(0), present=30)], FirstTimes())
    assert as_of(rows, 1)["present"] == 38
    assert as_of(rows, 2)["present"] == 30 and as_of(rows, 2)["lessons"] == 1


def test_due_are_the_pupils_of_the_first_lesson_and_a_second_lesson_asks_no_more():
    rows = of_lesson([entry(0), entry(7, 2, roll=45)], FirstTimes(taken={on(0): 1}))
    assert as_of(rows, 7)["quiz_due"] == 40 and as_of(rows, 7)["lessons"] == 2


def test_when_the_first_lesson_is_taken_back_the_second_says_who_is_due():
    first = entry(0)
    rows = of_lesson([first, entry(7, 2, roll=45), undone(9, 3, first)], FirstTimes(taken={on(0): 1}))
    assert as_of(rows, 8)["quiz_due"] == 40
    assert as_of(rows, 9)["quiz_due"] == 45


def test_a_quiz_done_before_the_lesson_counts_from_the_lesson_on():
    rows = of_lesson([entry(5)], FirstTimes(taken={on(1): 2}, passed={on(1): 1}))
    assert as_of(rows, 4) == {}
    assert as_of(rows, 5)["quiz_taken"] == 2 and as_of(rows, 5)["quiz_passed"] == 1


def test_a_quiz_without_the_lesson_counts_nowhere():
    assert of_lesson([], FirstTimes(taken={on(1): 2})) == {}


def test_later_hand_ins_count_on_their_own_day():
    rows = of_lesson(
        [entry(0)], FirstTimes(taken={on(0): 10, on(4): 5}, passed={on(0): 8, on(4): 5}, excellent={on(5): 2})
    )
    assert as_of(rows, 3)["quiz_taken"] == 10 and as_of(rows, 4)["quiz_taken"] == 15
    assert "quiz_excellent" not in as_of(rows, 4) and as_of(rows, 5)["quiz_excellent"] == 2


def test_never_more_are_taken_than_due_and_never_more_passed_than_taken():
    rows = of_lesson(
        [entry(0, roll=3, present=3)], FirstTimes(taken={on(0): 5}, passed={on(0): 5}, excellent={on(0): 4})
    )
    assert as_of(rows, 0) == {
        "lessons": 1,
        "hours": 100,
        "roll": 3,
        "present": 3,
        "quiz_due": 3,
        "quiz_taken": 3,
        "quiz_passed": 3,
        "quiz_excellent": 3,
    }


def test_show_of_hands_counts_at_most_those_present_and_gives_way_to_names():
    rows = of_lesson([entry(0, hands=99)], FirstTimes(taken={on(2): 10}))
    assert as_of(rows, 0)["quiz_group"] == 38
    assert as_of(rows, 2)["quiz_taken"] == 10 and as_of(rows, 2)["quiz_group"] == 30  # 10 + 30 = 40 due


def test_a_lesson_without_a_quiz_or_a_training_makes_nobody_due():
    rows = of_lesson([entry(0, tested=False, trained=False)], FirstTimes(taken={on(0): 3}, trained={on(0): 3}))
    assert "quiz_due" not in as_of(rows, 0) and "skill_due" not in as_of(rows, 0)


def test_training_counts_pupils_by_their_first_finished_one():
    rows = of_lesson([entry(0, trained=True)], FirstTimes(trained={on(1): 30, on(2): 20}))
    assert as_of(rows, 1)["skill_done"] == 30
    assert as_of(rows, 2)["skill_done"] == 40 == as_of(rows, 2)["skill_due"]


def test_a_quiz_nobody_answered_was_not_tested_and_is_due_from_the_first_answer_on():
    rows = of_lesson([entry(0), entry(4, 2)], FirstTimes(taken={on(6): 1}))
    assert as_of(rows, 5)["quiz_unasked"] == 1 and "quiz_due" not in as_of(rows, 5)
    assert as_of(rows, 6)["quiz_due"] == 40 and "quiz_unasked" not in as_of(rows, 6)
    assert as_of(of_lesson([entry(0, hands=30)], FirstTimes()), 0)["quiz_due"] == 40
    assert "quiz_unasked" not in as_of(of_lesson([entry(0, tested=False)], FirstTimes()), 0)


def test_training_done_together_on_the_screen_counts_those_present_and_gives_way_to_names():
    rows = of_lesson([entry(0, trained=True, together=True)], FirstTimes(trained={on(2): 10}))
    assert (as_of(rows, 0)["skill_due"], as_of(rows, 0)["skill_group"]) == (40, 38)
    assert (as_of(rows, 2)["skill_done"], as_of(rows, 2)["skill_group"]) == (10, 28)
    assert as_of(of_lesson([entry(0, trained=True)], FirstTimes()), 0)["skill_unasked"] == 1


def test_declared_hours_stand_apart():
    assert as_of(of_lesson([entry(0, tested=False), entry(1, 2, tested=False, declared=True)], FirstTimes()), 1) == {
        "lessons": 2,
        "hours": 200,
        "hours_declared": 100,
        "roll": 80,
        "present": 76,
    }
    given = [entry(n, n + 1, declared=n > 2) for n in range(4)]
    assert (
        as_of(class_year_rows(given, frame()), 5)["classes_met"],
        as_of(class_year_rows(given, frame()), 5).get("classes_evidenced"),
    ) == (1, None)
    strict = class_year_rows(given, frame(floors=[(on(-60), 400, True)]))
    assert "classes_met" not in as_of(strict, 5)
    assert (
        as_of(class_year_rows([entry(n, n + 1) for n in range(4)], frame(floors=[(on(-60), 400, True)])), 5)[
            "classes_evidenced"
        ]
        == 1
    )


def frame(**more) -> ClassFrame:
    return ClassFrame(**({"classes": {on(-60): 1}, "slots": {}, **NEVER} | more))


def test_the_kth_lesson_fills_the_kth_slot_but_not_before_it_is_due():
    slots = {on(6): 1, on(13): 1, on(20): 1}
    rows = class_year_rows([entry(0), entry(1, 2), entry(30, 3)], frame(slots=slots))
    assert "slots_done" not in as_of(rows, 5)
    assert as_of(rows, 6)["slots_done"] == 1
    assert as_of(rows, 13)["slots_done"] == 2
    assert (as_of(rows, 29)["slots_due"], as_of(rows, 29)["slots_done"]) == (3, 2)
    assert as_of(rows, 30)["slots_done"] == 3


def test_two_lessons_entered_on_one_day_fill_two_slots():
    rows = class_year_rows([entry(7, given_on=on(0)), entry(7, 2)], frame(slots={on(1): 1, on(2): 1, on(3): 1}))
    assert as_of(rows, 7)["slots_done"] == 2


def test_a_lesson_taken_back_opens_its_slot_again_on_that_day():
    given = entry(0)
    rows = class_year_rows([given, undone(10, 2, given)], frame(slots={on(6): 1}))
    assert as_of(rows, 9)["slots_done"] == 1 and "slots_done" not in as_of(rows, 10)


def test_a_class_meets_the_floor_on_the_day_its_hours_reach_it_and_leaves_it_by_a_correction():
    given = [entry(day, day + 1) for day in range(4)]
    rows = class_year_rows([*given, undone(9, 99, given[0])], frame())
    assert "classes_met" not in as_of(rows, 2)
    assert as_of(rows, 3)["classes_met"] == 1 and as_of(rows, 8)["classes_met"] == 1
    assert "classes_met" not in as_of(rows, 9) and as_of(rows, 9)["classes"] == 1


def test_a_stricter_floor_counts_from_its_day():
    given = [entry(day, day + 1) for day in range(4)]
    rows = class_year_rows(given, frame(floors=[(on(-60), 400, False), (on(10), 600, False)]))
    assert as_of(rows, 9)["classes_met"] == 1 and "classes_met" not in as_of(rows, 10)


def campaign(**more) -> Campaign:
    return Campaign(
        **({"asks": (Ask("FIRE", on(0), on(7)),), "starts_on": on(0), "ends_on": on(7), "set_on": on(-5)} | more)
    )


def test_a_class_is_due_for_an_activity_when_it_took_part_or_when_the_window_ended():
    took = class_year_rows([entry(2)], frame(campaigns=[campaign()]))
    assert "activity_due" not in as_of(took, 1)
    assert as_of(took, 2)["activity_due"] == as_of(took, 2)["activity_done"] == 1
    missed = class_year_rows([entry(8)], frame(campaigns=[campaign()]))
    assert "activity_due" not in as_of(missed, 6)
    assert as_of(missed, 8)["activity_due"] == 1 and "activity_done" not in as_of(missed, 8)


def test_only_lessons_on_its_topics_given_inside_the_window_take_part():
    rows = class_year_rows([entry(2, topic="DROWN"), entry(9, 2, given_on=on(9))], frame(campaigns=[campaign()]))
    assert "activity_done" not in as_of(rows, 30)
    late = class_year_rows([entry(9, 2, given_on=on(6))], frame(campaigns=[campaign()]))
    assert as_of(late, 8)["activity_due"] == 1 and as_of(late, 9)["activity_done"] == 1


@pytest.mark.parametrize(("day", "part"), [(-1, False), (0, True), (7, True), (8, False)])
def test_the_first_and_the_last_day_of_the_window_are_in_it(day, part):
    rows = class_year_rows([entry(9, given_on=on(day))], frame(campaigns=[campaign()]))
    assert ("activity_done" in as_of(rows, 9)) == part


def test_an_activity_taken_back_is_gone_from_that_day_and_was_there_before():
    rows = class_year_rows([], frame(campaigns=[campaign(withdrawn_on=on(20))]))
    assert as_of(rows, 19)["activity_due"] == 1 and "activity_due" not in as_of(rows, 20)


def test_a_class_that_begins_after_the_window_or_has_closed_owes_nothing():
    assert "activity_due" not in as_of(class_year_rows([], frame(classes={on(8): 1}, campaigns=[campaign()])), 30)
    closed = class_year_rows([], frame(classes={on(-9): 1, on(3): -1}, campaigns=[campaign()]))
    assert "activity_due" not in as_of(closed, 30) and "classes" not in as_of(closed, 3)


def test_a_changed_calendar_counts_from_today_and_leaves_the_past_alone():
    stored = {on(6): 1, on(13): 1, on(20): 1}
    planned = {on(13): 1, on(27): 1}  # the first week fell to a holiday after all, the third was moved
    assert settled_steps(stored, planned, on(15), True) == {on(6): 1, on(13): 1, on(15): -1, on(27): 1}
    again = settled_steps(settled_steps(stored, planned, on(15), True), planned, on(16), True)
    assert again == {on(6): 1, on(13): 1, on(15): -1, on(27): 1}


def test_a_class_counted_for_the_first_time_is_counted_as_planned():
    assert settled_steps({}, {on(6): 1}, on(15), False) == {on(6): 1}
