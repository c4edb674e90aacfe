"""More files of each kind that schools send, made here: what a person sees in the table is what is read, or is asked, or is told."""

import io
import zipfile

import pytest
import xlsxwriter

from eduplatform.org.roster.names import without_remark
from eduplatform.org.roster.number_formats import as_shown
from eduplatform.org.roster.read import read_file
from eduplatform.org.roster.rows import clean_number, read_roster
from eduplatform.pages.office.roster.template import HEADS, template
from tests.org.roster import builders as b

STAGES = ("primary", "junior")
HEAD = ["学号", "姓名", "班级"]


def read(data: bytes, name: str = "a.xlsx", **options):
    return read_roster(read_file(name, data), stages=STAGES, **options)


def codes(found) -> list[str]:
    return [each.code for each in found]


def made(write) -> bytes:
    """An .xlsx as `write(book, sheet)` makes it, below a header row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEAD)
    write(book, sheet)
    book.close()
    return out.getvalue()


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """The same .xlsx with other bytes in its sheets."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            xml = source.read(name)
            target.writestr(name, xml.replace(old, new) if name.startswith("xl/worksheets/") else xml)
    return out.getvalue()


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (1, "0000", "0001"),
        (12, "000000", "000012"),
        (3.1, "0.00", "3.10"),
        (3.1, "0.0", "3.1"),
        (7, '0"号"', "7号"),
        (7, '"第"00"号"', "第07号"),
        (1234, "#,##0", "1234"),
        (3.1, "0.##", "3.1"),
        (5, "0;-0;;@", "5"),
        (5, "[Red]000", "005"),
        (2, "0_ ", "2"),
        (7, "General", None),
        (7, "@", None),
        (45000, "yyyy-mm-dd", None),
        (45000, 'm"月"d"日"', None),
        (0.5, "0%", None),
        (1e10, "0.00E+00", None),
        (-1, "0000", None),
    ],
)
def test_a_number_as_it_is_shown(number, code, shown):
    assert as_shown(number, code) == shown


@pytest.mark.parametrize("mark", [",", "，", "\t", ";", "；", "|", " ", "  ", "    ", "\u3000", "、"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_whatever_parts_the_cells(mark, encoding):
    text = "\r\n".join(mark.join(row) for row in [HEAD, ["01", "王伟", "三(2)班"], ["02", "李明", "三(2)班"]])
    roster = read(text.encode(encoding), "a.txt")
    assert [(row.number, row.name) for row in roster.rows] == [("01", "王伟"), ("02", "李明")] and not roster.problems


@pytest.mark.parametrize("before", ["\t", " ", "\u3000", "\xa0", "\t\t", "\n"])
def test_space_before_a_cell_is_no_formula(before):
    roster = read(b.xlsx([HEAD, [before + "0001", before + "王伟", before + "三(2)班"]]))
    assert [(row.number, row.name) for row in roster.rows] == [("0001", "王伟")] and not roster.problems


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "＝"])
def test_a_sign_before_a_name_is_still_refused(sign):
    assert codes(read(b.xlsx([HEAD, ["1", sign + "王伟", "三(2)班"]])).problems) == ["name_formula"]


