"""The order of things in a class session."""

from eduplatform.teaching.run_steps import Step, steps


def test_slides_then_video_then_questions_each_with_its_answer():
    assert steps([0, 1], True, "hands", 2) == (
        Step("slide", 0),
        Step("slide", 1),
        Step("video"),
        Step("ask", 0),
        Step("answer", 0),
        Step("ask", 1),
        Step("answer", 1),
        Step("end"),
    )


def test_devices_join_and_see_results():
    assert [step.kind for step in steps([0], False, "devices")] == ["slide", "join", "results", "end"]


def test_without_a_quiz_the_lesson_ends_after_the_video():
    assert [step.kind for step in steps([0], True, "none", 5)] == ["slide", "video", "end"]
