"""A paper as official papers are laid out: pages, typefaces, a table on its own pages, and no text that breaks the file."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.shared import Mm, Pt
from lxml import etree

from eduplatform.shared.document_chart import CHART
from eduplatform.shared.documents import ALTERNATIVES, BODY, TABLE, Document, _widths, document
from eduplatform.shared.sheets import Chart, Column, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
COLUMNS = [
    Column("学校", "name"),
    Column("应授", "count", "开课"),
    Column("完成率", "rate", "开课"),
    Column("课时", "hours", "开课"),
    Column("备注", "text"),
]
ROWS = [["实验小学", 40, 0.8125, 350, "—"], ["东城小学", 0, None, 25, "停课"]]


def paper(**more) -> Document:
    table = more.pop("table", None) or Table("附表", COLUMNS, ROWS, last=["合计", 40, 0.8125, 375, ""])
    values = {"title": "安全教育月报", "paragraphs": ["第一段。", "第二段。"], "table": table, "annex": "附件"}
    return Document(**values | more)


def opened(**more) -> docx.document.Document:
    return docx.Document(BytesIO(document(paper(**more))))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as book:
        return etree.fromstring(book.read(name))


def texts(book, style: str) -> list[str]:
    return [one.text for one in book.paragraphs if one.style.name == style]


def test_every_part_stands_in_its_style_and_order():
    book = opened(about="2026年11月", signed=["实验小学", "2026年11月18日"], notes=["注一", "注二"])
    assert [(one.style.name, one.text) for one in book.paragraphs if one.text] == [
        ("Title", "安全教育月报"),
        ("Subtitle", "2026年11月"),
        ("Body Text", "第一段。"),
        ("Body Text", "第二段。"),
        ("Signature", "实验小学"),
        ("Signature", "2026年11月18日"),
        ("Heading 1", "附件"),
        ("Caption", "附表"),
        ("Notes", "注一"),
        ("Notes", "注二"),
    ]


def test_what_a_paper_does_not_say_leaves_no_empty_line():
    book = opened(paragraphs=[])
    assert texts(book, "Subtitle") == texts(book, "Signature") == texts(book, "Notes") == texts(book, "Body Text") == []
    assert len(book.inline_shapes) == 0


def test_text_stands_on_a4_upright_and_the_table_on_a4_lying():
    upright, lying = opened().sections
    assert [round(size.mm) for size in (upright.page_width, upright.page_height)] == [210, 297]
    assert [round(size.mm) for size in (lying.page_width, lying.page_height)] == [297, 210]
    sides = ("top_margin", "bottom_margin", "left_margin", "right_margin")
    assert [round(getattr(upright, side).mm) for side in sides] == [37, 35, 28, 26]
    assert [round(getattr(lying, side).mm) for side in sides] == [20, 18, 15, 15]
    assert lying.footer.is_linked_to_previous
    footer = upright.footer.paragraphs[0]._p
    assert [one.text for one in footer.iter(f"{W}instrText")] == ["PAGE"]
    assert [one.get(f"{W}fldCharType") for one in footer.iter(f"{W}fldChar")] == ["begin", "end"]
    assert "".join(one.text for one in footer.iter(f"{W}t")) == "—  —"


@pytest.mark.parametrize(
    ("name", "typeface", "size", "line"),
    [
        ("Title", "方正小标宋简体", 22, 1.15),
        ("Body Text", "仿宋", 16, Pt(28)),
        ("Signature", "仿宋", 16, Pt(28)),
        ("Heading 1", "黑体", 14, 1.15),
        ("Caption", "方正小标宋简体", 14, 1.15),
        ("Notes", "仿宋", 9, 1.0),
        ("Footer", "宋体", 14, 1.15),
    ],
)
def test_a_style_names_both_typefaces_and_no_theme(name, typeface, size, line):
    style = opened().styles[name]
    fonts = style.element.rPr.find(f"{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == typeface
    assert {fonts.get(f"{W}{kind}") for kind in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
    assert not [key for key in fonts.attrib if "heme" in key], "a theme's typeface would win"
    assert style.font.size == Pt(size) and style.paragraph_format.line_spacing == line
    assert str(style.font.color.rgb) == "000000" and not style.font.italic


def test_body_text_begins_two_characters_in():
    book = opened()
    assert (
        book.styles["Body Text"].paragraph_format.first_line_indent == Pt(32) == 2 * book.styles["Body Text"].font.size
    )
    assert book.styles["Title"].paragraph_format.first_line_indent == 0
    assert book.styles["Title"].element.pPr.find(f"{W}pBdr") is None, "no line below the title"


@pytest.mark.parametrize(("language", "latin"), [("zh-CN", "zh-CN"), ("en", "en-US"), ("en-GB", "en-US")])
def test_chinese_is_marked_as_chinese_whatever_the_language_of_the_paper(language, latin):
    said = opened(language=language).styles["Body Text"].element.rPr.find(f"{W}lang")
    assert (said.get(f"{W}val"), said.get(f"{W}eastAsia")) == (latin, "zh-CN")


def test_each_typeface_says_what_may_stand_in_for_it():
    fonts = part(document(paper()), "word/fontTable.xml")
    others = {
        one.get(f"{W}name"): one.find(f"{W}altName").get(f"{W}val")
        for one in fonts.iter(f"{W}font")
        if one.find(f"{W}altName") is not None
    }
    for name, said in ALTERNATIVES.items():
        assert others[name] == said and ("Noto" in said.split(",")[-1]), "a free one is among them"


def test_the_properties_say_what_it_is_and_when():
    at = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
    said = opened(made_at=at, language="en").core_properties
    assert (said.title, said.author, said.language, said.comments) == ("安全教育月报", "安学 Anxue", "en", "")
    assert said.created.replace(tzinfo=UTC) == said.modified.replace(tzinfo=UTC) == at


# ── the table ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_says_what_the_screen_says():
    (table,) = opened().tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["学校", "开课", "开课", "开课", "备注"],
        ["学校", "应授", "完成率", "课时", "备注"],
        ["实验小学", "40", "81.2%", "3.5", "—"],
        ["东城小学", "0", "—", "0.25", "停课"],
        ["合计", "40", "81.2%", "3.75", ""],
    ]


def test_heads_are_repeated_on_every_page_and_no_row_is_cut():
    data = document(paper())
    rows = list(part(data, "word/document.xml").iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, True, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    bold = [row.find(f".//{W}b") is not None for row in rows]
    assert bold == [False, False, False, False, True], "the last line alone is bold"


def test_a_head_without_groups_is_one_line():
    table = Table("t", [Column("a", "name"), Column("b", "count")], [["x", 1]])
    rows = list(part(document(paper(table=table)), "word/document.xml").iter(f"{W}tr"))
    assert len(rows) == 2 and rows[0].find(f".//{W}gridSpan") is None


def test_words_stand_left_and_numbers_right():
    rows = list(part(document(paper()), "word/document.xml").iter(f"{W}tr"))
    aligned = [cell.find(f".//{W}jc").get(f"{W}val") for cell in rows[2].iter(f"{W}tc")]
    assert aligned == ["left", "right", "right", "right", "left"]
    assert {cell.find(f".//{W}jc").get(f"{W}val") for cell in rows[0].iter(f"{W}tc")} == {"center"}
    for fonts in rows[2].iter(f"{W}rFonts"):
        assert fonts.get(f"{W}eastAsia") == TABLE


@pytest.mark.parametrize("others", [1, 2, 5, 7, 8, 9, 10, 13, 14, 20, 30])
def test_the_columns_fill_the_page_and_the_name_keeps_its_share(others):
    """The page is 267 mm wide between its margins; up to seven numbers do not need all of it."""
    columns = [Column("名称", "name"), *(Column(f"n{n}", "count") for n in range(others))]
    name, *numbers = _widths(Table("t", columns, []))
    whole = 267 * 56.7
    assert len(numbers) == others and len(set(numbers)) == 1
    assert round(0.15 * whole) <= name <= 80 * 56.7
    if others <= 7:
        assert (name, numbers[0]) == (round(80 * 56.7), round(24 * 56.7)) and name + sum(numbers) < whole
    else:
        assert abs(name + sum(numbers) - whole) <= others and numbers[0] < 24 * 56.7


def test_widths_of_cells_are_those_of_the_grid_also_where_heads_are_joined():
    body = part(document(paper()), "word/document.xml")
    grid = [int(one.get(f"{W}w")) for one in body.iter(f"{W}gridCol")]
    for row in body.iter(f"{W}tr"):
        place = 0
        for cell in row.iter(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            over = int(span.get(f"{W}val")) if span is not None else 1
            assert int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) == sum(grid[place : place + over])
            place += over
        assert place == len(grid)


# ── texts people enter ─────────────────────────────────────────────────────────────────────────────────────────────────────

ODD = ["<b>&amp;", '"引号"', "'x'", "]]>", "𬍤·买买提", "安全" * 400, "=1+1", "a\tb", "  空 格  "]
UNHEARD = ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud83d"]


def everywhere(text: str) -> docx.document.Document:
    table = Table(text, [Column(text, "name"), Column(text, "text", text)], [[text, text]], last=[text, text])
    chart = Chart(text, ["月", text], [(text, [1])])
    return opened(
        title=text, about=text, paragraphs=[text], annex=text, signed=[text], notes=[text], table=table, chart=chart
    )


@pytest.mark.parametrize("text", ODD)
def test_any_text_reads_back_wherever_it_stands(text):
    book = everywhere(text)
    for style in ("Title", "Subtitle", "Body Text", "Signature", "Heading 1", "Caption", "Notes"):
        assert texts(book, style) == [text], style
    assert {cell.text for row in book.tables[0].rows for cell in row.cells} == {text}


@pytest.mark.parametrize("sign", UNHEARD)
def test_signs_no_xml_takes_are_left_out_and_the_paper_is_made(sign):
    book = everywhere(f"甲{sign}乙")
    for style in ("Title", "Subtitle", "Body Text", "Signature", "Heading 1", "Caption", "Notes"):
        assert texts(book, style) == ["甲乙"], style
    assert {cell.text for row in book.tables[0].rows for cell in row.cells} == {"甲乙"}
    assert book.core_properties.title == "甲乙"


# ── the chart ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

MONTHS = Chart("各月课时", ["月份", "应授", "已授"], [("9月", [4, 3.5]), ("10月", [3, 0]), ("11月", [0, 0])])


def test_a_chart_holds_its_numbers_and_its_words():
    data = document(paper(chart=MONTHS))
    space = part(data, "word/charts/chart1.xml")
    series = list(space.iter(f"{C}ser"))
    assert [[value.text for value in one.find(f"{C}val").iter(f"{C}v")] for one in series] == [
        ["4", "3", "0"],
        ["3.5", "0", "0"],
    ]
    assert [one.find(f".//{C}tx//{C}v").text for one in series] == ["应授", "已授"]
    assert [one.text for one in series[0].find(f"{C}cat").iter(f"{C}v")] == ["9月", "10月", "11月"]
    assert [one.text for one in space.find(f".//{C}title").iter(f"{A}t")] == ["各月课时"]
    assert {one.get("typeface") for one in space.iter(f"{A}ea")} == {BODY}
    assert [one.find(f".//{A}srgbClr").get("val") for one in series] == ["C9D8D2", "1D4B43"]
    assert space.find(f".//{C}valAx/{C}delete").get("val") == "1"
    for one in series:
        labels = {label.tag.removeprefix(C): label.get("val") for label in one.find(f"{C}dLbls")}
        assert labels.pop("showVal") == "1" and set(labels.values()) == {"0"}


def test_the_numbers_can_be_edited_in_the_workbook_inside():
    from python_calamine import CalamineWorkbook

    data = document(paper(chart=MONTHS))
    with zipfile.ZipFile(BytesIO(data)) as book:
        inside = book.read("word/embeddings/chart1.xlsx")
        links = book.read("word/charts/_rels/chart1.xml.rels").decode()
    rows = CalamineWorkbook.from_filelike(BytesIO(inside)).get_sheet_by_index(0).to_python()
    assert rows == [["", "应授", "已授"], ["9月", 4.0, 3.5], ["10月", 3.0, 0.0], ["11月", 0.0, 0.0]]
    assert "chart1.xlsx" in links


def test_a_chart_says_its_title_to_who_cannot_see_it_and_fits_the_page():
    book = opened(chart=Chart('课时<"&>', ["月", "n"], [("9月", [1])]))
    (frame,) = book.inline_shapes
    assert frame._inline.docPr.get("descr") == '课时<"&>'
    assert frame.width <= Mm(210 - 28 - 26) and frame.height <= Mm(120)
    holder = next(one for one in book.paragraphs if one._p.find(f".//{W}drawing") is not None)
    assert holder.paragraph_format.line_spacing == 1.0, "an exact line would cut it"


def test_a_chart_without_rows_is_not_drawn():
    book = opened(chart=Chart("t", ["月", "n"], []))
    assert len(book.inline_shapes) == 0 and CHART not in {one.content_type for one in book.part.package.parts}


def test_two_charts_have_parts_of_their_own():
    from eduplatform.shared.document_chart import add_chart

    book = docx.Document()
    for title in ("a", "b"):
        add_chart(book, Chart(title, ["月", "n"], [("9月", [1])]), BODY)
    names = sorted(str(one.partname) for one in book.part.package.parts if one.content_type == CHART)
    assert names == ["/word/charts/chart1.xml", "/word/charts/chart2.xml"]
    assert [one._inline.docPr.get("id") for one in book.inline_shapes] == ["901", "902"]
