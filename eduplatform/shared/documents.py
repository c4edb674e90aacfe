"""A paper as .docx, laid out as official papers are: A4, title, paragraphs, a chart, a wide table on pages of its own, notes.

python-docx starts on US Letter, marks Chinese as English and sets only the Latin typeface; its headings take theirs from the theme. So
the page is set by hand, and every style names the typeface for Chinese. A typeface that a computer lacks is replaced by one of the free
ones named beside it in the list of typefaces (w:altName), which Word and WPS look into. The library is imported when the first paper is
asked for, not at start.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from . import sheets
from .sheets import Chart, Table

LATIN = "Times New Roman"
TITLE, BODY, HEAD, TABLE = "方正小标宋简体", "仿宋", "黑体", "宋体"
#: typeface → what stands in for it, the free ones last
ALTERNATIVES = {
    TITLE: "方正小标宋_GBK,华文中宋,思源宋体 CN Heavy,Source Han Serif SC,Noto Serif CJK SC",
    BODY: "仿宋_GB2312,FangSong,朱雀仿宋,FandolFang,Noto Serif CJK SC",
    HEAD: "SimHei,思源黑体 CN,Source Han Sans SC,Noto Sans CJK SC",
    TABLE: "SimSun,思源宋体 CN,Source Han Serif SC,Noto Serif CJK SC",
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  #: signs that no XML file can hold
LONGEST_PROPERTY = 255  #: characters of a property of the file, as python-docx takes them
TWIPS = 56.7  #: to the millimetre
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  #: millimetres, as official papers have them
LONGEST, NUMBERS = 80, 24  #: millimetres of the first column at most, then of each other
WIDE = {"top": 20, "bottom": 18, "left": 15, "right": 15}  #: of the pages with the table


@dataclass(frozen=True)
class Document:
    """What a paper says. `about` stands small below the title, `signed` at the right below the text; `annex` over the table and those
    that go with it."""

    title: str
    paragraphs: Sequence[str]
    table: Table
    annex: str
    about: str = ""
    chart: Chart | None = None
    signed: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)
    made_at: datetime | None = None
    language: str = "zh-CN"


def document(paper: Document) -> bytes:
    """The paper as a .docx file."""
    import docx
    from docx.shared import Pt

    book = docx.Document()
    _typefaces(book)
    _styles(book, paper.language)
    _page(book.sections[0], MARGINS, wide=False)
    _say(book, "Title", paper.title)
    _say(book, "Subtitle", *([paper.about] if paper.about else []))
    _say(book, "Body Text", *paper.paragraphs)
    if paper.chart and paper.chart.rows:
        from .document_chart import add_chart

        add_chart(book, _plain_chart(paper.chart), BODY)
    _say(book, "Signature", *paper.signed)
    _page(book.add_section(), WIDE, wide=True)
    _say(book, "Heading 1", paper.annex)
    _say(book, "Caption", paper.table.title)
    book.element.body.insert(len(book.element.body) - 1, _table(paper.table))
    for other in paper.table.more:
        _say(book, "Caption", other.title)
        head = book.paragraphs[-1].paragraph_format
        head.space_before, head.keep_with_next = Pt(14), True
        book.element.body.insert(len(book.element.body) - 1, _table(other))
    _say(book, "Notes", *paper.notes)
    said = book.core_properties
    said.title = _plain(paper.title)[:LONGEST_PROPERTY]
    said.author, said.language, said.comments = "安学 Anxue", paper.language, ""
    if paper.made_at:
        said.created = said.modified = paper.made_at
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _say(book: Any, style: str, *texts: str) -> None:
    for text in texts:
        book.add_paragraph(_plain(text), style=style)


def _plain_chart(chart: Chart) -> Chart:
    rows = [(_plain(label), values) for label, values in chart.rows]
    return Chart(_plain(chart.title), [_plain(head) for head in chart.heads], rows)


def _page(section: Any, margins: dict[str, int], wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    for side, size in margins.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer_distance = Mm(12 if wide else 25)
    if not wide:  # the other section goes on with the same footer
        _numbered(section.footer.paragraphs[0])


def _numbered(paragraph: Any) -> None:
    """— 1 —, in the middle."""
    from docx.oxml import parse_xml

    paragraph.style = "Footer"
    paragraph.add_run("— ")
    for code in ("begin", "PAGE", "end"):
        inner = f"<w:instrText>{code}</w:instrText>" if code == "PAGE" else f'<w:fldChar w:fldCharType="{code}"/>'
        paragraph._p.append(parse_xml(f'<w:r xmlns:w="{WORD}">{inner}</w:r>'))
    paragraph.add_run(" —")


#: style → typeface for Chinese, points, bold, alignment (0 left, 1 middle, 2 right), first line and space before and after in points
_STYLES: dict[str, tuple[str, float, bool, int, float, float, float]] = {
    "Normal": (BODY, 16, False, 0, 0, 0, 0),
    "Title": (TITLE, 22, False, 1, 0, 0, 14),
    "Subtitle": (BODY, 12, False, 1, 0, 0, 16),
    "Body Text": (BODY, 16, False, 3, 32, 0, 0),
    "Signature": (BODY, 16, False, 2, 0, 0, 0),
    "Heading 1": (HEAD, 14, False, 0, 0, 0, 6),
    "Caption": (TITLE, 14, False, 1, 0, 0, 8),
    "Notes": (BODY, 9, False, 0, 0, 2, 0),
    "Footer": (TABLE, 14, False, 1, 0, 0, 0),
}


def _styles(book: Any, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    known = {style.name for style in book.styles}
    for name, (typeface, size, bold, align, first, before, after) in _STYLES.items():
        if name not in known:
            book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = book.styles["Normal"]
        style = book.styles[name]
        _typeface(style, typeface, language)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        form = style.paragraph_format
        form.alignment, form.first_line_indent = align, Pt(first)
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.line_spacing = Pt(28) if size == 16 else 1.0 if name == "Notes" else 1.15
        for border in style.element.pPr.findall(f"{{{WORD}}}pBdr") if style.element.pPr is not None else ():
            style.element.pPr.remove(border)
    for fonts in book.styles.element.iterfind(f".//{{{WORD}}}docDefaults//{{{WORD}}}rFonts"):
        _name(fonts, BODY)


def _typeface(style: Any, typeface: str, language: str) -> None:
    from docx.oxml import OxmlElement

    _name(style.element.get_or_add_rPr().get_or_add_rFonts(), typeface)
    said = style.element.rPr.find(f"{{{WORD}}}lang")
    if said is None:
        said = OxmlElement("w:lang")
        style.element.rPr.append(said)
    said.set(f"{{{WORD}}}val", "en-US" if language.startswith("en") else language)
    said.set(f"{{{WORD}}}eastAsia", "zh-CN")


def _name(fonts: Any, typeface: str) -> None:
    """Both typefaces by name; a theme's would win over them."""
    for name in [name for name in fonts.attrib if "heme" in name]:
        del fonts.attrib[name]
    for kind, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", typeface)):
        fonts.set(f"{{{WORD}}}{kind}", face)