@pytest.mark.parametrize(
    "word",
    ["#N/A", "#REF!", "#NAME?", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"],
)
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_cell_in_error_is_told_by_its_cell(word, column):
    def write(_, sheet):
        sheet.write_row(1, 0, ["1", "王伟", "三(2)班"])
        sheet.write_formula(1, column, "=A9", None, "#N/A")

    data = patched(made(write), b"<v>#N/A</v>", f"<v>{word}</v>".encode())
    (problem,) = read(data).problems
    assert (problem.code, problem.line, problem.values["letter"], problem.values["text"]) == (
        "cell_error",
        2,
        "ABC"[column],
        word,
    )


@pytest.mark.parametrize("stored", [b"", b"0"])
def test_a_formula_without_a_result_is_called_that(stored):
    def write(_, sheet):
        sheet.write_row(1, 0, ["1", "王伟", "三(2)班"])
        sheet.write_formula(1, 1, "=C9")

    (problem,) = read(patched(made(write), b"<v>0</v></c>", b"<v>" + stored + b"</v></c>")).problems
    assert (problem.code, problem.line, problem.values["letter"]) == ("formula_no_value", 2, "B")


def test_a_formula_with_a_result_is_read():
    def write(_, sheet):
        sheet.write_row(1, 0, ["1", "王伟", "三(2)班"])
        sheet.write_formula(1, 1, '="李"&"明"', None, "李明")

    assert [row.name for row in read(made(write)).rows] == ["李明"]


@pytest.mark.parametrize(
    "text", ["2026-01-12", "2026/1/12", "1月12日", "12-Jan", "Jan-12", "2026年1月12日", "2026-01-12T08:00:00"]
)
def test_a_date_is_no_number(text):
    assert clean_number(text).code == "number_is_date"
    for column in ("学号", "学籍号"):
        (problem,) = read(b.xlsx([[column, "姓名", "班级"], [text, "王伟", "三(2)班"]])).problems
        assert (problem.code, problem.line) == ("number_is_date", 2)


@pytest.mark.parametrize(
    ("text", "number"), [('="0001"', "="), ("1-12", "1-12"), ("0012", "0012"), ("7.00", "7"), ("7号", "7")]
)
def test_a_number_that_is_none_stays(text, number):
    roster = read(b.xlsx([HEAD, [text, "王伟", "三(2)班"]]))
    assert roster.rows[0].number == ("0001" if number == "=" else number)


def hidden(how):
    def write(_, sheet):
        for line in range(1, 7):
            sheet.write_row(line, 0, [str(line), f"王{'甲乙丙丁戊己'[line - 1]}", "三(2)班"])
        how(sheet)

    return made(write)


HIDING = {
    "hidden": (lambda sheet: sheet.set_row(3, None, None, {"hidden": True}), "hidden_rows"),
    "no height": (lambda sheet: sheet.set_row(3, 0), "hidden_rows"),
    "folded": (lambda sheet: sheet.set_row(3, None, None, {"level": 1, "hidden": True}), "hidden_rows"),
    "filtered": (
        lambda sheet: (
            sheet.autofilter(0, 0, 6, 2),
            sheet.filter_column(0, "x != 3"),
            sheet.set_row(3, None, None, {"hidden": True}),
        ),
        "filtered_rows",
    ),
}


@pytest.mark.parametrize("name", HIDING)
def test_a_line_that_is_not_shown_is_asked(name):
    how, code = HIDING[name]
    (question,) = read(hidden(how)).questions
    assert question.code == code and question.values["lines"] == "4" and question.shown == ["4 · 三(2)班 · 王丙"]
    assert (
        len(read(hidden(how), answers={question.key: "leave"}).rows) == 5
        and len(read(hidden(how), answers={code: "keep"}).rows) == 6
    )


@pytest.mark.parametrize("head", ["学籍状态", "状态", "在读状态", "备注"])
@pytest.mark.parametrize("word", ["转出", "已转出", "休学", "借读", "退学", "毕业", "转学至外省"])
def test_a_word_of_being_away_is_asked(head, word):
    rows = [
        [*HEAD, head],
        ["1", "王伟", "三(2)班", "在籍" if head != "备注" else "班长"],
        ["2", "李明", "三(2)班", word],
    ]
    (question,) = read(b.xlsx(rows)).questions
    assert question.code == "status" and question.shown == ["3 · 三(2)班 · 李明"]
    assert [row.name for row in read(b.xlsx(rows), answers={"status": "leave"}).rows] == ["王伟"]


@pytest.mark.parametrize("word", ["在籍", "正常", "在校", "在读", "", "是", "在校生"])
def test_who_is_here_is_not_asked(word):
    assert not read(
        b.xlsx([[*HEAD, "学籍状态"], ["1", "王伟", "三(2)班", word], ["2", "李明", "三(2)班", "在籍"]])
    ).questions


def test_a_column_that_is_not_read_is_named():
    (note,) = [
        each
        for each in read(b.xlsx([[*HEAD, "兴趣班", "副班主任"], ["1", "王伟", "三(2)班", "篮球", "李梅"]])).notes
        if each.code == "unread"
    ]
    assert note.values["columns"] == "兴趣班、副班主任"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("赵安（班长）", "赵安"),
        ("赵安(学习委员)", "赵安"),
        ("赵安[组长]", "赵安"),
        ("赵安△", "赵安"),
        ("赵安★★", "赵安"),
        ("赵安1", "赵安"),
        ("赵安 班长", "赵安"),
        ("班长：赵安", "赵安"),
        ("赵安-课代表", "赵安"),
        ("赵安（班长）△", "赵安"),
        ("赵安①", "赵安"),
        ("赵安", None),
        ("赵*", None),
        ("赵安13912345678", None),
        ("阿依古丽·买买提", None),
        ("Ann-Marie O'Neil", None),
        ("=赵安（班长）", None),
    ],
)
def test_a_mark_beside_a_name(text, name):
    assert (without_remark(text) or (None,))[0] == name


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("刘梅、陈强", "刘梅"),
        ("刘梅/陈强", "刘梅"),
        ("刘梅 陈强", "刘梅"),
        ("刘梅，陈强", "刘梅"),
        ("刘梅;陈强", "刘梅"),
        ("刘梅", "刘梅"),
        ("刘 梅", "刘梅"),
    ],
)
def test_the_first_homeroom_teacher_is_taken_and_the_others_are_told(text, first):
    roster = read(b.xlsx([[*HEAD, "班主任"], ["1", "王伟", "三(2)班", text], ["2", "李明", "三(2)班", text]]))
    assert {row.homeroom_name for row in roster.rows} == {first}
    assert codes(roster.notes) == (["homeroom_first"] if "强" in text else [])


