"""Which lines of a sheet hold pupils: blank lines, totals, footers, repeated headers and titles are left out."""

import re
from dataclasses import dataclass

from .book_types import Guess, Problem, Sheet
from .columns import columns_at
from .headers import field_of, plain_header

_TOTAL = re.compile(
    r"(合|总|小|共)\s*计.*|(全班|全校|班级|年级|以上)?\s*(共|总)?\s*(计|有)?\s*\d+\s*人.*|(总|班级|学生)?人数.*|男生?[:：]?\s*\d+.*女.*"
)
_SIGNS = "填表人|填报人|制表人?|审核人?|校长|班主任|负责人|经办人|联系人|签字|签名|盖章|日期|填表日期|填报日期|制表日期|填报单位|单位"
_FOOTER = re.compile(
    rf"(备注|说明|注|{_SIGNS}|第\d+页).{{0,6}}[:：].*|第\s*\d+\s*页.*|以下空白.*|以上.{{0,10}}|\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?"
)
_SIGN = re.compile(rf"({_SIGNS})[:：]?")
_INSTRUCTIONS = re.compile(r".*(说明|示例|样例|字典|代码表|下拉|填写须知|须知|readme|instruction).*", re.I)


@dataclass
class RosterLine:
    """A line that should be one pupil. `title` is the text of the nearest title above it."""

    line: int
    cells: list[str]
    title: str
    letters: dict[str, int] | None = None  #: where the fields stood, in a lower list with other columns

    def at(self, column: int | None) -> str:
        return self.cells[column] if column is not None and 0 <= column < len(self.cells) else ""


def is_instructions(sheet: Sheet) -> bool:
    return bool(_INSTRUCTIONS.fullmatch(sheet.name.strip()))


def pupil_lines(sheet: Sheet, guess: Guess) -> tuple[list[RosterLine], list[Problem]]:
    """(lines, notes): the lines below the header that should hold a pupil, and a note for every line left out."""
    start = guess.header_line - sheet.first_line + 1
    title = _title_above(sheet, start - guess.header_rows)
    headers = {
        plain_header(cell)
        for row in sheet.rows[max(0, start - guess.header_rows) : max(0, start)]
        for cell in row
        if cell.strip()
    }
    lines, notes, lower = [], [], None
    for at in range(max(0, start), len(sheet.rows)):
        row, line = sheet.rows[at], sheet.first_line + at
        filled = [column for column, cell in enumerate(row) if cell.strip()]
        if not filled:
            continue
        code = _left_out(row, filled, guess, headers) or (
            "title_line" if _is_title(sheet, at, filled, guess, headers) else ""
        )
        if code == "title_line":
            title = row[filled[0]]
        if code == "header_again":
            lower = _lower_list(sheet, guess, at)
        if code:
            notes.append(Problem(sheet.name, line, "", code))
        else:
            lines.append(
                RosterLine(line, row, title)
                if lower is None
                else RosterLine(line, _as_above(row, guess, lower), title, lower.columns)
            )
    return lines, notes


def _lower_list(sheet: Sheet, guess: Guess, at: int) -> Guess | None:
    """The columns of a second list below the first, where they are others; None where they are the same, or the user chose them."""
    own = columns_at(sheet, guess.header_line - sheet.first_line) if guess.header_line >= sheet.first_line else None
    below = columns_at(sheet, at)
    if own is None or below is None or own.columns != guess.columns or below.columns == guess.columns:
        return None
    guess.unknown += [text for text in below.unknown if text not in guess.unknown]
    guess.not_kept += [text for text in below.not_kept if text not in guess.not_kept]
    return below


def _as_above(row: list[str], guess: Guess, lower: Guess) -> list[str]:
    """A line of the lower list with its cells where the upper list has them; fields that the upper one lacks are put behind."""
    cells = [""] * max(len(guess.headers), 1 + max(guess.columns.values(), default=0))
    for field, column in lower.columns.items():
        if field not in guess.columns:
            guess.columns[field] = max(len(cells), 1 + max(guess.columns.values()))
        cells += [""] * (guess.columns[field] + 1 - len(cells))
        cells[guess.columns[field]] = row[column] if column < len(row) else ""
    for column, text in enumerate(guess.headers):
        if column not in guess.columns.values() and text and text in lower.headers:
            place = lower.headers.index(text)
            cells[column] = row[place] if place < len(row) else ""
    return cells


def _title_above(sheet: Sheet, header: int) -> str:
    texts = [cell.strip() for row in sheet.rows[: max(0, header)] for cell in row if cell.strip()]
    return " ".join(texts)[:300]


def _left_out(row: list[str], filled: list[int], guess: Guess, headers: set[str]) -> str:
    name_at = guess.columns.get("name", -1)
    first = row[filled[0]].strip()
    name = row[name_at].strip() if 0 <= name_at < len(row) else ""
    if _is_header_again(row, filled, name, headers):
        return "header_again"
    if (not name or name_at == filled[0]) and _TOTAL.fullmatch(first) or _TOTAL.fullmatch(name):
        return "total_line"
    if re.fullmatch(r"[合总小共]\s*计[::]?", first) and not re.search(r"[^\W\d_]", name):
        return "total_line"
    if (
        (not name or name_at == filled[0])
        and _FOOTER.fullmatch(first)
        or filled[0] != name_at
        and _SIGN.fullmatch(first)
    ):
        return "footer_line"
    if filled == [guess.columns.get("number")] and re.fullmatch(r"\d{1,4}", first):
        return "number_only_line"
    return ""


def _is_header_again(row: list[str], filled: list[int], name: str, headers: set[str]) -> bool:
    texts = [row[column] for column in filled]
    if not all(
        plain_header(text) in headers or field_of(text) for text in texts
    ):  # stops at the first cell of nearly every line
        fields = {found[0] for found in map(field_of, texts) if found}
        return "name" in fields and len(fields) > 2  # of a list with other columns
    return len(texts) > 1 or (field_of(name) or ("",))[0] == "name"


def _is_title(sheet: Sheet, at: int, filled: list[int], guess: Guess, headers: set[str]) -> bool:
    """One cell alone that is merged across, names a class, or stands right above a repeated header."""
    if len(filled) > 1:
        return False
    text = sheet.rows[at][filled[0]]
    if any(top == at and left == filled[0] and right > left for top, left, _, right in sheet.merged):
        return True
    in_class = filled[0] in (guess.columns.get("class"), guess.columns.get("grade"))  # then the name is missing
    if not in_class and re.search(r"[级班].*(名单|名册|花名册|一览|登记|学生)|^[^,,]{2,12}班\)?$", text.strip()):
        return True
    below = next((row for row in sheet.rows[at + 1 : at + 4] if any(cell.strip() for cell in row)), [])
    columns = [column for column, cell in enumerate(below) if cell.strip()]
    name_at = guess.columns.get("name", -1)
    return bool(columns) and _is_header_again(
        below, columns, below[name_at] if 0 <= name_at < len(below) else "", headers
    )
