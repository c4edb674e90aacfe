"""A `Book` into checked rows. Nothing is guessed about a pupil: what is not clear becomes a problem with its line."""

import re
import unicodedata
from collections.abc import Mapping

from .book_types import Book, Chosen, Guess, Preview, Problem, Roster, Row, Sheet
from .checks import check_rows, class_label, counts_within_class, lost_tens
from .class_of_line import Placer
from .columns import guess_columns, override
from .details import NO_VALUE
from .grades import NotRead, SchoolSettings, Stages
from .id_numbers import holds_id
from .layout import RosterLine, is_instructions, pupil_lines
from .line_questions import without_away, without_hidden, without_remarks
from .merged_cells import fill_down
from .names import clean_name, clean_sex
from .questions import Asking

LONGEST, LONGEST_OWN = 20, 30  #: characters of a number in class, and of a student number beside it
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,29}")
_ERROR = re.compile(r"#(?:N/A|[A-Z][A-Z0-9_ /]{2,24}[!?]?)")
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?|\d{1,2}月\d{1,2}日?|\d{4}年\d{1,2}月(\d{1,2}日)?|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{1,2}"
)
_QUOTED = re.compile(r'=\s*"([^"]*)"')
_APART = re.compile(r"[、,，/;；+＋&\s]+")
_KEPT = ("name", "class", "grade", "number", "student_number", "sex", "homeroom")


def read_roster(
    book: Book,
    mapping: Mapping[str, Chosen | None] | None = None,
    school_year: int = 2026,
    stages: Stages | None = None,
    primary_years: int = 6,
    single_class: bool = False,
    answers: dict[str, str] | None = None,
) -> Roster:
    """All sheets of a book. `mapping` {sheet name or "*": {"header_line": 3, "columns": {"name": 1, …}}} is the user's word
    against our guess (None for a sheet: skip it). Never raises: everything wrong is in `Roster.problems`, and what only the user
    can say in `Roster.questions`. `answers` {key or code of a question: choice}: those given so far."""
    asking = Asking(answers)
    settings: SchoolSettings = {"school_year": school_year, "stages": stages, "primary_years": primary_years}
    roster = Roster([], [], [], Preview([], []), {}, book.encoding_guess, book.encoding_sure)
    if book.problems:
        roster.problems += book.problems
        return roster
    if not book.encoding_sure:
        roster.problems.append(Problem("", 0, "", "encoding_unsure", {"encoding": book.encoding_guess}))
    listed = any(guess_columns(sheet) for sheet in book.sheets if not sheet.hidden)
    for sheet in book.sheets:
        guess = _guess(sheet, mapping or {}, roster, listed)
        if guess:
            roster.guesses[sheet.name] = guess
            _read_sheet(sheet, guess, Placer(sheet.name, settings, single_class, asking), roster, asking)
    roster.problems += check_rows(roster.rows)
    _name_labels(roster)
    if not roster.rows and not roster.problems:
        roster.problems.append(Problem("", 0, "", "no_rows"))
    order = {sheet.name: at for at, sheet in enumerate(book.sheets)}
    roster.problems.sort(key=lambda problem: (order.get(problem.sheet, -1), problem.line))
    roster.preview = _preview(roster.rows)
    roster.questions = asking.open
    return roster


def _guess(sheet: Sheet, mapping: Mapping[str, Chosen | None], roster: Roster, listed: bool = False) -> Guess | None:
    """The columns of a sheet, or None for a sheet that is skipped (with a note) or not understood (with a problem)."""
    if not any(cell.strip() for row in sheet.rows for cell in row):
        roster.notes.append(Problem(sheet.name, 0, "", "sheet_empty"))
        return None
    place = sheet.name if sheet.name in mapping else "*"
    chosen, skipped = mapping.get(place), place in mapping and mapping[place] is None
    if chosen:
        return override(sheet, chosen)
    if skipped or sheet.hidden or is_instructions(sheet):
        code = "sheet_left_out" if skipped else "sheet_hidden" if sheet.hidden else "sheet_instructions"
        roster.notes.append(Problem(sheet.name, 0, "", code))
        return None
    guess = guess_columns(sheet)
    if guess is None and listed:  # another sheet is the list
        roster.notes.append(Problem(sheet.name, 0, "", "sheet_no_list"))
        return None
    code = "sheet_no_header" if guess is None else f"two_{guess.twice[0]}_columns" if guess.twice else ""
    if code:
        roster.problems.append(Problem(sheet.name, guess.header_line if guess else 0, "", code))
    return None if code else guess


