"""Which lines of a sheet hold pupils: blank lines, totals, footers, repeated headers and titles are left out."""

import re
from dataclasses import dataclass

from .headers import field_of, plain
from .shapes import Guess, Problem, Sheet

_TOTAL = re.compile(r"(合|总|小|共)\s*计.*|(全班|全校|班级|年级)?\s*(共|总)?\s*(计|有)?\s*\d+\s*人.*|(总|班级|学生)?人数.*|男生?[::]?\d+.*女.*")
_FOOTER = re.compile(r"(备注|说明|注|填表人|填报人|制表|审核|校长|班主任签|签字|签名|日期|填表日期|联系人|盖章|单位|第\d+页).{0,1}[::].*|注[::].*|第\s*\d+\s*页.*|以下空白.*|以上.{0,10}")
_INSTRUCTIONS = re.compile(r".*(说明|示例|样例|字典|代码表|下拉|填写须知|须知|readme|instruction).*", re.I)


@dataclass
class Line:
    """A line that should be one pupil. `title` is the text of the nearest title above it."""

    line: int
    cells: list[str]
    title: str

    def at(self, column: int | None) -> str:
        return self.cells[column] if column is not None and 0 <= column < len(self.cells) else ""


def is_instructions(sheet: Sheet) -> bool:
    return bool(_INSTRUCTIONS.fullmatch(sheet.name.strip()))


def pupil_lines(sheet: Sheet, guess: Guess) -> tuple[list[Line], list[Problem]]:
    """(lines, notes): the lines below the header that should hold a pupil, and a note for every line left out."""
    start = guess.header_line - sheet.first_line + 1
    title = _title_above(sheet, start - guess.header_rows)
    headers = {plain(cell) for row in sheet.rows[max(0, start - guess.header_rows):max(0, start)] for cell in row if cell.strip()}
    lines, notes = [], []
    for at in range(max(0, start), len(sheet.rows)):
        row, line = sheet.rows[at], sheet.first_line + at
        filled = [column for column, cell in enumerate(row) if cell.strip()]
        if not filled:
            continue
        code = _left_out(row, filled, guess, headers) or ("title_line" if _is_title(sheet, at, filled, guess, headers) else "")
        if code == "title_line":
            title = row[filled[0]]
        if code:
            notes.append(Problem(sheet.name, line, "", code))
        else:
            lines.append(Line(line, row, title))
    return lines, notes


def _title_above(sheet: Sheet, header: int) -> str:
    texts = [cell.strip() for row in sheet.rows[:max(0, header)] for cell in row if cell.strip()]
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
    if (not name or name_at == filled[0]) and _FOOTER.fullmatch(first):
        return "footer_line"
    if filled == [guess.columns.get("number")] and re.fullmatch(r"\d{1,4}", first):
        return "number_only_line"
    return ""


def _is_header_again(row: list[str], filled: list[int], name: str, headers: set[str]) -> bool:
    texts = [row[column] for column in filled]
    if not all(plain(text) in headers or field_of(text) for text in texts):  # stops at the first cell of nearly every line
        return False
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
    below = next((row for row in sheet.rows[at + 1:at + 4] if any(cell.strip() for cell in row)), [])
    columns = [column for column, cell in enumerate(below) if cell.strip()]
    name_at = guess.columns.get("name", -1)
    return bool(columns) and _is_header_again(below, columns, below[name_at] if 0 <= name_at < len(below) else "", headers)
