"""What a roster says besides its rows: columns, preview, letters, and the user's own mapping."""

import pytest

from eduplatform.org.roster.book_types import Book, Sheet
from eduplatform.org.roster.columns import guess_columns
from eduplatform.org.roster.read import read_file
from eduplatform.org.roster.rows import column_letter, read_roster
from tests.org.roster import builders as b
from tests.org.roster.corpus import ID, PLAIN


def roster_of(rows, **options):
    return read_roster(read_file("a.xlsx", b.xlsx(rows)), **options)


def test_the_guess_names_every_column():
    guess = roster_of(
        [["名单"], ["序号", "姓名", "班级", "身份证号", "备注", "教育ID"], ["1", "王伟", "三(2)班", ID, "", "88"]]
    ).guesses["名单"]
    assert guess.header_line == 2 and guess.columns == {"number": 0, "name": 1, "class": 2, "student_number": 5}
    assert (guess.not_kept, guess.unknown, guess.weak) == (
        ["身份证号"],
        ["备注"],
        ["number"],
    ) and 0.5 < guess.confidence <= 1


def test_the_school_number_beside_a_seat_is_kept_as_student_number():
    (row,) = roster_of([["学号", "座号", "姓名", "班级"], ["20240312", "05", "王伟", "三(2)班"]]).rows
    assert (row.number, row.student_number) == ("05", "20240312")


def test_a_short_学籍号_is_kept_and_one_with_ids_is_not():
    assert roster_of([["学籍号", "姓名", "班级"], ["A0012", "王伟", "三(2)班"]]).rows[0].student_number == "A0012"
    assert (
        roster_of([["学籍号", "姓名", "班级"], ["G" + ID, "王伟", "三(2)班"], ["A1", "李明", "三(2)班"]])
        .rows[1]
        .student_number
        == ""
    )


def test_the_preview_shows_five_names_and_classes_in_order():
    rows = [["姓名", "班级"]] + [
        [f"王{c}", text]
        for c, text in zip(
            "甲乙丙丁戊己", ["三(10)班", "三(2)班", "三(2)班", "二(1)班", "三(2)班", "三(10)班"], strict=True
        )
    ]
    preview = roster_of(rows).preview
    assert preview.names == ["王甲", "王乙", "王丙", "王丁", "王戊"]
    assert preview.classes == [("二(1)班", 1), ("三(2)班", 3), ("三(10)班", 2)]


def test_a_problem_tells_the_column_letter_of_the_sheet():
    (problem,) = roster_of([[], ["", "", "姓名", "班级"], ["", "", "", "三(2)班"]]).problems
    assert (problem.line, problem.column, problem.values["letter"]) == (3, "name", "C")
    assert [column_letter(index) for index in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]


def test_the_users_mapping_wins_and_can_leave_a_sheet_out():
    book = read_file("a.xlsx", b.xlsx({"名单": [["谁", "何处"], ["王伟", "三(2)班"]], "旧": PLAIN}))
    roster = read_roster(
        book, mapping={"名单": {"header_line": 1, "columns": {"name": 0, "class": 1, "sex": None}}, "旧": None}
    )
    assert [row.name for row in roster.rows] == ["王伟"] and [note.code for note in roster.notes] == ["sheet_left_out"]


def test_a_mapping_onto_an_id_column_is_refused_by_line():
    roster = roster_of(
        [["姓名", "班级", "身份证号"], ["王伟", "三(2)班", ID]],
        mapping={"*": {"header_line": 1, "columns": {"name": 0, "class": 1, "number": 2}}},
    )
    assert [(problem.code, problem.line) for problem in roster.problems] == [("id_in_cell", 2)]


def test_a_mapping_beyond_the_last_column_gives_blank_cells():
    roster = roster_of(
        [["姓名", "班级"], ["王伟", "三(2)班"]],
        mapping={"*": {"header_line": 1, "columns": {"name": 0, "class": 1, "number": 99}}},
    )
    assert roster.rows[0].number == "" and not roster.problems


def test_long_digits_never_stand_in_a_problem():
    (problem,) = roster_of([["姓名", "班级"], ["王伟13912345678", "三(2)班"]]).problems
    assert problem.code == "name_digit" and "139" not in repr(problem)


def test_the_year_decides_the_grade():
    rows = [["姓名", "班级"], ["王伟", "2024级2班"]]
    found = [roster_of(rows, school_year=year, stages=("primary",)).rows[0].class_ for year in (2024, 2026, 2029)]
    assert [(one.grade, one.entry_year) for one in found] == [(1, 2024), (3, 2024), (6, 2024)]


@pytest.mark.parametrize("text", ["王伟", "三(2)班", "2024级", "学生名单"])
def test_a_sheet_without_known_headers_has_no_guess(text):
    assert guess_columns(Sheet("a", [[text, "x"], ["王伟", "男"]])) is None


def test_a_book_travels_as_json():
    book = read_file("a.xls", b.xls(PLAIN[:2], merges=[("名单", 0, 0, 0, 1)]))
    assert Book.from_json(book.to_json()) == book and book.sheets[0].merged == [(0, 0, 0, 1)]


def test_classes_not_in_blocks_are_no_lost_zeros():
    rows = [["姓名", "班级", "学号"]] + [
        [f"王{c}", text, str(at)]
        for at, (c, text) in enumerate(zip("甲乙丙丁戊", ["3.1", "3.9", "3.1", "3.2", "3.9"], strict=True))
    ]
    assert not roster_of(rows).problems
