"""What an activity and its steps may be, what a class may say it did, and when a school has met enough of them. From plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from eduplatform.activities import rules
from eduplatform.activities.rules import ActivitySaid, StepSaid, Thing

MONDAY, FRIDAY = date(2026, 11, 2), date(2026, 11, 6)
QUARTER = timedelta(days=92)
ACT = StepSaid("act", "打扫消防通道", body={"task": "清理"})
FIRE = ActivitySaid("消防宣传周", MONDAY, FRIDAY, ("P1", "P2"), (ACT,))
#: lesson → its stage and the parts it has
LESSONS = {
    1: ("P1", frozenset({"lesson", "quiz"})),
    2: ("P2", frozenset({"lesson", "video", "skill"})),
    3: ("J", frozenset({"lesson", "quiz"})),
}


def serves(lesson: int) -> tuple[str, frozenset[str]]:
    return LESSONS.get(lesson, ("", frozenset()))


def step(kind: str, *things: Thing, title: str = "一步", **more) -> StepSaid:
    return StepSaid(kind, title, things=things, **more)


def lacks(one: StepSaid, **of_activity) -> str | None:
    return rules.step_fault(replace(FIRE, **of_activity), one, serves)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"title": " "}, "activity_title"),
        ({"title": "消" * 80}, None),
        ({"title": "消" * 81}, "activity_title"),
        ({"topics": []}, "activity_topics"),
        ({"starts_on": FRIDAY, "ends_on": MONDAY}, "activity_turned"),
        ({"starts_on": FRIDAY}, None),
        ({"today": FRIDAY}, None),
        ({"today": FRIDAY + timedelta(days=1)}, "activity_over"),
        ({"ends_on": MONDAY + QUARTER}, None),
        ({"ends_on": MONDAY + QUARTER + timedelta(days=1)}, "activity_long"),
    ],
)
def test_an_activity_has_a_title_topics_and_days_that_are_not_over_and_not_longer_than_a_quarter(changed, code):
    said = {"title": "消防宣传周", "topics": ["FIRE"], "starts_on": MONDAY, "ends_on": FRIDAY, "today": MONDAY}
    assert rules.fault(**said | changed) == code


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, None),
        ({"title": "  "}, ("activity_title", 0)),
        ({"title": "消" * 80}, None),
        ({"title": "消" * 81}, ("activity_title", 0)),
        ({"ends_on": MONDAY}, None),
        ({"ends_on": MONDAY - timedelta(days=1)}, ("activity_turned", 0)),
        ({"steps": (ACT,) * 12}, None),
        ({"steps": (ACT,) * 13}, ("too_many_steps", 0)),
        ({"steps": (ACT, replace(ACT, kind="party"))}, ("step_kind", 2)),
        ({"steps": (ACT, ACT, step("film", alone=True))}, ("step_kind", 3)),
        ({"steps": (step("quiz", alone=True), step("training", alone=True), step("film"))}, None),
        ({"steps": (replace(ACT, starts_on=FRIDAY, ends_on=MONDAY),)}, ("step_turned", 1)),
        ({"steps": (replace(ACT, starts_on=MONDAY, ends_on=MONDAY),)}, None),
        ({"steps": (replace(ACT, ends_on=MONDAY - timedelta(days=9)),)}, None),  # told when it is to be published
    ],
)
def test_a_draft_may_be_unfinished_and_is_told_the_step_that_cannot_be(changed, told):
    assert rules.draft_fault(replace(FIRE, **changed)) == told


def test_every_kind_of_step_may_stand_in_a_draft_and_only_quiz_and_training_be_done_alone():
    kinds = ("lesson", "film", "quiz", "training", "pledge", "survey", "act")
    assert rules.draft_fault(replace(FIRE, steps=tuple(map(step, kinds)))) is None
    alone = [kind for kind in kinds if not rules.draft_fault(replace(FIRE, steps=(step(kind, alone=True),)))]
    assert alone == ["quiz", "training"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"title": " "}, "step_title"),
        ({"title": "步" * 80}, None),
        ({"title": "步" * 81}, "step_title"),
        ({"starts_on": MONDAY, "ends_on": FRIDAY}, None),
        ({"starts_on": MONDAY - timedelta(days=1)}, "step_days"),
        ({"ends_on": FRIDAY + timedelta(days=1)}, "step_days"),
        ({"starts_on": FRIDAY, "ends_on": MONDAY}, "step_days"),
        ({"starts_on": FRIDAY + timedelta(days=1)}, "step_days"),
        ({"ends_on": MONDAY - timedelta(days=1)}, "step_days"),
        ({"stages": ("P2", "J")}, None),
        ({"stages": ("J", "S")}, "step_stages"),
    ],
)
def test_a_step_lies_within_the_days_and_stages_of_its_activity(changed, code):
    assert lacks(replace(ACT, **changed)) == code


def test_an_activity_for_all_stages_takes_a_step_for_any():
    assert lacks(replace(ACT, stages=("J",)), stages=()) is None


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (step("lesson"), "step_things"),
        (step("quiz"), "step_things"),
        (step("lesson", Thing("P1", lesson_id=1), Thing("P2", lesson_id=2)), None),
        (step("lesson", Thing("", "FIRE")), None),
        (step("quiz", Thing("", "FIRE")), "thing_part"),  # any lesson of a topic: whether it has a quiz nobody knows
        (step("quiz", Thing("P1", lesson_id=1)), None),
        (step("quiz", Thing("P2", lesson_id=2)), "thing_part"),
        (step("film", Thing("P2", lesson_id=2)), None),
        (step("film", Thing("P1", lesson_id=1)), "thing_part"),
        (step("training", Thing("P2", lesson_id=2)), None),
        (step("training", Thing("P1", lesson_id=1)), "thing_part"),
        (step("lesson", Thing("P1", lesson_id=99)), "thing_gone"),
        (step("lesson", Thing("", "FIRE"), Thing("P1", lesson_id=99)), "thing_gone"),
        (step("lesson", Thing("P2", lesson_id=1)), "thing_stage"),
        (step("quiz", Thing("J", lesson_id=3)), "thing_stage"),  # the activity is for primary school
        (step("lesson", Thing("P2", lesson_id=2), stages=("P1",)), "thing_stage"),
        (step("lesson", Thing("P1", lesson_id=1), stages=("P1", "J")), None),
    ],
)
def test_a_step_with_a_lesson_names_one_of_its_stage_that_has_what_the_step_is_done_with(one, code):
    assert lacks(one) == code


def test_without_stages_a_lesson_of_any_stage_fits():
    assert lacks(step("quiz", Thing("J", lesson_id=3)), stages=()) is None
    assert lacks(step("quiz", Thing("J", lesson_id=3), stages=("P1",)), stages=()) == "thing_stage"


def test_a_step_is_for_the_stages_both_name_and_for_all_where_neither_does():
    assert rules.stages_of(("P1", "P2"), ("P2", "J")) == ("P2",)
    assert rules.stages_of(("P1", "P2"), ()) == ("P1", "P2")
    assert rules.stages_of((), ("J",)) == ("J",) and rules.stages_of((), ()) == ()
    assert rules.STAGES == ("K", "P1", "P2", "P3", "J", "S", "V")


def pledge(*texts: str) -> StepSaid:
    return StepSaid("pledge", "承诺", body={"lines": [{"text": text} for text in texts]})


def survey(*questions: tuple[str, list[str]]) -> StepSaid:
    return StepSaid("survey", "调查", body={"questions": [{"ask": ask, "options": said} for ask, said in questions]})


ASKED = ("家里有灭火器吗", ["有", "没有"])


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (pledge("我不玩火"), None),
        (pledge(*["火" * 60] * 8), None),
        (pledge(*["我不玩火"] * 9), "pledge_lines"),
        (pledge("火" * 61), "pledge_lines"),
        (pledge("我不玩火", ""), "pledge_lines"),
        (pledge(), "pledge_lines"),
        (StepSaid("pledge", "承诺"), "pledge_lines"),
        (survey(ASKED), None),
        (survey(*[ASKED] * 5), None),
        (survey(*[ASKED] * 6), "survey_questions"),
        (survey(), "survey_questions"),
        (StepSaid("survey", "调查"), "survey_questions"),
        (survey(ASKED, ("", ["有", "没有"])), "survey_questions"),
        (survey(("问" * 60, ["有" * 20, "没有", "不知道", "不说"])), None),
        (survey(("问" * 61, ["有", "没有"])), "survey_questions"),
        (survey(("问", ["有"])), "survey_questions"),
        (survey(("问", ["一", "二", "三", "四", "五"])), "survey_questions"),  # a card has four letters
        (survey(("问", ["有", "有"])), "survey_questions"),
        (survey(("问", ["有", ""])), "survey_questions"),
        (survey(("问", ["有" * 21, "没有"])), "survey_questions"),
        (StepSaid("act", "行动", body={"task": "清" * 120}), None),
        (StepSaid("act", "行动", body={"task": "清" * 121}), "act_task"),
        (StepSaid("act", "行动", body={"task": ""}), "act_task"),
        (StepSaid("act", "行动"), "act_task"),
    ],
)
def test_a_pledge_has_sentences_a_survey_questions_for_cards_and_a_deed_its_task(one, code):
    assert lacks(one) == code


@pytest.mark.parametrize(("in_term", "enough"), [(0, False), (5, False), (6, True), (7, True)])
def test_a_school_meets_at_most_six_in_a_term(in_term, enough):
    assert rules.too_many(in_term) is enough


@pytest.mark.parametrize(
    ("today", "said", "state"),
    [
        (MONDAY, {"draft": True, "withdrawn": True, "ended": True}, "draft"),
        (MONDAY, {"withdrawn": True, "ended": True}, "withdrawn"),
        (MONDAY, {"ended": True}, "ended"),
        (MONDAY - timedelta(days=1), {}, "ahead"),
        (MONDAY, {}, "running"),
        (FRIDAY, {}, "running"),
        (FRIDAY + timedelta(days=1), {}, "ended"),
    ],
)
def test_an_activity_runs_from_its_first_day_to_its_last_unless_it_was_ended_or_withdrawn(today, said, state):
    flags = {"draft": False, "withdrawn": False, "ended": False} | said
    assert rules.state_of(**flags, starts_on=MONDAY, ends_on=FRIDAY, today=today) == state


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, None),
        ({"present": 0, "count": 0}, "record_present"),
        ({"present": 1, "count": 1, "counts": []}, None),
        ({"present": 40, "count": 40}, None),
        ({"present": 41}, "record_present"),
        ({"count": -1}, "record_count"),
        ({"count": 0}, None),
        ({"count": 31}, "record_count"),
        ({"counts": [[10, 20], [30, 0]]}, None),
        ({"counts": [[10, 20], [30, 1]]}, "record_counts"),
        ({"counts": [[10, -1]]}, "record_counts"),
        ({"kind": "act", "note": ""}, "record_note"),
        ({"kind": "act", "note": "清" * 120}, None),
        ({"kind": "act", "note": "清" * 121}, "record_note"),
        ({"note": "清" * 121}, None),  # only a deed is told about
    ],
)
def test_a_class_says_no_more_took_part_than_were_there_and_what_it_did(said, code):
    usual = {"kind": "pledge", "present": 30, "count": 30, "roll": 40, "counts": [[10, 20]], "note": ""}
    assert rules.record_fault(**usual | said) == code
