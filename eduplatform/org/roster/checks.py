"""Checks that need many rows: numbers and names twice in a class, two homeroom teachers, lost zeros."""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import groupby, pairwise

from .book_types import Problem, Row
from .classes import ClassKey, class_label_of

LONG = 5  #: signs of a number that can be no seat


def check_rows(rows: list[Row]) -> list[Problem]:
    """Problems: number_twice, same_name, student_number_twice, two_homerooms; each on every line concerned."""
    classes = defaultdict(list)
    for row in rows:
        classes[row.class_.key].append(row)
    problems = _twice(rows, "student_number", lambda row: row.student_number, "student_number_twice")
    problems += _own_twice(rows)
    for members in classes.values():
        problems += _twice(members, "number", lambda row: row.number.lstrip("0") or row.number, "number_twice")
        problems += _same_names(members)
        problems += _homerooms(members)
    return problems


def class_label(row: Row) -> str:
    return class_label_of(row.class_.grade, row.class_.number, track=row.class_.track, own=row.class_.label)


def _groups(rows: list[Row], key: Callable[[Row], str]) -> list[list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        if key(row):
            groups[key(row)].append(row)
    return [group for group in groups.values() if len(group) > 1]


def _others(group: list[Row], row: Row) -> str:
    return "、".join(str(other.line) for other in group if other is not row)[:60]


def _twice(rows: list[Row], column: str, key: Callable[[Row], str], code: str) -> list[Problem]:
    return [
        Problem(
            row.sheet,
            row.line,
            column,
            code,
            {"class": class_label(row), "text": getattr(row, column), "lines": _others(group, row)},
        )
        for group in _groups(rows, key)
        for row in group
    ]


def _own_twice(rows: list[Row]) -> list[Problem]:
    """20240101 in two classes: a number of five signs and more is no seat and belongs to one child. Twice in one class is told as such."""
    found = []
    for group in _groups(rows, lambda row: row.number.lstrip("0") if len(row.number.lstrip("0")) >= LONG else ""):
        if len({row.class_.key for row in group}) == len(group):
            found += [
                Problem(
                    row.sheet,
                    row.line,
                    "number",
                    "student_number_twice",
                    {"text": row.number, "lines": _others(group, row)},
                )
                for row in group
            ]
    return found


def _same_names(members: list[Row]) -> list[Problem]:
    """Two of one name can only be told apart when each has a number."""
    return [
        Problem(
            row.sheet,
            row.line,
            "name",
            "same_name",
            {"class": class_label(row), "name": row.name, "lines": _others(group, row)},
        )
        for group in _groups(members, lambda row: row.name)
        if not all(row.number for row in group) and not all(row.student_number for row in group)
        for row in group
    ]


def _homerooms(members: list[Row]) -> list[Problem]:
    named = [row for row in members if row.homeroom_name]
    return [
        Problem(
            row.sheet,
            row.line,
            "homeroom",
            "two_homerooms",
            {
                "class": class_label(row),
                "name": row.homeroom_name,
                "first": named[0].homeroom_name,
                "lines": str(named[0].line),
            },
        )
        for row in named
        if row.homeroom_name != named[0].homeroom_name
    ]


def counts_within_class(rows: list[Row]) -> bool:
    """Whether a weak 序号 starts again at 1 in every class; a counter through the whole sheet is no number in class."""
    lowest: dict[ClassKey, int] = {}
    for row in rows:
        if not (row.number.isascii() and row.number.isdigit()):
            return False
        lowest[row.class_.key] = min(lowest.get(row.class_.key, 10**9), int(row.number))
    return all(value == 1 for value in lowest.values())


def lost_tens(sheet: str, placed: list[tuple[int, str, ClassKey]]) -> list[Problem]:
    """3.10 typed as a number becomes 3.1. Seen where every class stands in one block, except one that comes again
    right after class 9 (or 19). `placed` holds (line, class text, class key)."""
    runs = [(key, list(group)) for key, group in groupby(placed, key=lambda item: item[2])]
    blocks = Counter(key for key, _ in runs)
    again = [key for key, count in blocks.items() if count > 1]
    return [
        Problem(sheet, line, "class", "class_lost_zero", {"text": text, "meant": f"{text}0"})
        for (before, _), (key, group) in pairwise(runs)
        if again
        and all(blocks[one] == 2 and one[1] in (1, 2) for one in again)
        and key in again
        and isinstance(key[1], int)
        and before == (key[0], key[1] * 10 - 1, key[2])
        for line, text, _ in group
        if "." in text
    ]
