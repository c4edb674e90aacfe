"""`make screenshots`: the pictures of the README, taken from a demo city on a school day. Needs Chromium."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.browser import demo as city
from tests.browser import states
from tests.browser.pupil import answer

from .rooms import photo_of
from .serving import ROOT

FOLDER = ROOT / "docs" / "images"
IN_APP = {
    f"guide-{name}": ROOT / "static" / "images" / "guide" / f"{name}.jpg" for name in ("card", "screen", "phone")
}  # the guide's page shows them
LARGEST = 120_000  # bytes of one picture
WINDOW = (1280, 860)


def keep(page: Page, name: str) -> None:
    """One JPEG of the window, as good as fits into LARGEST."""
    page.wait_for_timeout(400)
    for quality in (88, 80, 72, 64, 56, 48, 40):
        data = page.screenshot(type="jpeg", quality=quality)
        if len(data) <= LARGEST:
            break
    file = IN_APP.get(name, FOLDER / f"{name}.jpg")
    file.write_bytes(data)
    print(f"{file.relative_to(ROOT)}  {len(data) // 1000} KB, quality {quality}")


def front(page: Page, _demo: city.Demo) -> None:
    page.goto("/")
    keep(page, "front")


def report(page: Page, _demo: city.Demo) -> None:
    page.goto("/")
    page.click(".table tbody th a:text-is('东城区')")
    keep(page, "report")


def week(page: Page, _demo: city.Demo) -> None:
    page.goto("/teacher")
    keep(page, "week")


def week_in_english(page: Page, _demo: city.Demo) -> None:
    page.goto("/teacher")
    keep(page, "week-en")


def lesson(page: Page, _demo: city.Demo) -> None:
    """The class screen: a slide, a question with hands counted, the answer."""
    page.goto("/teacher")
    page.select_option("[name=quiz_mode] >> nth=0", "hands")
    page.click("button:has-text('开始上课')")
    page.wait_for_url("**/screen")
    turn(page, 3)
    keep(page, "screen-slide")
    while page.locator(".scene:visible").get_attribute("data-kind") != "ask":
        turn(page, 1)
    fields = page.locator(".scene:visible .count input")
    for field, number in zip(fields.all(), ("9", "31", "2", "1"), strict=False):
        field.fill(number)
    keep(page, "screen-question")


def turn(page: Page, steps: int) -> None:
    for _ in range(steps):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(250)


def guide(screen: Page, phone: Page) -> None:
    """For the teacher's guide: a question with cards on the class screen, the phone after a photo, the reveal, the roll."""
    screen.goto("/teacher")
    screen.select_option("[name=quiz_mode] >> nth=0", "cards")
    screen.click("button:has-text('开始上课')")
    screen.wait_for_url("**/screen")
    code = (screen.locator(".qr-code[data-address]").get_attribute("data-address") or "").partition("/room/join/")[2]
    screen.wait_for_timeout(500)
    keep(screen, "guide-join")
    phone.goto("/room/join/" + code)
    phone.wait_for_url("**/room/")
    screen.wait_for_selector("[data-phone]", state="hidden")
    while screen.locator(".scene:visible").get_attribute("data-kind") != "vote":
        turn(screen, 1)
    sides = screen.locator(".scene:visible .option-letter").count()
    phone.wait_for_selector(".shoot-file", state="attached")
    for which in (0, 1):
        held = {card: "ABCD"[(card * 7 % 10 > 6) * (1 + card % (sides - 1))] for card in range(1, 44)}
        phone.set_input_files(
            ".shoot-file",
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_of(held, seed=7, which=which, width=3000)},
        )
        phone.wait_for_timeout(3000)
    keep(screen, "guide-screen")
    keep(phone, "guide-phone")
    phone.locator(".seats").scroll_into_view_if_needed()
    phone.mouse.wheel(0, 500)
    keep(phone, "guide-names")
    turn(screen, 1)
    screen.wait_for_selector(".scene:visible .share")
    keep(screen, "guide-answer")
    phone.wait_for_timeout(2500)
    phone.click(".room-more a[href$='/room/roll']")
    phone.wait_for_selector("[data-attend-away]")
    keep(phone, "guide-roll")


