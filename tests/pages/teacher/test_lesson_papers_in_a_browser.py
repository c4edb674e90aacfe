"""The plan of every shipped lesson fits one page of A4, in both languages; the handout prints every slide. Printed by Chromium."""

from __future__ import annotations

import os
from io import BytesIO
from unicodedata import normalize

import pytest

from eduplatform.curriculum import queries as content
from tests.browser.demo import chromium_path

from .test_screen_in_a_browser import FLAGS, line  # noqa: F401

pytestmark = pytest.mark.browser
RADICALS = str.maketrans("⻋⻔⻓⻅⻛⻢⻝⻚⻘⻬⻥⻩⻦⻆", "车门长见风马食页青齐鱼黄鸟角")


def printed(line, html):  # noqa: F811
    """The page as PDF: (width, height of a page in points, words) a page."""
    from playwright.sync_api import sync_playwright
    from pypdf import PdfReader

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_page()
        page.route("**/printed", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{line.url}/printed")
        page.wait_for_load_state("networkidle")
        data = page.pdf(prefer_css_page_size=True)
        browser.close()
    return [
        (round(one.mediabox.width), round(one.mediabox.height), plain(one.extract_text()))
        for one in PdfReader(BytesIO(data)).pages
    ]


def plain(words):
    """Without white space; a PDF of Chromium says 手 by the sign of its radical, U+2F3F, which NFKC brings back, and 车 by U+2ECB, which it
    does not."""
    return "".join(normalize("NFKC", words).translate(RADICALS).split())


def lessons(desk):
    with desk.app.app_context():
        return [(head.lesson_id, head.slug, content.body(head.revision_id)) for head in content.lessons_of()]


@pytest.mark.parametrize(("lang", "first"), [("zh", 0), ("en", 4)])
def test_the_plan_is_one_page_of_a4(desk, line, lang, first):  # noqa: F811
    desk.client.set_cookie("lang", lang)
    every = 1 if os.environ.get("ANXUE_WHOLE_SHELF") else 9
    for lesson_id, slug, body in lessons(desk)[first::every]:
        pages = printed(line, desk.get(f"/classes/{desk.class_id}/lessons/{lesson_id}/sheet").text)
        assert len(pages) == 1, f"{slug}: {len(pages)} pages"
        assert pages[0][:2] in ((595, 842), (594, 841), (595, 841), (596, 842)), pages[0][:2]
        assert plain(body["slides"][-1]["title"]) in pages[0][2], slug


def test_the_handout_has_every_slide_and_cuts_none(desk, line):  # noqa: F811
    lesson_id, _slug, body = lessons(desk)[0]
    words = [one[2] for one in printed(line, desk.get(f"/classes/{desk.class_id}/lessons/{lesson_id}/handout").text)]
    assert 4 <= len(words) <= 8, len(words)
    for number, slide in enumerate(body["slides"], 1):
        assert any(plain(f"{number}. {slide['title']}") in page for page in words), slide["title"]
