"""What cannot be sent is told in words with what to do, at the preview and at the sending, and nothing is saved."""

from __future__ import annotations

from datetime import date

import pytest

from tests.deployments.doing import lesson_of, preview, send, sent, unit_id, wish
from tests.pages.office.deployments.test_other_kinds import activity


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_on": "2026-12-04", "ends_on": "2026-11-23"}, "请对调一下"),
        ({"starts_on": "", "ends_on": "2026-11-23"}, "请填开始和结束日期"),
        ({"starts_on": "9999-99-99"}, "请填开始和结束日期"),
        ({"starts_on": "2026-11-02", "ends_on": "2026-11-06"}, "结束日期已经过了"),
        ({"ends_on": "2027-10-01"}, "同一个学年"),
        ({"starts_on": "2027-02-01", "ends_on": "2027-02-12"}, "没有教学周"),
        ({"units": ["YS"]}, "不在本单位下面"),
        ({"units": ["987654321"]}, "不在本单位下面"),
        ({"units": ["x"]}, "不在本单位下面"),
        ({"units": ["LJ-DZ"]}, "没有这个学段的班"),
        ({"stages": ["J"]}, "不是给所选学段的"),
        ({"stages": ["ZZ"]}, ""),
        ({"lesson": ""}, "请选一节课"),
        ({"lesson": "999999999"}, "请选一节课"),
        ({"kind": "film"}, ""),
        ({"kind": "activity"}, "请选一个还在办的专题活动"),
        ({"kind": "reminder", "words": "  "}, "请写要提醒的话"),
        ({"kind": "reminder", "words": "字" * 61}, "不超过 60 个字"),
        ({"kind": "return", "words": "", "minutes": "5"}, "请写要学校回答的问题"),
        ({"kind": "return", "words": "几台？", "minutes": "0"}, "大约要几分钟"),
        ({"kind": "return", "words": "几台？", "minutes": "abc"}, "大约要几分钟"),
        ({"kind": "return", "words": "几台？", "minutes": "5", "answer": "photo"}, ""),
    ],
)
def test_odd_input_is_told_in_words_and_nothing_is_saved(app, client_for, people, fields, said):
    city, client = unit_id(app, "LJ"), client_for("city_song")
    asked = wish("lesson", lesson=lesson_of(app, "P2")) | fields
    asked["units"] = [unit_id(app, one) if one[:2] in ("LJ", "YS") else one for one in asked.get("units", [])]
    for page in (preview(client, city, asked), client.post(f"/office/units/{city}/deployments", data=asked)):
        assert page.status_code == 422 and said in page.text
        assert "现在布置" not in page.text
    assert sent(app) == []


def test_the_same_is_not_sent_twice_here_or_below(app, client_for, people):
    city, asked = unit_id(app, "LJ"), wish("lesson", lesson=lesson_of(app, "P2"))
    send(client_for("city_song"), city, asked)
    for who, code in (("city_song", "LJ"), ("district_zhou", "LJ-DC"), ("officer_safe", "LJ-SY")):
        again = client_for(who).post(f"/office/units/{unit_id(app, code)}/deployments", data=asked)
        assert again.status_code == 422 and "已经由临江市布置过" in again.text
    assert len(sent(app)) == 1


def test_an_activity_only_in_its_own_days(app, client_for, people):
    city, number = unit_id(app, "LJ"), activity(app, first=date(2026, 11, 23), last=date(2026, 11, 27))
    page = preview(client_for("city_song"), city, wish("activity", activity=number))
    assert page.status_code == 422 and "2026年11月27日" in page.text


def test_a_school_sends_to_its_classes_but_no_return(app, client_for, people):
    school, client = unit_id(app, "LJ-SY"), client_for("principal_he")
    assert (
        "上报"
        not in client.get(f"/office/units/{school}/deployments/new").text.split('class="tabs')[1].split("</nav>")[0]
    )
    asked = wish("return", words="几台？", minutes=5)
    assert client.post(f"/office/units/{school}/deployments", data=asked).status_code == 422
    one = wish("lesson", lesson=lesson_of(app, "P2"), units=[unit_id(app, "LJ-SY-2024-2")])
    page = preview(client, school, one).text
    assert "1 所学校，1 个班，1 位班主任" in page
    there = send(client, school, one)
    assert client.get(there).status_code == 200


def test_strangers_get_nothing(app, client_for, people):
    there = send(client_for("city_song"), unit_id(app, "LJ"), wish("reminder", words="小心台阶"))
    for who in ("other_city", "teacher_lin", "editor_tang", "pupil_yu"):
        assert client_for(who).get(there).status_code == 404
        assert client_for(who).post(f"{there}/withdraw").status_code == 404
    assert client_for("officer_safe").get(there).status_code == 200
    assert client_for("officer_safe").post(f"{there}/withdraw").status_code == 404
    assert client_for("city_song").get(f"{there}?unit={unit_id(app, 'YS')}").status_code == 404
    assert client_for("officer_safe").get(f"{there}?unit={unit_id(app, 'LJ-DC')}").status_code == 404
    assert client_for("district_zhou").get(f"{there}?unit={unit_id(app, 'LJ-SY')}").status_code == 200
