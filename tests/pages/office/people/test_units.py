"""Another name for a unit, and its end: who may, what stands in the way, what follows, and the way back."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Unit
from eduplatform.shared import clock as today_of
from eduplatform.shared.database import write

from ..office_doing import holders, unit_id

SCHOOL, OWN, DISTRICT = "LJ-SY", "LJ-SY-2024-2", "LJ-DC"


@pytest.fixture
def district(client_for):
    return client_for("district_zhou")


def page(client, app, code):
    return client.get(f"/office/units/{unit_id(app, code)}/edit")


def do(client, app, code, verb, **form):
    return client.post(f"/office/units/{unit_id(app, code)}/{verb}", data=form)


def unit(app, code) -> Unit:
    with app.app_context():
        return db.session.query(Unit).filter_by(code=code).one()


def empty(app, code) -> None:
    with app.app_context(), write():
        db.session.query(Enrolment).filter_by(class_id=unit_id(app, code)).update({"to_on": today_of.today()})


def test_a_school_gets_another_name_from_inside_and_from_above(app, client_for, district):
    for client, name in ((client_for("officer_safe"), "临江市实验小学"), (district, "东城区实验小学")):
        assert do(client, app, SCHOOL, "rename", name=f" {name} ").status_code == 303
        assert unit(app, SCHOOL).name == name and unit(app, SCHOOL).code == SCHOOL
        assert name in client.get(f"/office/units/{unit_id(app, SCHOOL)}/people").text
    assert do(client_for("other_district"), app, SCHOOL, "rename", name="别人的学校").status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "长" * 81])
def test_a_name_that_is_none_is_asked_again_and_changes_nothing(app, district, name):
    assert do(district, app, SCHOOL, "rename", name=name).status_code == 422
    assert unit(app, SCHOOL).name == "实验小学"
    new = district.post(
        f"/office/units/{unit_id(app, DISTRICT)}/new",
        data={"kind": "school", "name": name, "code": "LJ-NEW", "stages": "P1"},
    )
    assert new.status_code == 422


def test_a_class_is_named_by_its_roster(app, client_for):
    answer = do(client_for("officer_safe"), app, OWN, "rename", name="三二班")
    assert answer.status_code == 422 and "名册" in answer.text and unit(app, OWN).name == "三(2)班"


def test_a_school_with_classes_does_not_close_and_the_page_says_why(app, district):
    shown = page(district, app, SCHOOL).text
    assert "先撤销它们" in shown and f"/units/{unit_id(app, SCHOOL)}/close" not in shown
    assert do(district, app, SCHOOL, "close").status_code == 422 and unit(app, SCHOOL).closed_on is None


def test_a_class_with_pupils_does_not_close(app, client_for):
    office = client_for("officer_safe")
    assert "先给他们转班" in page(office, app, OWN).text
    answer = do(office, app, OWN, "close")
    assert answer.status_code == 422 and "名学生" in answer.text and unit(app, OWN).closed_on is None


def test_an_empty_class_closes_its_posts_end_and_the_teacher_is_out_at_once(app, client_for):
    office, lin = client_for("officer_safe"), client_for("teacher_lin")
    assert lin.get("/teacher").status_code == 200
    empty(app, OWN)
    assert "岗位今天结束" in page(office, app, OWN).text
    assert "撤销这个班" in office.get(f"/office/units/{unit_id(app, OWN)}/roll").text
    assert do(office, app, OWN, "close").status_code == 303
    assert unit(app, OWN).closed_on == today_of.today() and holders(app, OWN, "homeroom_teacher") == []
    assert lin.get("/teacher").status_code != 200
    assert do(office, app, OWN, "close").status_code == 404, "nothing is closed twice"


def test_nobody_closes_what_he_stands_on(app, client_for):
    for who, code in (("officer_safe", SCHOOL), ("district_zhou", DISTRICT), ("admin_top", "P")):
        client = client_for(who)
        assert do(client, app, code, "close").status_code == 404, who
        assert "撤销“" not in page(client, app, code).text


def test_a_closed_school_is_opened_again(app, district):
    with app.app_context(), write():
        from eduplatform.org import tree

        made = tree.add_child_unit(
            db.session.query(Unit).filter_by(code=DISTRICT).one(), "school", "LJ-OLD", "老校区", "P1"
        )
        assert made.closed_on is None
    assert do(district, app, "LJ-OLD", "close").status_code == 303
    shown = page(district, app, DISTRICT).text
    assert "老校区" in shown and f"/units/{unit_id(app, 'LJ-OLD')}/reopen" in shown
    assert do(district, app, "LJ-OLD", "reopen").status_code == 303 and unit(app, "LJ-OLD").closed_on is None


def test_below_a_closed_unit_nothing_is_opened_again(app, client_for):
    with app.app_context(), write():
        db.session.query(Unit).filter(Unit.code.in_([SCHOOL, DISTRICT])).update({"closed_on": today_of.today()})
    city = client_for("city_song")
    answer = do(city, app, SCHOOL, "reopen")
    assert answer.status_code == 303 and unit(app, SCHOOL).closed_on is not None
    assert "上一级" in city.get(answer.location).text


def test_what_was_done_stands_in_the_record(app, client_for, district):
    do(district, app, SCHOOL, "rename", name="东城区实验小学")
    shown = client_for("audit_school").get("/office/audit").text
    assert "单位改了名称" in shown and "原名：实验小学" in shown and "新名：东城区实验小学" in shown


def test_who_may_not_move_pupils_is_not_sent_to_a_page_that_is_not_there(app, client_for):
    way = f"/office/units/{unit_id(app, OWN)}/roll"
    assert way in page(client_for("officer_safe"), app, OWN).text
    shown = page(client_for("principal_he"), app, OWN)
    assert shown.status_code == 200 and way not in shown.text
