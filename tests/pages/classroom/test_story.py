"""A picture story on the class screen: told aloud, two questions by hands, counted and never marked; its family card."""

from __future__ import annotations

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.teaching.models import ClassSession, HandsCount
from eduplatform.teaching.session_run import run_of
from tests.pages.teacher.conftest import Desk, desk  # noqa: F401


def _alarm() -> content.LessonHead:
    """The lesson of the kindergarten course of fire: the alarm rings."""
    return next(head for head in content.lessons_of("K") if head.topic == "FIRE")


@pytest.fixture
def story(desk: Desk) -> Desk:  # noqa: F811
    with desk.app.app_context():
        desk.lesson_id = _alarm().lesson_id
    desk.start("hands")
    return desk


@pytest.fixture
def run(story):
    with story.app.app_context():
        yield run_of(db.session.query(ClassSession).order_by(ClassSession.id.desc()).first())


def _text(answer) -> str:
    return answer.get_data(as_text=True)


def test_every_page_can_be_heard_or_read_out_by_the_teacher(story, run):
    screen = _text(story.get(f"/sessions/{run.session.id}/screen?guide=0"))
    told = [slide for slide in run.lesson["slides"] if slide["text"]]
    assert len(told) == len(run.lesson["slides"]) - 1 == 10
    assert screen.count("data-read=") == screen.count("没有中文语音") == 10
    assert "student-read.js" in screen and "projector-story.css" in screen


def test_two_questions_are_counted_by_hands_and_nobody_is_marked(story, run, clock):
    number, kinds = run.session.id, [step.kind for step in run.steps]
    assert kinds.count("ask") == 2
    for place in [place for place, kind in enumerate(kinds) if kind == "ask"]:
        choices = run.asked[run.steps[place].number].choices
        counts = {f"count-{choice.id}": n for n, choice in zip((1, 2, 1), choices, strict=True)}
        assert story.post(f"/sessions/{number}/hands", place=place, **counts).status_code == 303
        shown = _text(story.get(f"/sessions/{number}/steps/{place + 1}"))
        assert "数到 4 只小手" in shown and "share-figure" not in shown
    assert db.session.query(HandsCount).count() == 6
    end = _text(story.get(f"/sessions/{number}/steps/{len(kinds) - 1}"))
    assert "end-share" not in end and "警报响，不躲藏" in end and "/family-cards/" in end


def test_its_questions_are_no_quiz_and_its_minutes_count(story, run, clock):
    assert run.session.quiz_revision_id and not content.is_marked(run.session.quiz_revision_id)
    head = _alarm()
    assert not head.has_quiz and not head.has_skill
    clock.shift(15 * 60)
    assert story.close(run.session.id).status_code == 303
    assert [entry.minutes for entry in story.entries()] == [15]


def test_the_family_card_holds_rhyme_and_picture_twice(story, run):
    page = _text(story.get(f"/classes/{story.class_id}/family-cards/{story.lesson_id}"))
    assert page.count("family-rhyme") == 2 and page.count("弯弯腰，走出房") == 2 and "01-cover.svg" in page
    other = content.lessons_of("P2")[0].lesson_id
    assert story.get(f"/classes/{story.class_id}/family-cards/{other}").status_code == 404
