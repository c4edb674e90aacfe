"""What a page calls its choices says nothing about which is right, or which step comes first."""

from __future__ import annotations

import re

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.skill_states import Reached
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.learning.paper import Paper

from ...lessons import head_of


def attempt(app, client, lesson, key):
    there = client.post(f"/student/lessons/{lesson}/quiz", data={"key": key}).headers["Location"]
    with app.app_context():
        row = db.session.query(QuizAttempt).filter_by(id=int(there.rsplit("/", 1)[1])).one()
        questions = Paper.of(row).questions
        db.session.remove()
    return there, questions


def names_of(question) -> set[str]:
    return {
        part.id for parts in ("options", "steps", "left", "right", "regions") for part in getattr(question, parts, ())
    }


def test_no_page_of_a_quiz_holds_the_authors_names_and_the_right_answers_count(app, client_for):
    with app.app_context():
        lessons = [head.lesson_id for head in content.lessons_of("P2") if head.has_quiz]
    client, kinds = client_for("pupil_small"), set()
    for number, lesson in enumerate(lessons):
        there, questions = attempt(app, client, lesson, f"names-of-choices-{number}")
        page = client.get(there).text
        shown = set(re.findall(r'(?:value|name)="(?:\d+\.|q\d+-)?([^"]+)"', page)) - {"true", "false"}
        kinds |= {question.kind for question in questions}
        assert not shown & set().union(*map(names_of, questions))
    assert len(kinds) >= 3


def test_names_differ_from_attempt_to_attempt(app, client_for):
    with app.app_context():
        lesson = head_of().lesson_id
    values = []
    for name in ("pupil_yu", "pupil_ming"):
        client = client_for(name)
        there, _questions = attempt(app, client, lesson, f"names-of-{name}-0001")
        values.append(set(re.findall(r'value="([0-9a-f]{10})"', client.get(there).text)))
    assert values[0] and not values[0] & values[1]


def test_no_training_page_holds_the_authors_names(app, client_for):
    from eduplatform.learning import skill_training

    with app.app_context():
        heads = [
            (head.lesson_id, skill_training.skill_in(content.skill_of(head.lesson_id)[1]))
            for head in content.lessons_of("P2")
            if head.has_skill
        ]
    client = client_for("pupil_small")
    for number, (lesson, its) in enumerate(heads):
        there = client.post(f"/student/lessons/{lesson}/skill", data={"key": f"training-names-{number:04d}"}).headers[
            "Location"
        ]
        names = (
            {turn for _scene, turn in Reached(its).turns} if hasattr(its, "nodes") else {step.id for step in its.steps}
        )
        assert not set(re.findall(r'value="(?:s\.)?([^":]+)', client.get(there).text)) & names
