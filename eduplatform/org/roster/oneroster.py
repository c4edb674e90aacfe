"""A OneRoster 1.1 CSV zip as a list of pupils: one line for each pupil, at the line of users.csv it stands in.

Everything that is wrong with the files is told with file and line, and nothing of them is read then. Mails, phones, passwords, birthdays
and whatever else a system puts in are not even looked at.
"""

import csv
import io
import zipfile
from dataclasses import dataclass, field

from .book_types import Book, Problem, Sheet
from .id_numbers import holds_id, mask
from .oneroster_names import join_name
from .oneroster_tables import MANIFEST, MANIFEST_HEAD, MODES, SIGNS, TABLES, VERSIONS, grade_of_code
from .refusals import RosterRefused

NEEDED = ("classes", "users", "enrollments")
LIST = "users.csv"  #: the sheet of the book: its lines are those of this file
HEAD = ["姓名", "班级", "年级", "学生编号", "班主任"]
MOST = 1000  #: problems told; a file with more has one cause
_SPOKEN = {-3: "托班", -2: "小班", -1: "中班", 0: "大班"} | dict(
    zip(
        range(1, 13),
        [
            "一年级",
            "二年级",
            "三年级",
            "四年级",
            "五年级",
            "六年级",
            "七年级",
            "八年级",
            "九年级",
            "高一",
            "高二",
            "高三",
        ],
        strict=True,
    )
)
Row = dict[str, str]


def is_oneroster(data: bytes) -> bool:
    """Whether a zip that zipguard passed holds tables of OneRoster and no workbook."""
    names = set(_members(zipfile.ZipFile(io.BytesIO(data))))
    return bool(names & SIGNS) and not any(name.endswith(".xml") for name in names)


def _members(packed: zipfile.ZipFile) -> dict[str, str]:
    """Name of a file without its folder → name in the zip. Two of one name: the first."""
    found: dict[str, str] = {}
    for name in packed.namelist():
        short = name.replace("\\", "/").rpartition("/")[2]
        if short and "__MACOSX" not in name:
            found.setdefault(short, name)
    return found


