"""What calamine does not tell of an .xlsx or .xls: hidden and filtered lines, numbers as their format shows them, cells in error,
formulas without a stored value. Read beside calamine, in the same child process, from files that `zipguard` has passed."""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

import xlrd

from .number_formats import as_shown
from .refusals import RosterRefused

#: stands in a cell whose formula has no stored result
NO_VALUE = "〔公式没有结果〕"
#: error words that calamine knows; a sheet with another one it refuses as a whole
KNOWN = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#DATA!"}
_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ODD_ERROR = re.compile(rb'(<(?:\w+:)?c\b[^>]*\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>)(#[^<]*)(</)', re.S)


@dataclass
class Details:
    """`texts` {(line, column from 0): what the cell shows}; `hidden` lines (1-based); `filtered`: a filter hides them; `columns`:
    hidden ones, from 0."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    filtered: bool = False
    columns: set[int] = field(default_factory=set)


def of_xlsx(data: bytes) -> dict[str, Details]:
    """{sheet name: Details}. Refuses file_broken for XML that declares entities or does not parse."""
    try:
        return _of_xlsx(zipfile.ZipFile(io.BytesIO(data)))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError):
        raise RosterRefused("file_broken") from None


def _of_xlsx(book: zipfile.ZipFile) -> dict[str, Details]:
    names = {name.lower(): name for name in book.namelist()}
    formats = _formats(_tree(book, names, "xl/styles.xml"))
    found = {}
    for name, part in _parts(book, names):
        if part.lower() in names:
            found[name] = _Sheet(formats).read(book.read(names[part.lower()]))
    return found


def without_odd_errors(data: bytes) -> bytes:
    """The same .xlsx with newer error words (#SPILL!, #CALC! …) written as #N/A, for a reader that knows only the old ones."""
    source = zipfile.ZipFile(io.BytesIO(data))
    changed = {}
    for name in source.namelist():
        if name.lower().startswith("xl/worksheets/") and b't="e"' in (xml := source.read(name)):
            new = _ODD_ERROR.sub(
                lambda m: m[0] if m[2].decode("utf-8", "replace") in KNOWN else m[1] + b"#N/A" + m[3], xml
            )
            if new != xml:
                changed[name] = new
    if not changed:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, changed.get(name) or source.read(name))
    return out.getvalue()


def of_xls(data: bytes) -> dict[str, Details]:
    """The same of an old .xls. A workbook that xlrd cannot take apart gives nothing: calamine's reading then stands alone."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return {sheet.name: _xls_sheet(book, sheet) for sheet in book.sheets()}
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  xlrd raises whatever the broken record led it to
        return {}


def _xls_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Details:
    found = Details(hidden={at + 1 for at, info in sheet.rowinfo_map.items() if info.hidden})
    found.columns = {at for at, info in sheet.colinfo_map.items() if info.hidden or not info.width}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            value = sheet.cell_value(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                found.texts[row + 1, column] = _XLS_ERRORS.get(value, "#N/A")
            elif kind == xlrd.XL_CELL_NUMBER:
                code = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
                text = as_shown(value, code)
                if text is not None:
                    found.texts[row + 1, column] = text
    return found


def _tree(book: zipfile.ZipFile, names: dict[str, str], part: str) -> ElementTree.Element | None:
    """A small part as a tree; entities are refused before anything is expanded."""
    if part not in names:
        return None
    xml = book.read(names[part])
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise RosterRefused("file_broken")
    try:
        return ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        raise RosterRefused("file_broken") from None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def _all(tree: ElementTree.Element | None, name: str) -> list[ElementTree.Element]:
    return [node for node in tree.iter() if _local(node.tag) == name] if tree is not None else []


def _parts(book: zipfile.ZipFile, names: dict[str, str]) -> list[tuple[str, str]]:
    """(sheet name, its part)."""
    targets = {}
    for node in _all(_tree(book, names, "xl/_rels/workbook.xml.rels"), "Relationship"):
        target = node.get("Target", "")
        targets[node.get("Id")] = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
    found = []
    for node in _all(_tree(book, names, "xl/workbook.xml"), "sheet"):
        ids = [value for key, value in node.attrib.items() if _local(key) == "id"]
        if ids and ids[0] in targets:
            found.append((node.get("name", ""), targets[ids[0]]))
    return found


def _formats(tree: ElementTree.Element | None) -> list[str]:
    """The format code of every cell style."""
    own = {node.get("numFmtId"): node.get("formatCode", "") for node in _all(tree, "numFmt")}
    built_in = {"1": "0", "2": "0.00", "49": "@"}
    groups = _all(tree, "cellXfs")
    xfs = list(groups[0]) if groups else []
    return [own.get(xf.get("numFmtId", "0"), built_in.get(xf.get("numFmtId", "0"), "")) for xf in xfs]


class _Sheet:
    """Goes through the XML of one sheet once."""

    def __init__(self, formats: list[str]):
        self.formats, self.found = formats, Details()
        self.line = self.column = 0
        self.kind, self.style, self.formula = "", 0, False
        self.value: list[str] | None = None

    def read(self, xml: bytes) -> Details:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
            self.start,
            self.end,
            self.text,
        )
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise RosterRefused("file_broken") from None
        return self.found

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "row":
            self.line, self.column = _whole(attrs.get("r"), self.line + 1), -1
            if attrs.get("hidden") in ("1", "true") or (
                attrs.get("customHeight") in ("1", "true") and attrs.get("ht") in ("0", "0.0")
            ):
                self.found.hidden.add(self.line)
        elif tag == "c":
            place = _CELL.fullmatch(attrs.get("r", ""))
            self.column = _column(place[1]) if place else self.column + 1
            self.kind, self.style, self.formula, self.value = attrs.get("t", "n"), _whole(attrs.get("s"), 0), False, []
        elif tag == "f":
            self.formula = True
        elif tag == "col" and (attrs.get("hidden") in ("1", "true") or attrs.get("width") in ("0", "0.0")):
            first = _whole(attrs.get("min"), 1)
            self.found.columns.update(range(first - 1, min(_whole(attrs.get("max"), first), 256)))
        elif tag == "sheetPr" and attrs.get("filterMode") in ("1", "true") or tag == "filterColumn":
            self.found.filtered = True

    def text(self, data: str) -> None:
        if self.value is not None:
            self.value.append(data)

    def end(self, tag: str) -> None:
        tag = _local(tag)
        if tag == "f" and self.value is not None:
            self.value = []
        elif tag == "c" and self.value is not None:
            text = self._shown("".join(self.value).strip())
            if text is not None:
                self.found.texts[self.line, self.column] = text
            self.value = None

    def _shown(self, raw: str) -> str | None:
        if self.kind == "e":
            return raw
        if self.kind != "n":
            return None
        if self.formula and raw in ("", "0"):  # openpyxl stores nothing, XlsxWriter 0
            return NO_VALUE
        code = self.formats[self.style] if self.style < len(self.formats) else ""
        try:
            return as_shown(float(raw), code) if raw and code else None
        except ValueError:
            return None


def _no_doctype(*_: object) -> None:
    raise RosterRefused("file_broken")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