def test_a_sheet_without_a_list_is_left_out_and_named():
    roster = read(b.xlsx({"统计": [["全校人数", "960"], ["男", "480"]], "名单": [HEAD, ["1", "王伟", "三(2)班"]]}))
    assert not roster.problems and [(note.sheet, note.code) for note in roster.notes] == [("统计", "sheet_no_list")]


@pytest.mark.parametrize(
    ("grade", "text", "own"),
    [
        ("七年级", "185班", "185"),
        ("三年级", "A班", "A"),
        ("", "三(B)班", "B"),
        ("", "三年级C班", "C"),
        ("三年级", "启航班", "启航"),
        ("", "三年级启航班", "启航"),
        ("", "初一186班", "186"),
        ("", "七年级185班", "185"),
    ],
)
def test_a_class_keeps_its_label(grade, text, own):
    roster = read(b.xlsx([["姓名", "年级", "班级"], ["王伟", grade, text], ["李明", grade, text]]))
    assert (
        {row.class_.label for row in roster.rows} == {own}
        and not roster.questions
        and "class_labels" in codes(roster.notes)
    )


def test_a_label_without_a_grade_is_asked():
    rows = [["姓名", "班级"], ["王伟", "启航班"], ["李明", "致远班"]]
    first, second = read(b.xlsx(rows)).questions
    roster = read(b.xlsx(rows), answers={first.key: "3", second.key: "4"})
    assert [(row.class_.grade, row.class_.label) for row in roster.rows] == [
        (3, "启航"),
        (4, "致远"),
    ] and not roster.problems


