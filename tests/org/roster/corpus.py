"""Messy roster files: each case says which rows must come out, or which problems on which lines, or which refusal.

A row is (name, class label, number, sex, homeroom teacher); trailing empty parts may be left out.
"""

import codecs
import datetime
from dataclasses import dataclass, field

from eduplatform.org.roster.id_numbers import checksum
from tests.org.roster import builders as b

PRIMARY, JUNIOR, SENIOR, KINDER = ("primary",), ("junior",), ("senior",), ("kindergarten",)
ID = "11010120150307123" + checksum("11010120150307123")
ID15 = "110101850307123"


@dataclass
class Case:
    """`rows` must come out, with no problem; or `problems` {(code, line)} must be all; or `refused` is the code."""

    name: str
    data: bytes
    rows: list[tuple] | None = None
    problems: set[tuple] | None = None
    refused: str | None = None
    filename: str = "名单.xlsx"
    stages: tuple | None = PRIMARY
    notes: set[tuple] = field(default_factory=set)
    options: dict = field(default_factory=dict)
    encoding: str | None = None
    guessed: str | None = None
    secret: str = ""


HEAD = ["序号", "姓名", "性别", "班级", "班主任"]
WANG, LI, OUYANG = (
    ("王伟", "三(2)班", "1", "m", "陈芳"),
    ("李𬍤", "三(2)班", "2", "f", "陈芳"),
    ("欧阳娜娜", "三(3)班", "1", "f", "赵强"),
)
BODY = [
    ["1", "王伟", "男", "三(2)班", "陈芳"],
    ["2", "李𬍤", "女", "三(2)班", "陈芳"],
    ["1", "欧阳娜娜", "女", "三(3)班", "赵强"],
]
PLAIN = [HEAD, *BODY]
THREE = [WANG, LI, OUYANG]
#: without the rare character, for encodings that lack it
OLD = [HEAD, BODY[0], ["2", "李明", "女", "三(2)班", "陈芳"], BODY[2]]
OLD_ROWS = [WANG, ("李明", "三(2)班", "2", "f", "陈芳"), OUYANG]
TRAD = [
    ["座號", "姓名", "性別", "班級"],
    ["1", "陳怡君", "女", "三年級2班"],
    ["2", "林志豪", "男", "三年級2班"],
    ["3", "黃雅婷", "女", "三年級2班"],
]
TRAD_ROWS = [("陳怡君", "三(2)班", "1", "f"), ("林志豪", "三(2)班", "2", "m"), ("黃雅婷", "三(2)班", "3", "f")]


def cases() -> list[Case]:
    return [*formats(), *encodings(), *headers(), *class_styles(), *layouts(), *cells(), *identities(), *hostile()]


def formats():
    yield Case("xlsx", b.xlsx(PLAIN), THREE)
    yield Case("xls", b.xls(OLD), OLD_ROWS, filename="a.xls")
    yield Case("csv", b.text(PLAIN), THREE, filename="a.csv")
    yield Case("tab text", b.text(PLAIN, delimiter="\t"), THREE, filename="a.txt")
    yield Case("semicolons", b.text(PLAIN, delimiter=";"), THREE, filename="a.csv")
    yield Case("sep= line", b"sep=;\r\n" + b.text(PLAIN, delimiter=";"), THREE, filename="a.csv")
    yield Case(
        "sep= line is no line of Excel",
        b"sep=;\r\n" + b.text([["姓名", "班级"], ["", "三(2)班"]], delimiter=";"),
        problems={("name_missing", 2)},
        filename="a.csv",
    )
    yield Case("unix line ends", b.text(PLAIN, end="\n"), THREE, filename="a.csv")
    yield Case("html named xls", b.html(PLAIN), THREE, filename="a.xls")
    yield Case("html in gbk", b.html(OLD, "gbk", "gb2312"), OLD_ROWS, filename="a.xls")
    yield Case("html that lies about its charset", b.html(OLD, "gbk", "utf-8"), OLD_ROWS, filename="a.xls")
    yield Case("html in big5 that says so", b.html(TRAD, "big5"), TRAD_ROWS, filename="a.xls")
    yield Case("xml 2003 named xls", b.xml2003(PLAIN), THREE, filename="a.xls")
    yield Case("xlsx named csv", b.xlsx(PLAIN), THREE, filename="a.csv")
    yield Case("csv named xlsx", b.text(PLAIN), THREE, filename="a.xlsx")
    yield Case("xls named xlsx", b.xls(OLD), OLD_ROWS, filename="a.xlsx")


