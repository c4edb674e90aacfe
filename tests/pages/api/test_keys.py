"""Keys: made, shown once and ended by who may; they open the API and nothing else, and end with their maker's post."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from eduplatform.extensions import db
from eduplatform.org import api_keys
from eduplatform.org.models import ApiKey, Post, Unit
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from tests.conftest import sql_count
from tests.pages.office.office_doing import unit_id

from .api_doing import SECRET, Program, key_of, made, problem


def rows(app) -> list[ApiKey]:
    with app.app_context():
        return list(db.session.query(ApiKey).order_by(ApiKey.id))


def on_record(app) -> list[tuple[str, str, dict]]:
    with app.app_context():
        found = db.session.query(AuditEntry).filter(AuditEntry.action.startswith("api.")).order_by(AuditEntry.id)
        return [(one.action, one.subject, one.detail) for one in found]


def test_a_key_is_shown_once_and_kept_as_a_hash(app, client_for):
    client = client_for("officer_safe")
    page = made(client, app, "LJ-SY")
    secret = SECRET.search(unescape(page.text))[0]
    assert page.headers["Cache-Control"] == "no-store" and "只显示这一次" in page.text
    again = client.get(f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys").text
    assert not SECRET.search(again) and secret[-4:] in again and "区数据平台" in again and "可用" in again
    row = rows(app)[0]
    assert secret.removeprefix("anxue_") not in repr(vars(row)) and len(row.token_hash) == 64
    assert row.last_day == date(2026, 11, 18) + timedelta(days=180)


@pytest.mark.parametrize("who", ["officer_safe", "principal_he"])
def test_officers_and_the_principal_make_keys_of_their_school(app, client_for, who):
    assert made(client_for(who), app, "LJ-SY").status_code == 200 and len(rows(app)) == 1


@pytest.mark.parametrize(
    ("who", "code", "status"),
    [
        ("teacher_lin", "LJ-SY", 404),
        ("teacher_lin", "LJ-SY-2024-2", 404),
        ("officer_safe", "LJ-SY-2024-2", 404),  # a class has no keys
        ("officer_safe", "LJ-DZ", 404),
        ("officer_safe", "LJ-DC", 404),
        ("city_song", "LJ-DC", 404),  # sees the keys there, and makes none: a key would see what the city is not shown
        ("city_song", "LJ-SY", 404),
        ("other_city", "LJ", 404),
        ("admin_root", "LJ", 404),
        ("admin_top", "P", 404),
        ("audit_qian", "LJ", 404),
        ("pupil_yu", "LJ-SY", 404),
        ("guardian_yu", "LJ-SY", 404),
    ],
)
def test_nobody_else_makes_one(app, client_for, who, code, status):
    assert made(client_for(who), app, code).status_code == status and not rows(app)


def test_from_above_keys_are_seen_and_ended_not_made(app, client_for):
    secret = key_of(client_for, app, "LJ-SY")
    city, school = client_for("city_song"), unit_id(app, "LJ-SY")
    page = city.get(f"/office/units/{school}/api-keys").text
    assert "区数据平台" in page and "生成密钥" not in page
    answer = city.post(f"/office/units/{school}/api-keys/{rows(app)[0].id}/end", follow_redirects=True)
    assert "密钥已停用" in answer.text and "已停用" in answer.text
    assert "已经停用" in problem(Program(app, secret).get("/key"), 401, "key_was_ended")


def test_a_key_of_another_unit_is_not_ended_here(app, client_for):
    key_of(client_for, app, "LJ-DC")
    school = unit_id(app, "LJ-SY")
    assert client_for("officer_safe").post(f"/office/units/{school}/api-keys/{rows(app)[0].id}/end").status_code == 404
    assert rows(app)[0].ended_at is None


def test_ended_twice_is_told(app, client_for):
    key_of(client_for, app)
    client, address = (
        client_for("officer_safe"),
        f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys/{rows(app)[0].id}/end",
    )
    assert client.post(address).status_code == 303
    again = client.post(address)
    assert again.status_code == 409 and "这个密钥已经停用了" in again.text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"title": "  "}, "请写上给哪个程序"),
        ({"title": "x" * 61}, "60"),
        ({"reads": []}, "至少勾选一项"),
        ({"reads": ["units", "names"]}, "names"),
        ({"days": "36500"}, "Not a valid choice|无效|有效的"),
        ({"days": "9" * 5000}, "."),
    ],
)
def test_an_odd_form_makes_no_key(app, client_for, form, words):
    whole = {"title": "平台", "reads": ["units"], "days": "30"} | form
    page = client_for("officer_safe").post(f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys", data=whole)
    assert page.status_code == 422 and re.search(words, page.text) and not rows(app) and not SECRET.search(page.text)


def test_a_unit_has_at_most_twenty(app, client_for, monkeypatch):
    monkeypatch.setattr(api_keys, "MOST", 2)
    client = client_for("officer_safe")
    assert [made(client, app, "LJ-SY").status_code for _n in range(3)] == [200, 200, 422]
    client.post(f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys/{rows(app)[0].id}/end")
    assert made(client, app, "LJ-SY").status_code == 200


def test_it_reads_only_what_was_ticked(app, client_for, ids):
    program = Program(app, key_of(client_for, app, "LJ-SY", "reports"))
    assert program.get("/key").json["reads"] == ["reports"]
    assert program.get(f"/units/{ids['LJ-SY']}/report").status_code == 200
    for path, what in (
        ("/units", "单位目录"),
        (f"/units/{ids['LJ-SY']}", "单位目录"),
        ("/indicators", "指标定义"),
        (f"/units/{ids['LJ-SY']}/sessions", "上过的课"),
        (f"/sessions/{ids['session']}", "上过的课"),
        ("/sessions/999999", "上过的课"),
    ):
        assert f"“{what}”" in problem(program.get(path), 403, "key_reads_not")


def test_it_ends_on_its_day(app, client_for, clock):
    program = Program(app, key_of(client_for, app, days=30))
    clock.shift(timedelta(days=30).total_seconds())
    assert program.get("/key").status_code == 200, "the last day is its own"
    clock.shift(timedelta(days=1).total_seconds())
    assert "2026年12月18日" in problem(program.get("/key"), 401, "key_over")
    assert "已过期" in client_for("officer_safe").get(f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys").text


def test_it_ends_with_the_post_of_its_maker(app, client_for, people):
    program = Program(app, key_of(client_for, app))
    assert program.get("/key").status_code == 200
    with app.app_context(), write():
        db.session.query(Post).filter_by(user_id=people["officer_safe"].user_id).one().to_on = date(2026, 11, 18)
    assert "不在岗" in problem(program.get("/key"), 401, "key_left")
    assert "生成的人已不在岗" in client_for("principal_he").get(f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys").text


def test_it_ends_when_its_maker_is_shut_out_or_its_unit_closed(app, client_for, people):
    from eduplatform.accounts.models import User
    from eduplatform.shared import clock

    school, district = Program(app, key_of(client_for, app)), Program(app, key_of(client_for, app, "LJ-XS"))
    with app.app_context(), write():
        maker = people["officer_safe"]
        db.session.get(User, (maker.school_id, maker.user_id)).disabled_at = clock.now()
        db.session.query(Unit).filter_by(code="LJ-XS").one().closed_on = date(2026, 11, 18)
    problem(school.get("/key"), 401, "key_left")
    problem(district.get("/key"), 401, "key_left")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "anxue_1-x", "Token anxue_1-x"])
def test_without_a_key_nothing_is_told(app, client_for, header):
    answer = app.test_client().get("/api/v1/units", headers={"Authorization": header} if header else {})
    assert "请求头" in problem(answer, 401, "key_missing") and answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "secret", ["anxue_1-x", "x", "anxue_" + "9" * 5000, "anxue_²-x", "anxue_-", "é", "anxue_1-" + "a" * 5000]
)
def test_an_unknown_key_opens_nothing(app, client_for, secret):
    problem(Program(app, secret.encode("utf-8").decode("latin-1")).get("/units"), 401, "key_unknown")


def test_the_right_secret_without_its_head_or_cut_short_opens_nothing(app, client_for):
    secret = key_of(client_for, app)
    for odd in (secret.removeprefix("anxue_"), secret[:-1], secret + "x", secret.upper()):
        problem(Program(app, odd).get("/units"), 401, "key_unknown")


def test_whoever_tries_many_keys_is_slowed(app, client_for):
    answers = [Program(app, f"anxue_1-{n:024}").get("/units").status_code for n in range(70)]
    assert answers[0] == 401 and answers[-1] == 429
    assert Program(app, key_of(client_for, app)).get("/key").status_code == 200, "who has a key is not"


def test_a_persons_cookie_does_not_open_the_api(app, client_for, ids):
    for who in ("officer_safe", "city_song", "admin_top"):
        problem(client_for(who).get(f"/api/v1/units/{ids['LJ-SY']}/report"), 401, "key_missing")


def test_a_key_opens_no_page(app, client_for, ids):
    program = Program(app, key_of(client_for, app))
    shut = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "GET" not in rule.methods or rule.endpoint == "static" or view.rule.permission in ("public", "key"):
            continue
        values = {name: ids["LJ-SY"] if "unit" in name else 1 for name in rule.arguments}
        address = app.url_map.bind("localhost").build(rule.endpoint, values)
        answer = program.client.get(address, headers=program.headers)
        without = app.test_client().get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (
            without.status_code,
            without.headers.get("Location"),
        ), address
        assert answer.status_code in (302, 404), address
        shut.append(address)
    assert len(shut) > 100


def test_making_ending_and_the_first_reading_of_a_day_are_on_record(app, client_for, clock):
    program = Program(app, key_of(client_for, app, "LJ-SY", "units"))
    for _n in range(3):
        program.get("/units")
    clock.shift(86400)
    program.get("/units")
    client_for("officer_safe").post(f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys/{rows(app)[0].id}/end")
    program.get("/units")
    found = on_record(app)
    assert [action for action, _s, _d in found] == ["api.key_make", "api.read", "api.read", "api.key_end"]
    assert found[0][2] == {"key": 1, "reads": "units", "until": "2027-05-17"}
    page = client_for("audit_school").get("/office/audit").text
    for words in ("生成数据接口的密钥", "停用数据接口的密钥", "别的程序用密钥读了数字", "密钥编号 1"):
        assert words in page


def test_the_page_says_when_a_key_was_used_last(app, client_for):
    client, address = client_for("officer_safe"), f"/office/units/{unit_id(app, 'LJ-SY')}/api-keys"
    program = Program(app, key_of(client_for, app))
    assert "还没有用过" in client.get(address).text
    program.get("/units")
    page = client.get(address)
    assert "2026年11月18日 10:00" in page.text and sql_count(page) <= 4


def test_the_page_reads_in_english(app, client_for):
    client = client_for("officer_safe")
    client.set_cookie("lang", "en")
    page = made(client, app, "LJ-SY").text
    for words in ("Data API of", "shown only this once", "Make a key", "in use", "Valid until", "17 May 2027"):
        assert words in page
    assert not re.search(
        r"[\u4e00-\u9fff]",
        re.sub(
            r"实验小学|区数据平台|safe老师|lang=\"zh[^>]*>[^<]*|中文",
            "",
            page.partition("<main")[2].partition("</main>")[0],
        ),
    )


def test_the_report_leads_to_it(app, client_for, ids):
    address = f"/office/units/{ids['LJ-SY']}/api-keys"
    assert address in client_for("officer_safe").get(f"/office/units/{ids['LJ-SY']}").text
