"""What each column of the anonymised facts means, in both languages: a file of the zip, and a table of docs/API.md."""

from __future__ import annotations

from typing import NamedTuple

HEAD = ("file", "column", "type", "meaning_zh", "meaning_en")


class Meaning(NamedTuple):
    """A column of a file; `type`: text, date, integer or number."""

    file: str
    column: str
    type: str
    zh: str
    en: str


_PLACE = (
    (
        "school",
        "text",
        "学校的代号，同一套安学里不变；不是校名，也不是学校编码",
        "stands for a school, always the same in one install; neither its name nor its code",
    ),
    ("class", "text", "班级的代号，同上", "stands for a class, likewise"),
    (
        "stage",
        "text",
        "学段：K 幼儿园，P1、P2、P3 小学低中高段，J 初中，S 高中，V 中职",
        "K kindergarten, P1 P2 P3 primary by two grades, J junior, S senior, V vocational",
    ),
    (
        "grade",
        "integer",
        "年级 1–12；幼儿园 −3 托班、−2 小班、−1 中班、0 大班",
        "1–12; kindergarten −3 nursery, −2 small, −1 middle, 0 large",
    ),
    ("week", "date", "那一周的星期一", "Monday of the week"),
    ("topic", "text", "专题代号，如 FIRE 消防", "code of the topic, e.g. FIRE"),
    ("lesson", "text", "课的 uuid，和课程文件里的相同", "uuid of the lesson, as in the course files"),
)
_ANSWERS = (
    (
        "item",
        "text",
        "题目的 uuid；空：这几道题各自答的人少，合在一起",
        "uuid of the question; empty: questions with few answers each, put together",
    ),
    ("correct", "integer", "1 全对，0 不全对或没有答", "1 wholly right, 0 not, or not answered"),
    (
        "n",
        "integer",
        "这样的作答有几个（每个学生每课只算第一份答卷）",
        "how many such answers (of each pupil and lesson the first sheet only)",
    ),
)
_CLASSES = (
    (
        "lessons",
        "integer",
        "上了几节，以现在有效的登记为准；0：这一周只有答卷",
        "lessons given, by the entries that hold now; 0: answers only in that week",
    ),
    ("hours", "number", "记的课时", "class hours earned"),
    (
        "roll",
        "integer",
        "在册人次；不足 10 人的班不列",
        "pupils on the roll, added up over the lessons; classes under 10 are left out",
    ),
    ("present", "integer", "到课人次", "of them present"),
    (
        "pupils",
        "integer",
        "交了答卷的学生；空：没有人交，或者不足 10 人",
        "pupils who handed in a sheet; empty: none, or fewer than 10",
    ),
    ("passed", "integer", "其中合格的；空：同上", "of them passed; empty: likewise"),
)

MEANINGS = tuple(
    Meaning(file, *line)
    for file, lines in (("answers.csv", _PLACE + _ANSWERS), ("classes.csv", _PLACE + _CLASSES))
    for line in lines
)


def columns_of(file: str) -> list[str]:
    """Columns of a file, in order."""
    return [one.column for one in MEANINGS if one.file == file]


READ_ME = """安学 · 匿名数据 / Anxue anonymised facts
{unit_mark} · {year}–{next_year} · 截至 / up to {day}

里面没有学生的姓名、编号或答卷，也没有校名和班名。学校和班级用代号：同一套安学里不变，所以可以接着上次的用；
知道某校情况的人也许认得出学校，所以不要公开张贴。
不足 10 个学生的组整组不出，只出已经结束满一周的周，一组要么整组出、要么整组不出：把两份文件相减也减不出更小的组。
每一列的意思见 dictionary.csv。

No pupil's name, number or sheet is in here, and no name of a school or class. Schools and classes are stood for by codes that stay
the same in one install, so that you can go on from last time; who knows a school may recognise it, so do not post the files in public.
Groups under 10 pupils are left out whole, weeks come once they have been over for a week, and a group is in or out as a whole: no
smaller group can be had by subtracting one file from another. What each column means: dictionary.csv.
"""
