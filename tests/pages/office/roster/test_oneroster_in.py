"""A roster from another system: a OneRoster zip goes the same way as any list; nothing changes before it is confirmed, or at all with a fault."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Post, RosterRow
from eduplatform.shared.database import write
from tests.org.roster.oneroster_builder import GOOD, packed, with_change
from tests.pages.office.exchange.exchanging import fetched

from .test_rosters import batch, names_of, work


@pytest.fixture(autouse=True)
def _jobs():
    from eduplatform.org import jobs as org_jobs  # noqa: F401 – registers roster.read


def bring(client, app, school: int, data: bytes):
    form = {"school": str(school), "encoding": "", "file": (io.BytesIO(data), "roster.zip")}
    answer = client.post("/office/rosters", data=form, content_type="multipart/form-data")
    work(app)
    return answer.location


def test_it_is_shown_then_confirmed_and_becomes_true(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = bring(client, app, school, packed(GOOD))
    page = client.get(f"{there}?show=new").get_data(as_text=True)
    assert "赵新来" in page and "确认导入" in page
    assert names_of(app, school, "三(2)班") != sorted(["田小雨甲一", "周一鸣甲二"])
    assert client.post(f"{there}/apply", data={"consent": "告知书"}).status_code == 303
    assert names_of(app, school, "三(2)班") == sorted(["田小雨甲一", "周一鸣甲二"])
    assert names_of(app, school, "四(2)班") == ["赵新来"]
    with app.app_context():
        teacher = db.session.scalars(select(User).where(User.name == "林梅")).one()
        assert db.session.scalars(select(Post).where(Post.user_id == teacher.id, Post.to_on.is_(None))).one()


def test_a_fault_is_told_by_file_and_line_and_nothing_is_staged(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    before = names_of(app, school, "三(2)班")
    there = bring(client, app, school, packed(with_change("enrollments.csv", "e2,,,k2", "e2,,,k9")))
    page = client.get(there).get_data(as_text=True)
    assert "enrollments.csv" in page and "classSourcedId 写的“k9”在 classes.csv 里没有" in page
    assert client.post(f"{there}/apply", data={"consent": "告知书"}).status_code in (409, 422)
    assert names_of(app, school, "三(2)班") == before and batch(app).state == "refused"
    with app.app_context():
        assert db.session.query(RosterRow).count() == 0


def test_what_went_out_comes_back_and_changes_nobody(app, client_for, people):
    """Our own file, brought in again: everybody is the same pupil in the same class."""
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    with app.app_context(), write():  # two of one name in one class cannot be told apart without a number
        db.session.query(User).filter_by(id=people["pupil_same2"].user_id).one().name = "欧阳小同"
        for user, given in zip(
            db.session.query(User).filter_by(kind="staff"), "梅兰竹菊松柏桃李杏梨桂枫荷莲薇", strict=False
        ):
            user.name = f"林{given}"
    there = bring(client, app, school, fetched(client, app, "LJ-SY", "oneroster").data)
    assert client.get(there).status_code == 200
    row = batch(app)
    assert (row.state, row.problems, [one["code"] for one in row.questions]) == ("staged", [], [])
    counts = {name: count for name, count in row.counts.items() if count}
    assert counts == {"same": 6}
