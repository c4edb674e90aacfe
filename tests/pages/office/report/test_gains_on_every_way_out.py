"""What was gained and kept: the same on the screen, in .xlsx, on papers, in .docx and PDF, and in the API, from planted pairs of answers."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from html import unescape
from io import BytesIO
from unicodedata import normalize

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning.models import CheckAnswer
from eduplatform.shared import stale_marks
from eduplatform.shared.database import write
from tests.assessment import world
from tests.assessment.test_gain_rules import Pair, slowly
from tests.conftest import sql_count
from tests.pages.api.api_doing import Program, key_of
from tests.pages.office.filings.reading import plain, resaved
from tests.pages.office.filings.test_filings import make

Row = tuple[
    str, ...
]  #: what is compared, lessons, n, first time, second time, difference, low, high – as the screen writes them
NAMES = {
    "zh": {"before": "课前 → 课后", "later": "课后 → 2–6 周后"},
    "en": {"before": "Before → after", "later": "After → 2–6 weeks on"},
}
#: class, day of November, kind, right first and second of so many pupils: of nine nothing is counted
PLANTED = (
    ("LJ-SY-2024-2", 2, "before", 6, 11, 14),
    ("LJ-SY-2024-2", 3, "before", 2, 9, 9),
    ("LJ-SY-2024-2", 4, "later", 9, 8, 12),
    ("LJ-SY-2024-1", 2, "before", 3, 10, 10),
    ("LJ-XS1-2024-1", 5, "before", 8, 8, 13),
    ("LJ-XS1-2024-1", 9, "before", 1, 12, 12),
    ("LJ-DZ-J2025-3", 6, "later", 1, 3, 9),
)
UNITS = ("LJ-SY-2024-2", "LJ-SY", "LJ-DC", "LJ")


def pairs_of(first: int, second: int, of: int) -> list[Pair]:
    return [(100 * (place < first), 100 * (place < second)) for place in range(of)]


@pytest.fixture
def ids(app, people) -> dict[str, int]:
    """Numbers of units, with the pairs planted and counted."""
    with app.app_context():
        with write():
            for code, day, kind, first, second, of in PLANTED:
                plant(code, date(2026, 11, day), kind, pairs_of(first, second, of))
        world.settle()
        return {unit.code: unit.id for unit in db.session.query(world.Unit)}


def plant(code: str, day: date, kind: str, pairs: list[Pair]) -> None:
    class_unit, head = world.unit(code), world.lesson("FIRE")
    entry = world.teach(class_unit, head, day, roll=20)
    revision = content.question_pool(content.quiz_of(head.lesson_id).revision_id)[0][0]
    for pupil, (was, became) in zip(world.pupils(class_unit, len(pairs)), pairs, strict=False):
        db.session.add(
            CheckAnswer(
                school_id=class_unit.school_id,
                session_id=entry.session_id,
                place=4,
                pupil_id=pupil,
                class_id=class_unit.id,
                year=world.YEAR,
                kind=kind,
                lesson_id=head.lesson_id,
                revision_id=revision,
                was=was,
                became=became,
                asked_at=world.at(day),
            )
        )
    stale_marks.mark_stale("class_lesson", class_unit.school_id, class_unit.id, world.YEAR, head.lesson_id)


def signed(value: float) -> str:
    return f"{round(value):+d}".replace("-", "−") if round(value) else "0"


def expected(code: str, language: str) -> list[Row]:
    """Reckoned from the planted pairs, pupil by pupil."""
    sessions = defaultdict(list)
    for at, _day, kind, *counts in PLANTED:
        if at.startswith(code) or code in ("LJ-DC",) and at.startswith(("LJ-SY", "LJ-DZ")):
            sessions[kind].append(pairs_of(*counts))
    found = []
    for kind in ("before", "later"):
        counted = [pairs for pairs in sessions[kind] if len(pairs) >= 10]
        if (said := slowly(sessions[kind])) is None:
            continue
        each = [pair for pairs in counted for pair in pairs]
        was, became = (sum(pair[place] for pair in each) / len(each) for place in (0, 1))
        rates = (f"{round(was)}%", f"{round(became)}%", *map(signed, said))
        found.append((NAMES[language][kind], str(len(counted)), str(len(each)), *rates))
    return found


def numbers(text: str) -> list[str]:
    return re.findall(r"[+−]?\d+", text)


def of_screen(html: str) -> list[Row]:
    """Rows of the chart of gains on a unit's page."""
    titled = (
        part for part in html.split('<figure class="chart chart-moved">')[1:] if "→" in part.partition("</figure>")[0]
    )
    chart = next((part for part in titled if re.search("学会了，记住了|Learned, kept", part[:200])), "").partition(
        "</figure>"
    )[0]
    found = []
    for part in chart.split('class="chart-row"')[1:]:
        label = plain(re.search(r'chart-name">(.*?)</span>', part)[1])
        was, became = re.search(r"(\d+%) →\s*<b>\s*(\d+%)</b>", unescape(part)).groups()
        apart, low, high, lessons, n = numbers(plain(re.search(r"<small>(.*?)</small>", part, re.S)[1]))
        found.append((label, lessons, n, was, became, apart, low, high))
    return found


