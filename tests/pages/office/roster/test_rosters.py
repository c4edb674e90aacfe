"""A school's roster goes in through the web: seen first, confirmed, taken back."""

import io

import pytest
from sqlalchemy import func, select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Post, RosterBatch, Unit
from eduplatform.org.queries import roll_on
from eduplatform.shared import clock as our_clock
from eduplatform.shared import jobs

GOOD = "姓名,班级,学号,性别,班主任\n田小雨甲一,三(2)班,1,女,林老师\n王小明,三(2)班,5,男,林老师\n赵新来,四(1)班,1,女,\n"


@pytest.fixture(autouse=True)
def _jobs():
    from eduplatform.org import jobs as org_jobs  # noqa: F401 – registers roster.read


def work(app):
    with app.app_context():
        while jobs.run_next():
            pass


def send(client, school_id, text, name="名册.csv", encoding="utf-8"):
    data = {"school": str(school_id), "encoding": "", "file": (io.BytesIO(text.encode(encoding)), name)}
    return client.post("/office/rosters", data=data, content_type="multipart/form-data")


def batch(app) -> RosterBatch:
    with app.app_context():
        return db.session.scalars(select(RosterBatch).order_by(RosterBatch.id.desc())).first()


def names_of(app, school_id, label):
    with app.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.parent_id == school_id, Unit.name == label)).one()
        return sorted(pupil.name for pupil in roll_on(school_id, unit.id, our_clock.today()))


def test_a_roster_is_shown_then_confirmed_and_becomes_true(app, client_for, people):
    school = people["officer_safe"].school_id
    client = client_for("officer_safe")
    answer = send(client, school, GOOD)
    assert answer.status_code == 303
    waiting = client.get(answer.location)
    assert "正在读名册" in waiting.text
    work(app)
    seen = client.get(answer.location + "?show=new")
    assert "赵新来" in seen.text and "确认导入" in seen.text
    done = client.post(answer.location + "/apply", data={"consent": "2026年入学告知书"})
    assert done.status_code == 303
    assert names_of(app, school, "三(2)班") == sorted(["田小雨甲一", "王小明"])
    assert names_of(app, school, "四(1)班") == ["赵新来"]
    with app.app_context():
        teacher = db.session.scalars(select(User).where(User.name == "林老师")).one()
        assert db.session.scalars(select(Post).where(Post.user_id == teacher.id, Post.role == "homeroom_teacher")).one()


def test_undo_brings_the_roll_back(app, client_for, people):
    school, client = people["officer_safe"].school_id, client_for("officer_safe")
    before = names_of(app, school, "三(2)班")
    there = send(client, school, GOOD).location
    work(app)
    client.post(there + "/apply", data={"consent": "告知书"})
    assert names_of(app, school, "三(2)班") != before
    assert client.post(there + "/undo").status_code == 303
    assert names_of(app, school, "三(2)班") == before


def test_undo_days_later_keeps_the_days_between(app, client_for, people, clock):
    school, client = people["officer_safe"].school_id, client_for("officer_safe")
    there = send(client, school, GOOD).location
    work(app)
    client.post(there + "/apply", data={"consent": "告知书"})
    applied_on = our_clock.today()
    clock.shift(3 * 86400)
    client = client_for("officer_safe")
    assert client.post(there + "/undo").status_code == 303
    with app.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.parent_id == school, Unit.name == "三(2)班")).one()
        assert {p.name for p in roll_on(school, unit.id, applied_on)} == {"田小雨甲一", "王小明"}
        assert "周一鸣甲二" in {p.name for p in roll_on(school, unit.id, our_clock.today())}


def test_undo_is_refused_after_thirty_days(app, client_for, people, clock):
    there = send(client_for("officer_safe"), people["officer_safe"].school_id, GOOD).location
    work(app)
    client_for("officer_safe").post(there + "/apply", data={"consent": "告知书"})
    clock.shift(31 * 86400)
    answer = client_for("officer_safe").post(there + "/undo")
    assert answer.status_code == 422 and "过了" in answer.text


def test_a_bad_row_is_named_by_line_and_nothing_is_kept(app, client_for, people):
    client = client_for("officer_safe")
    there = send(
        client, people["officer_safe"].school_id, "姓名,班级,学号\n王小明,三(2)班,5\n李小红,班级不明,6\n"
    ).location
    work(app)
    page = client.get(there)
    assert "3" in page.text and "还没有导入" in page.text
    assert client.post(there + "/apply", data={"consent": "x"}).status_code == 409
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User).where(User.name == "王小明")) == 0


def test_a_homeroom_teacher_brings_in_the_own_class_only(app, client_for, people):
    client, school = client_for("teacher_lin"), people["teacher_lin"].school_id
    there = send(client, school, "姓名,班级,学号\n王小明,三(2)班,5\n").location
    work(app)
    assert "王小明" in client.get(there + "?show=new").text
    assert client.post(there + "/apply", data={"consent": "告知书"}).status_code == 303
    assert names_of(app, school, "三(2)班") == ["王小明"]
    other = send(client, school, "姓名,班级,学号\n王小明,三(1)班,5\n").location
    work(app)
    assert "不是你的班" in client.get(other).text


def test_another_teacher_does_not_see_the_batch(app, client_for, people):
    there = send(client_for("teacher_lin"), people["teacher_lin"].school_id, GOOD).location
    assert client_for("teacher_chen").get(there).status_code == 404
    assert client_for("officer_safe").get(there).status_code == 200


def test_a_roll_that_changed_since_is_refused(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    first, second = send(client, school, GOOD).location, None
    second = send(client, school, GOOD.replace("赵新来", "钱新来")).location
    work(app)
    assert client.post(first + "/apply", data={"consent": "告知书"}).status_code == 303
    answer = client.post(second + "/apply", data={"consent": "告知书"})
    assert answer.status_code == 409 and "重新上传" in answer.text


def test_columns_can_be_put_right_by_hand(app, client_for, people):
    client = client_for("officer_safe")
    there = send(client, people["officer_safe"].school_id, "甲,乙,丙\n王小明,三(2)班,5\n").location
    work(app)
    client.get(there)
    found = batch(app)
    if found.mapping:
        client.post(there + "/columns", data={"s0-header": "1", "s0-name": "0", "s0-class": "1", "s0-number": "2"})
        work(app)
        assert "王小明" in client.get(there + "?show=new").text


def test_the_raw_file_is_gone_after_reading_and_ids_are_nowhere(app, client_for, people, tmp_path):
    text = "姓名,班级,学号,身份证号\n王小明,三(2)班,5,11010519491231002X\n"
    there = send(client_for("officer_safe"), people["officer_safe"].school_id, text).location
    work(app)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"11010519491231002X" not in kept
    assert "11010519491231002X" not in client_for("officer_safe").get(there).text


def test_history_keeps_closed_enrolments(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = send(client, school, GOOD).location
    work(app)
    client.post(there + "/apply", data={"consent": "告知书"})
    with app.app_context():
        gone = people["pupil_ming"].user_id
        row = db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == gone)).one()
        assert row.to_on == our_clock.today()


def test_an_import_taken_back_says_so_and_lists_nothing_that_is_gone(app, client_for, people):
    client = client_for("officer_safe")
    answer = send(client, people["officer_safe"].school_id, GOOD)
    work(app)
    assert 'href="#confirm"' in client.get(answer.location).text
    client.post(answer.location + "/apply", data={"consent": "2026年入学告知书"})
    client.post(answer.location + "/undo")
    page = client.get(answer.location).text
    assert "这次导入已经撤销" in page and "这一类没有变动" not in page and 'class="steps"' not in page
