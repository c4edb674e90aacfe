"""The system page: is the install sound, what waits, when was it backed up. For the system admin at the unit above all, nobody else."""

from __future__ import annotations

import json
import os
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import update

from eduplatform.cli import worker
from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.pages.office.system import labels
from eduplatform.pages.office.system import views as page_module
from eduplatform.shared import audit, clock, jobs
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, Job
from eduplatform.upkeep import backups
from tests.conftest import sql_count

ADDRESSES = [
    ("GET", "/office/system"),
    ("GET", "/office/system/progress"),
    ("POST", "/office/system/checks"),
    ("POST", "/office/system/backups"),
]


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def work(app) -> None:
    with app.app_context():
        while jobs.run_next():
            pass


def test_system_is_the_start_page_of_the_admin_and_stands_in_the_menu(client_for):
    client = client_for("admin_top")
    assert client.get("/").location == "/office/system"
    assert re.search(r'class="side-link" href="/office/system" aria-current="page"', client.get("/office/system").text)


@pytest.mark.parametrize("who", ["admin_root", "officer_safe", "city_song", "audit_qian", "teacher_lin", "pupil_yu"])
def test_everybody_else_gets_404_and_no_link(client_for, who):
    client = client_for(who)
    for method, address in ADDRESSES:
        assert client.open(address, method=method).status_code == 404, address
    assert "/office/system" not in client.get("/", follow_redirects=True).text


def test_a_system_admin_further_down_still_starts_where_there_is_something_to_do(client_for):
    assert client_for("admin_root").get("/").location == "/office/people"


def test_what_costs_nothing_is_checked_at_once(client_for):
    said = text(client_for("admin_top").get("/office/system"))
    assert "是最新的。 正常" in said and said.count(" 正常 ") == 6 and said.count("还没检查") == 3
    assert "还没有备份" in said


def test_faults_say_what_to_do(app, client_for, monkeypatch):
    from eduplatform.upkeep import checks

    with app.app_context(), write():
        db.session.add(Job(kind="roster.read", payload={}, asked_at=clock.now() - timedelta(hours=1)))
    monkeypatch.setattr(checks, "LEAST_FREE", 1.1)
    monkeypatch.setitem(checks.CHECKS, "courses", lambda place: 1 / 0)
    said = text(client_for("admin_top").get("/office/system"))
    assert (
        "等了超过 10 分钟的任务：1" in said
        and "快满了" in said
        and "没能检查（ZeroDivisionError）" in said
        and said.count("要处理") == 3
    )


def test_checking_everything_is_left_to_the_worker_and_shown_with_its_time(app, client_for, people, clock):
    client = client_for("admin_top")
    school = people["teacher_lin"].school_id
    with app.app_context():
        with write():
            audit.record(school, 1, "post.give", "user:1")
        with write() as session:
            session.execute(update(AuditEntry).values(action="nothing"))
    assert client.post("/office/system/checks").status_code == 303
    assert "正在检查" in client.get("/office/system").text
    assert client.get("/office/system/progress").json["done"] is False
    work(app)
    assert client.get("/office/system/progress").json == {
        "value": None,
        "max": 100,
        "done": True,
        "next": "/office/system",
    }
    clock.shift(600)
    said = text(client.get("/office/system"))
    assert "接不上的链：1" in said and "2026年11月18日 10:00 检查 要处理" in said and "还没检查" not in said


def test_a_backup_is_made_by_the_worker_put_on_record_and_shown(app, client_for, people, tmp_path):
    client = client_for("admin_top")
    for _ in range(2):  # a second press while one is under way asks for no second backup
        assert client.post("/office/system/backups").status_code == 303
    waiting = client.get("/office/system")
    assert "正在备份" in waiting.text and 'data-poll="/office/system/progress"' in waiting.text
    work(app)
    files = list((tmp_path / "backups").glob("*.zip"))
    assert len(files) == 1 and "manifest.json" in zipfile.ZipFile(files[0]).namelist()
    said = text(client.get("/office/system"))
    assert files[0].name in said and "1 份" in said and "还没有备份" not in said
    with app.app_context():
        top = db.session.query(Unit).filter_by(parent_id=None).one().id
        link = db.session.query(AuditEntry).filter_by(action="backup.create").one()
        megabytes = max(1, round(files[0].stat().st_size / 1e6))
        assert (link.school_id, link.actor_id, link.detail) == (
            top,
            people["admin_top"].user_id,
            {"megabytes": megabytes},
        )


def test_a_backup_that_failed_is_said_and_leaves_no_record(app, client_for, monkeypatch):
    def full(*_args, **_more):
        raise OSError("No space left on device")

    monkeypatch.setattr(backups, "create_backup", full)
    client = client_for("admin_top")
    client.post("/office/system/backups")
    work(app)
    page = client.get("/office/system")
    assert "上一次备份没有成功" in page.text and "7 天内没成功 1 做备份" in text(page) and "No space" not in page.text
    with app.app_context():
        assert not db.session.query(AuditEntry).filter_by(action="backup.create").count()


def test_an_old_backup_is_called_old(client_for, tmp_path, clock):
    folder = tmp_path / "backups"
    folder.mkdir()
    for days, name in ((9, "b.zip"), (30, "a.zip")):
        with zipfile.ZipFile(folder / name, "w") as packed:
            packed.writestr("anxue.db", b"x" * 3_000_000)
            packed.writestr("manifest.json", json.dumps({"file": "anxue.db", "database": "sqlite", "sha256": ""}))
        stamp = clock_time() - days * 86400
        os.utime(folder / name, (stamp, stamp))
    said = text(client_for("admin_top").get("/office/system"))
    assert "9 天前 超过 48 小时了，该备份了" in said and "b.zip" in said and "2.9 MB" in said and "2 份" in said


def clock_time() -> float:
    return clock.now().timestamp()


def test_the_page_states_its_number_of_statements_and_names_nobody(app, client_for, people):
    answer = client_for("admin_top").get("/office/system")
    assert sql_count(answer) <= page_module.STATEMENTS
    assert "在校学生" in answer.text and "田小雨" not in answer.text


def test_every_kind_of_job_and_every_check_has_words(app):
    from eduplatform.upkeep import checks

    assert worker  # registers every kind
    with app.test_request_context():
        real = {kind for kind in jobs.KINDS if not kind.startswith("test.")}  # other tests register kinds of their own
        assert real and real <= set(labels.jobs())
        assert set(checks.CHECKS) == set(labels.names()) == set(labels._SAID)


def test_sizes_are_written_as_people_say_them():
    written = [labels.size(n) for n in (0, 700 * 1024, 999 * 1024, 3_400_000, 25 * 2**20, 52 * 2**30, 5 * 2**50)]
    assert written == ["0 KB", "700 KB", "999 KB", "3.2 MB", "25 MB", "52 GB", "5120 TB"]
