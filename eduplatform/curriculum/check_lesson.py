"""Checks lesson.md: slides, facts at every statement, lengths, minutes."""

import re
from pathlib import Path

from pydantic import ValidationError

from .check_context import CheckContext, PictureUse
from .check_reading import check_reading
from .check_short_runs import check_marks
from .check_story import check_story
from .lesson_text import RawLesson, RawLine, RawSlide, parse
from .limits import SLIDES
from .package import LessonHead
from .schema import read_text, read_yaml, validate
from .schema_base import Picture
from .slides import STORY_KINDS, Slide, rendered

_MARKUP = re.compile(r"[*~`]")
_ADVICE = re.compile(r"必须|应当|应该|千万|严禁|一定要|绝不|(?<![舍巴恨怪免由记见了])不得(?![了已])")
_NEEDED = {
    "body": ("teach", "ask", "do", "recap", "rhyme", "card"),
    "text": ("teach", "do", "recap", "story", "rhyme", "game", "card"),
}


def check_lesson(file: Path, place: CheckContext) -> tuple[LessonHead, list[Slide]] | None:
    """Head and slides, or None when the file cannot be used."""
    source = read_text(file, place.report)
    if source is None:
        return None
    raw = parse(source)
    for line, reason in raw.faults:
        place.report.error(file, line, reason)
    document = read_yaml(raw.front, file, place.report, offset=1)
    head = validate(LessonHead, document, file, place.report)
    slides = [_slide(slide, file, place) for slide in raw.slides]
    if head is None or document is None:
        return None
    place.report.met(head.uuid, file, document.line("uuid"))
    _check_minutes(head, raw, file, document.line("minutes"), place)
    if place.stage == "K":
        check_story(raw, file, place)
    else:
        _check_plan(raw, file, place)
        check_marks(raw, file, place)
    check_reading(raw.slides, file, place)
    place.report.paragraphs += [
        (line.text, str(file), line.at) for slide in raw.slides for line in slide.parts["text"] if line.facts
    ]
    whole = [slide for slide in slides if slide]
    return (head, whole) if len(whole) == len(slides) else None


def _check_minutes(head: LessonHead, raw: RawLesson, file: Path, line: int, place: CheckContext) -> None:
    least, most = place.limits.minutes
    if not least <= head.minutes <= most:
        place.report.error(file, line, f"本学段一课时要在 {least}–{most} 分钟之间,这里写了 {head.minutes}")
    total = sum(slide.minutes or 0 for slide in raw.slides)
    if total != head.minutes:
        place.report.error(file, line, f"各页备注加起来是 {total} 分钟,课时写的是 {head.minutes} 分钟;请改成一致")


def _check_plan(raw: RawLesson, file: Path, place: CheckContext) -> None:
    least, most = SLIDES
    if not least <= len(raw.slides) <= most:
        place.report.error(file, 1, f"一课要有 {least}–{most} 张幻灯片,现在 {len(raw.slides)} 张")
    kinds = [slide.kind for slide in raw.slides]
    for slide in raw.slides:
        if slide.kind in STORY_KINDS:
            place.report.error(file, slide.at, f"{slide.kind} 是幼儿园图画故事的页;这里用 teach、ask、do、recap")
    if "do" not in kinds:
        place.report.error(file, 1, "缺少课堂练习;至少要有一张 ## do: … 幻灯片,让学生动手做")
    if kinds and kinds[0] != "cover":
        place.report.error(file, raw.slides[0].at, "第一张幻灯片要是封面:## cover: 标题")
    if kinds and "recap" not in kinds:
        place.report.error(file, raw.slides[-1].at, "缺少小结;最后要有一张 ## recap: … 幻灯片")


def _slide(raw: RawSlide, file: Path, place: CheckContext) -> Slide | None:
    limits, report = place.limits, place.report
    for part, lines in raw.parts.items():
        for line in lines:
            _check_line(line, part, file, place)
    body = "".join(_MARKUP.sub("", line.text) for line in raw.parts["body"])
    place.short(raw.title, limits.title, "幻灯片标题", file, raw.at)
    place.short(body, limits.body, "这一页投影的文字", file, raw.at)
    place.short(
        "".join(line.text for line in raw.parts["text"]),
        limits.text,
        "这一页的阅读文字",
        file,
        raw.fences.get("text", raw.at),
    )
    if len(raw.parts["body"]) > limits.lines:
        report.error(file, raw.at, f"这一页投影有 {len(raw.parts['body'])} 行,本学段最多 {limits.lines} 行")
    for part, kinds in _NEEDED.items():
        if raw.kind in kinds and not raw.parts[part]:
            report.error(
                file,
                raw.at,
                "这一页没有投影文字" if part == "body" else "这一页没有 ::: text 阅读文字,学生课后没有东西可读",
            )
    if not raw.minutes or not raw.parts["notes"]:
        report.error(file, raw.at, "这一页没有教师备注;请写 ::: notes 分钟数,并写清怎么讲")
    return _built(raw, file, place)


def _check_line(line: RawLine, part: str, file: Path, place: CheckContext) -> None:
    place.cite(line.facts, "notes" if part == "notes" else "pupil", file, line.at)
    if not line.text:
        place.report.error(file, line.at, "这一行没有文字")
    if line.facts or line.kind == "head":
        return
    if line.kind == "fact":
        place.report.error(
            file, line.at, "这句话没有标事实编号;句末写 {FIRE-06} 这样的编号,提问行以 ? 开头,课堂指示和故事行以 > 开头"
        )
    elif line.kind == "cue" and (found := _ADVICE.search(line.text)):
        place.report.warn(file, line.at, f"这一行以 > 开头却像在讲安全知识(“{found[0]}”);如果是,请标事实编号")
    elif line.kind == "ask" and not line.text.rstrip("”」)\uff09 ").endswith(("?", "\uff1f")):
        place.report.error(file, line.at, "以 ? 开头的行要是问句(以问号结尾);陈述请标事实编号")


def _built(raw: RawSlide, file: Path, place: CheckContext) -> Slide | None:
    picture = None
    if raw.picture:
        src, alt, at = raw.picture
        place.pictures.append(PictureUse(src, file, at, alt))
        try:
            picture = Picture(src=src, alt=alt)
        except ValidationError as failure:
            for error in failure.errors():
                place.report.error(file, at, _picture_reason(str(error["loc"][0])))
            return None
    shape: dict[str, object] = {
        "kind": raw.kind,
        "core": raw.mark == "core",
        "title": raw.title,
        "picture": picture,
        "minutes": raw.minutes or 0,
    }
    for part, lines in raw.parts.items():
        shape[part] = [{"kind": line.kind, "item": line.item, "text": line.text, "facts": line.facts} for line in lines]
    try:
        return rendered(Slide.model_validate(shape))
    except ValidationError:
        return None  # each cause has been reported at its own line


def _picture_reason(field: str) -> str:
    if field == "alt":
        return "图片缺少说明;在 ![ ] 里写 4–120 字,说清看不见图的学生需要知道什么"
    return "图片要写成 media/名字.svg(小写字母、数字、连字符),放在本课时的 media 文件夹里"
