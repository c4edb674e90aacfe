"""With pinyin above the characters a cover on the class screen stays a picture with one line of words below it."""

from __future__ import annotations

import pytest

from .demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_cover_with_pinyin_keeps_its_title_in_a_line_and_its_picture(signed_in, demo: Demo) -> None:
    page = signed_in(demo.homeroom, width=1920, height=1080)
    page.goto(demo.lesson())
    page.select_option("[name=quiz_mode] >> nth=0", "hands")
    page.click("button:has-text('开始上课')")
    page.wait_for_url("**/screen")
    page.click("button:has-text('拼音')")
    title = page.locator(".scene:not([hidden]) .slide-cover .slide-title")
    title.locator("ruby").first.wait_for(state="visible")
    heights = {round(ruby.bounding_box()["y"]) for ruby in title.locator("ruby").all()}
    assert len(heights) == 1, f"the title's characters stand at {sorted(heights)}: one below the other"
    picture = page.locator(".scene:not([hidden]) .slide-pic").bounding_box()
    assert picture and picture["height"] > 500, f"the cover's picture is {picture} of 1920 × 1080"
