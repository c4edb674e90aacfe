"""JavaScript off or blocked by a school filter: first visit with a slip, later visits with a password, a lesson, a quiz, a class screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .demo import Demo
from .states import class_of, pupils, staff

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(visitor) -> Page:
    return visitor(width=360, java_script_enabled=False).new_page()


def test_a_pupil_comes_in_learns_and_takes_a_quiz(page: Page, demo: Demo) -> None:
    demo.give_password(*pupils(demo, class_of(demo, 4, 2))[4], "sevenkites8")
    page.goto("/")
    page.click("a.door-now")
    page.fill("[name=q]", "实验小学")
    page.click("button:has-text('找学校')")
    page.click("a:has-text('东城区实验小学')")
    page.click("a:text-is('四(2)班')")
    page.fill("[name=who]", "5")
    page.fill("[name=password]", "sevenkites8")
    page.click("button:has-text('进来')")
    assert page.url.endswith("/student/")
    page.goto("/student/lessons")
    page.click("a.lesson-tile >> nth=0")
    lesson = page.url
    page.click("a[href$='/read']")
    assert page.locator("[data-slide]:visible").count() >= 8, "all slides stand on one page"
    page.click("text=我看完了")
    page.goto(lesson + "/quiz")
    page.click("form button.btn-primary")
    asked = page.locator("[data-q]:visible").count()
    assert asked >= 5
    page.locator("[data-q] label.option").first.click()
    page.click("[data-send]")
    assert page.url.endswith("/result") and page.locator(".review").count() == asked


def test_staff_sign_in_and_a_wrong_password_says_so(page: Page, demo: Demo) -> None:
    page.goto("/sign-in?tab=staff")
    page.fill("[name=login]", "principal")
    page.fill("[name=password]", "not-this-one")
    page.click("button:has-text('登录') >> nth=-1")
    assert page.locator(".notice").count() == 1 and page.input_value("[name=login]") == "principal"
    page.fill("[name=password]", demo.accounts["principal"])
    page.click("form[method=post] .btn-primary")
    assert page.inner_text("h1") == "东城区实验小学"


def test_a_lesson_is_turned_by_plain_forms(page: Page, demo: Demo) -> None:
    page.context.add_cookies([demo.cookie(*staff(demo, class_of(demo, 4, 1).lower()))])
    page.goto("/teacher")
    page.click("button:has-text('开始上课')")
    first = page.locator(".scene:visible").get_attribute("data-place")
    page.click("button:has-text('下一步')")
    assert first == "0" and page.locator(".scene:visible").get_attribute("data-place") == "1"
    page.click(".screen-tools a:has-text('下课')")
    page.click("summary:has-text('点错了')")
    page.click("button:has-text('结束，不记课时')")
    assert "没有记课时" in page.inner_text("body")


@pytest.fixture(autouse=True)
def expected(watch):
    """A wrong password is answered with a refusal that the browser reports."""
    yield
    watch.forgive(r"POST .*/sign-in$")
