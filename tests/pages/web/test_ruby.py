"""Pinyin on pages: where it is shown, that the switch is remembered, and that nothing else changes."""

import re

import pytest

from eduplatform.curriculum.pinyin import HAN
from eduplatform.pages.web.ruby import above, slide_html

from ...lessons import WATER, head_of


def _lesson(app, slug=WATER):
    with app.test_request_context():
        return head_of(slug).lesson_id


def test_marks_stay_with_their_character_and_figures_are_untouched():
    html = str(above("<p>“打<strong>119</strong>，快！”</p>", "dǎ kuài"))
    assert (
        re.sub(r"<rp>.*?</rp>|<rt.*?</rt>|</?ruby>|</?span[^>]*>", "", html) == "<p>“打<strong>119</strong>，快！”</p>"
    )
    assert html.count("<ruby>") == 2
    assert '<span class="kept"><ruby>快' in html and "</ruby>！”</span>" in html
    assert '<rt aria-hidden="true">kuài</rt>' in html


@pytest.mark.parametrize(
    ("text", "together"),
    [
        (
            "每人写两件宿舍里见过的事，不写名字",
            [
                "的事，",
            ],
        ),
        ("等学校<strong>通知</strong>安全了，再出来", ["全了，"]),
        ("这两个结果，和水边的人有什么关系？", ["结果，", "关系？"]),
        ("积水里可能有掉下来的<strong>电线</strong>", ["来的"]),
        ("积水里可能有掉下来的电线", ["电线"]),
        ("一年级，不排", ["年级，"]),
    ],
)
def test_the_end_of_a_long_clause_stays_together_where_no_pinyin_is_shown(app, text, together):
    with app.test_request_context():
        html = slide_html({"body_html": f"<p>{text}</p>", "body": []}, "body")
    assert re.findall(r'<span class="kept">(.*?)</span>', html) == together


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("玩笑，两个人都笑", ["玩笑，", "都笑"]),
        ("风筝飞上了电线。", ["电线。"]),
        ("要找大人，举手喊“大人”", ["要找大人，", "举手喊", "“大人”"]),
        ("车看见人，<strong>不能马上停</strong>", ["车看见人，", "上停"]),
    ],
)
def test_no_character_of_a_clause_stands_alone_on_the_last_line(text, together):
    html = above(text, " ".join("a" * len(HAN.findall(text))))
    kept = re.findall(r'<span class="kept">(.*?)</span>', html)
    assert [re.sub(r"<rt.*?</rt>|<rp>.*?</rp>|<[^>]*>", "", one) for one in kept] == together


def test_what_does_not_fit_stays_as_it_is():
    assert above("<p>安全</p>", "ān") == "<p>安全</p>"


@pytest.mark.parametrize(("who", "there"), [("pupil_small", True), ("pupil_yu", False)])
def test_grades_one_and_two_have_it_others_choose(app, client_for, who, there):
    page = client_for(who).get(f"/student/lessons/{_lesson(app)}/read").get_data(as_text=True)
    assert ("<ruby>" in page) is there
    assert 'name="to" value="on"' in page or 'name="to" value="off"' in page


def test_the_choice_is_remembered(app, client_for):
    client, path = client_for("pupil_yu"), f"/student/lessons/{_lesson(app)}/read"
    answer = client.post("/pinyin", data={"to": "on", "next": path})
    assert answer.status_code == 303 and answer.location == path
    page = client.get(path).get_data(as_text=True)
    slides = page[page.index("data-slides") :]
    assert "<ruby>水" in slides and 'aria-hidden="true">shuǐ</rt>' in slides
    client.post("/pinyin", data={"to": "off", "next": path})
    assert "<ruby>" not in client.get(path).get_data(as_text=True)


def test_the_training_and_the_quiz_have_it_too(app, client_for):
    client, lesson = client_for("pupil_small"), _lesson(app)
    assert "<ruby>" in client.get(f"/student/lessons/{lesson}/skill").get_data(as_text=True)
    quiz = client.get(f"/student/lessons/{lesson}/quiz").get_data(as_text=True)
    key = re.search(r'name="key" value="([^"]+)"', quiz)[1]
    paper = client.post(f"/student/lessons/{lesson}/quiz", data={"key": key}, follow_redirects=True).get_data(
        as_text=True
    )
    stems = re.findall(r'<h2 class="ask-text".*?</h2>', paper)
    assert stems and all("<ruby>" in stem for stem in stems)


def test_the_switch_refuses_other_addresses(client_for):
    assert client_for(None).post("/pinyin", data={"to": "on", "next": "https://example.org/"}).location.startswith("/")
