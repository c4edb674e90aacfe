"""Finds the header row of a sheet, under titles and over two lines, and says what each column holds."""

from .book_types import Chosen, Guess, Sheet
from .headers import field_of, is_weak, plain_header
from .id_numbers import holds_id

Places = dict[str, list[tuple[int, int]]]  #: field → (rank of the header, column)
_SEARCHED = 40
_WORTH = {
    "name": 4,
    "class": 3,
    "grade": 2,
    "number": 2,
    "student_number": 2,
    "sex": 2,
    "homeroom": 2,
    "status": 1,
    "not_kept": 1,
}


def guess_columns(sheet: Sheet) -> Guess | None:
    """The best guess for a sheet, or None when no row among the first 40 looks like a header with a name column."""
    found = []
    for at in range(min(len(sheet.rows), _SEARCHED)):
        for height in (1, 2):
            texts = _texts(sheet, at, height)
            score = (
                0 if texts is None else _score(texts) - (height - 1) / 2
            )  # a title over a header is no two-line header
            if texts is not None and score > 0:
                found.append((at, height, texts, score))
    if not found:
        return None
    best = max(found, key=lambda one: one[3])
    above = [
        one
        for one in found
        if one[3] * 2 >= best[3]
        and any(any(cell.strip() for cell in row) for row in sheet.rows[one[0] + one[1] : best[0]])
    ]
    # a second list below the first may have more columns: those above it are pupils, not titles
    first = max((one for one in above if one[0] == above[0][0]), key=lambda one: one[3]) if above else best
    return _guess(sheet, *first)


def columns_at(sheet: Sheet, at: int) -> Guess | None:
    """What a row would say as a header row, for a second list below the first; None when it is none."""
    return _guess(sheet, at, 1, sheet.rows[at], 100) if _score(sheet.rows[at]) else None


def override(sheet: Sheet, chosen: Chosen) -> Guess:
    """The user's word: {"header_line": 3, "columns": {"name": 1, …}}; a line 0 means there is no header row."""
    line = int(chosen.get("header_line", 0))
    columns = {field: int(at) for field, at in chosen["columns"].items() if at is not None}
    at = line - sheet.first_line
    headers = [text.strip()[:40] for text in sheet.rows[at]] if 0 <= at < len(sheet.rows) else []
    unread = [text for column, text in enumerate(headers) if text and column not in columns.values()]
    return Guess(
        max(line, sheet.first_line - 1),
        columns,
        1.0,
        unknown=[text for text in unread if (field_of(text) or ("",))[0] != "not_kept"],
        not_kept=[text for text in unread if (field_of(text) or ("",))[0] == "not_kept"],
        headers=headers,
    )


def _texts(sheet: Sheet, at: int, height: int) -> list[str] | None:
    """Header texts of a row, or of two rows joined; None when the second row is no header row."""
    top = sheet.rows[at]
    if height == 1:
        return top
    if at + 1 >= len(sheet.rows):
        return None
    bottom = sheet.rows[at + 1]
    if not any(cell.strip() for cell in bottom) or not all(field_of(cell) for cell in bottom if cell.strip()):
        return None
    return _join(top, bottom)


def _join(top: list[str], bottom: list[str]) -> list[str]:
    joined, group = [], ""
    for at in range(max(len(top), len(bottom))):
        above = top[at].strip() if at < len(top) else ""
        below = bottom[at].strip() if at < len(bottom) else ""
        group = above or (group if below else "")
        joined.append(_one_header(group if below else above, below))
    return joined


def _one_header(above: str, below: str) -> str:
    """家长信息 over 姓名 is a parent's name; 学生信息 over 姓名 is a pupil's; 姓名 over nothing is 姓名."""
    if not below or not above or plain_header(above) == plain_header(below):
        return below or above
    return above + below if (field_of(above) or ("",))[0] == "not_kept" else below


def _score(texts: list[str]) -> int:
    """0 unless a name column and another known column are there, or the name column stands alone in its row."""
    found = [field[0] for field in map(field_of, texts) if field]
    filled = sum(1 for text in texts if text.strip())
    if "name" not in found or (len(set(found)) < 2 and (filled > 1 or not _is_plain_name(texts))):
        return 0
    # 家长信息 in the line above may tell which of two names is the pupil's: a reading with one name is the better one
    return sum(_WORTH[field] for field in set(found)) * 10 + len(found) - (found.count("name") > 1)


