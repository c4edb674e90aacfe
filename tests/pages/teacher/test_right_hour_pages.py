"""Declaring on the page: what is asked, refused and said; and what the ledger and the reports show of it."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Post
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching import rule_book
from eduplatform.teaching.models import HoursRule

from ...assessment import world
from .test_hours import declare, held, text


def words(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text(answer))))


def test_a_sunday_is_asked_and_the_reason_stands_in_the_ledger_and_the_report(desk, client_for):
    answer = declare(desk, given_on="2026-11-15")
    assert (
        answer.status_code == 422
        and "周末" in text(answer)
        and 'name="why_then"' in text(answer)
        and desk.entries() == []
    )
    assert declare(desk, given_on="2026-11-15", why_then="全校安全日").status_code == 303
    assert "非上课日：全校安全日" in text(desk.get("/hours"))
    assert "非上课日：全校安全日" in text(client_for("district_zhou").get(f"/office/units/{desk.class_id}"))


def test_one_sunday_does_not_give_twenty_eight_hours(desk):
    for n in range(14):
        declare(
            desk,
            given_on="2026-11-15",
            lesson=f"own:{['FIRE', 'DROWN', 'TRAF', 'FOOD', 'ELEC', 'QUAKE', 'FRAUD', 'BULLY'][n % 8]}",
            minutes=90,
            begins=f"{6 + n % 14:02d}:30",
            why_then="补课",
            another="y",
        )
    minutes = [entry.minutes for entry in desk.entries()]
    assert sum(minutes) <= 240 and len(minutes) <= 6
    assert "记满了" in text(
        declare(desk, given_on="2026-11-15", lesson="own:DISEASE", begins="20:00", minutes=70, why_then="补课")
    )


def test_a_lesson_already_taught_says_when_and_can_be_another(desk, clock):
    held(desk, clock)
    answer = declare(desk)
    assert answer.status_code == 422 and "2026年11月18日 已经上过" in text(answer) and 'name="another"' in text(answer)
    assert declare(desk, another="y").status_code == 303


def test_what_gave_way_is_said_at_the_summary_and_in_the_ledger(desk, clock, client_for):
    declare(desk)
    held(desk, clock)
    entry = next(one for one in desk.entries() if one.session_id)
    summary = words(desk.get(f"/sessions/{entry.session_id}"))
    assert "补报的课由这次课堂记录代替" in summary and "2026年11月16日" in summary
    assert "已由课堂记录代替" in text(desk.get("/hours"))
    assert "有记录 1.0 · 申报 0.0 · 合计 1.0" in text(desk.get("/hours"))
    assert "已由课堂记录代替" in text(client_for("city_song").get(f"/office/units/{desk.class_id}"))


def test_a_lesson_without_answers_is_untested_and_says_so_softly(desk, clock, client_for):
    entry = held(desk, clock)
    assert "未测" in words(desk.get(f"/sessions/{entry.session_id}"))
    with desk.app.app_context():
        world.settle()
        assert world.figures("LJ-SY-2024-2", date(2026, 11, 18))["quiz_unasked"] == 1
    for code in ("LJ-SY-2024-2", "LJ"):
        with desk.app.app_context():
            number = world.unit(code).id
        page = words(client_for("city_song").get(f"/office/units/{number}"))
        assert "未测" in page and "0.0%" not in page.partition("课后测评")[2].partition("技能训练")[0]


def test_evidenced_declared_and_both_stand_on_every_level_and_in_the_sheet(desk, clock, client_for):
    held(desk, clock)
    declare(desk, lesson="own:DISEASE")
    with desk.app.app_context():
        world.settle()
        assert world.faults() == []
        numbers = {code: world.unit(code).id for code in ("LJ-SY-2024-2", "LJ-SY", "LJ-DC", "LJ")}
    city = client_for("city_song")
    for code, number in numbers.items():
        assert "有记录 1.0 · 申报 1.0 · 合计 2.0" in words(city.get(f"/office/units/{number}"))
        if code != "LJ-SY-2024-2":
            rows = (
                CalamineWorkbook.from_filelike(io.BytesIO(city.get(f"/office/units/{number}/report.xlsx").data))
                .get_sheet_by_index(0)
                .to_python()
            )
            head, last = rows[3], next(row for row in rows if row[0] == "合计")
            found = {name: last[place] for place, name in enumerate(head)}
            assert (found["有记录课时"], found["申报课时"], found["课时合计"], found["凭记录达标班级"]) == (1, 1, 2, 0)


@pytest.mark.parametrize(("strict", "word"), [(False, "按规定已达标"), (True, "按规定还没达标")])
def test_whether_declared_hours_count_is_a_rule_and_is_said(desk, clock, client_for, strict, word, monkeypatch):
    monkeypatch.setattr(rule_book, "shipped_everywhere", tuple)  # so that two hours are enough
    with desk.app.app_context(), write():
        db.session.add(world.asked("LJ", 200, date(2026, 9, 1)))
        city = world.unit("LJ")
        db.session.add(
            HoursRule(
                unit_id=city.id,
                stage="P2",
                from_on=date(2026, 9, 1),
                minutes=40,
                source="x",
                evidenced=strict,
            )
        )
    ttl_cache.drop()
    held(desk, clock)
    declare(desk, lesson="own:DISEASE")
    with desk.app.app_context():
        world.settle()
    assert word in words(desk.get("/hours")) and "只看有记录的还没达标" in words(desk.get("/hours"))
    assert word in words(client_for("teacher_lin").get(f"/office/units/{desk.class_id}"))


def test_before_the_class_was_there_nothing_is_owed_anywhere(desk, client_for):
    with desk.app.app_context():
        with write():
            db.session.query(Enrolment).filter_by(class_id=desk.class_id).update({"from_on": date(2026, 11, 16)})
            world.stale_marks.mark_stale("class_year", desk.school_id, desk.class_id, world.YEAR)
        ttl_cache.drop()
        world.settle()
    page = text(client_for("teacher_lin").get(f"/office/units/{desk.class_id}"))
    assert (
        page.count("#w-before") == 10 + 1
        and "#w-missed" not in page.partition('class="weeks"')[2].partition("</ol>")[0]
    )
    assert "还没开班" in page and "还没有到期的" in page and "人数太少" not in page
    answer = declare(desk, given_on="2026-11-12", present=1)
    assert answer.status_code == 422 and "2026年11月16日 才来到平台" in text(answer)


def test_hours_belong_to_who_gave_the_lesson_and_the_day_it_was_given(desk, client_for, people):
    with desk.app.app_context(), write():
        first = db.session.query(Post).filter_by(unit_id=desk.class_id, role="homeroom_teacher").one()
        first.to_on = date(2026, 11, 17)
        next_one = Post(
            school_id=desk.school_id,
            user_id=people["teacher_chen"].user_id,
            unit_id=desk.class_id,
            role="homeroom_teacher",
            from_on=date(2026, 11, 17),
        )
        db.session.add(next_one)
        db.session.flush()
        posts = first.id, next_one.id
    desk.client = client_for("teacher_chen")
    assert declare(desk).status_code == 303
    with desk.app.app_context():
        world.settle()
    assert desk.entries()[0].teacher_id == people["teacher_lin"].user_id
    office = client_for("principal_he")
    lin, chen = (words(office.get(f"/office/teachers/{post}")) for post in posts)
    assert "合计 1.0" in lin and "合计 0.0" in chen
