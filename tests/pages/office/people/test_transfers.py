"""A pupil changes class or school; nothing that was recorded moves or is lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from eduplatform.accounts import sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared.database import write
from tests.pages.office.people.test_people import unit_id
from tests.people import _staff


def test_a_pupil_moves_and_is_signed_out_at_once(app, client_for, people):
    yu = client_for("pupil_yu")
    assert yu.get("/student/").status_code == 200
    old, new = unit_id(app, "LJ-SY-2024-2"), unit_id(app, "LJ-SY-2024-1")
    at = f"/office/units/{old}/roll/{people['pupil_yu'].user_id}"
    assert client_for("officer_safe").post(at, data={"to": str(new), "number": "9"}).status_code == 303
    assert yu.get("/student/").status_code == 302
    with app.app_context():
        rows = db.session.scalars(
            select(Enrolment).where(Enrolment.pupil_id == people["pupil_yu"].user_id).order_by(Enrolment.id)
        ).all()
        assert [(row.class_id, row.to_on is None) for row in rows] == [(old, False), (new, True)]
    assert (
        client_for("teacher_lin").get(f"/teacher/classes/{old}/pupils/{people['pupil_yu'].user_id}").status_code == 404
    )


def test_a_number_is_given_once_in_a_class(app, client_for, people):
    old, new = unit_id(app, "LJ-SY-2024-2"), unit_id(app, "LJ-SY-2024-1")
    at = f"/office/units/{old}/roll/{people['pupil_yu'].user_id}"
    answer = client_for("officer_safe").post(at, data={"to": str(new), "number": "1"})
    assert answer.status_code == 422 and "1 号" in answer.text


@pytest.fixture
def west(app):
    """Makes a client signed in as the safety officer of the other school."""
    with app.app_context(), write():
        person = _staff("west_safe", "safety_officer", "LJ-XS1", "westsafe")

    def sign_in():
        with app.app_context(), write():
            token = sessions.begin_session(db.session.get(User, (person.school_id, person.user_id)), timedelta(days=1))
        client = app.test_client()
        client.set_cookie(COOKIE, token)
        return client

    return sign_in


def let_go(app, client_for, people) -> str:
    """The code printed when 田小雨甲一 leaves the school."""
    old = unit_id(app, "LJ-SY-2024-2")
    page = client_for("officer_safe").post(f"/office/units/{old}/roll/{people['pupil_yu'].user_id}/leave")
    return re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page.text)[0]


def test_a_pupil_of_another_school_is_taken_in_with_the_code_once(app, client_for, people, west):
    code, west = let_go(app, client_for, people), west()
    to = unit_id(app, "LJ-XS1-2024-1")
    assert west.post(f"/office/units/{to}/roll", data={"code": code, "number": "7"}).status_code == 303
    again = west.post(f"/office/units/{to}/roll", data={"code": code, "number": "8"})
    assert again.status_code == 422 and "转学码" in again.text
    with app.app_context():
        rows = db.session.scalars(select(User).where(User.name == "田小雨甲一").order_by(User.id)).all()
        assert len(rows) == 2 and rows[0].person_key == rows[1].person_key and rows[0].school_id != rows[1].school_id


@pytest.mark.parametrize(("seconds", "answer"), [(60 * 86400 - 1, 303), (60 * 86400, 422)])
def test_a_code_is_good_for_sixty_days(app, client_for, people, west, clock, seconds, answer):
    code, to = let_go(app, client_for, people), unit_id(app, "LJ-XS1-2024-1")
    clock.shift(seconds)
    taken = west().post(f"/office/units/{to}/roll", data={"code": code, "number": "7"})
    assert taken.status_code == answer, taken.text
    assert (answer == 303) or "过期" in taken.text


def test_a_code_of_a_leave_taken_back_is_void(app, client_for, people, west):
    code, to, old = let_go(app, client_for, people), unit_id(app, "LJ-XS1-2024-1"), unit_id(app, "LJ-SY-2024-2")
    client_for("officer_safe").post(f"/office/units/{old}/roll/{people['pupil_yu'].user_id}/back")
    assert west().post(f"/office/units/{to}/roll", data={"code": code, "number": "7"}).status_code == 422


def test_who_was_taken_in_elsewhere_cannot_be_put_back(app, client_for, people, west):
    code, to, old = let_go(app, client_for, people), unit_id(app, "LJ-XS1-2024-1"), unit_id(app, "LJ-SY-2024-2")
    assert west().post(f"/office/units/{to}/roll", data={"code": code, "number": "7"}).status_code == 303
    client_for("officer_safe").post(f"/office/units/{old}/roll/{people['pupil_yu'].user_id}/back")
    with app.app_context():
        rows = db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == people["pupil_yu"].user_id)).all()
        assert [row.to_on is None for row in rows if row.school_id == people["pupil_yu"].school_id] == [False]


def test_a_homeroom_teacher_does_not_move_pupils(app, client_for, people):
    old = unit_id(app, "LJ-SY-2024-2")
    assert client_for("teacher_lin").get(f"/office/units/{old}/roll").status_code == 404


def own_numbers(app, pupil) -> list[tuple[str, str, bool]]:
    with app.app_context():
        rows = db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == pupil.user_id).order_by(Enrolment.id))
        return [(row.number, row.student_number, row.to_on is None) for row in rows]


def give_number(app, pupil, number) -> None:
    with app.app_context(), write():
        db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == pupil.user_id)).one().student_number = number


def test_the_number_of_ones_own_goes_along_to_the_new_class_and_back(app, client_for, people):
    yu, officer = people["pupil_yu"], client_for("officer_safe")
    give_number(app, yu, "20240201")
    old, new = unit_id(app, "LJ-SY-2024-2"), unit_id(app, "LJ-SY-2024-1")
    officer.post(f"/office/units/{old}/roll/{yu.user_id}", data={"to": str(new), "number": "9"})
    assert own_numbers(app, yu) == [("1", "20240201", False), ("9", "20240201", True)]
    officer.post(f"/office/units/{old}/roll/{yu.user_id}/back")
    assert own_numbers(app, yu) == [("1", "20240201", True)]


def test_a_number_that_is_no_seat_goes_along_where_no_other_is_given(app, client_for, people):
    """Schools with one column 学号: it is kept as the number in class."""
    yu, officer = people["pupil_yu"], client_for("officer_safe")
    with app.app_context(), write():
        db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == yu.user_id)).one().number = "20240201"
    old, new = unit_id(app, "LJ-SY-2024-2"), unit_id(app, "LJ-SY-2024-1")
    officer.post(f"/office/units/{old}/roll/{yu.user_id}", data={"to": str(new), "number": ""})
    assert own_numbers(app, yu)[-1] == ("20240201", "", True)


@pytest.mark.parametrize(("number", "along"), [("2024", ""), ("02024", ""), ("20241", "20241")])
def test_five_signs_and_more_are_no_seat(app, client_for, people, number, along):
    yu, officer = people["pupil_yu"], client_for("officer_safe")
    with app.app_context(), write():
        db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == yu.user_id)).one().number = number
    old, new = unit_id(app, "LJ-SY-2024-2"), unit_id(app, "LJ-SY-2024-1")
    officer.post(f"/office/units/{old}/roll/{yu.user_id}", data={"to": str(new), "number": ""})
    assert own_numbers(app, yu)[-1] == (along, "", True)


def test_a_seat_given_beside_it_keeps_the_number_of_ones_own(app, client_for, people):
    yu, officer = people["pupil_yu"], client_for("officer_safe")
    with app.app_context(), write():
        db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == yu.user_id)).one().number = "20240201"
    old, new = unit_id(app, "LJ-SY-2024-2"), unit_id(app, "LJ-SY-2024-1")
    officer.post(f"/office/units/{old}/roll/{yu.user_id}", data={"to": str(new), "number": "9"})
    assert own_numbers(app, yu)[-1] == ("9", "20240201", True)


def test_who_comes_back_has_the_number_of_before(app, client_for, people):
    yu, officer = people["pupil_yu"], client_for("officer_safe")
    give_number(app, yu, "20240201")
    old, new = unit_id(app, "LJ-SY-2024-2"), unit_id(app, "LJ-SY-2024-1")
    officer.post(f"/office/units/{old}/roll/{yu.user_id}/leave")
    answer = officer.post(
        f"/office/units/{new}/newcomer",
        data={"name": "田小雨甲一", "sex": "", "number": "9", "consent": "告知书", "answer": f"back:{yu.user_id}"},
    )
    assert answer.status_code == 303, answer.text
    assert own_numbers(app, yu)[-1] == ("9", "20240201", True)
