"""The year plan by inheritance and the lesson to offer."""

from datetime import date
from types import SimpleNamespace

from eduplatform.extensions import db
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import plan
from eduplatform.teaching.models import HoursRule, PlanWeek

from ..people import unit
from .asked import asked


def lesson(number, topic):
    return SimpleNamespace(lesson_id=number, topic=topic)


def week(code, number, title, **topics):
    return PlanWeek(unit_id=unit(code).id, year=2026, week=number, title=title, topics=topics)


def test_the_nearest_unit_with_a_plan_wins_as_a_whole(room):
    with write():
        db.session.add_all(
            [
                week("LJ", 1, "市", all=["FIRE"]),
                week("LJ", 2, "市二", all=["TRAF"]),
                week("LJ-SY", 1, "校", all=["DROWN"]),
            ]
        )
    ttl_cache.drop()
    themes = plan.themes(room.unit, 2026, "P2")
    assert themes[1].title_zh == "校" and 2 not in themes
    other = plan.themes(unit("LJ-XS1-2024-1"), 2026, "P2")
    assert [other[1].title_zh, other[2].title_zh] == ["市", "市二"]


def test_a_stage_may_have_its_own_topics(room):
    with write():
        db.session.add(week("LJ", 1, "市", all=["FIRE"], K=["FALL"]))
    ttl_cache.drop()
    assert plan.themes(room.unit, 2026, "K")[1].topics == ("FALL",)
    assert plan.themes(room.unit, 2026, "P2")[1].topics == ("FIRE",)


def test_the_rule_of_the_day_holds_and_a_school_may_only_be_stricter(room):
    def rule(code, day, minutes, floor):
        counting = HoursRule(unit_id=unit(code).id, stage="P2", from_on=day, minutes=minutes, source=code)
        return counting, asked(unit(code), floor, day, to_on=date(2026, 10, 31) if floor == 400 else None)

    with write():
        db.session.add_all(
            [
                *rule("P", date(2020, 9, 1), 40, 400),
                *rule("P", date(2026, 11, 1), 40, 600),
                *rule("LJ-SY", date(2020, 9, 1), 35, 500),
            ]
        )
    ttl_cache.drop()
    assert plan.rule_for(room.unit, "P2", date(2026, 10, 1)).floor == 500
    assert plan.rule_for(room.unit, "P2", date(2026, 11, 1)).floor == 600
    assert plan.rule_for(room.unit, "P2", date(2026, 11, 1)).minutes == 40
    shipped = plan.rule_for(room.unit, "P3", date(2026, 11, 1))
    assert (shipped.floor, shipped.weekly, shipped.minutes) == (400, 100, 40)


def test_lessons_are_offered_meant_first_then_theme_then_new_then_again():
    heads = [lesson(1, "FIRE"), lesson(2, "TRAF"), lesson(3, "DROWN"), lesson(4, "GAS"), lesson(5, "FOOD")]
    offered = plan.suggest(heads, assigned=[4], topics=["DROWN"], given=[1], weak=["FOOD"])
    assert [(one.lesson.lesson_id, one.why) for one in offered] == [
        (4, "assigned"),
        (3, "theme"),
        (5, "weak"),
        (2, "new"),
        (1, "again"),
    ]


def test_a_lesson_given_long_ago_is_offered_again_before_a_recent_one():
    heads = [lesson(1, "FIRE"), lesson(2, "TRAF")]
    assert [one.lesson.lesson_id for one in plan.suggest(heads, [], [], [2, 1])] == [2, 1]
    assert [one.lesson.lesson_id for one in plan.suggest(heads, [], [], [2, 1, 2, 2, 2, 2], coming={"FIRE": 3})] == [
        2,
        1,
    ]


def test_the_weeks_topic_comes_again_before_anything_else():
    heads = [lesson(1, "FIRE"), lesson(2, "TRAF"), lesson(3, "FOOD")]
    offered = plan.suggest(heads, [], ["FIRE"], [2, 1])
    assert [(one.lesson.lesson_id, one.why) for one in offered] == [(1, "repeat"), (3, "new"), (2, "again")]
    assert plan.suggest(heads, [], ["FIRE"], [2, 1], just_given=[1])[0].lesson.lesson_id == 3
    long_ago = plan.suggest(heads, [], ["FIRE", "TRAF"], [2, 3, 3, 1])
    assert [one.lesson.lesson_id for one in long_ago] == [2, 1, 3], (
        "what was taught last week waits where the week has a choice"
    )


def test_a_lesson_with_a_week_of_its_own_soon_is_not_given_away():
    heads = [lesson(1, "FIRE"), lesson(2, "TRAF"), lesson(3, "FOOD"), lesson(4, "GAS")]
    offered = plan.suggest(heads, [], ["NET"], [], coming={"FIRE": 1, "TRAF": 20, "FOOD": 4})
    assert [one.lesson.lesson_id for one in offered] == [4, 2, 3, 1]
    both = plan.suggest(heads, [], ["TRAF", "FIRE"], [], coming={"TRAF": 1})
    assert [one.lesson.topic for one in both[:2]] == ["FIRE", "TRAF"], "next week is about traffic alone"


def test_what_comes_is_told_in_weeks():
    by_week = {
        n: plan.Theme(n, "", "", topics) for n, topics in {1: ("A",), 2: ("B", "A"), 4: ("C",), 5: ("B",)}.items()
    }
    assert plan.coming_topics(by_week, 1) == {"B": 1, "A": 1, "C": 3}
    assert plan.coming_topics(by_week, 5) == {}
