"""Reads lesson.md: front matter, then slides, line by line, so that every line keeps its number.

## teach core: 标题        a slide; kinds cover teach ask do recap (kindergarten: cover story rhyme game card); marked core, or
                           plus (the same as no mark)
![说明](media/x.svg)        its picture
- 有烟,低下来 {FIRE-06}    a statement with its facts
? 烟会往哪里走?            a question
> 请看图 10 秒。            an instruction to the class, a link or a line of the story
::: text … :::              what the pupil reads afterwards
::: notes 4 … :::           the teacher's notes, 4 minutes
"""

import re
from dataclasses import dataclass, field

from .slides import KINDS, STORY_KINDS

_HEAD = re.compile(r"^##\s+(?P<kind>[a-z]+)(?:\s+(?P<mark>[a-z]+))?\s*[:\uff1a]\s*(?P<title>.+?)\s*$")
_PICTURE = re.compile(r"^!\[(?P<alt>.*?)\]\((?P<src>\S*?)\)\s*$")
_FENCE = re.compile(r"^:::\s*(?P<name>text|notes)(?:\s+(?P<minutes>\d{1,2}))?\s*$")
_ITEM = re.compile(r"^(?:(?P<bullet>[-*])(?=\s|$)|(?P<number>\d{1,2}[.\u3001\uff0e])(?!\d))\s*")
_FACTS = re.compile(r"\s*\{(?P<ids>[^{}]*)\}\s*$")
_FACT_ID = re.compile(r"^[A-Z]{2,12}-\d{2,3}$")
_MARKS = {"?": "ask", "\uff1f": "ask", ">": "cue", "\uff1e": "cue"}  # half or full width


@dataclass
class RawLine:
    """A line of a slide as written; `kind` is a fact, ask, cue or head (slides.Line)."""

    at: int
    kind: str
    item: str
    text: str
    facts: list[str]


@dataclass
class RawSlide:
    """A slide as written; line numbers of everything that can be wrong."""

    at: int
    kind: str
    title: str
    mark: str = ""  #: core, plus or what stands there
    picture: tuple[str, str, int] | None = None  #: src, alt, line
    parts: dict[str, list[RawLine]] = field(default_factory=lambda: {"body": [], "text": [], "notes": []})
    minutes: int | None = None
    fences: dict[str, int] = field(default_factory=dict)  #: part → line of its opening


@dataclass
class RawLesson:
    """`front` is the YAML between the two `---` lines; `faults` are (line, reason)."""

    front: str = ""
    slides: list[RawSlide] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def parse(source: str) -> RawLesson:
    """Read a lesson; whatever cannot be read is a fault with its line."""
    lines = source.split("\n")
    lesson = RawLesson()
    start = _front(lines, lesson)
    part, opened = "body", 0
    for number, line in enumerate(lines[start:], start + 1):
        line = line.strip()
        if not line:
            continue
        if line == ":::":
            if part == "body":
                lesson.faults.append((number, "多了一个 `:::`(前面没有打开 text 或 notes)"))
            part = "body"
        elif fence := _FENCE.match(line):
            if part != "body":
                lesson.faults.append((opened, f"::: {part} 没有用单独一行 ::: 结束"))
            part, opened = fence["name"], number
            _open(lesson, fence, number)
        elif line.startswith("## "):
            if part != "body":
                lesson.faults.append((opened, f"::: {part} 没有用单独一行 ::: 结束"))
            part = "body"
            _head(lesson, line, number)
        elif not lesson.slides:
            lesson.faults.append((number, "第一张幻灯片之前不能有正文;先写一行 ## cover: 标题"))
        else:
            _line(lesson, part, line, number)
    if part != "body":
        lesson.faults.append((opened, f"::: {part} 没有用单独一行 ::: 结束"))
    return lesson


def _front(lines: list[str], lesson: RawLesson) -> int:
    """Take the front matter; returns the index of the first line after it."""
    if lines[0].strip() != "---":
        lesson.faults.append((1, "文件要以 --- 开头的课时信息(uuid、title、minutes …)开始"))
        return 0
    for index, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            lesson.front = "\n".join(lines[1:index])
            return index + 1
    lesson.faults.append((1, "课时信息没有用单独一行 --- 结束"))
    return len(lines)


def _head(lesson: RawLesson, line: str, number: int) -> None:
    head = _HEAD.match(line)
    if not head or head["kind"] not in (*KINDS, *STORY_KINDS):
        lesson.faults.append(
            (
                number,
                f"幻灯片标题要写成 `## 类型: 标题`,类型是 {'、'.join(KINDS)} 之一(幼儿园是 cover、{'、'.join(STORY_KINDS)})",
            )
        )
    mark = (head["mark"] or "") if head else ""
    lesson.slides.append(RawSlide(number, head["kind"] if head else "", head["title"] if head else line[3:], mark))


def _open(lesson: RawLesson, fence: re.Match, number: int) -> None:
    name = fence["name"]
    if not lesson.slides:
        lesson.faults.append((number, f"::: {name} 要写在一张幻灯片里面"))
        return
    slide = lesson.slides[-1]
    if name in slide.fences:
        lesson.faults.append((number, f"一张幻灯片只能有一段 ::: {name};请合并"))
    slide.fences[name] = number
    if name == "notes":
        if fence["minutes"] is None:
            lesson.faults.append((number, "教师备注要写这一页用几分钟,例如 ::: notes 4"))
        slide.minutes = int(fence["minutes"] or 0)


def _line(lesson: RawLesson, part: str, line: str, number: int) -> None:
    slide = lesson.slides[-1]
    picture = _PICTURE.match(line)
    if picture and part == "body":
        if slide.picture:
            lesson.faults.append((number, "一张幻灯片只放一幅图;请把多的图拆到另一页"))
        slide.picture = (picture["src"], picture["alt"], number)
        return
    if (
        picture
        or line.startswith(("<", "```", "|"))
        or line.startswith(("#", ":::"))
        and not (part != "body" and line.startswith("### "))
    ):
        lesson.faults.append((number, "这里不能用这种写法;只用段落、列表、**加粗**、? 提问、> 指示,图片放在标题下面"))
        return
    slide.parts[part].append(_read_line(lesson, line, number))


def _read_line(lesson: RawLesson, line: str, number: int) -> RawLine:
    facts: list[str] = []
    while found := _FACTS.search(line):
        facts = found["ids"].replace(",", " ").replace("\u3001", " ").split() + facts
        line = line[: found.start()]
    for each in facts:
        if not _FACT_ID.match(each):
            lesson.faults.append((number, f"事实编号 {each} 写法不对;要像 {{FIRE-06}},几个编号用空格隔开"))
    if "{" in line or "}" in line:
        lesson.faults.append((number, "事实编号要写在一行的最后,例如:有烟,低下来 {FIRE-06}"))
    if line.startswith("### "):
        return RawLine(number, "head", "", line[4:].strip(), facts)
    item = _ITEM.match(line)
    line = line[item.end() :] if item else line
    kind = _MARKS.get(line[:1], "fact")
    text = line if kind == "fact" else line[1:].strip()
    return RawLine(number, kind, ("bullet" if item["bullet"] else "number") if item else "", text, facts)
