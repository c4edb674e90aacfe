"""A bureau's file of days off: .yaml as shipped, .csv and Excel; what is wrong is told with its line."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from eduplatform.org import holiday_files
from eduplatform.org.calendar import DaysOff
from eduplatform.org.roster.read import read_file
from eduplatform.shared import sheets

SHIPPED = (Path(__file__).parents[2] / "courses" / "holidays.yaml").read_bytes()
HEAD = "名称,类别,第一天,最后一天\n"


def told(text: str | bytes, name: str = "days.csv", year: int = 2027):
    return holiday_files.read_days(name, text.encode() if isinstance(text, str) else text, year, read_file)


def faults(text: str | bytes, name: str = "days.csv", year: int = 2027) -> list[tuple[int, str]]:
    return [(fault.line, fault.refusal.code) for fault in told(text, name, year).faults]


def test_the_shipped_file_can_be_brought_as_a_file():
    found = told(SHIPPED, "2026.yaml", 2026)
    assert not found.faults and found.year == 2026 and len(found.lines) == 13
    assert "国务院" in found.source and found.schedule(2026, "x").days[0].name == "元旦"


@pytest.mark.parametrize("kind", ["放假", "off", " 放假日 "])
@pytest.mark.parametrize("day", ["2027-05-01", "2027/5/1", "2027.5.1", "2027年5月1日"])
def test_days_as_people_write_them(kind, day):
    found = told(f"{HEAD}劳动节,{kind},{day},2027-05-05\n国庆节,上课,2027-09-26,\n")
    assert [entry for _line, entry in found.lines] == [
        DaysOff("off", "劳动节", date(2027, 5, 1), date(2027, 5, 5)),
        DaysOff("work", "国庆节", date(2027, 9, 26), date(2027, 9, 26)),
    ]


def test_a_table_from_excel_with_a_title_and_real_dates():
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, form = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_row(0, 0, ["临江市 2027 年放假安排"])
    sheet.write_row(1, 0, holiday_files.HEADS)
    sheet.write_row(2, 0, ["元旦", "放假"])
    sheet.write_datetime(2, 2, date(2027, 1, 1), form)
    sheet.write_datetime(2, 3, date(2027, 1, 3), form)
    book.close()
    found = told(out.getvalue(), "2027.xlsx")
    assert not found.faults and found.lines == ((3, DaysOff("off", "元旦", date(2027, 1, 1), date(2027, 1, 3))),)


def test_the_table_that_is_given_out_can_be_brought_back():
    columns = [sheets.Column(head) for head in holiday_files.HEADS]
    rows = [("元旦", "放假", "2027-01-01", "2027-01-03"), ("国庆节", "上课", "2027-09-26", "2027-09-26")]
    found = told(sheets.workbook(sheets.Table("临江市", columns, rows, notes=("每行一项",))), "days.xlsx")
    assert not found.faults and [entry.kind for _line, entry in found.lines] == ["off", "work"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("元旦,放假,2027-01-01,2027-01-03\n元旦,放假,2027-01-01,2027-01-03", [(3, "days_twice")]),
        ("元旦,放假,2027-01-01,2027-01-03\n元旦,上课,2027-01-02,2027-01-02", [(3, "days_off_and_on")]),
        ("元旦,上课,2027-01-04,2027-01-04", [(2, "work_on_weekday")]),
        ("元旦,放假,2027-01-03,2027-01-01", [(2, "dates_order")]),
        ("暑假,放假,2027-07-01,2027-09-30", [(2, "days_long")]),
        ("元旦,放假,2028-01-01,2028-01-03", [(2, "days_wrong_year")]),
        ("元旦,放假,2026-01-01,2026-01-03", [(2, "days_wrong_year")]),
        ("元旦,休息,2027-01-01,2027-01-03", [(2, "days_line_kind")]),
        ("元旦,放假,元月一日,", [(2, "days_line_day")]),
        ("元旦,放假,2027-02-30,", [(2, "days_line_day")]),
        (",放假,2027-01-01,", [(2, "days_line_name")]),
        ("", [(0, "days_file_empty")]),
        ("元旦,放假,2027-13-01,\n劳动节,放假,2026-05-01,", [(2, "days_line_day"), (3, "days_wrong_year")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(lines, said):
    assert faults(HEAD + lines) == said


def test_new_year_may_begin_in_the_year_before():
    assert not faults(f"{HEAD}元旦,放假,2026-12-31,2027-01-02\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year: 2026\noff: []\n", (0, "days_wrong_year")),
        (
            "year: 2027\noff:\n- {zh: 元旦, from: 2027-01-01, to: '2027-01-03'}\nwork:\n- {for: 元旦}\n",
            (5, "days_file_yaml"),
        ),
        ("year: 2027\noff: []\n", (0, "days_file_empty")),
        ("off: []\n", (0, "days_file_yaml")),
        ("year: 2027\noff: [\n", (3, "days_file_yaml")),
        ("[" * 3000, (0, "days_file_yaml")),
        ("- 1\n- 2\n", (0, "days_file_yaml")),
        ("year: 2027\n? {a: 1}\n: 2\noff:\n- {zh: 元旦, from: x}\n", (5, "days_line_day")),
    ],
)
def test_a_yaml_file_that_is_none(text, said):
    found = faults(text, "days.yaml")
    assert found == [said] or (found[0][1] == said[1] and text.startswith("["))


def test_a_table_without_its_heads_is_told_them():
    assert faults("元旦,放假,2027-01-01\n") == [(0, "days_file_heads")]
    assert faults(b"x" * (holiday_files.MOST_BYTES + 1)) == [(0, "days_file_large")]
