"""A class written once for many lines: merged cells are filled, and blanks below a text where the pattern leaves no doubt."""

from __future__ import annotations

import pytest

from eduplatform.org.roster.book_types import Guess, Sheet
from eduplatform.org.roster.layout import RosterLine
from eduplatform.org.roster.merged_cells import fill_down

COLUMNS = {"class": 0, "name": 1, "homeroom": 2}


def filled(
    rows: list[list[str]], merged: list[tuple[int, int, int, int]] | None = None
) -> tuple[list[list[str]], list[tuple[str, int]]]:
    """(the lines below a header as they are filled, (field, how many) of each note)."""
    sheet = Sheet("名册", [["班级", "姓名", "班主任"], *rows], merged=merged or [])
    lines = [RosterLine(at, row, "") for at, row in enumerate(rows, 2)]
    notes = fill_down(sheet, Guess(1, dict(COLUMNS)), lines)
    assert all((note.sheet, note.code, note.line) == ("名册", "filled_down", 0) for note in notes)
    return [line.cells for line in lines], [(note.column, note.values["count"]) for note in notes]


def column(rows: list[list[str]], at: int = 0) -> list[str]:
    return [row[at] for row in rows]


def test_a_merged_cell_counts_for_all_its_lines_without_a_note():
    rows = [["三(2)班", "甲", ""], ["", "乙", ""], ["三(1)班", "丙", ""]]
    lines, notes = filled(rows, [(1, 0, 2, 0)])
    assert column(lines) == ["三(2)班", "三(2)班", "三(1)班"] and notes == []


def test_what_is_written_inside_a_merged_box_stays():
    lines, _ = filled([["三(2)班", "甲", ""], ["三(3)班", "乙", ""], ["", "丙", ""]], [(1, 0, 3, 0)])
    assert column(lines) == ["三(2)班", "三(3)班", "三(2)班"]


def test_a_box_across_one_line_or_beside_the_column_fills_nothing():
    rows = [["三(2)班", "甲", ""], ["", "乙", ""], ["三(1)班", "丙", ""]]
    for box in ((1, 0, 1, 2), (1, 1, 2, 2), (2, 0, 3, 0)):
        assert column(filled(rows, [box])[0])[1] == "", box


def test_a_wide_box_counts_for_every_column_it_covers():
    lines, _ = filled([["三(2)班", "甲", "刘梅"], ["", "乙", ""], ["三(1)班", "丙", ""]], [(1, 0, 2, 2)])
    assert column(lines) == ["三(2)班", "三(2)班", "三(1)班"] and column(lines, 2) == ["刘梅", "刘梅", ""]


def test_a_box_that_ends_below_the_sheet_or_begins_in_a_blank_is_harmless():
    assert column(filled([["三(2)班", "甲", ""], ["", "乙", ""]], [(1, 0, 99, 0)])[0]) == ["三(2)班", "三(2)班"]
    assert column(filled([["", "甲", ""], ["", "乙", ""]], [(1, 0, 2, 0)])[0]) == ["", ""]
    assert column(filled([["三(2)班", "甲", ""]], [(99, 0, 100, 0)])[0]) == ["三(2)班"]


def test_blanks_below_a_text_are_filled_and_noted():
    rows = [
        ["三(2)班", "甲", ""],
        ["", "乙", ""],
        ["", "丙", ""],
        ["三(1)班", "丁", ""],
        ["", "戊", ""],
        ["", "己", ""],
    ]
    lines, notes = filled(rows)
    assert column(lines) == ["三(2)班"] * 3 + ["三(1)班"] * 3 and notes == [("class", 4)]


@pytest.mark.parametrize(
    "classes",
    [
        ["", "三(2)班", "", ""],  # the first line has none
        ["三(2)班", "", "三(2)班", "", "", "", ""],  # a text comes twice
        ["三(2)班", ""],  # fewer than two blanks a text
        ["三(2)班", "", "三(1)班", "", ""],
        ["三(2)班", "三(1)班"],
    ],
)
def test_on_a_doubt_nothing_is_filled(classes):
    rows = [[text, f"学生{at}", ""] for at, text in enumerate(classes)]
    lines, notes = filled(rows)
    assert column(lines) == classes and notes == []


def test_a_line_with_nothing_else_is_a_doubt():
    assert filled([["三(2)班", "甲", ""], ["", "乙", ""], ["", "", ""]])[1] == []


def test_each_column_is_looked_at_for_itself():
    rows = [["三(2)班", "甲", "刘梅"], ["", "乙", "陈强"], ["", "丙", "刘梅"]]
    lines, notes = filled(rows)
    assert notes == [("class", 2)] and column(lines, 2) == ["刘梅", "陈强", "刘梅"]


def test_a_short_line_is_made_long_enough():
    sheet = Sheet("名册", [["姓名", "班级"], ["甲", "三(2)班"], ["乙"], ["丙"]])
    lines = [RosterLine(at, row, "") for at, row in enumerate(sheet.rows[1:], 2)]
    fill_down(sheet, Guess(1, {"name": 0, "class": 1}), lines)
    assert [line.cells for line in lines] == [["甲", "三(2)班"], ["乙", "三(2)班"], ["丙", "三(2)班"]]
    assert sheet.rows[2] == ["乙"], "the sheet itself stays as it was read"
