"""The outbox with a real mail server and a real receiver: sent once, later, or told why not; also when the worker is killed anywhere."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eduplatform.extensions import db
from eduplatform.notices import giving, hooks, jobs, outbox, queries
from eduplatform.notices.giving import Recipient, Ways
from eduplatform.notices.models import Notice, NoticeChoice, NoticeDelivery, NoticeHook
from eduplatform.notices.policy import Policy
from eduplatform.notices.rules import Wanted
from eduplatform.org.access import Viewer
from eduplatform.org.models import Unit
from eduplatform.pages.account.notices.wording import message_of
from eduplatform.shared import clock as school_clock
from eduplatform.shared import jobs as background
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused
from tests.assessment.world import lesson, pupils, teach
from tests.conftest import NOW

from .receivers import free_port, mail_server, robot
from .worker_process import Worker

THURSDAY = datetime(2026, 11, 19, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def unit(code: str) -> Unit:
    return db.session.query(Unit).filter_by(code=code).one()


def wants_mail(person, email: str = "lin@example.cn") -> None:
    """The person has a confirmed address."""
    now = school_clock.now()
    with write():
        db.session.add(
            NoticeChoice(
                school_id=person.school_id, user_id=person.user_id, email=email, confirmed_at=now, set_at=now, off=[]
            )
        )


def hook_of(person, url: str) -> int:
    with write():
        row = NoticeHook(
            school_id=person.school_id,
            unit_id=person.school_id,
            user_id=person.user_id,
            kind="json",
            name="",
            url=url,
            secret="s",
            made_at=school_clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        return row.id


def told(person, code: str, rule: str = "season", **values) -> int:
    """Give the person a notice of its own, whatever the day."""
    wanted = Wanted(rule, f"class:{unit(code).id}:{random.getrandbits(40)}", "2026-11", unit(code).id, values)
    ways = giving.ways_of(person.school_id, [person.user_id])[person.user_id]
    with write():
        return giving.give(
            Recipient(person.school_id, person.user_id), [wanted], Policy(), ways, False, school_clock.now()
        )


SEASON = {"class": "三(2)班", "season": "drown", "topics": ["DROWN"], "since": "2026-11-10"}


def config(app, port: int = 0) -> dict:
    return dict(app.config) | {
        "SMTP_HOST": "127.0.0.1" if port else "",
        "SMTP_PORT": port,
        "SMTP_TLS": "none",
        "SMTP_FROM": "anxue@school.example.cn",
        "WEBHOOK_INSIDE": True,
        "PUBLIC_URL": "http://10.1.2.3:5000",
    }


def send_all(settings: dict) -> None:
    while outbox.send_next(settings, message_of):
        pass


def states() -> Counter:
    db.session.rollback()
    return Counter((row.channel, row.state, row.said) for row in db.session.query(NoticeDelivery))


def test_a_notice_goes_out_by_mail_and_robot_once(app, people, clock):
    clock.move_to(THURSDAY)
    lin = people["teacher_lin"]
    with app.app_context(), mail_server() as (letters, port), robot() as there:
        wants_mail(lin)
        hook_of(lin, f"http://127.0.0.1:{there.server_port}/ok")
        assert told(lin, "LJ-SY-2024-2", **SEASON) == 1
        send_all(config(app, port))
        send_all(config(app, port))
        assert states() == {("email", "sent", ""): 1, ("webhook", "sent", ""): 1}
    assert len(letters.got) == 1 and len(there.got) == 1
    assert "防溺水" in letters.got[0]["Subject"]


def test_a_mail_server_that_is_down_loses_nothing_and_is_told_on_the_system_page(app, people, clock, client_for):
    clock.move_to(THURSDAY)
    lin, port = people["teacher_lin"], free_port()
    with app.app_context():
        wants_mail(lin)
        told(lin, "LJ-SY-2024-2", **SEASON)
        for _ in range(12):
            send_all(config(app, port))
            clock.shift(timedelta(minutes=6))
        assert states() == {("email", "waiting", "mail_down"): 1}
        assert queries.mail_trouble(school_clock.now() - timedelta(days=7)) == (1, 0, "mail_down")
    page = client_for("admin_top").get("/office/system").get_data(as_text=True)
    assert "邮件服务器连不上" in page and "一封也没有丢" in page
    with app.app_context(), mail_server(port) as (letters, _port):
        send_all(config(app, port))
        assert states() == {("email", "sent", ""): 1} and len(letters.got) == 1


def test_what_was_done_meanwhile_is_not_sent(app, people, clock):
    clock.move_to(THURSDAY)
    lin = people["teacher_lin"]
    with app.app_context(), mail_server() as (letters, port):
        wants_mail(lin)
        jobs.queue_due(False)
        while background.run_next():
            pass
        due = db.session.query(Notice).filter_by(user_id=lin.user_id, rule="lesson_due").count()
        assert due == 1
        with write():
            teach(unit("LJ-SY-2024-2"), lesson("FIRE"), THURSDAY.date())
        send_all(config(app, port))
        assert ("email", "dropped", "done") in states() and not letters.got


def test_nothing_leaves_in_the_evening_or_on_a_free_day(app, people, clock):
    clock.move_to(datetime(2026, 11, 20, 20, 59, tzinfo=THURSDAY.tzinfo))
    lin = people["teacher_lin"]
    with app.app_context(), mail_server() as (letters, port):
        wants_mail(lin)
        told(lin, "LJ-SY-2024-2", **SEASON)
        for hours in range(0, 58, 3):
            clock.move_to(datetime(2026, 11, 20, 21, 0, tzinfo=THURSDAY.tzinfo) + timedelta(hours=hours))
            send_all(config(app, port))
            assert not letters.got
        clock.move_to(datetime(2026, 11, 23, 7, 1, tzinfo=THURSDAY.tzinfo))
        send_all(config(app, port))
        assert len(letters.got) == 1


def test_a_failing_receiver_is_asked_a_few_times_then_told_on_the_page(app, people, clock, client_for):
    clock.move_to(THURSDAY.replace(hour=8))
    lin = people["teacher_lin"]
    with app.app_context(), robot() as there:
        hook_of(lin, f"http://127.0.0.1:{there.server_port}/fails")
        told(lin, "LJ-SY-2024-2", **SEASON)
        for _ in range(40):
            send_all(config(app))
            clock.shift(timedelta(minutes=15))
        assert states() == {("webhook", "failed", "hook_failed"): 1}
        assert len(there.got) == outbox.MOST_TRIES
        assert len({headers["Idempotency-Key"] for _path, headers, _body in there.got}) == 1
    page = client_for("teacher_lin").get("/notices/ways").get_data(as_text=True)
    assert "没发成" in page and "对方出错了" in page


def test_a_webhook_inside_the_own_network_is_refused_in_words(app, people, client_for):
    client = client_for("officer_safe")
    form = {"kind": "json", "name": "群", "url": "http://127.0.0.1:9/x", "secret": ""}
    answer = client.post(f"/office/units/{people['officer_safe'].school_id}/notices/hooks", data=form)
    assert answer.status_code == 422 and "内网" in answer.get_data(as_text=True)
    with app.app_context():
        assert not db.session.query(NoticeHook).count()
        viewer = Viewer(people["officer_safe"].user_id, people["officer_safe"].school_id, "staff", "")
        with write(), pytest.raises(Refused, match="hook_inside"):
            hooks.add_hook(viewer, unit("LJ-SY"), "json", "", "http://10.0.0.8/", "", False)


def test_the_cap_and_the_key_hold_in_the_database_itself(app, people, clock):
    """Two workers that both found a place free: the second insert finds it taken."""
    lin = people["teacher_lin"]
    with app.app_context():
        for _ in range(5):
            told(lin, "LJ-SY-2024-2", **SEASON)
        assert db.session.query(Notice).filter_by(user_id=lin.user_id).count() == 2
        one = Wanted("season", "x", "2026-11", unit("LJ-SY-2024-2").id, SEASON)
        monday = date(2026, 11, 16)
        with write():
            again = giving._put(Recipient(lin.school_id, lin.user_id), one, monday, 2, school_clock.now())
        assert again is None
        with write():
            assert (
                giving.give(
                    Recipient(lin.school_id, lin.user_id), [one], Policy(cap=2), Ways(), False, school_clock.now()
                )
                == 0
            )


@pytest.mark.parametrize("kills", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_a_worker_killed_anywhere_sends_nothing_twice(app, people, clock, kills, tmp_path):
    clock.move_to(THURSDAY)
    chance = random.Random(kills)
    with app.app_context():
        with write():
            for code in ("LJ-SY-2024-2", "LJ-SY-2024-1"):
                pupils(unit(code), 2)
        url = app.config["DATABASE_URL"]
    with mail_server() as (letters, port), robot() as there:
        with app.app_context():
            wants_mail(people["teacher_lin"])
            wants_mail(people["teacher_chen"], "chen@example.cn")
            for name in ("teacher_lin", "teacher_chen"):
                hook_of(people[name], f"http://127.0.0.1:{there.server_port}/ok")
            db.session.remove()
            db.engine.dispose()
        worker, now, died = Worker(url, tmp_path, port), NOW + timedelta(hours=24, minutes=30), 0  # Thursday, 10:30
        for _ in range(kills):
            died += worker.look(now, chance.randint(1, 160))
            now += timedelta(minutes=2)  # past the lease of what the dead one held
        # the look of 15:00: a job that killed its worker three times is given up until then
        assert not worker.look(NOW + timedelta(hours=29, minutes=10))
        worker.stop()
    assert died
    mails = Counter(one["Message-ID"] for one in letters.got)
    posts = Counter(headers["Idempotency-Key"] for _path, headers, _body in there.got)
    with app.app_context():
        notices = Counter((row.recipient, row.rule, row.subject, row.period) for row in db.session.query(Notice))
        left = Counter(row.state for row in db.session.query(NoticeDelivery))
    assert notices and max(notices.values()) == 1
    assert max((mails + posts).values()) == 1, (mails, posts)
    assert set(left) <= {"sent", "unsure"}, left
    assert left["sent"] <= len(mails) + len(posts) <= left["sent"] + left["unsure"]
