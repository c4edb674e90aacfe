"""Classes without a number (185班, 三(A)班, 启航班) from the file to the next school year: everything a numbered class has, and in order."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from eduplatform.accounts import sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import public_lookup, tree
from eduplatform.org.models import Enrolment, Post, Unit
from eduplatform.org.queries import class_years_of
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared import jobs
from eduplatform.shared.database import write
from tests.org.test_shared_cases import asked, bring, go_to, pupils, sheet
from tests.people import _staff

HEAD = "学号,姓名,性别,班级,班主任"
NAMES = "甲乙丙丁戊己庚辛"
#: classes as the list has them, in the order in which people look for them
ORDER = ["三(2)班", "三(10)班", "三(A)班", "三年级启航班", "七(1)班", "七年级185班", "七年级1203班", "八年级宏志班"]
WRITTEN = ["八年级宏志班", "七年级1203班", "七年级185班", "七(1)班", "三年级启航班", "三(A)班", "三(10)班", "三(2)班"]


def lines(classes: list[str], year: str = "") -> list[str]:
    return [
        f"{seat},{year}{'赵钱孙李周吴郑王冯'[at]}{NAMES[seat]},男,{label},{'陈卫蒋沈韩杨朱秦尤'[at]}师"
        for at, label in enumerate(classes)
        for seat in (1, 2)
    ]


@pytest.fixture
def school(app) -> int:
    with app.app_context(), write():
        made = tree.add_child_unit(
            tree.add_child_unit(None, "city", "QS", "青石市"), "school", "QS-QX", "青溪学校", stages="P1,P2,P3,J"
        )
        _staff("own_safe", "safety_officer", "QS-QX", "ownsafe")
        return made.id


@pytest.fixture
def there(app, school, tmp_path) -> dict[str, int]:
    """Units by what they are called, after the list has gone in."""
    code, answer = bring(app, sheet(tmp_path, *lines(WRITTEN), head=HEAD))
    assert code == 0, answer
    return units(app, school)


def units(app, school: int) -> dict[str, int]:
    with app.app_context():
        return dict(
            db.session.execute(select(Unit.name, Unit.id).where(Unit.school_id == school, Unit.kind == "class")).all()
        )


def client_of(app, condition):
    with app.app_context(), write():
        user = db.session.scalars(select(User).where(condition)).one()
        token = sessions.begin_session(user, timedelta(days=1))
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def leader_of(app, class_id: int):
    with app.app_context():
        held = db.session.scalars(
            select(Post.user_id).where(Post.unit_id == class_id, Post.role == "homeroom_teacher")
        ).one()
    return client_of(app, User.id == held)


def in_order(body: str, names: list[str]) -> list[str]:
    assert all(name in body for name in names), [name for name in names if name not in body]
    return sorted(names, key=body.index)


def done(app):
    """The worker has taken the year over."""
    with app.app_context():
        while jobs.run_next():
            pass


def test_every_list_of_classes_is_in_the_order_people_look_for(app, school, there):
    names = [name for name in ORDER if name in WRITTEN]
    officer = client_of(app, User.name == "ownsafe老师")
    for path in (f"/office/units/{school}", f"/office/units/{school}/people", f"/office/units/{school}/rollover"):
        body = officer.get(path).get_data(as_text=True).partition("<main")[2]
        assert in_order(body, names) == names, path
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(officer.get(f"/office/units/{school}/report.xlsx").data))
        .get_sheet_by_index(0)
        .to_python()
    )
    cells = [str(cell) for row in rows for cell in row[:2]]
    assert [cell for cell in cells if cell in names] == names
    with app.app_context():
        assert [one.label for one in public_lookup.classes_of_school(school, 2026)] == names
        assert [row.label for row in class_years_of(school, 2026)] == names


def test_a_class_to_move_into_is_chosen_from_an_ordered_list(app, school, there, clock):
    clock.shift(86400)
    officer, at = client_of(app, User.name == "ownsafe老师"), there["三(2)班"]
    with app.app_context():
        pupil = db.session.scalar(select(Enrolment.pupil_id).where(Enrolment.class_id == at))
    body = (
        officer.get(f"/office/units/{at}/roll/{pupil}")
        .get_data(as_text=True)
        .partition('name="to"')[2]
        .partition("</select>")[0]
    )
    third = ["三(10)班", "三(A)班", "三年级启航班"]
    assert in_order(body, third) == third
    assert (
        officer.post(
            f"/office/units/{at}/roll/{pupil}", data={"to": str(there["三年级启航班"]), "number": "9"}
        ).status_code
        == 303
    )
    assert (pupil, "三年级启航班") in {(one, label) for one, _name, label in pupils(app, school)}
    assert officer.post(f"/office/units/{at}/roll/{pupil}/back").status_code == 303
    assert (pupil, "三(2)班") in {(one, label) for one, _name, label in pupils(app, school)}


@pytest.mark.parametrize("name", ["七年级185班", "三(A)班", "三年级启航班", "七年级1203班"])
def test_the_teacher_of_a_labelled_class_has_all_pages(app, there, name):
    class_id, client = there[name], leader_of(app, there[name])
    for path in ("", "/pupils", "/cards", "/slips", "/hours", "/lessons", "/report", "/reminders", "/make-up"):
        answer = client.get(f"/teacher/classes/{class_id}{path}", follow_redirects=True)
        assert answer.status_code == 200 and name in answer.get_data(as_text=True), path
    slips = client.post(f"/teacher/classes/{class_id}/slips", data={"who": "all"})
    assert slips.status_code == 200 and name in slips.get_data(as_text=True)
    cards = client.post(f"/teacher/classes/{class_id}/cards/print", data={})
    assert cards.status_code in (200, 303)


def test_a_pupil_is_found_by_the_label_on_the_command_line(app, there):
    for name in ("七年级185班", "三(A)班", "三年级启航班"):
        result = app.test_cli_runner().invoke(args=["user", "reset", f"QS-QX/{name}/1"])
        assert result.exit_code == 0 and "code" in result.output, result.output


def test_classes_go_up_keep_their_labels_and_come_back(app, school, there, tmp_path, clock):
    before = {pupil: label for pupil, _name, label in pupils(app, school)}
    go_to(clock, "2027-08-20")
    officer = client_of(app, User.name == "ownsafe老师")
    page = officer.get(f"/office/units/{school}/rollover").get_data(as_text=True)
    up = {
        "七年级185班": "八年级185班",
        "七年级1203班": "八年级1203班",
        "三(A)班": "四(A)班",
        "三年级启航班": "四年级启航班",
        "八年级宏志班": "九年级宏志班",
        "三(10)班": "四(10)班",
    }
    assert all(name in page for name in up.values())
    assert officer.post(f"/office/units/{school}/rollover", data={"from_year": "2026"}).status_code == 303
    done(app)
    after = units(app, school)
    assert {name: after.get(new) for name, new in up.items()} == {name: there[name] for name in up}
    assert officer.post(f"/office/units/{school}/rollover/undo").status_code == 303
    assert units(app, school) == there and {pupil: label for pupil, _name, label in pupils(app, school)} == before


@pytest.mark.parametrize("rolled", [True, False])
def test_the_list_of_the_next_year_finds_the_same_classes_and_children(app, school, there, tmp_path, clock, rolled):
    before = {name: pupil for pupil, name, _label in pupils(app, school)}
    go_to(clock, "2027-09-20")
    if rolled:
        client_of(app, User.name == "ownsafe老师").post(f"/office/units/{school}/rollover", data={"from_year": "2026"})
        done(app)
    later = [label.replace("八", "九").replace("七", "八").replace("三", "四") for label in WRITTEN]
    code, answer = bring(app, sheet(tmp_path, *lines(later), head=HEAD))
    assert code == 0 and (answer["same"], answer["new"], answer["gone"]) == (16, 0, 0), answer
    assert {name: pupil for pupil, name, _label in pupils(app, school)} == before
    assert set(units(app, school).values()) == set(there.values())


def test_an_import_of_labelled_classes_is_undone(app, school, there, tmp_path):
    officer = client_of(app, User.name == "ownsafe老师")
    with app.app_context():
        from eduplatform.org.models import RosterBatch

        batch = db.session.scalar(select(RosterBatch.id).order_by(RosterBatch.id.desc()))
    assert officer.post(f"/office/rosters/{batch}/undo").status_code == 303
    assert not pupils(app, school)


def test_a_track_survives_the_next_year_whatever_characters_it_has(app, tmp_path, clock):
    with app.app_context(), write():
        at = tree.add_child_unit(
            tree.add_child_unit(None, "city", "QS", "青石市"), "school", "QS-QX", "青溪职校", stages="V"
        ).id
        _staff("own_safe", "safety_officer", "QS-QX", "ownsafe")
    code, answer = bring(
        app,
        sheet(
            tmp_path,
            "1,赵甲,男,26级机电一体化1班",
            "1,钱乙,男,26级高铁乘务2班",
            "1,孙丙,男,26级大数据班",
            head="学号,姓名,性别,班级",
        ),
    )
    assert code == 0, answer
    go_to(clock, "2027-09-20")
    client_of(app, User.name == "ownsafe老师").post(f"/office/units/{at}/rollover", data={"from_year": "2026"})
    done(app)
    assert set(units(app, at)) == {"高二机电一体化(1)班", "高二高铁乘务(2)班", "高二大数据班"}


def test_children_of_labelled_classes_are_told_apart_by_their_grade(app, school, tmp_path):
    """A namesake four grades up is another child, whatever the classes are called."""
    bring(app, sheet(tmp_path, "1,赵安,男,三年级启航班", "2,钱宁,男,三年级启航班", head="学号,姓名,性别,班级"))
    code, answer = bring(app, sheet(tmp_path, "1,赵安,男,八年级185班", head="学号,姓名,性别,班级"))
    assert code == 0 and answer["new"] == 1 and not asked(answer)


def test_the_classes_of_a_file_are_shown_in_order(app, school, tmp_path):
    from eduplatform.org.models import RosterBatch

    bring(app, sheet(tmp_path, *lines(["七年级1203班", "七年级185班", "七(1)班"]), head=HEAD))
    with app.app_context():
        kept = db.session.scalars(select(RosterBatch).order_by(RosterBatch.id.desc())).first().classes
    assert [each["label"] for each in kept] == ["七(1)班", "七年级185班", "七年级1203班"]
