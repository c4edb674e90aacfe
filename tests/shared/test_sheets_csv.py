"""Tables as text: streamed pieces read back whole, and a slow reading of the rule for formulas agrees with the quick one."""

from __future__ import annotations

import csv
import io
import zipfile
from random import Random
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.shared import sheets_csv
from eduplatform.shared.sheets import WIDTHS, Chart, Column, Table, _tab, runs_of_equals, shown_cell, workbook
from eduplatform.shared.sheets_csv import BOM, csv_pieces, safe, write_lines

COLUMNS = [Column("学校", "name"), Column("应授", "count", "开课"), Column("率", "rate", "开课"), Column("注", "long")]
FORMULA = {"=", "+", "-", "@", chr(0xFF1D), chr(0xFF0B), chr(0xFF0D), chr(0xFF20)}
SIGNS = [*FORMULA, "\t", "\r", "\n", " ", "\u3000", "\u00a0", "\0", "a", "安", "1", "'", ",", '"', ";"]


def calculated(text: str) -> bool:
    """Whether a spreadsheet that passes over blanks before it would take the text for a formula; said slowly."""
    if text and text[0] in "\t\r\n":
        return True
    for sign in text:
        if sign in FORMULA:
            return True
        if not sign.isspace():
            return False
    return False


def test_quick_and_slow_agree_on_what_is_dangerous():
    random = Random(3)
    for _ in range(4000):
        text = "".join(random.choice(SIGNS) for _ in range(random.randrange(6)))
        bare = text.replace("\0", "")
        assert safe(text) == ("'" + bare if calculated(bare) else bare), repr(text)
        assert safe(safe(text)) == safe(text), "once is enough"


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_pieces_put_together_are_the_file(monkeypatch):
    random = Random(5)
    rows = [
        ["".join(random.choice(SIGNS) for _ in range(random.randrange(9))), n, random.random(), None]
        for n in range(300)
    ]
    whole = b"".join(csv_pieces(COLUMNS, rows))
    monkeypatch.setattr(sheets_csv, "PIECE", 100)
    pieces = list(csv_pieces(COLUMNS, iter(rows)))
    assert b"".join(pieces) == whole and len(pieces) > 20
    assert whole.startswith(BOM.encode()) and whole.count(BOM.encode()) == 1 and whole.endswith(b"\r\n")
    back = read(whole)
    assert back[0] == ["学校", "开课 应授", "开课 率", "注"] and len(back) == 301
    for row, said in zip(rows, back[1:], strict=True):
        assert said == [safe(row[0]), str(row[1]), shown_cell(row[2], "rate"), "—"]


def test_a_table_without_rows_is_its_head():
    assert b"".join(csv_pieces(COLUMNS, [])).decode() == f"{BOM}学校,开课 应授,开课 率,注\r\n"


def test_a_head_is_made_safe_too():
    said = read(b"".join(csv_pieces([Column("=1", "text"), Column("x", "count", "@g")], [])))
    assert said == [["'=1", "'@g x"]]


def test_a_row_of_another_length_is_an_error_and_not_a_shifted_table():
    with pytest.raises(ValueError, match="zip"):
        list(csv_pieces(COLUMNS, [["a", 1]]))


def test_a_cell_of_a_number_that_holds_text_is_safe_and_true_is_no_number():
    rows = [["a", "=1", "-", True], ["b", 3.5, "—", "-1"]]
    assert read(b"".join(csv_pieces(COLUMNS, rows)))[1:] == [["a", "'=1", "'-", "True"], ["b", "3.5", "—", "'-1"]]


def test_lines_for_programs_keep_numbers_and_say_how_many(tmp_path):
    out = io.StringIO()
    assert write_lines(out, iter([["a", -1, 0.5, None], ["=x", 2, -0.25, ""]])) == 2
    assert out.getvalue() == "a,-1,0.5,\r\n'=x,2,-0.25,\r\n"
    assert write_lines(io.StringIO(), []) == 0


# ── the workbook ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("各月课时", "各月课时"),
        ("[a]:b*c?d/e\\f", "a  b c d e f"),
        ("'引号'", "引号"),
        ("", "1"),
        ("  ", "1"),
        ("/:*", "1"),
        ("安" * 40, "安" * 31),
        ("a" * 30 + "'b", "a" * 30),
    ],
)
def test_the_name_of_a_tab_is_one_that_excel_takes(title, tab):
    assert _tab(title) == tab
    data = workbook(Table("t", COLUMNS, [], chart=Chart(title, ["月", "n"], [("9月", [1])])))
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["统计表", tab]


def test_a_chart_has_its_numbers_beside_it_and_points_at_them():
    chart = Chart("各月", ["月份", "应授", "=已授"], [("=9月", [4, 3.5]), ("10月", [0, 0])])
    data = workbook(Table("t", COLUMNS, [], chart=chart))
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(1).to_python() == [
        ["月份", "应授", "=已授"],
        ["=9月", 4.0, 3.5],
        ["10月", 0.0, 0.0],
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        drawn = book.read("xl/charts/chart1.xml").decode()
    for where in ("各月!$B$1", "各月!$C$1", "各月!$A$2:$A$3", "各月!$B$2:$B$3", "各月!$C$2:$C$3"):
        assert where in drawn, where
    assert (chart.most, Chart("", [], []).most, Chart("", [], [("a", [0.2])]).most) == (4, 1, 1)


def test_without_rows_to_draw_there_is_one_sheet():
    data = workbook(Table("t", COLUMNS, [], chart=Chart("c", ["月", "n"], [])))
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["统计表"]


def test_columns_are_as_wide_as_their_kind_says_and_heads_stay_in_sight():
    columns = [Column(kind, kind) for kind in WIDTHS]
    data = workbook(Table("t", columns, [], about=["填报人"]))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    widths = [
        float(one.get("width")) - 0.7109375  # Excel's own edge
        for one in sheet.iterfind(".//x:col", space)
        for _ in range(int(one.get("min")), int(one.get("max")) + 1)
    ]
    assert widths == pytest.approx(list(WIDTHS.values()), abs=0.1)
    pane = sheet.find(".//x:pane", space)
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("1", "3", "frozen")


def test_runs_of_equals_are_those_a_walk_finds():
    random = Random(2)
    for _ in range(300):
        groups = [random.choice("aab") for _ in range(random.randrange(9))]
        runs = runs_of_equals(groups)
        assert [place for first, last in runs for place in range(first, last + 1)] == list(range(len(groups)))
        for number, (first, last) in enumerate(runs):
            assert len(set(groups[first : last + 1])) == 1
            assert number == 0 or groups[first] != groups[first - 1]


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (0, "hours", "0"),
        (25, "hours", "0.25"),
        (1000, "hours", "10"),
        (0, "rate", "0.0%"),
        (0.0005, "rate", "0.1%"),
        (0.99949, "rate", "99.9%"),
        (2, "rate", "200.0%"),
        (0, "count", "0"),
        (-3, "count", "-3"),
        ("", "count", ""),
    ],
)
def test_a_cell_in_words(value, kind, said):
    assert shown_cell(value, kind) == said
