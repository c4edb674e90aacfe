"""Tables out as .xlsx in the bureaus' habit: merged title, who filled it in and when, two-level heads, a last line, notes.

Text is always written as text: a name that begins with =, +, - or @ is a name, never a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

WIDTHS = {"name": 22, "text": 14, "long": 26, "count": 8.5, "hours": 8.5, "rate": 9, "percent": 13, "points": 19}
SERIES = ("C9D8D2", "1D4B43")  #: fills of a chart's series: light and dark, told apart in black and white
FORMATS = {
    "count": "0",
    "hours": "0.##",
    "rate": "0.0%",
    "percent": '0"%"',
    "points": "+0;\u22120;0",
}  #: Excel writes what shown_cell() says


@dataclass(frozen=True)
class Column:
    """A column: `kind` is name, text, long (text of several lines), count, hours (hundredths), rate (share of 1), percent (whole) or
    points (a difference in whole percentage points); `group` stands above it."""

    head: str
    kind: str = "text"
    group: str = ""


@dataclass(frozen=True)
class Chart:
    """Columns side by side: `heads` are what the rows are called and the names of the series, each row its label and a number for each."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[float]]]

    @property
    def most(self) -> float:
        """The highest number of all, at least 1."""
        return max([1, *(value for _label, values in self.rows for value in values)])


@dataclass(frozen=True)
class Table:
    """What is written. A cell is None (nothing to say: —), a number as its column's kind says, or text."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    last: Sequence[Any] | None = None
    about: Sequence[str] = field(default_factory=tuple)  #: 填报单位, 填报人, 填报日期
    notes: Sequence[str] = field(default_factory=tuple)
    sheet: str = "统计表"  #: what the tab says
    chart: Chart | None = None  #: on a sheet of its own, beside its numbers; of one of `more` below its cells
    more: Sequence[
        Table
    ] = ()  #: small tables that go with it, each on a sheet of its own; no groups over their columns


def shown_cell(value: Any, kind: str) -> str:
    """A cell as the screen, the CSV and Excel show it: 3.5, 86.7%, —."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    if kind == "rate":
        return f"{value * 100:.1f}%"
    if kind == "hours":
        return f"{value / 100:.2f}".rstrip("0").rstrip(".")
    if kind == "percent":
        return f"{value}%"
    return signed(value) if kind == "points" else str(value)


def signed(value: int) -> str:
    """+12, 0, −3: with a true minus."""
    return f"+{value}" if value > 0 else f"\u2212{-value}" if value < 0 else "0"


def workbook(table: Table, target: BinaryIO | str | None = None) -> bytes:
    """The table as an .xlsx file: bytes, or written to `target` (then empty bytes). Rows are written as they come."""
    import xlsxwriter  # takes a tenth of a second to load: only who exports pays for it

    memory = BytesIO()
    book = xlsxwriter.Workbook(
        memory if target is None else target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": target is None,
        },
    )
    book.set_properties({"title": table.title, "author": "安学 Anxue"})
    page = _Page(book, table)
    page.write()
    if table.chart and table.chart.rows:
        page.chart_sheet(book, table.chart)
    for other in table.more:
        beside = _Page(book, other)
        beside.write()
        if other.chart:
            beside.chart_below(book, other.chart)
    book.close()
    return memory.getvalue()


