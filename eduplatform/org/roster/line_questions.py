"""Lines of a list that may be no pupils of the class any more, and marks beside names: what is asked about them, and the answers."""

import re

from .book_types import Guess, Problem, Sheet
from .headers import plain_header
from .layout import RosterLine
from .names import clean_name, without_remark
from .questions import Asking
from .refusals import Values

#: words of a pupil who may not sit in the class
AWAY = re.compile(
    r"转出|转走|已转|转学|转校|休学|退学|借读|寄读|停学|离校|离园|毕业|出国|开除|失学|辍学|死亡|去世|结业|请长假|空挂|未报到|未到校|不在校|保留学籍|在外"
)
_HERE = re.compile(
    r"(正常|在籍|在读|在校|在园|在籍在校|在籍在读|就读|有|是|无|否|1|0|在|y|yes|active|enrolled|[-/√✓])?(学生|生)?",
    re.I,
)


def without_hidden(
    sheet: Sheet, lines: list[RosterLine], guess: Guess, asking: Asking, notes: list[Problem]
) -> list[RosterLine]:
    """Asks about the lines that the table software does not show."""
    unseen = set(sheet.hidden_lines)
    hidden = [line for line in lines if line.line in unseen]
    if not hidden:
        return lines
    values: Values = {"sheet": sheet.name, "count": len(hidden), "lines": line_spans([line.line for line in hidden])}
    about, shown = [sheet.name, *_texts(hidden)], _shown(hidden, guess)
    if sheet.filtered:
        said = asking.ask("filtered_rows", ("leave", "keep"), about, values, shown)
    else:
        said = asking.ask("hidden_rows", ("leave", "keep"), about, values, shown)
    if said:
        code = (
            ("filtered_left" if said == "leave" else "filtered_kept")
            if sheet.filtered
            else ("hidden_left" if said == "leave" else "hidden_kept")
        )
        notes.append(Problem(sheet.name, 0, "", code, values))
    return [line for line in lines if line.line not in unseen] if said == "leave" else lines


def without_away(
    sheet: Sheet, lines: list[RosterLine], guess: Guess, asking: Asking, notes: list[Problem]
) -> list[RosterLine]:
    """Asks, for each word like 转出 or 休学 in a status column, a remark or beside a name, whether these pupils are in the class."""
    found: dict[str, list[RosterLine]] = {}
    for line in lines:
        word = _away(line, guess)
        if word:
            found.setdefault(word, []).append(line)
    out: set[int] = set()
    for word, group in found.items():
        values: Values = {
            "sheet": sheet.name,
            "status": word,
            "count": len(group),
            "lines": line_spans([line.line for line in group]),
        }
        said = asking.ask("status", ("leave", "keep"), [sheet.name, word, *_texts(group)], values, _shown(group, guess))
        if said == "leave":
            out.update(line.line for line in group)
            notes.append(Problem(sheet.name, 0, "", "status_left", values))
    return [line for line in lines if line.line not in out]


def _away(line: RosterLine, guess: Guess) -> str:
    status = line.at(guess.columns.get("status")).strip()
    if status and not _HERE.fullmatch(plain_header(status)):
        return status[:20]
    others = [line.at(at) for at in remark_columns(guess)]
    beside = without_remark(line.at(guess.columns.get("name")))
    words = AWAY.search(" ".join([*others, beside[1] if beside else ""]))
    return words[0] if words else ""


def remark_columns(guess: Guess) -> list[int]:
    """Columns of remarks: not kept, only looked through for words like 转出."""
    return [
        at
        for at, text in enumerate(guess.headers)
        if plain_header(text) in ("备注", "说明", "附注", "其他", "备注说明", "remark", "remarks", "note", "notes")
    ]


def without_remarks(sheet: Sheet, lines: list[RosterLine], guess: Guess, asking: Asking, notes: list[Problem]) -> None:
    """Asks whether marks beside names (班长, △, 1) may be dropped, and drops them in `lines`; else the names are refused by line."""
    column = guess.columns.get("name")
    found = [(line, named) for line in lines if (named := without_remark(line.at(column)))]
    if not found or column is None:
        return
    shown = [f"{line.line} · {line.at(column).strip()[:30]} → {name}" for line, (name, _) in found]
    values: Values = {"sheet": sheet.name, "count": len(found)}
    said = asking.ask("remarks", ("drop", "stop"), [sheet.name, *shown], values, shown)
    if said != "stop":
        for line, (name, _) in found:
            line.cells = [*line.cells[:column], name, *line.cells[column + 1 :]]
    if said == "drop":
        notes.append(
            Problem(
                sheet.name, 0, "", "remarks_dropped", values | {"lines": line_spans([line.line for line, _ in found])}
            )
        )


def line_spans(lines: list[int]) -> str:
    """8、19、32–61."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return "、".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs[:12]) + (
        "…" if len(runs) > 12 else ""
    )


def _texts(lines: list[RosterLine]) -> list[str]:
    return [f"{line.line}\x1e" + "\x1e".join(line.cells) for line in lines]


def _shown(lines: list[RosterLine], guess: Guess) -> list[str]:
    def name(line: RosterLine) -> str:
        text = line.at(guess.columns.get("name"))
        beside = without_remark(text)
        found = clean_name(beside[0] if beside else text)
        return found.value if found else text.strip()[:30] or "…"

    return [
        " · ".join(filter(None, [str(line.line), line.at(guess.columns.get("class")).strip()[:20], name(line)]))
        for line in lines
    ]