def of_sheet(data: bytes) -> list[Row]:
    """Rows of the sheet of gains, as Excel's number formats show them."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    named = [name for name in book.sheet_names if name in ("学会了，记住了", "Learned, kept")]
    if not named:
        return []
    rows = book.get_sheet_by_name(named[0]).to_python()
    kinds = ("", "count", "count", "percent", "percent", "points", "points", "points")
    return [
        (row[0], *(of_cell(cell, kind) for cell, kind in zip(row[1:], kinds[1:], strict=True)))
        for row in rows
        if "→" in str(row[0]) and isinstance(row[1], float)
    ]


def of_cell(cell: float, kind: str) -> str:
    assert cell == int(cell)
    return signed(cell) if kind == "points" else f"{cell:.0f}%" if kind == "percent" else f"{cell:.0f}"


def of_table(html: str) -> list[Row]:
    """Rows of the small table of a filing's page or print."""
    table = html.partition("filing-more")[2].partition("</table>")[0].partition("<tbody>")[2]
    return [
        tuple(plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line))
        for line in re.findall(r"<tr>(.*?)</tr>", table)
    ]


def of_word(data: bytes) -> list[Row]:
    tables = Document(BytesIO(data)).tables[1:]
    return [tuple(cell.text for cell in row.cells) for table in tables for row in table.rows[1:]]


def of_api(said: dict) -> list[Row]:
    """From the values; the text must say the same."""
    found = []
    for one in said["gains"]:
        shares = [100 * one[name] for name in ("was", "became", "apart", "low", "high")]
        row = (f"{round(shares[0])}%", f"{round(shares[1])}%", *map(signed, shares[2:]))
        found.append((one["name"], str(one["lessons"]), str(one["pairs"]), *row))
        assert numbers(one["text"]) == [row[0][:-1], row[1][:-1], *row[2:], *found[-1][1:3]]
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_screen_xlsx_paper_docx_and_api_say_the_same_gains_cell_by_cell(app, client_for, ids, language):
    client, program = client_for("city_song"), Program(app, key_of(client_for, app, "LJ"), language)
    client.set_cookie("lang", language)
    for code in UNITS:
        right = expected(code, language)
        assert [row[1:3] for row in right] == {
            "LJ-SY-2024-2": [("1", "14"), ("1", "12")],
            "LJ": [("4", "49"), ("1", "12")],
        }.get(code, [("2", "24"), ("1", "12")])
        address = f"/office/units/{ids[code]}"
        assert of_screen(client.get(address).text) == right, code
        assert of_sheet(client.get(f"{address}/report.xlsx").data) == right
        assert of_api(program.get(f"/units/{ids[code]}/report").json) == right
        sheet = plain(client.get(f"{address}/meeting-sheet").text.partition("meeting-said")[2].partition("</ol>")[0])
        assert_told(sheet, right)
        if code == "LJ-SY-2024-2":
            continue
        there = make(client, ids[code], "state")
        page, paper = client.get(there).text, client.get(f"{there}/print").text
        word = client.get(f"{there}/file.docx").data
        assert (
            of_table(page)
            == of_table(paper)
            == of_word(word)
            == of_sheet(client.get(f"{there}/file.xlsx").data)
            == right
        )
        for text in (page, paper):
            assert_told(plain(text.partition('class="filing-text">')[2].partition("</div>")[0]), right)
        assert_told(
            " ".join(one.text for one in Document(BytesIO(word)).paragraphs if one.style.name == "Body Text"), right
        )


def assert_told(text: str, rows: list[Row]) -> None:
    """The sentences say the figures of the rows, and of a range that holds nought that no change can be told."""
    told = re.findall(r"(?:课前课后都答|2–6 周后又答|Of pupils asked).*?(?:）。|\)\.)", text)
    said = [numbers(re.sub("2–6|95%", "", sentence)) for sentence in told]
    assert said == [[row[2], row[1], row[3][:-1], row[4][:-1], *row[5:]] for row in rows], text
    unclear = sum(not (row[6].startswith("+") or row[7].startswith("−")) for row in rows)
    assert len(re.findall("看不出变化。|No change can be told.", text)) == unclear


