"""Sheets of an .xlsx or .xls as text, through python-calamine."""

import datetime
import io
import re
import zipfile
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from .book_types import Sheet
from .details import Details, of_xls, of_xlsx, without_odd_errors
from .refusals import RosterRefused

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
MAX_ROWS = 200_000
MAX_COLUMNS = 256
MAX_CELLS = 4_000_000
_FAR_CELL = re.compile(rb'\br="(?:[A-Z]{3}\d|[A-Z]+\d{6})')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


def read_workbook(data: bytes, kind: str) -> list[Sheet]:
    """All work sheets, hidden ones too. Refuses: file_password, file_broken, sheet_too_large, of a file that `check_zip` has passed."""
    if kind == "xlsx":
        _check_extent(data)
        details = of_xlsx(data)
        data = without_odd_errors(data)
    elif "EncryptedPackage".encode("utf-16-le") in data or _has_filepass(data):
        raise RosterRefused("file_password")
    elif "Book".encode("utf-16-le") not in data and "Workbook".encode("utf-16-le") not in data:
        raise RosterRefused("file_broken" if len(data) < 4096 else "file_stranger", kind="word")
    try:
        with load_workbook(io.BytesIO(data)) as book:
            if kind == "xls":
                details = of_xls(data)
            return [
                _with_details(_read_sheet(book, about), details.get(about.name))
                for about in book.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise RosterRefused("file_password") from None
    except CalamineError as error:
        raise RosterRefused("file_password" if "assword" in str(error) else "file_broken") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # a Rust panic; it is no Exception
            raise RosterRefused("file_broken") from None
        raise


def _has_filepass(data: bytes) -> bool:
    """Whether the record FILEPASS (0x2F) follows the first record of the workbook stream: an .xls with a password."""
    for start in range(512, min(len(data) - 8, 1 << 24), 512):
        if data[start : start + 2] == b"\x09\x08" and data[start + 4 : start + 8] in (
            b"\x00\x06\x05\x00",
            b"\x00\x05\x05\x00",
        ):
            at = start
            for _ in range(4):
                if data[at : at + 2] == b"\x2f\x00":
                    return True
                at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return False


def _read_sheet(book: CalamineWorkbook, about: SheetMetadata) -> Sheet:
    sheet = book.get_sheet_by_name(about.name)
    hidden = about.visible != SheetVisibleEnum.Visible
    if sheet.start is None:
        return Sheet(about.name, [], 1, hidden)
    top, left = sheet.start
    if sheet.height > MAX_ROWS or left + sheet.width > MAX_COLUMNS or sheet.height * sheet.width > MAX_CELLS:
        raise RosterRefused("sheet_too_large", rows=sheet.height, columns=left + sheet.width)
    pad = [""] * left  # to_python starts at the first filled cell; iter_rows does not keep to it for lines
    rows = [pad + [cell_text(cell) for cell in row] for row in sheet.to_python()]
    merged = [(a[0] - top, a[1], b[0] - top, b[1]) for a, b in sheet.merged_cell_ranges or () if a[0] >= top]
    return Sheet(about.name, rows, top + 1, hidden, merged)


def _with_details(sheet: Sheet, details: Details | None) -> Sheet:
    """Puts what the cells show over what they hold, and says which lines nobody sees. Cells outside the sheet stay out."""
    for (line, column), text in (details.texts if details else {}).items():
        at = line - sheet.first_line
        if 0 <= at < len(sheet.rows):
            row = sheet.rows[at]
            if column >= len(row) and column < MAX_COLUMNS:
                row.extend("" for _ in range(column + 1 - len(row)))
            if column < len(row):
                row[column] = text
    if details:
        last = sheet.first_line + len(sheet.rows)
        sheet.hidden_lines = sorted(line for line in details.hidden if sheet.first_line <= line < last)
        sheet.filtered = details.filtered
        sheet.hidden_columns = sorted(details.columns)
    return sheet


def cell_text(cell: Cell) -> str:
    """A cell as a person sees it: 12.0 → "12", dates → ISO, long numbers without an exponent."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return _number_text(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (datetime.date, datetime.time)) else str(cell)


def _number_text(number: int | float) -> str:
    if isinstance(number, float) and (number != number or abs(number) > 1e30):
        return repr(number)
    return f"{int(number)}" if number == int(number) and abs(number) < 1e15 else f"{Decimal(repr(number)):f}"


def _check_extent(data: bytes) -> None:
    """Two cells in far corners make a reader lay out the whole grid between them: refuse before it does."""
    book = zipfile.ZipFile(io.BytesIO(data))
    for name in book.namelist():
        if not name.lower().startswith("xl/worksheets/"):
            continue
        try:
            xml = book.read(name)
        except (zipfile.BadZipFile, OSError, EOFError):
            raise RosterRefused("file_broken") from None
        if _FAR_CELL.search(xml):
            _check_box(xml)


def _check_box(xml: bytes) -> None:
    rows = columns = 0
    for column, row in _CELL.findall(xml):
        rows, columns = max(rows, int(row)), max(columns, _column_number(column))
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise RosterRefused("sheet_too_large", rows=rows, columns=columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
