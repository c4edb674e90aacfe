"""Staff are appointed with a slip, never with a given password; ending a post takes effect at once."""

import re

from sqlalchemy import select

from eduplatform.accounts.models import Credential, User
from eduplatform.extensions import db
from eduplatform.org.models import Post, Unit
from tests.conftest import sql_count


def unit_id(app, code):
    with app.app_context():
        return db.session.scalars(select(Unit.id).where(Unit.code == code)).one()


def test_a_new_homeroom_teacher_gets_a_slip_and_the_old_one_is_out(app, client_for, people):
    old = client_for("teacher_lin")
    assert old.get("/teacher/pupils").status_code == 200
    at = unit_id(app, "LJ-SY-2024-2")
    page = client_for("officer_safe").post(
        f"/office/units/{at}/people", data={"role": "homeroom_teacher", "name": "新老师", "login": "xinlaoshi"}
    )
    assert page.status_code == 200, re.findall(r"notice.{0,400}", page.text)
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page.text)
    assert found, "the slip is printed with its code in groups of four"
    assert old.get("/teacher/pupils").status_code in (302, 404)
    with app.app_context():
        user = db.session.scalars(select(User).where(User.name == "新老师")).one()
        assert not db.session.scalars(select(Credential).where(Credential.user_id == user.id)).all()
    address = "/s/" + found[0]
    fresh = client_for(None)
    assert fresh.get(address, follow_redirects=True).status_code == 200
    assert fresh.post(address).status_code == 303
    assert "/choose" in fresh.get("/teacher", follow_redirects=True).request.path


def test_appointing_twice_gives_one_post(app, client_for, people):
    at, client = unit_id(app, "LJ-SY"), client_for("officer_safe")
    for _ in range(2):
        client.post(f"/office/units/{at}/people", data={"role": "principal", "name": "何校长", "login": "he"})
    with app.app_context():
        rows = db.session.scalars(
            select(Post).where(Post.unit_id == at, Post.role == "principal", Post.to_on.is_(None))
        ).all()
        assert len(rows) == 1


def test_an_account_of_another_school_is_refused(app, client_for):
    at = unit_id(app, "LJ-SY")
    answer = client_for("officer_safe").post(
        f"/office/units/{at}/people", data={"role": "principal", "name": "高老师", "login": "gao"}
    )
    assert answer.status_code == 422 and "别的单位" in answer.text


def test_nobody_ends_the_own_post(app, client_for, people):
    with app.app_context():
        own = db.session.scalars(select(Post.id).where(Post.user_id == people["officer_safe"].user_id)).one()
    answer = client_for("officer_safe").post(f"/office/posts/{own}/end")
    assert answer.status_code == 422 and "自己的岗位" in answer.text


def test_ending_a_post_signs_out_at_once(app, client_for, people):
    wu = client_for("teacher_wu")
    assert wu.get("/teacher").status_code == 200
    with app.app_context():
        post = db.session.scalars(select(Post.id).where(Post.user_id == people["teacher_wu"].user_id)).one()
    assert client_for("officer_safe").post(f"/office/posts/{post}/end").status_code == 303
    assert wu.get("/teacher").status_code == 302


def test_an_officer_below_cannot_make_a_system_admin(app, client_for):
    at = unit_id(app, "LJ-SY")
    answer = client_for("officer_safe").post(
        f"/office/units/{at}/people", data={"role": "system_admin", "name": "某人", "login": "someone"}
    )
    assert answer.status_code == 422


def test_the_list_states_its_number_of_queries(app, client_for):
    at = unit_id(app, "LJ-SY")
    answer = client_for("officer_safe").get(f"/office/units/{at}/people")
    assert "lin老师" in answer.text and sql_count(answer) <= 8


def test_a_district_is_added_and_a_code_is_used_once(app, client_for):
    at, client = unit_id(app, "LJ"), client_for("city_song")
    assert (
        client.post(f"/office/units/{at}/new", data={"kind": "district", "name": "南湖区", "code": "LJ-NH"}).status_code
        == 303
    )
    again = client.post(f"/office/units/{at}/new", data={"kind": "district", "name": "南湖区", "code": "LJ-NH"})
    assert again.status_code == 422 and "LJ-NH" in again.text


def test_a_school_needs_stages(app, client_for):
    at, client = unit_id(app, "LJ-DC"), client_for("district_zhou")
    assert (
        client.post(f"/office/units/{at}/new", data={"kind": "school", "name": "新校", "code": "NX"}).status_code == 422
    )
    good = client.post(
        f"/office/units/{at}/new", data={"kind": "school", "name": "新校", "code": "NX", "stages": ["P1", "P2", "P3"]}
    )
    assert good.status_code == 303
