"""A roster for other programs: OneRoster 1.1 CSV, as little of a person as the standard lets pass."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from sqlalchemy import event, select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import oneroster_export
from eduplatform.org.models import Post
from eduplatform.org.roster.oneroster_names import join_name
from eduplatform.org.roster.oneroster_tables import ALL_TABLES, TABLES
from eduplatform.shared.database import write
from eduplatform.shared.models import AccessLook, AuditEntry
from tests import people as cast
from tests.assessment import world
from tests.org.oneroster_check import faults_of
from tests.pages.office.office_doing import unit_id

from .exchanging import ask, fetched, rows, unpacked, worked

PEOPLE = ("users.csv", "enrollments.csv")


def test_the_file_of_a_school_is_what_the_standard_asks(app, client_for, people):
    answer = fetched(client_for("officer_safe"), app, "LJ-SY", "oneroster")
    files = unpacked(answer)
    assert set(files) == {"manifest.csv", *(f"{name}.csv" for name in TABLES)}
    assert faults_of(files) == []
    said = {row["propertyName"]: row["value"] for row in rows(files["manifest.csv"])}
    assert {name for name in ALL_TABLES if said[f"file.{name}"] == "bulk"} == set(TABLES)
    assert unquote(answer.headers["Content-Disposition"]).endswith("实验小学_名册 OneRoster_2026-11-18.zip")


def test_everybody_on_the_roll_is_in_it_once_with_the_own_class(app, client_for, people):
    files = unpacked(fetched(client_for("officer_safe"), app, "LJ-SY", "oneroster"))
    users = {row["sourcedId"]: row for row in rows(files["users.csv"])}
    named = sorted(join_name(row["givenName"], row["familyName"]) for row in users.values())
    here = [name for _who, code, _n, name in cast.PUPILS if code.startswith("LJ-SY-")]
    assert named == sorted([*here, "lin老师", "chen老师", "wu老师", "gone老师"]), (
        "no graduate, nobody of another school"
    )
    assert [row["givenName"] for row in users.values() if row["enabledUser"] != "true"] == ["gone老师"]
    places = rows(files["enrollments.csv"])
    mine = {
        (
            join_name(users[row["userSourcedId"]]["givenName"], users[row["userSourcedId"]]["familyName"]),
            row["role"],
        ): row
        for row in places
        if row["classSourcedId"] == "LJ-SY-2024-2"
    }
    assert mine["lin老师", "teacher"]["primary"] == "true" and mine["wu老师", "teacher"]["primary"] == "false"
    assert len([one for one in mine if one[1] == "student"]) == 3  # two of the four bear one name
    assert len(places) == len(here) + 4


def test_no_more_of_a_person_than_must_be(app, client_for, people):
    files = unpacked(fetched(client_for("officer_safe"), app, "LJ-SY", "oneroster"))
    kept = {"sourcedId", "enabledUser", "orgSourcedIds", "role", "username", "givenName", "familyName", "grades"}
    for row in rows(files["users.csv"]):
        assert {name for name, value in row.items() if value} <= kept
        assert row["username"] == row["sourcedId"]
    with app.app_context():
        keys = set(db.session.scalars(select(User.person_key)))
    assert not any(key in files["users.csv"] for key in keys), "our own keys of people stay in the house"


def test_the_same_roll_is_the_same_file(app, client_for, people):
    client = client_for("officer_safe")
    first, second = (fetched(client, app, "LJ-SY", "oneroster").data for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("who", "code"),
    [("city_song", "LJ"), ("district_zhou", "LJ-DC"), ("principal_he", "LJ-SY"), ("city_song", "LJ-SY")],
)
def test_whoever_keeps_no_roster_gets_units_and_classes_and_nobody(app, client_for, people, who, code):
    files = unpacked(fetched(client_for(who), app, code, "oneroster"))
    assert not set(PEOPLE) & set(files) and faults_of(files) == []
    assert "file.users,absent" in files["manifest.csv"]
    assert "老师" not in "".join(files.values()) and "周一鸣" not in "".join(files.values())
    there = {row["sourcedId"] for row in rows(files["orgs.csv"])}
    assert code in there and ("LJ-DZ" in there) == (code != "LJ-SY") and "YS-1" not in there


def test_asking_and_fetching_names_are_on_record(app, client_for, people):
    client = client_for("officer_safe")
    fetched(client, app, "LJ-SY", "oneroster")
    with app.app_context():
        said = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (said.action, said.detail) == ("report.export", {"what": "oneroster_names", "year": 2026})
        look = db.session.scalars(select(AccessLook).where(AccessLook.subject.startswith("export:"))).one()
        assert (look.viewer_id, look.names) == (people["officer_safe"].user_id, 10)


def test_who_lost_the_roster_loses_the_file_with_names(app, client_for, people):
    client = client_for("officer_safe")
    there = ask(client, app, "LJ-SY", "oneroster").location
    worked(app)
    with app.app_context(), write():
        db.session.query(Post).filter_by(user_id=people["officer_safe"].user_id).one().role = "principal"
    assert client.get(there).status_code == client.get(f"{there}/file").status_code == 404


def test_many_names_need_a_second_person(app, client_for, people, monkeypatch):
    from eduplatform.assessment import exchange

    monkeypatch.setattr(exchange, "MOST_NAMES", 9)
    safe, head = client_for("officer_safe"), client_for("principal_he")
    there = ask(safe, app, "LJ-SY", "oneroster").location
    worked(app)
    page = safe.get(there).get_data(as_text=True)
    assert "等第二个人同意" in page and safe.get(f"{there}/file").status_code == 404
    agree = f"{there}/agree"
    assert safe.post(agree).status_code == 404, "nobody is the second person of an own wish"
    assert client_for("city_song").post(agree).status_code == client_for("teacher_lin").post(agree).status_code == 404
    home = f"/office/units/{unit_id(app, 'LJ-SY')}/exchange"
    assert "safe老师要导出带 10 人姓名的名册" in head.get(home).get_data(as_text=True)
    assert head.post(agree).status_code == 303 and head.post(agree).status_code == 404
    worked(app)
    assert "users.csv" in unpacked(safe.get(f"{there}/file"))
    assert head.get(f"{there}/file").status_code == 404, "who agrees does not get the file"
    with app.app_context():
        assert [row.action for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))][-2:] == [
            "report.export",
            "report.agree",
        ]


def test_the_page_in_both_languages_and_without_anything_asked(app, client_for, people):
    client = client_for("officer_safe")
    with app.app_context():
        address = f"/office/units/{cast.unit('LJ-SY').id}/exchange"
        of_class = f"/office/units/{cast.unit('LJ-SY-2024-2').id}/exchange"
    assert "这里还没有要过文件" in client.get(address).get_data(as_text=True)
    client.set_cookie("lang", "en")
    assert "Nothing has been asked for here yet" in client.get(address).get_data(as_text=True)
    assert client.get(of_class).status_code == client_for("teacher_lin").get(of_class).status_code == 404
    assert client_for("other_city").get(address).status_code == 404


@pytest.mark.parametrize("kind", ["", "exchange.other", "assessment.classes"])
def test_a_kind_that_is_none_is_refused_and_nothing_is_asked_for(app, client_for, people, kind):
    client = client_for("officer_safe")
    with app.app_context():
        address = f"/office/units/{cast.unit('LJ-SY').id}/exchange"
    answer = client.post(address, data={"kind": kind})
    assert answer.status_code == 400 and "请从这一页给出的文件里选一个" in answer.get_data(as_text=True)
    assert "这里还没有要过文件" in client.get(address).get_data(as_text=True)


def test_statements_do_not_grow_with_pupils(app, people, tmp_path):
    with app.app_context():
        before = counted(tmp_path)
        with write():
            world.pupils(world.unit("LJ-SY-2024-2"), 60)
        assert counted(tmp_path) == before <= 14


def counted(folder) -> int:
    """Statements that a roster with names takes."""
    found = []
    event.listen(db.engine, "before_cursor_execute", note := lambda *of: found.append(of[2]))
    oneroster_export.write_oneroster(world.unit("LJ-SY"), 2026, True, folder / "x.zip")
    event.remove(db.engine, "before_cursor_execute", note)
    return len(found)