def _typefaces(book: Any) -> None:
    """The list of typefaces, each with what may stand in for it."""
    part = next(part for part in book.part.package.parts if part.partname.endswith("/fontTable.xml"))
    more = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in ALTERNATIVES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", more.encode() + b"</w:fonts>")


# ── the table, written as text: python-docx looks a cell up by walking its row, which takes seconds for a district ──────────


def _table(table: Table) -> Any:
    from docx.oxml import parse_xml

    widths = _widths(table)
    rows = [*_heads(table, widths), *(_row(table, cells, widths) for cells in table.rows)]
    if table.last is not None:
        rows.append(_row(table, table.last, widths, bold=True))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    looks = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{_attribute(table.title)}"/>'
    )
    return parse_xml(
        f'<w:tbl xmlns:w="{WORD}"><w:tblPr>{looks}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _widths(table: Table) -> list[int]:
    """In twips; the first column takes what the others leave, and never more than the page. A table of few columns is not spread over it."""
    whole = (297 - WIDE["left"] - WIDE["right"]) * TWIPS
    others = len(table.columns) - 1
    name = min(LONGEST * TWIPS, max(0.15 * whole, whole - others * 18 * TWIPS))
    return [round(name), *[round(min(NUMBERS * TWIPS, (whole - name) / others))] * others]


def _heads(table: Table, widths: Sequence[int]) -> list[str]:
    """Two levels where columns have groups; repeated on every page."""
    columns = table.columns
    if not any(column.group for column in columns):
        return [_line([_cell(one.head, width, "center") for one, width in zip(columns, widths, strict=True)], True)]
    top, below = [], []
    for first, last in sheets.runs_of_equals([column.group for column in columns]):
        if columns[first].group:
            span = f'<w:gridSpan w:val="{last - first + 1}"/>'
            top.append(_cell(columns[first].group, sum(widths[first : last + 1]), "center", span))
            below += [_cell(columns[place].head, widths[place], "center") for place in range(first, last + 1)]
        else:
            for place in range(first, last + 1):
                top.append(_cell(columns[place].head, widths[place], "center", '<w:vMerge w:val="restart"/>'))
                below.append(_cell("", widths[place], "center", "<w:vMerge/>"))
    return [_line(top, True), _line(below, True)]


def _row(table: Table, cells: Sequence[Any], widths: Sequence[int], bold: bool = False) -> str:
    return _line(
        [
            _cell(
                sheets.shown_cell(value, column.kind),
                width,
                "left" if column.kind in ("name", "text", "long") else "right",
                bold=bold,
            )
            for value, column, width in zip(cells, table.columns, widths, strict=True)
        ]
    )


def _line(cells: Sequence[str], head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, align: str, merged: str = "", bold: bool = False) -> str:
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{TABLE}"/>'
    run = f'<w:rPr>{fonts}{"<w:b/>" if bold else ""}<w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{escape(_plain(text))}</w:t>'
    paragraph = (
        f'<w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:jc w:val="{align}"/></w:pPr>'
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p>{paragraph}<w:r>{run}</w:r></w:p></w:tc>"
    )


def _plain(text: str) -> str:
    """Without the signs that XML does not take."""
    return _NO_XML.sub("", text)


def _attribute(text: str) -> str:
    return escape(_plain(text), {'"': "&quot;"})
