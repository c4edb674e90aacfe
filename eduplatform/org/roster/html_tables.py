"""Many school systems "export to Excel" an HTML table or an XML 2003 workbook named .xls: read both as sheets."""

from html.parser import HTMLParser

from .book_types import Sheet
from .refusals import RosterRefused
from .workbook import MAX_CELLS, MAX_COLUMNS

_ROW, _CELL, _SHEET = {"tr", "row"}, {"td", "th", "cell"}, {"worksheet", "ss:worksheet"}
_SILENT = {"style", "script", "title", "head", "styles", "documentproperties", "names", "comment"}


def read_markup(text: str) -> list[Sheet]:
    """All tables of an HTML page stacked in one sheet, or the work sheets of an XML workbook.

    Refuses: markup_no_table (a page without a table), sheet_too_large.
    """
    parser = _Tables()
    parser.feed(text)
    parser.close()
    parser.end_row()
    sheets = [sheet for sheet in parser.sheets if sheet.rows]
    if not sheets:
        raise RosterRefused("markup_no_table")
    return sheets


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets = [Sheet("", [])]
        self.row: list[str] | None = None
        self.text: list[str] | None = None
        self.span, self.silent, self.cells = (1, 1), 0, 0
        self.open_spans: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag, said = tag.removeprefix("ss:"), dict(attrs)
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.silent = 0  # a page that never closed its <head>
        elif tag in _SHEET:
            self.sheets.append(Sheet(said.get("ss:name") or "", []))
        elif tag in _ROW:
            self._start_row(_number(said.get("ss:index"), 0))
        elif tag in _CELL and self.row is not None:
            self._start_cell(self.row, said)
        elif tag == "br" and self.text is not None:
            self.text.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = tag.removeprefix("ss:")
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _CELL:
            self.end_cell()
        elif tag in _ROW or tag == "table":
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self.text is not None and not self.silent:
            self.text.append(data)

    def _start_row(self, index: int) -> None:
        self.end_row()
        rows = self.sheets[-1].rows
        self._count(max(0, index - len(rows)))
        rows.extend([] for _ in range(index - 1 - len(rows)))
        self.row = []

    def _start_cell(self, row: list[str], attrs: dict[str, str | None]) -> None:
        self.end_cell()
        column = _number(attrs.get("ss:index"), 0)
        self._fill(row, column - 1)
        while self.open_spans.get(len(row), 0) > 0:
            self._fill(row, len(row) + 1)
        across = _number(attrs.get("colspan"), 0) or _number(attrs.get("ss:mergeacross"), 0) + 1
        down = _number(attrs.get("rowspan"), 0) or _number(attrs.get("ss:mergedown"), 0) + 1
        self.span, self.text = (across, min(down, 10_000)), []

    def _fill(self, row: list[str], width: int) -> None:
        if width > MAX_COLUMNS:
            raise RosterRefused("sheet_too_large", rows=len(self.sheets[-1].rows), columns=width)
        row.extend("" for _ in range(width - len(row)))

    def end_cell(self) -> None:
        if self.text is None or self.row is None:
            return
        across, down = self.span
        sheet, column = self.sheets[-1], len(self.row)
        if across > 1 or down > 1:
            line = len(sheet.rows)
            sheet.merged.append((line, column, line + down - 1, column + across - 1))
        self.row.append("".join(self.text).strip(" \r\n\xa0"))
        self._fill(self.row, column + across)
        for at in range(column, column + across if down > 1 else column):
            self.open_spans[at] = down
        self.text = None
        self._count(across)

    def end_row(self) -> None:
        self.end_cell()
        if self.row is None:
            return
        while self.open_spans.get(len(self.row), 0) > 0:
            self.row.append("")
        self.sheets[-1].rows.append(self.row)
        self.open_spans = {at: left - 1 for at, left in self.open_spans.items() if left > 1}
        self.row = None

    def _count(self, more: int) -> None:
        self.cells += more
        if self.cells > MAX_CELLS // 4:
            raise RosterRefused("sheet_too_large", rows=len(self.sheets[-1].rows), columns=0)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
