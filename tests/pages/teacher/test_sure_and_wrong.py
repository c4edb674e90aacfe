"""What a teacher must see first: questions pupils got wrong and were sure of."""

from __future__ import annotations

import pytest

from tests.learning import world

WORDS = "人答错而且有把握"


@pytest.fixture
def lesson(app, desk, tmp_path):
    """The desk's lesson is the sample one with every kind of question."""
    with app.app_context():
        desk.lesson_id = world.load_kinds(tmp_path)
    return desk.start("devices")


def hand_in(app, client, lesson_id: int, key: str, sure: bool) -> None:
    """A pupil answers the statement wrongly, sure or not, and nothing else."""
    began = int(client.post(f"/student/lessons/{lesson_id}/quiz", data={"key": key}).location.rsplit("/", 1)[1])
    with app.app_context():
        questions = world.paper_of(began).questions
        place = next(n for n, one in enumerate(questions) if one.kind == "truefalse" and one.sure)
        said = {"choice": not questions[place].answer, "sure": sure}
        form = {"key": key, **world.fields_of(questions[place], place, said)}
    assert client.post(f"/student/attempts/{began}", data=form).status_code == 303


def summary(desk, session: int, clock) -> str:
    clock.shift(40 * 60)
    desk.close(session)
    return desk.get(f"/sessions/{session}").get_data(as_text=True)


def test_two_who_were_wrong_and_sure_are_counted_without_a_name(app, desk, lesson, client_for, clock):
    for number, name in enumerate(("pupil_yu", "pupil_ming")):
        hand_in(app, client_for(name), desk.lesson_id, f"sure-and-wrong-{number:04d}", sure=True)
    page = summary(desk, lesson, clock)
    assert f"2 {WORDS}" in page and page.index("先讲这几题") < page.index(
        "第 10 题，怎么办？", page.index("先讲这几题")
    )
    assert "周一鸣甲二" not in page[page.index("先讲这几题") :]


def test_wrong_without_being_sure_is_no_news(app, desk, lesson, client_for, clock):
    for number, name in enumerate(("pupil_yu", "pupil_ming")):
        hand_in(app, client_for(name), desk.lesson_id, f"sure-and-wrong-{number:04d}", sure=False)
    assert WORDS not in summary(desk, lesson, clock)


def test_one_alone_is_not_pointed_at(app, desk, lesson, client_for, clock):
    hand_in(app, client_for("pupil_yu"), desk.lesson_id, "sure-and-wrong-0001", sure=True)
    assert WORDS not in summary(desk, lesson, clock)


def test_the_report_of_the_lesson_tells_it_to_who_teaches_the_class_only(app, desk, lesson, client_for, clock):
    for number, name in enumerate(("pupil_yu", "pupil_ming")):
        hand_in(app, client_for(name), desk.lesson_id, f"sure-and-wrong-{number:04d}", sure=True)
    summary(desk, lesson, clock)
    own = client_for("teacher_lin").get(f"/office/sessions/{lesson}").get_data(as_text=True)
    assert f"2 {WORDS}" in own
    city = client_for("city_song")
    assert city.get(f"/office/sessions/{lesson}").status_code == 200
    assert WORDS not in city.get(f"/office/sessions/{lesson}").get_data(as_text=True)
