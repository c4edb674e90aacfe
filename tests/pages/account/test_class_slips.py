"""The homeroom teacher prints slips; nobody there sees or sets a lasting password."""

from __future__ import annotations

import re

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.extensions import db
from eduplatform.org.models import Guardianship
from eduplatform.shared import audit
from eduplatform.shared.models import AccessLook, AuditEntry
from tests.accounts.doing import PASSWORD, give_password, give_session, live
from tests.conftest import sql_count
from tests.people import unit

CODE = re.compile(r'slip-code num">([0-9A-Z-]{19})<')


@pytest.fixture
def path(app):
    with app.app_context():
        return f"/teacher/classes/{unit('LJ-SY-2024-2').id}/slips"


def codes_in(page) -> list[str]:
    assert page.status_code == 200, page.text[:300]
    return CODE.findall(page.text)


def test_the_page_says_how_far_everybody_is(app, client_for, people, path):
    give_password(app, people["pupil_yu"])
    page = client_for("teacher_lin").get(path)
    assert page.text.count("已开通") == 1 and page.text.count("还没打印") == 3 and "打印 3 张登录条" in page.text
    assert sql_count(page) <= 10 and len(page.data) <= 30_000


def test_a_full_class_stays_small(app, client_for, path):
    from eduplatform.org.models import Enrolment
    from eduplatform.shared.database import write
    from tests.people import START

    with app.app_context(), write() as session:
        a_class = unit("LJ-SY-2024-2")
        for n in range(5, 51):
            user = accounts.create_account(a_class.school_id, "pupil", f"欧阳学生{n}")
            session.add(
                Enrolment(school_id=user.school_id, pupil_id=user.id, class_id=a_class.id, number=str(n), from_on=START)
            )
    page = client_for("teacher_lin").get(path)
    assert page.text.count('<option value="') == 50 and len(page.data) <= 30_000 and sql_count(page) <= 10


def test_only_pupils_who_have_not_opened_get_a_slip(app, client_for, people, path):
    give_password(app, people["pupil_yu"])
    page = client_for("teacher_lin").post(path)
    assert len(codes_in(page)) == 3 and "周一鸣甲二" in page.text and "田小雨甲一" not in page.text
    assert page.text.count("<svg") >= 3 and "style=" not in page.text
    assert "12月2日" in page.text


def test_the_printed_code_opens_the_account_of_that_pupil(client_for, people, path):
    page = client_for("teacher_lin").post(path, data={"what": "one", "pupil": people["pupil_ming"].user_id})
    (code,) = codes_in(page)
    client = client_for(None)
    assert "周一鸣甲二" in client.get(f"/s/{code}", follow_redirects=True).text
    assert client.post(f"/s/{code}").headers["Location"] == "/choose"


def test_reissuing_ends_the_old_password_and_signs_the_pupil_out_at_once(app, client_for, people, path):
    yu = people["pupil_yu"]
    give_password(app, yu)
    pupil = client_for("pupil_yu")
    assert pupil.get("/me").status_code == 200
    client_for("teacher_lin").post(path, data={"what": "one", "pupil": yu.user_id})
    assert pupil.get("/me").status_code == 302
    with app.app_context():
        assert accounts.by_user(yu.school_id, yu.user_id).kind == ""


def test_printing_for_the_class_leaves_open_accounts_alone(app, client_for, people, path):
    give_password(app, people["pupil_yu"])
    give_session(app, people["pupil_yu"])
    client_for("teacher_lin").post(path)
    assert len(live(app, people["pupil_yu"])) == 1


def test_a_guardians_slip_makes_a_guardian_who_reads_about_that_child(client_for, people, path):
    page = client_for("teacher_lin").post(path, data={"what": "guardian", "pupil": people["pupil_ming"].user_id})
    assert "周一鸣甲二的家长" in page.text
    client = client_for(None)
    client.post(f"/s/{codes_in(page)[0]}")
    client.post("/choose", data={"login": "ming.mama", "password": PASSWORD, "repeat": PASSWORD})
    child = client.get("/guardian/", follow_redirects=True)
    assert "周一鸣甲二" in child.text and "甲一" not in child.text


def test_guardian_slips_of_the_class_do_not_double_the_guardians(app, client_for, path):
    first = codes_in(client_for("teacher_lin").post(path, data={"what": "guardians"}))
    again = codes_in(client_for("teacher_lin").post(path, data={"what": "guardians"}))
    assert len(first) == len(again) == 4 and not set(first) & set(again)
    with app.app_context():
        assert db.session.query(Guardianship).count() == 4


def test_when_all_have_opened_there_is_nothing_to_print(app, client_for, people, path):
    for name in ("pupil_yu", "pupil_ming", "pupil_same", "pupil_same2"):
        give_password(app, people[name])
    answer = client_for("teacher_lin").post(path)
    assert answer.status_code == 303
    assert "全班都已开通" in client_for("teacher_lin").get(path).text


def test_it_is_on_record_without_names(app, client_for, people, path):
    audit._seen.clear()  # the process remembers looks of earlier tests
    client_for("teacher_lin").post(path, data={"what": "one", "pupil": people["pupil_yu"].user_id})
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="slips.issue").one()
        assert (
            entry.detail == {"what": "one", "slips": 1, "reset": True}
            and entry.actor_id == people["teacher_lin"].user_id
        )
        assert db.session.query(AccessLook).filter_by(viewer_id=people["teacher_lin"].user_id).count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "teacher_chen",
        "teacher_wu",
        "principal_he",
        "district_zhou",
        "city_song",
        "other_city",
        "pupil_yu",
        "guardian_yu",
    ],
)
def test_everybody_else_gets_the_same_404_as_for_a_class_that_is_not_there(client_for, path, name):
    client = client_for(name)
    there, nowhere = client.get(path), client.get("/teacher/classes/987654/slips")
    assert there.status_code == nowhere.status_code == 404
    mask = re.compile(r"<code>[0-9a-f]+</code>|csrf-token\" content=\"[^\"]+|value=\"[^\"]+\"|next=[^\"]+")
    assert mask.sub("", there.text) == mask.sub("", nowhere.text)
    assert client.post(path).status_code == 404


def test_a_pupil_of_another_class_cannot_be_named(app, client_for, people, path):
    page = client_for("teacher_lin").post(path, data={"what": "one", "pupil": people["pupil_next"].user_id})
    assert page.status_code == 404
