"""Where the header row stands and what each column holds: titles above, two lines, columns twice, ids, the person's own word."""

from __future__ import annotations

import pytest

from eduplatform.org.roster.book_types import Guess, Sheet
from eduplatform.org.roster.columns import columns_at, guess_columns, override
from eduplatform.org.roster.headers import field_of, is_weak, looks_like_header_text, plain_header
from eduplatform.org.roster.id_numbers import MASK

PUPIL = ["王小明", "三(2)班", "1"]


def guess(*rows: list[str], **more) -> Guess:
    found = guess_columns(Sheet("名册", list(rows), **more))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("姓 名*(必填)", "姓名"),
        ("ＮＡＭＥ", "name"),
        ("班級", "班级"),
        ("學號：", "学号"),
        ("Student Name", "studentname"),
        ("【必填】姓名", "姓名"),
        ("姓名<必填>", "姓名"),
        ("(姓名)", "(姓名)"),
        ("性别/Sex", "性别sex"),
        ("", ""),
    ],
)
def test_a_header_in_plain_letters(header, plain):
    assert plain_header(header) == plain


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名", ("name", 0)),
        ("学生姓名(必填)", ("name", 1)),
        ("性别/Sex", ("sex", 0)),
        ("学生性别", ("sex", 2)),
        ("学生座号", ("number", 1)),
        ("家长姓名", ("not_kept", 0)),
        ("身份证号", ("not_kept", 0)),
        ("ID", ("not_kept", 0)),
        ("Parent name", ("not_kept", 0)),
        ("年龄", ("not_kept", 0)),
        ("备注", None),
        ("姓" * 61, None),
        ("  ", None),
    ],
)
def test_the_field_of_a_header(header, field):
    assert field_of(header) == field


def test_weak_headers_and_texts_with_headers():
    assert is_weak("序 号") and not is_weak("学号")
    assert looks_like_header_text("姓名,班级\n王小明,三(2)班") and looks_like_header_text("<td>姓名</td><td>班级</td>")
    assert not looks_like_header_text("姓名,姓名\n") and not looks_like_header_text("王小明;三(2)班")
    assert not looks_like_header_text("x" * 8001 + ",姓名,班级"), "the first lines"


def test_a_header_under_titles():
    found = guess(["实验小学花名册"], ["2026 年 9 月"], ["姓名", "班级", "学号"], PUPIL)
    assert (found.header_line, found.header_rows) == (3, 1) and found.columns == {"name": 0, "class": 1, "number": 2}
    assert found.headers == ["姓名", "班级", "学号"] and 0 < found.confidence <= 1


def test_lines_are_counted_as_the_sheet_counts_them():
    assert guess(["姓名", "班级"], PUPIL, first_line=5).header_line == 5


@pytest.mark.parametrize(
    "header",
    [["班级", "学号"], ["姓名", "备注"], ["名称", "备注"], ["学生"], ["", ""]],
)
def test_what_is_no_header_row(header):
    assert guess_columns(Sheet("名册", [header, ["a", "b"]])) is None


def test_a_name_column_alone_is_one_and_so_is_the_first_forty_lines_only():
    assert guess(["姓名"], ["王小明"]).columns == {"name": 0}
    title = [["说明"]] * 41
    assert guess_columns(Sheet("名册", [*title, ["姓名", "班级"], PUPIL])) is None
    assert guess(*title[:39], ["姓名", "班级"], PUPIL).header_line == 40


def test_two_lines_of_header_are_joined():
    found = guess(["学生信息", "", "家长信息", ""], ["姓名", "班级", "姓名", "电话"], [*PUPIL[:2], "王大明", "139"])
    assert (found.header_line, found.header_rows) == (2, 2) and found.columns == {"name": 0, "class": 1}
    assert found.not_kept == ["家长信息姓名", "家长信息电话"] and found.dropped == [2, 3]


def test_a_title_above_a_header_is_no_two_line_header():
    assert guess(["姓名册"], ["姓名", "班级"], PUPIL).header_rows == 1
    assert guess(["姓名", "班级"], PUPIL).header_rows == 1


def test_a_box_over_two_columns_drops_the_second_without_a_heading_too():
    rows = ["姓名", "班级", "家长电话", ""], [*PUPIL[:2], "139", "王大明"]
    assert guess(*rows, merged=[(0, 2, 0, 3)]).dropped == [2, 3]
    assert guess(*rows).dropped == [2] and guess(*rows, merged=[(1, 2, 1, 3)]).dropped == [2]