def encodings():
    made = {
        "utf-8 with mark": b.text(PLAIN, bom=codecs.BOM_UTF8),
        "gb18030 with four bytes": b.text(PLAIN, "gb18030"),
        "utf-16-le with mark": b.text(PLAIN, "utf-16-le", bom=codecs.BOM_UTF16_LE, delimiter="\t"),
        "utf-16-be with mark": b.text(PLAIN, "utf-16-be", bom=codecs.BOM_UTF16_BE),
        "utf-16-le without mark": b.text(PLAIN, "utf-16-le"),
        "utf-16-be without mark": b.text(PLAIN, "utf-16-be", delimiter="\t"),
    }
    for name, data in made.items():
        yield Case(name, data, THREE, filename="a.csv", guessed="-".join(name.split()[0].split("-")))
    yield Case("gbk", b.text(OLD, "gbk"), OLD_ROWS, filename="a.csv", guessed="gb18030")
    yield Case("gbk with one pupil", b.text(OLD[:2], "gbk"), [WANG], filename="a.csv", guessed="gb18030")
    yield Case("big5 asks", b.text(TRAD, "big5"), problems={("encoding_unsure", 0)}, filename="a.csv", guessed="big5")
    yield Case(
        "big5 without traditional headers asks",
        b.text([["姓名"], *[[row[1]] for row in TRAD[1:]]], "big5"),
        problems={("encoding_unsure", 0), ("sheet_no_class", 1)},
        filename="a.csv",
        guessed="big5",
    )
    yield Case("big5 when told", b.text(TRAD, "big5"), TRAD_ROWS, filename="a.csv", encoding="big5", guessed="big5")
    yield Case("utf-8 when told big5", b.text(PLAIN), refused="encoding_wrong", filename="a.csv", encoding="big5")
    yield Case("traditional words in gbk", b.text(TRAD, "gbk"), TRAD_ROWS, filename="a.csv", encoding="gb18030")
    yield Case("gbk cut in a character", b.text(OLD, "gbk").rstrip()[:-1], refused="encoding_unknown", filename="a.csv")


