"""A calendar file that programs take: whole days, both ends counted, short lines, the same key for the same thing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from icalendar import Calendar

from eduplatform.shared.ics import DayEvent, calendar_file, events_digest

AT = datetime(2026, 11, 18, 2, 0, 0, 123456, tzinfo=UTC)
DRILL = DayEvent("key:fire", "消防安全主题周/Fire safety", date(2026, 11, 9), date(2026, 11, 9), "说明;一,二", "主题")


def made(*events: DayEvent, name: str = "实验小学 2026–2027", host: str = "school.example") -> bytes:
    return calendar_file(name, events, AT, host)


def read(data: bytes) -> list:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def unfolded(data: bytes) -> str:
    return data.decode().replace("\r\n ", "")


def test_the_file_says_whose_calendar_it_is_and_when_to_ask_again():
    text = unfolded(made())
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    for line in (
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:实验小学 2026–2027",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ):
        assert f"\r\n{line}\r\n" in text, line
    assert not read(made())


def test_a_day_ends_before_the_next_one_begins():
    (event,) = read(made(DRILL))
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 11, 9), date(2026, 11, 10))
    assert "DTSTART;VALUE=DATE:20261109" in unfolded(made(DRILL)), "whole days, no hour of any zone"
    assert event["transp"] == "TRANSPARENT" and event["dtstamp"].dt == AT.replace(microsecond=0)


def test_an_event_over_the_turn_of_the_year_and_a_leap_day():
    holidays = DayEvent("w", "寒假", date(2027, 12, 31), date(2028, 2, 29))
    (event,) = read(made(holidays))
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2027, 12, 31), date(2028, 3, 1))


def test_signs_that_mean_something_in_the_file_come_back_as_they_were():
    odd = 'a;b,c\\d\n第二行 "引号"'
    (event,) = read(made(DayEvent("k", odd, date(2026, 9, 1), date(2026, 9, 1), odd)))
    assert str(event["summary"]) == odd and str(event["description"]) == odd
    assert unfolded(made(DRILL)).count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("title", ["安" * 200, "a" * 300, "𬍤" * 90, "é" * 100, "安a" * 100])
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(title):
    data = made(DayEvent("k", title, date(2026, 9, 1), date(2026, 9, 1), title), name=title)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode()
    (event,) = read(data)
    assert str(event["summary"]) == title


def test_what_an_event_does_not_say_is_not_in_the_file():
    text = unfolded(made(DayEvent("k", "只有标题", date(2026, 9, 1), date(2026, 9, 1))))
    assert "DESCRIPTION" not in text and "CATEGORIES" not in text
    assert "CATEGORIES:主题" in unfolded(made(DRILL))


def test_the_number_of_an_event_stays_where_it_moves_and_is_no_other_installs():
    def number(event: DayEvent, host: str = "school.example") -> str:
        return str(read(made(event, host=host))[0]["uid"])

    moved = DayEvent(DRILL.key, "改了名", date(2026, 12, 1), date(2026, 12, 3))
    assert number(DRILL) == number(moved) and number(DRILL).endswith("@school.example")
    assert number(DRILL) != number(DRILL, "other.example")
    assert number(DRILL) != number(DayEvent("key:water", *list(vars(DRILL).values())[1:]))
    assert "fire" not in number(DRILL), "the key itself is nobody's business"


def test_equal_files_share_their_digest_and_any_change_is_another():
    random = Random(4)
    events = [
        DayEvent(f"k{n}", f"t{n}", day := date(2026, 9, 1) + timedelta(days=random.randrange(300)), day, "a", "c")
        for n in range(20)
    ]
    same = events_digest("x", events)
    assert same == events_digest("x", iter(list(events)))
    others = {events_digest("y", events), events_digest("x", events[1:]), events_digest("x", events[::-1])}
    for name, value in (
        ("key", "z"),
        ("title", "z"),
        ("first", date(2026, 8, 31)),
        ("last", date(2028, 1, 1)),
        ("about", "z"),
        ("category", "z"),
    ):
        others.add(events_digest("x", [DayEvent(**(vars(events[0]) | {name: value})), *events[1:]]))
    assert same not in others and len(others) == 9
