"""A wish before it is sent: what it costs whom, to whom it goes, what is refused with which numbers, what is to be thought of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from eduplatform.activities.models import Activity
from eduplatform.activities.operations import add_topic_step
from eduplatform.deployments import rules
from eduplatform.deployments.drafts import Cost, Draft, draft
from eduplatform.deployments.rules import Wish
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Holiday, Unit
from eduplatform.shared import clock, ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused
from eduplatform.teaching.models import Deployment
from tests.assessment import world
from tests.people import unit

TODAY, MONDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 23), date(2026, 12, 4)
DAYS = {"starts_on": MONDAY, "ends_on": FRIDAY}
REMINDER = Wish("reminder", words="放学走斑马线", **DAYS)
RETURN = Wish("return", words="学校有几台灭火器？", minutes=5, **DAYS)


@pytest.fixture
def here(app, people):
    with app.app_context():
        yield people
        db.session.rollback()


def lesson(**more) -> Wish:
    return Wish("lesson", lesson_id=world.lesson("FIRE").lesson_id, **DAYS | more)


def campaign(code: str = "LJ", title: str = "消防周", **more) -> int:
    said = {"starts_on": date(2026, 11, 9), "ends_on": date(2026, 12, 20), "topics": ["FIRE"], "stages": []} | more
    row = Activity(unit_id=unit(code).id, year=2026, title=title, set_at=clock.now(), **said)
    db.session.add(row)
    add_topic_step(row)
    return row.id


def targets(*codes: str) -> tuple[int, ...]:
    return tuple(unit(code).id for code in codes)


def refusal(code: str, wish: Wish) -> tuple[str, dict]:
    with pytest.raises(Refused) as said:
        draft(unit(code), wish)
    return said.value.code, said.value.values


def seen(made: Draft) -> tuple[int, int, int, int]:
    return made.counts.schools, made.counts.classes, made.counts.teachers, made.cost.total


def test_what_a_lesson_a_reminder_and_a_return_cost_and_whom(here):
    one = draft(unit("LJ"), lesson())
    assert seen(one) == (2, 3, 2, 120) and one.cost == Cost("class", 3, 40, 40, 120)
    assert (one.week.number, one.year, one.audience.stages, one.notes) == (13, 2026, ("P2",), ())
    two = draft(unit("LJ"), REMINDER)
    assert two.cost == Cost("teacher", 4, 1, 1, 4) and two.week is None and two.title == REMINDER.words
    three = draft(unit("LJ"), RETURN)
    assert three.cost == Cost("school", 3, 5, 5, 15) and three.notes == (("note_no_double", {}),)


def test_a_class_that_has_given_the_lesson_costs_nothing_and_where_all_have_it_is_refused(here):
    with write():
        world.teach(unit("LJ-SY-2024-2"), world.lesson("FIRE"), TODAY)
    made = draft(unit("LJ"), lesson())
    assert (made.counts.done, made.cost) == (1, Cost("class", 2, 40, 40, 80))
    with write():
        world.teach(unit("LJ-SY-2024-1"), world.lesson("FIRE"), TODAY)
    assert refusal("LJ-DC", lesson()) == ("deployment_all_done", {"n": 2})
    assert seen(draft(unit("LJ-XS"), lesson())) == (1, 1, 0, 40)


def test_units_below_others_that_were_chosen_go_with_them(here):
    chosen = targets("LJ-SY", "LJ-DC", "LJ-XS1", "LJ-SY-2024-2")
    made = draft(unit("LJ"), replace(REMINDER, targets=chosen))
    assert made.audience.paths == tuple(sorted([unit("LJ-DC").path, unit("LJ-XS1").path]))
    own = draft(unit("LJ"), replace(REMINDER, targets=targets("LJ", "LJ-XS")))
    assert own.audience.paths == (unit("LJ").path,), "the unit itself is all of it"
    twice = draft(unit("LJ"), replace(REMINDER, targets=targets("LJ-SY", "LJ-SY")))
    assert twice.audience.paths == (unit("LJ-SY").path,)


def test_only_open_units_below_the_own_one_can_be_chosen(here):
    for code, chosen in (("LJ", "YS-1"), ("LJ-DC", "LJ-XS1"), ("LJ-SY", "LJ"), ("LJ-DC", "P")):
        assert refusal(code, replace(REMINDER, targets=targets(chosen)))[0] == "deployment_not_below", (code, chosen)
    with write():
        unit("LJ-SY-2024-2").closed_on = TODAY
    closed = replace(REMINDER, targets=targets("LJ-SY-2024-2", "LJ-SY-2024-1"))
    assert refusal("LJ", closed)[0] == "deployment_not_below"


def test_two_hundred_units_by_name_and_not_one_more(here, monkeypatch):
    monkeypatch.setattr(rules, "MOST_TARGETS", 2)
    three = targets("LJ-SY", "LJ-DZ", "LJ-XS1")
    assert refusal("LJ", replace(REMINDER, targets=three)) == ("deployment_targets", {"most": 2})
    assert seen(draft(unit("LJ"), replace(REMINDER, targets=(*three[:2], three[0]))))[0] == 2, "named twice is once"


@pytest.mark.parametrize(
    ("wish", "code", "values"),
    [
        (replace(REMINDER, kind="film"), "odd_choice", {}),
        (replace(REMINDER, stages=("P1", "Z")), "odd_choice", {}),
        (replace(REMINDER, words=" "), "deployment_words", {"most": 60}),
        (replace(RETURN, words=""), "deployment_question", {"most": 80}),
        (replace(RETURN, minutes=121), "deployment_minutes", {"most": 120}),
        (replace(REMINDER, stages=("S",)), "deployment_no_classes", {}),
        (replace(REMINDER, ends_on=None), "deployment_days", {"first": date(2026, 9, 1), "last": date(2027, 8, 31)}),
        (Wish("lesson", **DAYS), "deployment_lesson", {}),
        (Wish("activity", activity_id=10**6, **DAYS), "deployment_activity", {}),
        (
            Wish("lesson", **DAYS | {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 9, 1)}),
            "deployment_year",
            None,
        ),
    ],
)
def test_what_is_refused_says_its_numbers(here, wish, code, values):
    said, told = refusal("LJ", wish)
    assert said == code and (values is None or told == values)


def test_what_is_typed_is_taken_without_blanks_and_line_ends(here):
    made = draft(unit("LJ"), replace(REMINDER, words="  放学\n走   斑马线 "))
    assert made.title == made.wish.words == "放学 走 斑马线"
    with write():
        sent(made)
    assert refusal("LJ", replace(REMINDER, words="放学 走\t斑马线"))[0] == "deployment_twice"


def sent(made: Draft, **more) -> Deployment:
    wish, said = made.wish, {"answer": "", "minutes": 1, "set_at": clock.now()}
    said |= {"lesson_id": wish.lesson_id, "activity_id": wish.activity_id, "stages": list(made.audience.stages)}
    said |= {"starts_on": made.starts_on, "ends_on": made.ends_on, "targets": list(made.audience.paths)}
    row = Deployment(unit_id=made.unit.id, year=2026, kind=wish.kind, title=made.title, **said | more)
    db.session.add(row)
    db.session.flush()
    return row


@pytest.mark.parametrize("wish", [REMINDER, RETURN], ids=["reminder", "return"])
def test_the_same_words_are_sent_once_at_a_unit_and_below_and_again_when_it_is_over_or_taken_back(here, wish):
    with write():
        row = sent(draft(unit("LJ"), wish))
    for code in ("LJ", "LJ-DC"):
        assert refusal(code, wish) == ("deployment_twice", {"title": wish.words, "by": "临江市"})
    assert draft(unit("YS"), wish) and draft(unit("LJ"), replace(wish, words="别的话"))
    assert draft(unit("P"), wish), "what a city sent does not bind the province"
    with write():
        row.ends_on = TODAY
    assert refusal("LJ", wish)[0] == "deployment_twice", "its last day is today"
    with write():
        row.ends_on = TODAY - timedelta(days=1)
    assert draft(unit("LJ"), wish)
    with write():
        row.ends_on, row.withdrawn_at = FRIDAY, clock.now()
    assert draft(unit("LJ"), wish)


def test_a_reminder_and_a_return_of_the_same_words_are_two_things(here):
    with write():
        sent(draft(unit("LJ"), replace(REMINDER, words=RETURN.words)))
    assert draft(unit("LJ"), RETURN)


def test_an_activity_of_a_city_may_be_sent_by_its_district_too_but_not_twice_by_one(here):
    with write():
        wish = Wish("activity", activity_id=campaign(), **DAYS)
        sent(draft(unit("LJ"), wish))
    assert refusal("LJ", wish)[0] == "deployment_twice" and draft(unit("LJ-DC"), wish).title == "消防周"


def test_an_activity_goes_to_the_stages_it_is_for(here):
    with write():
        wish = Wish("activity", activity_id=campaign(stages=["P2", "J"]), **DAYS)
    assert draft(unit("LJ"), wish).counts.by_stage == {"P2": 3, "J": 1}
    assert draft(unit("LJ"), replace(wish, stages=("P1", "J"))).counts.by_stage == {"J": 1}
    assert refusal("LJ", replace(wish, stages=("P1",)))[0] == "deployment_other_stage"
    assert refusal("LJ", lesson(stages=("J",)))[0] == "deployment_other_stage"
    assert seen(draft(unit("LJ"), lesson(stages=("P1", "P2"))))[1] == 3, "of the stages chosen the lesson has one"


def test_an_activity_that_was_taken_back_or_is_a_draft_or_another_s_cannot_be_sent(here):
    with write():
        gone, begun, west = (
            campaign(withdrawn_at=clock.now()),
            campaign(draft=True),
            campaign("LJ-XS"),
        )
    for number in (gone, begun, west):
        assert refusal("LJ", Wish("activity", activity_id=number, **DAYS))[0] == "deployment_activity"
    assert draft(unit("LJ-XS1"), Wish("activity", activity_id=west, **DAYS)).counts.classes == 1


@pytest.mark.parametrize(("first", "last", "fits"), [(0, 11, True), (-1, 11, False), (0, 12, False), (3, 3, True)])
def test_an_activity_is_sent_for_days_of_its_own(here, first, last, fits):
    with write():
        number = campaign(starts_on=MONDAY, ends_on=FRIDAY)
    days = {"starts_on": MONDAY + timedelta(days=first), "ends_on": MONDAY + timedelta(days=last)}
    wish = Wish("activity", activity_id=number, **days)
    if fits:
        assert draft(unit("LJ"), wish).ends_on == days["ends_on"]
    else:
        assert refusal("LJ", wish) == ("deployment_activity_days", {"first": MONDAY, "last": FRIDAY})


def test_the_sixth_is_told_the_seventh_refused_and_what_is_no_standing_activity_does_not_count(here):
    with write():
        wish = Wish("activity", activity_id=campaign(), **DAYS)
        for n in range(4):
            campaign("LJ-DC", f"区{n}")
    assert draft(unit("LJ"), wish).notes == ()
    with write():
        campaign("LJ-SY", "校")
        campaign("LJ-SY", "校草稿", draft=True)
        campaign("LJ-SY", "校收回", withdrawn_at=clock.now())
        campaign("YS", "远山")
    assert draft(unit("LJ"), wish).notes == (("note_cap", {"most": 6}),), (
        "drafts are seen by nobody: no school meets one"
    )
    with write():
        campaign("LJ-DC", "区又一个")
    assert refusal("LJ", wish) == ("deployment_cap", {"most": 6, "count": 7, "schools": 1})
    west = draft(unit("LJ"), replace(wish, targets=targets("LJ-XS")))
    assert west.notes == () and west.counts.schools == 1


def test_more_than_ten_items_in_the_year_are_told(here):
    with write():
        wish = Wish("activity", activity_id=campaign(), **DAYS)
        for n in range(10):
            campaign("LJ", f"春{n}", starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 9))
    assert draft(unit("LJ"), wish).notes == (("note_items", {"most": 10, "n": 11}),)


def test_a_short_week_is_told_and_a_week_off_refused(here):
    def off(first: date, last: date) -> None:
        with write():
            db.session.query(Holiday).delete()
            db.session.add(
                Holiday(unit_id=unit("LJ").id, year=2026, kind="off", name="停课", starts_on=first, ends_on=last)
            )
        ttl_cache.drop()

    week = {"ends_on": MONDAY + timedelta(days=4)}
    off(MONDAY, MONDAY + timedelta(days=2))
    made = draft(unit("LJ"), lesson(**week))
    assert made.notes == (("note_short_week", {"n": 2}),) and made.week.starts_on == MONDAY
    assert draft(unit("LJ"), lesson()).week.starts_on == MONDAY + timedelta(days=7), "the week after has a lesson"
    off(MONDAY, MONDAY + timedelta(days=4))
    assert refusal("LJ", lesson(**week))[0] == "deployment_no_week"
    assert draft(unit("LJ"), replace(REMINDER, **week)).week is None, "a reminder needs no lesson"


def test_a_school_asks_no_return_and_one_class_is_enough_for_the_rest(here):
    assert refusal("LJ-SY", RETURN)[0] == "deployment_return_school"
    room = replace(REMINDER, targets=targets("LJ-SY-2024-2"))
    assert seen(draft(unit("LJ-SY"), room)) == (1, 1, 1, 1)
    with write():
        empty = tree.add_child_unit(unit("LJ-DC"), "school", "LJ-E", "空学校", stages="P1,P2,P3").code
    assert refusal(empty, REMINDER)[0] == "deployment_no_classes" and isinstance(unit(empty), Unit)