def _name_labels(roster: Roster) -> None:
    labels = dict.fromkeys(class_label(row) for row in roster.rows if row.class_.label)
    if labels:
        roster.notes.append(Problem("", 0, "", "class_labels", {"classes": "、".join(labels)[:200]}))


def _read_sheet(sheet: Sheet, guess: Guess, placer: Placer, roster: Roster, asking: Asking) -> None:
    lines, notes = pupil_lines(sheet, guess)
    roster.notes += notes + fill_down(sheet, guess, lines)
    lines = without_hidden(sheet, lines, guess, asking, roster.notes)
    lines = without_away(sheet, lines, guess, asking, roster.notes)
    without_remarks(sheet, lines, guess, asking, roster.notes)
    unread = [text for text in guess.unknown if text] + _nameless(sheet, guess, lines)
    if unread:
        roster.notes.append(Problem(sheet.name, guess.header_line, "", "unread", {"columns": "、".join(unread)[:200]}))
    hidden = {field: at for field, at in guess.columns.items() if at in sheet.hidden_columns}
    if hidden:
        seen = "、".join(
            f"{guess.headers[at] if at < len(guess.headers) else field}（{column_letter(at)}）"
            for field, at in hidden.items()
        )
        roster.notes.append(Problem(sheet.name, guess.header_line, "", "hidden_columns", {"columns": seen[:200]}))
    if guess.not_kept:
        roster.notes.append(
            Problem(sheet.name, guess.header_line, "", "not_kept", {"columns": "、".join(guess.not_kept)[:200]})
        )
    placer.survey(
        (_written(line.at(guess.columns.get("class"))), _written(line.at(guess.columns.get("grade"))), line.title)
        for line in lines
    )
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


def _nameless(sheet: Sheet, guess: Guess, lines: list[RosterLine]) -> list[str]:
    """Columns without a heading that hold something, by their letter: （E）."""
    if any(line.letters for line in lines):
        return []  # a list below has other columns
    used = {*guess.columns.values(), *guess.dropped}
    covered = {
        column
        for top, left, bottom, right in sheet.merged
        if top <= guess.header_line - sheet.first_line <= bottom
        for column in range(left + 1, right + 1)
    }
    blank = [
        at
        for at in range(max((len(line.cells) for line in lines), default=0))
        if at >= len(guess.headers) or not guess.headers[at]
    ]
    return (
        [
            f"（{column_letter(at)}）"
            for at in blank
            if at not in used | covered and any(line.at(at).strip() for line in lines)
        ]
        if guess.headers
        else []
    )


def _once(sheet: str, guess: Guess, found: list[Problem], lines: int) -> list[Problem]:
    """A sheet that names its class nowhere gets one problem, not one per line."""
    silent = [problem for problem in found if problem.code == "class_missing"]
    if "class" in guess.columns or len(silent) < lines or lines == 0:
        return found
    rest = [problem for problem in found if problem.code != "class_missing"]
    return [Problem(sheet, guess.header_line, "", "sheet_no_class"), *rest]


