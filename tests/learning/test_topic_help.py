"""Who needs help with a topic: by the last sheet of each lesson, told a second time slowly over random sheets."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.learning.topic_help import TopicHelp, topic_help
from eduplatform.org.queries import OnRoll, roll_on
from eduplatform.shared.database import write
from tests.assessment import world
from tests.people import unit

CLASS, TODAY = "LJ-SY-2024-2", date(2026, 11, 18)


@pytest.fixture
def heads(context):
    """Three lessons: two of different topics, and one without a quiz."""
    with write():
        found = [world.lesson("FIRE"), world.lesson("TRAF")]
    bare = next((head for head in content.lessons_of() if not head.has_quiz), None)
    assert all(head.has_quiz for head in found)
    return [*found, *([bare] if bare else [])]


def roll() -> list[OnRoll]:
    return roll_on(unit(CLASS).school_id, unit(CLASS).id, TODAY)


def sheet(pupil: int, head, score: int, days_ago: int, code: str = CLASS):
    with write():
        return world.quiz(unit(code), head, pupil, TODAY - timedelta(days=days_ago), score)


def told(heads, year: int = 2026) -> TopicHelp:
    return topic_help(unit(CLASS), year, roll(), heads)


def named(found: TopicHelp) -> dict[int, list[int]]:
    return {one.pupil.pupil_id: [head.lesson_id for head in one.lessons] for one in found.helped}


@pytest.mark.parametrize("seed", range(4))
def test_of_random_sheets_the_last_of_each_lesson_decides(heads, seed):
    chance = Random(seed)
    with write():
        world.pupils(unit(CLASS), 6)
    marks = {head.lesson_id: content.quiz_of(head.lesson_id).pass_mark for head in heads if head.has_quiz}
    sheets: list[tuple[int, int, int, int]] = []
    for number in range(40):
        pupil, head = chance.choice(roll()).pupil_id, chance.choice(heads[:2])
        score, ago = chance.choice((0, marks[head.lesson_id] - 1, marks[head.lesson_id], 100)), chance.randrange(30)
        sheet(pupil, head, score, ago)
        sheets.append((-ago, number, pupil, head.lesson_id * 1000 + score))
    last: dict[tuple[int, int], int] = {}
    for _ago, _number, pupil, packed in sorted(sheets):  # in the order of days, then as they were written
        last[pupil, packed // 1000] = packed % 1000
    needy: dict[int, list[int]] = {}
    for (pupil, lesson), score in sorted(last.items()):
        if score < marks[lesson]:
            needy.setdefault(pupil, []).append(lesson)
    found, pupils = told(heads), roll()
    assert named(found) == needy
    assert [one.pupil for one in found.helped] == [each for each in pupils if each.pupil_id in needy], (
        "by the class list"
    )
    answered = {pupil for pupil, _lesson in last}
    assert found.answered == len(answered)
    assert list(found.unseen) == [each for each in pupils if each.pupil_id not in answered]


def test_where_nobody_has_answered_nobody_is_pointed_at(heads):
    found = told(heads)
    assert (found.helped, found.unseen, found.answered) == ([], [], 0)
    assert told([]) == TopicHelp([], [], 0)


def test_a_sheet_of_another_class_year_or_lesson_and_one_not_handed_in_say_nothing(heads, people):
    fire, traffic = heads[:2]
    yu, ming = (people[name].user_id for name in ("pupil_yu", "pupil_ming"))
    sheet(ming, fire, 100, 1)
    sheet(yu, traffic, 0, 1)
    sheet(yu, fire, 0, 1, "LJ-SY-2024-1")
    last_year = sheet(yu, fire, 0, 1)
    running = sheet(yu, fire, 0, 1)
    with write() as session:
        last_year.year, running.submitted_at = 2025, None
        session.add_all([last_year, running])
    found = told([fire])
    assert named(found) == {} and yu in {one.pupil_id for one in found.unseen} and found.answered == 1
    assert named(told([traffic])) == {yu: [traffic.lesson_id]}
    assert named(told([fire], 2025)) == {yu: [fire.lesson_id]}


def test_who_left_the_class_is_not_named_any_more(heads, people):
    sheet(people["pupil_yu"].user_id, heads[0], 0, 1)
    without = [one for one in roll() if one.pupil_id != people["pupil_yu"].user_id]
    found = topic_help(unit(CLASS), 2026, without, heads)
    assert (found.helped, found.unseen, found.answered) == ([], [], 0)
