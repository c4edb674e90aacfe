"""Attacks through HTTP: whatever a client sends, credit comes from the server's own key, clock and rows."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from eduplatform.curriculum import queries
from eduplatform.extensions import db
from eduplatform.learning import quiz
from eduplatform.learning.models import QuizAttempt, SkillAttempt, VideoWatch
from eduplatform.learning.paper import Paper

from . import world

KEY = "attack-key-00000001"


class Pupil:
    """A signed-in pupil who can start, look and hand in, and the same person as a viewer."""

    def __init__(self, app, client_for, people, name, lesson):
        self.app, self.client, self.person, self.lesson = app, client_for(name), people[name], lesson

    def start(self, key: str = KEY, **more):
        answer = self.client.post(f"/student/lessons/{self.lesson}/quiz", data={"key": key, **more})
        return int(answer.location.rsplit("/", 1)[1]) if answer.status_code == 303 else answer

    def submit(self, number: int, answers="right", **more):
        with self.app.app_context():
            attempt = world.stored(number)
            given = world.right_answers(attempt) if answers == "right" else answers
            form = world.form_of(attempt, given) | more
        return self.client.post(f"/student/attempts/{number}", data=form)

    def row(self, number: int):
        with self.app.app_context():
            return world.stored(number)

    def viewer(self):
        with self.app.app_context():
            return world.viewer_for(self.person)


@pytest.fixture
def pupil(app, client_for, people, lesson):
    return Pupil(app, client_for, people, "pupil_yu", lesson)


@pytest.fixture
def other(app, client_for, people, lesson):
    return Pupil(app, client_for, people, "pupil_ming", lesson)


FORGED = {
    "score": "100",
    "passed": "1",
    "excellent": "1",
    "grade": "A",
    "shares": "[100]",
    "late": "0",
    "submitted_at": "0",
    "due_at": "9999999999999",
    "session_id": "1",
    "session": "1",
    "pupil_id": "1",
    "school_id": "1",
    "revision_id": "1",
    "seed": "1",
    "done": "1",
    "year": "2020",
    "class_id": "1",
}


def test_a_posted_score_changes_nothing(pupil):
    number = pupil.start(**FORGED)
    seed = pupil.row(number).seed
    pupil.submit(number, [], **FORGED)
    row = pupil.row(number)
    assert (row.score, row.passed, row.excellent, row.grade, row.session_id, row.year) == (
        0,
        False,
        False,
        "B",
        None,
        2026,
    )
    assert row.seed == seed
    assert row.pupil_id == pupil.person.user_id


def test_a_done_call_without_answers_passes_nobody(pupil):
    number = pupil.start()
    assert pupil.client.post(f"/student/attempts/{number}", data={"key": KEY, "done": "true"}).status_code == 303
    assert pupil.row(number).passed is False


def test_there_is_no_result_before_handing_in(pupil):
    number = pupil.start()
    assert pupil.client.get(f"/student/attempts/{number}/result").location == f"/student/attempts/{number}"


def test_the_page_holds_neither_key_nor_reason_before_handing_in(pupil):
    number = pupil.start()
    html = pupil.client.get(f"/student/attempts/{number}").get_data(as_text=True)
    with pupil.app.app_context():
        row = world.stored(number)
        questions = Paper(row.revision_id, row.seed).questions
    for question in questions:
        for reason in re.findall(r"why[^=]*='([^']+)'", repr(question)):
            assert reason not in html
    assert "FIRE-0" not in html and "is-right" not in html and "is-wrong" not in html and '"right"' not in html


def test_a_foreign_attempt_is_not_there(pupil, other):
    number = pupil.start()
    for answer in (
        other.client.get(f"/student/attempts/{number}"),
        other.client.get(f"/student/attempts/{number}/result"),
        other.client.post(f"/student/attempts/{number}", data={"key": KEY}),
    ):
        assert answer.status_code == 404
    nothing = other.client.get("/student/attempts/999999").get_data(as_text=True)
    there = other.client.get(f"/student/attempts/{number}").get_data(as_text=True)
    changing = r"[0-9a-f]{16}|<[^>]*csrf[^>]*>|/attempts/\d+"
    assert re.sub(changing, "", nothing) == re.sub(changing, "", there)
    assert pupil.row(number).submitted_at is None


def test_a_foreign_key_starts_only_an_attempt_of_ones_own(pupil, other):
    mine, hers = other.start(), pupil.start()
    assert mine != hers
    assert other.row(mine).pupil_id == other.person.user_id


def test_a_key_of_another_attempt_is_refused(pupil):
    number = pupil.start()
    assert pupil.client.post(f"/student/attempts/{number}", data={"key": "attack-key-00000002"}).status_code == 404
    assert pupil.row(number).submitted_at is None


def test_a_replay_with_better_answers_keeps_the_first(pupil):
    number = pupil.start()
    pupil.submit(number, [])
    again = pupil.submit(number, "right")
    assert again.status_code == 303
    assert pupil.row(number).score == 0


def test_answers_of_another_pupil_in_the_queue_are_kept_back(pupil, other):
    number = pupil.start()
    answer = pupil.submit(number, "right", who="0123456789abcdef")
    assert answer.status_code == 409
    assert pupil.row(number).submitted_at is None


def test_attempts_over_the_limit_are_refused_with_words(pupil):
    for n in range(3):
        pupil.submit(pupil.start(f"attack-key-1000000{n}"), [])
    answer = pupil.start("attack-key-20000000")
    assert answer.status_code == 422
    assert "3 次" in answer.get_data(as_text=True)


def test_two_tabs_cannot_both_be_the_last_attempt(pupil):
    for n in range(2):
        pupil.submit(pupil.start(f"attack-key-1000000{n}"), [])
    assert pupil.start("attack-key-3000000a") == pupil.start("attack-key-3000000b")


def test_handing_in_after_48_hours_is_refused_with_words(pupil, client_for, clock):
    number = pupil.start()
    clock.shift(timedelta(hours=49))
    pupil.client = client_for("pupil_yu")  # signed in anew
    answer = pupil.submit(number)
    assert answer.status_code == 422
    assert "两天多" in answer.get_data(as_text=True)
    assert pupil.row(number).submitted_at is None


def test_a_late_hand_in_never_passes(pupil, clock):
    number = pupil.start()
    clock.shift(timedelta(minutes=12))
    pupil.submit(number)
    assert (pupil.row(number).late, pupil.row(number).passed) == (True, False)


def test_a_session_of_another_class_gives_no_evidence_a(pupil, people, lesson):
    with pupil.app.app_context():
        foreign = world.open_session(world.viewer_for(people["pupil_next"]), lesson)
    number = pupil.start(session=str(foreign), session_id=str(foreign), open_session_id=str(foreign))
    pupil.submit(number, "right", session=str(foreign))
    row = pupil.row(number)
    assert (row.grade, row.session_id) == ("B", None)


def test_a_session_of_another_lesson_gives_no_evidence_a(pupil, lesson):
    with pupil.app.app_context():
        elsewhere = next((head.lesson_id for head in queries.lessons_of() if head.lesson_id != lesson), None)
        if elsewhere is None:
            pytest.skip("only one lesson is loaded")
        world.open_session(world.viewer_for(pupil.person), elsewhere)
    number = pupil.start()
    pupil.submit(number)
    assert pupil.row(number).grade == "B"


def test_starting_in_class_and_finishing_at_home_is_not_supervised(pupil, lesson, clock):
    with pupil.app.app_context():
        session = world.open_session(world.viewer_for(pupil.person), lesson)
        number = world.begin(world.viewer_for(pupil.person), lesson, KEY)
        from eduplatform.shared.database import write
        from eduplatform.teaching.models import ClassSession

        with write() as now:
            table = ClassSession.__table__
            from eduplatform.shared import clock as house

            now.execute(table.update().where(table.c.id == session).values(state="closed", closed_at=house.now()))
    clock.shift(timedelta(minutes=5))
    pupil.submit(number)
    assert pupil.row(number).grade == "B"


@pytest.mark.parametrize("name", ["teacher_lin", "officer_safe", "city_song", "guardian_yu", "editor_tang"])
def test_staff_and_guardians_cannot_act_as_a_pupil(pupil, client_for, name, lesson):
    number = pupil.start()
    staff = client_for(name)
    assert staff.post(f"/student/lessons/{lesson}/quiz", data={"key": KEY}).status_code == 404
    assert staff.post(f"/student/attempts/{number}", data={"key": KEY}).status_code == 404
    assert staff.post(f"/student/lessons/{lesson}/skill", data={"key": KEY}).status_code == 404
    assert staff.post(f"/student/lessons/{lesson}/read", data={"slide": 3}).status_code == 404
    assert pupil.row(number).submitted_at is None


def test_nobody_signed_in_gets_in(pupil, client_for, lesson):
    assert client_for(None).post(f"/student/lessons/{lesson}/quiz", data={"key": KEY}).status_code == 401


# ── Skill training


def train(pupil, **more):
    answer = pupil.client.post(f"/student/lessons/{pupil.lesson}/skill", data={"key": KEY, **more})
    return int(answer.location.rsplit("/", 1)[1])


def training(pupil, number):
    with pupil.app.app_context():
        table = SkillAttempt.__table__
        return db.session.execute(select(table).where(table.c.id == number)).one()


def test_points_of_a_training_come_from_the_path_alone(pupil):
    number = train(pupil, points="99", outcome="good", path='["low","feel"]')
    assert training(pupil, number).points == 0
    forged = {"step": 0, "choice": "run", "points": 99, "outcome": "good", "finished_at": 1}
    pupil.client.post(f"/student/trainings/{number}", data=forged)
    row = training(pupil, number)
    assert (row.points, row.outcome) == (0, "mixed")


@pytest.mark.parametrize(
    "step, choice", [(1, "feel"), (0, "feel"), (0, "nothing"), (99999, "low"), ("x", "low"), (-1, "low")]
)
def test_a_choice_that_cannot_be_taken_there_moves_nothing(pupil, step, choice):
    number = train(pupil)
    answer = pupil.client.post(f"/student/trainings/{number}", data={"step": step, "choice": choice})
    assert answer.status_code in (409, 422)
    assert training(pupil, number).path == []


def test_a_finished_training_cannot_be_improved(pupil):
    number = train(pupil)
    pupil.client.post(f"/student/trainings/{number}", data={"step": 0, "choice": "run"})
    pupil.client.post(f"/student/trainings/{number}", data={"step": 0, "choice": "low"})
    pupil.client.post(f"/student/trainings/{number}", data={"step": 1, "choice": "feel"})
    assert training(pupil, number).path == ["run"]


def test_a_foreign_training_is_not_there(pupil, other):
    number = train(pupil)
    assert other.client.get(f"/student/trainings/{number}").status_code == 404
    assert other.client.post(f"/student/trainings/{number}", data={"step": 0, "choice": "low"}).status_code == 404
    assert training(pupil, number).path == []


# ── Video


@pytest.fixture
def film(pupil, monkeypatch):
    """The sample lesson with a skill video of 100 seconds: its quiz item lends its number."""
    with pupil.app.app_context():
        number = queries.quiz_of(pupil.lesson).quiz_id
    from dataclasses import replace

    from eduplatform.pages.student import loaders

    monkeypatch.setattr(queries, "video_of", lambda _lesson: (number, 1, {"seconds": 100.0}))
    real = queries.lesson_head
    monkeypatch.setattr(
        loaders.curriculum, "lesson_head", lambda lesson: real(lesson) and replace(real(lesson), has_video=True)
    )

    def beat(parts, **more):
        text = parts if isinstance(parts, str) else json.dumps(parts)
        return pupil.client.post(f"/student/lessons/{pupil.lesson}/video", data={"parts": text, **more})

    return beat


def watched(pupil):
    with pupil.app.app_context():
        return db.session.execute(select(VideoWatch.__table__)).first()


def test_watch_time_is_bounded_by_the_servers_clock(pupil, film, clock):
    film([])
    assert film([[0, 1000]], done="1", seen="1000").json == {"done": False}
    assert watched(pupil).seen <= 30  # the slack
    clock.shift(timedelta(seconds=10))
    film([[0, 1000]], credited_at="0", opened_at="0")
    assert watched(pupil).seen <= 10 * 10 * 2 + 30


def test_many_small_messages_earn_no_more_than_one(pupil, film, clock):
    film([])
    for _n in range(40):
        film([[0, 1000]])
    assert watched(pupil).seen <= 30
    for _n in range(10):
        clock.shift(timedelta(seconds=1))
        film([[0, 1000]])
    assert watched(pupil).seen <= 10 * 10 * 2 + 30


def test_watching_at_double_speed_is_believed(pupil, film, clock):
    film([])
    clock.shift(timedelta(seconds=50))
    assert film([[0, 1000]]).json == {"done": True}


def test_the_same_part_counts_once(pupil, film, clock):
    film([])
    for _n in range(5):
        clock.shift(timedelta(seconds=20))
        film([[0, 200], [100, 200]])
    assert watched(pupil).seen == 200


def test_more_than_the_video_is_never_counted(pupil, film, clock):
    film([])
    clock.shift(timedelta(hours=1))
    film([[-500, 99999999], [0, 1e300]])
    assert watched(pupil).seen == 1000


def test_a_clock_set_back_gives_no_credit_and_takes_none(pupil, film, clock):
    film([])
    clock.shift(timedelta(seconds=50))
    film([[0, 500]])
    clock.shift(timedelta(days=-1))
    film([[0, 1000]])
    assert 500 <= watched(pupil).seen <= 530


# ── Shapes: whatever comes, no 500 and no credit

texts = st.text(max_size=12)
wild = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SOME
@given(wild, st.lists(wild, max_size=12))
def test_answers_of_any_shape_are_graded_not_crashed(yu, lesson, first, rest):
    attempt = quiz.own_attempt(yu, world.begin(yu, lesson, KEY))
    paper = Paper(attempt.revision_id, attempt.seed)
    kept = paper.tidy([first, *rest])
    assert len(kept) == len(paper.questions)
    assert len(json.dumps(kept)) < 900
    assert all(0 <= mark.share <= 1 for mark in paper.marks(kept))


@SOME
@given(
    st.dictionaries(
        st.sampled_from([f"q{n}" for n in range(8)] + ["move", "who", "q0-l1", "q99"]),
        texts | st.lists(texts, max_size=3),
        max_size=8,
    )
)
def test_forms_of_any_shape_never_fail_inside(pupil, form):
    number = pupil.start()
    pupil.client.get("/student/")
    assert pupil.client.post(f"/student/attempts/{number}", data={"key": KEY, **form}).status_code < 500


@SOME
@given(st.text(max_size=40) | wild.map(lambda value: json.dumps(value)))
def test_watch_messages_of_any_shape_never_fail_inside(pupil, film, parts):
    assert film(parts).status_code == (400 if "\0" in parts else 200)


@pytest.mark.parametrize(
    "parts", ["[" * 5000, "NaN", "[[NaN, 1]]", "[[Infinity, 2]]", "[[0, 1e999]]", "\x00", '[["0", "5"]]', "9" * 5000]
)
def test_odd_watch_messages_earn_nothing(pupil, film, parts):
    film([])
    assert film(parts).status_code == (400 if "\0" in parts else 200)
    assert watched(pupil).seen <= 30


def test_no_attempt_was_made_up_for_anybody_else(pupil, other):
    pupil.submit(pupil.start())
    with pupil.app.app_context():
        assert (
            db.session.scalar(
                select(func.count()).select_from(QuizAttempt).where(QuizAttempt.pupil_id != pupil.person.user_id)
            )
            == 0
        )
