"""A filing read back from each of its ways out: rows of texts, as a reader sees them; months of its chart; sentences; notes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass
class Read:
    """`heads`: the lower level; `rows`: name, then cells; the last one is the whole."""

    title: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    months: list[list[str]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def of_page(html: str) -> Read:
    """The page on the screen, or the printed one."""
    table = html.partition("filing-table")[2].partition("</table>")[0]
    heads = [plain(cell) for cell in re.findall(r'<th scope="col" class="num">(.*?)</th>', table)]
    body = table.partition("<tbody>")[2]
    rows = [
        [plain(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r)] for r in re.findall(r"<tr>(.*?)</tr>", body)
    ]
    months = [
        [plain(name), *map(str.strip, plain(value).split("/"))]
        for name, value in re.findall(
            r'filing-month".*?chart-name">(.*?)</span>.*?chart-value num">(.*?</b>)</span>', html, re.S
        )
    ]
    text = html.partition('class="filing-text">')[2].partition("</div>")[0]
    notes = (
        html.partition("filing-notes")[2] or html.partition("how-words")[2].partition("<ul>")[2].partition("</ul>")[0]
    )
    return Read(
        plain(html.partition("<title>")[2].partition("</title>")[0]),
        heads,
        rows,
        months,
        [plain(one) for one in re.findall(r"<p>(.*?)</p>", text)],
        [plain(one) for one in re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", notes.partition("</section>")[0])],
    )


def of_docx(data: bytes) -> Read:
    book = Document(BytesIO(data))
    (table,) = book.tables
    grid = [[cell.text for cell in row.cells] for row in table.rows]
    by_style: dict[str, list[str]] = {}
    for paragraph in book.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    months = []
    for part in book.part.package.parts:
        if part.partname.startswith("/word/charts/"):
            months = _series(part.blob)
    return Read(by_style["Title"][0], grid[1][1:], grid[2:], months, by_style["Body Text"], by_style["Notes"])


def _series(chart: bytes) -> list[list[str]]:
    """What the chart of the .docx draws: month, then each series."""
    from docx.oxml import parse_xml

    space = parse_xml(chart)
    columns = [
        [point.text for point in series.find(f"{DRAWN}{kind}").iter(f"{DRAWN}v")]
        for series in space.iter(f"{DRAWN}ser")
        for kind in ("cat", "val")
    ]
    return [[month, *rest] for month, *rest in zip(columns[0], *columns[1::2], strict=True)]


def of_xlsx(data: bytes, kinds: list[str]) -> Read:
    """`kinds` of the columns after the first: a number is written as its format shows it."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    lines = book.get_sheet_by_index(0).to_python()
    top = next(place for place, line in enumerate(lines) if line[0] == _first_head(lines))
    rows, notes = [], []
    for line in lines[top + 2 :]:
        if not notes and not all(cell == "" for cell in line[1:]):
            rows.append([line[0], *(_shown(cell, kind) for cell, kind in zip(line[1:], kinds, strict=True))])
        else:
            notes.append(line[0])
    months = [
        [str(line[0]), *(f"{cell:.0f}" for cell in line[1:3])]
        for line in book.get_sheet_by_index(1).to_python()[1:]
        if line[0]
    ]
    return Read(lines[0][0], list(lines[top + 1][1:]), rows, months, [], notes)


def _first_head(lines: list[list[object]]) -> object:
    return lines[2][0]


def _shown(cell: object, kind: str) -> str:
    if isinstance(cell, str):
        return cell
    if kind == "rate":
        return f"{cell * 100:.1f}%"
    return f"{cell:.2f}".rstrip("0").rstrip(".") if kind == "hours" else f"{cell:.0f}"


def resaved(data: bytes, ending: str, folder: Path, to: str = "") -> bytes:
    """The file opened by LibreOffice and saved again, as the same kind or another (`to`)."""
    office = shutil.which("soffice")
    if not office:
        words = "LibreOffice is missing: apt-get install --no-install-recommends libreoffice-writer libreoffice-calc"
        if os.environ.get("ANXUE_NOTHING_MAY_BE_SKIPPED"):
            pytest.fail(words)
        pytest.skip(words)
    (folder / f"one.{ending}").write_bytes(data)
    there = folder / "saved"
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            to or ending,
            "--outdir",
            there,
            folder / f"one.{ending}",
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return (there / f"one.{to or ending}").read_bytes()
