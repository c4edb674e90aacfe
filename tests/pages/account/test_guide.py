"""The teacher's two-page guide and the list of keys, in the app."""

from __future__ import annotations

import re

import pytest

from eduplatform.pages.account.guide import FILES


@pytest.mark.parametrize("lang", FILES)
def test_it_is_open_to_everybody_in_both_languages_with_its_pictures(client_for, lang):
    client = client_for(None)
    client.set_cookie("lang", lang)
    page = client.get("/guide")
    assert page.status_code == 200 and page.text.count("<h2>") >= 5 and "<kbd>PageDown</kbd>" in page.text
    pictures = re.findall(r'<img src="(/static/images/guide/[^"]+)"', page.text)
    assert len(pictures) == 3 and all(client.get(picture).status_code == 200 for picture in pictures)


def test_both_languages_say_the_same_things(client_for):
    counted = []
    for lang in FILES:
        client = client_for(None)
        client.set_cookie("lang", lang)
        said = client.get("/guide").text
        counted.append([said.count(tag) for tag in ("<h2>", "<tr>", "<li>", "<img", "<kbd>")])
    assert counted[0] == counted[1]


def test_a_teacher_finds_it_in_the_menu_and_a_pupil_does_not(client_for):
    assert 'href="/guide"' in client_for("teacher_lin").get("/teacher").text
    assert 'href="/guide"' not in client_for("pupil_yu").get("/student/").text