@dataclass
class Table:
    """Rows of a table with their lines, and where each sourcedId stands."""

    rows: list[tuple[int, Row]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def read_oneroster(data: bytes) -> Book:
    """The pupils of the zip as a book of one sheet; with anything wrong, without a line and with `problems`."""
    reader = _Reader(zipfile.ZipFile(io.BytesIO(data)))
    sheet = reader.pupils() if reader.read() else None
    problems = reader.problems[:MOST]
    return Book([sheet] if sheet and not problems else [Sheet(LIST, [])], "oneroster", problems=problems)


class _Reader:
    def __init__(self, packed: zipfile.ZipFile):
        self.packed, self.names = packed, _members(packed)
        self.tables: dict[str, Table] = {}
        self.problems: list[Problem] = []

    def say(self, file: str, line: int, code: str, /, **values: str | int) -> None:
        self.problems.append(Problem(file, line, "", code, values))

    def read(self) -> bool:
        """Read every table that the manifest says is there; False when something was wrong."""
        for name in self._manifest():
            self._table(name)
        if not self.problems:
            for name, table in self.tables.items():
                self._references(name, table)
        return not self.problems

    def _text(self, file: str) -> str | None:
        if file not in self.names:
            self.say(file, 0, "oneroster_missing", file=file)
            return None
        try:
            return self.packed.read(self.names[file]).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.say(file, 0, "oneroster_encoding", file=file)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError):
            raise RosterRefused("file_broken") from None
        return None

    def _lines(self, file: str) -> list[tuple[int, list[str]]]:
        """(line, cells) of a file; a row with line ends in a cell is at the line it begins on."""
        text, found = self._text(file), []
        if text is None:
            return []
        reader, first = csv.reader(io.StringIO(text, newline=""), strict=True), 1
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    found.append((first, [_plain(cell) for cell in row]))
                first = reader.line_num + 1
        except csv.Error:
            self.say(file, first, "oneroster_quotes", file=file)
            return []
        if not found:
            self.say(file, 0, "oneroster_empty", file=file)
        return found

    def _manifest(self) -> list[str]:
        """Tables to read: bulk, and of ours."""
        lines = self._lines(MANIFEST)
        if not lines:
            return []
        if tuple(lines[0][1][:2]) != MANIFEST_HEAD:
            self.say(MANIFEST, lines[0][0], "oneroster_head_missing", column="propertyName,value")
            return []
        said = {row[0]: (line, row[1] if len(row) > 1 else "") for line, row in lines[1:]}
        for name, wanted in VERSIONS.items():
            line, value = said.get(name, (0, ""))
            if value != wanted:
                self.say(MANIFEST, line, "oneroster_version", name=name, text=_short(value), wanted=wanted)
        found = []
        for table in TABLES:
            line, mode = said.get(f"file.{table}", (0, "absent"))
            if mode not in MODES:
                self.say(MANIFEST, line, "oneroster_mode", name=f"file.{table}", text=_short(mode))
            elif mode == "delta":
                self.say(MANIFEST, line, "oneroster_delta", file=f"{table}.csv")
            elif mode == "absent" and table in NEEDED:
                self.say(MANIFEST, line, "oneroster_absent", file=f"{table}.csv")
            elif mode == "bulk":
                found.append(table)
        return found

    def _table(self, name: str) -> None:
        file, shape, lines = f"{name}.csv", TABLES[name], self._lines(f"{name}.csv")
        if not lines:
            return
        line, head = lines[0]
        missing = [column for column in shape.columns if column not in head]
        odd = [column for column in head if column not in shape.columns and not column.startswith("metadata.")]
        for code, columns in (("oneroster_head_missing", missing), ("oneroster_head_odd", odd)):
            if columns:
                self.say(file, line, code, column=_short("、".join(columns), 120))
        if missing or odd:
            return
        table = self.tables[name] = Table()
        for line, cells in lines[1:]:
            if len(cells) != len(head):
                self.say(file, line, "oneroster_cells", count=len(cells), wanted=len(head))
                continue
            row = dict(zip(head, cells, strict=True))
            for column in shape.required:
                if not row[column]:
                    self.say(file, line, "oneroster_empty_cell", column=column)
            if row["sourcedId"] in table.lines:
                first = table.lines[row["sourcedId"]]
                self.say(file, line, "oneroster_id_twice", text=_short(row["sourcedId"]), first=first)
            table.lines.setdefault(row["sourcedId"], line)
            table.rows.append((line, row))

    def _references(self, name: str, table: Table) -> None:
        shape = TABLES[name]
        for line, row in table.rows:
            for column, target in shape.refers.items():
                known = self.tables.get(target)
                for one in _several(row[column]) if column in shape.several else [row[column]]:
                    if one and known is not None and one not in known.lines:
                        where = {"column": column, "text": _short(one), "file": f"{target}.csv"}
                        self.say(f"{name}.csv", line, "oneroster_unknown", **where)

    # ── pupils ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def pupils(self) -> Sheet:
        """One line for each pupil with a class, at its line of users.csv."""
        classes = {row["sourcedId"]: row for _line, row in self.tables["classes"].rows}
        people = {row["sourcedId"]: row for _line, row in self.tables["users"].rows}
        places, teachers = self._places(classes, people)
        rows: list[list[str]] = [HEAD]
        for line, row in self.tables["users"].rows:
            if row["role"] != "student":
                continue
            mine = self._homeroom(line, row, [classes[one] for one in places.get(row["sourcedId"], ())])
            if mine is None:
                continue
            grade = grade_of_code(_several(mine["grades"])[0]) if mine["grades"] else None
            rows += [[""] * len(HEAD)] * (line - len(rows) - 1)
            name = join_name(row["givenName"], row["familyName"], row["middleName"])
            spoken = "" if grade is None else _SPOKEN[grade]
            own = "" if holds_id(row["identifier"]) else row["identifier"]
            rows.append([name, mine["title"], spoken, own, teachers.get(mine["sourcedId"], "")])
        self._one_school(classes, places)
        return Sheet(LIST, rows)

    def _places(self, classes: dict[str, Row], people: dict[str, Row]) -> tuple[dict[str, list[str]], dict[str, str]]:
        """Classes of each pupil, and the name of the homeroom teacher of each class."""
        places: dict[str, list[str]] = {}
        teachers: dict[str, str] = {}
        for _line, row in self.tables["enrollments"].rows:
            who, where = row["userSourcedId"], row["classSourcedId"]
            if row["role"] == "student":
                places.setdefault(who, []).append(where)
            elif row["role"] == "teacher" and row["primary"].lower() == "true":
                user = people[who]
                teachers.setdefault(where, join_name(user["givenName"], user["familyName"], user["middleName"]))
        return places, teachers

    def _homeroom(self, line: int, row: Row, mine: list[Row]) -> Row | None:
        """The class a pupil belongs to: the only homeroom, else the only class of any kind. None without one, or with several."""
        homerooms = [one for one in mine if one["classType"] == "homeroom"] or mine
        different = {one["sourcedId"]: one for one in homerooms}
        if len(different) > 1:
            titles = "、".join(one["title"] for one in different.values())
            self.say(LIST, line, "oneroster_two_classes", classes=_short(titles, 60))
        elif not different:
            self.say(LIST, line, "oneroster_no_class")
        return next(iter(different.values())) if len(different) == 1 else None

    def _one_school(self, classes: dict[str, Row], places: dict[str, list[str]]) -> None:
        schools = {classes[one]["schoolSourcedId"] for mine in places.values() for one in mine}
        if len(schools) > 1:
            self.say("classes.csv", 0, "oneroster_schools", count=len(schools))


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()] or [""]


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps spreadsheets from calculating a cell."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@") else text


def _short(text: str, most: int = 40) -> str:
    """What to show of a cell: short, and no national id."""
    text = mask(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
