"""What a guardian reads: about the own child only, in words, with nothing demanded."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.shared import clock
from eduplatform.shared.database import write
from tests.accounts.doing import open_lesson
from tests.conftest import sql_count
from tests.people import unit


@pytest.fixture
def path(people):
    return f"/guardian/children/{people['pupil_yu'].user_id}"


def teach(app, people) -> int:
    """A lesson given and closed in the child's class."""
    from eduplatform.teaching.models import ClassSession

    number, _code = open_lesson(app, people, "teacher_lin", "LJ-SY-2024-2")
    with app.app_context(), write():
        row = db.session.query(ClassSession).filter_by(id=number).one()
        row.state, row.closed_at, row.minutes, row.join_code = "closed", clock.now(), 40, None
        return row.lesson_id


def test_the_desk_opens_at_the_child(client_for, path):
    assert client_for("guardian_yu").get("/guardian/").headers["Location"] == path


def test_a_new_class_has_a_page_that_says_what_will_come(client_for, path):
    page = client_for("guardian_yu").get(path)
    assert page.status_code == 200 and "班里还没有上过安全课" in page.text


def test_the_lesson_of_the_class_comes_with_something_to_talk_about(app, client_for, people, path):
    teach(app, people)
    client_for("guardian_yu").get(path)  # lessons and calendar are kept in the process from the first look on
    page = client_for("guardian_yu").get(path)
    assert "在家聊一聊" in page.text and "<li>" in page.text
    assert sql_count(page) <= 10 and len(page.data) <= 30_000


def test_results_are_words_without_score_or_rank(app, client_for, people, path):
    from eduplatform.curriculum import queries as curriculum

    lesson_id, yu = teach(app, people), people["pupil_yu"]
    with app.app_context(), write() as session:
        quiz = curriculum.quiz_of(lesson_id)
        now = clock.now()
        session.add(
            QuizAttempt(
                school_id=yu.school_id,
                pupil_id=yu.user_id,
                class_id=unit("LJ-SY-2024-2").id,
                quiz_id=quiz.quiz_id,
                lesson_id=lesson_id,
                revision_id=quiz.revision_id,
                year=2026,
                attempt_key="k",
                seed=1,
                started_at=now,
                due_at=now,
                submitted_at=now,
                score=73,
                passed=True,
                answers=[],
                shares=[],
            )
        )
    said = client_for("guardian_yu").get(path).text
    assert "学会了" in said and "73" not in re.sub(r"<[^>]+>", "", said)


def test_the_consent_on_record_is_shown(app, client_for, people, path):
    from eduplatform.accounts.models import User
    from eduplatform.org.models import RosterBatch

    assert "没有写明" in client_for("guardian_yu").get(path).text
    yu = people["pupil_yu"]
    with app.app_context(), write() as session:
        batch = RosterBatch(
            school_id=yu.school_id,
            filename="x.xlsx",
            year=2026,
            consent="2026 秋季告家长书回执",
            created_at=clock.now(),
            applied_at=clock.now(),
        )
        session.add(batch)
        session.flush()
        session.get(User, (yu.school_id, yu.user_id)).batch_id = batch.id
    assert "2026 秋季告家长书回执" in client_for("guardian_yu").get(path).text


def test_another_child_is_the_same_404_as_none(client_for, people):
    client = client_for("guardian_yu")
    answers = [
        client.get(f"/guardian/children/{n}")
        for n in (people["pupil_ming"].user_id, people["pupil_far"].user_id, 987654)
    ]
    assert {answer.status_code for answer in answers} == {404}
    mask = re.compile(r"<code>[0-9a-f]+</code>|next=[^\"]+|value=\"[^\"]+\"|content=\"[^\"]+\"")
    assert len({mask.sub("", answer.text) for answer in answers}) == 1


@pytest.mark.parametrize("name", ["pupil_yu", "pupil_ming", "teacher_lin", "principal_he", "city_song"])
def test_nobody_else_has_this_desk(client_for, path, name):
    assert client_for(name).get(path).status_code == client_for(name).get("/guardian/").status_code == 404


def test_when_the_guardianship_ends_so_does_the_reading(app, client_for, people, path):
    from eduplatform.org.models import Guardianship

    client = client_for("guardian_yu")
    with app.app_context(), write():
        db.session.query(Guardianship).filter_by(pupil_id=people["pupil_yu"].user_id).one().to_on = clock.today()
    assert client.get(path).status_code == 404
    assert "这里还没有孩子" in client.get("/guardian/").text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-09-20", "放假前看一看"),
        ("2027-01-15", "寒假前看一看"),
        ("2027-07-20", "暑假前看一看"),
        ("2026-11-18", None),
    ],
)
def test_tips_come_three_weeks_before_the_holidays_and_not_earlier(client_for, path, clock, day, words):
    clock.move_to(datetime.fromisoformat(f"{day}T10:00+08:00"))
    said = client_for("guardian_yu").get(path).text
    assert (words in said) if words else "前看一看" not in said


def test_a_lesson_given_twice_stands_there_once_with_both_days(app, client_for, people, path, clock):
    teach(app, people)
    clock.shift(24 * 3600)
    teach(app, people)
    page = client_for("guardian_yu").get(path).text
    assert page.count("在家聊一聊") <= 1
    assert "2026年11月19日、2026年11月18日" in page
