"""The page for a meeting: three or four sentences that the figures carry, in both languages and for 0, 1 and many; no name; readable file names."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest

from eduplatform.assessment.rules import rate
from eduplatform.assessment.trend_rules import Compared
from eduplatform.extensions import db
from eduplatform.pages.office.behind.trends import apart_words, signed
from eduplatform.pages.office.meeting import presenters
from eduplatform.pages.office.report import wording
from eduplatform.pages.urls.file_names import attachment, file_name
from eduplatform.pages.web.locale import speaking
from eduplatform.shared.database import write
from tests.assessment import world
from tests.conftest import sql_count

D = date(2026, 11, 2)


@pytest.fixture
def ids(app, people):
    with app.app_context():
        with write():
            world.teach(world.unit("LJ-SY-2024-2"), world.lesson("FIRE"), D, roll=20, hands=20)
        world.settle()
        return {unit.code: unit.id for unit in db.session.query(world.Unit)}


def text(page) -> str:
    assert page.status_code == 200, page.status_code
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


LESSONS = {
    (0, 0): ("本学年还没有应授的课。", "No lesson has been due in this school year yet."),
    (1, 0): ("本学年应授课 1 节，还没有上。", "The one lesson due in the school year has not been given."),
    (1, 1): ("本学年应授课 1 节，已经上了。", "The one lesson due in the school year was given."),
    (8, 0): ("本学年应授课 8 节，一节也没有上。", "None of the 8 lessons due in the school year has been given."),
    (8, 1): (
        "本学年应授课 8 节，上了 1 节，授课完成率 12.5%。",
        "One of the 8 lessons due in the school year was given, a rate of 12.5%.",
    ),
    (8, 6): (
        "本学年应授课 8 节，已授 6 节，授课完成率 75.0%。",
        "Lessons due in the school year so far: 8; given: 6, a rate of 75.0%.",
    ),
    (8, 9): ("本学年应授的 8 节课都已上。", "All lessons due in the school year were given (8)."),
}
BELOW = {
    (0, 0): ("下面还没有单位。", "There are no units below yet."),
    (1, 0): ("下面 1 个单位，没有落后一周以上。", "The one unit below is less than a week behind."),
    (1, 1): ("下面 1 个单位，落后一周以上。", "The one unit below is a week or more behind."),
    (4, 0): ("下面 4 个单位都没有落后一周以上。", "None of the 4 units below is a week or more behind."),
    (4, 1): ("下面 4 个单位里，1 个落后一周以上。", "One of the 4 units below is a week or more behind."),
    (4, 3): ("下面 4 个单位里，3 个落后一周以上。", "Of the 4 units below, 3 are a week or more behind."),
    (4, 4): ("下面 4 个单位都落后一周以上。", "All 4 units below are a week or more behind."),
}


@pytest.mark.parametrize("place", [0, 1])
def test_sentences_are_whole_for_none_one_and_many(app, place):
    with app.app_context(), speaking(("zh_Hans_CN", "en")[place]):
        for (due, done), said in LESSONS.items():
            assert wording.taught(due, done) == said[place]
        for (every, n), said in BELOW.items():
            assert presenters.below_behind(every, n) == said[place]


def test_no_direction_is_told_that_chance_may_have_made(app):
    with app.app_context(), speaking("zh_Hans_CN"):
        few = presenters.than_words(Compared("lesson_rate", rate(9, 12), rate(6, 12)))
        assert few == "去年同期 50.0%；数量少，看不出变化。"
        assert "高 25.0 个百分点" in presenters.than_words(Compared("x", rate(300, 400), rate(200, 400)))
        assert "低 25.0 个百分点" in presenters.than_words(Compared("x", rate(200, 400), rate(300, 400)))
        assert "一样" in presenters.than_words(Compared("x", rate(200, 400), rate(100, 200)))
        assert presenters.than_words(None) == "" and signed(-0.0321) == "−3.2" and signed(0.0001) == "0"
        assert apart_words(Compared("x", rate(9, 12), rate(6, 12)).apart).startswith("+25.0 (−")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", ["LJ", "LJ-DC", "LJ-SY", "LJ-SY-2024-2"])
def test_it_is_one_page_with_three_sentences_and_no_name_of_a_unit_below(client_for, ids, app, code, language):
    client = client_for("city_song")
    client.set_cookie("lang", language)
    page = client.get(f"/office/units/{ids[code]}/meeting-sheet")
    html = page.get_data(as_text=True)
    said = re.search(r'<ol class="meeting-said">(.*?)</ol>', html, re.S).group(1)
    assert said.count("<li>") == 3 and html.count('class="sheet ') == 1
    with app.app_context():
        below = [one.name for one in db.session.query(world.Unit).filter_by(parent_id=ids[code])]
    assert not any(name in text(page) for name in below)


def test_its_statements_are_those_of_the_report(client_for, ids):
    client = client_for("city_song")
    for path in (f"/office/units/{ids['LJ-DC']}", f"/office/units/{ids['LJ-DC']}/meeting-sheet"):
        client.get(path)
    report, sheet = (sql_count(client.get(f"/office/units/{ids['LJ-DC']}{end}")) for end in ("", "/meeting-sheet"))
    assert sheet <= report


@pytest.mark.parametrize("who", ["other_city", "teacher_gao", "pupil_yu"])
def test_strangers_find_nothing(client_for, ids, who):
    assert client_for(who).get(f"/office/units/{ids['LJ-SY']}/meeting-sheet").status_code == 404


def test_files_are_called_what_they_hold(client_for, ids):
    client = client_for("city_song")
    for end, name in (
        ("report.xlsx", "东城区_课时与测评_2026-11-18.xlsx"),
        ("report.csv", "东城区_课时与测评_2026-11-18.csv"),
        ("lessons.csv", "东城区_班级与课明细_2026-11-18.csv"),
    ):
        said = client.get(f"/office/units/{ids['LJ-DC']}/{end}").headers["Content-Disposition"]
        assert unquote(said.partition("filename*=UTF-8''")[2].split(";")[0]) == name
    said = client.get(f"/office/units/{ids['LJ-SY-2024-2']}/report.xlsx").headers["Content-Disposition"]
    assert "实验小学三(2)班_课时与测评_2026-11-18.xlsx" in unquote(said)


def test_odd_names_make_no_odd_files_and_no_second_header():
    name = file_name('东/城:"区"\r\nX: y', "a_b", D, "xlsx")
    assert name == "东 城 区 X y_a b_2026-11-02.xlsx" and "\r" not in name and "/" not in name
    said = attachment("东\"x'.csv")
    assert said == "attachment; filename=\"x'.csv\"; filename*=UTF-8''%E4%B8%9C%22x%27.csv"
