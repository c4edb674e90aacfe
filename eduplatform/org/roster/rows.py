"""A `Book` into checked rows. Nothing is guessed about a pupil: what is not clear becomes a problem with its line."""

import re
import unicodedata

from .asking import Asking
from .checks import check_rows, class_label, counts_within_class, lost_tens
from .columns import guess_columns, override
from .fill import fill_down
from .grades import NotRead
from .idnumbers import holds_id
from .layout import Line, is_instructions, pupil_lines
from .names import clean_name, clean_sex
from .placing import Placer
from .shapes import Book, Guess, Preview, Problem, Roster, Row, Sheet

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,29}")
_KEPT = ("name", "class", "grade", "number", "student_number", "sex", "homeroom")


def read_roster(
    book: Book, mapping: dict | None = None, school_year: int = 2026, stages: tuple | None = None,
    primary_years: int = 6, single_class: bool = False, answers: dict[str, str] | None = None,
) -> Roster:
    """All sheets of a book. `mapping` {sheet name or "*": {"header_line": 3, "columns": {"name": 1, …}}} is the user's word
    against our guess (None for a sheet: skip it). Never raises: everything wrong is in `Roster.problems`, and what only the user
    can say in `Roster.questions`. `answers` {key or code of a question: choice}: those given so far."""
    asking = Asking(answers)
    settings = {"school_year": school_year, "stages": stages, "primary_years": primary_years}
    roster = Roster([], [], [], Preview([], []), {}, book.encoding_guess, book.encoding_sure)
    if not book.encoding_sure:
        roster.problems.append(Problem("", 0, "", "encoding_unsure", {"encoding": book.encoding_guess}))
    for sheet in book.sheets:
        guess = _guess(sheet, mapping or {}, roster)
        if guess:
            roster.guesses[sheet.name] = guess
            _read_sheet(sheet, guess, Placer(sheet.name, settings, single_class), roster)
    roster.problems += check_rows(roster.rows)
    if not roster.rows and not roster.problems:
        roster.problems.append(Problem("", 0, "", "no_rows"))
    order = {sheet.name: at for at, sheet in enumerate(book.sheets)}
    roster.problems.sort(key=lambda problem: (order.get(problem.sheet, -1), problem.line))
    roster.preview = _preview(roster.rows)
    roster.questions = asking.open
    return roster


def _guess(sheet: Sheet, mapping: dict, roster: Roster) -> Guess | None:
    """The columns of a sheet, or None for a sheet that is skipped (with a note) or not understood (with a problem)."""
    if not any(cell.strip() for row in sheet.rows for cell in row):
        roster.notes.append(Problem(sheet.name, 0, "", "sheet_empty"))
        return None
    said = mapping.get(sheet.name, mapping.get("*", False))
    if said:
        return override(sheet, said)
    if said is None or sheet.hidden or is_instructions(sheet):
        code = "sheet_left_out" if said is None else "sheet_hidden" if sheet.hidden else "sheet_instructions"
        roster.notes.append(Problem(sheet.name, 0, "", code))
        return None
    guess = guess_columns(sheet)
    code = "sheet_no_header" if guess is None else f"two_{guess.twice[0]}_columns" if guess.twice else ""
    if code:
        roster.problems.append(Problem(sheet.name, guess.header_line if guess else 0, "", code))
    return None if code else guess


def _read_sheet(sheet: Sheet, guess: Guess, placer: Placer, roster: Roster) -> None:
    lines, notes = pupil_lines(sheet, guess)
    roster.notes += notes + fill_down(sheet, guess, lines)
    if guess.not_kept:
        roster.notes.append(Problem(sheet.name, guess.header_line, "", "not_kept", {"columns": "、".join(guess.not_kept)[:200]}))
    rows, placed, found = [], [], []
    for line in lines:
        row, problems = _read_line(sheet.name, line, guess.columns, placer, roster.notes)
        found += problems
        if row and not problems:
            rows.append(row)
            placed.append((row.line, line.at(guess.columns.get("class")).strip(), row.class_.key))
    roster.problems += _once(sheet.name, guess, found, len(lines)) + lost_tens(sheet.name, placed)
    if "number" in guess.weak and not counts_within_class(rows):
        roster.notes.append(Problem(sheet.name, guess.header_line, "number", "number_is_counter"))
        for row in rows:
            row.number = ""
    roster.rows += rows


