"""What the tests of activities share: an activity with steps as an officer makes it, and a class that stands before one of them."""

from __future__ import annotations

from datetime import date, timedelta

from eduplatform.activities import composing
from eduplatform.activities.class_records import Place
from eduplatform.activities.models import Activity
from eduplatform.activities.rules import ActivitySaid, StepSaid, Thing
from eduplatform.activities.steps import StepOf, steps_of
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.org.models import ClassYear
from tests.org.world import TODAY, World, done

FIRST, LAST = TODAY - timedelta(days=7), TODAY + timedelta(days=7)
CLASS = "LJ-SY-2024-2"
PLEDGE = StepSaid("pledge", "签承诺", "Pledge", body={"lines": [{"text": "我不玩火。"}]})
ACT = StepSaid("act", "走一遍", "Walk", body={"task": "走一遍楼梯"})
SURVEY = StepSaid(
    "survey",
    "问一问",
    "Ask",
    body={
        "questions": [
            {"ask": "关门吗", "options": ["关", "不关"]},
            {"ask": "有灭火器吗", "options": ["有", "没有", "不知道"]},
        ]
    },
)


def fire(stage: str = "P2") -> content.LessonHead:
    """The shipped fire lesson of a stage."""
    return next(head for head in content.lessons_of(stage) if head.topic == "FIRE")


def with_lesson(kind: str, stage: str = "P2", **more) -> StepSaid:
    """A step that is done with the fire lesson."""
    return StepSaid(kind, f"一步{kind}", things=(Thing(stage, lesson_id=fire(stage).lesson_id),), **more)


def with_topic(topic: str = "FIRE", stage: str = "", **more) -> StepSaid:
    """A step that any lesson of a topic does."""
    return StepSaid("lesson", f"专题{topic}", things=(Thing(stage, topic=topic),), **more)


def said(*steps: StepSaid, **more) -> ActivitySaid:
    """An activity of three weeks around today."""
    return ActivitySaid(**{"title": "消防月", "starts_on": FIRST, "ends_on": LAST, "steps": steps} | more)


def drafted(org: World, *steps: StepSaid, code: str = "LJ-DC", by: str = "district_zhou", **more) -> Activity:
    return done(composing.begin_draft, org.viewer(by), org.unit(code), said(*steps, **more))


def published(org: World, *steps: StepSaid, code: str = "LJ-DC", by: str = "district_zhou", **more) -> Activity:
    row = drafted(org, *steps, code=code, by=by, **more)
    done(composing.publish, org.viewer(by), row, org.unit(code))
    return row


def steps(activity: Activity) -> list[StepOf]:
    return steps_of([activity])[activity.id]


def place(org: World, activity: Activity, number: int = 0, code: str = CLASS, roll: int = 40) -> Place:
    """A class before a step of an activity."""
    unit = org.unit(code)
    of_year = db.session.query(ClassYear).filter_by(class_id=unit.id, year=2026).one()
    return Place(unit, of_year, activity, steps(activity)[number].row, roll)


def day(n: int) -> date:
    """So many days after today."""
    return TODAY + timedelta(days=n)
