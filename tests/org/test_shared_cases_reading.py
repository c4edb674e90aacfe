"""Files that were misread once, with the right answer, brought in on the command line (rosters of the kinds 08–31)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment

from .test_shared_cases import FILES, asked, bring, pupils, school  # noqa: F401


@dataclass(frozen=True)
class Case:
    """`asked`: codes of questions without options. With `options` the roll of `classes` {name: pupils}, notes among `notes`."""

    file: str
    classes: dict[str, int]
    asked: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    numbers: tuple[str, str] = field(default=())


CASES = [
    Case(
        "08a_hidden_rows.xlsx", {"三(1)班": 28}, ("hidden_rows",), ("--answer", "hidden_rows=leave"), ("hidden_left",)
    ),
    Case("08a_hidden_rows.xlsx", {"三(1)班": 30}, ("hidden_rows",), ("--answer", "hidden_rows=keep"), ("hidden_kept",)),
    Case(
        "08b_filtered.xlsx",
        {"三(1)班": 30},
        ("filtered_rows",),
        ("--answer", "filtered_rows=leave"),
        ("filtered_left",),
    ),
    Case(
        "08b_filtered.xlsx",
        {"三(1)班": 30, "三(2)班": 30},
        ("filtered_rows",),
        ("--answer", "filtered_rows=keep"),
        ("filtered_kept",),
    ),
    Case(
        "09a_status_column.xlsx", {"三(1)班": 28}, ("status", "status"), ("--answer", "status=leave"), ("status_left",)
    ),
    Case("09a_status_column.xlsx", {"三(1)班": 30}, ("status", "status"), ("--answer", "status=keep")),
    Case("11a_class_3.10.xlsx", {"三(10)班": 30}),
    Case("11b_class_3.10.xls", {"三(10)班": 30}),
    Case("15_tab_before.csv", {"三(1)班": 20}, numbers=("0001", "0020")),
    Case("16_equals_quoted.csv", {"三(1)班": 20}, numbers=("0001", "0020")),
    Case("18a_running_number.csv", {"七年级185班": 20}, notes=("class_labels",)),
    Case("18b_letter.csv", {"三(A)班": 20}, notes=("class_labels",)),
    Case("18c_named.csv", {"三年级启航班": 10, "三年级致远班": 10}, notes=("class_labels",)),
    Case("19_two_homerooms.csv", {"三(1)班": 20}, notes=("homeroom_first",)),
    Case("22_number_format.xlsx", {"三(1)班": 30}, numbers=("0001", "0030")),
    Case("24a_fullwidth_comma.csv", {"三(1)班": 20}, numbers=("1", "20")),
    Case("24b_pipe.csv", {"三(1)班": 20}),
    Case("24c_spaces.txt", {"三(1)班": 20}),
    Case("31_roles.csv", {"三(1)班": 3}, ("remarks",), ("--answer", "remarks=drop"), ("remarks_dropped",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join([case.file[:3], *case.options[1:]]))
def test_a_file_that_was_misread_once(app, school, case):  # noqa: F811
    if case.asked:
        code, answer = bring(app, FILES / case.file)
        assert code == 1 and not answer["errors"] and asked(answer) == list(case.asked), answer
        assert all(question["choices"] and question["shown"] for question in answer["questions"])
        assert not pupils(app, school)
    code, answer = bring(app, FILES / case.file, *case.options)
    assert code == 0, answer
    assert Counter(label for _, _, label in pupils(app, school)) == case.classes
    assert set(case.notes) <= {note["code"] for note in answer["notes"]}, answer["notes"]
    if case.numbers:
        with app.app_context():
            found = sorted(db.session.scalars(select(Enrolment.number).where(Enrolment.school_id == school)), key=int)
        assert (found[0], found[-1]) == case.numbers


def test_hidden_lines_are_told_by_number(app, school):  # noqa: F811
    _, answer = bring(app, FILES / "08a_hidden_rows.xlsx")
    assert "8" in answer["questions"][0]["question"] and "19" in answer["questions"][0]["question"]


def test_a_column_that_was_not_read_is_named(app, school):  # noqa: F811
    file = FILES / "09a_status_column.xlsx"
    _, answer = bring(app, file, "--answer", "status=keep", "--dry-run")
    assert not [note for note in answer["notes"] if note["code"] == "unread" and "学籍状态" in note["message"]], (
        "the status was read"
    )


def test_two_of_31_keep_their_names(app, school):  # noqa: F811
    bring(app, FILES / "31_roles.csv", "--answer", "remarks=drop")
    assert sorted(name for _, name, _ in pupils(app, school)) == ["孙静", "赵安", "钱宁"]


def test_remarks_that_stay_are_refused_by_line(app, school):  # noqa: F811
    code, answer = bring(app, FILES / "31_roles.csv", "--answer", "remarks=stop")
    assert code == 1 and [error["line"] for error in answer["errors"]] == [2, 3, 4]
