"""Every training of the shelf, played to every ending: alone on the pupil's pages and together on the class screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.skill import Scenario
from eduplatform.extensions import db
from eduplatform.learning import skill_training
from eduplatform.learning.models import SkillAttempt
from tests.learning.endings import ways_to_endings
from tests.pages.teacher.conftest import Desk, desk  # noqa: F401

COURSES = Path(__file__).parents[3] / "courses"
FILES = sorted(COURSES.glob("*/*/lessons/*/skill.yaml"))
TOPICS = sorted({file.parents[3].name for file in FILES})


@pytest.fixture
def trainings(app, topic):
    """Lesson → its training, of all courses of a topic."""
    with app.app_context():
        return {
            head.lesson_id: skill_training.skill_in(content.skill_of(head.lesson_id)[1])
            for head in content.lessons_of()
            if head.has_skill and head.slug.startswith(f"{topic}/")
        }


def ways_of(skill) -> dict[str, list[str]]:
    if not isinstance(skill, Scenario):
        return {"": [step.id for step in skill.steps]}
    return {ending: [turn.id for turn in way] for ending, way in ways_to_endings(skill).items()}


@pytest.mark.parametrize("topic", TOPICS)
def test_alone(app, yu, trainings):
    for lesson, skill in trainings.items():
        for turn, (ending, path) in enumerate(ways_of(skill).items()):
            begun = yu.post(f"/student/lessons/{lesson}/skill", data={"key": f"training-{lesson:08d}-{turn:04d}"})
            number = int(begun.location.rsplit("/", 1)[1])
            if isinstance(skill, Scenario):
                _played(app, yu, number, skill, ending, path)
            else:
                assert yu.get(f"/student/trainings/{number}").status_code == 200


def _played(app, yu, number: int, skill: Scenario, ending: str, path: list[str]) -> None:
    for step, choice in enumerate(path):
        assert yu.post(f"/student/trainings/{number}", data={"step": step, "choice": choice}).status_code == 303
    page = yu.get(f"/student/trainings/{number}").text
    with app.app_context():
        row = db.session.query(SkillAttempt).filter_by(id=number).one()
        assert row.outcome == skill.node(ending).ending and 0 <= row.points <= row.most == skill.full_points
        assert row.path == path
    assert f"scene-{row.outcome}" in page and page.count('class="reason') >= len(path) - 1


@pytest.mark.parametrize("topic", TOPICS)
def test_together(app, desk, trainings):  # noqa: F811
    for desk.lesson_id, skill in trainings.items():
        session = desk.start("none")
        for path in ways_of(skill).values():
            for step, choice in enumerate(path):
                assert desk.post(f"/sessions/{session}/training", step=step, choice=choice).status_code == 303
            assert "全班一起练完了" in desk.get(f"/sessions/{session}/training").text
            assert desk.post(f"/sessions/{session}/training", step=len(path), again="1").status_code == 303
        assert desk.session(session).trained_at is not None
        desk.close(session)


def test_the_best_way_of_every_training_ends_well(app):
    with app.app_context():
        heads = [head for head in content.lessons_of() if head.has_skill]
        skills = [skill_training.skill_in(content.skill_of(head.lesson_id)[1]) for head in heads]
    assert len(heads) == len(FILES)
    for skill in skills:
        if isinstance(skill, Scenario):
            assert {skill.node(ending).ending for ending in ways_to_endings(skill)} >= {"good"}
