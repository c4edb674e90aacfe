"""Appeals are told by the worker's look: to who is to answer that some wait, to who made one that it is answered; within cap and hours."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eduplatform.accounts.models import User
from eduplatform.assessment import appeals, snapshots
from eduplatform.assessment.models import Appeal, Snapshot
from eduplatform.assessment.snapshot_rules import canonical, digest_of
from eduplatform.assessment.snapshots import Wish
from eduplatform.extensions import db
from eduplatform.notices import appeal_notices
from eduplatform.notices.giving import Recipient, Ways, give
from eduplatform.notices.models import Notice
from eduplatform.notices.policy import Policy
from eduplatform.notices.rules import Wanted
from eduplatform.org import calendar_operations
from eduplatform.org.models import Unit
from eduplatform.pages.labels.notices import notice_words
from eduplatform.pages.web.locale import LOCALES, speaking
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from tests.assessment import world
from tests.assessment.test_snapshot_chain import viewer

CLASS, SCHOOL, DISTRICT = "LJ-SY-2024-2", "LJ-SY", "LJ-DC"
DAY = date(2026, 11, 17)  # the day before the tests' today
MORNING = datetime(2026, 11, 19, 7, 40, tzinfo=ZoneInfo("Asia/Shanghai"))  # the first look of the next day, a Thursday


@pytest.fixture
def signed(app, people):
    """Official figures of the school and of the district, signed; their numbers by code."""
    with app.app_context():
        with write():
            world.pupils(world.unit(CLASS), 12)
            world.teach(world.unit(CLASS), world.lesson(), date(2026, 11, 9), 12, 12)
            db.session.query(User).filter_by(kind="staff").update({"first_in_at": school_clock.now()})
        world.settle()
        return {
            code: sign(people, code, *pair)
            for code, pair in {
                SCHOOL: ("officer_safe", "principal_he"),
                DISTRICT: ("city_song", "district_zhou"),
            }.items()
        }


def sign(people, code: str, made_by: str, signed_by: str) -> int:
    wish = Wish(world.unit(code), 2026, DAY)
    with write():
        row = snapshots.prepare_snapshot(viewer(people, made_by), wish, digest_of(canonical(wish.read())))
        snapshots.sign_snapshot(viewer(people, signed_by), wish.unit, row, row.digest, 10)
    return row.id


def contest(people, who: str, number: int, code: str, figure: str = "lesson_rate") -> int:
    row = db.session.get_one(Snapshot, number)
    with write():
        return appeals.contest_figure(
            viewer(people, who), row, world.unit(code), figure, "有一节没有算进去", "11 月 9 日", 10
        )


def decline(people, who: str, appeal_id: int) -> None:
    row = db.session.query(Appeal).filter_by(id=appeal_id).one()
    with write():
        appeals.decline_appeal(viewer(people, who), row, db.session.get_one(Unit, row.unit_id), "那一节在第二天")


def look(people) -> dict[str, list[Notice]]:
    """What the worker's look leaves in the inboxes about appeals, by person."""
    appeal_notices.make_for_appeals(school_clock.now())
    names = {one.user_id: name for name, one in people.items()}
    found: dict[str, list[Notice]] = {}
    for row in db.session.query(Notice).filter(Notice.rule.in_(("appeals", "appeal_answered"))).order_by(Notice.id):
        found.setdefault(names[row.user_id], []).append(row)
    return found


def test_who_is_to_answer_is_told_once_a_week_how_many_wait_and_by_when(app, people, clock, signed):
    with app.app_context():
        assert look(people) == {}
        contest(people, "teacher_lin", signed[SCHOOL], CLASS)
        contest(people, "teacher_lin", signed[SCHOOL], CLASS, "quiz_rate")
        clock.move_to(MORNING)
        told = look(people)
        assert list(told) == ["officer_safe"], "neither who made it, nor the principal, nor the bureau above"
        title, body = notice_words("appeals", told["officer_safe"][0].details)
        assert title == "有 2 件申诉等答复" and body == "最早的一件请在2026年11月28日前答复。", body
        with speaking(LOCALES["en"]):
            assert notice_words("appeals", told["officer_safe"][0].details)[0] == "Appeals to answer: 2"
        assert db.session.query(User.unread).filter_by(id=people["officer_safe"].user_id).scalar() == 1
        assert len(look(people)["officer_safe"]) == 1
        clock.move_to(MORNING + timedelta(days=14))
        late = look(people)["officer_safe"]
        assert len(late) == 2 and "已经过期" in notice_words("appeals", late[1].details)[1]


def test_a_principal_is_told_where_nobody_else_answers(app, people, clock, signed):
    with app.app_context():
        contest(people, "teacher_lin", signed[SCHOOL], CLASS)
        clock.move_to(MORNING)
        with write():
            officer = people["officer_safe"].user_id
            db.session.query(User).filter_by(id=officer).update({"disabled_at": school_clock.now()})
        assert list(look(people)) == ["principal_he"]


def test_nobody_is_told_to_answer_the_own_appeal(app, people, clock, signed):
    with app.app_context():
        contest(people, "officer_safe", signed[DISTRICT], SCHOOL)
        with write():
            db.session.query(Appeal).update({"made_by": people["district_zhou"].user_id})
        clock.move_to(MORNING)
        assert look(people) == {}


