"""What a program writes wrong is told in words, in its language; long lists come page by page; what it has is not sent again."""

from __future__ import annotations

import pytest

from eduplatform.org import api_keys, tree
from eduplatform.shared.database import write
from tests.assessment import world

from .api_doing import Program, key_of, problem

DIGITS = "9" * 5000


@pytest.mark.parametrize(
    ("tail", "code", "zh", "en"),
    [
        ("?page=" + DIGITS, "api_page", "page 要写从 1 起的整数，最多六位数字。", "page is a whole number"),
        ("?page=0", "api_page", "从 1 起", "from 1"),
        ("?page=-1", "api_page", "从 1 起", "from 1"),
        ("?page=１", "api_page", "从 1 起", "from 1"),
        ("?page=1e3", "api_page", "从 1 起", "from 1"),
        ("?page=2", "api_page_beyond", "一共只有 1 页。", "Pages in all: 1."),
        ("?year=1999", "api_year", "从 2000 到 2026", "from 2000 to 2026"),
        ("?year=2027", "api_year", "从 2000 到 2026", "from 2000 to 2026"),
        ("?year=" + DIGITS, "api_year", "从 2000 到 2026", "from 2000 to 2026"),
        ("?day=2026-11-19", "api_day", "从 2026-09-01 到 2026-11-18", "from 2026-09-01 to 2026-11-18"),
        ("?day=20261118", "api_day", "2026-11-18 这样", "like 2026-11-18"),
        ("?day=2026-W47-3", "api_day", "2026-11-18 这样", "like 2026-11-18"),
        ("?day=", "api_day", "2026-11-18 这样", "like 2026-11-18"),
        ("?pages=2", "api_parameter", "不认识参数“pages”", "“pages” is not known"),
        ("?page=1&page=2", "api_parameter", "写了两次", "given twice"),
    ],
)
def test_an_odd_parameter_of_a_report_is_told_in_words(app, client_for, ids, tail, code, zh, en):
    secret = key_of(client_for, app)
    for language, words in (("zh-CN,zh;q=0.9", zh), ("en-GB", en)):
        answer = Program(app, secret, language).get(f"/units/{ids['LJ-SY']}/report{tail}")
        assert words in problem(answer, 400, code)
        assert answer.headers["Content-Language"] == ("en" if language == "en-GB" else "zh-Hans")
        assert len(answer.data) < 1000


@pytest.mark.parametrize("limit", ["0", "201", DIGITS, "x", ""])
def test_an_odd_limit_is_told(app, client_for, limit):
    assert "1 到 200" in problem(Program(app, key_of(client_for, app)).get(f"/units?limit={limit}"), 400, "api_limit")


@pytest.mark.parametrize("cursor", ["x", "MQ==", "dW5pdDovMS8=x", "c2Vzc2lvbjox", "é", "dW5pdDovMS8", DIGITS])
def test_an_odd_cursor_is_told(app, client_for, ids, cursor):
    program = Program(app, key_of(client_for, app))
    problem(program.get(f"/units?cursor={cursor}"), 400, "api_cursor")


def test_a_cursor_of_one_list_is_none_of_another(app, client_for, ids):
    program = Program(app, key_of(client_for, app))
    cursor = program.get("/units?limit=1").json["next"]
    assert program.get(f"/units?limit=1&cursor={cursor}").status_code == 200
    problem(program.get(f"/units/{ids['LJ-SY']}/sessions?cursor={cursor}"), 400, "api_cursor")


def test_a_cursor_reaches_no_further_than_the_key(app, client_for, ids):
    far = Program(app, key_of(client_for, app, "YS")).get("/units?limit=1").json["next"]
    found = Program(app, key_of(client_for, app)).get(f"/units?cursor={far}").json["items"]
    assert all(one["code"].startswith("LJ-SY") for one in found)


def test_page_by_page_everything_comes_once(app, client_for, ids):
    program = Program(app, key_of(client_for, app, "LJ"))
    whole = [one["code"] for one in program.get("/units?limit=200").json["items"]]
    pieces, cursor = [], ""
    while cursor is not None:
        page = program.get(f"/units?limit=3{f'&cursor={cursor}' if cursor else ''}").json
        assert len(page["items"]) <= 3
        pieces += [one["code"] for one in page["items"]]
        cursor = page["next"]
    assert pieces == whole and len(set(pieces)) == len(pieces) > 9


def test_sessions_come_page_by_page(app, client_for, ids):
    from datetime import date

    with app.app_context(), write():
        for day in range(3, 10):
            world.teach(world.unit("LJ-SY-2024-2"), world.lesson("FIRE"), date(2026, 11, day))
    program, found, cursor = Program(app, key_of(client_for, app)), [], ""
    while cursor is not None:
        page = program.get(f"/units/{ids['LJ-SY']}/sessions?limit=3{f'&cursor={cursor}' if cursor else ''}").json
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert found == sorted(set(found)) and len(found) == 8