@pytest.mark.parametrize("text", ["一班", "2班", "实验班", "A班"])
def test_a_class_without_a_grade_is_asked_where_the_grades_are_known(text):
    rows = b.xlsx([["姓名", "班级"], ["王伟", text]])
    assert codes(read(rows).questions) == ["class_grade"] and not read(rows).problems
    assert read(rows, answers={"class_grade": "5"}).rows[0].class_.grade == 5
    assert codes(read_roster(read_file("a.xlsx", rows)).problems) == ["class_no_grade"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_read_back(lang):
    empty = read(template(lang, ["x"]))
    assert codes(empty.problems) == ["no_rows"] and not [note for note in empty.notes if note.code == "unread"]
    (guess,) = empty.guesses.values()
    assert len(guess.columns) == len(HEADS[lang]) and not guess.weak and not guess.twice


FOUR = [["学号", "姓名", "性别", "班级"], ["1", "王伟", "男", "三(2)班"], ["2", "李明", "女", "三(2)班"]]


def hiding(rows, *columns, width=None):
    def write(_, sheet):
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        for column in columns:
            sheet.set_column(column, column, width, None, {} if width == 0 else {"hidden": True})

    return made(write)


@pytest.mark.parametrize("width", [None, 0])
def test_a_hidden_column_that_is_read_is_named(width):
    roster = read(hiding(FOUR, 2, width=width))
    (note,) = [each for each in roster.notes if each.code == "hidden_columns"]
    assert note.values["columns"] == "性别（C）" and [row.sex for row in roster.rows] == ["m", "f"]


def test_a_hidden_column_that_is_not_read_is_named_once():
    rows = [[*row, extra] for row, extra in zip(FOUR, ["兴趣班", "篮球", "足球"], strict=True)]
    assert [each.code for each in read(hiding(rows, 4)).notes] == ["unread"]


def test_a_hidden_column_of_an_old_xls_is_named():
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for line, row in enumerate(FOUR):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    sheet.col(2).hidden = True
    out = io.BytesIO()
    book.save(out)
    assert [
        each.values["columns"] for each in read(out.getvalue(), "a.xls").notes if each.code == "hidden_columns"
    ] == ["性别（C）"]


def test_of_two_columns_of_one_name_the_one_that_is_seen_is_read():
    rows = [["学号", "姓名", "班级", "班级"], ["1", "王伟", "三(2)班", "三(1)班"]]
    assert read(hiding(rows, 2)).rows[0].class_.number == 1
    assert codes(read(b.xlsx(rows)).problems) == ["two_class_columns"], "both are seen and differ"
    assert not read(b.xlsx([rows[0], ["1", "王伟", "三(2)班", "三(2)班"]])).problems


def test_a_column_without_a_heading_is_named_by_its_letter():
    (note,) = [
        each
        for each in read(b.xlsx([[*FOUR[0], ""], [*FOUR[1], "走读"], [*FOUR[2], ""]])).notes
        if each.code == "unread"
    ]
    assert note.values["columns"] == "（E）"


def test_two_lists_below_each_other_may_have_other_columns():
    rows = [
        ["姓名", "学号", "班级"],
        ["王伟", "1", "三(2)班"],
        [],
        ["班级", "学号", "姓名", "性别", "兴趣班"],
        ["三(3)班", "7", "赵安", "女", "画画"],
    ]
    roster = read(b.xlsx(rows))
    assert not roster.problems
    assert [(row.name, row.number, row.sex, row.class_.number) for row in roster.rows] == [
        ("王伟", "1", None, 2),
        ("赵安", "7", "f", 3),
    ]
    assert [note.values["columns"] for note in roster.notes if note.code == "unread"] == ["兴趣班"]
    (wrong,) = read(b.xlsx([*rows, ["三(3)班", "8", "=A1", "女"]])).problems
    assert (wrong.line, wrong.values["letter"]) == (6, "C"), "the letter is that of the lower list"


@pytest.mark.parametrize(
    "line",
    [
        ["合计", "2人"],
        ["", "合计", "男1", "女1"],
        ["", "男：1人 女：1人"],
        ["男生1人，女生1人"],
        ["共 2 人"],
        ["班主任签字："],
        ["班主任（签名）：刘梅"],
        ["校长（签名）：", "", "2026年9月1日"],
        ["制表人：张三", "", "审核人：李四"],
        ["2026年9月1日"],
        ["", "班主任：刘梅", "", "日期：2026.9.1"],
        ["填表人", "刘梅", "日期", "9月1日"],
        ["注：带*为转学生"],
        ["以上共2人"],
        ["填表日期：2026.9.1"],
        ["", "", "", "2026年9月1日"],
    ],
)
def test_a_line_below_the_list_that_is_no_pupil(line):
    roster = read(b.xlsx([*FOUR, line]))
    assert (
        len(roster.rows) == 2
        and not roster.problems
        and not roster.questions
        and {note.line for note in roster.notes} == {4}
    )


def test_who_is_called_like_a_footer_is_still_read():
    rows = [
        FOUR[0],
        *[
            [str(at), name, "男", "三(2)班"]
            for at, name in enumerate(["总兵", "校长河", "合计明", "共工", "日期", "单位强"], 1)
        ],
    ]
    assert len(read(b.xlsx(rows)).rows) >= 5


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("1", "m"),
        ("2", "f"),
        ("1.0", "m"),
        ("2.0", "f"),
        ("M", "m"),
        ("F", "f"),
        ("♂", "m"),
        ("♀", "f"),
        ("１", "m"),
        ("1-男", "m"),
        ("女生", "f"),
        ("9", None),
        ("", None),
    ],
)
def test_a_sex_in_every_way_of_writing(text, sex):
    roster = read(b.text([FOUR[0], ["1", "王伟", text, "三(2)班"]]), "a.csv")
    assert roster.rows[0].sex == sex and not roster.notes


