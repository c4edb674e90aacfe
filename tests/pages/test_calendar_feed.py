"""The private calendar address of a class or a unit, read with the parser of a calendar program."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import icalendar
import pytest

from eduplatform.extensions import db
from eduplatform.org import units
from eduplatform.org.models import CalendarFeed, Unit
from eduplatform.shared.database import write
from tests.conftest import sql_count
from tests.pages.office.office_doing import unit_id

CLASS, SCHOOL = "LJ-SY-2024-2", "LJ-SY"


def opened(client, app, code: str = CLASS) -> str:
    """The path of a fresh address."""
    desk = "teacher/classes" if code.count("-") > 2 else "office/units"
    tail = "feed" if code.count("-") > 2 else "calendar/feed"
    page = client.post(f"/{desk}/{unit_id(app, code)}/{tail}")
    assert page.status_code == 200, page.text
    return re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', page.text)[1]


def read(client, path: str, **headers):
    return client.get(path, headers=headers)


def events(answer) -> dict[str, icalendar.Event]:
    book = icalendar.Calendar.from_ical(answer.data)
    return {str(event["SUMMARY"]): event for event in book.walk("VEVENT")}


def test_a_class_is_read_by_a_calendar_program(app, client_for):
    city = unit_id(app, "LJ")
    client_for("city_song").post(f"/office/units/{city}/plan/adopt?year=2026")
    activity = {"title": "消防宣传月", "topics": "FIRE", "starts_on": "2026-11-19", "ends_on": "2026-11-30"}
    client_for("city_song").post(f"/office/units/{city}/activities", data=activity)
    answer = read(client_for(None), opened(client_for("teacher_lin"), app))
    assert answer.status_code == 200 and answer.mimetype == "text/calendar" and sql_count(answer) <= 12
    book, found = icalendar.Calendar.from_ical(answer.data), events(answer)
    assert "三(2)班" in book["X-WR-CALNAME"] and book["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert found["放假：国庆节"]["DTSTART"].dt == date(2026, 10, 1)
    assert found["放假：国庆节"]["DTEND"].dt == date(2026, 10, 8), "the first day no longer"
    assert found["全国消防日"]["DTSTART"].dt == date(2026, 11, 9)
    assert found["第 1 学期开学"]["DTSTART"].dt == date(2026, 9, 1)
    assert "国家网络安全宣传周" not in found, "of it only the month is known"
    week = next(event for title, event in found.items() if title.startswith("第 11 周"))
    assert (week["DTSTART"].dt, week["DTEND"].dt) == (date(2026, 11, 9), date(2026, 11, 14)), "Monday to Friday"
    assert isinstance(week["DTSTAMP"].dt, datetime) and week["TRANSP"] == "TRANSPARENT"


def test_the_bytes_are_as_the_standard_asks(app, client_for):
    data = read(client_for(None), opened(client_for("teacher_lin"), app)).data
    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    stamped = data.count(b"\r\nDTSTAMP:")
    assert stamped == data.count(b"BEGIN:VEVENT") == data.count(b"\r\nUID:") > 20
    uids = re.findall(rb"\r\nUID:(\S+)", data)
    assert len(set(uids)) == len(uids)


def test_no_name_and_no_result_is_in_it(app, client_for):
    for who, code in (("teacher_lin", CLASS), ("officer_safe", SCHOOL)):
        text = read(client_for(None), opened(client_for(who), app, code)).text
        assert not re.search("田小雨|周一鸣|王梓涵|甲一|甲二", text) and "%" not in text


def test_only_the_hash_is_kept_and_the_address_is_shown_once(app, client_for):
    client = client_for("teacher_lin")
    path = opened(client, app)
    with app.app_context():
        row = db.session.query(CalendarFeed).one()
        assert row.token_hash not in path and len(row.token_hash) == 64
    again = client.get(f"/teacher/classes/{unit_id(app, CLASS)}/feed").text
    assert "/calendar/" not in again.replace("/calendar.css", "") and "换一个新地址" in again


def test_read_again_it_is_not_sent_twice(app, client_for):
    path, reader = opened(client_for("teacher_lin"), app), client_for(None)
    first = read(reader, path)
    second = read(reader, path)
    assert first.data == second.data and sql_count(second) <= 6
    tag = second.headers["ETag"]
    assert read(reader, path, **{"If-None-Match": tag}).status_code == 304
    assert read(reader, path, **{"If-Modified-Since": second.headers["Last-Modified"]}).status_code == 304
    assert second.headers["Cache-Control"] == "private, no-cache"


def test_a_change_is_seen_and_the_uids_stay(app, client_for, clock):
    path, reader = opened(client_for("officer_safe"), app, SCHOOL), client_for(None)
    before = read(reader, path)
    clock.shift(3600)
    day = {"kind": "off", "name": "运动会", "starts_on": "2026-11-19", "ends_on": "2026-11-20"}
    client_for("officer_safe").post(f"/office/units/{unit_id(app, SCHOOL)}/calendar/days?year=2026", data=day)
    after = read(reader, path, **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and "放假：运动会" in events(after)
    assert (
        after.headers["Last-Modified"] > before.headers["Last-Modified"]
        or after.headers["ETag"] != before.headers["ETag"]
    )
    old, new = events(before), events(after)
    assert all(new[title]["UID"] == event["UID"] for title, event in old.items() if title in new)


def test_a_new_address_ends_the_old_and_ending_it_ends_it(app, client_for):
    client, reader = client_for("teacher_lin"), client_for(None)
    first = opened(client, app)
    second = opened(client, app)
    assert read(reader, first).status_code == 404 and read(reader, second).status_code == 200
    assert client.post(f"/teacher/classes/{unit_id(app, CLASS)}/feed/end").status_code == 303
    assert read(reader, second).status_code == 404
    assert read(reader, "/calendar/x.ics").status_code == read(reader, f"/calendar/{'9' * 500}.ics").status_code == 404


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("teacher_chen", CLASS),
        ("teacher_wu", CLASS),
        ("pupil_yu", CLASS),
        ("other_city", SCHOOL),
        ("teacher_lin", SCHOOL),
    ],
)
def test_strangers_cannot_make_one(app, client_for, who, code):
    desk, tail = ("teacher/classes", "feed") if code == CLASS else ("office/units", "calendar/feed")
    for path in (tail, f"{tail}/end"):
        assert client_for(who).post(f"/{desk}/{unit_id(app, code)}/{path}").status_code == 404


def test_the_address_of_a_class_ends_with_it(app, client_for):
    path = opened(client_for("teacher_lin"), app)
    client_for("officer_safe").post(f"/office/units/{unit_id(app, SCHOOL)}/rollover", data={"from_year": "2026"})
    assert read(client_for(None), path).status_code == 200, "a class that goes up a grade keeps it"
    with app.app_context(), write():
        unit = db.session.query(Unit).filter_by(code="YS-1-2024-1").one()
        db.session.execute(db.text("DELETE FROM enrolment WHERE class_id = :id"), {"id": unit.id})
    with app.app_context(), write():
        from eduplatform.org import calendar_feeds
        from eduplatform.org.access import Viewer

        unit = db.session.query(Unit).filter_by(code="YS-1-2024-1").one()
        token = calendar_feeds.open_feed(Viewer(1, unit.keeper_id, "staff", ""), unit)
        units.close(None, unit)
    assert read(client_for(None), f"/calendar/{token}.ics").status_code == 404
    with app.app_context():
        assert db.session.query(CalendarFeed).filter_by(unit_id=unit.id).count() == 0, "no code outlives its class"


def test_who_tries_many_codes_is_slowed(app, client_for):
    reader = client_for(None)
    codes = [read(reader, f"/calendar/1-{number:040d}.ics").status_code for number in range(20)]
    assert codes[0] == 404 and codes[-1] == 429
    assert read(reader, opened(client_for("teacher_lin"), app)).status_code == 200, "a good address is not shut out"
