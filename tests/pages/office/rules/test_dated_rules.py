"""The page of dated rules: what holds and from whom, stricter below, never laxer, nothing of the past, taken over, ended, exported."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from eduplatform.extensions import db
from eduplatform.shared import ttl_cache
from eduplatform.shared.models import StaleMark
from eduplatform.teaching import rule_book
from eduplatform.teaching.models import RuleOfUnit

from ....conftest import sql_count
from ....people import unit

NEW = {"measure": "class_hours", "period": "year", "least": "6", "from_on": "2026-11-18", "document": "临教〔2026〕1号"}


def number(app, code: str) -> int:
    with app.app_context():
        return unit(code).id


def post(app, client, code, what="", **form):
    return client.post(f"/office/units/{number(app, code)}/rules{what}", data=form)


def floor_at(app, code: str, day: date, stage: str = "P2") -> int | None:
    with app.app_context():
        ttl_cache.drop()
        return rule_book.needed(unit(code), "class_hours", "year", day, stage)


def test_a_school_sees_what_holds_and_from_whom(app, client_for):
    post(app, client_for("city_song"), "LJ", **NEW)
    answer = client_for("officer_safe").get(f"/office/units/{number(app, 'LJ-SY')}/rules")
    page = answer.text
    assert "每学年至少 6 课时" in page and "临教〔2026〕1号" in page and "临江市" in page
    assert "有更严的，按更严的算" in page and "S0-015" in page and "每学年不少于4课时" in page
    assert "5—11 年级" in page and "每学期至少 2 次" not in page, "lectures are for upper secondary schools"
    assert sql_count(answer) <= 10
    one = client_for("teacher_lin").get(f"/office/units/{number(app, 'LJ-SY-2024-2')}/rules").text
    assert "每学年至少 6 课时" in one and "5—11 年级" not in one and "定一条规定" not in one


def test_a_unit_below_may_be_stricter_and_its_classes_are_counted_anew(app, client_for):
    with app.app_context():
        before = db.session.scalar(select(func.max(StaleMark.id))) or 0
    assert (
        post(app, client_for("officer_safe"), "LJ-SY", **NEW | {"least": "8", "from_on": "2026-12-01"}).status_code
        == 303
    )
    assert [floor_at(app, "LJ-SY-2024-2", date(2026, *day)) for day in ((11, 30), (12, 1))] == [400, 800]
    assert floor_at(app, "LJ-DZ", date(2026, 12, 1), "J") == 400
    with app.app_context():
        assert db.session.scalars(select(StaleMark.class_id).where(StaleMark.id > before)).all()
        schools = set(db.session.scalars(select(StaleMark.school_id).where(StaleMark.id > before)))
        assert schools == {unit("LJ-SY").id}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"least": "3", "from_on": "2026-11-18"}, "临江市规定：安全教育课 每学年至少 6 课时"),
        ({"least": "5"}, "临江市规定：安全教育课 每学年至少 6 课时"),
        ({"least": "5", "to_on": "2027-01-10", "stages": ["P2"]}, "不能比上级宽"),
        ({"to_on": "2026-11-17"}, "最后一天不能早于第一天"),
        ({"from_on": "2026-11-17"}, "以前的不改"),
        ({"measure": "drills", "from_on": "2026-08-31"}, "以前的学年不改"),
        ({"period": "holiday"}, "没有这样的周期"),
        ({"topic": "FIRE"}, "要选一个专题"),
        ({"least": "0"}, "要大于 0"),
        ({"first_grade": "3"}, "不填年级"),
        ({"stages": ["S"]}, ""),
        ({"document": "  "}, ""),
        ({"sources": "S0-15; x"}, "编号写成"),
    ],
)
def test_bad_input_is_told_in_words_and_nothing_is_stored(app, client_for, values, said):
    post(app, client_for("city_song"), "LJ", **NEW)
    answer = post(app, client_for("officer_safe"), "LJ-SY", **NEW | {"least": "7"} | values)
    assert answer.status_code == 422 and said in answer.text and 'id="new" open' in answer.text
    with app.app_context():
        assert db.session.query(RuleOfUnit).count() == 1


def test_what_holds_everywhere_is_named_when_a_city_would_be_laxer(app, client_for):
    answer = post(app, client_for("city_song"), "LJ", **NEW | {"least": "3"})
    assert answer.status_code == 422 and "平台所附的文件规定：安全教育课 每学年至少 4 课时" in answer.text


def test_two_own_rules_about_the_same_do_not_stand_side_by_side(app, client_for):
    city = client_for("city_song")
    assert post(app, city, "LJ", **NEW, stages=["P2", "J"]).status_code == 303
    second = post(app, city, "LJ", **NEW | {"least": "9"}, stages=["J", "S"])
    assert second.status_code == 422 and "已经有一条管同一件事的规定" in second.text
    assert post(app, city, "LJ", **NEW | {"least": "9"}, stages=["S"]).status_code == 303


def test_a_rule_is_closed_and_another_begins_and_the_past_stays(app, client_for, clock):
    post(app, client_for("city_song"), "LJ", **NEW)
    with app.app_context():
        row = db.session.query(RuleOfUnit).one().id
    clock.shift(86400 * 10)
    city = client_for("city_song")  # who was signed in has been signed out meanwhile
    early = post(app, city, "LJ", "/end", rule=row, last_day="2026-11-20")
    assert early.status_code == 422 and "不能早于今天" in early.text
    assert post(app, city, "LJ", "/end", rule=row, last_day="2026-11-28").status_code == 303
    assert post(app, city, "LJ", **NEW | {"least": "8", "from_on": "2026-11-29"}).status_code == 303
    said = [floor_at(app, "LJ-SY", date(2026, 11, day)) for day in (17, 18, 28, 29)]
    assert said == [400, 600, 600, 800]
    clock.shift(86400 * 2)
    city = client_for("city_song")
    again = post(app, city, "LJ", "/end", rule=row, last_day="2026-12-30")
    assert again.status_code == 422 and "已经停了" in again.text
    page = city.get(f"/office/units/{number(app, 'LJ')}/rules").text
    assert "以前的规定（1 条）" in page


def test_a_rule_nobody_was_held_to_yet_is_taken_back(app, client_for):
    city = client_for("city_song")
    post(app, city, "LJ", **NEW | {"from_on": "2026-12-01"})
    page = city.get(f"/office/units/{number(app, 'LJ')}/rules").text
    assert "还没有起算" in page and "撤回" in page
    with app.app_context():
        row = db.session.query(RuleOfUnit).one().id
    assert post(app, client_for("officer_safe"), "LJ-SY", "/end", rule=row, last_day="2026-12-30").status_code == 404
    assert post(app, city, "LJ", "/end", rule=row, last_day="2026-11-18").status_code == 303
    with app.app_context():
        assert db.session.query(RuleOfUnit).count() == 0


def test_what_other_places_ask_for_holds_only_where_it_is_adopted(app, client_for):
    city = client_for("city_song")
    school = f"/office/units/{number(app, 'LJ-SY')}/rules"
    assert "每学年至少 9 次" not in client_for("officer_safe").get(school).text.partition("平台所附文件里还写着的")[0]
    none = post(app, city, "LJ", "/adopt", starts_on="2026-11-18")
    assert none.status_code == 422 and "勾选" in none.text
    taken = post(app, city, "LJ", "/adopt", codes=["drills-year", "drills-month"], starts_on="2026-09-01")
    assert taken.status_code == 303
    twice = post(app, city, "LJ", "/adopt", codes=["drills-year"], starts_on="2026-11-18")
    assert twice.status_code == 422 and "已经有了" in twice.text
    page = client_for("officer_safe").get(school).text
    assert "每学年至少 9 次" in page and "这里还没有记录" in page and "中小学每月一次" in page
    lax = post(app, client_for("officer_safe"), "LJ-SY", **NEW | {"measure": "drills", "least": "8"})
    assert lax.status_code == 422 and "临江市规定：应急演练 每学年至少 9 次" in lax.text


def test_the_list_goes_out_as_a_sheet_in_both_languages(app, client_for):
    client = client_for("officer_safe")
    address = f"/office/units/{number(app, 'LJ-SY')}/rules.xlsx"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(client.get(address).data)).get_sheet_by_index(0).to_python()
    flat = [str(cell) for row in rows for cell in row]
    assert "安全教育课" in flat and "4 课时" in flat and "S0-015" in flat and "平台所附的文件" in flat
    client.set_cookie("lang", "en")
    page = client.get(address.removesuffix(".xlsx")).text
    assert "at least 4 class hours" in page and "Documents that come with Anxue" in page


def test_a_tab_that_was_open_before_a_stricter_rule_above_changes_nothing(app, client_for):
    """The check is made with the rules of the moment it is stored, not those the page had shown."""
    school = client_for("officer_safe")
    school.get(f"/office/units/{number(app, 'LJ-SY')}/rules")
    post(app, client_for("city_song"), "LJ", **NEW)
    assert post(app, school, "LJ-SY", **NEW | {"least": "5"}).status_code == 422
