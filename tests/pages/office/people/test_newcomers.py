"""A child who comes during the year, without a code: taken in by name, never into another child's record."""

from __future__ import annotations

import pytest

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment

from ..office_doing import classes_of, unit_id

OWN, NEXT = "LJ-SY-2024-2", "LJ-SY-2024-1"


def form(**more):
    return {"name": "新来的娃", "sex": "f", "number": "31", "consent": "入学告知书"} | more


def named(app, name):
    with app.app_context():
        return db.session.query(User).filter_by(name=name, kind="pupil").order_by(User.id).all()


@pytest.mark.parametrize("who", ["officer_safe", "teacher_lin"])
def test_a_child_is_taken_in_and_gets_a_slip(app, client_for, who):
    client, at = client_for(who), unit_id(app, OWN)
    done = client.post(f"/office/units/{at}/newcomer", data=form())
    assert done.status_code == 303
    page = client.get(done.location)
    (child,) = named(app, "新来的娃")
    assert "新来的娃" in page.text and f'name="pupil" value="{child.id}"' in page.text
    sheet = client.post(f"/teacher/classes/{at}/slips", data={"what": "one", "pupil": str(child.id)})
    assert sheet.status_code == 200 and "新来的娃" in sheet.text
    assert "新来的娃" in client_for("teacher_lin").get("/teacher/pupils").text


@pytest.mark.parametrize(
    "who", ["teacher_chen", "teacher_wu", "principal_he", "district_zhou", "other_city", "admin_root"]
)
def test_nobody_else_takes_a_child_into_this_class(app, client_for, who):
    at = unit_id(app, OWN)
    assert client_for(who).get(f"/office/units/{at}/newcomer").status_code == 404
    assert client_for(who).post(f"/office/units/{at}/newcomer", data=form()).status_code == 404
    assert not named(app, "新来的娃")


def test_the_same_name_in_another_class_is_asked_about(app, client_for, people):
    client, at = client_for("officer_safe"), unit_id(app, OWN)
    asked = client.post(f"/office/units/{at}/newcomer", data=form(name="孙亦可乙一"))
    assert asked.status_code == 422 and "三(1)班" in asked.text and len(named(app, "孙亦可乙一")) == 1
    assert f"/roll/{people['pupil_next'].user_id}/move?to={at}" in asked.text, (
        "if it is that child, it is moved, and that asks again"
    )
    done = client.post(f"/office/units/{at}/newcomer", data=form(name="孙亦可乙一", answer="another"))
    both = named(app, "孙亦可乙一")
    assert done.status_code == 303 and len({child.person_key for child in both}) == 2
    assert classes_of(app, people["pupil_next"]) == [(NEXT, True)]


def test_a_homeroom_teacher_cannot_fetch_a_child_of_another_class(app, client_for, people):
    client, at = client_for("teacher_lin"), unit_id(app, OWN)
    asked = client.post(f"/office/units/{at}/newcomer", data=form(name="孙亦可乙一"))
    assert asked.status_code == 422 and "/move?" not in asked.text and "安全管理员" in asked.text
    client.post(
        f"/office/units/{at}/newcomer", data=form(name="孙亦可乙一", answer=f"back:{people['pupil_next'].user_id}")
    )
    assert classes_of(app, people["pupil_next"]) == [(NEXT, True)]


def test_who_left_and_comes_back_is_offered_the_former_record(app, client_for, people):
    client, at = client_for("officer_safe"), unit_id(app, OWN)
    asked = client.post(f"/office/units/{at}/newcomer", data=form(name="范毕业庚一"))
    assert asked.status_code == 422 and "六(1)班" in asked.text
    done = client.post(
        f"/office/units/{at}/newcomer", data=form(name="范毕业庚一", answer=f"back:{people['graduate'].user_id}")
    )
    assert done.status_code == 303 and len(named(app, "范毕业庚一")) == 1
    assert classes_of(app, people["graduate"]) == [("LJ-SY-2021-1", False), (OWN, True)]


@pytest.mark.parametrize(
    "answer", ["back:{pupil_next}", "back:{pupil_far}", "back:{teacher_wu}", "back:999999", "back:x", "yes"]
)
def test_a_made_up_answer_takes_nobodys_record(app, client_for, people, answer):
    said = answer.format(**{name: person.user_id for name, person in people.items()})
    before = len(named(app, "范毕业庚一"))
    got = client_for("officer_safe").post(
        f"/office/units/{unit_id(app, OWN)}/newcomer", data=form(name="范毕业庚一", answer=said)
    )
    assert got.status_code == 422 and len(named(app, "范毕业庚一")) == before
    assert classes_of(app, people["pupil_next"]) == [(NEXT, True)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "  "),
        ("consent", "  "),
        ("name", "=1+1"),
        ("name", "320106201501012345"),
        ("number", "1"),
        ("consent", ""),
    ],
)
def test_what_cannot_be_is_said(app, client_for, field, value):
    answer = client_for("officer_safe").post(f"/office/units/{unit_id(app, OWN)}/newcomer", data=form(**{field: value}))
    assert answer.status_code == 422 and not named(app, "新来的娃")


def test_pressing_twice_makes_one_child(app, client_for):
    client, at = client_for("teacher_lin"), unit_id(app, OWN)
    for _ in range(2):
        client.post(f"/office/units/{at}/newcomer", data=form(number=""))
    assert len(named(app, "新来的娃")) == 1
    with app.app_context():
        assert db.session.query(Enrolment).filter_by(pupil_id=named(app, "新来的娃")[0].id).count() == 1


def test_the_consent_stands_where_a_guardian_reads_it(app, client_for):
    from eduplatform.org import guardians
    from eduplatform.shared import clock

    client_for("officer_safe").post(f"/office/units/{unit_id(app, OWN)}/newcomer", data=form())
    (child,) = named(app, "新来的娃")
    with app.app_context():
        (ward,) = guardians.wards(child.school_id, (child.id,), clock.today())
        assert ward.consent == "入学告知书"