def test_columns_that_are_not_read_are_named():
    found = guess(["姓名", "班级", "备注", "爱好", "身份证号"], [*PUPIL[:2], "", "", ""])
    assert found.unknown == ["备注", "爱好"] and found.not_kept == ["身份证号"]


def test_of_several_headers_of_a_field_the_best_is_read():
    found = guess(["序号", "座号", "姓名", "班级"], ["1", "7", *PUPIL[:2]])
    assert found.columns["number"] == 1 and found.weak == [] and found.unknown == ["序号"]
    assert guess(["序号", "姓名", "班级"], ["1", *PUPIL[:2]]).weak == ["number"]


def test_a_seat_beside_a_number_of_ones_own():
    assert guess(["姓名", "班级", "座号", "学号"], [*PUPIL, "20240201"]).columns == {
        "name": 0,
        "class": 1,
        "number": 2,
        "student_number": 3,
    }
    both = guess(["姓名", "班级", "学号", "学籍号"], [*PUPIL, "20240201"]).columns
    assert (both["number"], both["student_number"]) == (2, 3)
    assert "student_number" not in guess(["姓名", "班级", "序号", "学号"], [*PUPIL, "1"]).columns


def test_two_name_columns_and_an_old_beside_a_new_class_are_the_persons_choice():
    assert guess(["姓名", "班级", "姓名", "班级"], [*PUPIL[:2], "李红", "三(1)班"]).twice == ["name", "class"]
    assert guess(["姓名", "班级", "新班级"], [*PUPIL[:2], "三(3)班"]).twice == ["class"]
    assert guess(["姓名", "班级", "所在班级"], [*PUPIL[:2], "三(3)班"]).twice == []


def test_two_columns_of_one_heading_that_say_the_same_are_no_choice():
    same = [*PUPIL[:2], "三(2)班"]
    assert guess(["姓名", "班级", "班级"], same).twice == []
    differ = guess(["姓名", "班级", "班级"], same, [*PUPIL[:2], "三(3)班"])
    assert differ.twice == ["class"]
    hidden = guess(["姓名", "班级", "班级"], same, [*PUPIL[:2], "三(3)班"], hidden_columns=[1])
    assert hidden.twice == [] and hidden.columns["class"] == 2, "the one that is seen"


@pytest.mark.parametrize(("cells", "kept"), [(["G1", "G2", MASK], False), (["G1", "G2", "G3"], True)])
def test_a_column_of_numbers_that_holds_an_id_is_not_kept(cells, kept):
    rows = [[*PUPIL[:2], cell] for cell in cells]
    found = guess(["姓名", "班级", "学籍号"], *rows)
    assert ("student_number" in found.columns) == kept and (found.dropped == [2]) != kept


@pytest.mark.parametrize(("ids", "kept"), [(1, True), (2, False)])
def test_seats_are_kept_unless_most_of_them_are_ids(ids, kept):
    cells = [MASK] * ids + ["7"] * (3 - ids)
    found = guess(["姓名", "班级", "学号"], *[[*PUPIL[:2], cell] for cell in cells])
    assert ("number" in found.columns) == kept and ("学号" in found.not_kept) != kept


def test_a_second_list_below_with_more_columns_does_not_make_pupils_of_the_first_titles():
    rows = [["姓名", "班级"], PUPIL[:2], ["姓名", "班级", "学号", "性别"], [*PUPIL, "男"]]
    assert guess(*rows).header_line == 1
    sheet = Sheet("名册", rows)
    assert columns_at(sheet, 2).columns == {"name": 0, "class": 1, "number": 2, "sex": 3}
    assert columns_at(sheet, 1) is None


def test_the_word_of_the_person():
    sheet = Sheet("名册", [["谁", "哪班", "身份证号"], PUPIL], first_line=3)
    found = override(sheet, {"header_line": 3, "columns": {"name": 0, "class": 1, "number": None}})
    assert (found.header_line, found.columns, found.confidence) == (3, {"name": 0, "class": 1}, 1.0)
    assert found.unknown == [] and found.not_kept == ["身份证号"]
    none = override(sheet, {"columns": {"name": 0}})
    assert (none.header_line, none.headers, none.unknown) == (2, [], []), "no header row: the first line is a pupil"
    beyond = override(sheet, {"header_line": 99, "columns": {"name": 0}})
    assert beyond.header_line == 99 and beyond.headers == []


def test_what_a_person_leaves_out_is_named():
    found = override(Sheet("名册", [["姓名", "爱好"], PUPIL]), {"header_line": 1, "columns": {"name": 0}})
    assert found.unknown == ["爱好"] and found.not_kept == []
