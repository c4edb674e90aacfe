"""What people of the office and the teacher's desk do ends other people's sessions at once: the old cookie is worthless.

tests/pages/account/test_old_cookies covers what one does oneself (signing out, another password) and the end of a lesson.
"""

from __future__ import annotations

import io

import pytest

from eduplatform.org import jobs as org_jobs  # noqa: F401 – registers roster.read
from eduplatform.shared import jobs
from tests.people import unit


@pytest.fixture
def cookie(app, client_for):
    """cookie(name) → a function that asks for a page with that person's cookie as it is now, and says the status."""

    def copied(name: str):
        client = client_for(name)

        def status(path: str = "/me") -> int:
            client_again = app.test_client(use_cookies=False)
            return client_again.get(path, headers={"Cookie": f"anxue={client.get_cookie('anxue').value}"}).status_code

        assert status() == 200
        return status

    return copied


def number(app, code: str) -> int:
    with app.app_context():
        return unit(code).id


def post_of(app, person) -> int:
    from eduplatform.extensions import db
    from eduplatform.org.models import Post

    with app.app_context():
        return db.session.query(Post).filter_by(user_id=person.user_id).one().id


def roster(app, client, people, text: str, consent: str = "告知书") -> str:
    data = {
        "school": str(people["officer_safe"].school_id),
        "encoding": "",
        "file": (io.BytesIO(text.encode()), "名册.csv"),
    }
    there = client.post("/office/rosters", data=data, content_type="multipart/form-data").location
    with app.app_context():
        while jobs.run_next():
            pass
    answer = client.post(there + "/apply", data={"consent": consent})
    assert answer.status_code == 303, client.get(there).text
    return there


def test_a_post_ended_by_the_office(app, client_for, people, cookie):
    status = cookie("teacher_lin")
    assert (
        client_for("principal_he").post(f"/office/posts/{post_of(app, people['teacher_lin'])}/end").status_code == 303
    )
    assert status() == 302


def test_another_homeroom_teacher_takes_over(app, client_for, cookie):
    status = cookie("teacher_lin")
    form = {"role": "homeroom_teacher", "name": "新老师", "login": "newteacher"}
    assert (
        client_for("principal_he").post(f"/office/units/{number(app, 'LJ-SY-2024-2')}/people", data=form).status_code
        == 200
    )
    assert status() == 302


def test_a_new_slip_for_a_teacher(app, client_for, people, cookie):
    status = cookie("teacher_wu")
    assert (
        client_for("officer_safe").post(f"/office/posts/{post_of(app, people['teacher_wu'])}/slip").status_code == 200
    )
    assert status() == 302


def test_a_new_slip_for_a_pupil(app, client_for, people, cookie):
    status, other = cookie("pupil_yu"), cookie("pupil_ming")
    form = {"what": "one", "pupil": str(people["pupil_yu"].user_id)}
    assert (
        client_for("teacher_lin").post(f"/teacher/classes/{number(app, 'LJ-SY-2024-2')}/slips", data=form).status_code
        == 200
    )
    assert status() == 302 and other() == 200


def test_a_new_slip_for_a_guardian(app, client_for, people, cookie):
    status = cookie("guardian_yu")
    form = {"what": "guardian", "pupil": str(people["pupil_yu"].user_id)}
    assert (
        client_for("teacher_lin").post(f"/teacher/classes/{number(app, 'LJ-SY-2024-2')}/slips", data=form).status_code
        == 200
    )
    assert status() == 302


def test_a_pupil_moved_to_another_class(app, client_for, people, cookie):
    status, child = cookie("pupil_yu"), people["pupil_yu"].user_id
    here, there = number(app, "LJ-SY-2024-2"), number(app, "LJ-SY-2024-1")
    answer = client_for("officer_safe").post(
        f"/office/units/{here}/roll/{child}", data={"to": str(there), "number": "97"}
    )
    assert answer.status_code == 303 and status() == 302


def test_a_pupil_who_leaves_the_school(app, client_for, people, cookie):
    status, child = cookie("pupil_yu"), people["pupil_yu"].user_id
    assert (
        client_for("officer_safe").post(f"/office/units/{number(app, 'LJ-SY-2024-2')}/roll/{child}/leave").status_code
        == 200
    )
    assert status() == 302


def test_a_roster_moves_and_removes_pupils_and_its_undoing(app, client_for, people, cookie):
    moved, gone, stays = cookie("pupil_yu"), cookie("pupil_ming"), cookie("pupil_next")
    text = "姓名,班级,学号\n田小雨甲一,三(1)班,21\n孙亦可乙一,三(1)班,1\n王梓涵甲同,三(2)班,3\n王梓涵甲同,三(2)班,4\n"
    client = client_for("officer_safe")
    there = roster(app, client, people, text)
    assert moved() == 302 and gone() == 302 and stays() == 200
    assert client.post(there + "/undo").status_code == 303
    assert moved() == 302 and gone() == 302, "a cookie that was worthless must not come to life again"


def test_a_pupil_a_roster_brought_and_undo_took_back(app, client_for, people):
    from datetime import timedelta

    from eduplatform.accounts import sessions
    from eduplatform.accounts.models import User
    from eduplatform.extensions import db
    from eduplatform.shared.database import write

    client = client_for("officer_safe")
    there = roster(app, client, people, "姓名,班级,学号\n新来的人,三(1)班,22\n孙亦可乙一,三(1)班,1\n")
    with app.app_context(), write():
        token = sessions.begin_session(db.session.query(User).filter_by(name="新来的人").one(), timedelta(days=1))
    headers = {"Cookie": f"anxue={token}"}
    assert app.test_client(use_cookies=False).get("/me", headers=headers).status_code == 200
    client.post(there + "/undo")
    assert app.test_client(use_cookies=False).get("/me", headers=headers).status_code == 302


def test_an_export_of_somebody_whose_post_has_ended(app, client_for, people):
    """Asked for while in office, it cannot be fetched afterwards."""
    from eduplatform.extensions import db
    from eduplatform.org.models import Post
    from eduplatform.shared import clock as our_clock
    from eduplatform.shared.database import write

    client = client_for("district_zhou")
    there = client.post(f"/office/units/{number(app, 'LJ-DC')}/exports").location
    with app.app_context():
        while jobs.run_next():
            pass
    assert client.get(there + "/file").status_code == 200
    with app.app_context(), write():
        post = db.session.query(Post).filter_by(user_id=people["district_zhou"].user_id).one()
        keeper, user, post.to_on = post.school_id, post.user_id, our_clock.today()
        elsewhere = people["other_district"].school_id
        db.session.add(
            Post(school_id=keeper, user_id=user, unit_id=elsewhere, role="district_officer", from_on=our_clock.today())
        )
    assert client.get(there + "/file").status_code == 404, (
        "the new post is elsewhere: figures of the old district are no longer theirs"
    )
