"""Time on answer sheets: shown first to the homeroom teacher, who may say why; nobody is named and nothing else changes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from eduplatform.assessment import queries
from eduplatform.assessment.models import PlausibilityNote
from eduplatform.extensions import db
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from tests.assessment import world
from tests.conftest import sql_count

CLASS, D = "LJ-SY-2024-2", date(2026, 10, 12)


def answered(code: str, quick: int, slow: int, topic: str = "FIRE") -> None:
    """So many new pupils hand in a sheet in ten seconds, one right after another; so many in ten minutes, all at once."""
    unit, lesson, clock = world.unit(code), world.lesson(topic), world.at(D, 20)
    for place, pupil in enumerate(world.pupils(unit, quick + slow)):
        sheet = world.quiz(unit, lesson, pupil, D)
        sheet.started_at = clock + timedelta(seconds=30 * place) if place < quick else world.at(D, 18)
        sheet.submitted_at = sheet.started_at + timedelta(seconds=10 if place < quick else 600)


@pytest.fixture
def class_id(app, people):
    """三(2)班: of 40 sheets about fire 14 were too quick, of 40 about falls none."""
    with app.app_context():
        with write():
            answered(CLASS, 14, 26)
            answered(CLASS, 0, 40, "QUAKE")
        world.settle()
        ttl_cache.drop()
        return world.unit(CLASS).id


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def here(class_id: int, verb: str = "") -> str:
    return f"/teacher/classes/{class_id}/answer-times{verb}"


ASKS = "有些答卷比读题还快"


def test_the_homeroom_teacher_is_told_first_reads_the_causes_and_leaves_a_note(app, client_for, class_id):
    client = client_for("teacher_lin")
    report = client.get(f"/office/units/{class_id}")
    assert ASKS in text(report) and f'href="{here(class_id)}"' in report.get_data(as_text=True)
    said = text(client.get(here(class_id)))
    assert "用时短于合理阅读时间的答卷占 35.0%（14 / 40 份）" in said
    assert "一份交了、下一份马上开始的占 35.0%（14 / 40 份）" in said
    assert "题目是一起读、一起答的" in said and "网络慢或断过" in said and "不影响任何分数" in said
    answer = client.post(
        here(class_id, "/note"), data={"cause": ["paper", "aloud"], "text": "  周三停电， 先写在纸上 "}
    )
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "您已经说明过" in text(page) and 'value="周三停电， 先写在纸上"' in page.get_data(as_text=True)
    calm = client.get(f"/office/units/{class_id}")
    assert ASKS not in text(calm), "what is explained is not asked again"
    assert 0 < len(report.data) - len(calm.data) <= 600, "the hint weighs little: a class page has 30 KB"
    with app.app_context():
        note = db.session.query(PlausibilityNote).one()
        assert (note.causes, note.topics) == (["aloud", "paper"], ["FIRE"])
        assert db.session.query(AuditEntry).filter_by(action="plausibility.note").count() == 1
    assert client.post(here(class_id, "/undo")).status_code == 303
    assert ASKS in text(client.get(f"/office/units/{class_id}"))
    with app.app_context():
        assert not db.session.query(PlausibilityNote).count()


def test_what_stands_out_later_is_asked_about_again(app, client_for, class_id):
    client = client_for("teacher_lin")
    client.post(here(class_id, "/note"), data={"cause": "room"})
    with app.app_context():
        with write():
            answered(CLASS, 30, 10, "DROWN")
        world.settle()
    assert ASKS in text(client.get(f"/office/units/{class_id}"))
    assert "请您先看看" in text(client.get(here(class_id)))


def test_a_note_replaces_the_one_before(app, client_for, class_id):
    client = client_for("teacher_lin")
    client.post(here(class_id, "/note"), data={"cause": "room"})
    client.post(here(class_id, "/note"), data={"text": "<b>轮流用一台</b>"})
    page = client.get(here(class_id)).get_data(as_text=True)
    assert "<b>轮流" not in page and "&lt;b&gt;轮流用一台" in page and page.count(" checked") == 0
    with app.app_context():
        assert db.session.query(PlausibilityNote).one().causes == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "请至少选一个原因"),
        ({"text": "   "}, "请至少选一个原因"),
        ({"cause": "guilty"}, "没有这个选项"),
        ({"cause": "aloud", "text": "长" * 201}, "说明最多 200 个字"),
    ],
)
def test_odd_notes_are_refused_and_nothing_is_kept(app, client_for, class_id, form, words):
    answer = client_for("teacher_lin").post(here(class_id, "/note"), data=form)
    assert 400 <= answer.status_code < 500 and words in text(answer)
    if "长" in form.get("text", ""):
        assert "长长" in answer.get_data(as_text=True), "what was typed is still there"
    with app.app_context():
        assert not db.session.query(PlausibilityNote).count()


def test_nobody_above_or_beside_sees_the_page_or_the_line_of_the_class(client_for, class_id):
    for stranger in ("teacher_wu", "teacher_chen", "officer_safe", "principal_he", "district_zhou", "city_song"):
        client = client_for(stranger)
        assert client.get(here(class_id)).status_code == 404, stranger
        assert client.post(here(class_id, "/note"), data={"cause": "aloud"}).status_code == 404
        assert client.post(here(class_id, "/undo")).status_code == 404
        report = client.get(f"/office/units/{class_id}")
        assert report.status_code == 404 or ASKS not in text(report), stranger


def test_the_page_names_no_pupil_and_an_ordinary_class_is_told_so(app, client_for, class_id):
    page = text(client_for("teacher_lin").get(here(class_id)))
    assert "学生1" not in page and not re.search("[甲乙丙丁戊己庚][一二同]", page)
    with app.app_context():
        other = world.unit("LJ-SY-2024-1").id
        with write():
            answered("LJ-SY-2024-1", 5, 30)
        world.settle()
    chen = client_for("teacher_chen")
    said = text(chen.get(here(other)))
    assert "没有哪个专题的用时特别短" in said and "存下说明" not in said
    assert ASKS not in text(chen.get(f"/office/units/{other}"))


def test_most_hours_declared_is_told_beside(app, client_for, class_id):
    assert "是申报的" not in text(client_for("teacher_lin").get(here(class_id)))
    with app.app_context():
        with write():
            unit = world.unit(CLASS)
            for n in range(4):
                world.enter(unit, world.lesson("FIRE"), D + timedelta(days=n), 100, 40, 40)
        world.settle()
    assert "4 课时里有 4 是申报的" in text(client_for("teacher_lin").get(here(class_id)))


def test_the_report_of_the_class_asks_one_statement_more_only_where_something_is_to_be_said(app, client_for, class_id):
    client, path = client_for("teacher_lin"), f"/office/units/{class_id}"
    client.get(path)
    told = sql_count(client.get(path))
    with app.app_context():
        other = world.unit("LJ-SY-2024-1").id
    chen, calm = client_for("teacher_chen"), f"/office/units/{other}"
    chen.get(calm)
    assert told == sql_count(chen.get(calm)) + 1
    client.get(here(class_id))
    few = sql_count(client.get(here(class_id)))
    with app.app_context():
        with write():
            for topic in ("DROWN", "TRAF", "FOOD"):
                answered(CLASS, 20, 20, topic)
        world.settle()
    client.get(here(class_id))
    assert sql_count(client.get(here(class_id))) == few <= 7


def test_no_figure_of_the_report_and_no_score_uses_it(app, client_for, class_id):
    """The same sheets, quick or not, give the same counters."""
    with app.app_context():
        unit = world.unit(CLASS)
        before = world.figures(CLASS, date(2026, 11, 18))
        rates = [(one.topic, one.share) for one in queries.topic_answers(unit, 2026, inside=True)]
        with write():
            for sheet in db.session.query(world.QuizAttempt):
                sheet.submitted_at = sheet.started_at + timedelta(minutes=10)
                world.stale_marks.mark_stale("class_lesson", sheet.school_id, sheet.class_id, 2026, sheet.lesson_id)
        world.settle()
        assert queries.class_times(unit, 2026)["FIRE"].quick == 0
        assert world.figures(CLASS, date(2026, 11, 18)) == before
        after = queries.topic_answers(unit, 2026, inside=True)
        assert [(one.topic, one.share) for one in after] == rates


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_stays_small_in_both_languages(client_for, class_id, language):
    client = client_for("teacher_lin")
    client.set_cookie("lang", language)
    page = client.get(here(class_id))
    assert page.status_code == 200 and len(page.data) <= 20_000
    if language == "en":
        assert "Sheets that took less time than reading takes: 35.0% (14 of 40)." in text(page)