def headers():
    variants = {
        "long names": ["学生姓名", "行政班", "班内学号", "学生性别", "班主任姓名"],
        "spaces and stars": ["姓 名*", "班　级", "座 号", "性别:", "班主任(必填)"],
        "line ends inside": ["学生\n姓名", "所在\n班级", "班内\n学号", "性\n别", "班主任\n姓名"],
        "english": ["Name", "Class", "No.", "Sex", "Homeroom Teacher"],
        "both languages": ["姓名 Name", "班级 Class", "学号 No.", "性别 Sex", "班主任"],
        "pinyin of old systems": ["XM", "BJMC", "XH", "XB", "BZR"],
        "full width": ["名字", "班别", "号数", "ＳＥＸ", "班主任老师"],
        "traditional": ["姓名", "班級", "座號", "性別", "班主任"],
    }
    body = [["王伟", "三(2)班", "1", "男", "陈芳"], ["欧阳娜娜", "三(3)班", "1", "女", "赵强"]]
    for name, head in variants.items():
        yield Case(f"headers: {name}", b.xlsx([head, *body]), [WANG, OUYANG])
    yield Case(
        "grade and class columns",
        b.xlsx([["年级", "班级", "学号", "姓名"], ["三年级", "2班", "1", "王伟"], ["三年级", 3, 1, "欧阳娜娜"]]),
        [("王伟", "三(2)班", "1"), ("欧阳娜娜", "三(3)班", "1")],
    )
    yield Case(
        "entry year and class columns",
        b.xlsx([["入学年份", "班级", "姓名"], [2024, "2班", "王伟"]]),
        [("王伟", "三(2)班")],
    )
    yield Case(
        "seat beside student number",
        b.xlsx([["学号", "座号", "姓名", "班级"], ["20240312", "5", "王伟", "三(2)班"]]),
        [("王伟", "三(2)班", "5")],
    )
    yield Case(
        "counter through the sheet is no number",
        b.xlsx([HEAD, BODY[0], BODY[1], ["3", *BODY[2][1:]]]),
        [(*WANG[:2], "", *WANG[3:]), (*LI[:2], "", *LI[3:]), (*OUYANG[:2], "", *OUYANG[3:])],
        notes={("number_is_counter", 1)},
    )
    yield Case("no header", b.xlsx(BODY), problems={("sheet_no_header", 0)})
    yield Case(
        "no header, columns given",
        b.xlsx(BODY),
        THREE,
        options={
            "mapping": {
                "*": {"header_line": 0, "columns": {"number": 0, "name": 1, "sex": 2, "class": 3, "homeroom": 4}}
            }
        },
    )
    yield Case(
        "two lists side by side",
        b.xlsx([["姓名", "学号", "姓名", "学号"], ["王伟", "1", "李明", "2"]]),
        problems={("two_name_columns", 1)},
    )
    yield Case(
        "old and new class",
        b.xlsx([["姓名", "班级", "新班级"], ["王伟", "三(2)班", "三(3)班"]]),
        problems={("two_class_columns", 1)},
    )


def class_styles():
    styles = {
        PRIMARY: [
            "三(2)班",
            "三(2)班",
            "三2班",
            "三年级2班",
            "三年级二班",
            "三年二班",
            "3.2",
            "3-2",
            "302",
            "3年2班",
            "2024级2班",
            "2030届2班",
            "三【2】班",
            "3(2)",
            "三②班",
            "光明小学三(2)班",
            " 三 ( 2 ) 班 ",
            "三(二)班",
        ],
        JUNIOR: ["初一(3)班", "七(3)班", "七年级3班", "七3", "2026级3班", "703", "初一年级三班"],
        SENIOR: ["高一(12)班", "高一12班", "高2026级12班", "1012", "高一年级十二班", "十年级12班", "高中一年级12班"],
        KINDER: ["大一班", "大(1)班", "大班1班", "大1班", "大班一班"],
    }
    wanted = {PRIMARY: "三(2)班", JUNIOR: "七(3)班", SENIOR: "高一(12)班", KINDER: "大(1)班"}
    for stages, texts in styles.items():
        rows = [["姓名", "班级", "座号"]] + [["王伟", text, str(at)] for at, text in enumerate(texts, 1)]
        yield Case(
            f"class styles of {stages[0]}",
            b.xlsx(rows),
            [("王伟", wanted[stages], str(at)) for at in range(1, len(texts) + 1)],
            stages=stages,
        )
    yield Case(
        "vocational",
        b.xlsx([["姓名", "班级"], ["王伟", "24级机电1班"], ["李明", "25级机电一体化2班"]]),
        [("王伟", "高三机电(1)班"), ("李明", "高二机电一体化(2)班")],
        stages=("vocational",),
    )
    bad = {
        "三年级": "class_no_number",
        "三年二半": "class_unreadable",
        "三(99)班": "class_number_range",
        "高一(2)班": "grade_not_here",
        "2019级2班": "year_graduated",
        "2027级2班": "year_future",
        "1101": "grade_not_here",
        "": "class_missing",
    }
    yield Case(
        "classes that cannot be read",
        b.xlsx([["姓名", "班级", "座号"]] + [["王伟", text, str(at)] for at, text in enumerate(bad)]),
        problems={(code, at) for at, code in enumerate(bad.values(), 2)},
    )
    yield Case(
        "1101 without stages",
        b.xlsx([["姓名", "班级"], ["王伟", "1101"]]),
        problems={("class_ambiguous", 2)},
        stages=None,
    )
    yield Case(
        "2024级 in a school of nine years",
        b.xlsx([["姓名", "班级"], ["王伟", "2024级2班"]]),
        problems={("grade_ambiguous", 2)},
        stages=("primary", "junior"),
    )
    yield Case(
        "class and grade disagree",
        b.xlsx([["姓名", "年级", "班级"], ["王伟", "四年级", "三(2)班"]]),
        problems={("class_grade_conflict", 2)},
    )
    yield Case(
        "3-2 turned into a date",
        b.xlsx([["姓名", "班级"], ["王伟", datetime.date(2026, 3, 2)]]),
        problems={("class_is_date", 2)},
    )
    lost = [["姓名", "班级", "学号"]] + [
        [f"王{'甲乙丙丁'[i % 4]}", f"3.{n}" if n < 10 else "3.1", f"{n}{i}"] for n in range(1, 11) for i in range(2)
    ]
    yield Case("3.10 turned into 3.1", b.xlsx(lost), problems={("class_lost_zero", 20), ("class_lost_zero", 21)})
    yield Case("numeric 3.2", b.xlsx([["姓名", "班级"], ["王伟", 3.2]]), [("王伟", "三(2)班")])
    yield Case(
        "one class per grade when told",
        b.xlsx([["姓名", "班级"], ["王伟", "三年级"]]),
        [("王伟", "三(1)班")],
        options={"single_class": True},
    )