def card(page: Page, _demo: city.Demo) -> None:
    page.goto("/cards/print?first=7&last=7")
    page.evaluate("scrollTo(0, document.querySelector('.sheet-cards').getBoundingClientRect().top - 16)")
    keep(page, "guide-card")


def roster(page: Page, demo: city.Demo) -> None:
    """The preview of a file with two new pupils of a class."""
    page.goto("/office/rosters")
    with demo.app.app_context():
        rows = states.roll(states.class_of(demo, 5, 2))
    sheet = demo.folder / "五2班名册.xlsx"
    lines = [["东城区实验小学学生花名册"], [], ["姓名", "班级", "学号", "性别"]] + [
        [name, "五(2)班", number, sex] for name, number, sex in rows[:-1]
    ]
    sheet.write_bytes(states.sheet([*lines, ["欧阳问雪", "五(2)班", "61", "女"], ["孟晓舟", "五(2)班", "62", "男"]]))
    page.set_input_files("[name=file]", str(sheet))
    page.click("button:has-text('上传并查看变动')")
    page.wait_for_selector("text=确认导入")
    page.click(".tabs a:has-text('新增')")
    keep(page, "roster")


def slips(page: Page, _demo: city.Demo) -> None:
    page.goto("/teacher/pupils")
    page.click("a:has-text('打印登录条')")
    page.click("form button.btn-primary:has-text('打印')")
    keep(page, "slips")


def pupil(page: Page, _demo: city.Demo) -> None:
    """On a phone: a lesson, a question, why an answer is right."""
    page.goto("/student/lessons")
    page.click("a.lesson-tile:has-text('烟来了')")
    keep(page, "pupil-lesson")
    page.click("a[href$='/quiz']")
    page.click("form button.btn-primary")
    page.wait_for_selector(".paper.is-paged")
    last = page.locator("[data-q]").count() - 1
    answer(page, 0, last)
    page.click("[data-dot='1']")
    keep(page, "pupil-quiz")
    page.click(f"[data-dot='{last}']")
    page.click("[data-send]")
    page.wait_for_url("**/result")
    page.locator(".review").nth(1).scroll_into_view_if_needed()
    keep(page, "pupil-why")


def main() -> None:
    """Build the demo, take every picture, stop the server."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, city.browser() as chromium:
        demo = city.build(Path(folder), PUBLIC_URL="http://10.1.2.3:5000")
        try:
            third = states.class_of(demo, 3, 2)
            teacher = demo.cookie(*states.staff(demo, third.lower()))

            def window(
                lang: str = "zh", width: int = WINDOW[0], height: int = WINDOW[1], **more: object
            ) -> BrowserContext:
                return city.new_context(chromium, demo, city.Watch(), lang, width, height, **more)

            def show(
                context: BrowserContext,
                take: Callable[[Page, city.Demo], None],
                cookie: dict | None = None,
                login: str = "",
            ) -> None:
                if cookie:
                    context.add_cookies([cookie])
                take(city.sign_in(context, demo, login) if login else context.new_page(), demo)
                context.close()

            show(window(), front)
            show(window(), report, login="city")
            show(window(), week, teacher)
            show(window("en"), week_in_english, teacher)
            show(window(), slips, teacher)
            show(window(), roster, login="safety")
            show(window(width=900, height=1000), card)
            fourth = window(width=1280, height=720)  # sizes of the class screen follow the window
            fourth.add_cookies([demo.cookie(*states.staff(demo, states.class_of(demo, 4, 1).lower()))])
            guide(fourth.new_page(), window(width=390, height=780).new_page())
            show(
                window(width=390, height=780, device_scale_factor=1.5),
                pupil,
                demo.cookie(*states.pupils(demo, third)[4]),
            )
            show(window(), lesson, teacher)
        finally:
            demo.server.stop()


if __name__ == "__main__":
    main()