def _is_plain_name(texts: list[str]) -> bool:
    return any(plain_header(text) in ("姓名", "学生姓名", "name") for text in texts)


def _guess(sheet: Sheet, at: int, height: int, texts: list[str], score: float) -> Guess:
    guess = Guess(
        sheet.first_line + at + height - 1,
        {},
        min(1.0, score / 100),
        header_rows=height,
        headers=[text.strip()[:40] for text in texts],
    )
    seen: Places = {}
    for column, text in enumerate(texts):
        found = field_of(text)
        if found is None:
            if text.strip():
                guess.unknown.append(text.strip()[:40])
        elif found[0] == "not_kept":
            guess.not_kept.append(text.strip())
            guess.dropped.append(column)
        else:
            seen.setdefault(found[0], []).append((found[1], column))
    _widen_dropped(sheet, guess, at, texts)
    _drop_id_columns(sheet, guess, seen, texts)
    _two_numbers(seen, texts)
    body = sheet.rows[guess.header_line - sheet.first_line + 1 :]
    for field, places in seen.items():
        _choose(guess, field, sorted(places, key=lambda place: (place[1] in sheet.hidden_columns, *place)), texts)
        _differ(
            sheet,
            guess,
            field,
            [
                place[1]
                for place in places
                if plain_header(texts[place[1]]) == plain_header(texts[guess.columns[field]])
            ],
            body,
        )
    return guess


def _differ(sheet: Sheet, guess: Guess, field: str, columns: list[int], body: list[list[str]]) -> None:
    """Two columns of classes under one heading, both seen, that do not hold the same: the user's choice."""
    seen = [column for column in columns if column not in sheet.hidden_columns]
    differ = any(len({row[column].strip() for column in seen if column < len(row)}) > 1 for row in body)
    if field == "class" and differ and field not in guess.twice:
        guess.twice.append(field)


def _widen_dropped(sheet: Sheet, guess: Guess, at: int, texts: list[str]) -> None:
    """家长信息 merged over two columns: the second has no header of its own and is not kept either."""
    for top, left, bottom, right in sheet.merged:
        if top <= at <= bottom and left in guess.dropped:
            guess.dropped += [
                column for column in range(left + 1, right + 1) if column >= len(texts) or not texts[column].strip()
            ]


def _drop_id_columns(sheet: Sheet, guess: Guess, seen: Places, texts: list[str]) -> None:
    """学籍号 is usually G + the id number: such a column is not kept. A school's own short numbers are."""
    body = sheet.rows[guess.header_line - sheet.first_line + 1 :]
    for field in ("student_number", "number"):
        for place in list(seen.get(field, ())):
            if any(place[1] < len(row) and holds_id(row[place[1]]) for row in body) and (
                field == "student_number" or _is_mostly_ids(body, place[1])
            ):
                seen[field].remove(place)
                guess.not_kept.append(texts[place[1]].strip())
                guess.dropped.append(place[1])
        if not seen.get(field, True):
            del seen[field]


def _is_mostly_ids(body: list[list[str]], column: int) -> bool:
    filled = [row[column] for row in body if column < len(row) and row[column].strip()]
    return sum(map(holds_id, filled)) * 2 > len(filled)


def _two_numbers(seen: Places, texts: list[str]) -> None:
    """座号 beside 学号: the seat is the number in class, and 学号 is the school's own student number."""
    numbers = seen.get("number", [])
    strong = [place for place in numbers if not is_weak(texts[place[1]])]
    if len(strong) > 1 and "student_number" not in seen:
        own = [
            place for place in strong if plain_header(texts[place[1]]) in ("学号", "学生学号", "studentno", "studentid")
        ]
        if own and len(strong) > len(own):
            seen["student_number"] = own
            seen["number"] = [place for place in numbers if place not in own]


def _choose(guess: Guess, field: str, places: list[tuple[int, int]], texts: list[str]) -> None:
    """The best header of a field. Two name columns (lists side by side), or an old and a new class, are the user's choice."""
    strong = [place for place in places if not is_weak(texts[place[1]])]
    chosen = (strong or places)[0][1]
    guess.columns[field] = chosen
    if not strong:
        guess.weak.append(field)
    others = [texts[column].strip() for _, column in places if column != chosen]
    guess.unknown += others
    is_new = any(plain_header(text) in ("新班级", "分班") for text in [texts[chosen], *others])
    if len(strong) > 1 and (field == "name" or (field == "class" and is_new)):
        guess.twice.append(field)
