"""Nobody outside a school gives a role that shows its pupils: they propose, and the school answers. Nobody raises themselves."""

from __future__ import annotations

import pytest

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Post
from eduplatform.shared.database import write

from ..office_doing import CODE, appoint, holders, post_id, proposals, unit_id

SCHOOL, CLASS, BARE = "LJ-SY", "LJ-SY-2024-2", "LJ-XS1"
OUTSIDE = ("district_zhou", "city_song", "admin_root", "admin_top")


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize(
    ("code", "role"),
    [(CLASS, "homeroom_teacher"), (CLASS, "subject_teacher"), (SCHOOL, "safety_officer"), (SCHOOL, "principal")],
)
def test_a_post_in_a_school_given_from_outside_waits_for_the_school(app, client_for, who, code, role):
    before = holders(app, code, role)
    answer = appoint(client_for(who), app, code, role)
    assert answer.status_code == 303
    assert holders(app, code, role) == before and len(proposals(app)) == 1
    assert not CODE.search(client_for(who).get(answer.location).text), "nobody outside is handed a slip"
    with app.app_context():
        assert not db.session.query(User).filter_by(name="新来人").all()


def test_the_school_accepts_and_prints_the_slip_itself(app, client_for):
    appoint(client_for("district_zhou"), app, SCHOOL, "principal", "校外提名的人")
    inside = client_for("officer_safe")
    assert "校外提名的人" in inside.get(f"/office/units/{unit_id(app, SCHOOL)}/people").text
    (number,) = proposals(app)
    slip = inside.post(f"/office/proposals/{number}", data={"answer": "accept", "who": "new"})
    assert slip.status_code == 200 and CODE.search(slip.text)
    assert "校外提名的人" in holders(app, SCHOOL, "principal") and proposals(app, "accepted") == [number]


def test_the_school_says_no(app, client_for):
    appoint(client_for("city_song"), app, SCHOOL, "safety_officer")
    (number,) = proposals(app)
    assert client_for("principal_he").post(f"/office/proposals/{number}", data={"answer": "refuse"}).status_code == 303
    assert holders(app, SCHOOL, "safety_officer") == ["safe老师"] and proposals(app, "refused") == [number]
    again = client_for("principal_he").post(f"/office/proposals/{number}", data={"answer": "accept", "who": "new"})
    assert again.status_code == 409 and holders(app, SCHOOL, "safety_officer") == ["safe老师"]


def test_who_proposed_takes_it_back_and_cannot_accept(app, client_for):
    officer = client_for("district_zhou")
    appoint(officer, app, SCHOOL, "principal")
    (number,) = proposals(app)
    assert officer.post(f"/office/proposals/{number}", data={"answer": "accept", "who": "new"}).status_code == 422
    assert (
        client_for("teacher_lin")
        .post(f"/office/proposals/{number}", data={"answer": "accept", "who": "new"})
        .status_code
        == 404
    )
    assert (
        client_for("other_district").post(f"/office/proposals/{number}", data={"answer": "withdraw"}).status_code == 404
    )
    assert officer.post(f"/office/proposals/{number}", data={"answer": "withdraw"}).status_code == 303
    assert proposals(app, "withdrawn") == [number]


def test_a_school_without_anybody_gets_its_first_officer_from_above(app, client_for):
    """西山小学 has no staff yet: this is how a bureau sets up its schools."""
    slip = appoint(client_for("other_district"), app, BARE, "safety_officer", "头一位")
    assert slip.status_code == 200 and CODE.search(slip.text) and holders(app, BARE, "safety_officer") == ["头一位"]
    again = client_for("other_district").get(f"/office/units/{unit_id(app, 'LJ-XS')}/slips")
    assert "头一位" in again.text, "until the account is opened the bureau may print the slip again"


def test_once_somebody_is_inside_the_bureau_is_outside(app, client_for):
    page = appoint(client_for("other_district"), app, BARE, "safety_officer", "头一位")
    client_for(None).post("/s/" + CODE.search(page.text)[0])
    assert appoint(client_for("other_district"), app, BARE, "safety_officer", "第二位").status_code == 303
    assert holders(app, BARE, "safety_officer") == ["头一位"] and len(proposals(app)) == 1
    with app.app_context():
        first = db.session.query(Post).join(User, User.id == Post.user_id).filter(User.name == "头一位").one().id
    assert client_for("other_district").get(f"/office/posts/{first}/slip").status_code == 404
    last = client_for("other_district").post(f"/office/posts/{first}/end")
    assert last.status_code == 422 and "最后一位" in last.text, (
        "else the bureau would stand at the door of an empty school"
    )


@pytest.mark.parametrize("who", ["admin_root", "admin_top"])
def test_a_system_admin_opens_no_account_inside_a_school(app, client_for, people, who):
    for name in ("teacher_lin", "officer_safe", "principal_he"):
        assert client_for(who).post(f"/office/posts/{post_id(app, people[name])}/slip").status_code == 404


def test_the_principal_helps_the_safety_officer_who_forgot_the_password(app, client_for, people):
    assert CODE.search(
        client_for("principal_he").post(f"/office/posts/{post_id(app, people['officer_safe'])}/slip").text
    )


@pytest.mark.parametrize(
    ("who", "code", "role", "login"),
    [
        ("principal_he", SCHOOL, "safety_officer", "he"),
        ("principal_he", CLASS, "homeroom_teacher", "he"),
        ("officer_safe", CLASS, "subject_teacher", "safe"),
        ("city_song", "LJ", "content_editor", "song"),
        ("admin_top", "P", "city_officer", "top"),
    ],
)
def test_nobody_raises_themselves(app, client_for, who, code, role, login):
    before = holders(app, code, role)
    answer = appoint(client_for(who), app, code, role, "自己", login=login)
    assert answer.status_code == 422 and "自己" in answer.text and holders(app, code, role) == before


@pytest.mark.parametrize(("who", "code"), [("admin_root", "LJ"), ("admin_top", "P"), ("admin_root", "LJ-SY")])
def test_a_system_admin_makes_no_auditor_and_ends_none(app, client_for, people, who, code):
    assert appoint(client_for(who), app, code, "audit_admin").status_code == 422
    auditor = post_id(app, people["audit_qian"])
    assert client_for(who).post(f"/office/posts/{auditor}/end").status_code in (404, 422)
    assert client_for(who).post(f"/office/posts/{auditor}/slip").status_code == 404
    assert holders(app, "LJ", "audit_admin") == ["qian老师"]


def test_a_school_whose_leaders_have_gone_is_answered_for_by_its_teachers(app, client_for, people):
    with app.app_context(), write():
        for name in ("officer_safe", "principal_he"):
            db.session.query(Post).filter_by(user_id=people[name].user_id).one().to_on = people_day()
    assert appoint(client_for("district_zhou"), app, SCHOOL, "safety_officer", "接任的人").status_code == 303
    (number,) = proposals(app)
    chen = client_for("teacher_chen")
    assert "接任的人" in chen.get("/me").text
    assert CODE.search(chen.post(f"/office/proposals/{number}", data={"answer": "accept", "who": "new"}).text)
    assert holders(app, SCHOOL, "safety_officer") == ["接任的人"]


def people_day():
    from eduplatform.shared import clock

    return clock.today()
