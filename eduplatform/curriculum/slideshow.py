"""A lesson as .pptx, for a classroom whose computer has WPS or PowerPoint and no line to the platform.

python-pptx starts at 4:3, leaves the placeholders of its layouts where they were when the page is widened, sets only the
Latin typeface and takes no SVG. So the page is set by hand, layouts are stretched with it, every run names the typeface for
Chinese too (`a:ea`), and drawings become PNG. The library is imported when the first lesson is asked for, not at start.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from . import render
from .slides import STORY_KINDS
from .svg_png import png_of

TYPEFACE = (
    "Microsoft YaHei"  #: on every school's Windows; WPS and LibreOffice put their own Chinese typeface in its place
)
WIDE, HIGH = 12_192_000, 6_858_000  #: 16:9 in EMU, 914,400 to the inch
INCH = 914_400
BOARD, CHALK, INK, MUTED, BRAND, CAP = "0E4A41", "F5F9F4", "14241F", "4A5B55", "0D6A5B", "FFC533"
_SAYS = {"ask": "问：", "cue": "做：", "fact": "", "head": ""}


def slideshow(lesson: dict[str, Any], folder: Path, numbers: list[int], credit: str) -> bytes:
    """The .pptx of a lesson's slides `numbers`, pictures read from its `folder`; `credit` (authors, licence) goes on the first one."""
    return _made(_Key(lesson, tuple(numbers)), folder, credit)


class _Key:
    """A lesson body as a key: bodies are never changed, so the object itself says which one it is."""

    def __init__(self, lesson: dict[str, Any], numbers: tuple[int, ...]):
        self.lesson, self.numbers = lesson, numbers

    def __hash__(self) -> int:
        return hash((id(self.lesson), self.numbers))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.lesson is self.lesson and other.numbers == self.numbers


@lru_cache(maxsize=4)  # a class of teachers preparing the same week; one file is about a megabyte
def _made(key: _Key, folder: Path, credit: str) -> bytes:
    from pptx import Presentation

    book = Presentation()
    _widen(book)
    for place, number in enumerate(key.numbers):
        _slide(
            book,
            key.lesson["slides"][number],
            folder,
            credit if place == 0 else "",
            f"{place + 1} / {len(key.numbers)}",
        )
    said = book.core_properties
    said.title, said.author, said.language, said.comments = (
        key.lesson["title"]["zh"],
        credit,
        "zh-CN",
        key.lesson["summary"]["zh"],
    )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _widen(book: Any) -> None:
    """Set 16:9, and stretch what the master and the layouts place, for the teacher who adds a page."""
    wider = WIDE / book.slide_width
    book.slide_width, book.slide_height = WIDE, HIGH
    for sheet in (book.slide_master, *book.slide_layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * wider), round(shape.width * wider)


def _slide(book: Any, slide: dict[str, Any], folder: Path, credit: str, count: str) -> None:
    from pptx.dml.color import RGBColor

    page = book.slides.add_slide(
        book.slide_layouts[5]
    )  # "Title Only": a title is what outlines and screen readers go by
    cover, picture = slide["kind"] == "cover", slide["picture"]
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = RGBColor.from_string(BOARD if cover else "FFFFFF")
    ink = CHALK if cover else INK
    title = page.shapes.title
    _place(title, 0.6, 0.4, 12.1, 1.1)
    _write(title.text_frame, [{"text": slide["title"], "kind": "head", "item": ""}], 40, CHALK if cover else BOARD)
    title.text_frame.paragraphs[0].alignment = 1
    _bar(page)
    if picture:
        _picture(page, folder / picture["src"], picture["alt"], wide=not slide["body"])
    left, width = (8.5, 4.3) if picture else (0.6, 12.1)
    told = _told(slide)
    if slide["body"]:
        box = page.shapes.add_textbox(0, 0, 1, 1)
        _place(box, left, 1.85, width, 1.8 if told else 4.8)
        lines = _bold(slide["body"]) if told else slide["body"]
        _write(box.text_frame, lines, _size(slide["body"], narrow=bool(picture)), ink)
    if told:
        box = page.shapes.add_textbox(0, 0, 1, 1)
        _place(box, left, 3.7, width, 3)
        _write(box.text_frame, told, 20, ink)
    foot = page.shapes.add_textbox(0, 0, 1, 1)
    _place(foot, 0.6, 6.85, 12.1, 0.45)
    _write(
        foot.text_frame,
        [{"text": "　".join(part for part in (count, credit) if part), "kind": "fact", "item": ""}],
        14,
        CHALK if cover else MUTED,
    )
    _notes(page, slide)


