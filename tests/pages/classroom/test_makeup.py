"""A missed lesson made up on a school device: the teacher's list, the code, the five minutes."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.learning import makeup as verbs
from eduplatform.learning import missed_lessons
from eduplatform.learning.models import Makeup, QuizAttempt
from eduplatform.org.access import Viewer
from eduplatform.shared.database import write
from eduplatform.shared.models import AccessLook, AuditEntry, StaleMark
from eduplatform.shared.refusals import Conflict, NotFound
from eduplatform.teaching.models import ClassHour
from tests.conftest import sql_count
from tests.people import PUPILS, unit

from .by_name import text_of

NAMES = [name for _person, _class, _number, name in PUPILS]


@pytest.fixture
def missing(lesson):
    """周一鸣 missed a lesson with cards."""
    lesson.open("cards")
    number = lesson.single()
    lesson.to("vote", number)
    lesson.close("pupil_ming")
    return lesson


def opened(lesson, name="pupil_ming", **fields):
    lesson.app.config["PUBLIC_URL"] = "http://192.168.1.20"
    return lesson.teacher.post(f"/teacher/sessions/{lesson.number}/pupils/{lesson.id(name)}/make-up", data=fields)


def code_of(response) -> str:
    return re.search(r"/student/make-up/([0-9]+-[A-Za-z0-9_-]+)", response.get_data(as_text=True)).group(1)


def begun(lesson, name="pupil_ming"):
    """A tablet that has taken the code."""
    tablet = lesson.client_for(None)
    assert tablet.post(f"/student/make-up/{code_of(opened(lesson, name))}").status_code == 303
    return tablet


def work(lesson):
    with lesson.app.app_context():
        row = db.session.query(Makeup).order_by(Makeup.id.desc()).first()
        found = verbs.work_of(row)
        return found, found.pages, found.places


def through(lesson, tablet, right=True):
    """Answer everything."""
    found, pages, places = work(lesson)
    for place in places:
        asked = found.asked[pages[place].number]
        option = (
            asked.question.steps[pages[place].part].id
            if asked.question.kind == "ordering"
            else next(c.id for c in asked.choices if c.right == right)
        )
        assert tablet.post("/student/make-up", data={"step": place, "option": option}).status_code == 303


def teachers_list(lesson):
    return lesson.client_for("teacher_lin").get("/teacher/make-up")


def test_the_list_names_who_was_away_and_is_on_record(missing):
    page = text_of(teachers_list(missing))
    assert "周一鸣甲二" in page and "田小雨甲一" not in page
    assert missing.rows(AccessLook)


@pytest.mark.parametrize(
    ("now", "made"),
    [("2027-09-30T20:00:00+08:00", 1), ("2027-09-30T23:30:00+08:00", 0), ("2027-10-01T08:00:00+08:00", 0)],
)
def test_after_the_reports_of_its_year_are_closed_a_lesson_is_not_made_up(missing, clock, now, made):
    """What no report would ever show is not asked of a child; the last evening counts only if the whole hour fits in."""
    clock.move_to(datetime.fromisoformat(now))
    missing.teacher = missing.client_for("teacher_lin")  # the sign-in of last year is over
    answer = opened(missing)
    assert len(missing.rows(Makeup)) == made
    if not made:
        assert answer.status_code == 303
        with missing.teacher.session_transaction() as cookie:
            assert "9月30日" in str(cookie["_flashes"]).replace(" ", "")


def test_an_empty_list_says_what_it_is_for(lesson):
    assert "没有要补的课" in text_of(teachers_list(lesson))


def test_the_week_page_leads_there_only_when_somebody_is_on_it(lesson):
    assert "可以补学" not in text_of(lesson.teacher.get("/teacher"))
    lesson.open("cards")
    lesson.close("pupil_ming")
    week = lesson.teacher.get("/teacher")
    week = lesson.teacher.get("/teacher")
    assert "有 1 名同学可以补学" in text_of(week)
    assert sql_count(week) <= 10


def test_a_code_opens_the_lesson_once_and_shows_no_name(missing):
    code = code_of(opened(missing))
    tablet, other = missing.client_for(None), missing.client_for(None)
    first = tablet.get(f"/student/make-up/{code}")
    assert first.status_code == 200 and not [name for name in NAMES if name in first.get_data(as_text=True)]
    assert "三(2)班" in text_of(first) and "2 号" in text_of(first)
    assert tablet.get(f"/student/make-up/{code}").status_code == 200  # looking spends nothing
    assert tablet.post(f"/student/make-up/{code}").status_code == 303
    assert tablet.get("/student/make-up").status_code == 200
    again = other.post(f"/student/make-up/{code}")
    assert again.status_code == 409 and "已经用过" in text_of(again)
    assert other.get(f"/student/make-up/{code}").status_code == 409
    assert "这里现在没有要补的课" in text_of(other.get("/student/make-up"))


def test_a_code_is_good_for_half_an_hour_and_a_device_for_an_hour(missing):
    code = code_of(opened(missing))
    missing.clock.shift(timedelta(minutes=31))
    assert missing.client_for(None).post(f"/student/make-up/{code}").status_code == 409
    missing.teacher = missing.client_for("teacher_lin")
    tablet = begun(missing)
    missing.clock.shift(timedelta(minutes=59))
    assert "没有要补的课" not in text_of(tablet.get("/student/make-up"))
    missing.clock.shift(timedelta(minutes=2))
    assert "没有要补的课" in text_of(tablet.get("/student/make-up"))


def test_where_no_other_device_can_come_the_page_says_so(missing):
    answer = missing.teacher.post(f"/teacher/sessions/{missing.number}/pupils/{missing.id('pupil_ming')}/make-up")
    assert (
        answer.status_code == 200
        and "/student/make-up/" not in answer.get_data(as_text=True)
        and "没有连学校网络" in text_of(answer)
    )


def test_only_hashes_are_kept(missing):
    missing.teacher = missing.client_for("teacher_lin")  # the sign-in of last year is over
    answer = opened(missing)
    (row,) = missing.rows(Makeup)
    assert code_of(answer) not in row.token_hash and len(row.token_hash) == 64


def test_slides_come_first_then_the_questions_of_the_lesson_one_at_a_time(missing):
    tablet = begun(missing)
    found, pages, places = work(missing)
    assert [page.kind for page in pages][: len(found.slides)] == ["slide"] * len(found.slides) and 1 <= len(
        found.slides
    ) <= 5
    assert [one.question.uuid for one in found.asked] == [missing.asked(missing.single()).question.uuid]
    first = tablet.get("/student/make-up").get_data(as_text=True)
    assert found.lesson["slides"][found.slides[0]]["title"] in first
    ahead = tablet.get(f"/student/make-up?step={len(pages) - 1}").get_data(as_text=True)  # the end is not open yet
    assert found.asked[0].question.stem in ahead
    assert all(choice.why not in ahead for choice in found.asked[0].choices)


def test_the_reason_comes_at_once_and_the_first_answer_stands(missing):
    tablet = begun(missing)
    found, _pages, places = work(missing)
    wrong = next(choice for choice in found.asked[0].choices if not choice.right)
    right = next(choice for choice in found.asked[0].choices if choice.right)
    answer = tablet.post("/student/make-up", data={"step": places[0], "option": wrong.id})
    page = text_of(tablet.get(answer.location))
    assert "看看为什么" in page and right.why[:12] in page
    tablet.post("/student/make-up", data={"step": places[0], "option": right.id})
    (row,) = missing.rows(Makeup)
    assert row.answers == [wrong.id]


def test_at_the_end_there_is_one_attempt_with_evidence_b_outside_of_the_class(missing):
    tablet = begun(missing)
    through(missing, tablet)
    assert "这节课补上了" in text_of(tablet.get("/student/make-up"))
    (row,) = missing.attempts("pupil_ming")
    assert (row.attempt_key, row.grade, row.session_id, row.score) == (f"makeup-{missing.number:010d}", "B", None, 100)
    assert missing.session().present == 3 and len(missing.rows(ClassHour)) == 1
    assert [row for row in missing.rows(StaleMark) if row.tally == "class_lesson"]
    assert [row.action for row in missing.rows(AuditEntry) if row.action.startswith("makeup")] == ["makeup.open"]


def test_making_up_never_counts_as_being_there(missing):
    from eduplatform.assessment.jobs import take_marks
    from eduplatform.assessment.models import TallyLesson

    def taken() -> tuple[int, int]:
        with missing.app.app_context():
            take_marks()
            rows = db.session.query(TallyLesson).filter_by(class_id=missing.session().class_id).all()
            return sum(row.present for row in rows), sum(row.quiz_taken for row in rows)

    before = taken()
    through(missing, begun(missing))
    after = taken()
    assert after[0] == before[0] and after[1] == before[1] + 1


def test_retries_and_two_hands_at_once_make_one_attempt(missing):
    tablet = begun(missing)
    found, _pages, places = work(missing)
    option = next(choice.id for choice in found.asked[0].choices if choice.right)
    secret = tablet.get_cookie("makeup", path="/student/make-up").value
    told: list[int] = []

    def send() -> None:
        browser = missing.client_for(None)
        browser.set_cookie("makeup", secret, path="/student/make-up")
        told.append(browser.post("/student/make-up", data={"step": places[0], "option": option}).status_code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert told == [303] * 4 and len(missing.rows(QuizAttempt)) == 1


def test_the_list_then_says_made_up_with_the_day(missing):
    through(missing, begun(missing))
    page = text_of(teachers_list(missing))
    assert "已补学" in page and "2026年11月18日 补上" in page and "没有要补的课" in page
    assert "可以补学" not in text_of(missing.client_for("teacher_lin").get("/teacher"))
    assert opened(missing).status_code == 303  # nothing to open any more
    assert len(missing.attempts("pupil_ming")) == 1


def test_the_own_record_shows_it(missing):
    through(missing, begun(missing))
    page = text_of(missing.client_for("pupil_ming").get("/student/record"))
    assert "补上的课" in page and "在班里上过的课" not in page


def test_a_new_code_goes_on_where_the_old_device_stopped(missing):
    missing.teacher.get("/teacher")
    tablet = begun(missing)
    found, _pages, places = work(missing)
    if len(places) < 2:
        with missing.app.app_context(), write():
            db.session.query(Makeup).one().answers = []
    tablet.post("/student/make-up", data={"step": places[0], "option": found.asked[0].choices[0].id}) if len(
        places
    ) > 1 else None
    kept = missing.rows(Makeup)[0].answers
    other = begun(missing)
    assert missing.rows(Makeup)[0].answers == kept and len(missing.rows(Makeup)) == 1
    assert "没有要补的课" in text_of(tablet.get("/student/make-up")) and "没有要补的课" not in text_of(
        other.get("/student/make-up")
    )


def test_on_the_teachers_own_device_the_teacher_is_signed_out_first(missing):
    answer = opened(missing, where="here")
    assert answer.status_code == 303 and answer.location == "/student/make-up"
    assert missing.teacher.get("/student/make-up").status_code == 200
    assert missing.teacher.get("/teacher").status_code == 302  # asked to sign in
    assert missing.rows(Makeup)[0].taken_at


def test_a_lesson_whose_questions_were_never_put_asks_its_own(lesson):
    lesson.open("none")
    lesson.close("pupil_ming")
    tablet = begun(lesson)
    found, _pages, places = work(lesson)
    assert 1 <= len(found.asked) <= 4 and places
    through(lesson, tablet)
    assert len(lesson.attempts("pupil_ming")) == 1


def test_a_make_up_leaves_the_own_attempts_at_the_quiz_alone(missing):
    through(missing, begun(missing))
    page = text_of(missing.client_for("pupil_ming").get(f"/student/lessons/{missing.session().lesson_id}/quiz"))
    with missing.app.app_context():
        from eduplatform.curriculum import queries as content

        most = content.quiz_of(missing.session().lesson_id).attempts
    assert f"{most} 次机会" in page and "看上一次的结果" not in page


def test_who_was_there_or_is_a_stranger_has_nothing_to_make_up(missing):
    for name in ("pupil_yu", "pupil_next", "pupil_far"):
        assert opened(missing, name).status_code == 404
    for name in ("teacher_chen", "teacher_gao", "officer_safe", "city_song", "pupil_ming"):
        stranger = missing.client_for(name)
        assert (
            stranger.post(f"/teacher/sessions/{missing.number}/pupils/{missing.id('pupil_ming')}/make-up").status_code
            == 404
        )
    for name in ("officer_safe", "city_song", "pupil_ming"):
        assert missing.client_for(name).get("/teacher/make-up").status_code == 404
    assert not missing.rows(Makeup)
    for code in ("1-nonsense", "x", "1-", "９-abc", "999999999999999999-a"):
        assert missing.client_for(None).get(f"/student/make-up/{code}").status_code == 404
        assert missing.client_for(None).post(f"/student/make-up/{code}").status_code == 404


def test_an_open_lesson_cannot_be_made_up_yet(lesson):
    lesson.open("cards")
    teacher = lesson.people["teacher_lin"]
    with lesson.app.app_context(), pytest.raises(NotFound), write():
        verbs.open_for(
            Viewer(teacher.user_id, teacher.school_id, "staff", ""), lesson.session(), lesson.id("pupil_ming")
        )


def test_being_there_when_the_lesson_is_given_again_takes_it_off_the_list(missing):
    missing.open("cards")
    missing.close()
    assert "没有要补的课" in text_of(teachers_list(missing))
    missing.open("cards")
    missing.close("pupil_ming")
    assert "周一鸣甲二" in text_of(teachers_list(missing))
    with missing.app.app_context():
        assert missed_lessons.count_waiting(unit("LJ-SY-2024-2"), 2026, missing.session().opened_at.date()) == 1


def test_an_option_the_page_does_not_have_is_refused_and_a_page_ahead_too(missing):
    tablet = begun(missing)
    _found, pages, places = work(missing)
    assert tablet.post("/student/make-up", data={"step": places[0], "option": "no-such"}).status_code == 422
    assert tablet.post("/student/make-up", data={"step": len(pages) - 1, "option": "a"}).status_code == 422
    assert tablet.post("/student/make-up", data={"step": 0}).status_code == 422  # not all answered
    assert not missing.rows(Makeup)[0].answers


def test_made_up_twice_is_refused_by_the_verb(missing):
    through(missing, begun(missing))
    teacher = missing.people["teacher_lin"]
    with missing.app.app_context(), pytest.raises(Conflict), write():
        verbs.open_for(
            Viewer(teacher.user_id, teacher.school_id, "staff", ""), missing.session(), missing.id("pupil_ming")
        )


def test_the_pages_are_small(missing):
    listed = missing.teacher.get("/teacher/make-up")
    listed = missing.teacher.get("/teacher/make-up")
    assert sql_count(listed) <= 10 and len(listed.data) <= 30 * 1024
    tablet = begun(missing)
    page = tablet.get("/student/make-up")
    page = tablet.get("/student/make-up")
    assert sql_count(page) <= 6 and len(page.data) <= 30 * 1024