def test_a_report_of_many_units_has_pages_as_the_screen_has(app, client_for, ids):
    with app.app_context(), write():
        for n in range(30):
            tree.add_child_unit(world.unit("LJ-DC"), "school", f"LJ-T{n:02}", f"学校{n}", stages="P1")
    program = Program(app, key_of(client_for, app, "LJ-DC"))
    pages = [program.get(f"/units/{ids['LJ-DC']}/report?page={n}").json for n in (1, 2)]
    assert [(one["page"], one["pages"], one["total"]) for one in pages] == [(1, 2, 32), (2, 2, 32)]
    codes = [line["code"] for one in pages for line in one["units"]]
    assert len(codes) == len(set(codes)) == 32
    assert "一共只有 2 页。" in problem(program.get(f"/units/{ids['LJ-DC']}/report?page=3"), 400, "api_page_beyond")


def test_what_a_program_has_is_not_sent_again(app, client_for, ids):
    program = Program(app, key_of(client_for, app))
    for path in (f"/units/{ids['LJ-SY']}/report", "/units", "/openapi.json"):
        first = program.get(path)
        assert first.headers["Cache-Control"] == "private, no-cache" and first.headers["ETag"].startswith("W/")
        again = program.get(path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"") and again.headers["ETag"] == first.headers["ETag"]
        assert program.get(path, **{"If-None-Match": 'W/"other"'}).status_code == 200
    with app.app_context(), write():
        world.unit("LJ-SY").name = "实验一小"
    assert program.get("/units", **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_packed_it_keeps_its_mark(app, client_for, ids):
    program = Program(app, key_of(client_for, app))
    packed = program.get(f"/units/{ids['LJ-SY']}/report", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = program.get(f"/units/{ids['LJ-SY']}/report")
    assert packed.headers["ETag"] == plain.headers["ETag"] and {"Accept-Language", "Authorization"} <= set(plain.vary)


def test_a_key_that_asks_too_fast_is_told_when_to_come_back(app, client_for, clock, monkeypatch):
    monkeypatch.setattr(api_keys, "A_MINUTE", 3)
    program, other = Program(app, key_of(client_for, app)), Program(app, key_of(client_for, app))
    assert [program.get("/key").headers["RateLimit-Remaining"] for _n in range(3)] == ["2", "1", "0"]
    clock.shift(20)
    answer = program.get("/key")
    assert "请等 40 秒" in problem(answer, 429, "key_fast") and answer.headers["Retry-After"] == "40"
    assert other.get("/key").status_code == 200, "each key has its own minute"
    clock.shift(40)
    assert program.get("/key").status_code == 200


def test_a_clock_set_back_locks_no_key_out(app, client_for, clock, monkeypatch):
    monkeypatch.setattr(api_keys, "A_MINUTE", 2)
    program = Program(app, key_of(client_for, app))
    assert [program.get("/key").status_code for _n in range(2)] == [200, 200]
    clock.shift(-600)
    assert program.get("/key").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(app, client_for, method):
    program = Program(app, key_of(client_for, app))
    answer = getattr(program.client, method)("/api/v1/units", headers=program.headers)
    problem(answer, 405, "http")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/nothing", "/units/x", f"/units/{DIGITS}", "/units/1/nothing", ""])
def test_an_address_that_is_none_is_told_as_json(app, client_for, path):
    for language, title in (("zh", "没有找到"), ("en", "Not found")):
        answer = Program(app, "", language).get(path)
        assert title in problem(answer, 404, "http") and answer.headers["Content-Language"]


def test_a_failure_inside_shows_nothing_of_it(app, client_for, monkeypatch):
    from eduplatform.org import queries

    secret = key_of(client_for, app)

    def broken(*_args):
        raise ValueError("SELECT secret")

    monkeypatch.setattr(queries, "units_after", broken)
    answer = Program(app, secret, "en").get("/units")
    assert "logged" in problem(answer, 500, "unexpected") and "secret" not in answer.text


def test_a_busy_database_is_503_with_when_to_come_back(app, client_for, monkeypatch):
    import sqlite3

    from sqlalchemy.exc import OperationalError

    secret = key_of(client_for, app)

    def busy(*_args):
        raise OperationalError("x", {}, sqlite3.OperationalError("locked"))

    monkeypatch.setattr(api_keys, "count_use", busy)
    answer = Program(app, secret).get("/units")
    problem(answer, 503, "busy")
    assert answer.headers["Retry-After"] == "3"
