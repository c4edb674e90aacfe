"""A city officer opens a figure down to the answer sheets behind it, by mouse alone; the Excel file says what the screen says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from python_calamine import CalamineWorkbook

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_city_district_school_class_lesson_answer_sheet(signed_in, tmp_path: Path) -> None:
    page = signed_in("city")
    page.goto("/")
    assert page.inner_text("h1") == "临江市"
    same_in_excel(page, tmp_path)
    for name in ("东城区", "东城区实验小学"):
        page.click(f".table tbody th a:text-is('{name}')")
        assert page.inner_text("h1") == name
        same_in_excel(page, tmp_path)
    label = page.locator(".table tbody th a").nth(4).inner_text()
    page.click(f".table tbody th a:text-is('{label}')")
    assert page.inner_text("h1") == label
    lesson = page.locator(
        ".table a[href*='/office/sessions/']"
    ).first  # three clicks from the city to the lessons behind its figures
    lesson.click()
    assert label in page.inner_text(".purpose")
    page.click(".sheet-list a >> nth=0")
    assert re.search(r"\d+ 分，满分 100 分", page.inner_text(".kv"))
    assert page.locator(".answered").count() >= 5, "every question of the sheet is there"
    back = page.locator(".crumbs a").all_inner_texts()
    assert back[:4] == ["临江市", "东城区", "东城区实验小学", label], "the way back names every step"


def same_in_excel(page: Page, folder: Path) -> None:
    """Download by the button, compare the last line of the sheet with the last line of the table."""
    on_screen = [cell.strip() for cell in page.locator(".table tfoot tr > *").all_inner_texts()]
    with page.expect_download() as waiting:
        page.click("text=下载 Excel")
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    total = next(row for row in reversed(rows) if row and str(row[0]).strip() == "合计")
    assert [written(value, shown) for value, shown in zip(total[1:], on_screen[1:], strict=False)] == on_screen[1:]


def written(value: object, shown: str) -> str:
    """A number of the sheet as the page writes it."""
    if not isinstance(value, int | float):
        return str(value)
    if shown.endswith("%"):
        return f"{value * 100:.1f}%"
    return f"{value:.2f}".rstrip("0").rstrip(".")