@pytest.mark.parametrize("dot", "·•‧・･∙⋅●.．。᛫ꞏ˙⸱◦᠂" + "\u00b7")
@pytest.mark.parametrize("space", ["", " ", "\u3000"])
def test_a_dot_between_the_parts_of_a_name(dot, space):
    roster = read(b.text([FOUR[0], ["1", f"阿依古丽{space}{dot}{space}买买提", "女", "三(2)班"]]), "a.csv")
    assert [row.name for row in roster.rows] == ["阿依古丽·买买提"] and not roster.problems


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("20240101.0", "20240101"),
        ("１２", "12"),
        ("０００１", "0001"),
        ("第5号", "5"),
        ("①", "1"),
        ("5号", "5"),
        ("1" * 20, "1" * 20),
    ],
)
def test_a_number_in_every_way_of_writing(text, number):
    assert read(b.text([FOUR[0], [text, "王伟", "男", "三(2)班"]]), "a.csv").rows[0].number == number


@pytest.mark.parametrize("head", ["学号", "学籍号"])
def test_a_number_too_long_to_keep_is_told_by_its_line(head):
    rows = [[head, "姓名", "班级"], ["A" * 21, "王伟", "三(2)班"]]
    (problem,) = read(b.xlsx(rows)).problems
    assert (problem.code, problem.line) == ("number_long", 2)
    both = [["座号", "学籍号", "姓名", "班级"], ["1", "A" * 30, "王伟", "三(2)班"]]
    assert read(b.xlsx(both)).rows[0].student_number == "A" * 30


def test_a_number_of_ones_own_stands_once_in_the_whole_list():
    rows = [
        ["学号", "姓名", "班级"],
        ["20240101", "王伟", "三(2)班"],
        ["20240101", "王伟", "三(3)班"],
        ["1", "李明", "三(2)班"],
        ["1", "赵安", "三(3)班"],
    ]
    assert [(problem.code, problem.line) for problem in read(b.xlsx(rows)).problems] == [
        ("student_number_twice", 2),
        ("student_number_twice", 3),
    ]


def test_a_sheet_hidden_so_that_no_menu_shows_it_is_left_out_and_named():
    def write(book, sheet):
        sheet.write_row(1, 0, ["1", "王伟", "三(2)班"])
        book.add_worksheet("去年").write_row(0, 0, HEAD)
        book.get_worksheet_by_name("去年").write_row(1, 0, ["1", "李明", "三(2)班"])
        book.get_worksheet_by_name("去年").very_hidden()

    roster = read(made(write))
    assert [row.name for row in roster.rows] == ["王伟"] and [(note.sheet, note.code) for note in roster.notes] == [
        ("去年", "sheet_hidden")
    ]