def test_of_fewer_than_ten_nothing_is_said_on_any_way_out(app, client_for, ids):
    """The school of the class of nine: no sheet, no table, no sentence, nothing in the API."""
    client, address = client_for("city_song"), f"/office/units/{ids['LJ-DZ']}"
    assert of_screen(client.get(address).text) == [] and expected("LJ-DZ", "zh") == []
    assert CalamineWorkbook.from_filelike(BytesIO(client.get(f"{address}/report.xlsx").data)).sheet_names == ["统计表"]
    assert Program(app, key_of(client_for, app, "LJ")).get(f"/units/{ids['LJ-DZ']}/report").json["gains"] == []
    there = make(client, ids["LJ-DZ"], "state")
    assert len(Document(BytesIO(client.get(f"{there}/file.docx").data)).tables) == 1
    assert "课前课后都答" not in client.get(there).text and "filing-more" not in client.get(there).text


def test_a_month_has_none_because_they_are_counted_to_the_day_of_making(app, client_for, ids):
    client = client_for("city_song")
    there = make(client, ids["LJ-DC"], "month-2026-10")
    assert of_table(client.get(there).text) == [] and "学会了" not in client.get(there).text


def test_a_filing_keeps_the_gains_it_was_made_with_and_those_of_releases_before_have_none(app, client_for, ids):
    from eduplatform.assessment.models import Filing

    client = client_for("city_song")
    there = make(client, ids["LJ-DC"], "state")
    before = of_table(client.get(there).text)
    with app.app_context():
        with write():
            plant("LJ-SY-2024-1", date(2026, 11, 10), "before", pairs_of(0, 10, 10))
        world.settle()
    assert of_table(client.get(there).text) == before == expected("LJ-DC", "zh")
    with app.app_context(), write():
        row = db.session.query(Filing).one()
        row.body = {name: value for name, value in row.body.items() if name != "gains"}
    assert of_table(client.get(there).text) == [] and client.get(f"{there}/file.docx").status_code == 200


def test_gains_cost_no_statement(app, client_for, people):
    """They are read with the topics: a page, a sheet and the API ask as much with them as without."""
    with app.app_context():
        world.settle()
        number = world.unit("LJ-DC").id
    client, program = client_for("city_song"), Program(app, key_of(client_for, app, "LJ"))
    ways = [
        lambda: client.get(f"/office/units/{number}"),
        lambda: client.get(f"/office/units/{number}/report.xlsx"),
        lambda: client.get(f"/office/units/{number}/meeting-sheet"),
        lambda: program.get(f"/units/{number}/report"),
    ]
    [way() for way in ways]
    without = [sql_count(way()) for way in ways]
    with app.app_context():
        with write():
            for code, day, kind, *counts in PLANTED:
                plant(code, date(2026, 11, day), kind, pairs_of(*counts))
        world.settle()
    [way() for way in ways]
    assert [sql_count(way()) for way in ways] == without


def test_how_they_are_made_is_said_by_the_api_as_on_the_page_of_definitions(app, client_for, ids):
    said = Program(app, key_of(client_for, app)).get("/indicators").json["gains"]
    page = client_for("officer_safe").get("/office/how-figures").text
    assert [one["kind"] for one in said] == ["before", "later"] and all(one["hidden_below"] == 10 for one in said)
    assert all(sentence in page for one in said for sentence in one["how"]) and len(said[0]["how"]) == 3


def one_way(text: str) -> str:
    """Without white space; a PDF says some characters by the code of a radical or a dash that looks the same."""
    return re.sub(r"\s", "", normalize("NFKC", text)).replace("\u2012", "\u2013")


@pytest.mark.slow
def test_pdf_of_word_and_of_the_printed_page_hold_every_cell(app, client_for, ids, tmp_path):
    from playwright.sync_api import sync_playwright
    from pypdf import PdfReader

    from tests.browser.demo import ARGS, chromium_path

    client = client_for("city_song")
    there = make(client, ids["LJ"], "state")
    resaved(client.get(f"{there}/file.docx").data, "docx", tmp_path, "pdf")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=list(ARGS))
        page = browser.new_page()
        page.set_content(re.sub(r"<(?:link|script)[^>]*>", "", client.get(f"{there}/print").text))
        (tmp_path / "print.pdf").write_bytes(page.pdf())
        browser.close()
    for file in (tmp_path / "saved" / "one.pdf", tmp_path / "print.pdf"):
        words = one_way("".join(one.extract_text() for one in PdfReader(file).pages))
        for row in expected("LJ", "zh"):
            assert one_way("".join(row)) in words, (file.name, row)