class _Page:
    def __init__(self, book: Any, table: Table):
        self.table, self.sheet = table, book.add_worksheet(table.sheet)
        self.last_column = len(table.columns) - 1
        self.row = self.first = 0
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        boxed = base | {"border": 1}
        self.title_format = book.add_format(base | {"font_size": 16, "bold": True, "align": "center"})
        self.plain, self.note = (
            book.add_format(base),
            book.add_format(base | {"font_size": 9, "text_wrap": True, "valign": "top"}),
        )
        self.head = book.add_format(boxed | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E6EEEA"})
        words: dict[str, dict[str, Any]] = {
            "name": {"align": "left"},
            "text": {"align": "left"},
            "long": {"align": "left", "text_wrap": True},
        }
        kinds = words | {kind: {"align": "right", "num_format": form} for kind, form in FORMATS.items()}
        self.cells = {kind: book.add_format(boxed | more) for kind, more in kinds.items()}
        self.totals = {kind: book.add_format(boxed | more | {"bold": True, "top": 2}) for kind, more in kinds.items()}

    def write(self) -> None:
        self._frame()
        self._title()
        first = self.row
        self._heads()
        self.sheet.repeat_rows(first, self.row - 1)
        self.sheet.freeze_panes(self.row, 1)
        self.first = self.row
        for cells in self.table.rows:
            self._line(cells, self.cells)
        if self.table.last is not None:
            self._line(self.table.last, self.totals)
        wide = sum(WIDTHS[column.kind] for column in self.table.columns)
        for text in self.table.notes:
            self.sheet.set_row(self.row, max(26, 13 * -(-_breadth(text) // round(wide))))
            self._merged(self.row, 0, self.row, self.last_column, text, self.note)
            self.row += 1

    def chart_sheet(self, book: Any, chart: Chart) -> None:
        """Numbers and a chart drawn by Excel or WPS from them, which stays a chart when numbers are changed."""
        sheet = book.add_worksheet(_tab(chart.title))
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1)
        sheet.set_column(0, len(chart.heads) - 1, 14)
        for place, head in enumerate(chart.heads):
            sheet.write_string(0, place, head, self.head)
        for row, (label, values) in enumerate(chart.rows, 1):
            sheet.write_string(row, 0, label, self.cells["text"])
            for place, value in enumerate(values, 1):
                sheet.write_number(row, place, value, self.cells["count"])
        drawn = self._drawn(book, chart, sheet.get_name(), range(len(chart.heads)), 1)
        sheet.insert_chart(0, len(chart.heads) + 1, drawn, {"description": chart.title, "object_position": 3})

    def chart_below(self, book: Any, chart: Chart) -> None:
        """The columns of the table that `chart.heads` name, drawn from its own cells below the notes."""
        heads = [column.head for column in self.table.columns]
        places = [heads.index(head) for head in chart.heads]
        drawn = self._drawn(book, chart, self.sheet.get_name(), places, self.first)
        self.sheet.insert_chart(self.row + 1, 0, drawn, {"description": chart.title, "object_position": 3})

    def _drawn(self, book: Any, chart: Chart, sheet: str, places: Sequence[int], first: int) -> Any:
        """Columns side by side; `places` of the labels and of each series, whose heads stand right above row `first`."""
        drawn, last = book.add_chart({"type": "column"}), first + len(chart.rows) - 1
        for number, place in enumerate(places[1:]):
            drawn.add_series(
                {
                    "name": [sheet, first - 1, place],
                    "categories": [sheet, first, places[0], last, places[0]],
                    "values": [sheet, first, place, last, place],
                    "fill": {"color": f"#{SERIES[number % len(SERIES)]}"},
                    "border": {"color": "#1D4B43"},
                    "data_labels": {"value": True, "font": {"size": 9}},
                    "gap": 60,
                }
            )
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
        drawn.set_legend({"position": "bottom"})
        drawn.set_y_axis(
            {"min": 0, "visible": False, "major_gridlines": {"visible": False}}
        )  # every column says its number
        drawn.set_size({"width": 820, "height": 380})
        return drawn

    def _frame(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&C&P / &N")
        for place, column in enumerate(self.table.columns):
            self.sheet.set_column(place, place, WIDTHS[column.kind])

    def _title(self) -> None:
        self.sheet.set_row(0, 30)
        self._merged(0, 0, 0, self.last_column, self.table.title, self.title_format)
        self.row = 1
        if self.table.about:
            self._merged(1, 0, 1, self.last_column, "    ".join(self.table.about), self.plain)
            self.row = 2

    def _heads(self) -> None:
        """Two levels where columns have groups; a column without one reaches over both."""
        columns, top = self.table.columns, self.row
        grouped = any(column.group for column in columns)
        if not grouped:
            for place, column in enumerate(columns):
                self.sheet.write_string(top, place, column.head, self.head)
            self.row = top + 1
            return
        for first, last in runs_of_equals([column.group for column in columns]):
            if columns[first].group:
                self._merged(top, first, top, last, columns[first].group, self.head)
            else:
                for place in range(first, last + 1):
                    self.sheet.write_string(top, place, columns[place].head, self.head)
        for place, column in enumerate(columns):
            self.sheet.write_string(top + 1, place, column.head if column.group else "", self.head)
            if not column.group:  # merge_range() would go back up a line, which is on the disk already
                self.sheet.merge.append([top, place, top + 1, place])
        self.row = top + 2

    def _line(self, cells: Sequence[Any], formats: dict[str, Any]) -> None:
        for place, (value, column) in enumerate(zip(cells, self.table.columns, strict=True)):
            form = formats[column.kind]
            if value is None or isinstance(value, str):
                self.sheet.write_string(self.row, place, "—" if value is None else value, form)
            else:
                self.sheet.write_number(self.row, place, _number(value, column.kind), form)
        self.row += 1

    def _merged(self, first_row: int, first: int, last_row: int, last: int, text: str, form: Any) -> None:
        if (first_row, first) == (last_row, last):
            self.sheet.write_string(first_row, first, text, form)
        else:
            self.sheet.merge_range(first_row, first, last_row, last, "", form)
            self.sheet.write_string(first_row, first, text, form)


def _breadth(text: str) -> int:
    """How broad a text is, in signs of a Latin typeface."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in text)


def _tab(title: str) -> str:
    """A title as the name of a sheet: Excel takes 31 signs and none of seven."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip("' ") or "1"


def _number(value: float, kind: str) -> float:
    """As the screen rounds it: Excel rounds halves up and would show another last digit."""
    if kind == "rate":
        return float(f"{value * 100:.1f}") / 100
    return value / 100 if kind == "hours" else value


def runs_of_equals(groups: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of equal neighbours as (first, last)."""
    found: list[tuple[int, int]] = []
    for place, group in enumerate(groups):
        if found and groups[found[-1][0]] == group:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
