"""The broadcast of a school on its page and on paper, through HTTP."""

from __future__ import annotations

import re

from eduplatform.teaching import plan
from eduplatform.teaching.year_overview import topics_of
from tests import people as cast
from tests.conftest import sql_count
from tests.pages.office.people.test_people import unit_id


def address(app, code="LJ-SY", **more):
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/office/units/{unit_id(app, code)}/broadcast" + (f"?{query}" if query else "")


def adopt(app, client_for):
    client_for("city_song").post(f"/office/units/{unit_id(app, 'LJ')}/plan/adopt?year=2026")


def test_the_week_has_a_text_for_each_school_day_with_its_facts_and_a_voice(app, client_for):
    adopt(app, client_for)
    page = client_for("officer_safe").get(address(app))
    text = page.text
    assert page.status_code == 200 and "第 12 周" in text
    assert text.count('class="broadcast-words"') >= 3 and text.count("data-read=") == 5
    assert text.count("card-now") == 1, "today's stands out"
    assert "<code>DISEASE-13</code>" in text and "传染病" in text, "the theme of week 12, with its facts"
    assert "student-read" in text and "data-no-voice" in text


def test_it_takes_few_statements(app, client_for):
    adopt(app, client_for)
    client = client_for("officer_safe")
    client.get(address(app))
    assert sql_count(client.get(address(app))) <= 4


def test_the_key_day_opens_its_day(app, client_for):
    adopt(app, client_for)
    text = client_for("officer_safe").get(address(app, week=11)).text
    assert "今天是全国消防日。" in text


def test_no_text_of_a_term_is_there_twice(app, client_for):
    adopt(app, client_for)
    client, said = client_for("principal_he"), []
    for week in range(1, 21):
        said += re.findall(r"</p><p>([^<]{40,})</p>", client.get(address(app, week=week)).text)
    assert len(said) > 85 and len(set(said)) == len(said)


def test_a_week_whose_topic_has_no_text_reads_others_and_says_so(app, client_for):
    """A week of the plan is about preventing abuse (ABUSE): its facts wait for a licensed reader, nothing of it is read out."""
    adopt(app, client_for)
    with app.app_context():
        planned = plan.planned_weeks(cast.unit("LJ-SY"), 2026)
        week = next(row.week for row in planned if "ABUSE" in topics_of(row, "P2"))
    text = client_for("officer_safe").get(address(app, week=week)).text
    assert "“防性侵害与隐私保护”还没有审过的广播稿" in text
    assert text.count('class="broadcast-words"') == 5 and "今天说说防性侵害" not in text and "今天说说。" not in text
    assert "还没有审过的广播稿" not in client_for("officer_safe").get(address(app, week=12)).text
    english = client_for("officer_safe")
    english.set_cookie("lang", "en")
    assert "has no reviewed text" in english.get(address(app, week=week)).text


def test_in_the_holidays_it_says_when_it_goes_on(app, client_for, clock):
    adopt(app, client_for)
    clock.move_to("2027-02-01 10:00 +0800")
    text = client_for("officer_safe").get(address(app)).text
    assert "放假不播。从 2027年2月22日 接着播" in text and 'class="broadcast-words"' in text
    clock.move_to("2027-08-01 10:00 +0800")
    over = client_for("officer_safe").get(address(app)).text
    assert "这个学年播完了" in over and "2027年9月1日" in over or "2027年8月30日" in over


def test_on_paper_the_week_is_one_sheet(app, client_for):
    adopt(app, client_for)
    page = client_for("officer_safe").get(f"/office/units/{unit_id(app, 'LJ-SY')}/broadcast/print?week=12")
    assert page.status_code == 200 and page.text.count('class="sheet') == 1 and page.text.count("<article>") == 5


def test_a_class_hears_its_own_plan_and_strangers_get_nothing(app, client_for):
    adopt(app, client_for)
    assert client_for("teacher_lin").get(address(app, "LJ-SY-2024-2")).status_code == 200
    for stranger in ("teacher_gao", "other_city", "pupil_yu"):
        assert client_for(stranger).get(address(app)).status_code == 404
    assert client_for("officer_safe").get(address(app, week=77)).status_code == 404


def test_in_english_the_words_to_read_stay_chinese(app, client_for):
    adopt(app, client_for)
    client = client_for("officer_safe")
    client.set_cookie("lang", "en")
    text = client.get(address(app)).text
    assert "Daily broadcast" in text and 'class="broadcast-words" lang="zh-Hans"' in text