def layouts():
    yield Case(
        "merged titles above",
        b.xlsx(
            [["光明小学2026学年学生花名册"], ["填表人:陈芳  日期:2026-09-01"], [], *PLAIN],
            merges=[("名单", 0, 0, 0, 4)],
        ),
        THREE,
    )
    yield Case(
        "merged titles above, xls",
        b.xls([["光明小学2026学年学生花名册"], [], *OLD], merges=[("名单", 0, 0, 0, 4)]),
        OLD_ROWS,
        filename="a.xls",
    )
    two = [
        ["序号", "姓名", "班级", "家长信息", ""],
        ["", "", "", "姓名", "电话"],
        ["1", "王伟", "三(2)班", "王大山", "13800138000"],
    ]
    yield Case(
        "two-line header",
        b.xlsx(two, merges=[("名单", 0, 3, 0, 4), ("名单", 0, 0, 1, 0), ("名单", 0, 1, 1, 1)]),
        [("王伟", "三(2)班", "1")],
        notes={("not_kept", 2)},
        secret="13800138000",
    )
    yield Case(
        "a merged header hides two columns",
        b.xlsx(
            [["姓名", "班级", "家长", ""], ["王伟", "三(2)班", "王大山", "13800138000"]], merges=[("名单", 0, 2, 0, 3)]
        ),
        [("王伟", "三(2)班")],
        secret="13800138000",
    )
    yield Case("two-line header in csv", b.text(two), [("王伟", "三(2)班", "1")], filename="a.csv", secret="王大山")
    merged = [
        ["班级", "姓名", "学号"],
        ["三(1)班", "王伟", "1"],
        ["", "李明", "2"],
        ["三(2)班", "赵强", "1"],
        ["", "孙丽", "2"],
    ]
    four = [("王伟", "三(1)班", "1"), ("李明", "三(1)班", "2"), ("赵强", "三(2)班", "1"), ("孙丽", "三(2)班", "2")]
    boxes = [("名单", 1, 0, 2, 0), ("名单", 3, 0, 4, 0)]
    yield Case("merged class cells", b.xlsx(merged, merges=boxes), four)
    yield Case("merged class cells, xls", b.xls(merged, merges=boxes), four, filename="a.xls")
    spans = [merged[0], merged[1], [None, "李明", "2"], merged[3], [None, "孙丽", "2"]]
    yield Case(
        "merged class cells, html",
        b.html(spans, spans={(1, 0): " rowspan=2", (3, 0): " rowspan=2"}),
        four,
        filename="a.xls",
    )
    long = [["班级", "姓名", "学号"]] + [
        ["三(1)班" if i == 0 else "三(2)班" if i == 4 else "", f"王{'甲乙丙丁'[i % 4]}", str(i % 4 + 1)]
        for i in range(8)
    ]
    yield Case(
        "merged class cells saved as csv",
        b.text(long),
        [(f"王{'甲乙丙丁'[i % 4]}", f"三({i // 4 + 1})班", str(i % 4 + 1)) for i in range(8)],
        filename="a.csv",
        notes={("filled_down", 0)},
    )
    yield Case(
        "one class forgotten is not filled",
        b.xlsx([HEAD, BODY[0], ["2", "李明", "女", "", "陈芳"], BODY[2]]),
        problems={("class_missing", 3)},
    )
    yield Case(
        "blank lines, totals and footers",
        b.xlsx([*PLAIN, [], ["合计", 3], ["共3人"], ["备注:转学生未列入"]]),
        THREE,
        notes={("total_line", 6), ("total_line", 7), ("footer_line", 8)},
    )
    yield Case("repeated header", b.xlsx([HEAD, *BODY[:2], [], HEAD, BODY[2]]), THREE, notes={("header_again", 5)})
    yield Case(
        "lines numbered ahead",
        b.xlsx([*PLAIN, ["2"], ["3"]]),
        THREE,
        notes={("number_only_line", 5), ("number_only_line", 6)},
    )
    sheets = {
        "一年级": [["姓名", "班级"], ["王伟", "一(1)班"]],
        "二年级": [["姓名", "班级"], ["李明", "2班"]],
        "Sheet3": [],
    }
    yield Case(
        "a sheet per grade", b.xlsx(sheets), [("王伟", "一(1)班"), ("李明", "二(2)班")], notes={("sheet_empty", 0)}
    )
    yield Case(
        "class only in sheet names",
        b.xlsx({"三(2)班": [["姓名"], ["王伟"]], "3.3": [["姓名", "性别"], ["李明", "男"]]}),
        [("王伟", "三(2)班"), ("李明", "三(3)班", "", "m")],
    )
    yield Case(
        "class only in the file name",
        b.text([["学号", "姓名"], ["1", "王伟"]]),
        [("王伟", "三(2)班", "1")],
        filename="三(2)班.csv",
    )
    yield Case(
        "class nowhere", b.xlsx([["姓名", "性别"], ["王伟", "男"], ["李明", "男"]]), problems={("sheet_no_class", 1)}
    )
    stacked = [
        ["光明小学三(1)班花名册"],
        ["学号", "姓名"],
        ["1", "王伟"],
        [],
        ["光明小学三(2)班花名册"],
        ["学号", "姓名"],
        ["1", "李明"],
    ]
    yield Case("classes stacked under titles", b.xlsx(stacked), [("王伟", "三(1)班", "1"), ("李明", "三(2)班", "1")])
    yield Case("title and sheet disagree", b.xlsx({"三(3)班": stacked[:3]}), problems={("class_two_places", 3)})
    yield Case(
        "sheet and rows disagree",
        b.xlsx({"四年级": PLAIN}),
        problems={("class_grade_conflict", line) for line in (2, 3, 4)},
    )
    yield Case(
        "高三 sheet with 三(2)班",
        b.xlsx({"高三": [["姓名", "班级"], ["王伟", "三(2)班"]]}),
        [("王伟", "高三(2)班")],
        stages=("primary", "senior"),
    )
    yield Case(
        "hidden and instruction sheets",
        b.xlsx({"填写说明": [["姓名", "班级"], ["张三", "一(1)班"]], "名单": PLAIN, "旧": PLAIN}, hidden=("旧",)),
        THREE,
        notes={("sheet_instructions", 0), ("sheet_hidden", 0)},
    )
    yield Case("list starts in C5", b.xlsx([[]] * 4 + [["", "", *row] for row in PLAIN]), THREE)
    yield Case(
        "bad line in a list that starts in C5",
        b.xlsx([[]] * 4 + [["", "", *row] for row in [*PLAIN, ["3", "", "男", "三(2)班"]]]),
        problems={("name_missing", 9)},
    )
    yield Case(
        "sheet and grade column disagree",
        b.xlsx({"三(2)班": [["姓名", "年级"], ["王伟", "四年级"]]}),
        problems={("class_grade_conflict", 2)},
    )
    yield Case(
        "bad line far down",
        b.xlsx(
            [["学号", "姓名", "班级"]]
            + [[str(i), "王伟" if i != 2345 else "=HYPERLINK()", f"三({i % 50 + 1})班"] for i in range(1, 3001)]
        ),
        problems={("name_formula", 2346)},
    )
    yield Case(
        "line numbers under titles and a short quote",
        b.text([["名单"], [], ["姓名", "班级", "备注"], ["王伟", "三(2)班", "a\nb"], ["", "三(2)班", ""]]),
        problems={("name_missing", 5)},
        filename="a.csv",
    )


