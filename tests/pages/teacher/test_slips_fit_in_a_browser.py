"""Slips and the list of cards hold the longest names: nothing is cut off. Measured in Chromium, as printed."""

from __future__ import annotations

import pytest

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Unit
from eduplatform.shared.database import write
from tests.browser.demo import chromium_path

from .test_screen_in_a_browser import FLAGS, line  # noqa: F401

pytestmark = pytest.mark.browser

NAMES = (
    "买买提江·阿不都热依木·吐尔逊",
    "欧阳上官司马诸葛夏侯",
    "阿卜杜拉·穆罕默德·艾力·托合提·买买提明·玉苏普江·阿不力孜",
    "Alexandra-Konstantinopolska Wang",
)
CUT = """() => Array.from(document.querySelectorAll('.slip, .card-list li')).filter((slip) => {
  const box = slip.getBoundingClientRect();
  return Array.from(slip.querySelectorAll('*')).some((one) => { const b = one.getBoundingClientRect(); return b.width && (b.bottom > box.bottom + 1 || b.right > box.right + 1); });
}).map((slip) => slip.textContent.trim().slice(0, 60))"""


@pytest.fixture
def longest(desk):
    """The class with the longest names schools write, in a school and class with long names too."""
    with desk.app.app_context(), write():
        pupils = db.session.query(Enrolment).filter_by(class_id=desk.class_id).order_by(Enrolment.id).all()
        for row, name in zip(pupils, NAMES, strict=False):
            db.session.query(User).filter_by(id=row.pupil_id).update({"name": name})
            row.number = "20260301000000012"
        db.session.query(Unit).filter_by(id=desk.school_id).update(
            {"name": "临江市东城区人民政府第一实验九年一贯制民族团结小学"}
        )
    return desk


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", ["slips", "cards/print"])
def test_nothing_is_cut_off(longest, line, lang, what):  # noqa: F811
    from playwright.sync_api import sync_playwright

    longest.client.set_cookie("lang", lang)
    html = longest.post(f"/classes/{longest.class_id}/{what}", what="waiting").text
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_page()
        page.emulate_media(media="print")
        page.route("**/printed", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{line.url}/printed")
        assert page.locator(".slip, .card-list li").count() == 4
        assert page.evaluate(CUT) == []
        browser.close()
