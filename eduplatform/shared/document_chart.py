"""A chart in a .docx that Word and WPS draw themselves, with its numbers inside: a picture would need a Chinese typeface on the server.

python-docx knows no charts. The description is the one python-pptx writes; the part, its workbook and the frame in the text are added here.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import quoteattr

from .sheets import SERIES, Chart

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WIDTH, HEIGHT = 5_580_000, 2_700_000  #: EMU: 155 × 75 mm


def add_chart(book: Any, chart: Chart, typeface: str) -> None:
    """Columns side by side in a paragraph of their own, at the end of `book`, a python-docx document."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    package = book.part.package
    number = 1 + sum(part.content_type == CHART for part in package.parts)
    description, numbers = _described(chart, typeface)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART, description, package)
    inside = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), BOOK, numbers, package)
    link = part.relate_to(inside, f"{RELATED}/package")
    part._blob = description.replace(b"</c:chartSpace>", _source(link) + b"</c:chartSpace>")
    there = book.part.relate_to(part, f"{RELATED}/chart")
    paragraph = book.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.0  # an exact one would cut the frame
    paragraph.paragraph_format.alignment = 1
    paragraph.add_run()._r.append(parse_xml(_frame(there, number, chart.title)))


def _described(chart: Chart, typeface: str) -> tuple[bytes, bytes]:
    """The chart's XML, and the workbook its numbers are edited in."""
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter
    from pptx.chart.xmlwriter import ChartXmlWriter
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData(number_format="0")
    data.categories = [label for label, _values in chart.rows]
    for place, name in enumerate(chart.heads[1:]):
        data.add_series(name, [values[place] for _label, values in chart.rows])
    xml = ChartXmlWriter(XL_CHART_TYPE.COLUMN_CLUSTERED, data).xml
    return _dressed(xml, chart.title, typeface), CategoryWorkbookWriter(data).xlsx_blob


def _dressed(xml: str, title: str, typeface: str) -> bytes:
    """With title, legend, numbers on the columns, colours that paper keeps, and a typeface for Chinese."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    space = parse_xml(xml.encode())
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    names = f'xmlns:c="{DRAWN}" xmlns:a="{drawing}"'
    face = f'<a:latin typeface="Times New Roman"/><a:ea typeface="{typeface}"/>'

    def made(text: str) -> Any:
        return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {names}", text))

    plot = space.find(f".//{{{DRAWN}}}plotArea")
    whole = plot.getparent()
    for old in whole.findall(f"{{{DRAWN}}}autoTitleDeleted") + whole.findall(f"{{{DRAWN}}}title"):
        whole.remove(old)
    words = quoteattr(title)[1:-1]
    rich = f'<a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="0">{face}</a:defRPr></a:pPr><a:r><a:rPr lang="zh-CN" sz="1200" b="0">{face}</a:rPr><a:t>{words}</a:t></a:r></a:p>'
    whole.insert(0, made(f'<c:title><c:tx><c:rich>{rich}</c:rich></c:tx><c:overlay val="0"/></c:title>'))
    whole.insert(1, made('<c:autoTitleDeleted val="0"/>'))
    plot.addnext(made('<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'))
    for place, series in enumerate(space.iterfind(f".//{{{DRAWN}}}ser")):
        fill = SERIES[place % len(SERIES)]
        series.find(f"{{{DRAWN}}}tx").addnext(
            made(
                f'<c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
                '<a:ln w="6350"><a:solidFill><a:srgbClr val="1D4B43"/></a:solidFill></a:ln></c:spPr>'
            )
        )
        labels = "".join(
            f'<c:{name} val="{int(name == "showVal")}"/>'
            for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
        )
        series.find(f"{{{DRAWN}}}cat").addprevious(made(f"<c:dLbls>{labels}</c:dLbls>"))
    axis = space.find(f".//{{{DRAWN}}}valAx")  # every column says its number
    axis.find(f"{{{DRAWN}}}delete").set("val", "1")
    axis.remove(axis.find(f"{{{DRAWN}}}majorGridlines"))
    for old in space.findall(f"{{{DRAWN}}}txPr"):
        space.remove(old)
    whole.addnext(
        made(
            f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900">{face}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        )
    )
    return bytes(serialize_part_xml(space))


def _source(link: str) -> bytes:
    return f'<c:externalData xmlns:r="{RELATED}" r:id="{link}"><c:autoUpdate val="0"/></c:externalData>'.encode()


def _frame(there: str, number: int, title: str) -> str:
    """The chart in the line of text, with words for who cannot see it."""
    drawing, place = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    )
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<w:drawing xmlns:w="{word}" xmlns:wp="{place}" xmlns:a="{drawing}" xmlns:c="{DRAWN}" xmlns:r="{RELATED}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{WIDTH}" cy="{HEIGHT}"/>'
        f'<wp:docPr id="{900 + number}" name="Chart {number}" descr={quoteattr(title)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{DRAWN}"><c:chart r:id="{there}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
