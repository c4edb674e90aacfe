#!/bin/sh
# python-calamine 0.9.1: a cell that shows #N/A is read as '' (the same as an empty cell), and one cell with a newer error word of
# Excel (#SPILL!, #CALC!, #GETTING_DATA) makes the whole sheet unreadable. Number formats are not given: 1 shown as 0001 is 1.0.
# Exits 0 while that is so, 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 XlsxWriter==3.3.1
"$folder/venv/bin/python" - <<'PY'
import io, sys, zipfile
import xlsxwriter
from importlib.metadata import version
from python_calamine import load_workbook

def made():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("list")
    sheet.write_row(0, 0, ["number", "name"])
    sheet.write_number(1, 0, 1, book.add_format({"num_format": "0000"}))
    sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    book.close()
    return out.getvalue()

def with_error(data, word):
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<v>#N/A</v>", b"<v>" + word.encode() + b"</v>"))
    return out.getvalue()

def rows(data):
    try:
        return load_workbook(io.BytesIO(data)).get_sheet_by_name("list").to_python()
    except Exception as error:
        return f"{type(error).__name__}: {error}"

print("python-calamine", version("python-calamine"))
seen = {word: rows(with_error(made(), word)) for word in ("#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA")}
for word, found in seen.items():
    print(f"{word:14} {found}")
same = seen["#N/A"] == [["number", "name"], [1.0, ""]] and all(isinstance(seen[word], str) for word in ("#SPILL!", "#CALC!", "#GETTING_DATA"))
sys.exit(0 if same else 1)
PY
# Seen: #N/A → [['number', 'name'], [1.0, '']]; the others → CalamineError, no row of the sheet.