def cells():
    yield Case(
        "numbers keep zeros",
        b.xlsx([["学号", "姓名", "班级"], ["0012", "王伟", "三(2)班"], [13, "李明", "三(2)班"]]),
        [("王伟", "三(2)班", "0012"), ("李明", "三(2)班", "13")],
    )
    yield Case(
        "zeros in csv",
        b.text([["学号", "姓名", "班级"], ["0012", "王伟", "三(2)班"]]),
        [("王伟", "三(2)班", "0012")],
        filename="a.csv",
    )
    odd = ["NA", "null", "None", "阿依古丽·买买提", "𬍤𠮷", "Ann-Marie O'Neil", "TRUE", "〇一"]
    yield Case(
        "names that trip programs",
        b.text([["学号", "姓名", "班级"]] + [[str(i), name, "三(2)班"] for i, name in enumerate(odd, 1)]),
        [(name, "三(2)班", str(i)) for i, name in enumerate(odd, 1)],
        filename="a.csv",
    )
    mended = {
        "王 伟": "王伟",
        "王　伟": "王伟",
        "阿依古丽•买买提": "阿依古丽·买买提",
        "迪丽.热巴": "迪丽·热巴",
        " 李\u200b明 ": "李明",
        "Ｔｏｍ  Lee": "Tom Lee",
    }
    yield Case(
        "names with odd spaces and dots",
        b.xlsx([["学号", "姓名", "班级"]] + [[str(i), name, "三(2)班"] for i, name in enumerate(mended, 1)]),
        [(name, "三(2)班", str(i)) for i, name in enumerate(mended.values(), 1)],
    )
    bad = {
        "=1+1": "name_formula",
        "+王": "name_formula",
        "-王": "name_formula",
        "@王": "name_formula",
        "\t=王": "name_formula",
        "=王": "name_formula",
        "王\ue000": "name_private_char",
        "王?": "name_lost_char",
        "王*": "name_lost_char",
        "王伟2013": "name_digit",
        "王,伟": "name_odd_char",
        "王" * 41: "name_long",
        "": "name_missing",
    }
    yield Case(
        "names that are refused",
        b.xlsx([["学号", "姓名", "班级"]] + [[str(i), name, "三(2)班"] for i, name in enumerate(bad)]),
        problems={(code, at) for at, code in enumerate(bad.values(), 2)},
    )
    yield Case(
        "names worth a look",
        b.xlsx([["学号", "姓名", "班级"], ["1", "旺", "三(2)班"], ["2", "王yan", "三(2)班"]]),
        [("旺", "三(2)班", "1"), ("王yan", "三(2)班", "2")],
        notes={("name_one_char", 2), ("name_mixed_letters", 3)},
    )
    sexes = ["男", "M", "1", "女", "Female", "2", "", "?"]
    yield Case(
        "sexes",
        b.xlsx([["学号", "姓名", "班级", "性别"]] + [[str(i), "王伟", "三(2)班", sex] for i, sex in enumerate(sexes)]),
        [("王伟", "三(2)班", str(i), "mmmfff"[i] if i < 6 else None) for i in range(8)],
        notes={("sex_unreadable", 9)},
    )
    yield Case(
        "a private character in gbk",
        b.text([["学号", "姓名", "班级"], ["1", "王\ue000", "三(2)班"]], "gb18030"),
        problems={("name_private_char", 2)},
        filename="a.csv",
    )


