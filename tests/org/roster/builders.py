"""Writes small files of every kind that a school sends."""

import csv
import io
import zipfile

import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc


def xlsx(sheets, merges=(), hidden=(), numbers=(), dates=()):
    """`sheets` is rows, or {sheet name: rows}. `merges` (sheet, r1, c1, r2, c2); `numbers`/`dates` {(sheet, row, column): value}."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    day = book.add_format({"num_format": "m-d"})
    for name, rows in as_sheets(sheets).items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, (int, float)):
                    sheet.write_number(r, c, cell)
                elif hasattr(cell, "isoformat"):
                    sheet.write_datetime(r, c, cell, day)
                elif cell:
                    sheet.write_string(r, c, cell)
        for where, *box in merges:
            if where == name:
                text = rows[box[0]][box[1]]
                sheet.merge_range(*box, text)
        if name in hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def xls(sheets, merges=()):
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in as_sheets(sheets).items():
        sheet = book.add_sheet(name)
        boxes = [box for where, *box in merges if where == name]
        inside = {(r, c) for r1, c1, r2, c2 in boxes for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
        for r1, c1, r2, c2 in boxes:
            sheet.write_merge(r1, r2, c1, c2, rows[r1][c1])
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell != "" and (r, c) not in inside:
                    sheet.write(r, c, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows, encoding="utf-8", delimiter=",", bom=b"", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return bom + out.getvalue().encode(encoding)


def html(rows, charset="utf-8", declared=None, spans=None):
    body = ""
    for r, row in enumerate(rows):
        body += (
            "<tr>"
            + "".join(
                f"<td{(spans or {}).get((r, c), '')}>{cell}</td>" for c, cell in enumerate(row) if cell is not None
            )
            + "</tr>\n"
        )
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared or charset}"><style>td {{ }}</style></head>'
    return f"{head}<body><table border=1>{body}</table></body></html>".encode(charset)


def xml2003(rows):
    body = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles><Style ss:ID="a"/></Styles><Worksheet ss:Name="名单"><Table>{body}</Table></Worksheet></Workbook>'
    ).encode()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def bomb():
    """A real workbook whose sheet unpacks to 60 MB."""
    members = unzipped(xlsx([["姓名", "班级"]]))
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b" " * 60_000_000 + b"</sheetData>"
    )
    return zipped(members)


def lying_bomb():
    """The same, with a small size written in the archive's own list."""
    data, true = bytearray(bomb()), (60_000_000).to_bytes(4, "little")
    for info in zipfile.ZipFile(io.BytesIO(bytes(data))).infolist():
        true = info.file_size.to_bytes(4, "little")
        if info.file_size > 1_000_000:
            at = data.index(b"PK\x01\x02")
            while data[at + 46 : at + 46 + len(info.filename)] != info.filename.encode():
                at = data.index(b"PK\x01\x02", at + 4)
            assert data[at + 24 : at + 28] == true
            data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def far_cells():
    """Two cells in far corners: a grid of 17 thousand million cells between them."""
    members = unzipped(xlsx([["姓名", "班级"]]))
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    return zipped(members)


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def encrypted_xlsx():
    """What Excel writes for a password-protected .xlsx: an OLE file with a stream EncryptedPackage."""
    out = io.BytesIO()
    XlsDoc().save(out, b"\x00" * 5000)
    return _renamed(out.getvalue(), "Workbook", "EncryptedPackage")


def encrypted_xls():
    """An .xls whose first records say FILEPASS (RC4)."""
    begin = bytes.fromhex("0908100000060500bb0dcc0700000000" + "06000000")
    filepass = bytes.fromhex("2f003600" + "0100" + "01000100" + "00" * 48)
    out = io.BytesIO()
    XlsDoc().save(out, begin + filepass + bytes.fromhex("0a000000") + b"\x00" * 5000)
    return out.getvalue()


def _renamed(data, old, new):
    was, now = old.encode("utf-16-le"), new.encode("utf-16-le")
    at = data.index(was)
    entry = bytearray(data[at : at + 128])
    entry[:64] = now + bytes(64 - len(now))
    entry[64:66] = (len(now) + 2).to_bytes(2, "little")
    return data[:at] + bytes(entry) + data[at + 128 :]


def as_sheets(sheets):
    return sheets if isinstance(sheets, dict) else {"名单": sheets}
