"""A homeroom teacher brings in a messy roster and prints slips; a new pupil opens one and learns."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page
from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db

from . import axe
from .demo import Demo, until
from .pupil import answer
from .states import class_of, pupils

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
NEW = "欧阳问雪"


@pytest.fixture
def roll(demo: Demo) -> list[str]:
    """Names of the teacher's class, by number."""
    ids = [user for user, _school in pupils(demo, class_of(demo, 3, 1))]
    with demo.app.app_context():
        names = dict(map(tuple, db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))))
    return [names[user] for user in ids]


def messy_sheet(roll: list[str], file: Path) -> Path:
    """As schools send it: a title over merged cells, an empty line, spaces in headings, a column that must not be kept, a total below."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        page = book.add_worksheet("三年级")
        page.merge_range("A1:F1", "东城区实验小学 2026-2027 学年学生花名册（内部）")
        page.write_row(2, 0, ["序 号", "行政班级", "学生姓名", "性  别", "班内学号", "家长电话"])
        for line, name in enumerate([*roll, NEW], 1):
            page.write_row(
                2 + line, 0, [line, "三年级1班", f" {name} ", "女" if line % 2 else "男", line, "13800000000"]
            )
        page.write_row(4 + len(roll) + 1, 0, ["合计", "", f"{len(roll) + 1} 人"])
    file.write_bytes(kept.getvalue())
    return file


def messy_csv(roll: list[str], file: Path) -> Path:
    """The same from an old program: GBK, other headings."""
    lines = ["姓名,班级,学号,性别"] + [
        f"{name},三(1)班,{line},{'女' if line % 2 else '男'}" for line, name in enumerate([*roll, NEW], 1)
    ]
    file.write_bytes("\r\n".join(lines).encode("gbk"))
    return file


def bring_in(page: Page, file: Path) -> None:
    """Upload and wait for the preview."""
    page.goto("/office/rosters")
    page.set_input_files("[name=file]", str(file))
    page.click("button:has-text('上传并查看变动')")
    asked = page.locator(
        "form.asking"
    )  # the file has the sex of many wrong: whether they are the same children is for the teacher to say
    asked.or_(page.locator("text=确认导入")).first.wait_for(timeout=20000)
    if asked.count():
        assert not axe.findings(page)
        for same in asked.locator("input[value=same]").all():
            same.check(force=True)
        page.click("button:has-text('答好了，看变动')")
        page.wait_for_selector("text=确认导入", timeout=20000)


def counted(page: Page, label: str) -> int:
    return int(page.locator(f".stat:has(.stat-label:text-is('{label}')) .stat-figure b").inner_text())


def test_from_a_messy_file_to_a_result(signed_in, visitor, demo: Demo, roll: list[str], tmp_path: Path) -> None:
    page = signed_in(demo.homeroom)
    page.goto("/teacher")
    bring_in(page, messy_sheet(roll, tmp_path / "花名册.xlsx"))
    assert (counted(page, "新增"), counted(page, "离校"), counted(page, "转班")) == (1, 0, 0)
    page.click(".tabs a:has-text('新增')")
    assert NEW in page.inner_text("main") and "13800000000" not in page.content()
    assert not axe.findings(page)
    page.fill("[name=consent]", "2026年入学告知书")
    page.click("button:has-text('确认导入')")
    page.wait_for_selector("text=已导入")
    code = slip_of(page, NEW)
    pupil = visitor(width=360, height=740).new_page()
    open_account(pupil, code)
    learn(pupil)
    bring_in(page, messy_csv(roll, tmp_path / "old.csv"))
    assert (counted(page, "新增"), counted(page, "离校"), counted(page, "没有变")) == (0, 0, len(roll) + 1)


def slip_of(page: Page, name: str) -> str:
    """Print the sheet for everybody who has not come in yet; the code on this pupil's slip."""
    page.goto("/teacher/pupils")
    page.click("a:has-text('打印登录条')")
    page.click("form button.btn-primary:has-text('打印')")
    slip = page.locator(f".slip:has-text('{name}')")
    assert slip.locator(".slip-qr svg").count() == 1
    assert not axe.findings(page) and not axe.misfits(page)
    page.emulate_media(media="print")
    assert not page.locator(".no-print:visible").count(), "buttons stay off the paper"
    page.emulate_media(media="screen")
    return slip.locator(".slip-code").inner_text()


def open_account(pupil: Page, code: str) -> None:
    """Type the code as it stands on paper, choose a password."""
    pupil.goto("/")
    pupil.click("a.door:has-text('登录条')")
    pupil.fill("[name=code]", code.lower())
    pupil.click("button:has-text('打开账号')")
    assert NEW in pupil.inner_text("main")
    pupil.click("button:has-text('是我')")
    pupil.wait_for_url("**/choose")
    pupil.fill("[name=password]", "greenriver42")
    pupil.fill("[name=repeat]", "greenriver42")
    pupil.click("button:has-text('定好了')")
    pupil.wait_for_url("**/student/")


def learn(pupil: Page) -> None:
    """Lesson, video, quiz, result."""
    pupil.goto("/student/lessons")
    pupil.click("a.lesson-tile:has-text('烟来了')")
    pupil.wait_for_url(re.compile(r"/student/lessons/\d+$"))
    lesson = pupil.url
    pupil.click("a[href$='/read']")
    pupil.wait_for_selector("[data-next]")
    while pupil.is_visible("[data-next]"):
        pupil.click("[data-next]")
    pupil.click("text=我看完了")
    pupil.wait_for_url(lesson)
    pupil.click("a[href$='/video']")
    pupil.wait_for_selector("video")
    pupil.evaluate("document.querySelector('video').play()")
    until(pupil, "document.querySelector('video').currentTime > 0.5")
    pupil.goto(lesson)
    pupil.click("a[href$='/quiz']")
    pupil.click("form button.btn-primary")
    pupil.wait_for_selector(".paper.is-paged")
    asked = pupil.locator("[data-q]").count()
    answer(pupil, 0, asked - 1)
    pupil.click("[data-send]")
    pupil.wait_for_url("**/result")
    assert pupil.locator(".review").count() == asked
    assert pupil.locator(".reason-why").count() >= asked, "every question says why"
