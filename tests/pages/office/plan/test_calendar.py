"""The calendar page: the official days in one click, a file shown before it is stored, the year by month."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import Holiday, HolidaySchedule
from tests.conftest import sql_count
from tests.pages.office.office_doing import unit_id

CSV = "名称,类别,第一天,最后一天\n元旦,放假,2027-01-01,2027-01-03\n劳动节,上课,2027-05-08,2027-05-08\n"


def page(client, app, code: str = "LJ-DC", year: int = 2026):
    return client.get(f"/office/units/{unit_id(app, code)}/calendar?year={year}")


def post(client, app, what: str, code: str = "LJ-DC", **data):
    return client.post(f"/office/units/{unit_id(app, code)}/calendar/{what}?year=2026", data=data)


def upload(client, app, text: str, name: str = "2027.csv", of: int = 2027):
    return post(client, app, "file", of=str(of), file=(BytesIO(text.encode()), name))


def stored(app) -> int:
    with app.app_context():
        return db.session.query(Holiday).count()


def test_one_click_enters_the_days_of_this_school_year_and_tells_what_is_missing(app, client_for):
    client = client_for("district_zhou")
    before = page(client, app).text
    assert "采用国务院 2026 年的放假安排" in before and "2027 年的安排公布后，请教育局补上" in before
    assert post(client, app, "schedule", of="2026").status_code == 303
    after = page(client, app)
    assert "采用国务院 2026 年的放假安排" not in after.text and "2027 年的安排公布后" in after.text
    assert "20日 周日" in after.text and "10日 周六" in after.text and "中秋节" in after.text
    assert sql_count(after) <= 14
    below = page(client_for("officer_safe"), app, "LJ-SY").text
    assert "采用国务院 2026" not in below and "中秋节" in below, "inherited below"


def test_no_other_year_can_be_clicked(app, client_for):
    client = client_for("district_zhou")
    assert post(client, app, "schedule", of="2027").status_code == 422
    assert post(client, app, "schedule", of="x").status_code == 422
    assert post(client, app, "complete", of="2031").status_code == 422


def test_a_click_against_an_own_day_is_refused_in_words(app, client_for):
    client = client_for("district_zhou")
    day = {"kind": "off", "name": "校庆", "starts_on": "2026-09-26", "ends_on": "2026-09-26"}
    assert post(client, app, "days", **day).status_code == 303
    there = stored(app)
    answer = post(client, app, "schedule", of="2026")
    assert answer.status_code == 422 and "已经填过“校庆”" in answer.text and stored(app) == there


def test_a_year_entered_one_by_one_is_told_complete(app, client_for):
    client = client_for("district_zhou")
    assert post(client, app, "complete", of="2027").status_code == 303
    assert "2027 年的安排公布后" not in page(client, app).text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ({"kind": "off", "starts_on": "2026-10-01", "ends_on": "2026-10-07"}, "已经填过"),
        ({"kind": "work", "starts_on": "2026-10-03", "ends_on": "2026-10-03"}, "不能又放假又上课"),
        ({"kind": "work", "starts_on": "2026-11-18", "ends_on": "2026-11-18"}, "不是周末"),
        ({"kind": "off", "starts_on": "2027-08-31", "ends_on": "2027-09-02"}, "日期要在"),
    ],
)
def test_the_form_refuses_doubles_and_contradictions(app, client_for, day, words):
    answer = post(client_for("district_zhou"), app, "days", name="某日", **day)
    assert answer.status_code == 422 and words in answer.text and "某日" in answer.text and stored(app) == 0


def test_overlapping_terms_are_refused(app, client_for):
    dates = {
        "first_start": "2026-09-01",
        "first_end": "2027-03-01",
        "second_start": "2027-02-22",
        "second_end": "2027-07-01",
    }
    answer = post(client_for("district_zhou"), app, "terms", **dates)
    assert answer.status_code == 422 and "先后" in answer.text


def confirmed(client, app, preview):
    fields = dict(re.findall(r'name="(of|source|lines)"[^>]*value="([^"]*)"', preview.text))
    return post(client, app, "file/enter", **{name: unescape(value) for name, value in fields.items()})


def test_a_file_is_shown_before_it_is_stored(app, client_for):
    client = client_for("district_zhou")
    preview = upload(client, app, CSV)
    assert preview.status_code == 200 and "录入 2 项" in preview.text and stored(app) == 0
    assert confirmed(client, app, preview).status_code == 303
    with app.app_context():
        found = {(row.kind, row.name, row.starts_on) for row in db.session.query(Holiday)}
        assert ("off", "元旦", date(2027, 1, 1)) in found and ("work", "劳动节", date(2027, 5, 8)) in found
        mark = db.session.query(HolidaySchedule).one()
        assert (mark.year, mark.source) == (2027, "2027.csv")
    assert "2027 年的安排公布后" not in page(client, app).text


def test_a_file_with_faults_tells_each_line_and_stores_nothing(app, client_for):
    answer = upload(client_for("district_zhou"), app, CSV + "元旦,放假,2027-01-01,2027-01-03\n春节,休,2028-01-01,\n")
    assert answer.status_code == 422 and "第 4 行：" in answer.text and "第 5 行：" in answer.text
    assert "已经填过“元旦”" in answer.text and "录入 2 项" not in answer.text and stored(app) == 0


def test_a_file_of_the_wrong_year_and_no_file_are_refused(app, client_for):
    client = client_for("district_zhou")
    wrong = upload(client, app, "year: 2026\noff:\n- {zh: 元旦, from: '2026-01-01', to: '2026-01-01'}\n", "x.yaml")
    assert wrong.status_code == 422 and "选的是 2027 年，这里写的是 2026 年" in wrong.text
    assert "请先选一个文件" in post(client, app, "file", of="2027").text
    assert upload(client, app, "%PDF-1.4 x", "days.xlsx").status_code == 422
    assert stored(app) == 0


@pytest.mark.parametrize(
    "lines",
    ["", "no json", "[1]", "[[1,2,3,4,5]]", "[" * 5000, json.dumps([[2, "x", "off", "2031-01-01", "2031-01-02"]])],
)
def test_a_made_up_preview_stores_nothing(app, client_for, lines):
    answer = post(client_for("district_zhou"), app, "file/enter", of="2027", source="x", lines=lines)
    assert answer.status_code == 422 and stored(app) == 0


def test_the_year_reads_by_month_with_hints_and_key_days(app, client_for):
    text = page(client_for("officer_safe"), app, "LJ-SY").text
    autumn = text.partition("2026年11月")[2].partition("2026年12月")[0]
    assert "9日 周一" in autumn and "全国消防日" in autumn and "第 11 周" in autumn
    assert "提示" in text and "端午" in text and "日期每年公布" in text
    english = client_for("officer_safe")
    english.set_cookie("lang", "en")
    text = page(english, app, "LJ-SY").text
    assert "National Fire Safety Day" in text and "Mon 9" in text and "November 2026" in text


def test_the_days_are_given_out_as_a_table(app, client_for):
    answer = client_for("district_zhou").get(f"/office/units/{unit_id(app, 'LJ-DC')}/calendar/days.xlsx?year=2026")
    assert answer.status_code == 200 and answer.data[:2] == b"PK"