def identities():
    yield Case(
        "same name, different numbers",
        b.xlsx([["学号", "姓名", "班级"], ["1", "王伟", "三(2)班"], ["2", "王伟", "三(2)班"]]),
        [("王伟", "三(2)班", "1"), ("王伟", "三(2)班", "2")],
    )
    yield Case(
        "same name without numbers",
        b.xlsx([["姓名", "班级"], ["王伟", "三(2)班"], ["李明", "三(2)班"], ["王伟", "三2班"]]),
        problems={("same_name", 2), ("same_name", 4)},
    )
    yield Case(
        "same name, one number missing",
        b.xlsx([["学号", "姓名", "班级"], ["1", "王伟", "三(2)班"], ["", "王伟", "三(2)班"]]),
        problems={("same_name", 2), ("same_name", 3)},
    )
    yield Case(
        "number twice",
        b.xlsx([["学号", "姓名", "班级"], ["01", "王伟", "三(2)班"], ["2", "李明", "三(2)班"], [1, "赵强", "三(2)班"]]),
        problems={("number_twice", 2), ("number_twice", 4)},
    )
    yield Case(
        "two homeroom teachers",
        b.xlsx([*PLAIN, ["3", "孙丽", "女", "三(2)班", "赵强"]]),
        problems={("two_homerooms", 5)},
    )
    yield Case(
        "two homeroom teachers in one cell",
        b.xlsx([["姓名", "班级", "班主任"], ["王伟", "三(2)班", "陈芳、赵强"]]),
        [("王伟", "三(2)班", "", None, "陈芳")],
        notes={("homeroom_first", 2)},
    )
    yield Case(
        "student number twice",
        b.xlsx([["姓名", "班级", "教育ID"], ["王伟", "三(2)班", "88001"], ["李明", "三(3)班", "88001"]]),
        problems={("student_number_twice", 2), ("student_number_twice", 3)},
    )
    kept = [
        ["姓名", "班级", "身份证号", "家庭住址", "监护人电话", "出生日期"],
        ["王伟", "三(2)班", ID, "长安街1号", "13912345678", "2015-03-07"],
    ]
    yield Case(
        "id, address, phone and birth columns", b.xlsx(kept), [("王伟", "三(2)班")], notes={("not_kept", 1)}, secret=ID
    )
    yield Case("phone column is gone", b.text(kept), [("王伟", "三(2)班")], filename="a.csv", secret="13912345678")
    yield Case(
        "学籍号 with an id in it",
        b.xlsx([["姓名", "班级", "学籍号"], ["王伟", "三(2)班", "G" + ID], ["李明", "三(2)班", "L" + ID]]),
        [("王伟", "三(2)班"), ("李明", "三(2)班")],
        notes={("not_kept", 1)},
        secret=ID,
    )
    yield Case(
        "id in a name",
        b.xlsx([["姓名", "班级"], ["王伟" + ID, "三(2)班"], ["李明", "三(2)班"]]),
        problems={("id_in_cell", 2)},
        secret=ID,
    )
    yield Case(
        "one id among numbers",
        b.xlsx([["学号", "姓名", "班级"], [ID, "王伟", "三(2)班"], ["2", "李明", "三(2)班"], ["3", "赵强", "三(2)班"]]),
        problems={("id_in_cell", 2)},
        secret=ID,
    )
    yield Case(
        "id rounded by excel",
        b.xlsx(
            [
                ["学号", "姓名", "班级"],
                [float(110101201503071230), "王伟", "三(2)班"],
                ["2", "李明", "三(2)班"],
                ["3", "赵强", "三(2)班"],
            ]
        ),
        problems={("id_in_cell", 2)},
        secret="1101012015030712",
    )
    yield Case(
        "id of fifteen digits",
        b.text(
            [["学号", "姓名", "班级"], [ID15, "王伟", "三(2)班"], ["2", "李明", "三(2)班"], ["3", "赵强", "三(2)班"]]
        ),
        problems={("id_in_cell", 2)},
        filename="a.csv",
        secret=ID15,
    )
    yield Case(
        "phone as number",
        b.xlsx([["学号", "姓名", "班级"], ["13912345678", "王伟", "三(2)班"]]),
        problems={("number_is_phone", 2)},
    )