def _once(sheet: str, guess: Guess, found: list[Problem], lines: int) -> list[Problem]:
    """A sheet that names its class nowhere gets one problem, not one per line."""
    silent = [problem for problem in found if problem.code == "class_missing"]
    if "class" in guess.columns or len(silent) < lines or lines == 0:
        return found
    rest = [problem for problem in found if problem.code != "class_missing"]
    return [Problem(sheet, guess.header_line, "", "sheet_no_class"), *rest]


def _read_line(sheet: str, line: Line, columns: dict, placer: Placer, notes: list) -> tuple[Row | None, list[Problem]]:
    """(row, problems) of one line. An id number in a kept cell refuses the whole line, and nothing else is said of it."""
    cells = {field: line.at(columns.get(field)) for field in _KEPT}
    for field in _KEPT:
        if holds_id(cells[field]):
            return None, [_problem(sheet, line, columns, field, "id_in_cell")]
    found: list[Problem] = []

    def fail(field: str, reading, text: str = "") -> None:
        found.append(_problem(sheet, line, columns, field, reading.code, text=_short(text)))

    name = clean_name(cells["name"])
    if not name:
        fail("name", name, cells["name"])
    elif name.note:
        notes.append(_problem(sheet, line, columns, "name", name.note, text=name.value))
    class_, field = placer.place(cells["class"], cells["grade"], line.title)
    if not class_:
        fail(field, class_, cells[field])
    number, student = clean_number(cells["number"]), clean_number(cells["student_number"])
    for field, value in (("number", number), ("student_number", student)):
        if isinstance(value, NotRead):
            fail(field, value, cells[field])
    homeroom = _homeroom(cells["homeroom"])
    if isinstance(homeroom, NotRead):
        fail("homeroom", homeroom, cells["homeroom"])
    sex = clean_sex(cells["sex"])
    if isinstance(sex, NotRead):
        notes.append(_problem(sheet, line, columns, "sex", sex.code, text=_short(cells["sex"])))
        sex = None
    if found or not name or not class_ or not isinstance(number, str) or not isinstance(student, str) or not isinstance(homeroom, str):
        return None, found
    return Row(sheet, line.line, name.value, class_, number, student, sex, homeroom), []


def clean_number(text: str) -> str | NotRead:
    """0012 stays 0012; 12号, 12.0 → 12; empty stays empty. Not read: number_odd, number_is_phone."""
    flat = re.sub(r"[\s'\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text)).removesuffix("号").removesuffix(".0")
    if flat in ("", "/", "-", "无"):
        return ""
    if re.fullmatch(r"1[3-9]\d{9}", flat):
        return NotRead("number_is_phone")
    return flat if _NUMBER.fullmatch(flat) else NotRead("number_odd")


def _homeroom(text: str) -> str | NotRead:
    if text.strip() in ("", "/", "-", "无", "待定"):
        return ""
    if re.search("[、,,/;;]", text):
        return NotRead("homeroom_several")
    name = clean_name(text)
    return name.value if name else NotRead("name_formula" if name.code == "name_formula" else "homeroom_odd")


def _problem(sheet: str, line: Line, columns: dict, field: str, code: str, **values) -> Problem:
    if columns.get(field) is not None:
        values["letter"] = column_letter(columns[field])
    return Problem(sheet, line.line, field, code, values)


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    return (column_letter(index // 26 - 1) if index > 25 else "") + chr(65 + index % 26)


def _short(text: str) -> str:
    """What to show of a cell: short, and no long run of digits, which could be a phone number."""
    return re.sub(r"\d{7,}", "…", text.strip())[:30]


def _preview(rows: list[Row]) -> Preview:
    counts: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: tuple(map(str, (type(row.class_.grade), f"{row.class_.grade:>3}", f"{row.class_.number:03}")))):
        counts[class_label(row)] = counts.get(class_label(row), 0) + 1
    return Preview([row.name for row in rows[:5]], list(counts.items()))
