"""A practice run through HTTP: three steps first, a badge on the screen, and nothing left."""

from eduplatform.learning.models import QuizAttempt, RoomAnswer
from eduplatform.teaching.models import ClassHour, ClassSession

from ...lessons import head_of
from ...people import unit


def start(client, app):
    with app.app_context():
        number, lesson = (
            unit("LJ-SY-2024-2").id,
            head_of().lesson_id,
        )
    made = client.post(
        f"/teacher/classes/{number}/sessions",
        data={"lesson": lesson, "carrier": "class_activity", "quiz_mode": "cards", "rehearsal": "1"},
    )
    assert made.status_code == 303
    return made.headers["Location"]


def test_the_guide_shows_first_and_goes_by_a_link(client_for, app):
    lin = client_for("teacher_lin")
    screen = start(lin, app)
    first = lin.get(screen).get_data(as_text=True)
    assert "先练一遍，只有三步" in first and "guide=0" in first and "练习，不留记录" in first
    assert "guide-cover" not in lin.get(f"{screen}?guide=0").get_data(as_text=True)


def test_a_real_lesson_shows_no_guide(client_for, app):
    lin = client_for("teacher_lin")
    with app.app_context():
        number, lesson = (
            unit("LJ-SY-2024-2").id,
            head_of().lesson_id,
        )
    made = lin.post(
        f"/teacher/classes/{number}/sessions",
        data={"lesson": lesson, "carrier": "class_activity", "quiz_mode": "cards"},
    )
    text = lin.get(made.headers["Location"]).get_data(as_text=True)
    assert "guide-cover" not in text and "练习，不留记录" not in text


def test_ending_the_practice_leaves_nothing_and_says_so(client_for, app):
    lin = client_for("teacher_lin")
    session = start(lin, app).removesuffix("/screen")
    assert "结束练习" in lin.get(f"{session}/roll").get_data(as_text=True)
    lin.post(f"{session}/roll", data={"version": "1", "then": "close"})
    page = lin.get(session, follow_redirects=True).get_data(as_text=True)
    assert "练习结束，没有留下记录" in page
    with app.app_context():
        row = ClassSession.query.filter_by(rehearsal=True).one()
        assert (row.state, row.minutes) == ("dropped", 0)
        assert not (ClassHour.query.count() or QuizAttempt.query.count() or RoomAnswer.query.count())