def test_a_school_contests_the_district_answers_and_the_school_hears_of_it(app, people, clock, signed):
    with app.app_context():
        made = contest(people, "officer_safe", signed[DISTRICT], SCHOOL)
        clock.move_to(MORNING)
        told = look(people)
        assert list(told) == ["district_zhou"] and told["district_zhou"][0].details["appeal"] == made
        decline(people, "district_zhou", made)
        row = look(people)["officer_safe"][0]
        title, body = notice_words(row.rule, row.details)
        assert title == "申诉没有采纳：东城区教育局正式数据第 1 号（截至 2026年11月17日）", title
        assert "理由" in body
        with speaking(LOCALES["en"]):
            assert notice_words(row.rule, row.details)[0].startswith("Appeal not accepted: official figures no. 1")
        assert Counter(one.rule for one in look(people)["officer_safe"]) == {"appeal_answered": 1}, "said once"


def test_answered_on_its_page_nobody_is_asked_any_more_and_each_notice_opens_the_appeal(
    app, client_for, people, clock, signed
):
    with app.app_context():
        made = contest(people, "teacher_lin", signed[SCHOOL], CLASS)
        clock.move_to(MORNING)
        asked = look(people)["officer_safe"][0].id
    officer, lin = client_for("officer_safe"), client_for("teacher_lin")
    assert "有 1 件申诉等答复" in officer.get("/notices").get_data(as_text=True)
    opened = officer.post(f"/notices/{asked}/open")
    assert opened.headers["Location"] == f"/office/appeals/{made}"
    answer = {"decision": "decline", "answer": "那一节在第二天"}
    assert officer.post(f"/office/appeals/{made}", data=answer).status_code == 303
    with app.app_context():
        assert db.session.query(Notice).filter_by(id=asked).one().done_at is not None
        answered = look(people)["teacher_lin"][0].id
    page = lin.get("/notices").get_data(as_text=True)
    assert "申诉没有采纳：实验小学正式数据第 1 号" in page
    opened = lin.post(f"/notices/{answered}/open")
    assert opened.headers["Location"] == f"/office/appeals/{made}"
    assert lin.get(opened.headers["Location"]).status_code == 200
    assert "申诉有了答复" in lin.get("/notices/ways").get_data(as_text=True)
    assert "申诉等答复" not in lin.get("/notices/ways").get_data(as_text=True)


def test_several_that_wait_open_the_list(app, client_for, people, clock, signed):
    with app.app_context():
        for figure in ("lesson_rate", "quiz_rate"):
            contest(people, "teacher_lin", signed[SCHOOL], CLASS, figure)
        clock.move_to(MORNING)
        row = look(people)["officer_safe"][0]
        number, school = row.id, row.unit_id
    opened = client_for("officer_safe").post(f"/notices/{number}/open")
    assert opened.headers["Location"] == f"/office/units/{school}/official?year=2026"


@pytest.mark.parametrize(
    "when",
    [
        datetime(2026, 11, 18, 21, 30, tzinfo=MORNING.tzinfo),
        datetime(2026, 11, 19, 6, 30, tzinfo=MORNING.tzinfo),
        datetime(2026, 11, 21, 10, 0, tzinfo=MORNING.tzinfo),
    ],
    ids=["at night", "early", "on Saturday"],
)
def test_quiet_hours_and_free_days_hold(app, people, clock, signed, when):
    with app.app_context():
        contest(people, "teacher_lin", signed[SCHOOL], CLASS)
        clock.move_to(when)
        assert look(people) == {}


def test_the_cap_holds_and_what_found_no_place_is_said_in_the_next_week(app, people, clock, signed):
    lin = people["teacher_lin"]
    with app.app_context():
        clock.move_to(MORNING)
        others = [Wanted("behind", f"class:{n}", "2026-11", world.unit(CLASS).id, {"behind": 3}) for n in (1, 2)]
        with write():
            who = Recipient(lin.school_id, lin.user_id)
            assert give(who, others, Policy(), Ways(), False, school_clock.now()) == 2
        decline(people, "officer_safe", contest(people, "teacher_lin", signed[SCHOOL], CLASS))
        assert "teacher_lin" not in look(people)
        clock.move_to(MORNING + timedelta(days=4))
        assert len(look(people)["teacher_lin"]) == 1


def test_a_unit_can_switch_it_off(app, people, clock, signed):
    with app.app_context():
        contest(people, "teacher_lin", signed[SCHOOL], CLASS)
        value = {"off": ["appeals"]}
        with write():
            calendar_operations.choose_setting(viewer(people, "officer_safe"), world.unit(SCHOOL), "notices", value, "")
        clock.move_to(MORNING)
        assert look(people) == {}


def test_the_worker_s_look_gives_them(app, people, clock, signed):
    from eduplatform.notices import jobs
    from eduplatform.shared import jobs as background

    with app.app_context():
        contest(people, "teacher_lin", signed[SCHOOL], CLASS)
        clock.move_to(MORNING)
        jobs.queue_due(False)
        while background.run_next():
            pass
        assert db.session.query(Notice).filter_by(rule="appeals").count() == 1