def hostile():
    made = {
        "empty": (b"", "file_empty"),
        "only a mark": (codecs.BOM_UTF8, "file_empty"),
        "only spaces": (b" \r\n\r\n ", "file_empty"),
        "pdf named xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100), "file_stranger"),
        "png named xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(100), "file_stranger"),
        "jpeg": (b"\xff\xd8\xff\xe0" + bytes(100), "file_stranger"),
        "rar": (b"Rar!\x1a\x07\x00" + bytes(100), "file_stranger"),
        "word": (b.zipped({"word/document.xml": b"<w/>"}), "file_stranger"),
        "ods": (b.zipped({"content.xml": b"<o/>"}), "file_other_table"),
        "zip of an xlsx": (b.zipped({"a.xlsx": b.xlsx(PLAIN)}), "zip_nested"),
        "xlsx with a zip inside": (
            b.zipped({**b.unzipped(b.xlsx(PLAIN)), "xl/media/a.bin": b.zipped({"a": b"a"})}),
            "zip_nested",
        ),
        "101 members": (
            b.zipped({**b.unzipped(b.xlsx(PLAIN)), **{f"xl/media/{i}": b"x" for i in range(101)}}),
            "zip_members",
        ),
        "bomb": (b.bomb(), "zip_bomb"),
        "bomb that lies": (b.lying_bomb(), "zip_bomb"),
        "far cells": (b.far_cells(), "sheet_too_large"),
        "xlsx cut off": (b.xlsx(PLAIN)[:3000], "file_broken"),
        "xls cut off": (b.xls(OLD)[:2000], "file_broken"),
        "xlsx with a password": (b.encrypted_xlsx(), "file_password"),
        "xls with a password": (b.encrypted_xls(), "file_password"),
        "binary": (bytes(range(1, 256)) * 4, "file_binary"),
        "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "file_mht"),
        "html without a table": (b"<html><body>" + "请登录".encode() + b"</body></html>", "markup_no_table"),
        "stray quote": (b.text(PLAIN).replace("李".encode(), b'"\xe6\x9d\x8e'), "csv_quotes"),
    }
    for name, (data, code) in made.items():
        yield Case(name, data, refused=code)
    yield Case("only a header", b.xlsx([HEAD]), problems={("no_rows", 0)})
