"""The office's page of notices: less than above, never more; numbers and no names; robots of work groups."""

from __future__ import annotations

from eduplatform.extensions import db
from eduplatform.notices import giving, policy
from eduplatform.notices.giving import Recipient, Ways
from eduplatform.notices.models import NoticeDelivery, NoticeHook
from eduplatform.notices.policy import Policy
from eduplatform.notices.rules import ALL_RULES, Wanted
from eduplatform.org.models import Unit
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write


def unit_id(app, code: str) -> int:
    with app.app_context():
        return db.session.query(Unit.id).filter_by(code=code).scalar()


def form(**other) -> dict:
    return {"cap": "1", "from": "20", "to": "8", "on": list(ALL_RULES), "channels": ["email", "webhook"]} | other


def test_a_school_asks_for_less_and_not_for_more_than_the_district(app, client_for):
    district, school = unit_id(app, "LJ-DC"), unit_id(app, "LJ-SY")
    assert client_for("district_zhou").post(f"/office/units/{district}/notices", data=form()).status_code == 303
    client = client_for("officer_safe")
    more = client.post(f"/office/units/{school}/notices", data=form(cap="2"))
    assert more.status_code == 422 and "只能更少" in more.get_data(as_text=True)
    assert client.post(f"/office/units/{school}/notices", data=form(cap="0")).status_code == 303
    with app.app_context():
        school_path = db.session.query(Unit.path).filter_by(code="LJ-SY").scalar()
        held = policy.policy_at(school_path, school_clock.today())
        assert (held.cap, held.quiet_from, held.quiet_to) == (0, 20, 8)


def test_odd_numbers_are_refused(app, client_for):
    school = unit_id(app, "LJ-SY")
    for odd in ({"cap": "3"}, {"cap": "x"}, {"from": "23"}, {"to": "3"}, {"cap": "-1"}):
        answer = client_for("officer_safe").post(f"/office/units/{school}/notices", data=form(**odd))
        assert answer.status_code in (400, 422), odd


def test_counts_open_by_class_in_a_school_and_by_nobody_above(app, client_for, people):
    lin = people["teacher_lin"]
    with app.app_context():
        room = db.session.query(Unit).filter_by(code="LJ-SY-2024-2").one()
        wanted = Wanted(
            "lesson_due", "x", "2026-11-16", room.id, {"class": "三(2)班", "since": "2026-11-16", "owed": 11}
        )
        with write():
            giving.give(Recipient(lin.school_id, lin.user_id), [wanted], Policy(), Ways(), False, school_clock.now())
    text = client_for("officer_safe").get("/office/notices").get_data(as_text=True)
    assert "三(2)班" in text and "lin老师" not in text
    above = client_for("city_song").get("/office/notices").get_data(as_text=True)
    assert "三(2)班" not in above and "不足 5 条的" in above


def test_a_robot_is_entered_tried_and_taken_away(app, client_for):
    app.config["WEBHOOK_INSIDE"] = True
    school, client = unit_id(app, "LJ-SY"), client_for("officer_safe")
    data = {"kind": "wecom", "name": "班主任群", "url": "http://127.0.0.1:9/cgi", "secret": ""}
    assert client.post(f"/office/units/{school}/notices/hooks", data=data).status_code == 303
    with app.app_context():
        number = db.session.query(NoticeHook.id).scalar()
    page = client.get("/office/notices").get_data(as_text=True)
    assert "班主任群" in page and "127.0.0.1" not in page, "who knows the address writes into the group"
    assert client.post(f"/office/notices/hooks/{number}/test").status_code == 303
    assert client.post(f"/office/notices/hooks/{number}/end").status_code == 303
    with app.app_context():
        assert db.session.query(NoticeDelivery).count() == 1
        assert db.session.query(NoticeHook.url).scalar() == ""
    assert client.post(f"/office/notices/hooks/{number}/test").status_code == 404


def test_strangers_hear_nothing(app, client_for):
    school = unit_id(app, "LJ-SY")
    for name in ("teacher_lin", "other_district", "other_city", "pupil_yu"):
        assert client_for(name).get(f"/office/units/{school}/notices").status_code == 404
