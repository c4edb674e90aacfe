"""Tables out: nothing becomes a formula, nothing is lost, and big ones do not fill the memory."""

from __future__ import annotations

import csv
import io
import resource
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.shared.sheets import Column, Table, runs_of_equals, shown_cell, workbook
from eduplatform.shared.sheets_csv import csv_pieces, safe

PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "\0=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    '=HYPERLINK("http://x","y")',
    "0012",
    "NA",
    "null",
    "𬍤·买买提",
    "'quoted",
    "http://example.org",
    "1E5",
    "TRUE",
]
DANGEROUS = set(
    "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n"
)  # full-width forms by number: editors make them plain, and then nothing was tested
COLUMNS = [
    Column("名称", "name"),
    Column("应授", "count", "开课"),
    Column("完成率", "rate", "开课"),
    Column("课时", "hours", "开课"),
    Column("参评率", "rate", "测评"),
]


def book(rows, **more):
    return workbook(Table("统计表", COLUMNS, rows, **more))


def read(data: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_text_becomes_a_formula_in_excel(text):
    data = book([[text, 1, 0.5, 100, None]], about=[text], last=[text, 1, 0.5, 100, None], notes=[text])
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<f " not in sheet and "hyperlink" not in sheet.lower()
    back = read(data)[4][0]
    assert back == text.replace("\r", "\n") or back == text, repr(back)


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_text_is_calculated_from_csv_and_it_reads_back(text):
    data = b"".join(csv_pieces(COLUMNS, [[text, 1, 0.5, 100, None]])).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(data, newline="")))[1][0]
    assert not set(cell[:1]) & DANGEROUS and not set(cell.lstrip()[:1]) & DANGEROUS
    assert cell.removeprefix("'") == text.replace("\0", "").removeprefix("'")


def test_ordinary_names_are_left_alone():
    assert [safe(name) for name in ("王小明", "Anna-Lena", "a=b", "")] == ["王小明", "Anna-Lena", "a=b", ""]


def test_cells_show_as_on_the_screen():
    assert [
        shown_cell(*cell)
        for cell in (
            (None, "rate"),
            (0.8125, "rate"),
            (1, "rate"),
            (350, "hours"),
            (400, "hours"),
            (7, "count"),
            ("人数少", "rate"),
        )
    ] == [
        "—",
        "81.2%",
        "100.0%",
        "3.5",
        "4",
        "7",
        "人数少",
    ]


def test_excel_rounds_as_the_screen_does():
    assert read(book([["a", 1, 0.8125, 350, None]]))[3][2:4] == [0.812, 3.5]


def test_the_sheet_has_title_heads_on_two_levels_a_last_line_and_notes_and_prints_on_a4():
    data = book(
        [["甲", 10, 0.5, 100, None]],
        about=["填报单位:临江市"],
        last=["合计", 10, 0.5, 100, None],
        notes=["完成率=完成数÷应完成数×100%"],
    )
    rows = read(data)
    assert rows[0][0] == "统计表" and rows[1][0] == "填报单位:临江市"
    assert rows[2] == ["名称", "开课", "", "", "测评"] and rows[3][1:] == ["应授", "完成率", "课时", "参评率"]
    assert rows[5][0] == "合计" and rows[6][0].startswith("完成率=")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet, names = parts.read("xl/worksheets/sheet1.xml").decode(), parts.read("xl/workbook.xml").decode()
    assert 'orientation="landscape"' in sheet and 'paperSize="9"' in sheet and 'fitToHeight="0"' in sheet
    assert "_xlnm.Print_Titles" in names and "$3:$4" in names
    assert runs_of_equals(["", "a", "a", "b"]) == [(0, 0), (1, 2), (3, 3)]


def test_a_file_written_line_by_line_is_the_same_as_one_made_in_memory(tmp_path):
    table = Table("统计表", COLUMNS, [["甲", 10, 0.5, 100, None]], about=["a"], last=["合计", 10, 0.5, 100, None])
    workbook(table, str(tmp_path / "x.xlsx"))
    assert read((tmp_path / "x.xlsx").read_bytes()) == read(workbook(table))


def test_180_000_lines_are_streamed():
    columns = [
        Column("学校", "name"),
        Column("班级", "text"),
        *(Column(f"n{n}", "count") for n in range(14)),
        Column("r", "rate"),
        Column("q", "rate"),
    ]
    rows = ((f"第{n}小学", "三(2)班", *range(14), 0.5, 0.25) for n in range(180_000))
    before, began = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        resource.getrusage(resource.RUSAGE_SELF).ru_utime,
    )
    size = sum(len(piece) for piece in csv_pieces(columns, rows))
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert size > 10_000_000
    assert (after.ru_maxrss - before) / 1024 < 30, "the file was held in memory"
    print(f"CPU {after.ru_utime - began:.2f} s")
