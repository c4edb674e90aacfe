"""lesson.md line by line: what each line is taken for, and every way it can be written wrong, with its line."""

import pytest

from eduplatform.curriculum.lesson_text import parse

from .building import lesson_text, slide

FRONT = "---\nuuid: x\n---\n"
COVER = "## cover: 封面\n"  # line 4 behind FRONT


def read(body: str):
    """The first slide of a lesson with these lines below its cover, which must be without fault."""
    lesson = parse(FRONT + COVER + body)
    assert lesson.faults == []
    return lesson.slides[0]


def faults(body: str) -> list[tuple[int, str]]:
    return parse(FRONT + body).faults


@pytest.mark.parametrize(
    ("line", "kind", "item", "text", "cites"),
    [
        ("低下来 {FIRE-06}", "fact", "", "低下来", ["FIRE-06"]),
        ("- 低下来 {FIRE-06}", "fact", "bullet", "低下来", ["FIRE-06"]),
        ("* 低下来 {FIRE-06}", "fact", "bullet", "低下来", ["FIRE-06"]),
        ("1. 低下来 {FIRE-06}", "fact", "number", "低下来", ["FIRE-06"]),
        ("12、低下来 {FIRE-06}", "fact", "number", "低下来", ["FIRE-06"]),
        ("3．低下来 {FIRE-06}", "fact", "number", "低下来", ["FIRE-06"]),
        ("1.5 米以下 {FIRE-06}", "fact", "", "1.5 米以下", ["FIRE-06"]),
        ("119 是火警 {FIRE-01}", "fact", "", "119 是火警", ["FIRE-01"]),
        ("-不是列表 {FIRE-06}", "fact", "", "-不是列表", ["FIRE-06"]),
        ("? 往哪里走?", "ask", "", "往哪里走?", []),
        ("？往哪里走？", "ask", "", "往哪里走？", []),
        ("- ? 往哪里走?", "ask", "bullet", "往哪里走?", []),
        ("> 请看图。", "cue", "", "请看图。", []),
        ("＞ 请看图。", "cue", "", "请看图。", []),
        ("没有编号", "fact", "", "没有编号", []),
        ("两条 {FIRE-06 FIRE-07}", "fact", "", "两条", ["FIRE-06", "FIRE-07"]),
        ("逗号 {FIRE-06,FIRE-07}", "fact", "", "逗号", ["FIRE-06", "FIRE-07"]),
        ("顿号 {FIRE-06、FIRE-07}", "fact", "", "顿号", ["FIRE-06", "FIRE-07"]),
        ("两对括号 {FIRE-06} {FIRE-07}", "fact", "", "两对括号", ["FIRE-06", "FIRE-07"]),
        ("   前后有空格 {FIRE-06}   ", "fact", "", "前后有空格", ["FIRE-06"]),
    ],
)
def test_a_line_is_taken_for_what_it_is(line, kind, item, text, cites):
    (found,) = read(line).parts["body"]
    assert (found.kind, found.item, found.text, found.facts, found.at) == (kind, item, text, cites, 5)


def test_a_subheading_stands_in_the_notes_and_the_reading_text_only():
    head, cue = read("::: notes 4\n### 准备 {FIRE-06}\n> 坐好\n:::").parts["notes"]
    assert (head.kind, head.item, head.text, head.facts, head.at) == ("head", "", "准备", ["FIRE-06"], 6)
    assert (cue.kind, cue.item, cue.facts, cue.at) == ("cue", "", [], 7)
    assert read("::: text\n### 想一想\n:::").parts["text"][0].text == "想一想"
    assert faults(COVER + "### 准备\n")[0][0] == 5


@pytest.mark.parametrize(
    ("head", "kind", "mark", "title"),
    [
        ("## teach: 起火", "teach", "", "起火"),
        ("##   teach core :  起火  ", "teach", "core", "起火"),
        ("## teach plus: 起火", "teach", "plus", "起火"),
        ("## recap core：小结", "recap", "core", "小结"),
        ("## ask: 几点:十点", "ask", "", "几点:十点"),
        ("## teach kern: 起火", "teach", "kern", "起火"),
    ],
)
def test_the_head_of_a_slide_names_its_kind_its_mark_and_its_title(head, kind, mark, title):
    lesson = parse(FRONT + head + "\n")
    assert lesson.faults == []
    assert [(each.kind, each.mark, each.title, each.at) for each in lesson.slides] == [(kind, mark, title, 4)]


@pytest.mark.parametrize("head", ["## teach 起火", "## Teach: 起火", "## lecture: 起火", "## : 起火", "## teach:"])
def test_another_head_is_a_fault_but_the_lines_below_are_still_read(head):
    lesson = parse(f"{FRONT}{head}\n低下来 {{FIRE-06}}\n")
    assert [(line, "类型是 cover" in reason) for line, reason in lesson.faults] == [(4, True)]
    assert lesson.slides[0].parts["body"][0].text == "低下来"
    if "lecture" not in head:
        assert (lesson.slides[0].kind, lesson.slides[0].mark, lesson.slides[0].title) == ("", "", head[3:])


