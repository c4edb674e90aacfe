"""What cannot easily be taken back asks first, is not offered on the own row, and can be undone the same day."""

from __future__ import annotations

import re

import pytest

from .office_doing import CODE, appoint, classes_of, holders, post_id, unit_id

SCHOOL, OWN, NEXT = "LJ-SY", "LJ-SY-2024-2", "LJ-SY-2024-1"


@pytest.fixture
def office(client_for):
    return client_for("officer_safe")


def test_ending_a_post_says_what_will_happen_and_changes_nothing_yet(app, office, people):
    page = office.get(f"/office/posts/{post_id(app, people['teacher_lin'])}/end")
    assert page.status_code == 200 and "lin老师" in page.text and "三(2)班" in page.text and "没有班主任" in page.text
    assert holders(app, OWN, "homeroom_teacher") == ["lin老师"]


def test_a_new_slip_says_that_the_password_ends(app, office, people, client_for):
    lin = client_for("teacher_lin")
    page = office.get(f"/office/posts/{post_id(app, people['teacher_lin'])}/slip")
    assert page.status_code == 200 and "马上" in page.text and not CODE.search(page.text)
    assert lin.get("/teacher").status_code == 200


def test_nothing_is_offered_on_the_own_row(app, office, people):
    mine = post_id(app, people["officer_safe"])
    page = office.get(f"/office/units/{unit_id(app, SCHOOL)}/people").text
    assert f"/posts/{mine}/" not in page and f"/posts/{post_id(app, people['principal_he'])}/end" in page
    for what in ("end", "slip"):
        assert office.get(f"/office/posts/{mine}/{what}").status_code == 404
    assert office.post(f"/office/posts/{mine}/slip").status_code == 404


def test_an_ended_post_is_taken_back_the_same_day(app, office, people, clock):
    number = post_id(app, people["teacher_wu"])
    office.post(f"/office/posts/{number}/end")
    assert f"/posts/{number}/restore" in office.get(f"/office/units/{unit_id(app, SCHOOL)}/people").text
    assert office.post(f"/office/posts/{number}/restore").status_code == 303
    assert holders(app, OWN, "subject_teacher") == ["wu老师"]
    office.post(f"/office/posts/{number}/end")
    clock.shift(15 * 3600)
    assert f"/posts/{number}/restore" not in office.get(f"/office/units/{unit_id(app, SCHOOL)}/people").text
    assert office.post(f"/office/posts/{number}/restore").status_code == 422
    assert holders(app, OWN, "subject_teacher") == []


def test_a_class_that_has_another_teacher_by_now_does_not_get_two(app, office, people):
    lin = post_id(app, people["teacher_lin"])
    appoint(office, app, OWN, "homeroom_teacher", "接班人")
    answer = office.post(f"/office/posts/{lin}/restore")
    assert answer.status_code == 422 and "接班人" in answer.text
    assert holders(app, OWN, "homeroom_teacher") == ["接班人"]


def test_moving_a_pupil_asks_and_says_what_stays(app, office, people):
    child = people["pupil_yu"].user_id
    ask = office.get(f"/office/units/{unit_id(app, OWN)}/roll/{child}/move?to={unit_id(app, NEXT)}&number=9")
    assert ask.status_code == 200 and "三(2)班" in ask.text and "三(1)班" in ask.text and "9" in ask.text
    assert classes_of(app, people["pupil_yu"]) == [(OWN, True)]
    taken = office.get(f"/office/units/{unit_id(app, OWN)}/roll/{child}/move?to={unit_id(app, NEXT)}&number=1")
    assert taken.status_code == 422 and "1 号" in taken.text
    assert (
        office.get(
            f"/office/units/{unit_id(app, OWN)}/roll/{child}/move?to={unit_id(app, 'LJ-DZ-J2025-3')}"
        ).status_code
        == 422
    )


def test_a_move_is_taken_back_the_same_day(app, office, people):
    child, own = people["pupil_yu"], unit_id(app, OWN)
    office.post(f"/office/units/{own}/roll/{child.user_id}", data={"to": str(unit_id(app, NEXT)), "number": "9"})
    for place in (OWN, NEXT):
        assert f"/roll/{child.user_id}/back" in office.get(f"/office/units/{unit_id(app, place)}/roll").text
    assert office.post(f"/office/units/{own}/roll/{child.user_id}/back").status_code == 303
    assert classes_of(app, child) == [(OWN, True)]
    again = office.post(f"/office/units/{own}/roll/{child.user_id}/back")
    assert again.status_code == 422


def test_leaving_asks_and_is_taken_back_until_the_code_was_used(app, office, people):
    child, own = people["pupil_yu"], unit_id(app, OWN)
    ask = office.get(f"/office/units/{own}/roll/{child.user_id}/leave")
    assert ask.status_code == 200 and classes_of(app, child) == [(OWN, True)]
    code = CODE.search(office.post(f"/office/units/{own}/roll/{child.user_id}/leave").text)[0]
    assert office.post(f"/office/units/{own}/roll/{child.user_id}/back").status_code == 303
    assert classes_of(app, child) == [(OWN, True)]
    used = office.post(f"/office/units/{unit_id(app, NEXT)}/roll", data={"code": code, "number": "70"})
    assert used.status_code == 422, "the code went with the leaving"


def test_tomorrow_a_move_is_history(app, office, people, clock):
    child, own = people["pupil_yu"], unit_id(app, OWN)
    office.post(f"/office/units/{own}/roll/{child.user_id}", data={"to": str(unit_id(app, NEXT)), "number": "9"})
    clock.shift(15 * 3600)
    assert "/back" not in office.get(f"/office/units/{own}/roll").text
    assert office.post(f"/office/units/{own}/roll/{child.user_id}/back").status_code == 422


def test_who_lost_a_class_is_told_by_whom_until_it_is_put_away(app, office, client_for, people):
    appoint(office, app, OWN, "homeroom_teacher", "接班人")
    lin = client_for("teacher_lin")
    note = lin.get("/me").text
    assert "三(2)班" in note and "接班人" in note and "safe老师" in note
    assert lin.post(f"/me/posts/{post_id(app, people['teacher_lin'])}/seen").status_code == 303
    assert "接班人" not in lin.get("/me").text


def test_a_teacher_of_two_classes_is_told_on_the_week_page(app, office, client_for):
    appoint(office, app, NEXT, "homeroom_teacher", login="lin", another="1")
    appoint(office, app, OWN, "homeroom_teacher", "接班人")
    assert "接班人" in client_for("teacher_lin").get("/teacher").text


def test_the_school_sees_who_changed_what(app, office, client_for):
    appoint(office, app, OWN, "homeroom_teacher", "接班人")
    page = client_for("principal_he").get(f"/office/units/{unit_id(app, SCHOOL)}/people").text
    changes = page[page.index('id="changes"') :]
    assert re.search(r"接班人[^<]*", changes) and "lin老师" in changes and "safe老师" in changes


def test_nobody_puts_away_the_note_of_another(app, office, client_for, people):
    appoint(office, app, OWN, "homeroom_teacher", "接班人")
    assert client_for("teacher_chen").post(f"/me/posts/{post_id(app, people['teacher_lin'])}/seen").status_code == 404
    assert "接班人" in client_for("teacher_lin").get("/me").text