def _read_line(
    sheet: str, line: RosterLine, columns: dict[str, int], placer: Placer, notes: list[Problem]
) -> tuple[Row | None, list[Problem]]:
    """(row, problems) of one line. An id number in a kept cell refuses the whole line, and nothing else is said of it."""
    cells = {field: _written(line.at(columns.get(field))) for field in _KEPT}
    for field in _KEPT:
        if holds_id(cells[field]):
            return None, [_problem(sheet, line, columns, field, "id_in_cell")]
    found: list[Problem] = []

    def fail(field: str, reading: NotRead, text: str = "") -> None:
        found.append(_problem(sheet, line, columns, field, reading.code, text=_short(text)))

    for field in _KEPT:
        fault = _no_text(cells[field])
        if fault:
            fail(field, NotRead(fault), cells[field])
    if found:
        return None, found
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
        elif len(value) > (LONGEST if field == "number" or not number else LONGEST_OWN):
            fail(field, NotRead("number_long"), value)
    homeroom = _homeroom(cells["homeroom"])
    several = _several(cells["homeroom"])
    if several and isinstance(homeroom, str):
        told = {"first": homeroom, "others": "、".join(several[1:])[:60]}
        if not any(
            note.code == "homeroom_first" and note.sheet == sheet and {k: note.values.get(k) for k in told} == told
            for note in notes
        ):
            notes.append(_problem(sheet, line, columns, "homeroom", "homeroom_first", **told))
    if isinstance(homeroom, NotRead):
        fail("homeroom", homeroom, cells["homeroom"])
    sex = clean_sex(cells["sex"])
    if isinstance(sex, NotRead):
        notes.append(_problem(sheet, line, columns, "sex", sex.code, text=_short(cells["sex"])))
        sex = None
    if (
        found
        or not name
        or not class_
        or not isinstance(number, str)
        or not isinstance(student, str)
        or not isinstance(homeroom, str)
    ):
        return None, found
    return Row(sheet, line.line, name.value, class_, number, student, sex, homeroom), []


def _written(text: str) -> str:
    """="0001" is how people keep zeros in a CSV: the text in the quotes is meant."""
    found = _QUOTED.fullmatch(text.strip())
    return found[1] if found else text


def _no_text(text: str) -> str:
    """Why a cell holds nothing that somebody wrote: an error word (#N/A, #SPILL!) or a formula without a stored result."""
    if _ERROR.fullmatch(text.strip()):
        return "cell_error"
    return "formula_no_value" if text == NO_VALUE else ""


def clean_number(text: str) -> str | NotRead:
    """0012 stays 0012; 12号, 12.0, ="12" → 12; empty stays empty. Not read: number_odd, number_is_phone, number_is_date."""
    if _DATE.fullmatch(text.strip()):
        return NotRead("number_is_date")
    flat = re.sub(r"[\s'\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text))
    flat = flat.removeprefix("第").removesuffix("号") if flat.endswith("号") else flat
    flat = re.sub(r"\.0+$", "", flat)
    if flat in ("", "/", "-", "无"):
        return ""
    if re.fullmatch(r"1[3-9]\d{9}", flat):
        return NotRead("number_is_phone")
    return flat if _NUMBER.fullmatch(flat) else NotRead("number_odd")


def _homeroom(text: str) -> str | NotRead:
    """The homeroom teacher, the first of several; "" for none."""
    if text.strip() in ("", "/", "-", "无", "待定"):
        return ""
    name = clean_name((_several(text) or [text])[0])
    return name.value if name else NotRead("name_formula" if name.code == "name_formula" else "homeroom_odd")


def _several(text: str) -> list[str]:
    """The names in 刘梅、陈强 or 刘梅 陈强; [] for one name: 刘 梅 and Ann Lee are one."""
    parts = [part for part in _APART.split(text.strip()) if part]
    if len(parts) > 1 and re.search(r"[、,，/;；+＋&和]", text.strip()):
        return parts
    return parts if len(parts) > 1 and all(re.fullmatch("[\u3400-\u9fff]{2,4}", part) for part in parts) else []


def _problem(
    sheet: str, line: RosterLine, columns: dict[str, int], field: str, code: str, **values: str | int
) -> Problem:
    place = (line.letters or columns).get(field)
    if place is not None:
        values["letter"] = column_letter(place)
    return Problem(sheet, line.line, field, code, values)


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    return (column_letter(index // 26 - 1) if index > 25 else "") + chr(65 + index % 26)


def _short(text: str) -> str:
    """What to show of a cell: short, and no long run of digits, which could be a phone number."""
    return re.sub(r"\d{7,}", "…", text.strip())[:30]


def _preview(rows: list[Row]) -> Preview:
    counts: dict[str, int] = {}
    for row in sorted(
        rows,
        key=lambda row: tuple(
            map(
                str,
                (
                    type(row.class_.grade),
                    f"{row.class_.grade:>3}",
                    f"{row.class_.number or 999:03}",
                    f"{row.class_.label:>8}",
                ),
            )
        ),
    ):
        counts[class_label(row)] = counts.get(class_label(row), 0) + 1
    return Preview([row.name for row in rows[:5]], list(counts.items()))
