"""An activity with its cap, a reminder through the notices, a return that each school answers."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from eduplatform.activities.models import Activity
from eduplatform.activities.operations import add_topic_step
from eduplatform.extensions import db
from eduplatform.notices import jobs as notices
from eduplatform.notices.models import Notice
from eduplatform.shared import clock as house_clock
from eduplatform.shared.database import write
from tests import people as cast
from tests.assessment import world
from tests.conftest import sql_count
from tests.deployments.doing import lesson_of, preview, send, sent, unit_id, wish, work

QUESTION = "学校有几台灭火器？"


@pytest.fixture
def city(app, people) -> int:
    return unit_id(app, "LJ")


def activity(app, code: str = "LJ", title: str = "119 消防周", first=date(2026, 11, 9), last=date(2026, 12, 20)) -> int:
    with app.app_context(), write():
        row = Activity(
            unit_id=cast.unit(code).id,
            year=2026,
            title=title,
            topics=["FIRE"],
            stages=[],
            starts_on=first,
            ends_on=last,
            set_at=house_clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        add_topic_step(row)
        return row.id


def look(app, code: str) -> None:
    with app.app_context():
        notices.make_for_school(cast.unit(code).id, house_clock.now())


def told(app, rule: str) -> list[Notice]:
    with app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.rule == rule).order_by(Notice.id)))


def test_an_activity_costs_a_class_hour_of_each_stage(app, client_for, city):
    number = activity(app)
    page = preview(client_for("city_song"), city, wish("activity", activity=number)).text
    assert "每班 40–45 分钟" in page and "6 个班" in page and "245 分钟（4 小时）" in page
    there = send(client_for("city_song"), city, wish("activity", activity=number))
    page = client_for("city_song").get(there)
    assert "0 / 6" in page.text and "东城区" in page.text
    with app.app_context(), write():
        world.teach(cast.unit("LJ-SY-2024-2"), world.lesson("FIRE"), date(2026, 11, 16))
    assert "1 / 6" in client_for("city_song").get(there).text


def test_how_far_an_activity_is_costs_as_many_statements_for_a_city_as_for_a_school(app, client_for, city):
    client = client_for("city_song")
    everywhere = send(client, city, wish("activity", activity=activity(app)))
    only_west = wish("activity", activity=activity(app, title="西山消防周"), units=[unit_id(app, "LJ-XS")])
    west = send(client, city, only_west)
    with app.app_context(), write():
        world.teach(cast.unit("LJ-SY-2024-2"), world.lesson("FIRE"), date(2026, 11, 16))
    pages = [client.get(there) for there in (everywhere, west)]
    assert "1 / 6" in pages[0].text and "东城区" in pages[0].text
    assert "1 / " not in pages[1].text and "东城区" not in pages[1].text, "counted are the classes it went to"
    assert max(sql_count(page) for page in pages) <= 13, [sql_count(page) for page in pages]


def test_the_sixth_activity_of_a_term_is_said_and_the_seventh_refused(app, client_for, city):
    number = activity(app)
    for n in range(4):
        activity(app, "LJ-DC", f"区活动{n}")
    activity(app, "LJ-SY", "校活动")
    activity(app, "LJ-SY", "下学期", date(2027, 3, 1), date(2027, 3, 20))  # another term: does not count
    page = preview(client_for("city_song"), city, wish("activity", activity=number))
    assert page.status_code == 200 and "第 6 项活动，到上限了" in page.text and "PC-06" in page.text
    activity(app, "LJ-SY", "又一个")
    page = preview(client_for("city_song"), city, wish("activity", activity=number))
    assert page.status_code == 422 and "有 1 所学校本学期会到第 7 项活动" in page.text
    fields = wish("activity", activity=number)
    assert client_for("city_song").post(f"/office/units/{city}/deployments", data=fields).status_code == 422
    west = wish("activity", activity=number, units=[unit_id(app, "LJ-XS")])
    assert preview(client_for("city_song"), city, west).status_code == 200
    assert sent(app) == []


def test_a_reminder_goes_through_the_notices_once_and_is_counted_by_unit(app, client_for, city, clock):
    fields = wish("reminder", words="放学路上走斑马线", starts_on="2026-11-18")
    page = preview(client_for("city_song"), city, fields).text
    assert "每位班主任 1 分钟" in page and "4 位班主任" in page
    there = send(client_for("city_song"), city, fields)
    assert "还没有班主任收到" in client_for("city_song").get(there).text
    clock.shift(-4 * 3600)  # 6:00: quiet hours
    look(app, "LJ-SY")
    assert told(app, "deployed") == []
    clock.shift(4 * 3600)
    for _n in range(3):
        look(app, "LJ-SY")
    rows = told(app, "deployed")
    assert len(rows) == 2 and {row.details["class"] for row in rows} == {"三(1)班", "三(2)班"}
    assert "临江市教育局提醒：放学路上走斑马线" in client_for("teacher_lin").get("/notices").text
    page = client_for("city_song").get(there).text
    assert "东城区" in page and "三(2)班" not in page
    client_for("city_song").post(f"{there}/withdraw")
    look(app, "LJ-SY")
    assert all(row.done_at for row in told(app, "deployed"))


def test_a_deployed_reminder_keeps_to_the_cap_of_the_week(app, client_for, city):
    for n in range(4):
        send(client_for("city_song"), city, wish("reminder", words=f"第{n}条", starts_on="2026-11-18"))
    look(app, "LJ-SY")
    assert len([row for row in told(app, "deployed") if row.details["class"] == "三(2)班"]) == 2


def test_a_class_that_gave_the_lesson_is_told_nothing(app, client_for, city):
    lesson = lesson_of(app, "P2")
    send(client_for("city_song"), city, wish("lesson", lesson=lesson, starts_on="2026-11-18"))
    work(app)
    from eduplatform.curriculum import queries as content

    with app.app_context(), write():
        world.teach(cast.unit("LJ-SY-2024-2"), content.lesson_head(lesson), date(2026, 11, 17))
    look(app, "LJ-SY")
    assert [row.details["class"] for row in told(app, "deployed")] == ["三(1)班"]
    with app.app_context(), write():
        world.teach(cast.unit("LJ-SY-2024-1"), content.lesson_head(lesson), date(2026, 11, 18))
    look(app, "LJ-SY")
    assert told(app, "deployed")[0].done_at is not None


def test_what_a_school_still_has_to_answer_stands_first(app, client_for, city):
    song, safe = client_for("city_song"), client_for("officer_safe")
    send(song, city, wish("return", words=QUESTION, answer="number", minutes=5, starts_on="2026-11-18"))
    send(song, city, wish("reminder", words="降温了，取暖要通风。", starts_on="2026-11-18"))
    page = safe.get("/office/deployments").text
    assert page.index(QUESTION) < page.index("降温了") and 'class="row row-now"' in page
    there = f"/office/deployments/{sent(app)[0].id}"
    assert safe.post(f"{there}/answer", data={"said": "12"}).status_code == 303
    page = safe.get("/office/deployments").text
    assert page.index("降温了") < page.index(QUESTION) and "row-now" not in page and "已回答" in page


def test_a_school_answers_on_one_page_and_the_city_sees_what_came(app, client_for, city):
    fields = wish("return", words=QUESTION, answer="number", minutes=5, starts_on="2026-11-18")
    page = preview(client_for("city_song"), city, fields).text
    assert "每校 5 分钟" in page and "3 所学校" in page and "PC-03" in page
    there = send(client_for("city_song"), city, fields)
    look(app, "LJ-SY")
    assert len(told(app, "returns")) == 1
    safe = client_for("officer_safe")
    assert "去回答" in safe.get("/office/deployments").text
    for odd in ("", "十二", "-1", "12 台", "9999999999"):
        refused = safe.post(f"{there}/answer", data={"said": odd})
        assert refused.status_code == 422 and "请填一个整数" in refused.text
    assert safe.post(f"{there}/answer", data={"said": "12"}).status_code == 303
    safe.post(f"{there}/answer", data={"said": "14"})
    assert 'value="14"' in safe.get(f"{there}/answer").text
    assert told(app, "returns")[0].done_at is not None
    song = client_for("city_song")
    page = song.get(there)
    assert "1 / 3" in page.text and "实验小学" in page.text and "合计：14" in page.text and "西山小学" not in page.text
    assert sql_count(page) <= 13, sql_count(page)
    sheet = CalamineWorkbook.from_filelike(BytesIO(song.get(f"{there}/answers.xlsx").data)).get_sheet_by_index(0)
    cells = [cell for row in sheet.to_python() for cell in row]
    assert "实验小学" in cells and 14 in cells and "西山小学" not in cells and "已回答的学校：1 / 3。" in str(cells)
    song.post(f"{there}/withdraw")
    assert safe.post(f"{there}/answer", data={"said": "15"}).status_code == 422
    assert "合计：14" in song.get(there).text


def test_words_are_an_answer_too_and_the_last_day_holds(app, client_for, city, clock):
    there = send(client_for("city_song"), city, wish("return", words="有什么困难？", answer="text", minutes=10))
    safe = client_for("officer_safe")
    assert safe.post(f"{there}/answer", data={"said": "字" * 201}).status_code == 422
    assert safe.post(f"{there}/answer", data={"said": "缺一间器材室"}).status_code == 303
    assert "缺一间器材室" in client_for("city_song").get(there).text
    clock.shift(30 * 86400)
    late = client_for("officer_safe").post(f"{there}/answer", data={"said": "又想起来"})
    assert late.status_code == 422 and "已经过了截止日期" in late.text
