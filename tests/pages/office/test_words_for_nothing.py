"""Nothing measured, nothing due, not yet there: three things, each called the same wherever it stands, in both languages.

"未测" (never 0 %, nor "too few") where lessons were given that nobody was tested in; "还没有到期的" where nothing is due yet; "还没开班" for
weeks before the class was on the platform.
"""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.assessment import class_report
from eduplatform.extensions import db
from eduplatform.org.models import ClassYear, Enrolment
from eduplatform.shared import jobs, stale_marks, ttl_cache
from eduplatform.shared.database import write
from tests.assessment import world

from .report.test_report import text

CLASS = "LJ-SY-2024-2"
UNITS = (CLASS, "LJ-SY", "LJ-DC", "LJ")
PLACES = (*UNITS, "teacher")
WORDS = {
    "zh": {
        "untested": "未测",
        "untrained": "未练",
        "due": "还没有到期的",
        "before": "还没开班",
        "few": "人数太少",
        "sheets": "没有个人答卷",
    },
    "en": {
        "untested": "Not tested",
        "untrained": "Not trained",
        "due": "Nothing due yet",
        "before": "Class not yet begun",
        "few": "Too few to show",
        "sheets": "No answer sheets",
    },
}
RATES = {"参评率": "未测", "合格率": "未测", "优秀率": "未测", "训练完成率": "未练"}


@pytest.fixture
def given(app):
    """A lesson with a quiz and a training to 20 pupils of one class; nothing of it was answered. No other class had any lesson."""
    with app.app_context():
        with write():
            world.pupils(world.unit(CLASS), 16)
            world.teach(world.unit(CLASS), world.lesson("FIRE"), date(2026, 11, 2), roll=20)
        world.settle()


def address(app, place, query=""):
    with app.app_context():
        if place == "teacher":
            post = class_report.homeroom_posts(world.unit(CLASS), world.YEAR)[0][0]
            return f"/office/teachers/{post.id}{query}"
        return f"/office/units/{world.unit(place).id}{query}"


def screen(app, client_for, place, lang, query=""):
    client = client_for("city_song")
    client.set_cookie("lang", lang)
    page = client.get(address(app, place, query))
    assert page.status_code == 200
    return text(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_a_lesson_nobody_was_tested_in_is_called_that_on_every_screen(app, client_for, given, place, lang):
    said, words = screen(app, client_for, place, lang), WORDS[lang]
    assert words["untested"] in said and words["untrained"] in said and words["few"] not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("code", "word"),
    [("quiz_rate", "untested"), ("pass_rate", "untested"), ("skill_rate", "untrained"), ("activity_rate", "due")],
)
@pytest.mark.parametrize("place", UNITS[1:])
def test_the_bars_of_the_units_below_say_it_too(app, client_for, given, place, code, word, lang):
    said, words = screen(app, client_for, place, lang, f"?show={code}"), WORDS[lang]
    assert words[word] in said and words["due"] in said and words["few"] not in said


@pytest.mark.parametrize("place", UNITS[1:])
def test_the_sheets_say_it_cell_by_cell(app, client_for, given, place):
    client, path = client_for("city_song"), address(app, place)
    names = {"LJ-SY": "三(2)班", "LJ-DC": "实验小学", "LJ": "东城区"}
    rows = [
        CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{path}/report.xlsx").data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)[3:],
        list(csv.reader(io.StringIO(client.get(f"{path}/report.csv").data.decode("utf-8-sig")))),
    ]
    places = {head: rows[0][0].index(head) for head in RATES}
    for lines in rows:  # the file of commas names its columns by group too, in the same order
        line = next(line for line in lines if line[0] == names[place])
        assert {head: line[at] for head, at in places.items()} == RATES
        other = next((line for line in lines if line[0] in ("三(1)班", "东城中学", "西城区")), None)
        assert other is None or {other[at] for at in places.values()} == {"—"}


def test_the_sheet_of_all_classes_says_it(app, client_for, given):
    client = client_for("city_song")
    asked = client.post(address(app, "LJ", "/exports"))
    with app.app_context():
        assert jobs.run_next()
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(client.get(asked.location + "/file").data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    line = next(line for line in rows if line[:2] == ["实验小学", "三(2)班"])
    assert {head: line[rows[3].index(head)] for head in RATES} == RATES


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", UNITS[1:])
def test_hands_have_no_sheets_of_single_pupils_which_is_neither_nothing_due_nor_too_few(app, client_for, place, lang):
    with app.app_context():
        with write():
            world.pupils(world.unit(CLASS), 16)
            world.teach(world.unit(CLASS), world.lesson("FIRE"), date(2026, 11, 2), roll=20, hands=18)
        world.settle()
    assert WORDS[lang]["sheets"] in screen(app, client_for, place, lang, "?show=pass_rate")


@pytest.fixture
def late(app):
    """Every class of the city began in October."""
    with app.app_context():
        with write():
            db.session.query(Enrolment).update({"from_on": date(2026, 10, 12)})
            for class_year in db.session.query(ClassYear).filter_by(year=world.YEAR):
                stale_marks.mark_stale("class_year", class_year.school_id, class_year.class_id, world.YEAR)
        ttl_cache.drop()
        world.settle()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", UNITS)
def test_weeks_before_the_class_was_there_are_called_that(app, client_for, late, place, lang):
    assert WORDS[lang]["before"] in screen(app, client_for, place, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_the_teachers_own_week_too(app, client_for, late, lang):
    client = client_for("teacher_lin")
    client.set_cookie("lang", lang)
    assert WORDS[lang]["before"] in text(client.get("/", follow_redirects=True))