def _told(slide: dict[str, Any]) -> list[dict[str, Any]]:
    """What is told on a page of a picture story, as on the class screen: what keeps a child safe bold, the story light."""
    if slide["kind"] not in STORY_KINDS or slide["kind"] == "rhyme":
        return []
    return [line if line["kind"] == "cue" else _bold([line])[0] for line in slide["text"]]


def _bold(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line | {"kind": "head"} for line in lines]


def _size(lines: list[dict[str, Any]], narrow: bool) -> int:
    """Points at which the lines fit their box: large for a few words, never below 20 (read from the last row)."""
    per_row, rows = (4.3, 4.6) if narrow else (12.1, 4.6)
    for size in (36, 32, 28, 24):
        across = int(per_row * 72 / size) - 1
        if sum(-(-(len(line["text"]) + 1) // across) for line in lines) * size * 1.45 <= rows * 72:
            return size
    return 20


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Put a shape, in inches."""
    shape.left, shape.top, shape.width, shape.height = (round(each * INCH) for each in (left, top, width, height))


def _bar(page: Any) -> None:
    """The short yellow line below a title."""
    from pptx.dml.color import RGBColor

    bar = page.shapes.add_shape(1, 0, 0, 1, 1)
    _place(bar, 0.7, 1.5, 1.2, 0.07)
    bar.fill.solid()
    bar.fill.fore_color.rgb = RGBColor.from_string(CAP)
    bar.line.fill.background()


def _picture(page: Any, file: Path, alt: str, wide: bool) -> None:
    """The drawing, 16:9, with its words for who cannot see it; one that cannot be read is told in words."""
    left, width = (2.2, 8.9) if wide else (0.6, 7.6)
    data = png_of(file)
    if data is None:
        box = page.shapes.add_textbox(0, 0, 1, 1)
        _place(box, left, 1.85, width, width * 9 / 16)
        _write(box.text_frame, [{"text": f"（图：{alt}）", "kind": "cue", "item": ""}], 24, MUTED)
        return
    shown = page.shapes.add_picture(BytesIO(data), 0, 0)
    _place(shown, left, 1.85, width, width * shown.height / shown.width)
    shown._element.nvPicPr.cNvPr.set("descr", alt)


def _notes(page: Any, slide: dict[str, Any]) -> None:
    """What to say and do, its minutes first, its sources last."""
    lines = [{"text": f"约 {slide['minutes']} 分钟", "kind": "head", "item": ""}]
    lines += [line | {"text": _SAYS[line["kind"]] + line["text"], "item": ""} for line in slide["notes"]]
    facts = list(
        dict.fromkeys(fact for part in ("body", "text", "notes") for line in slide[part] for fact in line["facts"])
    )
    if facts:
        lines.append({"text": f"依据：{'、'.join(facts)}", "kind": "fact", "item": ""})
    _write(page.notes_slide.notes_text_frame, lines, 12, "000000")


def _write(frame: Any, lines: list[dict[str, Any]], size: int, ink: str) -> None:
    """Lines as paragraphs: lists keep their marks, questions stand out, bold stays bold."""
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = size * 4_000
        _mark(paragraph, line["item"], size)
        colour = BRAND if line["kind"] == "ask" and ink == INK else ink
        for text, strong in render.runs(line["text"]):
            _run(paragraph, text, size, colour, strong or line["kind"] in ("head", "ask"))


def _mark(paragraph: Any, item: str, size: int) -> None:
    """A bullet or a number before the paragraph, hanging."""
    from pptx.oxml.xmlchemy import OxmlElement

    if not item:
        return
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(size * 16_000))
    properties.set("indent", str(-size * 16_000))
    name, attribute, value = ("buAutoNum", "type", "arabicPeriod") if item == "number" else ("buChar", "char", "•")
    mark = OxmlElement(f"a:{name}")
    mark.set(attribute, value)
    properties.append(mark)


def _run(paragraph: Any, text: str, size: int, colour: str, bold: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.oxml.xmlchemy import OxmlElement

    run = paragraph.add_run()
    run.text = text
    font = run.font
    font.size, font.bold, font.name = size * 12_700, bold, TYPEFACE
    font.color.rgb = RGBColor.from_string(colour)
    properties = run._r.get_or_add_rPr()
    properties.set("lang", "zh-CN")
    latin = properties.find("{*}latin")
    east = OxmlElement("a:ea")
    east.set("typeface", TYPEFACE)
    latin.addnext(east)  # the schema wants a:latin, a:ea, a:cs in this order
