"""A bureau's file of days off into a schedule: .yaml in the shape of courses/holidays.yaml, or a table (.csv, .xlsx, .xls) with a line
for each entry. Everything that is wrong is told with its line, and a file with a fault gives no schedule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from ..shared.refusals import Refused
from .calendar import DaysOff
from .day_rules import check_entry
from .holiday_schedules import Schedule, in_order
from .roster.book_types import Book

MOST_BYTES = 1024 * 1024
MOST_ENTRIES = 200
HEADS = ("名称", "类别", "第一天", "最后一天")
KINDS = {
    "off": ("放假", "放假日", "休", "off", "day off"),
    "work": ("上课", "上班", "周末上课", "补课", "调休", "调休上课", "周末上课(调休)", "work", "school"),
}
_HEADS = {
    "name": ("名称", "节日", "name"),
    "kind": ("类别", "类型", "kind"),
    "first": ("第一天", "开始", "first day", "from"),
    "last": ("最后一天", "结束", "last day", "to"),
}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00)?)?$")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line (0: the whole file)."""

    line: int
    refusal: Refused


@dataclass(frozen=True)
class Told:
    """What a file says: its entries with their lines, its year if it names one, where it is from, and what is wrong with it."""

    lines: tuple[tuple[int, DaysOff], ...]
    faults: tuple[Fault, ...]
    year: int | None = None
    source: str = ""

    def schedule(self, year: int, source: str) -> Schedule:
        """The schedule of a file without faults."""
        said = self.source or source
        return Schedule(year, in_order(entry for _line, entry in self.lines), {"zh": said, "en": said})


Raw = tuple[int, str, str, str, str]  #: line, name, kind, first and last day as written


def read_days(filename: str, data: bytes, year: int, table: Callable[[str, bytes], Book]) -> Told:
    """The days of the calendar year `year` in a file. `table` reads .csv and Excel (roster.sandbox.read_file_safely), whose RosterRefused
    goes through. Faults: days_file_empty, days_file_large, days_file_heads, days_file_yaml (line), days_wrong_year, days_line_name,
    days_line_kind (said), days_line_day (said), and those of check_entry()."""
    if len(data) > MOST_BYTES:
        return _faulty(Refused("days_file_large", most=f"{MOST_BYTES >> 20} MB"))
    if filename.lower().endswith((".yaml", ".yml")):
        return _read_yaml(data, year)
    return _read_table(table(filename, data), year)


def checked_days(raws: list[Raw], year: int, named: int | None = None, source: str = "") -> Told:
    """Entries as written into days, each held against those before it."""
    if named is not None and named != year:
        return _faulty(Refused("days_wrong_year", year=year, said=named))
    if not raws:
        return _faulty(Refused("days_file_empty"))
    if len(raws) > MOST_ENTRIES:
        return _faulty(Refused("days_file_large", most=MOST_ENTRIES))
    lines: list[tuple[int, DaysOff]] = []
    faults: list[Fault] = []
    for raw in raws:
        try:
            entry = _entry(raw, year)
            check_entry(entry, [before for _line, before in lines])
            lines.append((raw[0], entry))
        except Refused as refusal:
            faults.append(Fault(raw[0], refusal))
    return Told(tuple(lines), tuple(faults), named, source)


def _faulty(refusal: Refused, line: int = 0) -> Told:
    return Told((), (Fault(line, refusal),))


def _entry(raw: Raw, year: int) -> DaysOff:
    _line, name, kind, first, last = raw
    if not name or len(name) > 40:
        raise Refused("days_line_name")
    known = next((code for code, words in KINDS.items() if _plain(kind) in words), None)
    if known is None:
        raise Refused("days_line_kind", said=kind[:20])
    entry = DaysOff(known, name, _date(first), _date(last or first))
    # 元旦 may begin in the year before
    if year not in (entry.starts_on.year, entry.ends_on.year) or entry.ends_on.year > year:
        raise Refused("days_wrong_year", year=year, said=entry.starts_on.year)
    return entry


def _plain(text: str) -> str:
    return text.strip().lower().replace("（", "(").replace("）", ")")


def _date(text: str) -> date:
    found = _DAY.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("days_line_day", said=text[:20]) from None


def _read_table(book: Book, year: int) -> Told:
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:20]):
            places = _places(row)
            if places:
                first = sheet.first_line + at + 1
                return checked_days(list(_rows(sheet.rows[at + 1 :], first, places)), year)
    return _faulty(Refused("days_file_heads", heads="、".join(HEADS)))


def _places(row: list[str]) -> dict[str, int]:
    """Which column is which; empty for a row that is no header."""
    cells = [_plain(cell) for cell in row]
    found = {name: at for name, words in _HEADS.items() for at, cell in enumerate(cells) if cell in words}
    return found if found.keys() >= {"name", "kind", "first"} else {}


def _rows(rows: list[list[str]], first: int, places: dict[str, int]) -> Iterator[Raw]:
    for line, row in enumerate(rows, first):
        cell = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
        if any(cell[name] for name in ("kind", "first")):  # notes below a table stand in its first column
            yield line, cell["name"], cell["kind"], cell["first"], cell.get("last", "")


def _read_yaml(data: bytes, year: int) -> Told:
    try:
        root = yaml.compose(data.decode("utf-8-sig"), yaml.SafeLoader)
    except (UnicodeDecodeError, RecursionError):  # no text, or brackets without end
        return _faulty(Refused("days_file_yaml"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return _faulty(Refused("days_file_yaml"), mark.line + 1 if mark else 0)
    parts = _fields(root)
    named = parts.get("year")
    if not isinstance(named, yaml.ScalarNode) or not named.value.isdecimal():
        return _faulty(Refused("days_file_yaml"))
    raws = [*_entries(parts.get("off"), "off"), *_entries(parts.get("work"), "work")]
    undated = next((raw[0] for raw in raws if not raw[3]), None)
    if undated is not None:
        return _faulty(Refused("days_file_yaml"), undated)
    source = parts.get("source")
    said = source if isinstance(source, yaml.ScalarNode) else _fields(source).get("zh")
    return checked_days(raws, year, int(named.value), said.value[:120] if isinstance(said, yaml.ScalarNode) else "")


def _fields(node: Any) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _entries(node: Any, kind: str) -> Iterator[Raw]:
    """Texts as written: "2026-10-01" with or without quotes."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        line = item.start_mark.line + 1
        said = {name: value.value for name, value in _fields(item).items() if isinstance(value, yaml.ScalarNode)}
        first = said.get("from") or said.get("date") or ""
        yield line, said.get("zh") or said.get("for") or "", kind, first, said.get("to") or first