def test_minutes_pictures_and_fences_remember_their_lines():
    found = read("![一扇关着的门](media/door.svg)\n::: text\n低下来 {FIRE-06}\n:::\n::: notes 12\n> 讲\n:::\n")
    assert found.picture == ("media/door.svg", "一扇关着的门", 5)
    assert (found.minutes, found.fences) == (12, {"text": 6, "notes": 9})
    assert [line.at for line in found.parts["text"] + found.parts["notes"]] == [7, 10]


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("低下来 {FIRE-06}\n## cover: 封面\n", 4, "第一张幻灯片之前不能有正文"),
        ("::: text\n:::\n## cover: 封面\n", 4, "::: text 要写在一张幻灯片里面"),
        (COVER + ":::\n", 5, "多了一个 `:::`"),
        (COVER + "::: text\n低 {FIRE-06}\n::: notes 4\n> 讲\n:::\n", 5, "::: text 没有用单独一行 ::: 结束"),
        (COVER + "::: notes 4\n> 讲\n## teach: 一\n", 5, "::: notes 没有用单独一行 ::: 结束"),
        (COVER + "::: notes 4\n> 讲\n", 5, "::: notes 没有用单独一行 ::: 结束"),
        (COVER + "::: text\n:::\n::: text\n:::\n", 7, "只能有一段 ::: text"),
        (COVER + "::: notes\n> 讲\n:::\n", 5, "要写这一页用几分钟"),
        (COVER + "::: notes 120\n", 5, "不能用这种写法"),
        (COVER + "::: script\n", 5, "不能用这种写法"),
        (COVER + "![门](media/a.svg)\n![窗](media/b.svg)\n", 6, "只放一幅图"),
        (COVER + "::: text\n![门](media/a.svg)\n:::\n", 6, "不能用这种写法"),
        (COVER + "<b>低</b>\n", 5, "不能用这种写法"),
        (COVER + "| 表 | 格 |\n", 5, "不能用这种写法"),
        (COVER + "```\n", 5, "不能用这种写法"),
        (COVER + "# 大标题\n", 5, "不能用这种写法"),
        (COVER + "##teach: 一\n", 5, "不能用这种写法"),
        (COVER + "低 {FIRE-6}\n", 5, "事实编号 FIRE-6 写法不对"),
        (COVER + "低 {fire-06}\n", 5, "事实编号 fire-06 写法不对"),
        (COVER + "低 {FIRE-06;FIRE-07}\n", 5, "写法不对"),
        (COVER + "低 {FIRE-06} 走\n", 5, "要写在一行的最后"),
        (COVER + "低 FIRE-06}\n", 5, "要写在一行的最后"),
        (COVER + "低 {FIRE-06\n", 5, "要写在一行的最后"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_line(body, line, reason):
    assert [(at, reason in said) for at, said in faults(body)] == [(line, True)]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "要以 --- 开头"),
        ("## cover: 封面\n", "要以 --- 开头"),
        ("\n---\nuuid: x\n---\n", "要以 --- 开头"),
        ("---\nuuid: x\n## cover: 封面\n", "没有用单独一行 --- 结束"),
    ],
)
def test_a_lesson_begins_with_its_front_matter(source, reason):
    line, said = parse(source).faults[0]
    assert line == 1 and reason in said


def test_the_front_matter_is_what_stands_between_the_two_lines():
    assert parse("---  \nuuid: x\ntitle: y\n  ---\n" + COVER).front == "uuid: x\ntitle: y"


def test_every_part_of_a_whole_lesson_comes_back():
    lesson = parse(lesson_text(slide("cover", "封面"), slide("teach core", "一"), slide("do", "二", text=())))
    assert lesson.faults == []
    assert [(each.kind, each.mark, each.minutes) for each in lesson.slides] == [
        ("cover", "", 5),
        ("teach", "core", 5),
        ("do", "", 5),
    ]
    assert [len(each.parts["text"]) for each in lesson.slides] == [1, 1, 0]


def test_notes_without_minutes_take_none_and_a_slide_without_notes_has_not_said():
    lesson = parse(FRONT + COVER + "::: notes\n> 讲\n:::\n## teach: 一\n")
    assert [each.minutes for each in lesson.slides] == [0, None]
    assert [each.picture for each in lesson.slides] == [None, None]


def test_advice_shows_what_to_write_letter_by_letter():
    """What stands in a reason is copied by its reader: in small letters, with its marks."""
    source = "## lecture: 一\n:::\n低 {FIRE-06} 走\n::: notes\n"
    said = "".join(reason for _line, reason in [*faults(source), *faults("低\n"), *parse("x").faults])
    for words in (
        "`## 类型: 标题`",
        "cover、teach、ask、do、recap",
        "cover、story、rhyme、game、card",
        "`:::`(前面没有打开 text 或 notes)",
    ):
        assert words in said, words
    for words in (
        "例如:有烟,低下来 {FIRE-06}",
        "例如 ::: notes 4",
        "先写一行 ## cover: 标题",
        "课时信息(uuid、title、minutes …)",
    ):
        assert words in said, words
