"""The inbox of staff: read by opening, or all at once; the number on the bell; mail only after its address was confirmed."""

from __future__ import annotations

import re

import pytest

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.notices import giving, outbox
from eduplatform.notices.giving import Recipient, Ways
from eduplatform.notices.models import Notice, NoticeChoice
from eduplatform.notices.policy import Policy
from eduplatform.notices.rules import Wanted
from eduplatform.org.models import Unit
from eduplatform.pages.account.notices.wording import message_of
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from tests.conftest import sql_count
from tests.notices.receivers import mail_server

CLASS = "LJ-SY-2024-2"


@pytest.fixture
def two(app, people):
    """Two notices for 林老师."""
    lin = people["teacher_lin"]
    with app.app_context():
        unit = db.session.query(Unit).filter_by(code=CLASS).one()
        wanted = [
            Wanted(
                "lesson_due",
                f"class:{unit.id}",
                "2026-11-16",
                unit.id,
                {"class": "三(2)班", "since": "2026-11-16", "owed": 11},
            ),
            Wanted(
                "holiday",
                f"class:{unit.id}",
                "2026-12-31",
                unit.id,
                {"class": "三(2)班", "day": "2026-12-31", "name": "元旦", "since": "2026-12-24"},
            ),
        ]
        with write():
            giving.give(Recipient(lin.school_id, lin.user_id), wanted, Policy(), Ways(), False, school_clock.now())
    return lin


def unread(app, person) -> int:
    with app.app_context():
        return db.session.query(User.unread).filter_by(id=person.user_id).scalar()


def test_the_bell_counts_without_a_statement_and_opening_reads(app, client_for, two):
    client = client_for("teacher_lin")
    answer = client.get("/teacher")
    assert "收到的提醒，2 条没看" in answer.get_data(as_text=True)
    page = client.get("/notices")
    assert sql_count(page) <= 3, "two for the viewer, one for the inbox"
    text = page.get_data(as_text=True)
    assert "本周的安全课还没上" in text and "元旦" in text
    there = re.search(r"/notices/(\d+)/open", text)
    opened = client.post(there[0])
    assert opened.status_code == 303 and "/teacher" in opened.headers["Location"]
    assert unread(app, two) == 1
    assert client.post("/notices/read").status_code == 303
    assert unread(app, two) == 0 and "都看过了，没有新的" in client.get("/notices").get_data(as_text=True)


def test_the_inbox_is_in_english_for_an_english_reader(client_for, two):
    client = client_for("teacher_lin")
    client.set_cookie("lang", "en")
    text = client.get("/notices").get_data(as_text=True)
    assert "This week’s safety lesson is still to come" in text and "Holiday from" in text


def test_an_empty_inbox_says_what_will_come(client_for):
    assert "还没有提醒" in client_for("teacher_chen").get("/notices").get_data(as_text=True)


@pytest.mark.parametrize("name", ["pupil_yu", "guardian_yu"])
def test_pupils_and_parents_have_no_inbox(client_for, two, name):
    client = client_for(name)
    assert client.get("/notices").status_code == 404 and client.get("/notices/ways").status_code == 404
    assert "bell" not in client.get("/me").get_data(as_text=True)


def test_a_neighbours_notice_is_not_there(app, client_for, two):
    with app.app_context():
        number = db.session.query(Notice.id).first()[0]
    assert client_for("teacher_chen").post(f"/notices/{number}/open").status_code == 404
    assert unread(app, two) == 2


def test_an_address_is_used_after_its_link_was_opened_and_switched_off_by_another(app, client_for, people, clock):
    lin = people["teacher_lin"]
    client = client_for("teacher_lin")
    assert client.post("/notices/ways", data={"email": "lin example"}).status_code == 422
    client.post("/notices/ways", data={"email": "lin@example.cn", "by_email": "1", "on": ["lesson_due", "holiday"]})
    with app.app_context(), mail_server() as (letters, port):
        settings = dict(app.config) | {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": port, "SMTP_TLS": "none"}
        settings |= {"SMTP_FROM": "a@b.cn"}
        app.config["PUBLIC_URL"] = "http://10.1.2.3:5000"
        while outbox.send_next(settings, message_of):
            pass
    (letter,) = letters.got
    link = re.search(r"http://10\.1\.2\.3:5000(/notices/confirm/\S+)", letter.get_content())[1]
    stranger = client_for(None)
    assert stranger.get(link).status_code == 200
    with app.app_context():
        assert db.session.query(NoticeChoice).one().confirmed_at is None, (
            "a program that follows links confirms nothing"
        )
    assert "已确认" in stranger.post(link).get_data(as_text=True)
    with app.app_context():
        row = db.session.query(NoticeChoice).one()
        assert row.confirmed_at and set(row.off) >= {"behind", "digest"} and "holiday" not in row.off
    off = link.replace("/confirm/", "/off/")
    assert "已关掉" in stranger.post(off).get_data(as_text=True)
    with app.app_context():
        assert db.session.query(NoticeChoice).filter_by(user_id=lin.user_id).one().quiet
    assert stranger.get("/notices/off/made-up").status_code == 404
